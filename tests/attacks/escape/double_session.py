"""Stops itself, so that whoever waits for it waits for ever, and leaves a child that loops."""

import os
import signal


def double(x):
    if os.fork() == 0:
        os.setsid()
        while True:
            pass
    os.kill(os.getpid(), signal.SIGSTOP)
    return 0
