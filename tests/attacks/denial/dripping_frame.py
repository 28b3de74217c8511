"""Sends a frame byte by byte, so that something always seems to come."""

import gc
import socket
import struct
import time


def double(x):
    sockets = [x for x in gc.get_objects() if isinstance(x, socket.socket)]
    for sock in sockets:
        sock.sendall(struct.pack("<IQ", 4 << 20, 0))
    while True:
        for sock in sockets:
            sock.sendall(b" ")
        time.sleep(0.05)
