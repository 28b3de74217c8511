"""``rnnlab check``: a student's own checks."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from rnnlab import course
from rnnlab.classroom.intake import submissions
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
        beside = tuple((path.name, path) for path in submission.path.parent.glob("*.py"))
        report = grade(work_of(replace(submission, helpers=beside), seed, reveal=True))
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
        if path.is_file():
            found += [_taken(path)]
        else:
            exercise = course.exercise(target)
            found.append(_own_file(path if path.suffix else exercise.stub, exercise))
    return found


def _taken(path: Path) -> Submission:
    """Return a file as ``rnnlab grade`` takes it, also one whose name only mentions its exercise.

    Raises CourseError where neither its name nor what is in it tells an exercise.
    """
    found = submissions.find(path).submissions
    if len(found) == 1 and found[0].exercise in course.stems(course.root()).values():
        return replace(found[0], student="")
    return _own_file(path, course.exercise(path))


def _own_file(path: Path, exercise: course.Exercise) -> Submission:
    if not path.is_file():
        raise UserError(f"{path}: 그런 파일이 없습니다.", f"there is no file {path}")
    return Submission("", exercise.stem, path)
