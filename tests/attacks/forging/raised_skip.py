"""Raises pytest's skip, xfail and exit, which a test runner might believe."""

import pytest


def double(x):
    pytest.skip("not today")


def cumulate(values):
    pytest.xfail("known")


def build(units):
    pytest.exit("done", returncode=0)
