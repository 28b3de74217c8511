"""A readable table for instructors: the raw score, what lateness takes off it, and what is left."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta

from rnnlab.classroom.roster import Person
from rnnlab.platforms.grades import Done, Grades, points, safe, write_table
from rnnlab.platforms.platform import Export, Platform
from rnnlab.report.data import Report

COLUMNS = (
    *("student", "name", "exercise", "raw_score", "late_hours", "penalty", "score"),
    *("max_score", "outcome", "submitted"),
)
NOT_SUBMITTED = "not submitted"


def write(grades: Grades) -> Done:
    """Write ``scores.csv``: a row per submission, and per student on the list without one.

    ``late_hours`` is 0 for work in time, empty where that is not known.
    """
    rows = [_row(grades, report) for report in grades.reports]
    rows += _missing(grades)
    rows.sort(key=lambda row: (row[0], row[2]))
    return Done([write_table(grades.out / "scores.csv", [COLUMNS, *rows])], [], [])


def _row(grades: Grades, report: Report) -> list[object]:
    person = grades.person(report.student) or Person(report.student)
    penalty = grades.policy.penalty(report)
    late = None if penalty.late is None else _hours(max(penalty.late, timedelta()))
    taken = None if report.score is None else penalty.points
    return [
        safe(report.student),
        safe(person.name),
        safe(report.exercise),
        *map(points, (report.score, late, taken, grades.score(report), report.max_score)),
        report.outcome,
        report.submitted,
    ]


def _hours(late: timedelta) -> float:
    """Return hours to two places, rounded up, so that what is late never shows as in time."""
    return math.ceil(late / timedelta(hours=0.01)) / 100


def _missing(grades: Grades) -> Iterator[list[object]]:
    for exercise, most in grades.exercises.items():
        for person in grades.missing_from(exercise):
            names = safe(person.id), safe(person.name), safe(exercise)
            yield [*names, "", "", "", "", points(most or None), NOT_SUBMITTED, ""]


PLATFORM = Platform("csv", export=Export(write))
