"""What all platforms share: a folder's reports, whose they are, and the fields of a table."""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from rnnlab import course
from rnnlab.classroom.late import Policy, undated
from rnnlab.classroom.roster import Person, Roster
from rnnlab.course import CourseError
from rnnlab.files import cell_text, write_whole
from rnnlab.report.data import Outcome, Report
from rnnlab.report.folder import TABLE, page_of
from rnnlab.report.json import from_json, to_json
from rnnlab.report.words import WORDS, number
from rnnlab.text import Text, UserError, language, line

_SHOWN = 10  # reports that one remark names


class Done(NamedTuple):
    """The files that were written, remarks, and what did not get out although there is a grade."""

    files: list[Path]
    notes: list[Text]
    faults: list[Text]


@dataclass(frozen=True)
class Grades:
    """A class's reports, sorted by student and exercise, with the student list and the policy."""

    out: Path
    reports: list[Report]
    roster: Roster | None
    policy: Policy

    @property
    def exercises(self) -> dict[str, float]:
        """Map each exercise to its points, 0 where no submission of it could be graded.

        A file that names none is not graded, and no exercise.
        """
        graded = {report.exercise for report in self.reports if report.score is not None}
        stems = {report.exercise for report in self.reports} - graded
        most = dict.fromkeys(sorted(graded | {e for e in stems if course.meant(e) == e}), 0.0)
        for report in self.reports:
            if report.exercise in most:
                most[report.exercise] = max(most[report.exercise], report.max_score or 0.0)
        return most

    def score(self, report: Report | None) -> float | None:
        """Return the score after the penalty, None without one."""
        return None if report is None else self.policy.score(report)

    def person(self, student: str) -> Person | None:
        """Return who a submission's ``student`` is, if there is a student list."""
        return self.roster.find(student) if self.roster else None

    def people(self, student: str) -> tuple[Person, ...]:
        """Return whose a submission is, a team's members, if there is a student list."""
        return self.roster.people_of(student) if self.roster else ()

    def by_person(self) -> tuple[dict[tuple[int, str], Report], list[Text]]:
        """Map a person of the student list (by ``id()``) and an exercise to the report.

        Also return, as faults, the reports of who is not on the list. Raises UserError where two
        submissions for one exercise are the same person's.
        """
        found: dict[tuple[int, str], Report] = {}
        strangers = []
        for report in self.reports:
            people = self.people(report.student)
            if not people:
                strangers.append(self._stranger(report))
            for person in people:
                other = found.setdefault((id(person), report.exercise), report)
                if other is not report:
                    raise twice(report, other)
        return found, strangers

    def _stranger(self, report: Report) -> Text:
        what = f"{line(report.student)} {line(report.exercise)}"
        other = self.roster.numbered_as(report.student) if self.roster else None
        if other is None:
            return Text(
                f"{what}: 학생 명단에 없는 학생이라서 점수를 넣지 못했습니다.",
                f"{what}: not on the student list, so this score is left out.",
            )
        return Text(
            f"{what}: 명단에서 같은 번호는 이름이 다른 {called(other)}입니다. 누구의 점수인지 몰라 "
            "넣지 않았습니다.",
            f"{what}: on the student list this number is {called(other)}, another name, so this "
            "score is left out.",
        )

    def remarks(self) -> Iterator[Text]:
        """Name what has no grade, an old one, or one that lacks something."""
        yield from self.not_graded()
        yield from self.earlier()
        yield from self.undated()
        yield from self.missing()

    def not_graded(self) -> Iterator[Text]:
        """Name each submission that could not be graded, with the reason."""
        for report in self.reports:
            if report.outcome is Outcome.NOT_GRADED:
                what = f"{line(report.student)} {line(report.exercise)}"
                ko, en = map(line, report.reason or WORDS["unknown"])
                yield Text(
                    f"{what}: 채점하지 못해서 비워 두었습니다 (0점이 아닙니다). {ko}",
                    f"{what}: not graded, so left empty (not 0). {en}",
                )

    def undated(self) -> Iterator[Text]:
        """Name, where lateness costs points, what came nobody knows when."""
        names = [
            f"{line(report.student)} {line(report.exercise)}"
            for report in self.reports
            if report.score is not None and not report.submitted
        ]
        if names and self.policy.share:
            yield undated(names)

    def earlier(self) -> Iterator[Text]:
        """Name what the last run did not find, although it graded others' of the same exercise."""
        last = _listed(self.out / TABLE)
        exercises = {exercise for _, exercise in last}
        names = [
            f"{line(report.student)} {line(report.exercise)}"
            for report in self.reports
            if (row := _row(report)) not in last and row[1] in exercises
        ]
        if names:
            more, what = len(names) - _SHOWN, ", ".join(names[:_SHOWN])
            ko, en = (f" 외 {more}개", f" and {more} more") if more > 0 else ("", "")
            yield Text(
                f"마지막 채점에는 없었고 그 전의 보고서만 있습니다: {what}{ko}. 내보내지 않으려면 "
                f"{self.out}에서 그 보고서를 지우세요.",
                f"Not found by the last run, only by an earlier one: {what}{en}. To leave these "
                f"scores out, delete their reports in {self.out}.",
            )

    def missing(self) -> Iterator[Text]:
        """Name, for each exercise, who is on the student list and handed nothing in."""
        for exercise in self.exercises if self.roster else ():
            names = ", ".join(map(called, self.missing_from(exercise)))
            if names:
                yield Text(
                    f"{line(exercise)}: 제출하지 않은 학생은 비워 두었습니다 "
                    f"(0점이 아닙니다): {names}",
                    f"{line(exercise)}: handed nothing in, so left empty (not 0): {names}",
                )

    def missing_from(self, exercise: str) -> list[Person]:
        """Return who is on the student list and has no submission for the exercise."""
        handed_in = [r.student for r in self.reports if r.exercise == exercise]
        return self.roster.missing(handed_in) if self.roster else []


def load(out_dir: Path, only: Collection[str] = ()) -> list[Report]:
    """Return the reports of a folder that ``rnnlab grade`` wrote, sorted by student and exercise.

    Raises UserError for a file that is no report or is damaged, and where there is none.
    """
    files = [f for f in sorted(out_dir.glob("*/*.json")) if not _hidden(f.relative_to(out_dir))]
    reports = [r for r in map(_read, files) if not only or r.exercise in only]
    if not reports:
        raise UserError(
            f"{out_dir}: 보고서가 없습니다. rnnlab grade로 먼저 채점하세요.",
            f"{out_dir}: no reports are there. Grade first, with rnnlab grade.",
        )
    return sorted(reports, key=lambda report: (report.student, report.exercise))


def _row(report: Report) -> tuple[str, str]:
    return cell_text(report.student), cell_text(report.exercise)


def _listed(table: Path) -> set[tuple[str, str]]:
    """Return the students and exercises of the last run's table, none where it cannot be read."""
    try:
        rows = [*csv.reader(io.StringIO(table.read_text(encoding="utf-8"), newline=""))]
    except (OSError, ValueError, csv.Error):
        return set()
    return {(row[0], row[1]) for row in rows[1:] if len(row) > 1}


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _read(file: Path) -> Report:
    try:
        report = from_json(file.read_text(encoding="utf-8"))
        _inspect(report, file)
    except (OSError, ValueError, TypeError, AttributeError, OverflowError):
        raise UserError(
            f"{file}: 보고서가 아니거나 손상되었습니다. 이 파일을 지우고 "
            "rnnlab grade를 다시 실행하세요.",
            f"{file} is no report, or is damaged. Delete it and run rnnlab grade again.",
        ) from None
    return report


def _inspect(report: Report, file: Path) -> None:
    """Raise for a report that lies elsewhere than it says, or that cannot be told in full."""
    to_json(report)
    if page_of(report).with_suffix(".json") != Path(*file.parts[-2:]):
        raise ValueError("the report of another student or exercise")
    for check in report.checks:
        if not 0 <= check.points <= check.max_points < math.inf:
            raise ValueError("points")
    if not math.isfinite(report.seconds):
        raise ValueError("seconds")
    if report.submitted:
        datetime.fromisoformat(report.submitted).astimezone()


def twice(one: Report, other: Report) -> UserError:
    """Return the error that two submissions for one exercise are the same student's."""
    names = f"{line(other.student)}, {line(one.student)}"
    return UserError(
        f"{line(one.exercise)}: 한 학생의 제출물이 둘입니다: {names}. "
        "보고서 폴더에서 하나를 지우세요.",
        f"{line(one.exercise)}: two submissions are the same student's: {names}. "
        "Delete one of their folders of reports.",
    )


def called(person: Person) -> str:
    """Return a person's id, with the name if there is one, on one line."""
    name = line(person.name)
    return f"{line(person.id)} ({name})" if name and name != line(person.id) else line(person.id)


def title(exercise: str) -> str:
    """Return an exercise's heading: "ex05 Sequence predictor"."""
    try:
        known = course.read(course.root(), course.named(exercise))
    except (CourseError, OSError):
        return line(exercise)
    return f"{known.id} {line(known.title.to(language()))}"


class Verbatim(str):
    """A cell that is written as it is, as teachers' own words are."""


def _safe(cell: object) -> object:
    """Return a cell on one line that no spreadsheet takes for a formula."""
    if not isinstance(cell, str) or isinstance(cell, Verbatim) or cell.strip() == "-":
        return cell
    return cell_text(cell)


def points(value: float | None) -> int | float | str:
    """Return a number as a cell shows it, "" for None."""
    return "" if value is None else number(round(value, 2))


def as_number(cell: str) -> float | None:
    """Return the number that a cell holds, with a point or a comma; None if it holds none."""
    text = cell.strip().replace(",", ".")
    return float(text) if re.fullmatch(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+", text) else None


def write_table(path: Path, rows: Iterable[Iterable[object]], *, for_people: bool = False) -> Path:
    """Write rows as CSV in UTF-8; no cell becomes a formula.

    What is ``for_people`` begins with a byte order mark, without which a Korean Excel shows no
    Korean; others' tools might take it for a part of the first column's name.
    """
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(map(_safe, row) for row in rows)
    mark = codecs.BOM_UTF8 if for_people else b""
    write_whole(path, mark + table.getvalue().encode())
    return path
