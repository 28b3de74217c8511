"""``rnnlab name``: a teacher's own sentence for a wrong answer that had none."""

from __future__ import annotations

from pathlib import Path

import click

from rnnlab.classroom import unknown
from rnnlab.classroom.unknown import Name
from rnnlab.commands.options import lang_option, names_option
from rnnlab.commands.unknown import GRADED, reports_in
from rnnlab.report.data import Report
from rnnlab.text import Text, UserError, line


@click.command()
@click.argument("id", metavar="ID")
@click.argument("ko", metavar="[KOREAN", required=False)
@click.argument("en", metavar="ENGLISH]", required=False)
@click.option(
    "--graded",
    type=click.Path(path_type=Path),
    default=GRADED,
    show_default=True,
    help="Folder of the reports.",
)
@names_option
@click.option("--forget", is_flag=True, help="Take the name away again.")
@lang_option
def name(
    id: str, ko: str | None, en: str | None, graded: Path, names: Path | None, forget: bool
) -> None:
    """Name the wrong answer that rnnlab unknown calls ID, with a Korean and an English sentence.

    It goes into a file of the course's own. The next rnnlab grade with this file tells it to all
    students who answered so, and grades nothing anew.
    """
    file = names or unknown.FILE
    own = unknown.read(file) if file.exists() else {}
    said = Text(*(line(text or "") for text in (ko, en)))
    if forget:
        done = _forget(id, own, file)
    elif not all(said):
        raise UserError(
            '문장이 둘 필요합니다: rnnlab name ID "한국어 문장" "English sentence"',
            'two sentences are needed: rnnlab name ID "한국어 문장" "English sentence"',
        )
    else:
        done = _name(id, said, own, reports_in(graded))
    unknown.save(own, file)
    click.echo(done)
    again = f"rnnlab grade … --names {file}" if names else "rnnlab grade"
    click.echo(
        Text(
            f"{file}에 적었습니다. 같은 폴더에서 {again}를 다시 실행하면 보고서에 반영됩니다.",
            f"Written to {file}. Run {again} again in this folder to bring the reports up to date.",
        )
    )


def _forget(wanted: str, own: dict[str, Name], file: Path) -> Text:
    """Take the name away from ``own``. Raises UserError where there is no such name."""
    if not own:
        raise UserError(f"{file}: 이름이 하나도 없습니다.", f"{file} holds no names")
    *_, behaviour = unknown.behind(wanted, [], own)
    called = own.pop(behaviour).name
    return Text(f"{called}: 이름을 지웠습니다.", f"{called}: forgotten.")


def _name(wanted: str, said: Text, own: dict[str, Name], reports: list[Report]) -> Text:
    """Put the name into ``own``, in the place of any that was there. Raises UserError."""
    exercise, task, behaviour = unknown.behind(wanted, reports, own)
    seen = (check.behaviour for report in reports for check in report.checks)
    before = own.get(behaviour)
    called = before.name if before else f"named_{unknown.short([*own, *seen])[behaviour]}"
    own[behaviour] = Name(exercise, task, called, *said)
    what = f"{called} ({line(exercise)} {line(task)})"
    if before:
        return Text(
            f"{what}: 있던 문장을 바꾸었습니다. 전에는 이랬습니다: {before.ko} / {before.en}",
            f"{what}: replaced. It was: {before.ko} / {before.en}",
        )
    return Text(f"{what}: 이름을 붙였습니다.", f"{what}: named.")
