"""Announces a frame of 2**64 bytes."""

import gc
import socket
import struct
import time


def double(x):
    for sock in (x for x in gc.get_objects() if isinstance(x, socket.socket)):
        sock.sendall(struct.pack("<IQ", 0xFFFFFFFF, (1 << 64) - 1))
    time.sleep(1e6)
