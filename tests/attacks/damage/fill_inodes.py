"""Makes as many files and folders as it may; at most 200,000 here."""

import contextlib
import os
import time


def double(x):
    made, end = 0, time.monotonic() + 3
    with contextlib.suppress(OSError):
        for made in range(200_000):
            os.close(os.open(f"{os.environ['HOME']}/inode-{made}", os.O_CREAT | os.O_WRONLY))
            if time.monotonic() > end:
                break
    return 0
