"""Returns a list that is nested a hundred thousand levels deep."""


def double(x):
    value = 0.0
    for _ in range(100_000):
        value = [value]
    return value
