"""Moodle: its downloads and worksheets read, and a worksheet filled in, or *Grades, Import*'s CSV.

A worksheet's identifiers hold for its own assignment alone: Moodle passes over the rows of any
other's. A row without a score stays as it was, which Moodle takes for no change; so does a
teacher's comment. Only the worksheet says when something was handed in: in a download each file
has the time of the download.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from rnnlab.classroom.intake.layout import Origin
from rnnlab.classroom.roster import Kind, Person, Row, numbered
from rnnlab.files import safe_name
from rnnlab.platforms.grades import (
    Done,
    Grades,
    Verbatim,
    as_number,
    called,
    points,
    title,
    twice,
    write_table,
)
from rnnlab.platforms.platform import Export, Platform
from rnnlab.report.data import Report
from rnnlab.report.words import fraction
from rnnlab.text import Text, UserError, language, line

_MARK = "rnnlab: "  # by which a comment is known as one of ours
_DOWNLOADED = re.compile(
    r"(?P<name>[^_]+)(?:_(?P<number>[0-9]+))?_assignsubmission_[a-z0-9]+(?:_(?P<file>.*))?",
    re.DOTALL,
)
_NUMBER = re.compile(r"(?:.*\D)?([0-9]+)", re.DOTALL)

# What the columns are called in English, Korean, German and Japanese, and what they are to us.
_ID, _GRADE, _MOST, _SCALE, _CHANGEABLE = "identifier", "grade", "maximum", "scale", "changeable"
_SUBMITTED, _GRADED, _COMMENT = "submitted", "graded", "comment"
_CHANGED = ".*(modified|수정|변경|갱신|geändert|更新)"
_MEANINGS = {
    _ID: "identifier|식별자|식별 번호|識別子",
    "full name": "full name|성명|이름|전체 이름|vollständiger name|氏名|フルネーム|姓名|姓 / 名",
    "team": "group|모둠|그룹|gruppe|グループ",
    _GRADE: "grade|성적|점수|평점|bewertung|評定|評点|成績",
    _MOST: "maximum grade|(최대|최고) (성적|점수|평점)|bestwertung|最[大高]評[点定]",
    _SCALE: "scale|척도|skala|評価尺度",
    _CHANGEABLE: "grade can be changed|(성적|점수).*변경.*|bewertung kann .*|評[点定]変更可",
    _SUBMITTED: rf"{_CHANGED}.*\((submission|제출.*|과제.*|abgabe|提出.*)\)",
    _GRADED: rf"{_CHANGED}.*\((grade|성적|점수|평점|bewertung|評[点定])\)",
    _COMMENT: "feedback comments|.*피드백.*|feedback als kommentar|フィードバックコメント",
    "": "status|상태|ステータス|due date|마감.*|abgabetermin|fälligkeit.*|終了日時|期限.*",
}
_MEANINGS_OF = {meaning: re.compile(names) for meaning, names in _MEANINGS.items()}
_PARTICIPANT = re.compile(r"(participant|참가자|참여자|teilnehmer|参加者)", re.IGNORECASE)

_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            *("january januar", "february februar", "march märz", "april", "may mai", "june juni"),
            *("july juli", "august", "september", "october oktober", "november"),
            "december dezember",
        ],
        1,
    )
    for name in names.split()
}
_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[년年/-]\s*(\d{1,2})\s*[월月/-]\s*(\d{1,2})(?:\s*[일日])?(?!\d)"
)
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)")
_AFTERNOON, _MORNING = (
    re.compile(r"\bp\.?m\b|오후|午後|下午"),
    re.compile(r"\ba\.?m\b|오전|午前|上午"),
)


def origin(name: str) -> Origin | None:
    """Read ``FULL NAME_ID_assignsubmission_file_FILE``, without FILE for a folder.

    A team's has the team's name and ID, but for the team of those who are in none: it has no ID.
    """
    found = _DOWNLOADED.fullmatch(name)
    if not found:
        return None
    number = found["number"]
    student = numbered(found["name"], number) if number else found["name"]
    return Origin(student, found["file"] or "")


def _means(column: str) -> str:
    """Return what a column of a worksheet is, its own name if that is not known."""
    name = " ".join(column.lower().split())
    found = (meaning for meaning, names in _MEANINGS_OF.items() if names.fullmatch(name))
    return next(found, name)


def _fits(row: Row) -> bool:
    """Tell a worksheet, whose identifier is called ID in some languages."""
    known = row.keys() & {_GRADED, _SUBMITTED, _CHANGEABLE}
    return _ID in row or ("id" in row and bool(known or _PARTICIPANT.match(row["id"].strip())))


def _id_of(identifier: str) -> str:
    """Return the number in "Participant 1234", as it stands in the names of downloads."""
    found = _NUMBER.fullmatch(identifier)
    return found[1] if found else ""


def _titles_of(identifier: str) -> tuple[str, ...]:
    """Return what stands for the names of students who are not to be known: "Participant"."""
    return (re.sub("[0-9]+", "", identifier),)


def _time_of(cell: str) -> str:
    """Read a time of a worksheet's, to the minute and of this machine's zone; "" for none.

    Raises ValueError or OverflowError.
    """
    text = cell.strip().lower()
    if text in ("", "-"):
        return ""
    clock = _CLOCK.search(text)
    if clock is None:
        raise ValueError("no time of day")
    hour = int(clock[1])
    if _AFTERNOON.search(text):
        hour = hour % 12 + 12
    elif _MORNING.search(text):
        hour %= 12
    date = _CLOCK.sub(" ", text)
    time = datetime(*_date(date), hour, int(clock[2]), int(clock[3] or 0))
    return time.astimezone().isoformat(timespec="seconds")


def _date(text: str) -> tuple[int, int, int]:
    """Return year, month and day of "Friday, 20 November 2026" in any of the languages."""
    found = _YEAR_FIRST.search(text)
    if found:
        return int(found[1]), int(found[2]), int(found[3])
    months = [_MONTHS[word] for word in re.findall(r"[^\W\d_]+", text) if word in _MONTHS]
    days = re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", text)
    if not len(months) == len(days) == len(years) == 1:
        raise ValueError("no whole date")
    return int(years[0]), months[0], int(days[0])


def _unclear(rows: list[Row]) -> list[str]:
    """Return the columns that may hold the time of submission, where none is known to."""
    columns = list(rows[0]) if rows else []
    meanings = {column: _means(column) for column in columns}
    if _SUBMITTED in meanings.values():
        return []
    own = [c for c, meaning in meanings.items() if meaning == " ".join(c.lower().split())]
    return [column for column in own if any(map(_is_time, (row[column] for row in rows)))]


def _is_time(cell: str) -> bool:
    try:
        return bool(_time_of(cell))
    except (ValueError, OverflowError):
        return False


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
            sheet.append([Verbatim(row[n]) if n == columns.comment else row[n] for n in names])
        sheets[grades.out / f"moodle-{safe_name(exercise)}.csv"] = sheet
    return Done([write_table(file, rows) for file, rows in sheets.items()], notes, faults)


def _columns(names: Sequence[str]) -> _Columns:
    """Find the grade, its maximum, which Moodle puts next to it, and the comments."""
    meanings = [_means(name) for name in names]
    if _GRADE not in meanings or _SCALE in meanings:
        raise _no_grade(names, _SCALE in meanings)
    grade = meanings.index(_GRADE)
    most = meanings.index(_MOST) if _MOST in meanings else grade + 1
    comment = meanings.index(_COMMENT) if _COMMENT in meanings else len(names)
    return _Columns(names[grade], *("".join(names[n : n + 1]) for n in (most, comment)))


def _no_grade(names: Sequence[str], has_scale: bool) -> UserError:
    what = line(", ".join(names))[:300]
    if has_scale:
        return UserError(
            "Moodle 과제가 점수가 아니라 척도로 채점됩니다. 과제의 성적을 점수로 바꾸고 채점 "
            f"워크시트를 다시 내려받으세요. 있는 열: {what}",
            "The assignment in Moodle is graded by a scale, not by points. Set its grade to points "
            f"and download the worksheet again. There are: {what}",
        )
    return UserError(
        "Moodle 채점 워크시트에 Grade(성적) 열이 없습니다. 과제의 제출물 보기에서 채점 워크시트를 "
        f"다시 내려받으세요. 있는 열: {what}",
        "The grading worksheet of Moodle has no column Grade. "
        f"Download it again from the assignment's page of submissions. There are: {what}",
    )


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
        for person in grades.people(report.student) or (Person(report.student),):
            people.setdefault(person.id, person)
            other = reports.setdefault((person.id, report.exercise), report)
            if other is not report:
                raise twice(report, other)
    rows: list[list[object]] = [["ID number", "Email address", *map(title, grades.exercises)]]
    for key, person in sorted(people.items()):
        scores = (grades.score(reports.get((key, exercise))) for exercise in grades.exercises)
        rows.append([key, _address(person), *map(points, scores)])
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
    "moodle",
    origin,
    roster=Kind(
        "moodle",
        (_ID, "id"),
        id_of=_id_of,
        means=_means,
        fits=_fits,
        titles_of=_titles_of,
        submitted=_SUBMITTED,
        time_of=_time_of,
        unclear=_unclear,
    ),
    export=Export(write),
)
