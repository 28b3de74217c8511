"""Connects without connect(): sendto with MSG_FASTOPEN."""

import contextlib
import socket


def double(x):
    with contextlib.suppress(OSError):
        sock = socket.socket()
        sock.sendto(b"fastopen", 0x20000000, ("127.0.0.1", LAB["tcp"]))
        tell("sent")
    tell("")
