"""Looks for what accomplice_writes left."""

import ctypes
import os


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    loot = ["shared memory"] if libc.shmget(LAB["ipc"] + 7, 0, 0) >= 0 else []
    for folder in (os.environ["HOME"], ".", "/tmp", "/var/tmp", "/dev/shm", LAB["public"]):
        loot += [folder] * os.path.exists(f"{folder}/{LAB['word']}-accomplice")
    tell(loot)
