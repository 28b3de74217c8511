"""Where the course is, and which exercises it has."""

from __future__ import annotations

import os
import re
from pathlib import Path

from rnnlab.course.exercise import CourseError, Exercise
from rnnlab.course.read import read

_PACKAGE = Path(__file__).resolve().parents[1]
_STEM = re.compile(r"ex[0-9]{2}_\w+")
_MENTION = re.compile(r"(?<![a-z0-9])ex[ ._-]?0*[0-9]{1,2}(?![0-9])", re.IGNORECASE)
_NUMBER = re.compile(r"(?:ex[ _-]?)?0*([0-9]{1,2})|(?:test_)?ex[ _-]?0*([0-9]{1,2})(?![0-9]).*")


def root() -> Path:
    """Return the course's folder.

    That is ``RNNLAB_COURSE``, else the checkout that holds this package, else the first course
    from the working directory upwards, else the copy inside an installed package.
    Raises CourseError when there is none.
    """
    wanted = os.environ.get("RNNLAB_COURSE")
    if wanted:
        if not _is_course(Path(wanted)):
            raise CourseError(
                f"RNNLAB_COURSE={wanted}: 과목 폴더가 아닙니다. "
                "tests/와, solutions/나 exercises/가 있는 폴더를 정하세요.",
                f"RNNLAB_COURSE={wanted} is no course: "
                "name a folder with tests/ and solutions/ or exercises/.",
            )
        return Path(wanted).resolve()
    here = Path.cwd()
    places = [_PACKAGE.parent, here, *here.parents, _PACKAGE / "_course"]
    found = next((place for place in places if _is_course(place)), None)
    if found is None:
        raise CourseError(
            f"{here}에도 그 위에도 과목이 없습니다. RNNLAB_COURSE로 과목의 폴더를 정하세요.",
            f"no course in {here} or above it; set RNNLAB_COURSE to its folder",
        )
    return found


def with_solutions(folder: Path) -> Path:
    """Return ``folder``, a course as its author has it. Raises CourseError for any other."""
    if not (folder / "solutions").is_dir():
        raise CourseError(
            f"{folder}에 solutions/가 없습니다. 교수자용 원본 폴더에서만 할 수 있습니다.",
            f"no solutions/ in {folder}: only an instructor's checkout has them",
        )
    return folder


def exercises() -> list[Exercise]:
    """Return every exercise, in the order of their numbers."""
    folder = root()
    return [read(folder, stem) for stem in stems(folder).values()]


def exercise(key: str | Path) -> Exercise:
    """Return the exercise that ``key`` names, as :func:`named` does. Raises CourseError."""
    return read(root(), named(key))


def named(key: str | Path) -> str:
    """Return the stem that ``key`` names: "ex05", "5", a stem, or a file's name or path.

    A file counts by the start of its name, so "Ex05 - copy.ipynb" is ex05.
    Raises CourseError, with the list of those there are, for anything else.
    """
    known = stems(root())
    match = _NUMBER.fullmatch(Path(key).stem.lower())
    stem = known.get(f"ex{int(match[1] or match[2]):02d}") if match else None
    if stem is None:
        raise CourseError(
            f"{str(key)!r}라는 실습은 없습니다. 있는 실습: {', '.join(known) or '없음'}",
            f"no exercise {str(key)!r}; there are: {', '.join(known) or 'none'}",
        )
    return stem


def meant(name: str) -> str | None:
    """Return the stem that a name of any kind stands for, None if that is no exercise."""
    try:
        return named(name)
    except CourseError:
        return None


def mentioned(name: str) -> str | None:
    """Return the stem that is named anywhere in ``name``, as in "kim_ex05", if it is only one."""
    found = {meant(mention.replace(".", "")) for mention in _MENTION.findall(name)} - {None}
    return found.pop() if len(found) == 1 else None


def stems(folder: Path) -> dict[str, str]:
    """Map each id to its stem, sorted: of the solutions and, for students, of the stubs."""
    paths = [p for role in ("solutions", "exercises") for p in (folder / role).glob("ex*.py")]
    found: dict[str, str] = {}
    for stem in sorted({p.stem for p in paths if _STEM.fullmatch(p.stem)}):
        if found.setdefault(stem[:4], stem) != stem:
            names = found[stem[:4]], stem
            raise CourseError(
                f"번호가 {stem[:4]}인 실습이 둘입니다: {', '.join(names)}. 하나의 이름을 바꾸세요.",
                f"two exercises are {stem[:4]}: {' and '.join(names)}; rename one of them",
            )
    return found


def is_stem(name: str) -> bool:
    """Whether ``name`` is an exercise's, as ex05_sequence_predictor is."""
    return bool(_STEM.fullmatch(name))


def _is_course(folder: Path) -> bool:
    roles = (folder / "exercises", folder / "solutions")
    return (folder / "tests").is_dir() and any(role.is_dir() for role in roles)
