"""``check(function)``: the same checks, on the function as it is in the notebook now."""

from __future__ import annotations

import inspect
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
        if os.environ.get("NBGRADER_EXECUTION") == "autograde":
            # nbgrader reads a cell's points from its text output.
            return f"{self.report.score or 0:g}"
        from rich.console import Console

        from rnnlab.report import print_report

        console = Console(width=100, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
        print_report(self.report, console, self._lang)
        return console.export_text().rstrip()


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
    report = grade(found, answers, student="", seed=_fresh_seed(), tasks=names, reveal=True)
    return Feedback(report, lang or language())


def _fresh_seed() -> int:
    """Draw new inputs on every run, so that a hard-coded answer does not live long."""
    return int.from_bytes(os.urandom(4), "big")


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
