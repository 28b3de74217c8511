"""``check(function)``: the same checks, on the function as it is in the notebook now."""

from __future__ import annotations

import inspect
import io
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rnnlab import course
from rnnlab.course import Exercise
from rnnlab.text import Text, UserError, language

if TYPE_CHECKING:
    from rnnlab.report.data import Report


class Feedback:
    """A report that shows itself: as HTML in Jupyter, as text in a terminal."""

    def __init__(self, report: Report, lang: str) -> None:
        self.report, self._lang = report, lang

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return self.report.outcome == "passed"

    def _repr_html_(self) -> str:
        from rnnlab.report.html import to_html_fragment

        return to_html_fragment(self.report, self._lang)

    def __repr__(self) -> str:
        if _in_nbgrader():  # which reads the cell's points here; any other text is full points
            return f"{self.report.score:g}"
        from rich.console import Console

        from rnnlab.report.terminal import print_report

        text = io.StringIO()
        console = Console(file=text, width=100, color_system=None, force_jupyter=False)
        print_report(self.report, console, self._lang)
        return text.getvalue().rstrip()


def check(
    *functions: Callable[..., Any], exercise: str | None = None, lang: str | None = None
) -> Feedback:
    """Run the checks of these task functions and return the feedback.

    ``exercise`` ("ex05") is needed only for a function whose name is a task of several exercises
    and whose notebook does not tell which one. Raises UserError for what is not a task.
    """
    from rnnlab.grading.plugin import run_checks
    from rnnlab.grading.state import quiet_stderr
    from rnnlab.sandbox.answers import Live

    around = sys._getframe(1).f_globals
    named = _named(functions, around)
    found = _exercise_of(named, around, exercise)
    seed = _seed(found)
    answers = Live(named, [task.name for task in found.tasks])
    with quiet_stderr():
        report = run_checks(found, answers, student="", seed=seed, tasks=[*named], reveal=True)
    if _in_nbgrader() and report.reason is not None:  # no score
        raise UserError(*report.reason)
    return Feedback(report, lang or language())


def import_quietly() -> None:
    """In a kernel, import Keras without TensorFlow's start-up messages, which look like errors.

    No setting hides them all. It works for who imports rnnlab before Keras.
    """
    if "ipykernel.kernelapp" in sys.modules and "tensorflow" not in sys.modules:
        from rnnlab.grading.state import quiet_stderr

        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
        with quiet_stderr():
            import keras  # noqa: F401


def _in_nbgrader() -> bool:
    """Whether nbgrader runs this notebook, to grade or to validate it."""
    return "NBGRADER_EXECUTION" in os.environ


def _seed(exercise: Exercise) -> int:
    """Draw new inputs on every run; nbgrader's scores must be the same on every run instead."""
    from rnnlab.diagnosis import recorded

    return recorded.seed(exercise, drawn=not _in_nbgrader())


def _named(functions: tuple[Callable[..., Any], ...], around: dict[str, Any]) -> dict[str, Any]:
    """Return the functions by the task's name that each has, or that the notebook gave it."""
    if not functions or not all(map(callable, functions)):
        raise UserError(
            "check(함수)처럼 작성한 함수를 그대로 넘기세요. 예: check(make_windows)",
            "Pass the function itself, as in check(make_windows).",
        )
    tasks = {task.name for e in course.exercises() for task in e.tasks}
    named = {}
    for function in functions:
        own = getattr(function, "__name__", "?")
        names = [own, *(name for name, value in around.items() if value is function)]
        named[next((name for name in names if name in tasks), own)] = function
    return named


def _exercise_of(named: dict[str, Any], around: dict[str, Any], wanted: str | None) -> Exercise:
    """Return the exercise whose tasks these functions are."""
    known = course.exercises() if wanted is None else [course.exercise(wanted)]
    candidates = [e for e in known if named.keys() <= {t.name for t in e.tasks}]
    if not candidates:
        names = ", ".join(named)
        raise UserError(
            f"과제에 이런 이름의 함수가 없습니다: {names}. 함수 이름을 바꾸지 않았는지 확인하세요.",
            f"No task is called {names}. Was it renamed?",
        )
    return max(candidates, key=lambda e: _likeness(e, named, around))


def _likeness(exercise: Exercise, named: dict[str, Any], around: dict[str, Any]) -> tuple[int, int]:
    """How well functions fit an exercise: by their docstrings, then by the names around them."""
    summaries = {t.name: t.summary for t in exercise.tasks}
    same = sum(_summary(function) == summaries[name] for name, function in named.items())
    return same, len(summaries.keys() & around.keys())


def _summary(function: Callable[..., Any]) -> Text | None:
    try:
        return Text.parse(inspect.getdoc(function), more=True)
    except ValueError:
        return None
