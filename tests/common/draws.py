"""Sizes that checks draw."""


def draw(rng, *ranges, without=frozenset()):
    """Draw a size for each (low, high), both included: all different, and none of ``without``."""
    while True:
        sizes = tuple(int(rng.integers(low, high + 1)) for low, high in ranges)
        if len({*sizes} - without) == len(sizes):
            return sizes
