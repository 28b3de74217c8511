"""What all platforms share: a folder's reports, whose they are, and the fields of a table."""

from __future__ import annotations

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
from rnnlab.classroom.late import Policy
from rnnlab.classroom.roster import Person, Roster
from rnnlab.course import CourseError
from rnnlab.files import cell_text, write_whole
from rnnlab.report.data import Outcome, Report
from rnnlab.report.folder import page_of
from rnnlab.report.json import from_json, to_json
from rnnlab.report.words import WORDS, number
from rnnlab.text import Text, UserError, language, line


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
        """Map each exercise to its points, 0 where no submission of it could be graded."""
        most = dict.fromkeys(sorted({report.exercise for report in self.reports}), 0.0)
        for report in self.reports:
            most[report.exercise] = max(most[report.exercise], report.max_score or 0.0)
        return most

    def score(self, report: Report | None) -> float | None:
        """Return the score after the penalty, None without one."""
        return None if report is None else self.policy.score(report)

    def person(self, student: str) -> Person | None:
        """Return who a submission's ``student`` is, if there is a student list."""
        return self.roster.find(student) if self.roster else None

    def by_person(self) -> tuple[dict[tuple[int, str], Report], list[Text]]:
        """Map a person of the student list (by ``id()``) and an exercise to the report.

        Also return, as faults, the reports of who is not on the list. Raises UserError where two
        submissions for one exercise are the same person's.
        """
        found: dict[tuple[int, str], Report] = {}
        strangers = []
        for report in self.reports:
            person = self.person(report.student)
            if person is None:
                strangers.append(_stranger(report))
            elif (id(person), report.exercise) in found:
                raise twice(report, found[id(person), report.exercise])
            else:
                found[id(person), report.exercise] = report
        return found, strangers

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


def _stranger(report: Report) -> Text:
    what = f"{line(report.student)} {line(report.exercise)}"
    return Text(
        f"{what}: 학생 명단에 없는 학생이라서 점수를 넣지 못했습니다.",
        f"{what}: not on the student list, so this score is left out.",
    )


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


def safe(text: str) -> str:
    """Return ``text`` as a cell on one line that no spreadsheet takes for a formula."""
    return text if text.strip() == "-" else cell_text(text)


def points(value: float | None) -> int | float | str:
    """Return a number as a cell shows it, "" for None."""
    return "" if value is None else number(round(value, 2))


def as_number(cell: str) -> float | None:
    """Return the number that a cell holds, with a point or a comma; None if it holds none."""
    text = cell.strip().replace(",", ".")
    return float(text) if re.fullmatch(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+", text) else None


def write_table(path: Path, rows: Iterable[Iterable[object]]) -> Path:
    """Write rows as CSV (UTF-8 without a byte order mark); strings are to be :func:`safe`."""
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows(rows)
    write_whole(path, table.getvalue())
    return path
