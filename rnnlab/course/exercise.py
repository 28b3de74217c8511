"""One exercise: its files by role, its tasks and its checks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rnnlab.text import Text, UserError

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
ANSWERS = ".answers"  # the suffix of a file of recorded answers
COMMON = "common"  # the package in tests/ that checks and mistakes share
CHECK_CELL = "check_"  # and the task: the name of the cell that is worth its points


class CourseError(UserError):
    """The course, or the exercise that was asked for, is not there or not well formed."""

    # An author's file and line, and the message without them, where there is one.
    at_line: tuple[Path, int, Text] | None = None

    @classmethod
    def at(cls, path: Path | str, lineno: int, ko: str, en: str) -> CourseError:
        """Return the error that a line of an author's file causes."""
        error = cls(f"{path}:{lineno}: {ko}", f"{path}:{lineno}: {en}")
        error.at_line = Path(path), lineno, Text(ko, en)
        return error


@dataclass(frozen=True)
class Check:
    """One test function: what it asks of which task, and what it is worth."""

    name: str
    title: Text
    task: str
    points: int
    hint: Text
    lineno: int


@dataclass(frozen=True)
class Task:
    """One function that students write; ``points`` is the sum over its checks."""

    name: str
    signature: str
    summary: Text
    points: int


@dataclass(frozen=True)
class Exercise:
    """One stem: its files by role, its title, its tasks and its checks in file order."""

    root: Path
    stem: str
    title: Text
    tasks: tuple[Task, ...]
    checks: tuple[Check, ...]

    @property
    def id(self) -> str:
        """The short name, "ex05" of "ex05_sequence_predictor"."""
        return self.stem[:4]

    @property
    def points(self) -> int:
        """The points of all checks."""
        return sum(check.points for check in self.checks)

    @property
    def solution(self) -> Path:
        """The authored prose and code; instructors only."""
        return self.root / "solutions" / f"{self.stem}.py"

    @property
    def stub(self) -> Path:
        """The generated file that students fill in."""
        return self.root / "exercises" / f"{self.stem}.py"

    @property
    def checks_path(self) -> Path:
        """The authored checks."""
        return self.root / "tests" / f"test_{self.stem}.py"

    @property
    def mistakes_path(self) -> Path:
        """The authored mistakes."""
        return self.root / "tests" / "mistakes" / f"{self.stem}.py"

    @property
    def answers_path(self) -> Path:
        """What the mistakes answered, which a course for students has in their place."""
        return self.mistakes_path.with_suffix(ANSWERS)

    @property
    def common_paths(self) -> tuple[Path, ...]:
        """What the checks and mistakes of the whole course share."""
        return tuple(sorted((self.root / "tests" / COMMON).glob("*.py")))

    def notebook(self, lang: str) -> Path:
        """Return the generated notebook in ``lang``, "ko" or "en"."""
        return self.root / "notebooks" / lang / f"{self.stem}.ipynb"
