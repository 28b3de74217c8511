"""``rnnlab check``: a student's own checks."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console

from rnnlab import course
from rnnlab.commands.options import lang_option
from rnnlab.diagnosis import recorded
from rnnlab.grading.work import grade, work_of
from rnnlab.report.data import Outcome
from rnnlab.report.terminal import print_report
from rnnlab.source import Submission
from rnnlab.text import UserError


@click.command()
@click.argument("targets", nargs=-1)
@lang_option
def check(targets: tuple[str, ...]) -> None:
    """Check your own work: TARGETS are exercises (ex05) or files; default: all of exercises/."""
    console = Console()
    everything = True
    for submission in _own_work(targets):
        seed = recorded.seed(course.exercise(submission.exercise))
        report = grade(work_of(submission, seed, reveal=True))
        print_report(report, console)
        everything &= report.outcome is Outcome.PASSED
    sys.exit(not everything)


def _own_work(targets: tuple[str, ...]) -> Iterable[Submission]:
    """Return what ``rnnlab check`` is to check, all of it resolved before anything runs."""
    if not targets:
        return [_own_file(e.stub, e) for e in course.exercises()]
    found = []
    for target in targets:
        path = Path(target)
        exercise = course.exercise(target)
        found.append(_own_file(path if path.suffix else exercise.stub, exercise))
    return found


def _own_file(path: Path, exercise: course.Exercise) -> Submission:
    if not path.is_file():
        raise UserError(f"{path}: 그런 파일이 없습니다.", f"there is no file {path}")
    return Submission("", exercise.stem, path)
