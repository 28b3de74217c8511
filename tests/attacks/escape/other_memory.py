"""Writes into the code of its own process, and tries to of others."""

import contextlib
import os


def double(x):
    loot = []
    for pid in {LAB["pid"], os.getppid(), 1} - {0, os.getpid()}:
        with contextlib.suppress(OSError):
            open(f"/proc/{pid}/mem", "r+b").close()
            loot.append(pid)
    tell(loot)
