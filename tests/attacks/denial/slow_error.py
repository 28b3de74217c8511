"""Raises an error whose text takes for ever."""

import time


class Slow(Exception):
    def __str__(self):
        time.sleep(1e6)


def double(x):
    raise Slow
