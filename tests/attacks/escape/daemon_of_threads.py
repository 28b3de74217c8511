"""Leaves children of children of threads, each in a session and process group of its own."""

import os
import threading
import time


def _leave():
    if os.fork() == 0:
        os.setpgid(0, 0)
        if os.fork() == 0:
            os.setsid()
            time.sleep(300)
        os._exit(0)


def double(x):
    for _ in range(3):
        threading.Thread(target=_leave).start()
    time.sleep(0.2)
    return 0
