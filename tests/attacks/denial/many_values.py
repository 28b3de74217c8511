"""Returns a list of ten million lists."""


def double(x):
    return [[]] * 10_000_000


def cumulate(values):
    return [[[0.0] * 1000] * 1000] * 1000
