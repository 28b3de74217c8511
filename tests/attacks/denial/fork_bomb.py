"""Forks and forks again; at most 300 processes here."""

import os
import time


def double(x):
    made = 0
    for _ in range(300):
        try:
            pid = os.fork()
        except OSError:
            break
        if pid == 0:
            time.sleep(60)
            os._exit(0)
        made += 1
    tell(made if made >= 300 else "")
