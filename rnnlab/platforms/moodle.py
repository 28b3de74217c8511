"""Moodle: its downloads and worksheets read, and a worksheet filled in, or *Grades, Import*'s CSV.

A worksheet's identifiers hold for its own assignment alone: Moodle passes over the rows of any
other's. A row without a score stays as it was, which Moodle takes for no change; so does a
teacher's comment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rnnlab.classroom.intake.layout import Origin
from rnnlab.classroom.roster import Kind, Person, numbered
from rnnlab.files import safe_name
from rnnlab.platforms.grades import (
    Done,
    Grades,
    as_number,
    called,
    points,
    safe,
    title,
    twice,
    write_table,
)
from rnnlab.platforms.platform import Export, Platform
from rnnlab.report.data import Report
from rnnlab.report.words import fraction
from rnnlab.text import Text, UserError, language, line

_GRADE = ("grade", "성적")
_MARK = "rnnlab: "  # by which a comment is known as one of ours
_IDS = ("identifier", "식별자")
_DOWNLOADED = re.compile(
    r"(?P<name>[^_]+)_(?P<number>[0-9]+)_assignsubmission_(?:file|onlinetext)(?:_(?P<file>.*))?",
    re.DOTALL,
)
_NUMBER = re.compile(r"(?:.*\D)?([0-9]+)", re.DOTALL)


def origin(name: str) -> Origin | None:
    """Read ``FULL NAME_ID_assignsubmission_file_FILE``, without FILE for a folder."""
    found = _DOWNLOADED.fullmatch(name)
    if not found:
        return None
    return Origin(numbered(found["name"], found["number"]), found["file"] or "", dated=True)


def _id_of(identifier: str) -> str:
    """Return the number in "Participant 1234", as it stands in the names of downloads."""
    found = _NUMBER.fullmatch(identifier)
    return found[1] if found else ""


class _Columns(NamedTuple):
    """What the columns of a worksheet are called; Moodle calls them in its user's language."""

    grade: str
    most: str  # "" where there is none
    comment: str  # likewise


def write(grades: Grades) -> Done:
    """Write ``moodle-EXERCISE.csv`` for each exercise, from a worksheet as the student list.

    With any other list, or none, write ``moodle.csv`` for Moodle's grade import. Raises UserError
    for a worksheet without a column for the grade.
    """
    if grades.roster is None or grades.roster.kind != "moodle":
        return Done([_import(grades)], [], [])
    names = grades.roster.columns
    columns = _columns(names)
    reports, faults = grades.by_person()
    notes = [_only_its_own()] if len(grades.exercises) > 1 else []
    sheets = {}
    for exercise in grades.exercises:
        sheet: list[Sequence[str]] = [names]
        for person in grades.roster.people:
            row = _filled(grades, person, reports.get((id(person), exercise)), columns, notes)
            # what teachers wrote goes back as it came
            sheet.append([row[n] if n == columns.comment else safe(row[n]) for n in names])
        sheets[grades.out / f"moodle-{safe_name(exercise)}.csv"] = sheet
    return Done([write_table(file, rows) for file, rows in sheets.items()], notes, faults)


def _columns(names: Sequence[str]) -> _Columns:
    """Find the grade, its maximum, which Moodle puts next to it, and the comments."""
    grade = next((i for i, name in enumerate(names) if name.strip().lower() in _GRADE), None)
    if grade is None:
        raise UserError(
            "Moodle 채점 워크시트에 Grade(성적) 열이 없습니다. "
            "과제의 제출물 보기에서 채점 워크시트를 다시 내려받으세요.",
            "The grading worksheet of Moodle has no column Grade. "
            "Download it again from the assignment's page of submissions.",
        )
    comment = (n for n in names if n.strip().lower() == "feedback comments" or "피드백" in n)
    return _Columns(names[grade], "".join(names[grade + 1 : grade + 2]), next(comment, ""))


def _filled(
    grades: Grades, person: Person, report: Report | None, columns: _Columns, notes: list[Text]
) -> dict[str, str]:
    """Return a row with its grade out of the sheet's maximum, and a comment if there was none."""
    row = dict(person.row)
    score = grades.score(report)
    if report is None or score is None:
        return row
    most = as_number(row.get(columns.most, ""))
    if most and report.max_score:
        score *= most / report.max_score
    old, new = row[columns.grade].strip(), points(score)
    if as_number(old) not in (None, new):
        what = f"{called(person)} {line(report.exercise)}"
        notes.append(
            Text(
                f"{what}: Moodle에 있던 점수가 바뀝니다: {line(old)} → {new}",
                f"{what}: the grade {line(old)} in Moodle gives way to {new}.",
            )
        )
    row[columns.grade] = str(new)
    comment = row.get(columns.comment, "")
    if columns.comment and (not comment.strip() or comment.startswith(_MARK)):
        row[columns.comment] = _MARK + _comment(grades, report).to(language())
    return row


def _comment(grades: Grades, report: Report) -> Text:
    raw = fraction(report.score, report.max_score)
    penalty = points(grades.policy.penalty(report).points)
    if not penalty:
        return Text(f"점수 {raw}", f"score {raw}")
    left = fraction(grades.score(report), report.max_score)
    return Text(
        f"점수 {raw}, 지각 감점 {penalty}점, 최종 {left}",
        f"score {raw}, {penalty} taken off for lateness, final {left}",
    )


def _import(grades: Grades) -> Path:
    """Write the id, the address if any is known, and a column per exercise."""
    people = {person.id: person for person in (grades.roster.people if grades.roster else ())}
    reports: dict[tuple[str, str], Report] = {}
    for report in grades.reports:
        person = grades.person(report.student) or Person(report.student)
        people.setdefault(person.id, person)
        other = reports.setdefault((person.id, report.exercise), report)
        if other is not report:
            raise twice(report, other)
    rows: list[list[object]] = [["ID number", "Email address", *map(title, grades.exercises)]]
    for key, person in sorted(people.items()):
        scores = (grades.score(reports.get((key, exercise))) for exercise in grades.exercises)
        rows.append([safe(key), safe(_address(person)), *map(points, scores)])
    return write_table(grades.out / "moodle.csv", rows)


def _address(person: Person) -> str:
    cells = (cell.strip() for name, cell in person.row.items() if "mail" in name.lower())
    return next((cell for cell in cells if "@" in cell), "")


def _only_its_own() -> Text:
    return Text(
        "채점 워크시트는 그것을 받은 과제에만 올릴 수 있습니다. 다른 실습은 그 과제의 "
        "워크시트를 받아 --exercise와 함께 다시 내보내세요.",
        "A worksheet can only be uploaded to the assignment that it came from. For each other "
        "exercise download its own worksheet and export again with --exercise.",
    )


PLATFORM = Platform(
    "moodle", origin, roster=Kind("moodle", _IDS, id_of=_id_of), export=Export(write)
)
