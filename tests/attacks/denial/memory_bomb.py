"""Takes memory until there is none; at most 6 GB here."""


def double(x):
    kept = []
    for _ in range(96):
        kept.append(b"x" * (64 << 20))
    return float(len(kept))
