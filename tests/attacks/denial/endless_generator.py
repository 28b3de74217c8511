"""Returns a generator that never ends, and one that never begins."""

import itertools


def double(x):
    return itertools.count()


def cumulate(values):
    while values is not None:
        pass
    yield 1
