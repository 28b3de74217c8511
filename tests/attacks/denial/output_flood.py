"""Prints without end, on both outputs, by every way."""

import os
import sys


def double(x):
    line = "x" * 65536
    while True:
        print(line)
        print(line, file=sys.stderr)
        os.write(1, line.encode())
        os.write(2, line.encode())
