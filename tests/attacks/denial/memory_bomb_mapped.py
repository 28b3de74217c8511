"""Maps ever more shared anonymous memory; at most 6 GB here."""

import mmap


def double(x):
    kept = []
    for _ in range(24):
        kept.append(mmap.mmap(-1, 256 << 20))
        for page in range(0, 256 << 20, 4096):
            kept[-1][page] = 1
    tell(len(kept))
