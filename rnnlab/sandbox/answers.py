"""The trust boundary: a submission's functions, called in a process that knows no answers.

:class:`Student` is what grading uses. To it a call is a frame in and a value out; whatever else can
happen to untrusted code is an error of :mod:`rnnlab.sandbox.errors`, each with its sentence.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol, TypeVar

import numpy as np

from rnnlab.sandbox import wire
from rnnlab.sandbox.confine.level import Level
from rnnlab.sandbox.errors import (
    CrashedError,
    NotAttemptedError,
    RaisedError,
    RefusedError,
    StudentError,
    TimedOutError,
    UnfinishedError,
)
from rnnlab.sandbox.inside import printed
from rnnlab.sandbox.process import Limits, Process, level
from rnnlab.sandbox.wire.values import DEEP, KEYS, LARGE
from rnnlab.text import Text, line

_Error = TypeVar("_Error", bound=StudentError)
_REMEMBERED = 1 << 20  # bytes of a reply that is kept; a check's answers are far smaller
_KEPT = 16 << 20  # and of all replies that are kept
_SECRET = secrets.token_bytes(16)  # of this process; it is never sent


class Answers(Protocol):
    """Where a check's calls go."""

    notes: tuple[Text, ...]
    confinement: Level | None
    sources: dict[str, str]

    def call(self, task: str, frame: bytes) -> object:
        """Return the answer to ``frame``, a packed call of ``task``; raises StudentError."""

    def printed(self, frame: bytes) -> str:
        """Return what ``frame``, already called, printed where it returned None; "" if nothing."""


def _key(frame: bytes) -> str:
    """Return what a reply has to repeat: nobody can tell it who has not been sent this call."""
    return hmac.digest(_SECRET, frame, "sha256")[:16].hex()


def value_of(reply: object, key: str | None, task: str = "") -> object:
    """Return the value in a reply to call ``key``, or raise the StudentError that it reports.

    A reply is untrusted: one of another shape, or to another call, is a crash. A replay in this
    process has no key.
    """
    match reply:
        case {"key": answered} if type(answered) is not type(key) or answered != key:
            pass
        case {"key": _, "returned": value, **rest} if not rest or printed_in(reply):
            return value
        case {"key": _, "not_attempted": str(), **rest} if not rest:
            raise NotAttemptedError("아직 작성하지 않았습니다.", "Not written yet.")
        case {"key": _, "not_attempted": str(), "of": of, **rest} if _is_name(of) and not rest:
            raise UnfinishedError(task, str(of))
        case {"key": _, "refused": (str(ko), str(en))}:
            raise RefusedError(*_quoted(ko, en, key))
        case {"key": _, "raised": {"type": str(t), "message": str(m), "where": str(w), **rest}}:
            raise RaisedError(line(t)[:80], line(m)[:500], line(w)[:80], _why(rest, key))
    raise CrashedError(
        "코드가 채점 프로그램과의 통신을 망가뜨렸습니다.",
        "Your code disturbed the communication with the grader.",
    )


def _is_name(value: object) -> bool:
    return type(value) is str and len(value) <= 80 and value.isidentifier()


def _why(rest: Mapping[object, object], key: str | None) -> Text | None:
    match rest.get("why"):
        case (str(ko), str(en)):
            return _quoted(ko, en, key)
    return None


def _quoted(ko: str, en: str, key: str | None = "") -> Text:
    """Return a sentence of the student process as what it is: theirs, whoever wrote it there.

    Only what a replay in this process says is taken for what our own code says there.
    """
    if key is None or Text(ko, en) in _OURS:
        return Text(ko, en)
    return Text(
        f"제출한 프로그램이 알린 내용: {line(ko)[:500]}", f"Your program says: {line(en)[:500]}"
    )


_OURS = (DEEP, LARGE, KEYS)  # which say the same, whoever sent them


def printed_in(reply: object) -> str:
    """Return what a call printed, by its reply; "" where that returned a value or is malformed."""
    match reply:
        case {"key": _, "returned": None, "printed": text, **rest} if not rest:
            return text if type(text) is str and len(text) <= printed.LIMIT else ""
    return ""


def decoded(reply: bytes) -> object:
    """Return what a reply holds; raises StudentError for one that cannot be read."""
    try:
        return wire.unpack(reply)
    except wire.ModelRefused as error:
        raise RefusedError(*error.text) from None
    except wire.WireError as error:
        raise CrashedError(*error.text) from None


class Live:
    """Functions that live in this process: a student's own notebook, or a known mistake.

    ``replies`` holds the reply to every frame so far; a frame that is in it is not called again.
    ``tasks`` are the names of tasks that are not among the functions, but that these may call.
    """

    def __init__(
        self, functions: Mapping[str, Callable[..., object]], tasks: Collection[str] = ()
    ) -> None:
        self._functions, self._tasks = functions, {*functions, *tasks}
        self.replies: dict[bytes, bytes] = {}
        self.notes: tuple[Text, ...] = ()
        self.confinement: Level | None = None
        self.sources: dict[str, str] = {}

    def call(self, task: str, frame: bytes) -> object:
        """Call the function on copies of the arguments, exactly as the student process does."""
        from rnnlab.sandbox.inside import runtime

        if task not in self._functions:
            raise _missing(task)
        if frame not in self.replies:
            self.replies[frame] = runtime.replay(self._functions[task], frame, self._tasks)
        return value_of(decoded(self.replies[frame]), None, task)

    def printed(self, frame: bytes) -> str:
        """Return what the call of ``frame`` printed where it returned None."""
        return _printed(self.replies.get(frame))


class Student:
    """A submission's functions in a student process of their own.

    A call that hangs or crashes costs its process, never a score already earned: the next call
    starts a fresh one. A task that has run out of time once is not tried again, and a call that
    has been answered is not made again.
    """

    def __init__(
        self,
        source: bytes,
        filename: str,
        tasks: Sequence[str],
        limits: Limits | None = None,
        beside: Mapping[str, bytes] | None = None,
    ) -> None:
        self._source = source
        self._read = wire.pack({"read": filename, "tasks": list(tasks)})
        self._beside = {n: np.frombuffer(data, np.uint8) for n, data in (beside or {}).items()}
        self._plain = False  # of the statements only those run that have to
        self._limits = limits or Limits()
        self._left = self._limits.submission
        self._process: Process | None = None
        self._hopeless: dict[str, StudentError] = {}
        self._replies: dict[bytes, bytes] = {}
        self._room = _KEPT
        self._found: frozenset[str] = frozenset()
        self._broken: dict[str, Text] = {}
        self._tasks = tasks
        self.unreadable: Text | None = None  # why the file could not be read, once it is known
        self.notes: tuple[Text, ...] = ()
        self.confinement: Level | None = None
        self.sources: dict[str, str] = {}

    def call(self, task: str, frame: bytes) -> object:
        """Return the answer to one call; raises StudentError."""
        reply = self._replies.get(frame)
        if reply is None:
            reply = self._reply(task, frame)
            self._remember(frame, reply)
        try:
            return value_of(decoded(reply), _key(frame), task)
        except CrashedError:
            self.close()
            raise

    def _remember(self, frame: bytes, reply: bytes) -> None:
        if len(reply) <= min(_REMEMBERED, self._room):
            self._replies[frame] = reply
            self._room -= len(reply)

    def printed(self, frame: bytes) -> str:
        """Return what the call of ``frame`` printed where it returned None."""
        return _printed(self._replies.get(frame))

    def _reply(self, task: str, frame: bytes) -> bytes:
        for fatal in ("", task):
            if fatal in self._hopeless:
                raise self._hopeless[fatal]
        process = self._process or self._start()
        if task not in self._found:
            raise self._absent(task)
        try:
            keyed = wire.with_entry(frame, "key", _key(frame))
            return self._ask(process, keyed, self._limits.call)
        except TimedOutError as error:
            self._hopeless[task] = error
            raise

    def _start(self) -> Process:
        try:
            process = self._read_file()
        except StudentError as error:
            raise self._give_up("", error) from None
        load = {"load": list(self._tasks), "beside": self._beside, "plain": self._plain}
        try:
            reply = decoded(self._ask(process, wire.pack(load), self._limits.start))
        except StudentError as error:
            if self._plain:
                raise self._give_up("", error) from None
            self._plain = True  # perhaps it is a statement that can be done without
            self._hopeless.clear()
            return self._start()
        match reply:
            case {"loaded": list(found), "problems": problems}:
                self._found = frozenset(n for n in found if type(n) is str)
                left_out = (_LEFT_OUT,) if self._plain else ()
                self.notes = (*self.notes, *left_out, *_problems(problems))
            case _:
                raise self._give_up("", CrashedError.ended())
        return process

    def _read_file(self) -> Process:
        """Start a process that has read the file, and nothing of it has run."""
        process = self._process = Process()
        self.confinement = level()
        for part in wire.parts(self._source):
            self._ask(process, part, self._limits.start)
        match decoded(self._ask(process, self._read, self._limits.start)):
            case {"sources": dict(sources), "problems": list(problems), "broken": dict(broken)}:
                self.sources = sources
                self.notes = tuple(Text(*problem) for problem in problems)
                self._broken = {task: Text(*why) for task, why in broken.items()}
            case {"unreadable": (str(ko), str(en))}:
                self.unreadable = Text(ko, en)
                raise RefusedError(ko, en)
        return process

    def _ask(self, process: Process, frame: bytes, limit: float) -> bytes:
        """Return the process's reply; a process that does not answer is killed."""
        seconds = min(limit, self._left)
        started = time.monotonic()
        try:
            return process.ask(frame, seconds)
        except TimeoutError:
            self.close()
            raise self._late(seconds) from None
        except (EOFError, OSError):
            self.close()
            raise CrashedError.ended() from None
        except wire.WireError as error:
            self.close()
            raise CrashedError(*error.text) from None
        finally:
            self._left -= time.monotonic() - started

    def _late(self, seconds: float) -> TimedOutError:
        if seconds < self._limits.call:
            return self._give_up(
                "",
                TimedOutError(
                    f"제출물 전체의 제한 시간 {self._limits.submission:g}초를 다 썼습니다.",
                    f"The submission used up its {self._limits.submission:g} seconds.",
                ),
            )
        return TimedOutError(
            f"{seconds:g}초 안에 끝나지 않았습니다. 끝나지 않는 반복문이 있는지 확인하세요.",
            f"It did not finish within {seconds:g} seconds. Is there a loop that never ends?",
        )

    def _give_up(self, task: str, error: _Error) -> _Error:
        self._hopeless[task] = error
        return error

    def _absent(self, task: str) -> StudentError:
        if task in self._broken:
            return RefusedError(*self._broken[task])
        return _missing(task)

    def close(self) -> None:
        """Kill the student process, if there is one."""
        if self._process is not None:
            self._process.close()
            self._process = None


def _printed(reply: bytes | None) -> str:
    if reply is None:
        return ""
    try:
        return printed_in(decoded(reply))
    except StudentError:
        return ""


def _missing(task: str) -> NotAttemptedError:
    return NotAttemptedError(
        f"{task} 함수를 찾지 못했습니다. 함수 이름을 바꾸지 않았는지 확인하세요.",
        f"There is no function {task}. Was it renamed?",
    )


_LEFT_OUT = Text(
    "함수 밖의 어떤 줄이 프로세스를 끝내거나 끝나지 않아서, 꼭 필요한 줄만 실행했습니다.",
    "Some line outside the functions ended the process or did not finish, so only those lines were "
    "run that had to be.",
)


def _problems(value: object) -> tuple[Text, ...]:
    """Read the problems of a load reply; anything malformed is dropped."""
    texts = value if type(value) is list else []
    return tuple(
        _quoted(*p) for p in texts[:20] if type(p) is tuple and [type(s) for s in p] == [str, str]
    )
