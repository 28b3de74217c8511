"""What lies where in a class: one list of names, from a tree of folders, a download, or a zip.

A name's first part is its student, or what a platform called it. What a platform's names say is not
known here: :class:`Downloads` is handed in.
"""

from __future__ import annotations

import functools
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from rnnlab import course
from rnnlab.classroom.intake import archive
from rnnlab.classroom.intake.archive import Budget, Entry, Folders, is_zip
from rnnlab.classroom.intake.content import has_suffix, may_be
from rnnlab.text import Text

_DEEP = 8  # levels of folders that are looked into

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
    remarks: tuple[Text, ...] = ()  # what else the name says, for the report
    given: Callable[[str], tuple[str, int]] = _as_it_is


@dataclass(frozen=True)
class Downloads:
    """How platforms hand a class over.

    ``origins`` read a name, and return None for one that is not their making. ``stamps`` are the
    files that say when the folder that they lie in was handed in: by name, what reads the time in
    one, with its offset from UTC.
    """

    origins: tuple[Callable[[str], Origin | None], ...] = ()
    stamps: Mapping[str, Callable[[bytes], datetime]] = field(default_factory=dict)

    def origin(self, name: str) -> Origin | None:
        """Return what a platform says in the name, None for any other name."""
        return next(filter(None, (origin(name) for origin in self.origins)), None)

    def made(self, entries: list[Entry]) -> bool:
        """Tell a platform's download from a tree of students' folders."""
        return any(e.parts and self.origin(e.parts[0]) for e in entries)

    def student(self, name: str) -> str:
        """Return whose the file or folder is that is called so in a class."""
        origin = self.origin(name)
        if origin:  # as people type it: a download's Hangul may be taken apart into letters
            return unicodedata.normalize("NFC", origin.student)
        return re.sub(r"\.zip$", "", name, flags=re.IGNORECASE)


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
        folders = Folders(self.into, self.downloads.stamps) if self.into else None
        if path.is_dir():
            entries, hints = self._of_folder(path.resolve())
        elif folders and is_zip(path.name):
            entries, hints = self._of_zip(path, folders)
        else:
            entries, hints = self._of_file(path)
        return list(self._with_own(entries, folders)) if folders else entries, hints

    def _with_own(self, entries: list[Entry], folders: Folders) -> Iterator[Entry]:
        """Yield the entries with students' own zips unpacked, of each within one budget."""
        budgets: defaultdict[str, Budget] = defaultdict(Budget.of_a_student)
        for entry in entries:
            if entry.path and entry.parts[-1] == "":
                budget = budgets[self.downloads.student(entry.parts[0])]
                yield replace(entry, path=None)
                yield from archive.unpack_own(entry, folders, budget) or [_no_files(entry)]
            else:
                yield entry

    def _of_folder(self, path: Path) -> tuple[list[Entry], list[str]]:
        base = path / "submitted" if (path / "submitted").is_dir() else path
        entries, hints = list(self._walk(base, (), _DEEP)), [base.name]
        if self.downloads.made(entries):
            return entries, hints
        if base.parent.name == "submitted" or _is_one_students(entries):
            return [Entry((base.name, "")), *_of(base.name, entries)], []
        around = self._enclosing(entries) if base.name != "submitted" else ""
        if around and self.downloads.made(inside := _below(entries, around)):
            return inside, [around, *hints]
        return _without_strays(_by_student(entries)), []

    def _of_zip(self, path: Path, folders: Folders) -> tuple[list[Entry], list[str]]:
        entries, hints = archive.unpack(path, folders), [path.stem]
        while around := self._enclosing(entries):
            inside = _below(entries, around)
            if not self._is_class(around, inside):
                break
            entries, hints = inside, [around, *hints]
            if around == "submitted":
                break
        if not self.downloads.made(entries):
            owner = _owner(path.with_suffix("") / "of one student")
            entries = _of(owner, entries) if _is_one_students(entries) else _by_student(entries)
        return entries, hints

    def _of_file(self, path: Path) -> tuple[list[Entry], list[str]]:
        if self.downloads.origin(path.name):
            return [Entry((path.name,), path)], [path.absolute().parent.name]
        owner = _owner(path)
        beside = (path.with_name(name) for name in self.downloads.stamps)
        stamps = [Entry((owner, stamp.name), stamp) for stamp in beside if os.path.lexists(stamp)]
        return [Entry((owner, path.name), path), *stamps], []

    def _walk(self, folder: Path, parts: tuple[str, ...], depth: int) -> Iterator[Entry]:
        """Yield what lies in ``folder``, called ``parts``, and ``depth`` levels below it."""
        try:
            found = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as error:
            yield Entry((*parts, ""), problem=_unreadable(parts or (folder.name,), error))
            return
        for entry in found:
            path, where = folder / entry.name, (*parts, entry.name)
            if entry.name.startswith(".") or path == self.out:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield Entry((*where, ""))
                yield from self._walk(path, where, depth - 1) if depth else [_too_deep(where)]
            elif path.is_dir():
                yield Entry((*where, ""), problem=_linked(where))
            elif is_zip(entry.name) and self.into:
                yield Entry((*where, ""), path)
            else:
                of_use = may_be(entry.name) or entry.name in self.downloads.stamps
                yield Entry(where, path if of_use else None)

    def _enclosing(self, entries: list[Entry]) -> str:
        """Return submitted/, or the one folder that all lies in if no platform made it, or ""."""
        around = {e.parts[0] for e in entries if len(e.parts) > 1}
        if "submitted" in around:
            return "submitted"
        alone = len(around) == 1 and not any(len(parts) == 1 for parts in _files(entries))
        return next((name for name in around if alone and not self.downloads.origin(name)), "")

    def _is_class(self, name: str, inside: list[Entry]) -> bool:
        """Tell a folder in a zip that holds a class, or all of a download, from a student's."""
        if name == "submitted" or named(name) or self.downloads.made(inside):
            return True
        files = _files(inside)
        folders = {e.parts[0] for e in inside if len(e.parts) > 1}
        if any(len(parts) == 1 for parts in files) or any(map(named, folders)):
            return False
        deep = any(len(parts) > 2 for parts in files)
        return "submitted" in folders or len(folders) > 1 or deep


def _files(entries: list[Entry]) -> list[tuple[str, ...]]:
    """Return the names of what is a submission by its name; a zip counts as a folder."""
    return [e.parts for e in entries if e.path and (e.parts[-1] == "" or is_work(e.parts[-1]))]


def is_work(name: str) -> bool:
    """Tell by its name that a file is a notebook or Python, or for an exercise."""
    return has_suffix(name) or (may_be(name) and named(name) is not None)


def _is_one_students(entries: list[Entry]) -> bool:
    """Tell what one student handed in: an exercise lies in it, and not those of several others.

    Files whose names begin with something else than the exercise may be of as many students.
    """
    files = _files(entries)
    flat = [name for name, *below in files if not below]
    if any(map(named, flat)):
        others = {p[0] for p in files if any(map(named, p[1:])) and not named(p[0])}
        return len(others) < 2
    if any(len(parts) > 1 for parts in files):
        return False
    return bool(flat) and sum(course.mentioned(name) is not None for name in flat) < 2


def _of(owner: str, entries: list[Entry]) -> list[Entry]:
    return [replace(e, parts=(owner, *e.parts)) for e in entries]


def _by_student(entries: list[Entry]) -> list[Entry]:
    """Return a class by its students also where their folders lie in those of the exercises."""
    files = _files(entries)
    students = {parts[1] for parts in files if len(parts) > 2}
    turned = all(len(p) > 2 and named(p[0]) and not named(p[1]) for p in files)
    if not turned or len(students) < 2:
        return entries
    deep = [e for e in entries if len(e.parts) > 2]
    return [replace(e, parts=(e.parts[1], e.parts[0], *e.parts[2:])) for e in deep]


def _without_strays(entries: list[Entry]) -> list[Entry]:
    """Return the entries with zips beside students' folders as files, which are nobody's."""
    if all(len(parts) < 2 or parts[1:] == ("",) for parts in _files(entries)):
        return entries
    return [
        replace(e, parts=e.parts[:1]) if e.path and e.parts[1:] == ("",) else e for e in entries
    ]


def _below(entries: list[Entry], around: str) -> list[Entry]:
    """Return what lies in the enclosing folder."""
    inside = [e if e.parts[:1] == (around,) else replace(e, parts=()) for e in entries]
    inside = [e for e in inside if e.parts or e.problem]
    return [replace(e, parts=e.parts[1:]) for e in inside if e.parts[1:] != ("",) or e.problem]


def _owner(file: Path) -> str:
    """Return whose a single file is: the nearest folder's that is not an exercise's."""
    return next((p.name for p in file.absolute().parents if not named(p.name)), "")


def _linked(folder: tuple[str, ...]) -> Text:
    return archive.left_out(
        archive.shown(folder),
        Text(
            "링크라서 들어가지 않았습니다. 폴더 자체를 두세요.",
            "it is a link, which is not followed. Put the folder itself there.",
        ),
    )


def _unreadable(folder: tuple[str, ...], error: OSError) -> Text:
    what = error.strerror or type(error).__name__
    why = Text(f"폴더를 읽을 수 없습니다 ({what}).", f"it cannot be read ({what}).")
    return archive.left_out(archive.shown(folder), why)


def _too_deep(folder: tuple[str, ...]) -> Entry:
    name = archive.shown(folder)
    why = Text(
        f"폴더가 {_DEEP}단계보다 깊어서 들어가지 않았습니다. 파일을 위로 옮기세요.",
        f"it lies more than {_DEEP} folders deep and was not looked into. Move its files up.",
    )
    return Entry((*folder, ""), problem=archive.left_out(name, why))


def _no_files(zipped: Entry) -> Entry:
    name = archive.shown(zipped.parts[:-1])
    why = Text("파일이 들어 있지 않은 zip입니다.", "there is no file in this zip.")
    return Entry(zipped.parts[:-1], problem=archive.left_out(name, why), own=True)
