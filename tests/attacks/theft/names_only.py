"""Does not read: asks only which secret files exist, how large they are and when they changed."""

import contextlib
import os


def double(x):
    loot = []
    for path in LAB["secrets"]:
        with contextlib.suppress(OSError):
            loot.append(os.stat(path).st_size)
    tell(loot)
