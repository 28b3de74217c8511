"""Suspiciously similar submissions of one exercise: pairs to look at, not verdicts.

What is compared are fingerprints of syntax trees (:mod:`rnnlab.sandbox.inside.syntax`), which
renaming, reformatting, other constants and another order of functions leave as they are. What the
course itself gave away (stub, solutions, known mistakes) or most of the class has says nothing; of
the rest a fingerprint counts the more the fewer have it. Two submissions are so two vectors, and
what they are listed by is the cosine between these, the geometric mean of the two shares in common.
Who took some functions of several has a small share in common: so a pair is listed as well by the
functions that are the same as a whole, which weigh as fingerprints do.

This is own code since no library fits: copydetect compares tokens, parses what students wrote in
the process that calls it, compares every pair, weighs nothing by how rare it is, and would add a
dependency; pycode-similar compares trees, but whole functions only, and is no longer maintained.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple, TypeAlias

import numpy as np

from rnnlab import course
from rnnlab.classroom.similarity.parse import Parsers, Program, Unread, parsed
from rnnlab.course import CourseError
from rnnlab.sandbox.inside.syntax import fingerprints
from rnnlab.source import Submission
from rnnlab.text import plain

COMMON = 0.5  # what more than this share of the class has counts nothing
WHOLE = 1.55  # functions that only two have the same: so much in common lists a pair in any class
EVIDENCE = 8  # fingerprints in common without which a pair is not listed
LISTED = 100  # pairs, the most similar ones
MATCHES = 12  # of a pair that are shown

_CONTEXT = 2  # lines shown around those that are marked
_CLIPPED = 60, 160  # lines of a function, characters of a line


class Line(NamedTuple):
    """A line of code to show; number 0 stands for lines left out."""

    number: int
    text: str
    marked: bool


class Match(NamedTuple):
    """Code of both students, a top-level statement of each, that has fingerprints in common."""

    left: tuple[Line, ...]
    right: tuple[Line, ...]


@dataclass(frozen=True)
class Pair:
    """Two students whose submissions are similar.

    ``shares`` are the parts, from 0 to 1, of what is rare in each one's that the other's has too.
    """

    exercise: str
    students: tuple[str, str]
    shares: tuple[float, float]
    matches: tuple[Match, ...] = ()

    @property
    def suspicion(self) -> float:
        """The geometric mean of both shares."""
        return math.sqrt(self.shares[0] * self.shares[1])


@dataclass(frozen=True)
class Result:
    """The most similar pairs first. ``compared`` counts each exercise's submissions.

    ``more`` is the number of similar pairs beyond the ``LISTED`` that are here.
    """

    pairs: tuple[Pair, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    compared: dict[str, int]
    unread: tuple[Unread, ...]
    more: int = 0


# A pair with both programs and the fingerprints that count.
_Found: TypeAlias = tuple[Pair, tuple[Program, Program, set[int]]]


def threshold(students: int) -> float:
    """Return the suspicion from which on a pair is listed.

    It grows with the class: the more pairs there are, the more alike are two by chance. The numbers
    are from benchmarks/similarity.py.
    """
    return 0.11 + 0.21 * math.log10(students)


def compare(files: Iterable[Submission]) -> Result:
    """Compare the submissions of every exercise with each other, each student's with all others'.

    What cannot be read or parsed is named in the result, and stops nothing.
    """
    pairs: list[_Found] = []
    groups, compared, similar = [], {}, 0
    unread: list[Unread] = []
    by_exercise = sorted(files, key=lambda file: (file.exercise, file.student))
    with Parsers() as parsers:
        for exercise, some in groupby(by_exercise, key=lambda file: file.exercise):
            programs = list(parsed(parsers, some, unread))
            compared[exercise] = len(programs)
            linked = _Groups()
            for found in _pairs(exercise, programs, _given(exercise)):
                similar += 1
                linked.link(*found[0].students)
                pairs.append(found)
                if len(pairs) >= 100 * LISTED:
                    pairs = _best(pairs)
            groups += [(exercise, group) for group in linked.found()]
    pairs = _best(pairs)
    return Result(
        tuple(_with_matches(pair, *pieces) for pair, pieces in pairs),
        tuple(groups),
        compared,
        tuple(unread),
        similar - len(pairs),
    )


def _best(pairs: list[_Found]) -> list[_Found]:
    return sorted(pairs, key=lambda found: -found[0].suspicion)[:LISTED]


def _given(stem: str) -> set[int]:
    """Return the fingerprints of what the course gives: the stub and its own answers.

    They are trusted and parsed here: no answer goes where students' code is parsed.
    """
    try:
        exercise = course.exercise(stem)
    except CourseError:
        return set()
    files = (exercise.stub, exercise.solution, exercise.mistakes_path)
    texts = [(f.read_text(encoding="utf-8"), f.name) for f in files if f.exists()]
    return {piece for text in texts for piece, *_ in fingerprints(*text)["prints"].tolist()}


class _Common:
    """What any two of some programs have in common; what only two have weighs 1, the rest less.

    No table of all pairs is made: that of a large class would not fit into memory.
    """

    def __init__(self, having: list[Iterable[int]], students: list[str]) -> None:
        holders = defaultdict(list)
        for i, some in enumerate(having):
            for one in some:
                holders[one].append(i)
        class_ = len(set(students))
        rarest = math.log2((class_ + 1) / 2)
        self.counting: set[int] = set()
        self._held: list[list[int]] = [[] for _ in having]
        self._holders: list[np.ndarray] = []
        self._weights: list[float] = []
        for one, some in holders.items():
            held = len({students[i] for i in some})
            if held <= max(2, COMMON * class_):
                self.counting.add(one)
                for i in some:
                    self._held[i].append(len(self._holders))
                self._holders.append(np.array(some))
                rarity = math.log2((class_ + 1) / max(2, held))
                self._weights.append((rarity / rarest) ** 2)
        self.own = self._sums(range(len(self._holders)))

    def with_all(self, i: int) -> np.ndarray:
        """Return what the program ``i`` has in common with each one."""
        return self._sums(self._held[i])

    def _sums(self, ones: Sequence[int]) -> np.ndarray:
        """Return for each program what those of ``ones`` weigh that it has, always summed alike."""
        if not ones:
            return np.zeros(len(self._held))
        holders = [self._holders[k] for k in ones]
        weights = np.repeat([self._weights[k] for k in ones], [len(some) for some in holders])
        return np.bincount(np.concatenate(holders), weights, len(self._held))


def _pairs(exercise: str, programs: list[Program], given: set[int]) -> Iterator[_Found]:
    """Yield the similar pairs, each with both programs and the fingerprints that count."""
    students = [program.student for program in programs]
    class_ = len(set(students))
    if class_ < 2:
        return
    pieces = _Common([program.prints.keys() - given for program in programs], students)
    wholes = _Common([_wholes(program, given) for program in programs], students)
    own = np.maximum(pieces.own, 1e-9)
    for i, a in enumerate(programs):
        weights = pieces.with_all(i)
        similar = weights / np.sqrt(own * own[i]) >= threshold(class_)
        similar |= wholes.with_all(i) >= WHOLE
        for j in (np.flatnonzero(similar[i + 1 :]) + i + 1).tolist():
            b = programs[j]
            shared = a.prints.keys() & b.prints.keys() & pieces.counting
            if a.student != b.student and len(shared) >= EVIDENCE:
                shares = float(weights[j] / own[i]), float(weights[j] / own[j])
                yield Pair(exercise, (a.student, b.student), shares), (a, b, pieces.counting)


def _wholes(program: Program, given: set[int]) -> set[int]:
    """Return each top-level statement as one number, made of all its own fingerprints."""
    return {hash(whole - given) for whole in program.statements if whole - given}


class _Groups:
    """Those of three and more students whom pairs link, directly or through others."""

    def __init__(self) -> None:
        self._group_of: dict[str, set[str]] = {}

    def link(self, a: str, b: str) -> None:
        """Join the groups of both, the smaller one to the larger one."""
        small, large = sorted((self._group_of.get(s, {s}) for s in (a, b)), key=len)
        if small is not large:
            large |= small
            self._group_of |= dict.fromkeys(large if len(large) == 2 else small, large)

    def found(self) -> list[tuple[str, ...]]:
        """Return the groups, each in order."""
        groups = {id(group): group for group in self._group_of.values()}.values()
        return sorted(tuple(sorted(group)) for group in groups if len(group) > 2)


def _with_matches(pair: Pair, a: Program, b: Program, counting: set[int]) -> Pair:
    """Return the pair with the code of its matches, statement by statement."""
    found = defaultdict(list)
    for piece in a.prints.keys() & b.prints.keys() & counting:
        left, right = a.prints[piece], b.prints[piece]
        found[left[:2], right[:2]].append((left[2:], right[2:]))
    clear = [where for where in found if len(found[where]) > 1] or found
    best = sorted(clear, key=lambda where: (-len(found[where]), where))[:MATCHES]
    matches = []
    for left, right in sorted(best):
        lefts, rights = zip(*found[left, right], strict=True)
        matches.append(Match(_lines(a, left, lefts), _lines(b, right, rights)))
    return replace(pair, matches=tuple(matches))


def _lines(
    program: Program, statement: tuple[int, ...], ranges: Iterable[tuple[int, ...]]
) -> tuple[Line, ...]:
    """Return a statement's lines, those in ``ranges`` marked, without those far from them."""
    first, last = statement
    marked = {n for top, bottom in ranges for n in range(top, bottom + 1)}
    near = {first} | {n + k for n in marked for k in range(-_CONTEXT, _CONTEXT + 1)}
    shown: list[Line] = []
    for n in range(first, min(last, len(program.lines)) + 1):
        if len(shown) >= _CLIPPED[0] or n not in near:
            if shown[-1].number:
                shown.append(Line(0, "", False))
            continue
        text = plain(program.lines[n - 1]).expandtabs(4)
        shown.append(Line(n, text[: _CLIPPED[1]], n in marked))
    return tuple(shown)
