"""Gives a regular expression what it is slowest at."""

import re


def double(x):
    return len(re.findall("(a+)+$", "a" * 64 + "b"))
