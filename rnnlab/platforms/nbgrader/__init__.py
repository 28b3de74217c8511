"""nbgrader: a course released to it, and grades in its gradebook."""

from __future__ import annotations

from pathlib import Path

from rnnlab.classroom.roster import OWN, Kind
from rnnlab.platforms.grades import Done, Grades
from rnnlab.platforms.nbgrader import release, stamp
from rnnlab.platforms.platform import Export, Option, Platform, Release
from rnnlab.text import UserError


def _write(grades: Grades, course_dir: Path | None) -> Done:
    from rnnlab.platforms.nbgrader import gradebook

    return gradebook.write(grades, _course(course_dir))


def _course(folder: Path | None) -> Path:
    if folder is None or not folder.is_dir():
        where = "" if folder is None else f"{folder}: "
        raise UserError(
            f"{where}nbgrader 과목 폴더(nbgrader_config.py나 gradebook.db가 있는 폴더)를 "
            "--course로 지정하세요.",
            f"{where}name nbgrader's course folder (the one with nbgrader_config.py or "
            "gradebook.db) with --course.",
        )
    return folder


_COURSE = Option("course_dir", "--course", "nbgrader's course folder.", type=Path)
_AS_ONE = Option("as_one", "--as-one", "nbgrader: one assignment with all exercises.", type=bool)
_NUMBER = "lms_user_id"  # its column for the number that an LMS puts behind a name
PLATFORM = Platform(
    "nbgrader",
    stamps={stamp.NAME: stamp.time},
    roster=Kind("nbgrader", OWN.ids, (_NUMBER,), number=_NUMBER),
    export=Export(_write, (_COURSE,)),
    release=Release(release.files, (_AS_ONE,), one_language=True),
)
