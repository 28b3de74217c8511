"""Files parsed where students' code is, several at a time, and what came back.

Nothing of a reply is believed before it is checked.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from threading import Lock
from typing import Any, NamedTuple

import numpy as np

from rnnlab.grading.work import work_of
from rnnlab.sandbox import wire
from rnnlab.sandbox.process import Process
from rnnlab.source import Submission
from rnnlab.text import Text

PARSERS = 4  # processes that parse
SECONDS = 30.0  # for parsing one file
MAX_PRINTS = 10_000  # of one file; an answer to a whole exercise has some hundred
MAX_LINES = 1 << 21


class Unread(NamedTuple):
    """A submission that could not be compared, or not all of it, and why."""

    student: str
    exercise: str
    reason: Text


class Program(NamedTuple):
    """A parsed file: where each of its fingerprints comes first, and its code."""

    student: str
    prints: dict[int, tuple[int, ...]]  # first and last line of the statement, of the fingerprint
    lines: list[str]
    statements: list[frozenset[int]]  # fingerprints of each top-level statement


class Parsers:
    """As many parsers as there are processors, up to PARSERS."""

    def __init__(self) -> None:
        count = min(PARSERS, os.cpu_count() or 1)
        self._all = [Parser() for _ in range(count)]
        self._free: SimpleQueue[Parser] = SimpleQueue()
        for parser in self._all:
            self._free.put(parser)
        self._pool = ThreadPoolExecutor(count)

    def __enter__(self) -> Parsers:
        return self

    def __exit__(self, *_: object) -> None:
        for wait in (False, True):  # what is being parsed ends with its process, and not anew
            self._pool.shutdown(wait, cancel_futures=True)
            for parser in self._all:
                parser.close()

    def replies(self, files: Iterable[Submission]) -> Iterator[tuple[Submission, str, Any]]:
        """Yield each file, in order, the name that it is read by, and the untrusted reply."""
        return self._pool.map(self._reply, files)

    def _reply(self, file: Submission) -> tuple[Submission, str, Any]:
        work = work_of(file, 0)
        if isinstance(work.source, Text):
            return file, work.filename, work.source
        parser = self._free.get()
        try:
            return file, work.filename, parser.reply(work.filename, work.source)
        finally:
            self._free.put(parser)


class Parser:
    """A student process that parses; it serves many files, for it runs nothing of them."""

    _starting = Lock()

    def __init__(self) -> None:
        self._process: Process | None = None

    def close(self) -> None:
        """Kill the process, if there is one."""
        with self._starting:
            if self._process is not None:
                self._process.close()
                self._process = None

    def reply(self, name: str, source: bytes) -> Any:
        """Return the untrusted reply, or a Text that says why there is none."""
        with self._starting:
            fresh = self._process is None
            process = self._process = self._process or Process()
        try:
            *parts, last = wire.parts(source)
            for part in parts:
                process.ask(part, SECONDS)
            last = wire.with_entry(last, "syntax", name)
            return wire.unpack(process.ask(last, SECONDS))
        except (TimeoutError, EOFError, OSError, wire.WireError) as error:
            self.close()
            late = isinstance(error, TimeoutError)
            return _failed(name, late) if fresh or late else self.reply(name, source)


def parsed(
    parsers: Parsers, files: Iterable[Submission], unread: list[Unread]
) -> Iterator[Program]:
    """Yield what could be parsed; add to ``unread`` what could not."""
    for file, name, reply in parsers.replies(files):
        program, problems = _program(file.student, name, reply)
        unread += [Unread(file.student, file.exercise, problem) for problem in problems]
        if program.prints or not problems:
            yield program


def _program(student: str, name: str, reply: Any) -> tuple[Program, list[Text]]:
    """Read an untrusted reply, or the Text that stands for one; with it come its problems."""
    match reply:
        case (str(ko), str(en)) | {"unreadable": (str(ko), str(en))}:
            problems = [(ko, en)]
        case {
            "prints": np.ndarray() as prints,
            "source": str(source),
            "problems": list(problems),
        } if _is_sound(prints) and all(map(_is_text, problems)):
            places: dict[int, tuple[int, ...]] = {}
            statements = defaultdict(set)
            for piece, *where in prints.tolist():
                places.setdefault(piece, tuple(where))
                statements[where[0]].add(piece)
            wholes = [frozenset(pieces) for pieces in statements.values()]
            return Program(student, places, source.split("\n"), wholes), _texts(problems)
        case _:
            problems = [_failed(name, late=False)]
    return Program(student, {}, [], []), _texts(problems)


def _texts(pairs: list[tuple[str, str]]) -> list[Text]:
    return [Text(ko[:500], en[:500]) for ko, en in pairs[:3]]


def _is_sound(prints: np.ndarray) -> bool:
    """Whether these can be what syntax.fingerprints makes: of this shape, lines within lines."""
    if prints.dtype != np.int64 or prints.shape[1:] != (5,) or len(prints) > MAX_PRINTS:
        return False
    top, bottom, first, last = prints[:, 1:].T
    ordered = (top > 0) & (top <= first) & (first <= last) & (last <= bottom)
    return bool(np.all(ordered & (bottom < MAX_LINES)))


def _is_text(value: Any) -> bool:
    return type(value) is tuple and [type(s) for s in value] == [str, str]


def _failed(name: str, late: bool) -> Text:
    if late:
        return Text(
            f"{name}: {SECONDS:g}초 안에 구문을 분석하지 못했습니다. 파일을 직접 살펴보세요.",
            f"{name} could not be parsed within {SECONDS:g} seconds. Look into the file yourself.",
        )
    return Text(
        f"{name}: 너무 길거나 복잡해서 구문을 분석하지 못했습니다. 파일을 직접 살펴보세요.",
        f"{name} is too long or too complex to be parsed. Look into the file yourself.",
    )
