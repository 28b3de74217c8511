"""What a submitted file seems to be, read off its text without parsing any of it.

This decides which of a student's files is graded and what is remarked, never a score. It costs time
and memory in proportion to the file: what could be made to cost more, parsing, is left to the
process that runs students' code.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from rnnlab import course
from rnnlab.course import CourseError, build
from rnnlab.source import MAX_SOURCE
from rnnlab.text import Text, line, particle

NOTEBOOK, PYTHON = SUFFIXES = (".ipynb", ".py")

_NAMED = re.compile(r"\.(ipynb|py)(?![a-z0-9])", re.IGNORECASE)
_PERHAPS = re.compile(rf"{_NAMED.pattern}|\.(json|txt)$|^[^.]+$", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:ipynb|py|json|txt)(?![a-z0-9])", re.IGNORECASE)
_IS_PYTHON = re.compile(rb"^[ \t]*def \w+[ \t]*\(", re.MULTILINE)
_KEY = re.compile(rb'"(?:(source|input)|cell_type|execution_count|id|metadata|outputs)"\s*:')
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_ESCAPES = {"n": "\n", "t": "\t"}
_DEFINED = re.compile(r"def (\w+)[ \t]*\(")
_AROUND = ' \t\r",[]{}'  # what JSON puts around a line of code, and indentation
_MOST = 4 * MAX_SOURCE  # bytes of code that are looked at: more is not graded


@dataclass(frozen=True)
class Content:
    """A file's kind (".ipynb", ".py", or "" for neither), and what it defines.

    ``defined`` are the functions of the course's, and ``worked`` those with code of its own.
    """

    kind: str
    defined: frozenset[str] = frozenset()
    worked: frozenset[str] = frozenset()


def may_be(name: str) -> bool:
    """Whether a file of this name can be a notebook or Python, also one with a wrong suffix."""
    return bool(_PERHAPS.search(name))


def has_suffix(name: str) -> bool:
    """Whether a notebook's or Python's suffix is anywhere in the name, as in "ex05.ipynb.txt"."""
    return bool(_NAMED.search(name))


def right_name(name: str, kind: str) -> str:
    """Return what a file of this kind would be called with the right suffix, "" if it has it."""
    if not kind or PurePosixPath(name).suffix.lower() == kind:
        return ""
    return _SUFFIX.split(name)[0] + kind


def read(name: str, data: bytes) -> Content:
    """Return what the file called ``name`` seems to be."""
    kind = _kind(name, data)
    if not kind:
        return Content("")
    tasks = {task for names in tasks_of_the_course().values() for task in names}
    blocks: dict[str, list[str]] = {}
    current: list[str] = []
    for row in _lines(data, kind):
        found = _DEFINED.match(row)
        if found and found[1] in tasks:
            current = blocks.setdefault(found[1], [])
        elif not row:
            current = []
        else:
            current.append(row)
    given = _given()
    worked = (task for task, lines in blocks.items() if set(lines) - given)
    return Content(kind, frozenset(blocks), frozenset(worked))


def _kind(name: str, data: bytes) -> str:
    starts = data[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    if starts and (b'"cells"' in data or b'"worksheets"' in data):
        return NOTEBOOK
    suffix = PurePosixPath(name).suffix.lower()
    named = [f".{found[1].lower()}" for found in _NAMED.finditer(name)]
    said = suffix if suffix in SUFFIXES else next(reversed(named), "")
    return PYTHON if said != PYTHON and _IS_PYTHON.search(data) else said


def _lines(data: bytes, kind: str) -> Iterator[str]:
    """Yield lines of code without comments and what is around them in a notebook's JSON.

    Where one of its cells begins comes an empty line.
    """
    for code in _code(data) if kind == NOTEBOOK else [data[:_MOST]]:
        yield ""
        text = code.decode("utf-8", "replace")
        text = _ESCAPED.sub(_unescaped, text) if kind == NOTEBOOK else text
        for row in text.split("\n"):
            bare = row.strip(_AROUND)
            if bare and not bare.startswith(("#", "raise NotImplementedError")):
                yield bare


def _code(data: bytes) -> Iterator[bytes]:
    """Yield what a notebook's cells hold, as far as it can be graded."""
    start, left = -1, _MOST
    for found in _KEY.finditer(data):
        if start >= 0:
            code = data[start : min(found.start(), start + left)]
            left -= len(code)
            yield code
        start = found.end() if found[1] and left else -1
    if start >= 0:
        yield data[start : start + left]


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else _ESCAPES.get(found[2], found[2])


@functools.cache  # to be cleared when exercises may have come or gone
def tasks_of_the_course() -> dict[str, frozenset[str]]:
    """Map each exercise's stem to its tasks, as far as the course can be read."""
    found = {}
    for stem in stems():
        try:
            exercise = course.read(course.root(), stem)
        except (CourseError, OSError):
            continue
        found[stem] = frozenset(task.name for task in exercise.tasks)
    return found


def stems() -> list[str]:
    """Return the exercises' stems, none without a course."""
    try:
        return list(course.stems(course.root()).values())
    except CourseError:
        return []


@functools.cache  # likewise
def _given() -> frozenset[str]:
    """Return the lines of code that the course's stubs have."""
    lines = {"pass", "..."}
    for stem in tasks_of_the_course():
        exercise = course.exercise(stem)
        try:
            path = next(p for p in (exercise.solution, exercise.stub) if p.is_file())
            stub = build.stub(path.read_text(encoding="utf-8"), path).encode()
        except (CourseError, OSError, StopIteration):
            continue
        lines.update(_lines(stub, PYTHON))
    return frozenset(lines)


def forget() -> None:
    """Read the course anew when it is asked for."""
    tasks_of_the_course.cache_clear()
    _given.cache_clear()


def likeness(content: Content, exercise: str | None = None) -> str | None:
    """Return the exercise that a file's functions are of, if they are of no other.

    Those that ``exercise`` has, too, say nothing of it. That is None where it defines some of
    ``exercise``'s own, or less than half of those that tell.
    """
    tasks = tasks_of_the_course()
    own = tasks.get(exercise or "", frozenset())
    found = []
    for stem, names in tasks.items():
        others = {n for other, each in tasks.items() if other not in (stem, exercise) for n in each}
        telling = names - (own if exercise else others)
        if stem != exercise and telling and 2 * len(telling & content.defined) >= len(telling):
            found.append(stem)
    if exercise and (content.defined & own) - {n for stem in found for n in tasks[stem]}:
        return None
    return found[0] if len(found) == 1 else None


def looks_like(content: Content, name: str, exercise: str) -> Text | None:
    """Return why a file is not graded whose functions are another exercise's, else None."""
    other = likeness(content, exercise)
    if other is None:
        return None
    name, this, that = line(name), line(exercise)[:4], other[:4]
    as_that = that + particle(that, "으로/로")
    return Text(
        f"{name}: {as_that} 보입니다. {this}의 함수는 없고 {that}의 함수가 들어 있어서 채점하지 "
        f"않았습니다. {that}의 과제라면 {as_that} 내세요.",
        f"{name}: this looks like {that}. Its functions are those of {that} and none of {this}, so "
        f"it was not graded. If it is for {that}, hand it in as {that}.",
    )
