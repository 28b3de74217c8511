"""The course, found by looking: folders are roles, and the shared stem is the exercise."""

from rnnlab.course.authored import parse
from rnnlab.course.common import importable, imported
from rnnlab.course.exercise import (
    ANSWERS,
    BEGIN,
    CHECK_CELL,
    END,
    Check,
    CourseError,
    Exercise,
    Task,
)
from rnnlab.course.find import (
    exercise,
    exercises,
    meant,
    mentioned,
    named,
    root,
    stems,
    with_solutions,
)
from rnnlab.course.read import read

__all__ = [
    "ANSWERS",
    "BEGIN",
    "CHECK_CELL",
    "END",
    "Check",
    "CourseError",
    "Exercise",
    "Task",
    "exercise",
    "exercises",
    "importable",
    "imported",
    "meant",
    "mentioned",
    "named",
    "parse",
    "read",
    "root",
    "stems",
    "with_solutions",
]
