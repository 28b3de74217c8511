"""The student list: who is in the class, and what a platform calls them.

In a platform's downloads a student is often called ``NAME_NUMBER``, and is known by the number.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

from rnnlab.text import UserError, line

_NAMES = ("name", "이름", "성명", "full name", "student")
_HANGUL = re.compile("[가-힣]")
_NUMBERED = re.compile(r".*_([0-9]+)", re.DOTALL)

Row = Mapping[str, str]  # as it stood in the file, column by column


def numbered(name: str, number: str) -> str:
    """Return what a submission's student is called whom a platform gives a name and a number."""
    return f"{name}_{number}"


@dataclass(frozen=True)
class Person:
    """One row of the list.

    ``id`` is what folders of submissions are called, ``number`` what a platform puts behind a name,
    "" if that is not known, and ``aliases`` are the other names that it has for a person.
    """

    id: str
    name: str = ""
    row: Row = field(default_factory=dict)
    number: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """How a platform writes its student lists; columns are named in lower case.

    A list is of this kind if it has one of the columns ``ids`` and, if there are any, one of
    ``beside``. The first of ``ids`` that it has says who a person is, in words that ``id_of`` reads
    ("" if they are not well formed). ``number`` is the column of the numbers that stand behind
    names, "" if there is none, None if the ids are these numbers. ``is_person`` tells people from
    other rows.
    """

    name: str
    ids: tuple[str, ...]
    beside: tuple[str, ...] = ()
    number: str | None = None
    aliases: tuple[str, ...] = ()
    id_of: Callable[[str], str] = str
    is_person: Callable[[Row], bool] = bool

    def fits(self, names: set[str]) -> bool:
        """Tell by its columns whether a list is of this kind."""
        beside = names & set(self.beside) if self.beside else True
        return bool(names & set(self.ids) and beside)


OWN = Kind("list", ("id", "student_id", "학번", "student"), number="")


@dataclass(frozen=True)
class Roster:
    """A student list. ``kind`` says whose file it is, "list" for our own.

    ``rest`` are the rows that are nobody's.
    """

    people: tuple[Person, ...] = ()
    columns: tuple[str, ...] = ()
    kind: str = OWN.name
    rest: tuple[Row, ...] = ()

    def find(self, student: str) -> Person | None:
        """Return the person whose submission ``student`` (a folder's name) is.

        A platform's ``NAME_NUMBER`` is found by the number alone.
        """
        found = self._by_id.get(_plain(student))
        number = _NUMBERED.fullmatch(student)
        return found or (self._by_number.get(number[1]) if number else None)

    def missing(self, students: Iterable[str]) -> list[Person]:
        """Return who is on the list and handed nothing in."""
        found = {id(self.find(student)) for student in students}
        return [person for person in self.people if id(person) not in found]

    @cached_property
    def _by_id(self) -> dict[str, Person]:
        found = {_plain(person.id): person for person in self.people}
        for names in zip_longest(*(person.aliases for person in self.people), fillvalue=""):
            for person, name in zip(self.people, names, strict=True):
                found.setdefault(_plain(name), person)
        found.pop("", None)
        return found

    @cached_property
    def _by_number(self) -> dict[str, Person]:
        return {person.number: person for person in self.people}


def read(path: Path, kinds: Iterable[Kind] = ()) -> Roster:
    """Read a student list: of the first of ``kinds`` that it is of, else our own.

    It is a CSV in UTF-8, UTF-16 or CP949, with commas, semicolons or tabs. A list of our own needs
    a column ``id`` (or ``student``, ``student_id``, ``학번``), and may have ``name`` (``이름``).
    Raises UserError for anything else, and for a row without an id or with another one's.
    """
    columns, rows = _table(path)
    names = {column.strip().lower() for column in columns}
    kinds = (*kinds, OWN)
    kind = next((kind for kind in kinds if kind.fits(names)), None)
    if kind is None:
        raise _problem(
            path,
            "학생을 가리키는 열이 없습니다. 첫 줄에 id나 학번이라는 열을 두세요.",
            "there is no column that says who a student is. Its first line needs one called id.",
        )
    aliases = [alias for each in kinds for alias in each.aliases]
    people = tuple(_person(path, at, row, kind, aliases) for at, row in rows if kind.is_person(row))
    _refuse_twins(path, people)
    if not people:
        raise _problem(path, "학생이 한 명도 없습니다.", "there is no student in it.")
    rest = tuple(row for _, row in rows if not kind.is_person(row))
    return Roster(people, columns, kind.name, rest)


def _table(path: Path) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    """Return the columns, and the rows that are not blank with the line on which each ends."""
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
    twice = {column for column in header if column.strip() and header.count(column) > 1}
    if twice:
        what = line(", ".join(sorted(twice)))
        raise _problem(path, f"열이 두 번 있습니다: {what}", f"a column is there twice: {what}")
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
    where = next(name for name in kind.ids if _has(row, name))
    known = kind.id_of(_plain(cell(row, where)))
    if not known:
        raise _problem(
            path,
            f"{where} 열이 비어 있거나 올바르지 않습니다.",
            f"the column {where} is empty or not well formed.",
            at,
        )
    number = known if kind.number is None else cell(row, kind.number)
    others = tuple(cell(row, alias) for alias in aliases)
    return Person(known, name_in(row, where), row, number, others)


def name_in(row: Row, taken: str) -> str:
    """Return a person's name, from one column but the one ``taken``, or from two."""
    for name in _NAMES:
        if name != taken and (found := line(cell(row, name))):
            return found
    first = line(cell(row, "first_name") or cell(row, "firstname"))
    last = line(cell(row, "last_name") or cell(row, "lastname"))
    return f"{last}{first}" if _HANGUL.search(last) else f"{first} {last}".strip()


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


def _has(row: Row, name: str) -> bool:
    return any(column.strip().lower() == name for column in row)


def cell(row: Row, name: str) -> str:
    """Return what stands in the column ``name`` (in lower case), "" if there is none."""
    return next((row[column] for column in row if column.strip().lower() == name), "")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def _problem(path: Path, ko: str, en: str, at: int = 0) -> UserError:
    where = f"{path}:{at}" if at else path
    return UserError(f"{where}: {ko}", f"{where}: {en}")
