"""Fixtures of several files."""

import pytest
from tiny import CHECKS, DOUBLE, MISTAKES, SOLUTION, put


@pytest.fixture(scope="module")
def tiny_course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    put(folder / "solutions" / f"{DOUBLE}.py", SOLUTION)
    put(folder / "tests" / f"test_{DOUBLE}.py", CHECKS)
    put(folder / "tests" / "mistakes" / f"{DOUBLE}.py", MISTAKES)
    return folder


@pytest.fixture
def in_tiny_course(tiny_course, monkeypatch):
    monkeypatch.setenv("RNNLAB_COURSE", str(tiny_course))
