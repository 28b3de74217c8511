"""``rnnlab unknown``: the wrong answers of a class that no mistake explains."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from rnnlab.classroom import unknown as unnamed
from rnnlab.classroom.unknown import Group
from rnnlab.commands.options import lang_option, names_option
from rnnlab.platforms.grades import load
from rnnlab.report.data import Report
from rnnlab.report.json import dumps
from rnnlab.text import LANGUAGES, Text, UserError, language, line, plain

GRADED = Path("graded")
_STUDENTS = 5
_LINES = 30


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=GRADED)
@names_option
@click.option(
    "--most", type=click.IntRange(1), default=20, show_default=True, help="How many to show."
)
@click.option("--json", "as_json", is_flag=True, help="All of them, as JSON.")
@lang_option
def unknown(folder: Path, names: Path | None, most: int, as_json: bool) -> None:
    """List wrong answers in DIR, a folder that grade wrote, that look like no known mistake.

    They are grouped by what was answered, the largest group first. Name one with rnnlab name, and
    the next rnnlab grade tells all of its students, and grades nothing anew.
    """
    own = unnamed.names_in(names)
    groups = unnamed.groups(unnamed.named(report, own) for report in reports_in(folder))
    if as_json:
        click.echo(dumps(list(map(_to_dict, groups))), nl=False)
        return
    _print(groups, folder, most)


def reports_in(folder: Path) -> list[Report]:
    """Return the reports in ``folder``. Raises UserError where it is missing, or holds none."""
    if not folder.is_dir():
        raise UserError(
            f"{folder}: 그런 폴더가 없습니다. rnnlab grade로 먼저 채점하거나, "
            "보고서가 있는 폴더를 적으세요.",
            f"there is no folder {folder}; grade first, with rnnlab grade, or name the folder "
            "that holds the reports",
        )
    return load(folder)


def _to_dict(group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "behaviour": group.behaviour,
        "exercise": group.exercise,
        "task": group.task,
        "students": group.students,
        "checks": [{"name": c.name, **_in_each(c.title)} for c in group.checks],
        "answered": [_in_each(text) for text in group.answered],
        "code": plain(group.code),
    }


def _in_each(text: Text) -> dict[str, str]:
    return {lang: line(text.to(lang)) for lang in LANGUAGES}


def _print(groups: list[Group], folder: Path, most: int) -> None:
    console = Console()
    if not groups:
        nothing = Text(
            "이름이 없는 오답이 없습니다. 틀린 답이 모두 알려진 실수와 같거나, 틀린 답이 없습니다.",
            "No wrong answer is without a name: each looks like a known mistake, or there is none.",
        )
        console.print(Styled(str(nothing)))
        return
    for group in groups[:most]:
        _print_group(group, console)
    if groups[most:]:
        more = Text(
            f"이 밖에 {len(groups) - most}묶음이 더 있습니다(--most).",
            f"There are {len(groups) - most} more (--most).",
        )
        console.print(Styled(str(more), "dim"))
    where = "" if folder == GRADED else f" --graded {shlex.quote(str(folder))}"
    how = f'rnnlab name {groups[0].id} "한국어 문장" "English sentence"{where}'
    named = line(f"{Text('이름 붙이기', 'To name one')}: {how}")
    console.print(Styled(named, "bold"), soft_wrap=True)  # to be copied


def _print_group(group: Group, console: Console) -> None:
    lang, many = language(), len(group.reports)
    heading = Styled(line(group.id), "bold cyan")
    heading.append(f"  {line(group.exercise)} {line(group.task)}  ", "bold")
    heading.append(str(Text(f"{many}명", f"{many} student{'s' * (many > 1)}")))
    console.print(heading)
    names = [*map(line, group.students[:_STUDENTS]), *(["…"] if many > _STUDENTS else [])]
    console.print(_indented(", ".join(names), "dim"))
    for check in group.checks:
        console.print(_indented(f"- {line(check.title.to(lang))}"))
    for text in group.answered[:3]:
        console.print(_indented(line(text.to(lang)), "red"))
    written = plain(group.code).expandtabs(4).splitlines()
    cut = ["…"] if written[_LINES:] else []
    console.print(_indented("\n".join([*written[:_LINES], *cut]), by=4))
    console.print()


def _indented(text: str, style: str = "", by: int = 2) -> Padding:
    return Padding(Styled(text, style), (0, 0, 0, by), expand=False)
