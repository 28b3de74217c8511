"""``rnnlab lint``: all that is wrong with the exercises, for their author."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.cells import set_cell_size

from rnnlab import course
from rnnlab.commands.options import lang_option
from rnnlab.course import Exercise, problems
from rnnlab.course.problems import Problem
from rnnlab.text import Text, UserError

_ALONE = "\r\x1b[K"  # back to the start of the terminal's line, which is then empty


@click.command()
@click.argument("targets", nargs=-1, metavar="[exNN]...")
@click.option("--task", "tasks", multiple=True, metavar="NAME", help="Run its mistakes alone.")
@lang_option
def lint(targets: tuple[str, ...], tasks: tuple[str, ...]) -> None:
    """Say what is wrong with these exercises, or the whole course: FILE:LINE and what to do.

    What can be read comes first; then solutions, stubs and mistakes run, which takes a while.
    Exits with 1 when there is something to mend; a warning is nothing that must be.
    """
    found = []
    for problem in _problems(course.with_solutions(course.root()), targets, tasks):
        _say("")
        click.echo(problem)
        found.append(problem)
    _say("")
    warnings = sum(problem.warning for problem in found)
    click.echo(_summary(len(found) - warnings, warnings), err=True)
    sys.exit(len(found) > warnings)


def _problems(root: Path, targets: tuple[str, ...], tasks: tuple[str, ...]) -> Iterator[Problem]:
    stems = [course.named(key) for key in targets] or problems.stems(root)
    if not targets:
        yield from problems.of_course(root)
    for stem in stems:
        yield from problems.of_exercise(root, stem)
    sound = []
    for stem in stems:
        exercise, found = problems.well_formed(root, stem)
        yield from found
        if exercise:
            sound.append(exercise)
    yield from problems.page_out_of_step(root)
    yield from _run(sound, tasks)
    left = [stem[:4] for stem in stems if stem not in {e.stem for e in sound}]
    if left:
        click.echo(_not_run(", ".join(left)), err=True)


def _run(exercises: list[Exercise], tasks: tuple[str, ...]) -> Iterator[Problem]:
    from rnnlab.grading import linter

    known = {task.name for exercise in exercises for task in exercise.tasks}
    for task in sorted(set(tasks) - known if exercises else ()):
        names = ", ".join(sorted(known))
        raise UserError(
            f"--task {task}: 그런 과제가 없습니다. 있는 과제: {names}",
            f"--task {task}: there is no such task; there are: {names}",
        )
    for exercise in exercises:

        def say(what: Text, name: str = exercise.id) -> None:
            _say(f"{name}: {what}")

        yield from linter.of_programs(exercise, say, tasks)


def _say(what: str) -> None:
    """Show what is running in a terminal's last line, or clear that line."""
    if sys.stderr.isatty():
        width = shutil.get_terminal_size().columns - 1
        print(_ALONE + set_cell_size(what, width) * bool(what), end="", file=sys.stderr, flush=True)


def _not_run(exercises: str) -> Text:
    return Text(
        f"{exercises}: 위의 것을 고치기 전에는 실행해 볼 수 없습니다",
        f"{exercises}: nothing was run; what is above comes first",
    )


def _summary(wrong: int, warnings: int) -> Text:
    return Text(f"고칠 것 {wrong}개, 경고 {warnings}개", f"{wrong} to mend, {warnings} warnings")
