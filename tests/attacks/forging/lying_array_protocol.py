"""An object whose __array__ gives something else at every look."""

import numpy as np


class Lie:
    looks = 0

    def __array__(self, *args, **kwargs):
        self.looks += 1
        return np.zeros(7) + self.looks

    __array_interface__ = property(lambda self: {"shape": (7,), "typestr": "<f8", "version": 3})


def cumulate(values):
    return Lie()
