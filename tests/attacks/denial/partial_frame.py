"""Begins a frame of the largest allowed size, and stalls."""

import gc
import socket
import struct
import time


def double(x):
    for sock in (x for x in gc.get_objects() if isinstance(x, socket.socket)):
        sock.sendall(struct.pack("<IQ", 4 << 20, 64 << 20) + b"[")
    time.sleep(1e6)
