"""Returns an array of a terabyte, and one of a gigabyte."""

import numpy as np


def double(x):
    return np.broadcast_to(np.float64(1), (1 << 20, 1 << 17))


def cumulate(values):
    return np.zeros(1 << 27)
