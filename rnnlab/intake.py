"""Which files of a class are submissions: told by their names, none of them opened."""

from __future__ import annotations

import functools
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from rnnlab import course
from rnnlab.course import CourseError
from rnnlab.text import Text

_SUFFIXES = (".ipynb", ".py")


@dataclass(frozen=True)
class Submission:
    """One file of one student. ``exercise`` is a stem, or the file's own if it names none."""

    student: str
    exercise: str
    path: Path
    unused: tuple[str, ...] = ()  # other files of the same student for the same exercise
    submitted: str = ""  # when it was handed in, ISO 8601 with the offset from UTC
    remarks: tuple[Text, ...] = ()  # what else the report is to say of the file

    @property
    def notes(self) -> tuple[Text, ...]:
        """What the report says of the file: which one was chosen, if there were several."""
        if not self.unused:
            return self.remarks
        used, others = self.path.name, ", ".join(self.unused)
        return (
            *self.remarks,
            Text(
                f"이 실습의 파일이 여럿이어서 {used}만 채점했습니다. 실습과 이름이 같은 파일이 "
                f"먼저이고, 그다음은 노트북입니다. 채점하지 않은 파일: {others}",
                f"Of several files for this exercise only {used} was graded: the one of the "
                f"exercise's own name comes first, then a notebook. Not graded: {others}",
            ),
        )


@dataclass(frozen=True)
class Intake:
    """What was found: submissions, students without one, and folders not looked into, with why."""

    submissions: list[Submission]
    empty: list[str]
    closed: list[Text]


def find(path: Path, only: Collection[str] = (), out: Path | None = None) -> Intake:
    """Return what there is to grade at ``path``, sorted by student and exercise.

    ``path`` is one file, one student's folder, or a class ``STUDENT/ASSIGNMENT/FILE`` (also
    ``STUDENT/FILE``), or a folder that holds a class as ``submitted/``. Hidden files and folders
    are left out, links to folders are not followed, and ``out``, the folder of reports, is no
    student's. ``only`` limits the submissions to these stems. Raises OSError if ``path`` itself
    cannot be read.
    """
    _named.cache_clear()  # exercises may have come or gone since
    if not path.is_dir():
        return Intake([_choose(_owner(path), _stem(path), [path])], [], [])
    base = path.resolve()
    base = base / "submitted" if (base / "submitted").is_dir() else base
    found, empty, closed = [], [], []
    for folder in [base] if _is_one_student(base) else _students(base, closed):
        if out and folder == out.resolve():
            continue
        unread = len(closed)
        files = list(_files(folder, 1, closed))
        found += _of_student(folder, files)
        if not files and len(closed) == unread:
            empty.append(folder.name)
    return Intake([s for s in found if not only or s.exercise in only], empty, closed)


def _is_one_student(base: Path) -> bool:
    """Tell a student's folder from a class: it lies in submitted/, or an exercise lies in it."""
    files = [base / name for name in os.listdir(base) if not name.startswith(".")]
    exercises = (f for f in files if f.suffix.lower() in _SUFFIXES and _named(f.name))
    return base.parent.name == "submitted" or any(not f.is_dir() for f in exercises)


def _students(base: Path, closed: list[Text]) -> Iterator[Path]:
    for entry in sorted(os.scandir(base), key=lambda e: e.name):
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
            yield base / entry.name
        elif (base / entry.name).is_dir() and not entry.name.startswith("."):
            closed.append(_linked(base / entry.name))


def _files(folder: Path, depth: int, closed: list[Text]) -> Iterator[Path]:
    """Yield the notebooks and Python files in ``folder`` and ``depth`` levels below it."""
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        closed.append(_unreadable(folder, error))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(path, depth - 1, closed) if depth else ()
        elif path.is_dir():
            closed.append(_linked(path))
        elif path.suffix.lower() in _SUFFIXES:
            yield path


def _of_student(folder: Path, files: list[Path]) -> list[Submission]:
    grouped: dict[str, list[Path]] = {}
    for file in files:
        grouped.setdefault(_stem(file, folder), []).append(file)
    return [_choose(folder.name, stem, paths) for stem, paths in sorted(grouped.items())]


def _stem(file: Path, student: Path | None = None) -> str:
    """Return the exercise that a file's name, or else its folder's name, stands for."""
    folder = "" if file.parent == student else file.parent.name
    return _named(file.name) or _named(folder) or file.stem


@functools.cache
def _named(name: str) -> str | None:
    try:
        return course.named(name)
    except CourseError:
        return None


def _owner(file: Path) -> str:
    """Return whose a single file is: the nearest folder's that is not an exercise's."""
    return next((p.name for p in file.absolute().parents if not _named(p.name)), "")


def _choose(student: str, stem: str, paths: list[Path]) -> Submission:
    """Of several files for one exercise take the one of the exercise's own name, notebook first."""

    def rank(path: Path) -> tuple:
        mine = path.stem == stem, _named(path.name) == stem, path.suffix.lower() == ".ipynb"
        return *(not best for best in mine), len(path.parts), str(path)

    first, *rest = sorted(paths, key=rank)
    return Submission(student, stem, first, tuple(p.name for p in rest))


def _linked(folder: Path) -> Text:
    return Text(
        f"{folder}: 링크라서 들어가지 않았습니다. 폴더 자체를 두세요.",
        f"{folder} is a link, which is not followed. Put the folder itself there.",
    )


def _unreadable(folder: Path, error: OSError) -> Text:
    why = error.strerror or type(error).__name__
    return Text(f"{folder}: 폴더를 읽을 수 없습니다 ({why}).", f"{folder} cannot be read ({why}).")
