"""Speaks to a server through its socket file."""

import contextlib
import socket


def double(x):
    with contextlib.suppress(OSError):
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(LAB["unix"])
        sock.sendall(b"unix")
        tell("sent")
    tell("")
