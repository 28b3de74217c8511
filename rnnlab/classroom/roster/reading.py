"""A student list, read from a CSV of any kind that is known."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rnnlab.classroom.roster.kinds import OWN, Kind, cell, name_in
from rnnlab.classroom.roster.names import plain_id
from rnnlab.classroom.roster.people import Person, Roster, Row
from rnnlab.text import Text, UserError, line

_TEAMS = ("team", "group", "팀", "조", "모둠", "그룹")
_AGAIN = re.compile(r"(.*) \[[0-9]+\]", re.DOTALL)
_SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?E\+[0-9]+", re.IGNORECASE)


def read(path: Path, kinds: Iterable[Kind] = ()) -> Roster:
    """Read a student list: of the first of ``kinds`` that it is of, else our own.

    It is a CSV in UTF-8, UTF-16 or CP949, with commas, semicolons or tabs. A list of our own needs
    a column ``id`` (or ``student``, ``student_id``, ``학번``), and may have ``name`` (``이름``).
    Raises UserError for anything else, and for a row without an id or with another one's.
    """
    columns, rows = _table(path)
    kinds = (*kinds, OWN)
    sample = rows[0][1] if rows else dict.fromkeys(columns, "")
    kind = next((kind for kind in kinds if kind.is_of(sample)), None)
    if kind is None:
        what = line(", ".join(columns))[:200]
        raise _problem(
            path,
            f"학생을 가리키는 열을 찾지 못했습니다. 첫 줄에 id나 학번이라는 열을 두세요. "
            f"있는 열: {what}",
            "there is no column that says who a student is. Its first line needs one called id. "
            f"There are: {what}",
        )
    _refuse_unclear(path, kind, columns, [row for _, row in rows])
    aliases = [alias for each in kinds for alias in each.aliases]
    persons = [(at, row) for at, row in rows if kind.is_person(kind.read(row))]
    people = tuple(_person(path, at, row, kind, aliases) for at, row in persons)
    _refuse_twins(path, people)
    if not people:
        raise _problem(path, "학생이 한 명도 없습니다.", "there is no student in it.")
    rest = tuple(row for _, row in rows if not kind.is_person(kind.read(row)))
    return Roster(people, columns, kind.name, rest)


def _refuse_unclear(path: Path, kind: Kind, columns: tuple[str, ...], rows: list[Row]) -> None:
    """Raise UserError for a column that says who a student is and is there twice, or is unclear."""
    twice = [
        column for column in columns if (again := _AGAIN.fullmatch(column)) and kind.needs(again[1])
    ]
    if twice:
        what = line(", ".join(sorted(column.rpartition(" [")[0] for column in twice)))
        raise _problem(path, f"열이 두 번 있습니다: {what}", f"a column is there twice: {what}")
    unclear = kind.unclear(rows)
    if unclear:
        what = line(", ".join(unclear))
        raise _problem(
            path,
            f"뜻을 알 수 없는 열이 있습니다: {what}. 그 사이트의 언어를 영어로 바꾸고 파일을 다시 "
            "받으세요.",
            f"the meaning of a column is not known: {what}. Set the site's language to English, "
            "and download the file again.",
        )


def _table(path: Path) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    """Return the columns, and the rows that are not blank with the line on which each ends.

    A column that is there again is called ``NAME [2]``.
    """
    text = _text(path)
    try:
        delimiter = max(",;\t", key=lambda mark: len(next(_csv(text.lstrip("\r\n"), mark), ())))
        reader = _csv(text, delimiter)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise _problem(path, f"CSV가 아닙니다 ({error}).", f"it is not a CSV ({error}).") from None
    if not rows:
        raise _problem(path, "빈 파일입니다.", "it is empty.")
    (_, header), *rows = rows
    times: Counter[str] = Counter()
    for at, column in enumerate(header):
        times[column] += 1
        if column.strip() and times[column] > 1:
            header[at] = f"{column} [{times[column]}]"
    return tuple(header), [(at, _row(path, at, header, cells)) for at, cells in rows]


def _csv(text: str, delimiter: str) -> Any:  # csv's reader, whose type has no public name
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _text(path: Path) -> str:
    data = path.read_bytes()
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp949"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _problem(
        path,
        "CSV가 아닙니다. 엑셀에서 'CSV UTF-8'로 저장하세요.",
        "it is not a CSV. Save it as CSV UTF-8 in your spreadsheet.",
    )


def _row(path: Path, at: int, header: list[str], cells: list[str]) -> dict[str, str]:
    """Return a row by its columns; a short one ends in empty cells."""
    cells = cells + [""] * (len(header) - len(cells))
    columns = header + [""] * (len(cells) - len(header))
    if any(cell.strip() for column, cell in zip(columns, cells, strict=True) if not column.strip()):
        raise _problem(
            path,
            "첫 줄에 이름이 없는 열에 값이 있습니다. 쉼표가 든 값은 따옴표로 묶으세요.",
            "there is a value in a column without a name. Put values with commas into quotes.",
            at,
        )
    return dict(zip(header, cells, strict=False))


def _person(path: Path, at: int, row: Row, kind: Kind, aliases: Iterable[str]) -> Person:
    said = kind.read(row)
    where = next(name for name in kind.ids if name in said)
    known = kind.id_of(plain_id(said[where]))
    if not known or _SHORTENED.fullmatch(known):
        column = next(column for column in row if kind.means(column) == where)
        raise _problem(
            path,
            f"{line(column)} 열이 비어 있거나 올바르지 않습니다.",
            f"the column {line(column).lower()} is empty or not well formed.",
            at,
        )
    number = known if kind.number is None else plain_id(said.get(kind.number, ""))
    others = tuple(plain_id(cell(row, alias)) for alias in aliases)
    team = next((said[name] for name in _TEAMS if said.get(name, "").strip()), "")
    time, unclear = _time(said, kind, row)
    titles = kind.titles_of(said[where])
    name = name_in(said, where)
    return Person(known, name, row, number, others, titles, team, time, unclear)


def _time(said: Row, kind: Kind, row: Row) -> tuple[str, Text | None]:
    """Return when a person handed in, and why that cannot be told."""
    cell = said.get(kind.submitted, "")
    try:
        return kind.time_of(cell) if kind.submitted else "", None
    except (ValueError, OverflowError):
        column = line(next(column for column in row if kind.means(column) == kind.submitted))
        what = line(cell)[:80]
        return "", Text(
            f"{column}의 {what!r}에서 시각을 읽을 수 없어 언제 냈는지 모릅니다.",
            f"No time can be read from {what!r} in {column}, so it is not known when this was "
            "handed in.",
        )


def _refuse_twins(path: Path, people: tuple[Person, ...]) -> None:
    counted = Counter(person.id for person in people)
    twice = [known for known, times in counted.items() if times > 1]
    if twice:
        what = line(", ".join(twice[:5]))
        raise _problem(
            path,
            f"같은 학생이 두 번 있습니다: {what}. 한 줄만 남기세요.",
            f"a student is there twice: {what}. Keep one row of each.",
        )


def _problem(path: Path, ko: str, en: str, at: int = 0) -> UserError:
    where = f"{path}:{at}" if at else path
    return UserError(f"{where}: {ko}", f"{where}: {en}")
