"""Crashes in C at every call."""

import ctypes


def double(x):
    ctypes.string_at(0)
