"""``rnnlab export``: grades into the tools that instructors already use."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from rnnlab import platforms
from rnnlab.commands.options import (
    class_of,
    class_options,
    lang_option,
    only_option,
    own_options,
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
    type=click.Choice(list(platforms.exports())),
    help="Whose format.",
)
@only_option
@class_options
@own_options(platforms.exports())
@lang_option
def export(
    path: Path,
    to: str,
    only: tuple[str, ...],
    students: Path | None,
    due: tuple[str, ...],
    rule: str | None,
    **options: Any,
) -> None:
    """Hand the grades in PATH, a folder that grade wrote, to another tool.

    For nbgrader they go into its gradebook. Exits with 0 when all are handed over, 1 when some
    could not be.
    """
    roster, policy = class_of(students, due, rule)
    done = hand_over(path, to, roster=roster, policy=policy, only=stems(only), **options)
    print_lines(Console(stderr=True), done.notes, "yellow")
    print_lines(Console(stderr=True), done.faults, "magenta")
    print_files(done.files)
    sys.exit(bool(done.faults))
