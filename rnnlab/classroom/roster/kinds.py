"""How student lists are written: our own, and those of platforms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rnnlab.classroom.roster.people import Row
from rnnlab.text import line

NAMES = ("name", "이름", "성명", "full name", "student")
_HANGUL = re.compile("[가-힣]")


def _as_they_stand(column: str) -> str:
    return column.strip().lower()


@dataclass(frozen=True)
class Kind:
    """How a platform writes its student lists.

    ``means`` tells what a column is, by its name in any language; so are columns called below. A
    list is of this kind if it has one of the columns ``ids`` and, if there are any, one of
    ``beside``; ``fits``, where there is one, tells by a row instead. The first of ``ids`` that it
    has says who a person is, in words that ``id_of`` reads ("" if they are not well formed).
    ``number`` is the column of the numbers that stand behind names, "" if there is none, None if
    the ids are these numbers. ``is_person`` tells people from other rows, ``titles_of`` what else
    may stand beside a number. ``submitted`` is the column of the times of submission, which
    ``time_of`` reads (or raises ValueError), and ``unclear`` names columns whose meaning is needed.
    """

    name: str
    ids: tuple[str, ...]
    beside: tuple[str, ...] = ()
    number: str | None = None
    aliases: tuple[str, ...] = ()
    id_of: Callable[[str], str] = str
    is_person: Callable[[Row], bool] = bool
    means: Callable[[str], str] = _as_they_stand
    fits: Callable[[Row], bool] | None = None
    titles_of: Callable[[str], tuple[str, ...]] = lambda _: ()
    submitted: str = ""
    time_of: Callable[[str], str] = str
    unclear: Callable[[list[Row]], list[str]] = lambda _: []

    def is_of(self, row: Row) -> bool:
        """Tell by its columns, or by a row, whether a list is of this kind."""
        row = self.read(row)
        if self.fits:
            return self.fits(row)
        beside = row.keys() & set(self.beside) if self.beside else True
        return bool(row.keys() & set(self.ids) and beside)

    def read(self, row: Row) -> Row:
        """Return a row by what its columns mean; of several, the first counts."""
        return {self.means(column): row[column] for column in reversed(list(row))}

    def needs(self, column: str) -> bool:
        """Whether a column says who a person is."""
        return self.means(column) in (
            *self.ids,
            *self.aliases,
            *NAMES,
            self.number,
            self.submitted,
        )


OWN = Kind("list", ("id", "student_id", "학번", "student"), number="")


def name_in(row: Row, taken: str) -> str:
    """Return a person's name, from one column but the one ``taken``, or from two."""
    for name in NAMES:
        if name != taken and (found := line(cell(row, name))):
            return found
    first = line(cell(row, "first_name") or cell(row, "firstname"))
    last = line(cell(row, "last_name") or cell(row, "lastname"))
    return f"{last}{first}" if _HANGUL.search(last) else f"{first} {last}".strip()


def cell(row: Row, name: str) -> str:
    """Return what stands in the column ``name`` (in lower case), "" if there is none."""
    return next((row[column] for column in row if column.strip().lower() == name), "")
