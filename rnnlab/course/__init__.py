"""The course, found by looking: folders are roles, and the shared stem is the exercise."""

from rnnlab.course.authored import parse
from rnnlab.course.common import importable, imported
from rnnlab.course.exercise import ANSWERS, BEGIN, END, Check, CourseError, Exercise, Task
from rnnlab.course.find import exercise, exercises, named, root, stems, with_solutions
from rnnlab.course.read import read

__all__ = [
    "ANSWERS",
    "BEGIN",
    "END",
    "Check",
    "CourseError",
    "Exercise",
    "Task",
    "exercise",
    "exercises",
    "importable",
    "imported",
    "named",
    "parse",
    "read",
    "root",
    "stems",
    "with_solutions",
]
