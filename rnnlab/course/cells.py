"""The cells of a solution in percent format, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from rnnlab.course.exercise import CourseError
from rnnlab.text import LANGUAGES

_LANGUAGE = re.compile(r"\blang=[\"']?(\w+)")
_FUNCTION = re.compile(r"def (\w+)")


class Cell(NamedTuple):
    """A cell: the line of its ``# %%``, its language if it has one, and its lines below that."""

    lineno: int
    prose: bool
    lang: str | None
    lines: list[str]


def cells(source: str) -> list[Cell]:
    """Return the cells of a solution."""
    found = [Cell(1, False, None, [])]
    for lineno, line in enumerate(source.split("\n"), start=1):
        if line.startswith("# %%"):
            lang = _LANGUAGE.search(line)
            found.append(Cell(lineno, "[markdown]" in line, lang and lang[1], []))
        else:
            found[-1].lines.append(line)
    return found


def broken(path: Path, source: str, tasks: Collection[str]) -> Iterator[CourseError]:
    """Yield why cells cannot be a notebook's: an unknown language, two tasks in one of them."""
    for cell in cells(source):
        if cell.lang not in (None, *LANGUAGES):
            yield CourseError.at(
                path,
                cell.lineno,
                f'셀의 lang은 "ko"나 "en"이어야 하는데 {cell.lang!r}입니다',
                f'a cell has lang={cell.lang!r}; use "ko" or "en"',
            )
        inside = [(i, m[1]) for i, line in enumerate(cell.lines, 1) if (m := _FUNCTION.match(line))]
        found = [(i, name) for i, name in inside if name in tasks]
        if len(found) > 1:
            names = [name for _, name in found]
            yield CourseError.at(
                path,
                cell.lineno + found[1][0],
                f"{', '.join(names)}이(가) 한 셀에 있습니다. 과제마다 셀을 따로 두세요",
                f"{' and '.join(names)} share a cell; each task needs its own",
            )


def untranslated(source: str) -> Iterator[Cell]:
    """Yield the cells of prose that have no partner in the other language beside them."""
    for spoken, run in groupby(cells(source), key=lambda cell: cell.lang in LANGUAGES):
        found = list(run) if spoken else []
        korean, english = ([cell for cell in found if cell.lang == lang] for lang in LANGUAGES)
        yield from korean[len(english) :] + english[len(korean) :]
