"""A whole course for nbgrader: its configuration, and the solved notebooks as its source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rnnlab.course import Exercise, build
from rnnlab.platforms.parts import rendered

_HERE = Path(__file__).parent
COURSE = "rnnlab"


def files(
    exercises: Sequence[Exercise], langs: Sequence[str], _out: Path, as_one: bool | None = None
) -> dict[str, bytes]:
    """Return ``nbgrader_config.py`` and ``source/``: an assignment per exercise, or one of all."""
    for exercise in exercises:  # what nbgrader could not make a release of is refused here
        build.stub(exercise.solution.read_text(encoding="utf-8"), exercise.solution)
    first = COURSE if as_one else exercises[0].id
    config = rendered(
        _HERE / "nbgrader_config.py.j2",
        course=COURSE,
        stub="\n".join(build.PLACEHOLDER),
        first=first,
    )
    books = {
        f"source/{COURSE if as_one else exercise.id}/{exercise.stem}.ipynb": build.notebook(
            exercise, langs[0], solved=True
        ).encode()
        for exercise in exercises
    }
    return {"nbgrader_config.py": config, **books}
