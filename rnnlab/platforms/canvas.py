"""Canvas: its downloads and its gradebook read, and a CSV for *Grades, Import*.

That is made from the CSV that *Grades, Export* gave. Its identifying columns are kept and its rows
are, and of its assignments only those that are graded here: so no other grade goes back to where it
was when the file was downloaded. A column "Name (12345)" whose name names an exercise is filled in;
else a new one makes Canvas create the assignment. Canvas takes an empty cell as a grade to be
deleted, so where there is no score the cell stays as it was. EX (excused) and N/A (not assigned)
stay too; any other grade gives way to the new one. Both are named in the remarks, and Canvas shows
every change before it saves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rnnlab import course
from rnnlab.classroom.intake.layout import Origin
from rnnlab.classroom.roster import Kind, Person, Roster, Row, cell, name_in, numbered
from rnnlab.platforms.grades import (
    Done,
    Grades,
    Verbatim,
    as_number,
    called,
    points,
    title,
    write_table,
)
from rnnlab.platforms.platform import Export, Platform
from rnnlab.text import Text, UserError, line

_ASSIGNMENT = re.compile(r"(?P<name>.*\S)\s*\(\d+\)\s*")
_POSSIBLE = "    Points Possible"
_UNTOUCHABLE = ("EX", "N/A")
# In Canvas's languages; its login is the hash of something, which no person's is.
_TEST_STUDENT = re.compile(
    r"(?=.*(test|테스트|시험|テスト|测试|測試|prueba|essai))"
    r"(?=.*(student|학생|schüler|teilnehmer|受講生|学生|學生|estudiante|étudiant))"
    r"\w+(,? \w+)?",
    re.IGNORECASE,
)
_HASH = re.compile("[0-9a-f]{40}")
_SIS = ("sis user id", "sis login id")  # its other names for a person
_DOWNLOADED = re.compile(
    r"(?:(?P<name>.*?)_|(?=(?:LATE_)?anon_))(?P<late>LATE_)?"
    r"(?P<id>[0-9]{1,20}|anon_[0-9A-Za-z]+)_(?P<upload>[0-9]{1,20})_(?P<file>.+)",
    re.DOTALL,
)
_AGAIN = re.compile(r"(.+)-([0-9]{1,3})(\.\w+)", re.DOTALL)
_LATE = Text(
    "Canvas가 늦은 제출(LATE)로 표시한 파일입니다. 낸 시각은 내려받은 파일에 없습니다.",
    "Canvas marked this file as late. The download does not say when it was handed in.",
)


def origin(name: str) -> Origin | None:
    """Read ``NAME_[LATE_]ID_UPLOAD_FILE``, in which Canvas numbers uploads in their order."""
    found = _DOWNLOADED.fullmatch(name)
    if not found:
        return None
    student = found["id"] if found["name"] is None else numbered(found["name"], found["id"])
    remarks = (_LATE,) if found["late"] else ()
    upload = int(found["upload"])
    return Origin(student, found["file"], upload, remarks=remarks, given=_given)


def _given(name: str) -> tuple[str, int]:
    """Take off the -N that Canvas adds to the name of a file that comes again."""
    again = _AGAIN.fullmatch(name)
    return (again[1] + again[3], int(again[2])) if again else (name, 0)


def _is_person(row: Row) -> bool:
    """Tell a student from the rows of points and of the course's test student."""
    test = _TEST_STUDENT.fullmatch(name_in(row, "id")) and not cell(row, "sis user id").strip()
    hashed = _HASH.fullmatch(cell(row, "sis login id").strip())
    return bool(cell(row, "id").strip()) and not test and not hashed


def _identity(text: str) -> str:
    """Return a cell that says who a student is; a number as Canvas wrote it: 901, not 901.0."""
    return re.sub(r"^([0-9]+)\.0+$", r"\1", text)


@dataclass(frozen=True)
class _Column:
    """An exercise's column: ``head`` in the file, or "" where Canvas has none yet.

    ``possible`` are its points in Canvas, None where the file does not say.
    """

    exercise: str
    head: str
    points: float
    possible: float | None

    def score(self, score: float | None) -> float | None:
        """Return a score in Canvas's points."""
        if score is None or not self.points or self.possible is None:
            return score
        return score * self.possible / self.points


def write(grades: Grades) -> Done:
    """Write ``canvas.csv``. Raises UserError without a gradebook export as the student list."""
    roster = grades.roster
    if roster is None or roster.kind != "canvas" or "Section" not in roster.columns:
        raise _no_gradebook()
    identity = roster.columns[: roster.columns.index("Section") + 1]
    columns = _columns(roster, grades.exercises)
    reports, faults = grades.by_person()
    notes = [_unknown_points(c) for c in columns if c.possible is None]
    rows: list[list[object]] = [
        [*identity, *(c.head or title(c.exercise) for c in columns)],
        [Verbatim(_POSSIBLE), *[""] * (len(identity) - 1), *(points(c.possible) for c in columns)],
    ]
    for person in roster.people:
        cells: list[object] = [_identity(person.row.get(name, "")) for name in identity]
        for column in columns:
            score = column.score(grades.score(reports.get((id(person), column.exercise))))
            cells.append(_cell(person, column, score, notes))
        rows.append(cells)
    return Done([write_table(grades.out / "canvas.csv", rows)], notes, faults)


def _columns(roster: Roster, exercises: Mapping[str, float]) -> list[_Column]:
    found: dict[str, str] = {}
    possible = _possible(roster)
    for head in roster.columns:
        match = _ASSIGNMENT.fullmatch(head)
        stem = _exercise_in(match["name"]) if match else None
        if stem is None:
            continue
        if stem in found:
            raise _ambiguous(stem, found[stem], head)
        if stem in exercises:
            found[stem] = head
    return [
        _Column(stem, head, most, as_number(possible.get(head, "")) if head else most)
        for stem, most in exercises.items()
        for head in [found.get(stem, "")]
    ]


def _exercise_in(name: str) -> str | None:
    """Return the exercise that an assignment's name stands for or mentions, if it is only one."""
    found = course.mentioned(name)
    return found if found or "ex" in name.lower() else course.meant(name)


def _possible(roster: Roster) -> Row:
    """Return what the gradebook says that each of its columns is out of."""
    first, said = roster.columns[0], _POSSIBLE.strip()
    return next((row for row in roster.rest if row.get(first, "").strip() == said), {})


def _cell(person: Person, column: _Column, score: float | None, notes: list[Text]) -> object:
    """Return the new cell, and note what happens to a grade that is there."""
    old = person.row.get(column.head, "").strip()
    if score is None:
        return old
    new = points(score)
    what = f"{called(person)} {line(column.exercise)}"
    if old.upper() in _UNTOUCHABLE:
        notes.append(
            Text(
                f"{what}: Canvas의 표시 {old}을(를) 그대로 두었습니다. 점수는 {new}점입니다.",
                f"{what}: Canvas says {old}, which was left as it is. The score would be {new}.",
            )
        )
        return old
    if old and as_number(old) != new:
        notes.append(
            Text(
                f"{what}: Canvas에 있던 점수가 바뀝니다: {line(old)} → {new}",
                f"{what}: the grade {line(old)} in Canvas gives way to {new}.",
            )
        )
    return new


def _unknown_points(column: _Column) -> Text:
    return Text(
        f"{line(column.head)}: Canvas의 배점을 몰라서 {points(column.points)}점 만점으로 "
        "넣었습니다. Canvas의 배점과 같은지 확인하세요.",
        f"{line(column.head)}: its points in Canvas are not known, so the scores are out of "
        f"{points(column.points)}. Check that Canvas says the same.",
    )


def _no_gradebook() -> UserError:
    return UserError(
        "Canvas로 내보내려면 Canvas 성적표 CSV가 필요합니다. Canvas의 성적에서 내보내기, "
        "전체 성적표 내보내기로 받은 파일을 --students로 지정하세요.",
        "For Canvas its gradebook is needed: in Canvas choose Grades, Export, Export Entire "
        "Gradebook, and name the file with --students.",
    )


def _ambiguous(exercise: str, one: str, other: str) -> UserError:
    names = f"{line(one)}, {line(other)}"
    return UserError(
        f"{exercise}: 성적표에 이 실습의 열이 둘 있습니다: {names}. "
        "파일에서 쓰지 않을 열을 지우세요.",
        f"{exercise}: the gradebook has two columns for it: {names}. Delete one in the file.",
    )


PLATFORM = Platform(
    "canvas",
    origin,
    roster=Kind("canvas", ("id",), (*_SIS, "section"), aliases=_SIS, is_person=_is_person),
    export=Export(write),
)
