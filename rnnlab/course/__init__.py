"""The course, found by looking: folders are roles, and the shared stem is the exercise."""

from rnnlab.course.common import importable
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
from rnnlab.course.find import exercise, exercises, meant, named, root, stems
from rnnlab.course.read import parse, read

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
    "meant",
    "named",
    "parse",
    "read",
    "root",
    "stems",
]
