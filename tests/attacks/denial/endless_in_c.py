"""Never returns, in C, where no Python signal handler runs."""


def double(x):
    return sum(range(10**15))


def cumulate(values):
    return 3 ** (10**10)
