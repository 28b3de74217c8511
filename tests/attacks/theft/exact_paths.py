"""Opens secret files by their exact paths, where no folder may be listed."""

import contextlib


def double(x):
    loot = []
    for path in LAB["secrets"]:
        with contextlib.suppress(OSError):
            loot.append(open(path, "rb").read()[:80])
    tell(loot)
