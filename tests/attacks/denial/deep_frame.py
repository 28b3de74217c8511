"""Sends JSON that is nested a million levels deep, and digits without end."""

import gc
import socket
import struct


def _send(text):
    for sock in (x for x in gc.get_objects() if isinstance(x, socket.socket)):
        sock.sendall(struct.pack("<IQ", len(text), 0) + text)


def double(x):
    _send(b"[" * (4 << 20))


def cumulate(values):
    _send(b"9" * (4 << 20))
