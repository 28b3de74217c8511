"""The student list: who is in the class, and what an LMS calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Person:
    """One row of the list. ``id`` is what folders of submissions are called; ``row`` is the row
    as it stood in the file, column by column."""

    id: str
    name: str = ""
    row: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Roster:
    """A student list. ``kind`` says whose file it is: "list" (our own), "canvas" or "moodle"."""

    people: tuple[Person, ...] = ()
    columns: tuple[str, ...] = ()
    kind: str = "list"

    def find(self, student: str) -> Person | None:
        """Return the person whose submission ``student`` (a folder's name) is."""
        return next((p for p in self.people if p.id == student), None)

    def missing(self, students: Iterable[str]) -> list[Person]:
        """Return who is on the list and handed nothing in."""
        found = {id(self.find(student)) for student in students}
        return [person for person in self.people if id(person) not in found]


def read(path: Path) -> Roster:
    """Read a student list. Raises CourseError."""
    raise NotImplementedError
