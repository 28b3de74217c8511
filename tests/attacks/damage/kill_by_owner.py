"""Makes others the owners of its socket's signals (F_SETOWN), so that the kernel signals them."""

import contextlib
import fcntl
import os
import signal
import socket


def double(x):
    loot = []
    a, b = socket.socketpair()
    for pid in {LAB["pid"], os.getppid()} - {0, os.getpid()}:
        with contextlib.suppress(OSError):
            fcntl.fcntl(a, fcntl.F_SETOWN, pid)
            fcntl.fcntl(a, fcntl.F_SETSIG, signal.SIGCONT)
            fcntl.fcntl(a, fcntl.F_SETFL, os.O_ASYNC)
            b.send(b"x")
            loot += [pid] * (fcntl.fcntl(a, fcntl.F_GETOWN) == pid)
    tell(loot)
