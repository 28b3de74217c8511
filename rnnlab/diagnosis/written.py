"""Which known mistake does a wrong answer look like?

``tests/mistakes/exNN_*.py`` holds wrong programs. When a check fails, its calls are replayed on
each mistake of the task; the first one that gives the same answers names the student's mistake.
There is no code per check, and only a failed check is diagnosed. Students' copies of the course
hold what these programs answered instead (:mod:`rnnlab.diagnosis.recorded`).
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rnnlab.diagnosis.agree import agree
from rnnlab.diagnosis.call import Call, gives_model
from rnnlab.diagnosis.mistakes import Mistake
from rnnlab.diagnosis.recorded import known
from rnnlab.sandbox.errors import RaisedError, StudentError


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
