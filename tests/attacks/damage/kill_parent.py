"""Kills its parent, the fork server."""

import contextlib
import os
import signal


def double(x):
    with contextlib.suppress(OSError):
        os.kill(os.getppid(), signal.SIGKILL)
    for sent in (signal.SIGSTOP, signal.SIGTERM):
        with contextlib.suppress(OSError):
            os.kill(os.getppid(), sent)
    return 0
