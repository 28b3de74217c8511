"""Grades out: from a folder of reports into the tools that instructors already use.

A *not graded* submission, and one that was never handed in, is an empty cell and never 0. Both are
named in what :func:`export` returns. All is read and checked before anything is written, and a file
is written whole or not at all; one of an earlier export is replaced.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from rnnlab import platforms
from rnnlab.classroom.late import Policy
from rnnlab.classroom.roster import Roster
from rnnlab.platforms.grades import Done, Grades, load


def export(
    out_dir: Path,
    to: str,
    *,
    roster: Roster | None = None,
    policy: Policy | None = None,
    only: Collection[str] = (),
    **options: Any,
) -> Done:
    """Write the grades of the folder of reports ``out_dir`` for the platform ``to``.

    ``only`` limits them to these exercises' stems. ``options`` are the platforms' own; those of
    others than ``to`` are passed over. Raises UserError, before anything is written, for a report
    that is damaged and for whatever else the platform needs and does not get.
    """
    offer = platforms.exports()[to]
    own = {option.name: options.get(option.name) for option in offer.options}
    reports = load(out_dir, only)
    if roster:
        reports = [replace(r, submitted=r.submitted or roster.time_of(r.student)) for r in reports]
    grades = Grades(out_dir, reports, roster, policy or Policy())
    done = offer.write(grades, **own)
    return Done(done.files, [*done.notes, *grades.remarks()], done.faults)
