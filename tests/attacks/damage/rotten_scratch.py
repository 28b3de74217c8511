"""Leaves a scratch folder that is hard to remove: very deep, unreadable, full of odd files."""

import contextlib
import os


def double(x):
    with contextlib.suppress(OSError):
        for n in range(3000):
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
            if n % 100 == 0:
                os.mkfifo("pipe")
                os.symlink("/", "root")
                open(b"\xff\n\x1b]0;owned\x07", "w").close()
                os.chmod(".", 0o111)
    return 0
