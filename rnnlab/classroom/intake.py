"""Which files of a class are submissions: told by their names, and when they were handed in.

A class is a folder in nbgrader's layout, or what was downloaded from Canvas or Moodle, as a folder
or a zip. Nobody's name is believed but that which the instructor or the LMS gave: the first part of
a file's name in the class.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import tempfile
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from dateutil import parser, tz

from rnnlab import course, source
from rnnlab.classroom import archive
from rnnlab.classroom.archive import STAMP, SUFFIXES, Entry, shown
from rnnlab.course import CourseError
from rnnlab.source import Submission
from rnnlab.text import Text

_DEEP = 8  # levels of folders below a student's in Moodle's layout
_CANVAS = re.compile(
    r"(?:(?P<name>.*?)_|(?=(?:LATE_)?anon_))(?P<late>LATE_)?"
    r"(?P<id>[0-9]{1,20}|anon_[0-9A-Za-z]+)_(?P<upload>[0-9]{1,20})_(?P<file>.+)",
    re.DOTALL,
)
_MOODLE = re.compile(
    r"(?P<student>[^_]+_[0-9]+)_assignsubmission_(?:file|onlinetext)(?:_(?P<file>.*))?", re.DOTALL
)
_AGAIN = re.compile(r"(.+)-([0-9]{1,3})(\.\w+)", re.DOTALL)
_MENTION = re.compile(r"(?<![a-z0-9])ex[ _-]?0*[0-9]{1,2}(?![0-9])", re.IGNORECASE)
_ZONED = re.compile(r"(.+) ([A-Z]\w+(?:/\w+)+)")
_ZONES = {"KST": tz.tzoffset("KST", timedelta(hours=9))}  # which dateutil does not know


@dataclass(frozen=True)
class Intake:
    """What was found: submissions, students without one, and what was not looked into, with why.

    ``unread`` are the students from whom something was not looked into: they did hand in.
    """

    submissions: list[Submission]
    empty: list[str]
    closed: list[Text]
    unread: list[str] = field(default_factory=list)


@contextlib.contextmanager
def opened(path: Path, only: Collection[str] = (), out: Path | None = None) -> Iterator[Intake]:
    """Find what there is to grade at ``path``, in zips too, and keep it until the end.

    Zips are unpacked into a temporary folder. Raises what :func:`find` does.
    """
    with tempfile.TemporaryDirectory(prefix="rnnlab-", ignore_cleanup_errors=True) as into:
        yield find(path, only, out, Path(into))


def find(
    path: Path, only: Collection[str] = (), out: Path | None = None, into: Path | None = None
) -> Intake:
    """Return what there is to grade at ``path``, sorted by student and exercise.

    ``path`` is one file, one student's folder, or a class: ``STUDENT/ASSIGNMENT/FILE`` (also
    ``STUDENT/FILE``), a folder that holds one as ``submitted/``, or a download from Canvas or
    Moodle. Hidden files and folders are left out, links to folders are not followed, and ``out``,
    the folder of reports, is no student's. ``only`` limits the submissions to these stems.

    A zip of any of these, and students' own zips, are unpacked into the folder ``into`` and left
    alone where there is none. Raises OSError if ``path`` itself cannot be read, and CourseError for
    what is not a zip that can be.
    """
    _named.cache_clear()  # exercises may have come or gone since
    if path.is_dir():
        found = _of_folder(path.resolve(), out and out.resolve(), into)
    elif into and path.suffix.lower() == ".zip":
        found = _of_zip(path, into)
    else:
        found = _of_file(path)
    submissions = [s for s in found.submissions if not only or s.exercise in only]
    return replace(found, submissions=submissions)


# What lies where, as entries: a file's first part is its student, or what the LMS called it


def _of_folder(path: Path, out: Path | None, into: Path | None) -> Intake:
    base = path / "submitted" if (path / "submitted").is_dir() else path
    if _is_one_student(base):
        owner = (base.name,)
        return _sorted_out([Entry((*owner, "")), *_walk(base, owner, 1, out, into)])
    entries, hints = list(_walk(base, (), 2, out, into)), [base.name]
    if base.name != "submitted" and (around := _enclosing(entries)) and _is_lms(_below(entries)):
        entries, hints = _below(entries), [around, *hints]
    return _sorted_out(entries, hints if _is_lms(entries) else ())


def _of_zip(path: Path, into: Path) -> Intake:
    entries, hints = archive.unpack(path, into), [path.stem]
    while (around := _enclosing(entries)) and _is_class(around, _below(entries)):
        entries, hints = _below(entries), [around, *hints]
        if around == "submitted":
            break
    flat = [e.parts[0] for e in entries if len(e.parts) == 1 and e.path]
    alone = not any(len(e.parts) > 1 and e.path for e in entries)
    if not _is_lms(entries) and flat and (alone or any(map(_named, flat))):
        owner = _owner(path.with_suffix("") / "of one student")
        entries = [replace(e, parts=(owner, *e.parts)) for e in entries]
    return _sorted_out(entries, hints)


def _of_file(path: Path) -> Intake:
    if _of_lms(path.name):
        return _sorted_out([Entry((path.name,), path)], [path.absolute().parent.name])
    owner = _owner(path)
    stamp = path.with_name(STAMP)
    beside = [Entry((owner, STAMP), stamp)] if os.path.lexists(stamp) else []
    return _sorted_out([Entry((owner, path.name), path), *beside])


def _is_one_student(base: Path) -> bool:
    """Tell a student's folder from a class: it lies in submitted/, or an exercise lies in it."""
    files = [base / name for name in os.listdir(base) if not name.startswith(".")]
    exercises = (f for f in files if f.suffix.lower() in SUFFIXES and _named(f.name))
    alone = not any(_of_lms(f.name) for f in files) and any(not f.is_dir() for f in exercises)
    return base.parent.name == "submitted" or alone


def _walk(
    folder: Path, parts: tuple[str, ...], depth: int, out: Path | None, into: Path | None
) -> Iterator[Entry]:
    """Yield what lies in ``folder``, called ``parts``, and ``depth`` levels below it."""
    try:
        found = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as error:
        yield Entry((*parts, ""), problem=_unreadable(folder, error))
        return
    for entry in found:
        path, where = folder / entry.name, (*parts, entry.name)
        if entry.name.startswith(".") or path == out:
            continue
        of_lms = not parts and _of_lms(where[0])
        if entry.is_dir(follow_symlinks=False):
            yield Entry((*where, ""))
            deeper = _DEEP if of_lms else depth - 1
            yield from _walk(path, where, deeper, out, into) if depth else ()
        elif path.is_dir():
            yield Entry((*where, ""), problem=_linked(path))
        elif into and path.suffix.lower() == ".zip" and (parts or of_lms):
            yield from _unpacked(path, where, into)
        else:
            of_use = path.suffix.lower() in SUFFIXES or entry.name == STAMP
            yield Entry(where, path if of_use else None)


def _unpacked(path: Path, where: tuple[str, ...], into: Path) -> list[Entry]:
    try:
        return archive.unpack_own(source.read(path), where, into)
    except source.UnreadableError as error:
        return [Entry(where, problem=archive.left_out(shown(where), error.text))]


def _enclosing(entries: list[Entry]) -> str:
    """Return submitted/, or the one folder that everything lies in if no LMS made it, or ""."""
    around = {e.parts[0] for e in entries if len(e.parts) > 1}
    if "submitted" in around:
        return "submitted"
    alone = len(around) == 1 and not any(len(e.parts) == 1 and e.path for e in entries)
    return next((name for name in around if alone and not _of_lms(name)), "")


def _below(entries: list[Entry]) -> list[Entry]:
    """Return what lies in the enclosing folder."""
    around = _enclosing(entries)
    inside = [e for e in entries if e.parts[:1] == (around,) or e.problem]
    return [replace(e, parts=e.parts[1:]) for e in inside if e.parts[1:] != ("",) or e.problem]


def _is_lms(entries: list[Entry]) -> bool:
    return any(e.parts and _of_lms(e.parts[0]) for e in entries)


def _is_class(name: str, inside: list[Entry]) -> bool:
    """Tell a folder in a zip that holds a class, or all of a download, from a student's."""
    if name == "submitted" or _named(name) or _is_lms(inside):
        return True
    files = [e.parts for e in inside if e.path]
    folders = {e.parts[0] for e in inside if len(e.parts) > 1}
    if any(len(parts) == 1 for parts in files) or any(map(_named, folders)):
        return False
    deep = any(len(parts) > 2 for parts in files)
    return "submitted" in folders or len(folders) > 1 or deep


# Whose is what, and which exercise


@dataclass(frozen=True)
class _Origin:
    """What an LMS says in a name: whose the file is, and what it was called ("" for a folder)."""

    student: str
    file: str
    late: bool = False
    upload: int = 0  # Canvas numbers uploads in their order
    dated: bool = False  # its zip has the times of submission


@dataclass(frozen=True)
class _File:
    """A file of a student, with the ``names`` of its folders and its own below the student's."""

    entry: Entry
    names: tuple[str, ...]
    origin: _Origin | None

    @property
    def given(self) -> tuple[str, int]:
        """The name that the student gave, and the N of Canvas's -N for a file that came again."""
        again = _AGAIN.fullmatch(self.names[-1]) if self.origin and self.origin.upload else None
        return (again[1] + again[3], int(again[2])) if again else (self.names[-1], 0)

    @property
    def exercise(self) -> str | None:
        """The exercise that the file's name, or else a folder's, stands for."""
        names = [self.given[0], *reversed(self.names[:-1])]
        found = [_named(name) for name in names]
        found += [_mentioned(name) for name in names if self.origin]
        return next(filter(None, found), None)

    def rank(self, exercise: str) -> tuple:
        """Return what sorts the files of one exercise, the one to be graded first."""
        name, times = self.given
        own = Path(name).stem == exercise, _named(name) == exercise
        best = *own, name.lower().endswith(".ipynb")
        upload = self.origin.upload if self.origin else 0
        sent = self.sent.timestamp() if self.sent else 0
        newest = -upload, -times, -sent
        return *(not is_best for is_best in best), *newest, len(self.names), self.names

    @property
    def sent(self) -> datetime | None:
        """When the LMS says that it was handed in: Moodle's zips tell, Canvas's do not."""
        return self.entry.sent if self.origin and self.origin.dated else None


def _of_lms(name: str) -> _Origin | None:
    """Read the name that Canvas or Moodle gave to a file or folder; None for any other name."""
    if found := _MOODLE.fullmatch(name):
        return _Origin(found["student"], found["file"] or "", dated=True)
    if found := _CANVAS.fullmatch(name):
        student = found["id"] if found["name"] is None else f"{found['name']}_{found['id']}"
        return _Origin(student, found["file"], bool(found["late"]), int(found["upload"]))
    return None


def _sorted_out(entries: list[Entry], hints: Collection[str] = ()) -> Intake:
    """Return whose the entries are. ``hints`` are names of the whole, the nearest first."""
    closed = [entry.problem for entry in entries if entry.problem]
    lms = _is_lms(entries)
    students: dict[str, list[_File]] = {}
    unread: set[str] = set()
    stamps: dict[tuple[str, ...], Path] = {}
    for entry in entries:
        origin = _of_lms(entry.parts[0]) if entry.parts else None
        if len(entry.parts) < 2 and not origin:
            if lms and entry.path and entry.parts[0] != STAMP:
                closed.append(_nobodys(entry.parts[0]))
            continue
        first, *rest = entry.parts
        student = (
            _composed(origin.student)
            if origin
            else re.sub(r"\.zip$", "", first, flags=re.IGNORECASE)
        )
        names = (origin.file, *rest) if origin and origin.file else tuple(rest)
        files = students.setdefault(student, [])
        if entry.problem:
            unread.add(student)
        elif entry.path and names[-1] != STAMP:
            files.append(_File(entry, names, origin))
        elif entry.path and not origin:  # a student of an LMS tells no time
            stamps[student, *names[:-1]] = entry.path
    found = [
        submission
        for student, files in sorted(students.items())
        for submission in _of_student(student, files, hints, stamps)
    ]
    empty = sorted(s for s, files in students.items() if not files and s not in unread)
    return Intake(found, empty, closed, sorted(unread))


def _of_student(
    student: str, files: list[_File], hints: Collection[str], stamps: dict[tuple[str, ...], Path]
) -> Iterator[Submission]:
    grouped: dict[str, list[_File]] = {}
    named = {file.exercise for file in files} - {None}
    for file in files:
        only = named if file.origin and len(named) == 1 else ()
        likely = (*only, *filter(None, map(_mentioned, hints)), Path(file.names[-1]).stem)
        grouped.setdefault(file.exercise or likely[0], []).append(file)
    for exercise, alike in sorted(grouped.items()):
        first, *others = sorted(alike, key=lambda file: file.rank(exercise))
        unused = tuple(file.entry.parts[-1] for file in others)
        submitted, remarks = _submitted(student, first, stamps)
        yield Submission(student, exercise, first.entry.path, unused, submitted, remarks)


@functools.cache
def _named(name: str) -> str | None:
    try:
        return course.named(name)
    except CourseError:
        return None


def _mentioned(name: str) -> str | None:
    """Return the exercise that is named anywhere in ``name``, as in "kim_ex05"."""
    found = _MENTION.search(name)
    return _named(found[0]) if found else None


def _owner(file: Path) -> str:
    """Return whose a single file is: the nearest folder's that is not an exercise's."""
    return next((p.name for p in file.absolute().parents if not _named(p.name)), "")


def _composed(name: str) -> str:
    """Return a name as people type it: a download's Hangul may be taken apart into letters."""
    return unicodedata.normalize("NFC", name)


# When it was handed in


def _submitted(
    student: str, file: _File, stamps: dict[tuple[str, ...], Path]
) -> tuple[str, tuple[Text, ...]]:
    """Return when a file was handed in, "" if that is not known, and what to say of it."""
    if file.origin:
        late = (_LATE,) if file.origin.late else ()
        return file.sent.isoformat(timespec="seconds") if file.sent else "", late
    folders = (student, *file.names[:-1])
    stamp = next((stamps[f] for f in (folders[:2], folders[:1]) if f in stamps), None)
    if stamp is None:
        return "", ()
    try:
        if stamp.lstat().st_size > 200:
            raise ValueError("too long")
        time = _time(source.read(stamp).decode("utf-8-sig").strip())
        return time.isoformat(timespec="seconds"), ()
    except (OSError, ValueError, OverflowError):
        return "", (_NO_TIME,)


def _time(text: str) -> datetime:
    """Read a time as nbgrader does, for which one without a zone is UTC. Raises ValueError."""
    zoned = _ZONED.fullmatch(text)
    text, zone = (zoned[1], tz.gettz(zoned[2])) if zoned else (text, None)
    time, other = (
        parser.parse(text, default=default, tzinfos=_zone)
        for default in (datetime(1, 1, 1), datetime(2, 2, 2))
    )
    if time != other:
        raise ValueError("not a whole date")
    return time if time.tzinfo else time.replace(tzinfo=zone or UTC)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return tz.tzoffset(name, offset)
    return _ZONES.get(name) or tz.gettz(name) if name else None


# What to say

_LATE = Text(
    "Canvas가 늦은 제출(LATE)로 표시한 파일입니다. 낸 시각은 내려받은 파일에 없습니다.",
    "Canvas marked this file as late. The download does not say when it was handed in.",
)
_NO_TIME = Text(
    "timestamp.txt에서 시각을 읽을 수 없어 언제 냈는지 모릅니다.",
    "No time can be read from timestamp.txt, so it is not known when this was handed in.",
)


def _nobodys(name: str) -> Text:
    return Text(
        f"{shown((name,))}: 누구의 파일인지 이름으로 알 수 없어 채점하지 않았습니다. "
        "학생 이름의 폴더에 넣으세요.",
        f"{shown((name,))}: its name does not tell whose it is, so it was not graded. "
        "Put it into a folder named for the student.",
    )


def _linked(folder: Path) -> Text:
    return Text(
        f"{folder}: 링크라서 들어가지 않았습니다. 폴더 자체를 두세요.",
        f"{folder} is a link, which is not followed. Put the folder itself there.",
    )


def _unreadable(folder: Path, error: OSError) -> Text:
    why = error.strerror or type(error).__name__
    return Text(f"{folder}: 폴더를 읽을 수 없습니다 ({why}).", f"{folder} cannot be read ({why}).")
