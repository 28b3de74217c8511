"""A readable table for instructors: the raw score, what lateness takes off it, and what is left."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta

from rnnlab.classroom.roster import Person
from rnnlab.platforms.grades import Done, Grades, points, write_table
from rnnlab.platforms.platform import Export, Platform
from rnnlab.report.data import Report

COLUMNS = (
    *("student", "name", "exercise", "raw_score", "late_hours", "penalty", "score"),
    *("max_score", "outcome", "submitted"),
)
NOT_SUBMITTED = "not submitted"


def write(grades: Grades) -> Done:
    """Write ``scores.csv``: a row per submission, and per student on the list without one.

    A team's has a row per member.

    ``late_hours`` is 0 for work in time, empty where that is not known.
    """
    rows = [row for report in grades.reports for row in _rows(grades, report)]
    rows += _missing(grades)
    rows.sort(key=lambda row: (row[0], row[2]))
    return Done([write_table(grades.out / "scores.csv", [COLUMNS, *rows], for_people=True)], [], [])


def _rows(grades: Grades, report: Report) -> Iterator[list[object]]:
    """Yield a row, or of a team's submission one for each of its members."""
    penalty = grades.policy.penalty(report)
    late = None if penalty.late is None else _hours(max(penalty.late, timedelta()))
    taken = None if report.score is None else penalty.points
    numbers = (report.score, late, taken, grades.score(report), report.max_score)
    people = grades.people(report.student) or (Person(report.student),)
    for person in people:
        student = person.id if len(people) > 1 else report.student
        said = report.outcome, report.submitted
        yield [student, person.name, report.exercise, *map(points, numbers), *said]


def _hours(late: timedelta) -> float:
    """Return hours to two places, rounded up, so that what is late never shows as in time."""
    return math.ceil(late / timedelta(hours=0.01)) / 100


def _missing(grades: Grades) -> Iterator[list[object]]:
    for exercise, most in grades.exercises.items():
        for person in grades.missing_from(exercise):
            yield [
                person.id,
                person.name,
                exercise,
                "",
                "",
                "",
                "",
                points(most or None),
                NOT_SUBMITTED,
                "",
            ]


PLATFORM = Platform("csv", export=Export(write))
