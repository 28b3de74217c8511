"""Who is in the class, and what a platform calls them.

In a platform's downloads a student is often called ``NAME_NUMBER``, and is known by the number and
the name: the number alone may be another's, or a team's. A team is known by its name, and what it
handed in is all its members'.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from rnnlab.classroom.roster.names import orders, plain_id, words
from rnnlab.source import Submission
from rnnlab.text import Text

_NUMBERED = re.compile(r"(.*)_([0-9]+)", re.DOTALL)

Row = Mapping[str, str]  # as it stood in the file, column by column; in kinds by what columns mean


def numbered(name: str, number: str) -> str:
    """Return what a submission's student is called whom a platform gives a name and a number."""
    return f"{name}_{number}"


@dataclass(frozen=True)
class Person:
    """One row of the list.

    ``id`` is what folders of submissions are called, ``number`` what a platform puts behind a name,
    "" if that is not known, and ``aliases`` are the other names that it has for a person. Beside
    the number may stand the ``name``, or one of ``titles``. ``submitted`` is when the platform says
    that they handed in (ISO 8601), "" if it does not, and ``unclear`` why that cannot be read.
    """

    id: str
    name: str = ""
    row: Row = field(default_factory=dict)
    number: str = ""
    aliases: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    team: str = ""
    submitted: str = ""
    unclear: Text | None = None

    def is_called(self, name: str) -> bool:
        """Whether a name can be this person's: the same words, in whatever order they stand.

        Where one of the names is not known, it can.
        """
        known = [each for each in map(orders, (self.name, *self.titles)) if each]
        said = orders(name)
        return not known or not said or any(said & each for each in known)


@dataclass(frozen=True)
class Roster:
    """A student list. ``kind`` says whose file it is, "list" for our own.

    ``rest`` are the rows that are nobody's.
    """

    people: tuple[Person, ...] = ()
    columns: tuple[str, ...] = ()
    kind: str = "list"
    rest: tuple[Row, ...] = ()

    def find(self, student: str) -> Person | None:
        """Return the person whose submission ``student`` (a folder's name) is.

        A platform's ``NAME_NUMBER`` is found by the number, if the name is not another's.
        """
        found = self._by_id.get(plain_id(student))
        if found or not (person := self.numbered_as(student)):
            return found
        return person if person.is_called(student.rpartition("_")[0]) else None

    def numbered_as(self, student: str) -> Person | None:
        """Return who has the number that a platform put behind the name, whatever the name."""
        number = _NUMBERED.fullmatch(student)
        return self._by_number.get(number[2]) if number else None

    def people_of(self, student: str) -> tuple[Person, ...]:
        """Return whose submission ``student`` (a folder's name) is: a person's, or a team's."""
        found = self.find(student)
        if found:
            return (found,)
        number = _NUMBERED.fullmatch(student)
        names = [student, *([number[1]] if number else [])]
        return next((team for name in names if (team := self._by_team.get(words(name)))), ())

    def missing(self, students: Iterable[str]) -> list[Person]:
        """Return who is on the list and handed nothing in."""
        found = {id(person) for student in students for person in self.people_of(student)}
        return [person for person in self.people if id(person) not in found]

    def time_of(self, student: str) -> str:
        """Return when a student or team handed in, as the list says, "" if it does not."""
        return max((person.submitted for person in self.people_of(student)), default="")

    def dated(self, of: Submission) -> Submission:
        """Return a submission with the time that the list gives, if it has none of its own."""
        if of.submitted:
            return of
        unclear = {person.unclear: None for person in self.people_of(of.student) if person.unclear}
        return replace(of, submitted=self.time_of(of.student), remarks=(*of.remarks, *unclear))

    @cached_property
    def _by_id(self) -> dict[str, Person]:
        """Map every name of a person's that is no other's."""
        found: defaultdict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            for name in {plain_id(person.id), *map(plain_id, person.aliases)} - {""}:
                found[name].append(person)
        return {name: people[0] for name, people in found.items() if len(people) == 1}

    @cached_property
    def _by_number(self) -> dict[str, Person]:
        return {person.number: person for person in self.people if person.number}

    @cached_property
    def _by_team(self) -> dict[str, tuple[Person, ...]]:
        found: defaultdict[str, tuple[Person, ...]] = defaultdict(tuple)
        for person in self.people:
            found[words(person.team)] += (person,)
        found.pop("", None)
        return dict(found)
