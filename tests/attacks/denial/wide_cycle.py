"""Returns few objects that stand for 2**60 values."""


def double(x):
    value = [0.0]
    for _ in range(60):
        value = [value, value]
    return value


def cumulate(values):
    value = (0.0,)
    for _ in range(28):
        value = (value, value)
    return value
