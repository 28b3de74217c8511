"""Returns an object whose length, iteration, repr and array take for ever."""

import time


class Slow(list):
    def _wait(self, *args):
        time.sleep(1e6)

    __len__ = __iter__ = __repr__ = __array__ = __getitem__ = _wait


def double(x):
    return Slow([1.0])
