"""Waits in an import that is repeated whenever a statement fails."""

import os

seen = []


class _Load:
    while len(seen) < 10**9:
        seen.append(os.getpid())
        del seen[:]


def double(x):
    return 0
