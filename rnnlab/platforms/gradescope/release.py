"""Gradescope's autograders: a zip per exercise, to be uploaded as it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rnnlab.classroom import late as lateness
from rnnlab.course import Exercise
from rnnlab.platforms.parts import engine, project, rendered, requirements, without_answers, zipped

_HERE = Path(__file__).parent
ENDING = "_gradescope.zip"
SETTINGS = "release.json"


def files(
    exercises: Sequence[Exercise], lang: str, seed: int, late: str | None = None
) -> dict[str, bytes]:
    """Return ``exNN_gradescope.zip`` for each exercise. Raises UserError for a bad ``late``.

    The zips hold the seed and the known mistakes: they are for Gradescope, not for students.
    """
    lateness.policy(late)
    common = {
        "setup.sh": rendered(_HERE / "setup.sh.j2"),
        "run_autograder": rendered(_HERE / "run_autograder.j2", lang=lang),
        "requirements.txt": requirements(exercises),
        "constraints.txt": project(exercises, "constraints.txt"),
        SETTINGS: json.dumps({"seed": seed, "late": late}).encode() + b"\n",
        **engine(),
    }
    return {f"{e.id}{ENDING}": zipped(common | _course(e)) for e in exercises}


def _course(exercise: Exercise) -> dict[str, bytes]:
    files = without_answers([exercise])
    if exercise.mistakes_path.exists():
        files[f"tests/mistakes/{exercise.stem}.py"] = exercise.mistakes_path.read_bytes()
    return files
