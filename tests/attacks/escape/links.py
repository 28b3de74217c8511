"""Makes hard links and symbolic links to secrets, for a later and luckier reader."""

import contextlib
import os


def double(x):
    loot = []
    for n, path in enumerate(LAB["secrets"]):
        for make in (os.link, os.symlink):
            with contextlib.suppress(OSError):
                make(path, f"{make.__name__}-{n}")
                loot.append(open(f"{make.__name__}-{n}", "rb").read(20))
    tell(loot)
