"""Grades out: from a folder of reports into the tools that instructors already use.

A *not graded* submission, and one that was never handed in, is an empty cell and never 0. Both are
named in what :func:`export` returns. All is read and checked before anything is written, and a file
is written whole or not at all; one of an earlier export is replaced.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from rnnlab.classroom.late import Policy
from rnnlab.classroom.roster import Roster
from rnnlab.platforms.grades import Done, Grades, load
from rnnlab.text import UserError

TARGETS = ("csv", "canvas", "moodle", "gradescope", "nbgrader")


def export(
    out_dir: Path,
    to: str,
    *,
    roster: Roster | None = None,
    policy: Policy | None = None,
    only: Collection[str] = (),
    course_dir: Path | None = None,
) -> Done:
    """Write the grades of the folder of reports ``out_dir`` for the tool ``to``, one of TARGETS.

    ``only`` limits them to these exercises' stems. ``course_dir`` is nbgrader's course folder,
    which "nbgrader" needs. Raises UserError, before anything is written, for a report that is
    damaged and for whatever else the tool needs and does not get.
    """
    grades = Grades(out_dir, load(out_dir, only), roster, policy or Policy())
    if to == "nbgrader":
        from rnnlab.platforms.nbgrader import gradebook

        done = gradebook.write(grades, _course_of_nbgrader(course_dir))
    else:
        done = _writer(to)(grades)
    return Done(done.files, [*done.notes, *grades.not_graded(), *grades.missing()], done.faults)


def _writer(to: str):
    from rnnlab.platforms import canvas, moodle, table
    from rnnlab.platforms.gradescope import results

    writers = {"csv": table, "canvas": canvas, "moodle": moodle, "gradescope": results}
    return writers[to].write


def _course_of_nbgrader(folder: Path | None) -> Path:
    if folder is None or not folder.is_dir():
        where = "" if folder is None else f"{folder}: "
        raise UserError(
            f"{where}nbgrader 과목 폴더(nbgrader_config.py나 gradebook.db가 있는 폴더)를 "
            "--course로 알려 주세요.",
            f"{where}name nbgrader's course folder (the one with nbgrader_config.py or "
            "gradebook.db) with --course.",
        )
    return folder
