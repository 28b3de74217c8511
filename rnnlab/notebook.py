"""``check(function)``: the same checks, on the function as it is in the notebook now."""

from __future__ import annotations

import contextlib
import inspect
import io
import os
from collections.abc import Callable
from typing import Any

from rnnlab import course
from rnnlab.course import CourseError, Exercise
from rnnlab.text import Text, language


class Feedback:
    """A report that shows itself: as HTML in Jupyter, as text in a terminal."""

    def __init__(self, report: Any, lang: str) -> None:
        self.report, self._lang = report, lang

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return self.report.outcome == "passed"

    def _repr_html_(self) -> str:
        from rnnlab.report import to_html_fragment

        return to_html_fragment(self.report, self._lang)

    def __repr__(self) -> str:
        if _in_nbgrader():
            return self._points()
        from rich.console import Console

        from rnnlab.report import print_report

        console = Console(width=100, record=True, file=io.StringIO())
        print_report(self.report, console, self._lang)
        return console.export_text().rstrip()

    def _points(self) -> str:
        """Return what nbgrader reads as the cell's points; any other text would be full points."""
        if self.report.score is None:
            raise RuntimeError(str(self.report.reason))
        return f"{self.report.score:g}"


def _in_nbgrader() -> bool:
    """Whether nbgrader runs this notebook, to grade or to validate it."""
    return "NBGRADER_EXECUTION" in os.environ


@contextlib.contextmanager
def _silent():
    """Point file descriptor 2 away: to nbgrader a cell that writes a word there is wrong."""
    if not _in_nbgrader():
        yield
        return
    kept = os.dup(2)
    with open(os.devnull, "w") as null, contextlib.redirect_stderr(null):
        os.dup2(null.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def check(*functions: Callable[..., Any], exercise: str | None = None, lang: str | None = None):
    """Run the checks of these task functions and return the feedback.

    ``exercise`` ("ex05") is needed only for a function whose name is a task of several exercises
    and whose notebook does not tell which one. Raises CourseError for what is not a task.
    """
    from rnnlab.grading import grade
    from rnnlab.sandbox import Live

    if not functions or not all(callable(f) for f in functions):
        raise CourseError(
            str(
                Text(
                    "check(함수)처럼 작성한 함수를 그대로 넘기세요. 예: check(make_windows)",
                    "Pass the function itself, as in check(make_windows).",
                )
            )
        )
    found = _exercise_of(functions, exercise)
    names = [f.__name__ for f in functions]
    answers = Live(dict(zip(names, functions, strict=True)))
    with _silent():
        report = grade(found, answers, student="", seed=_seed(), tasks=names, reveal=True)
    return Feedback(report, lang or language())


def _seed() -> int:
    """Draw new inputs on every run, so that a hard-coded answer does not live long.

    nbgrader's scores must be the same on every run instead.
    """
    return 0 if _in_nbgrader() else int.from_bytes(os.urandom(3), "big")


def _exercise_of(functions: tuple[Callable[..., Any], ...], wanted: str | None) -> Exercise:
    """Return the exercise whose tasks these functions are."""
    if wanted is not None:
        return course.exercise(wanted)
    names = {getattr(f, "__name__", "?") for f in functions}
    candidates = [e for e in course.exercises() if names <= {t.name for t in e.tasks}]
    if not candidates:
        raise CourseError(
            str(
                Text(
                    f"{', '.join(sorted(names))}은(는) 과제에 있는 함수 이름이 아닙니다.",
                    f"{', '.join(sorted(names))} is not the name of a task.",
                )
            )
        )
    return max(candidates, key=lambda e: _likeness(e, functions))


def _likeness(exercise: Exercise, functions: tuple[Callable[..., Any], ...]) -> tuple[int, int]:
    """How well functions fit an exercise: by their docstrings, then by the names around them."""
    summaries = {t.name: t.summary for t in exercise.tasks}
    same = sum(_summary(f) == summaries[f.__name__] for f in functions)
    around = getattr(inspect.unwrap(functions[0]), "__globals__", {})
    return same, len(summaries.keys() & around.keys())


def _summary(function: Callable[..., Any]) -> Text | None:
    try:
        return Text.parse(inspect.getdoc(function))
    except ValueError:
        return None
