"""No check of the whole course is passed by an answer that holds nothing."""

from __future__ import annotations

import shutil
import sys

import keras
import numpy as np
import pytest

from rnnlab import course
from rnnlab.grading import plugin
from rnnlab.sandbox.answers import Live

NOTHING = {
    "none": lambda: None,
    "nan": lambda: float("nan"),
    "infinite": lambda: float("inf"),
    "zero": lambda: 0,
    "minus_zero": lambda: -0.0,
    "true": lambda: True,
    "huge_int": lambda: 10**300,
    "complex": lambda: 0j,
    "empty_text": lambda: "",
    "empty_list": lambda: [],
    "empty_dict": lambda: {},
    "empty_set": lambda: set(),
    "empty_array": lambda: np.zeros(0),
    "empty_cube": lambda: np.zeros((0, 0, 0)),
    "scalar_array": lambda: np.array(0.0),
    "nan_array": lambda: np.full((1, 1, 1), np.nan),
    "bool_array": lambda: np.array([True]),
    "objects": lambda: np.array([None, object()]),
    "pair_of_none": lambda: (None, None),
    "pair_of_nan": lambda: (np.nan, np.nan),
    "pair_of_empty": lambda: ([], []),
    "empty_model": lambda: keras.Sequential(),
    "input_model": lambda: keras.Sequential([keras.Input((1,))]),
    "dropout_model": lambda: keras.Sequential([keras.layers.Dropout(0.1)]),
}
# Answers made of the question: the first argument, all of them, or NaN in the first one's shape.
ECHOES = {
    "echo": lambda *args, **kwargs: args[0],
    "echo_all": lambda *args, **kwargs: args,
    "echo_last": lambda *args, **kwargs: args[-1],
    "echo_pair": lambda *args, **kwargs: (args[0], args[0]),
    "echo_nan": lambda *args, **kwargs: np.asarray(args[0], float) * np.nan,
    "echo_zeros": lambda *args, **kwargs: np.zeros_like(np.asarray(args[0], float)),
}
ANSWERS = {name: lambda *a, _f=f, **k: _f() for name, f in NOTHING.items()} | ECHOES


@pytest.fixture(scope="module")
def undiagnosed(tmp_path_factory):
    """A copy of the course with nothing to diagnose by: most of the time would go to that."""
    copy = tmp_path_factory.mktemp("course")
    for role in ("exercises", "tests"):
        ignored = shutil.ignore_patterns("mistakes", "engine", "attacks", "__pycache__")
        shutil.copytree(course.root() / role, copy / role, ignore=ignored)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNLAB_COURSE", str(copy))
        _forget_checks()
        yield
    _forget_checks()


def _forget_checks():
    """Make pytest import check files anew: it keeps one module per name."""
    for exercise in course.exercises():
        sys.modules.pop(exercise.checks_path.stem, None)


@pytest.mark.usefixtures("undiagnosed")
@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("stem", [e.stem for e in course.exercises()])
def test_vacuous_answer_earns_nothing(stem, name):
    exercise = course.exercise(stem)
    functions = {task.name: ANSWERS[name] for task in exercise.tasks}
    report = plugin.run_checks(exercise, Live(functions), student=name, seed=5)
    assert report.reason is None
    assert [c.name for c in report.checks if c.points] == []
