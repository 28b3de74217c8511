"""Gradescope's autograders: a zip per exercise, to be uploaded as it is."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from pathlib import Path

from rnnlab import course
from rnnlab.classroom import late as lateness
from rnnlab.classroom.intake import content
from rnnlab.course import Exercise
from rnnlab.files import kept_number
from rnnlab.platforms.parts import engine, project, rendered, requirements, without_answers, zipped

_HERE = Path(__file__).parent
SETTINGS = "release.json"
_SEED = ".seed"


def files(
    exercises: Sequence[Exercise], langs: Sequence[str], out: Path, late: str | None = None
) -> dict[str, bytes]:
    """Return ``exNN_gradescope.zip`` for each exercise, and the seed, kept from the last release.

    The zips hold the seed and the known mistakes: they are for Gradescope, not for students. All
    of the course's checks are in each, to tell whose a file's functions are. ``late`` is a rule as
    :func:`rnnlab.classroom.late.policy` reads it. Raises UserError for a bad one, and for a file
    of the seed that holds none.
    """
    seed = kept_number(out / _SEED)
    if seed is None:
        seed = secrets.randbelow(2**31)
    lateness.policy(late)
    content.forget()
    common = {
        "setup.sh": rendered(_HERE / "setup.sh.j2"),
        "run_autograder": rendered(_HERE / "run_autograder.j2", lang=langs[0]),
        "requirements.txt": requirements(exercises),
        "constraints.txt": project(exercises, "constraints.txt"),
        **engine(),
        **without_answers(map(course.exercise, content.tasks_of_the_course())),
    }
    zips = {f"{e.id}_gradescope.zip": zipped(common | _own(e, seed, late)) for e in exercises}
    return zips | {_SEED: b"%d\n" % seed}


def _own(exercise: Exercise, seed: int, late: str | None) -> dict[str, bytes]:
    settings = {"exercise": exercise.stem, "seed": seed, "late": late}
    files = {SETTINGS: json.dumps(settings).encode() + b"\n"}
    if exercise.mistakes_path.exists():
        files[f"tests/mistakes/{exercise.stem}.py"] = exercise.mistakes_path.read_bytes()
    return files
