"""Returns a string of half a gigabyte, and raises another."""


def double(x):
    return "x" * (512 << 20)


def cumulate(values):
    raise ValueError("y" * (256 << 20))
