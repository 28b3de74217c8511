"""Asks for root: setuid(0), sudo, su."""

import contextlib
import os
import subprocess


def double(x):
    loot = []
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        run = subprocess.run(["sudo", "-n", "id"], capture_output=True, timeout=2)
        loot += run.stdout.split()[:1]
    was = os.getuid()
    for become in (os.setuid, os.seteuid, os.setgid):
        with contextlib.suppress(OSError):
            become(0 if was else 1)
            loot += [become.__name__] * LAB["full"]
    tell(loot)
