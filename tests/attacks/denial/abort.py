"""Aborts with a core dump, and overflows the C stack."""

import os
import sys


def double(x):
    os.abort()


def cumulate(values):
    sys.setrecursionlimit(10**9)
    return cumulate(values)
