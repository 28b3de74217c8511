"""The zip that students get: a course to unpack, or to install with pip from wherever it lies."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path

from rnnlab.course import Exercise, build
from rnnlab.course.released import without_oracles
from rnnlab.platforms.parts import engine, project, rendered, without_answers, zipped
from rnnlab.platforms.platform import Platform, Release
from rnnlab.text import Text

_HERE = Path(__file__).parent
NAME = "students.zip"
SEEDS = (1, 2, 3)  # of the inputs that students' own checks draw


def files(exercises: Sequence[Exercise], langs: Sequence[str], _out: Path) -> dict[str, bytes]:
    """Return the zip; nothing in it is, or holds, an answer."""
    return {NAME: zipped(content(exercises, langs) | diagnoses(exercises))}


def content(exercises: Sequence[Exercise], langs: Sequence[str]) -> dict[str, bytes]:
    """Return what is in the zip, but for the diagnoses."""
    books = {
        f"notebooks/{lang}/{exercise.stem}.ipynb": build.notebook(exercise, lang).encode()
        for lang in langs
        for exercise in exercises
    }
    return {
        "README.md": rendered(_HERE / "students.md.j2", exercises=exercises, langs=langs),
        "pyproject.toml": project(exercises, "pyproject.toml"),
        **engine(),
        **without_answers(exercises),
        **_checks(exercises),
        **books,
    }


def _checks(exercises: Sequence[Exercise]) -> dict[str, bytes]:
    """Return the checks, and what they share, without their oracles."""
    paths = {path: exercise.root for exercise in exercises for path in _of_checks(exercise)}
    modules = {_module(path, root): path.read_text("utf-8") for path, root in paths.items()}
    texts = without_oracles(modules)
    return {
        path.relative_to(root).as_posix(): texts[_module(path, root)].encode()
        for path, root in paths.items()
    }


def _of_checks(exercise: Exercise) -> tuple[Path, ...]:
    return exercise.checks_path, *exercise.common_paths


def _module(path: Path, root: Path) -> str:
    """Return the name by which checks import a file of tests/."""
    return ".".join(path.relative_to(root / "tests").with_suffix("").parts)


def diagnoses(exercises: Sequence[Exercise]) -> dict[str, bytes]:
    """Return the files by which a student's own run names mistakes, without their programs."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        contents = pool.map(_recorded, exercises, repeat(SEEDS))
        paths = (e.answers_path.relative_to(e.root).as_posix() for e in exercises)
        return dict(zip(paths, contents, strict=True))


def _recorded(exercise: Exercise, seeds: Sequence[int]) -> bytes:
    from rnnlab.grading import state

    state.prepare(exercise.stem)  # which imports Keras quietly, before what needs it does
    from rnnlab.grading import recording

    return recording.record(exercise, seeds)


_WAIT = Text(
    "알려진 실수의 답을 기록하고 있습니다. 몇 분 걸립니다.",
    "Recording what the known mistakes answer. This takes some minutes.",
)
PLATFORM = Platform("students", release=Release(files, wait=_WAIT))
