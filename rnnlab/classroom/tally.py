"""What a class's page counts: what to talk about next, and every number behind it.

Means, medians and rates are over graded submissions alone, and the page says how many these are.
"""

from __future__ import annotations

import contextlib
import functools
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean, median
from urllib.parse import quote

from rnnlab import course
from rnnlab.classroom import unknown
from rnnlab.classroom.late import Penalty, Policy
from rnnlab.classroom.roster import Person, Roster
from rnnlab.course import CourseError
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.report.folder import page_of
from rnnlab.report.words import follow_up, number
from rnnlab.text import Text, line

_WRONG = (Outcome.FAILED, Outcome.ERROR)
_BARS = 24  # as many as can be told apart on a phone
_SLOWEST = 5
_COMMONEST = 3
_Made = tuple[str, str, str]  # the task, the mistake's name, and whose mistake it follows from


@dataclass(frozen=True)
class Entry:
    """One submission. ``href`` leads from the class's page to its own."""

    who: Person
    report: Report
    href: str
    penalty: Penalty

    @property
    def seconds(self) -> float:
        """As precise as the report's JSON, so that a report read back shows the same."""
        return round(self.report.seconds, 3)


@dataclass(frozen=True)
class CheckTally:
    """How many graded submissions ended how in one check.

    ``follow_ups`` counts those that failed for an earlier task's mistake, by that task; ``given``
    is whether these earn the points.
    """

    title: Text
    task: str
    points: float
    outcomes: Counter[Outcome]
    follow_ups: Counter[str] = field(default_factory=Counter)
    given: bool = False

    @property
    def rate(self) -> float:
        """The share that passed."""
        return self.outcomes[Outcome.PASSED] / self.outcomes.total()


@dataclass(frozen=True)
class MistakeTally:
    """Who made one mistake. ``text`` is None for wrong answers that look like no known mistake.

    ``follow_up`` names the earlier task whose mistake it is in truth, "" for one of its own.
    """

    task: str
    text: Text | None
    entries: list[Entry]
    follow_up: str = ""


@dataclass(frozen=True)
class Bar:
    """How many scores lie from ``low`` up to ``high``, both in points and included."""

    low: int
    high: int
    count: int

    @property
    def label(self) -> str:
        """The points, "7" or "7–9"."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True)
class ExerciseTally:
    """One exercise: its submissions, and what the graded ones earned, passed and got wrong.

    ``anchor`` is its place on the page.
    """

    anchor: str
    label: str
    title: Text
    entries: list[Entry]
    checks: list[CheckTally]
    mistakes: list[MistakeTally]

    @functools.cached_property
    def scores(self) -> list[float]:
        """Of the graded submissions."""
        return [e.report.score for e in self.entries if e.report.score is not None]

    @property
    def max_score(self) -> float:
        """The points to be had."""
        return max((e.report.max_score or 0 for e in self.entries), default=0)

    @property
    def mean(self) -> str:
        """The mean score, "-" if nothing was graded."""
        return f"{fmean(self.scores):.1f}" if self.scores else "-"

    @property
    def median(self) -> str:
        """The median score, "-" if nothing was graded."""
        return str(number(round(median(self.scores), 2))) if self.scores else "-"

    @property
    def follow_ups(self) -> list[CheckTally]:
        """The checks that some failed for an earlier task's mistake."""
        return [check for check in self.checks if check.follow_ups]

    @property
    def bars(self) -> list[Bar]:
        """How many have which score: a bar per point, or per few where there are many points."""
        most = math.floor(self.max_score)
        width = math.ceil((most + 1) / _BARS)
        counts = Counter(min(math.floor(score), most) // width for score in self.scores)
        lows = range(0, most + 1, width)
        return [Bar(low, min(low + width - 1, most), counts[low // width]) for low in lows]

    @property
    def tasks(self) -> dict[str, tuple[list[CheckTally], list[MistakeTally]]]:
        """The checks and the mistakes by task, the commonest mistake first."""
        return {
            task: (
                [check for check in self.checks if check.task == task],
                [mistake for mistake in self.mistakes if mistake.task == task],
            )
            for task in dict.fromkeys(check.task for check in self.checks)
        }


@dataclass(frozen=True)
class Row:
    """One student: an entry or None per exercise, and ``strays`` that are for none."""

    who: Person
    entries: list[Entry | None]
    strays: list[Entry] = field(default_factory=list)

    @property
    def score(self) -> float:
        """The points of what was graded, before any penalty."""
        return round(sum(e.report.score or 0 for e in self.entries if e), 2)

    @property
    def penalty(self) -> float:
        """The points that lateness costs."""
        return round(sum(e.penalty.points for e in self.entries if e), 2)

    @property
    def is_scored(self) -> bool:
        """Whether anything that was handed in has a score."""
        return any(e.report.score is not None for e in self.entries if e)

    @property
    def is_graded(self) -> bool:
        """Whether all that was handed in has a score."""
        return all(e.report.score is not None for e in (*self.entries, *self.strays) if e)


@dataclass(frozen=True)
class Unnamed:
    """A group of wrong answers that nobody has named, and its students' entries."""

    label: str
    group: unknown.Group
    entries: list[Entry]


@dataclass(frozen=True)
class Class:
    """All that the page shows. ``missing`` are known, but handed nothing in.

    Of ``unnamed``, the largest come first.
    """

    entries: list[Entry]
    exercises: list[ExerciseTally]
    rows: list[Row]
    missing: list[Person]
    strangers: list[Person]
    unnamed: list[Unnamed]

    @property
    def ungraded(self) -> list[Entry]:
        """The submissions that have no score."""
        return [e for e in self.entries if e.report.score is None]

    @property
    def undated(self) -> list[Entry]:
        """The submissions of which it is not known whether they came late."""
        return [e for e in self.entries if e.penalty.late is None]

    @property
    def slowest(self) -> list[Entry]:
        """The submissions that took longest to grade."""
        return sorted(self.entries, key=lambda e: -e.seconds)[:_SLOWEST]

    @property
    def commonest(self) -> list[tuple[ExerciseTally, MistakeTally]]:
        """The known mistakes that most students made, in the task where they made them."""
        made = [(e, m) for e in self.exercises for m in e.mistakes if m.text and not m.follow_up]
        return sorted(made, key=lambda pair: -len(pair[1].entries))[:_COMMONEST]

    @property
    def hardest(self) -> tuple[ExerciseTally, CheckTally] | None:
        """The check that the smallest share passed, None if all passed everywhere."""
        checks = [(e, c) for e in self.exercises for c in e.checks if c.rate < 1]
        return min(checks, key=lambda pair: pair[1].rate, default=None)


def tally(
    reports: Iterable[Report], roster: Roster, policy: Policy, empty: Iterable[str] = ()
) -> Class:
    """Count what the page shows, whatever the order of ``reports``.

    ``empty`` are students who handed nothing in, if they are on the list or not.
    """
    reports = sorted(reports, key=lambda report: (report.student, report.exercise))
    people = {r.student: roster.people_of(r.student) for r in reports}
    who = {student: _person(student, people[student]) for student in people}
    unlisted = [Person(student) for student in empty if not roster.people_of(student)]
    entries = [Entry(who[r.student], r, _href(r), policy.penalty(r)) for r in reports]

    known = _of_the_course()
    stems = sorted(  # a stray file is named with what was not graded
        {r.exercise for r in reports if r.score is not None or r.exercise in known}
    )
    labels = {stem: stem[:4] if stem in known else _shown(stem) for stem in stems}
    by_stem = {stem: [e for e in entries if e.report.exercise == stem] for stem in stems}
    cells = {(e.report.student, e.report.exercise): e for e in entries}
    return Class(
        entries,
        [
            _exercise(f"exercise-{n}", labels[stem], of)
            for n, (stem, of) in enumerate(by_stem.items(), 1)
        ],
        _rows(who, stems, entries),
        [*roster.missing(who), *unlisted],
        [who[student] for student, found in people.items() if not found],
        [
            Unnamed(labels[g.exercise], g, [cells[student, g.exercise] for student in g.students])
            for g in unknown.groups(reports)
        ],
    )


def _rows(who: dict[str, Person], stems: list[str], entries: list[Entry]) -> list[Row]:
    cells: dict[str, dict[str, Entry]] = {student: {} for student in who}
    for entry in entries:
        cells[entry.report.student][entry.report.exercise] = entry
    return [
        Row(
            person,
            [cells[student].get(stem) for stem in stems],
            [entry for stem, entry in cells[student].items() if stem not in stems],
        )
        for student, person in who.items()
    ]


def _person(student: str, people: tuple[Person, ...]) -> Person:
    """Return whose the submissions of ``student`` are; a team is called by its members."""
    if len(people) == 1:
        return people[0]
    return Person(student, ", ".join(person.name or person.id for person in people))


def _href(report: Report) -> str:
    return quote(page_of(report).as_posix())


def _of_the_course() -> set[str]:
    with contextlib.suppress(CourseError):
        return set(course.stems(course.root()).values())
    return set()


def _exercise(anchor: str, label: str, entries: list[Entry]) -> ExerciseTally:
    graded = [e for e in entries if e.report.score is not None]
    results: dict[str, list[CheckResult]] = {}
    for entry in graded:
        for check in entry.report.checks:
            results.setdefault(check.name, []).append(check)
    checks = [
        CheckTally(
            of[0].title,
            of[0].task,
            of[0].max_points,
            Counter(check.outcome for check in of),
            Counter(check.follow_up for check in _follow_ups(of) if check.follow_up),
            any(check.points for check in _follow_ups(of)),
        )
        for of in results.values()
    ]
    title = (graded or entries)[0].report.title
    return ExerciseTally(anchor, label, title, entries, checks, _mistakes(graded))


def _follow_ups(checks: list[CheckResult]) -> list[CheckResult]:
    return [check for check in checks if check.outcome in _WRONG and check.follow_up]


def _mistakes(graded: list[Entry]) -> list[MistakeTally]:
    """Return the mistakes, the commonest first, and last the wrong answers that are none."""
    made: dict[_Made, list[Entry]] = {}
    said: dict[_Made, Text] = {}
    for entry in graded:
        for task, checks in entry.report.tasks.items():
            wrong = [check for check in checks if check.outcome in _WRONG]
            for check in wrong:
                if check.message:
                    said.setdefault(_made(check), check.message)
            kinds = dict.fromkeys(map(_made, wrong))
            known = [kind for kind in kinds if kind != (task, "", "")]
            for kind in known or kinds:
                made.setdefault(kind, []).append(entry)
    return [
        MistakeTally(kind[0], _said(kind, said), entries, kind[2])
        for kind, entries in sorted(
            made.items(), key=lambda item: (not any(item[0][1:]), -len(item[1]), item[0])
        )
    ]


def _made(check: CheckResult) -> _Made:
    return check.task, check.diagnosis or "", check.follow_up or ""


def _said(kind: _Made, said: dict[_Made, Text]) -> Text | None:
    _, name, earlier = kind
    if name:
        return said.get(kind, Text(name, name))
    return follow_up(earlier) if earlier else None


def _shown(name: str, limit: int = 80) -> str:
    """Return ``name`` on one line, shortened where nobody would read on."""
    name = line(name)
    return name if len(name) <= limit else f"{name[: limit - 1]}…"
