"""Fixtures of several files."""

import pytest
from tiny import CHECKS, DOUBLE, MISTAKES, SOLUTION, put

from rnnlab.grading.state import prepare


@pytest.fixture(scope="module")
def tiny_course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    put(folder / "solutions" / f"{DOUBLE}.py", SOLUTION)
    put(folder / "tests" / f"test_{DOUBLE}.py", CHECKS)
    put(folder / "tests" / "mistakes" / f"{DOUBLE}.py", MISTAKES)
    return folder


@pytest.fixture(scope="module")
def as_graded():
    """Compute as processes that grade do: from seeds, and with no graph optimised."""
    import tensorflow as tf  # which most files do without

    prepare("as graded")
    kept = tf.config.optimizer.get_experimental_options()
    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
    yield
    tf.config.optimizer.set_experimental_options(kept)


@pytest.fixture
def in_tiny_course(tiny_course, monkeypatch):
    monkeypatch.setenv("RNNLAB_COURSE", str(tiny_course))
