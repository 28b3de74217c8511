"""``rnnlab export``: grades into the tools that instructors already use."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from rnnlab.commands.options import (
    class_of,
    class_options,
    lang_option,
    only_option,
    print_files,
    print_lines,
    stems,
)
from rnnlab.platforms.export import export as hand_over


@click.command()
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--to",
    required=True,
    type=click.Choice(["csv", "canvas", "moodle", "gradescope", "nbgrader"]),
    help="Whose format.",
)
@only_option
@class_options
@click.option(
    "--course",
    "course_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="nbgrader's course folder.",
)
@lang_option
def export(
    path: Path,
    to: str,
    only: tuple[str, ...],
    students: Path | None,
    due: tuple[str, ...],
    rule: str | None,
    course_dir: Path | None,
) -> None:
    """Hand the grades in PATH, a folder that grade wrote, to another tool.

    For nbgrader they go into its gradebook. Exits with 0 when all are handed over, 1 when some
    could not be.
    """
    roster, policy = class_of(students, due, rule)
    done = hand_over(
        path, to, roster=roster, policy=policy, only=stems(only), course_dir=course_dir
    )
    print_lines(Console(stderr=True), done.notes, "yellow")
    print_lines(Console(stderr=True), done.faults, "magenta")
    print_files(done.files)
    sys.exit(bool(done.faults))
