"""Which files of a class are submissions: told by their names, and when they were handed in.

A class is a folder ``submitted/STUDENT/ASSIGNMENT/FILE``, or what was downloaded from a platform,
as a folder or a zip. Nobody's name is believed but that which the instructor or the platform gave:
the first part of a file's name in the class.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from rnnlab import source
from rnnlab.classroom.intake.archive import Entry, shown
from rnnlab.classroom.intake.layout import Downloads, Layout, Origin, named
from rnnlab.source import Submission
from rnnlab.text import Text

_MENTION = re.compile(r"(?<![a-z0-9])ex[ _-]?0*[0-9]{1,2}(?![0-9])", re.IGNORECASE)
_NO_DOWNLOADS = Downloads()


@dataclass(frozen=True)
class Intake:
    """What was found: submissions, students without one, and what was skipped, with why.

    ``unread`` are the students from whom something was skipped: they did hand in.
    """

    submissions: list[Submission]
    empty: list[str]
    skipped: list[Text]
    unread: list[str] = field(default_factory=list)


@contextlib.contextmanager
def opened(
    path: Path,
    only: Collection[str] = (),
    out: Path | None = None,
    downloads: Downloads = _NO_DOWNLOADS,
) -> Iterator[Intake]:
    """Find what there is to grade at ``path``, in zips too, and keep it until the end.

    Zips are unpacked into a temporary folder. Raises what :func:`find` does.
    """
    with tempfile.TemporaryDirectory(prefix="rnnlab-", ignore_cleanup_errors=True) as into:
        yield find(path, only, out, Path(into), downloads)


def find(
    path: Path,
    only: Collection[str] = (),
    out: Path | None = None,
    into: Path | None = None,
    downloads: Downloads = _NO_DOWNLOADS,
) -> Intake:
    """Return what there is to grade at ``path``, sorted by student and exercise.

    ``path`` is one file, one student's folder, or a class: ``STUDENT/ASSIGNMENT/FILE`` (also
    ``STUDENT/FILE``), a folder that holds one as ``submitted/``, or a download as ``downloads``
    knows them. Hidden files and folders are left out, links to folders are not followed, and
    ``out``, the folder of reports, is no student's. ``only`` limits the submissions to these stems.

    A zip of any of these, and students' own zips, are unpacked into the folder ``into`` and left
    alone where there is none. Raises OSError if ``path`` itself cannot be read, and UserError for
    what is not a zip that can be.
    """
    named.cache_clear()
    entries, hints = Layout(downloads, out and out.resolve(), into).entries(path)
    found = _Sorter(downloads, hints).intake(entries)
    submissions = [s for s in found.submissions if not only or s.exercise in only]
    return replace(found, submissions=submissions)


def fit(name: str, exercise: str) -> tuple[bool, ...]:
    """Return what sorts a student's files for an exercise by their names, the one to grade first.

    That is the one of the exercise's own name, then one that stands for it, then a notebook.
    """
    own = Path(name).stem == exercise, named(name) == exercise
    return *(not good for good in own), not name.lower().endswith(".ipynb")


@dataclass(frozen=True)
class _File:
    """A file of a student, with the ``names`` of its folders and its own below the student's."""

    entry: Entry
    path: Path
    names: tuple[str, ...]
    origin: Origin | None

    @property
    def given(self) -> tuple[str, int]:
        """The name that the student gave, and how often a platform says that it came."""
        return self.origin.given(self.names[-1]) if self.origin else (self.names[-1], 0)

    @property
    def exercise(self) -> str | None:
        """The exercise that the file's name, or else a folder's, stands for."""
        names = [self.given[0], *reversed(self.names[:-1])]
        found = [named(name) for name in names]
        found += [_mentioned(name) for name in names if self.origin]
        return next(filter(None, found), None)

    def rank(self, exercise: str) -> tuple[object, ...]:
        """Return what sorts the files of one exercise, the one to be graded first."""
        name, times = self.given
        upload = self.origin.upload if self.origin else 0
        newest = -upload, -times, -(self.sent.timestamp() if self.sent else 0)
        return *fit(name, exercise), *newest, len(self.names), self.names

    @property
    def sent(self) -> datetime | None:
        """When a platform's zip says that it was handed in."""
        return self.entry.sent if self.origin and self.origin.dated else None


class _Sorter:
    """Sorts out whose the entries of a class are, and which exercise a file is for.

    ``hints`` are names of the whole, the nearest first.
    """

    def __init__(self, downloads: Downloads, hints: Collection[str]) -> None:
        self._downloads, self._hints = downloads, hints
        self._students: dict[str, list[_File]] = {}
        self._unread: set[str] = set()
        # By the folder that they stand in, from the student's: a stamp's name and where it lies.
        self._stamps: dict[tuple[str, ...], tuple[str, Path]] = {}

    def intake(self, entries: list[Entry]) -> Intake:
        skipped = [entry.problem for entry in entries if entry.problem]
        downloaded = self._downloads.made(entries)
        for entry in entries:
            origin = self._downloads.origin(entry.parts[0]) if entry.parts else None
            if len(entry.parts) > 1 or origin:
                self._add(entry, origin)
            elif downloaded and entry.path and entry.parts[0] not in self._downloads.stamps:
                skipped.append(_nobodys(entry.parts[0]))
        found = [s for student in sorted(self._students) for s in self._submissions(student)]
        without = (student for student, files in self._students.items() if not files)
        empty = sorted(student for student in without if student not in self._unread)
        return Intake(found, empty, skipped, sorted(self._unread))

    def _add(self, entry: Entry, origin: Origin | None) -> None:
        first, *names = entry.parts
        if origin:
            # as people type it: a download's Hangul may be taken apart into letters
            student = unicodedata.normalize("NFC", origin.student)
            names = [origin.file, *names] if origin.file else names
        else:
            student = re.sub(r"\.zip$", "", first, flags=re.IGNORECASE)
        files = self._students.setdefault(student, [])
        if entry.problem:
            self._unread.add(student)
        elif entry.path and names[-1] not in self._downloads.stamps:
            files.append(_File(entry, entry.path, tuple(names), origin))
        elif entry.path and not origin:  # in a download a student would have made the stamp
            self._stamps[student, *names[:-1]] = names[-1], entry.path

    def _submissions(self, student: str) -> Iterator[Submission]:
        files = self._students[student]
        grouped: dict[str, list[_File]] = {}
        known = {file.exercise for file in files} - {None}
        for file in files:
            only = known if file.origin and len(known) == 1 else ()
            hinted = filter(None, map(_mentioned, self._hints))
            likely = (*only, *hinted, Path(file.names[-1]).stem)
            grouped.setdefault(file.exercise or likely[0], []).append(file)
        for exercise, alike in sorted(grouped.items()):
            first, *others = sorted(alike, key=lambda file: file.rank(exercise))
            unused = tuple(file.entry.parts[-1] for file in others)
            submitted, remarks = self._submitted(student, first)
            yield Submission(student, exercise, first.path, unused, submitted, remarks)

    def _submitted(self, student: str, file: _File) -> tuple[str, tuple[Text, ...]]:
        """Return when a file was handed in, "" if that is not known, and what to say of it."""
        if file.origin:
            return _iso(file.sent) if file.sent else "", file.origin.remarks
        folders = (student, *file.names[:-1])
        near = (self._stamps.get(folders[:2]), self._stamps.get(folders[:1]))
        stamp = next(filter(None, near), None)
        if stamp is None:
            return "", ()
        name, path = stamp
        try:
            return _iso(self._downloads.stamps[name](source.read(path))), ()
        except (OSError, ValueError, OverflowError):
            return "", (_no_time(name),)


def _mentioned(name: str) -> str | None:
    """Return the exercise that is named anywhere in ``name``, as in "kim_ex05"."""
    found = _MENTION.search(name)
    return named(found[0]) if found else None


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="seconds")


def _no_time(stamp: str) -> Text:
    return Text(
        f"{stamp}에서 시각을 읽을 수 없어 언제 냈는지 모릅니다.",
        f"No time can be read from {stamp}, so it is not known when this was handed in.",
    )


def _nobodys(name: str) -> Text:
    return Text(
        f"{shown((name,))}: 누구의 파일인지 이름으로 알 수 없어 채점하지 않았습니다. "
        "학생 이름의 폴더에 넣으세요.",
        f"{shown((name,))}: its name does not tell whose it is, so it was not graded. "
        "Put it into a folder named for the student.",
    )
