"""What lies where in a class: one list of names, from a tree of folders, a download, or a zip.

A name's first part is its student, or what a platform called it. What a platform's names say is not
known here: :class:`Downloads` is handed in.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from rnnlab import course, source
from rnnlab.classroom.intake import archive
from rnnlab.classroom.intake.archive import SUFFIXES, Entry, shown
from rnnlab.text import Text

_DEEP = 8  # levels of folders below a student's in a download

named = functools.cache(course.meant)  # to be cleared when exercises may have come or gone


def _as_it_is(name: str) -> tuple[str, int]:
    return name, 0


@dataclass(frozen=True)
class Origin:
    """What a platform says in a name of its making: whose the file or folder is.

    ``file`` is what the student called it, "" for a folder. ``given`` takes off a file's name what
    the platform adds to one that comes again, and returns the rest and how often it came.
    """

    student: str
    file: str = ""
    upload: int = 0  # grows from one upload to the next, where the name tells
    dated: bool = False  # its zip has the times of submission
    remarks: tuple[Text, ...] = ()  # what else the name says, for the report
    given: Callable[[str], tuple[str, int]] = _as_it_is


@dataclass(frozen=True)
class Downloads:
    """How platforms hand a class over.

    ``origins`` read a name, and return None for one that is not their making. ``stamps`` are the
    files that say when the folder that they lie in was handed in: by name, what reads the time in
    one, with its offset from UTC, or raises ValueError.
    """

    origins: tuple[Callable[[str], Origin | None], ...] = ()
    stamps: Mapping[str, Callable[[bytes], datetime]] = field(default_factory=dict)

    def origin(self, name: str) -> Origin | None:
        """Return what a platform says in the name, None for any other name."""
        return next(filter(None, (origin(name) for origin in self.origins)), None)

    def made(self, entries: list[Entry]) -> bool:
        """Tell a platform's download from a tree of students' folders."""
        return any(e.parts and self.origin(e.parts[0]) for e in entries)


@dataclass(frozen=True)
class Layout:
    """Where to look.

    ``out`` is the folder of reports, and no student's. Zips are unpacked into the folder ``into``,
    and left alone where there is none.
    """

    downloads: Downloads
    out: Path | None = None
    into: Path | None = None

    def entries(self, path: Path) -> tuple[list[Entry], list[str]]:
        """Return what lies at ``path``, and names of the whole that may tell the exercise.

        The nearest comes first. Raises OSError if ``path`` cannot be read, and UserError for what
        is not a zip that can be.
        """
        if path.is_dir():
            return self._of_folder(path.resolve())
        if self.into and path.suffix.lower() == ".zip":
            return self._of_zip(path, self.into)
        return self._of_file(path)

    def _of_folder(self, path: Path) -> tuple[list[Entry], list[str]]:
        base = path / "submitted" if (path / "submitted").is_dir() else path
        if self._is_one_student(base):
            owner = (base.name,)
            return [Entry((*owner, "")), *self._walk(base, owner, 1)], []
        entries, hints = list(self._walk(base, (), 2)), [base.name]
        around = self._enclosing(entries) if base.name != "submitted" else ""
        if around and self.downloads.made(inside := _below(entries, around)):
            entries, hints = inside, [around, *hints]
        return entries, hints if self.downloads.made(entries) else []

    def _of_zip(self, path: Path, into: Path) -> tuple[list[Entry], list[str]]:
        entries, hints = archive.unpack(path, into, self.downloads.stamps), [path.stem]
        while around := self._enclosing(entries):
            inside = _below(entries, around)
            if not self._is_class(around, inside):
                break
            entries, hints = inside, [around, *hints]
            if around == "submitted":
                break
        flat = [e.parts[0] for e in entries if len(e.parts) == 1 and e.path]
        alone = not any(len(e.parts) > 1 and e.path for e in entries)
        if not self.downloads.made(entries) and flat and (alone or any(map(named, flat))):
            owner = _owner(path.with_suffix("") / "of one student")
            entries = [replace(e, parts=(owner, *e.parts)) for e in entries]
        return entries, hints

    def _of_file(self, path: Path) -> tuple[list[Entry], list[str]]:
        if self.downloads.origin(path.name):
            return [Entry((path.name,), path)], [path.absolute().parent.name]
        owner = _owner(path)
        beside = (path.with_name(name) for name in self.downloads.stamps)
        stamps = [Entry((owner, stamp.name), stamp) for stamp in beside if os.path.lexists(stamp)]
        return [Entry((owner, path.name), path), *stamps], []

    def _is_one_student(self, base: Path) -> bool:
        """Tell a student's folder: it lies in submitted/, or an exercise lies in it."""
        files = [base / name for name in os.listdir(base) if not name.startswith(".")]
        exercises = (f for f in files if f.suffix.lower() in SUFFIXES and named(f.name))
        downloaded = any(self.downloads.origin(f.name) for f in files)
        alone = not downloaded and any(not f.is_dir() for f in exercises)
        return base.parent.name == "submitted" or alone

    def _walk(self, folder: Path, parts: tuple[str, ...], depth: int) -> Iterator[Entry]:
        """Yield what lies in ``folder``, called ``parts``, and ``depth`` levels below it."""
        try:
            found = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as error:
            yield Entry((*parts, ""), problem=_unreadable(folder, error))
            return
        for entry in found:
            path, where = folder / entry.name, (*parts, entry.name)
            if entry.name.startswith(".") or path == self.out:
                continue
            downloaded = not parts and self.downloads.origin(entry.name)
            if entry.is_dir(follow_symlinks=False):
                yield Entry((*where, ""))
                deeper = _DEEP if downloaded else depth - 1
                yield from self._walk(path, where, deeper) if depth else ()
            elif path.is_dir():
                yield Entry((*where, ""), problem=_linked(path))
            elif self.into and path.suffix.lower() == ".zip" and (parts or downloaded):
                yield from self._unpacked(path, where, self.into)
            else:
                of_use = path.suffix.lower() in SUFFIXES or entry.name in self.downloads.stamps
                yield Entry(where, path if of_use else None)

    def _unpacked(self, path: Path, where: tuple[str, ...], into: Path) -> list[Entry]:
        try:
            return archive.unpack_own(source.read(path), where, into, self.downloads.stamps)
        except source.UnreadableError as error:
            return [Entry(where, problem=archive.left_out(shown(where), error.text))]

    def _enclosing(self, entries: list[Entry]) -> str:
        """Return submitted/, or the one folder that all lies in if no platform made it, or ""."""
        around = {e.parts[0] for e in entries if len(e.parts) > 1}
        if "submitted" in around:
            return "submitted"
        alone = len(around) == 1 and not any(len(e.parts) == 1 and e.path for e in entries)
        return next((name for name in around if alone and not self.downloads.origin(name)), "")

    def _is_class(self, name: str, inside: list[Entry]) -> bool:
        """Tell a folder in a zip that holds a class, or all of a download, from a student's."""
        if name == "submitted" or named(name) or self.downloads.made(inside):
            return True
        files = [e.parts for e in inside if e.path]
        folders = {e.parts[0] for e in inside if len(e.parts) > 1}
        if any(len(parts) == 1 for parts in files) or any(map(named, folders)):
            return False
        deep = any(len(parts) > 2 for parts in files)
        return "submitted" in folders or len(folders) > 1 or deep


def _below(entries: list[Entry], around: str) -> list[Entry]:
    """Return what lies in the enclosing folder."""
    inside = [e for e in entries if e.parts[:1] == (around,) or e.problem]
    return [replace(e, parts=e.parts[1:]) for e in inside if e.parts[1:] != ("",) or e.problem]


def _owner(file: Path) -> str:
    """Return whose a single file is: the nearest folder's that is not an exercise's."""
    return next((p.name for p in file.absolute().parents if not named(p.name)), "")


def _linked(folder: Path) -> Text:
    return Text(
        f"{folder}: 링크라서 들어가지 않았습니다. 폴더 자체를 두세요.",
        f"{folder} is a link, which is not followed. Put the folder itself there.",
    )


def _unreadable(folder: Path, error: OSError) -> Text:
    why = error.strerror or type(error).__name__
    return Text(f"{folder}: 폴더를 읽을 수 없습니다 ({why}).", f"{folder} cannot be read ({why}).")
