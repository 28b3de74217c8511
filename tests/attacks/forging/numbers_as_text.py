"""Returns the answers' types in disguise: text, bytes, dates, records, complex numbers."""

import numpy as np


def double(x):
    return str(2 * x).encode()


def cumulate(values):
    return np.cumsum(values).astype("U32").astype("datetime64[ns]", casting="unsafe", copy=True)
