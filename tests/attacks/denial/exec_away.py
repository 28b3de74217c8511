"""Replaces itself by another program that keeps the socket open."""

import fcntl
import os


def double(x):
    for descriptor in range(3, 20):
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETFD, 0)
        except OSError:
            continue
    os.execvp("sleep", ["sleep", "86421"])
