"""Writes as much as it may, wherever it may; at most 3 GB here."""

import contextlib
import os


def double(x):
    total, block = 0, b"x" * (8 << 20)
    for folder in (os.environ["HOME"], ".", LAB["public"], "/tmp", "/var/tmp", "/dev/shm"):
        for n in range(8):
            with contextlib.suppress(OSError), open(f"{folder}/fill-{n}", "wb", 0) as file:
                while total < 3 << 30 and file.write(block) == len(block):
                    total += len(block)
    tell(total if total > 1 << 30 else "")
