"""Raises an exception whose type's name has a million letters."""


def double(x):
    raise type("E" * 1_000_000, (Exception,), {})("!" * 1_000_000)
