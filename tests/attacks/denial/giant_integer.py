"""Returns an integer of a hundred million digits."""


def double(x):
    return 1 << 330_000_000


def cumulate(values):
    return [10**4000] * 1000
