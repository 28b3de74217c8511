"""The student list: who is in the class, and what an LMS calls them."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rnnlab.text import UserError, line

_IDS = ("id", "student_id", "학번", "student")
_NAMES = ("name", "이름", "성명", "full name", "student")
_MOODLE_IDS = ("identifier", "식별자")
_ALIASES = ("sis user id", "sis login id")  # Canvas's other names for a person
_NUMBERS = ("lms_user_id",)  # nbgrader's column for what an LMS calls a person
_NUMBER = re.compile(r"(?:.*\D)?([0-9]+)", re.DOTALL)
_HANGUL = re.compile("[가-힣]")
_TEST_STUDENT = ("Student, Test", "Test Student")
_IN_A_NAME = re.compile(r".*_([0-9]+)", re.DOTALL)


@dataclass(frozen=True)
class Person:
    """One row of the list.

    ``id`` is what folders of submissions are called, or the number that an LMS puts behind a name.
    ``row`` is the row as it stood in the file, column by column.
    """

    id: str
    name: str = ""
    row: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Roster:
    """A student list. ``kind`` says whose file it is: "list" (our own), "canvas" or "moodle".

    ``possible`` is what Canvas says that each of its columns is out of.
    """

    people: tuple[Person, ...] = ()
    columns: tuple[str, ...] = ()
    kind: str = "list"
    possible: Mapping[str, str] = field(default_factory=dict)

    def find(self, student: str) -> Person | None:
        """Return the person whose submission ``student`` (a folder's name) is.

        Canvas's ``NAME_ID`` and Moodle's ``FULL NAME_ID`` are found by the number alone.
        """
        found = self._by_id.get(_plain(student))
        number = _IN_A_NAME.fullmatch(student)
        return found or (self._by_number.get(number[1]) if number else None)

    def missing(self, students: Iterable[str]) -> list[Person]:
        """Return who is on the list and handed nothing in."""
        found = {id(self.find(student)) for student in students}
        return [person for person in self.people if id(person) not in found]

    @cached_property
    def _by_id(self) -> dict[str, Person]:
        found = {_plain(person.id): person for person in self.people}
        for alias in _ALIASES:
            for person in self.people:
                found.setdefault(_plain(_cell(person.row, alias)), person)
        found.pop("", None)
        return found

    @cached_property
    def _by_number(self) -> dict[str, Person]:
        if self.kind != "list":
            return {person.id: person for person in self.people}
        return {_cell(person.row, name): person for person in self.people for name in _NUMBERS}


def read(path: Path) -> Roster:
    """Read a student list: our own, nbgrader's, Canvas's gradebook or Moodle's grading worksheet.

    It is a CSV in UTF-8, UTF-16 or CP949, with commas, semicolons or tabs. A list of our own needs
    a column ``id`` (or ``student``, ``student_id``, ``학번``), and may have ``name`` (``이름``).
    Raises UserError for anything else, and for a row without an id or with another one's.
    """
    columns, rows = _table(path)
    possible = next((row for _, row in rows if row[columns[0]].strip() == "Points Possible"), {})
    names = {column.strip().lower() for column in columns}
    if names & set(_MOODLE_IDS):
        kind, ids = "moodle", _MOODLE_IDS
    elif "id" in names and names & {"sis user id", "sis login id", "section"}:
        kind, ids = "canvas", ("id",)
        rows = [(at, row) for at, row in rows if _is_canvas_person(row)]
    elif not names & set(_IDS):
        raise _problem(
            path,
            "학생을 가리키는 열이 없습니다. 첫 줄에 id나 학번이라는 열을 두세요.",
            "there is no column that says who a student is. Its first line needs one called id.",
        )
    else:
        kind, ids = "list", _IDS
    people = tuple(_person(path, at, row, ids, kind) for at, row in rows)
    _refuse_twins(path, people)
    if not people:
        raise _problem(path, "학생이 한 명도 없습니다.", "there is no student in it.")
    return Roster(people, columns, kind, possible)


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


def _csv(text: str, delimiter: str):
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


def _person(path: Path, at: int, row: dict[str, str], ids: Iterable[str], kind: str) -> Person:
    where = next(name for name in ids if _has(row, name))
    known = _plain(_cell(row, where))
    number = _NUMBER.fullmatch(known)
    if kind == "moodle":
        known = number[1] if number else ""
    if not known:
        raise _problem(
            path,
            f"{where} 열이 비어 있거나 올바르지 않습니다.",
            f"the column {where} is empty or not well formed.",
            at,
        )
    return Person(known, _called(row, where), row)


def _called(row: dict[str, str], taken: str) -> str:
    """Return a person's name, from one column or from two."""
    for name in _NAMES:
        if name != taken and (called := line(_cell(row, name))):
            return called
    first = line(_cell(row, "first_name") or _cell(row, "firstname"))
    last = line(_cell(row, "last_name") or _cell(row, "lastname"))
    return f"{last}{first}" if _HANGUL.search(last) else f"{first} {last}".strip()


def _is_canvas_person(row: dict[str, str]) -> bool:
    """Tell a student from the rows of points and of the course's test student."""
    return bool(_cell(row, "id").strip()) and _called(row, "id") not in _TEST_STUDENT


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


def _has(row: dict[str, str], name: str) -> bool:
    return any(column.strip().lower() == name for column in row)


def _cell(row: Mapping[str, str], name: str) -> str:
    return next((row[column] for column in row if column.strip().lower() == name), "")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def _problem(path: Path, ko: str, en: str, at: int = 0) -> UserError:
    where = f"{path}:{at}" if at else path
    return UserError(f"{where}: {ko}", f"{where}: {en}")
