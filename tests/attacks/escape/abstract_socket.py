"""Speaks to a server through an abstract name, which no file permission guards."""

import contextlib
import socket


def double(x):
    with contextlib.suppress(OSError):
        sock = socket.socket(socket.AF_UNIX)
        sock.connect("\0" + LAB["abstract"])
        sock.sendall(b"abstract")
        tell("sent")
    tell("")
