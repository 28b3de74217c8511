"""Writes into the installed package and beside it, for the next run to import."""

import contextlib


def double(x):
    loot = []
    for folder in LAB["packages"]:
        for name in ("zz_attack.pth", "zz_attack.py", "__pycache__/zz_attack.pyc"):
            with contextlib.suppress(OSError):
                open(f"{folder}/{name}", "w").write("")
                loot.append(f"{folder}/{name}")
    tell(loot)
