"""Which known mistake does a wrong answer look like?

``tests/mistakes/exNN_*.py`` holds wrong programs. When a check fails, its calls are replayed on
each mistake of the task; the first one that gives the same answers names the student's mistake.
There is no code per check, and only a failed check is diagnosed. Students' copies of the course
hold what these programs answered instead (:mod:`rnnlab.grading.recorded`).
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np

from rnnlab.grading.call import Call, gives_model
from rnnlab.grading.mistakes import Mistake
from rnnlab.grading.recorded import known
from rnnlab.grading.signature import signature
from rnnlab.sandbox import wire
from rnnlab.sandbox.errors import RaisedError, StudentError

# Answers within this of each other are one answer: float32 arithmetic in another order, no more.
RTOL, ATOL = 1e-3, 1e-5


def diagnose(path: Path, task: str, checks: Sequence[Sequence[Call]]) -> list[Mistake | None]:
    """Return for each failed check of ``task`` the mistake in ``path`` that it looks like.

    ``checks`` holds the calls that each of them made. One mistake that explains them all is the
    diagnosis; else, for each check, the one of its mistakes that explains most of the others.
    """
    candidates = [m for m in known(path) if m.task == task]
    for candidate in candidates:
        if all(_explains(candidate, calls) for calls in checks):
            return [candidate] * len(checks)
    found = [[m for m in candidates if _explains(m, calls)] for calls in checks]
    explained = Counter(m for mistakes in found for m in mistakes)
    return [max(mistakes, key=explained.__getitem__, default=None) for mistakes in found]


def _explains(candidate: Mistake, calls: Sequence[Call]) -> bool:
    """Whether ``candidate`` answers all ``calls``, at least one, as the student did."""
    unanswered = any(c.error and not isinstance(c.error, RaisedError) for c in calls)
    return bool(calls) and not unanswered and all(_answers_alike(candidate, c) for c in calls)


def _answers_alike(candidate: Mistake, call: Call) -> bool:
    theirs, model_given = _answer(candidate, call.key, call.frame)
    if isinstance(call.error, RaisedError) and isinstance(theirs, RaisedError):
        return (call.error.type_name, call.error.message) == (theirs.type_name, theirs.message)
    if call.error is not None or isinstance(theirs, StudentError):
        return False
    return agree(call.answer, theirs, weights=model_given)


@functools.lru_cache(maxsize=2048)
def _answer(mistake: Mistake, key: int, frame: bytes) -> tuple[Any, bool]:
    """Replay one call on a mistake: its answer or error, and whether the call was given a model.

    A class repeats the same wrong answers to the same calls, so replays are remembered.
    """
    model_given = gives_model(frame)
    try:
        return mistake.answers().call(mistake.task, key, frame), model_given
    except StudentError as error:
        return error, model_given


def agree(a: Any, b: Any, *, weights: bool = False) -> bool:
    """Whether two answers are one: values nearly equal, models alike in architecture and settings.

    With ``weights``, models must have nearly equal weights too (the call trains a given model).
    """
    if isinstance(a, keras.Model) or isinstance(b, keras.Model):
        return _same_model(a, b, weights)
    if isinstance(a, wire.History) or isinstance(b, wire.History):
        return type(a) is type(b) and agree(a.history, b.history)
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(agree(a[k], b[k], weights=weights) for k in a)
    if _is_sequence(a) and _is_sequence(b) and not (_is_numeric(a) and _is_numeric(b)):
        pairs = zip(a, b, strict=False)
        return len(a) == len(b) and all(agree(x, y, weights=weights) for x, y in pairs)
    return _same_value(a, b)


def _same_model(a: Any, b: Any, weights: bool) -> bool:
    if not (isinstance(a, keras.Model) and isinstance(b, keras.Model)):
        return False
    if signature(a) != signature(b):
        return False
    return not weights or agree(a.get_weights(), b.get_weights())


def _is_sequence(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _is_numeric(value: Any) -> bool:
    try:
        return np.asarray(value).dtype.kind in "biuf"
    except ValueError:
        return False


def _same_value(a: Any, b: Any) -> bool:
    if not (_is_numeric(a) and _is_numeric(b)):
        return type(a) is type(b) and bool(np.all(a == b))
    a, b = np.asarray(a), np.asarray(b)
    if a.dtype.kind in "biu" and b.dtype.kind in "biu":
        return np.array_equal(a, b)
    return a.shape == b.shape and np.allclose(a, b, rtol=RTOL, atol=ATOL, equal_nan=True)
