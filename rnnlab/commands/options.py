"""Options that several commands have, and what several of them say."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from rnnlab import course, platforms
from rnnlab.classroom import late, roster
from rnnlab.classroom.intake.submissions import Intake
from rnnlab.classroom.late import Policy
from rnnlab.classroom.roster import Roster
from rnnlab.text import LANGUAGES, Text, UserError, line

if TYPE_CHECKING:  # which loads platforms
    from rnnlab.platforms.platform import Export, Release


def _use_language(_ctx: click.Context, _param: click.Parameter, lang: str | None) -> None:
    """Set the language for this process and for the workers that it starts."""
    if lang:
        os.environ["RNNLAB_LANG"] = lang


lang_option = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    callback=_use_language,
    expose_value=False,
    is_eager=True,
    help="Language of all messages (default: RNNLAB_LANG, else the locale's).",
)


path_argument = click.argument("path", type=click.Path(exists=True, path_type=Path))
out_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default="graded",
    show_default=True,
    help="Folder for the reports.",
)
only_option = click.option(
    "--exercise", "only", multiple=True, metavar="exNN", help="Only this one."
)
names_option = click.option(
    "--names",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The course's own mistakes (default: named.json in the current folder).",
)
_lists = (
    click.option(
        "--students",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Student list (CSV): names, and who is missing.",
    ),
    click.option("--due", multiple=True, metavar="[exNN=]TIME", help="When the work was due."),
    click.option("--late", "rule", metavar="RULE", help='What lateness costs, as "10%/day".'),
)


def class_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what is known of a class besides its submissions."""
    for option in reversed(_lists):
        command = option(command)
    return command


def own_options(
    offered: Mapping[str, Export | Release],
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what adds the options that are one platform's own."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        for own in reversed(list(platforms.options(offered))):
            folder = click.Path(exists=True, file_okay=False, path_type=Path)
            command = click.option(
                own.flag,
                own.name,
                type=folder if own.type is Path else own.type,
                is_flag=own.type is bool,
                metavar=own.metavar,
                help=own.help,
            )(command)
        return command

    return add


def class_of(
    students: Path | None, due: tuple[str, ...], rule: str | None
) -> tuple[Roster | None, Policy]:
    """Return the roster, None without a list, and the late policy. Raises UserError."""
    people = roster.read(students, platforms.lists()) if students else None
    return people, late.policy(rule, due)


def stems(only: Iterable[str]) -> set[str]:
    """Return the stems of the exercises that the option names. Raises CourseError."""
    return {course.named(key) for key in only}


def require_some(found: Intake, path: Path) -> None:
    """Raise UserError, with what was skipped, where nothing was handed in."""
    if not found.submissions:
        expected = Text(
            f"{path}: 제출한 .ipynb나 .py가 없습니다. "
            "submitted/학생/과제/파일, 또는 Canvas나 Moodle에서 받은 폴더나 zip이어야 합니다.",
            f"no submitted .ipynb or .py in {path}; expected submitted/STUDENT/ASSIGNMENT/FILE, or "
            "the folder or zip that Canvas or Moodle gives",
        )
        raise UserError(*("; ".join(each) for each in zip(expected, *found.skipped, strict=True)))


def os_error(error: OSError) -> str:
    """Return the one line for a file that could not be read or written."""
    what = f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")
    return str(
        Text(
            f"파일을 읽거나 쓰지 못했습니다: {what}.",
            f"A file could not be read or written: {what}.",
        )
    )


def print_lines(console: Console, texts: Iterable[Text | str], style: str) -> None:
    """Print each text on a line of its own, whatever is in it."""
    for text in texts:
        console.print(line(str(text)), style=style, markup=False, highlight=False, soft_wrap=True)


def print_files(files: list[Path], most: int = 10) -> None:
    """Print what was written, at most ``most`` lines of it."""
    for file in files[:most]:
        click.echo(file)
    if files[most:]:
        click.echo(Text(f"… 모두 {len(files)}개", f"… {len(files)} in all"))
