"""Returns ranges and views that are longer than any memory."""


def double(x):
    return range(10**18)


def cumulate(values):
    return map(float, range(10**15))
