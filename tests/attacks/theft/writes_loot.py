"""Writes what it can learn to places that it could fetch later."""

import contextlib


def double(x):
    loot = []
    for folder in (LAB["public"], LAB["submitted"], LAB["out"], "/tmp", "/var/tmp", "/dev/shm"):
        with contextlib.suppress(OSError):
            name = f"{folder}/{LAB['word']}-loot"
            open(name, "w").write(repr(x))
            loot += [name] * (folder in (LAB["public"], LAB["submitted"], LAB["out"]))
    tell(loot)
