"""Returns empty arrays with enormous other axes, and many axes of length 1."""

import numpy as np


def double(x):
    return np.zeros((0, 1 << 40))


def cumulate(values):
    return np.zeros((1,) * 32)
