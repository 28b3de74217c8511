"""Mistakes without their programs: what each of them answered, for a course that students get.

A wrong program is nearly the solution, so it is not handed out. :mod:`rnnlab.grading.recording`
keeps what each replied to its checks on a few public seeds; a student's own checks then draw their
inputs from one of these seeds, make the same calls, and compare the answers with the replies.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rnnlab.course import ANSWERS, Exercise
from rnnlab.diagnosis.call import Call
from rnnlab.diagnosis.mistakes import Mistake, load
from rnnlab.sandbox import wire
from rnnlab.sandbox.answers import decoded, value_of
from rnnlab.sandbox.confine.level import Level
from rnnlab.sandbox.errors import NotAttemptedError
from rnnlab.text import Text, UserError

NO_REPLY = -1  # the number of a reply that is not recorded


def digest_of(data: bytes) -> str:
    """Return what a packed call is found by."""
    return hashlib.sha256(data).hexdigest()[:24]


@functools.cache
def _record(path: Path) -> Record:
    try:
        return Record(**json.loads(gzip.decompress(path.read_bytes())))
    except (ValueError, TypeError, EOFError, gzip.BadGzipFile) as error:
        raise UserError(
            f"{path}이(가) 손상되었습니다 ({error}). 받은 zip을 다시 푸세요.",
            f"{path} is damaged ({error}); unpack the course once more",
        ) from None


@dataclass
class Record:
    """What a file of recorded answers holds: replies, and by the digest of a call their numbers.

    Of a wrong program only what differs from the right one's replies is there. What the oracles of
    the checks returned is there as well, by their names and the digest of what they were asked.
    Tasks that answer ``models`` take long: of them only the first seed's replies are there.
    """

    seeds: list[int]
    replies: list[str] = field(default_factory=list)
    right: dict[str, dict[str, int]] = field(default_factory=dict)
    oracles: dict[str, int] = field(default_factory=dict)
    models: list[str] = field(default_factory=list)
    mistakes: list[dict[str, Any]] = field(default_factory=list)

    def content(self) -> dict[str, Any]:
        """Return the record as JSON has it."""
        return vars(self)

    def write(self, mistake: Mistake, answers: dict[str, int]) -> None:
        """Add a wrong program's answers."""
        what = {"name": mistake.name, "task": mistake.task, "text": mistake.text}
        made = {"kind": mistake.kind, "argument": mistake.argument}
        self.mistakes.append({**what, **made, "answers": answers})


class Replies:
    """Where a recorded program's calls go, instead of to the program."""

    def __init__(
        self, replies: list[str], right: dict[str, int], answers: dict[str, int] | None = None
    ) -> None:
        self._replies, self._numbers = replies, {**right, **(answers or {})}
        self.planned: dict[tuple[str, int], Sequence[Call]] = {}
        self.notes: tuple[Text, ...] = ()
        self.confinement: Level | None = None
        self.sources: dict[str, str] = {}

    def call(self, task: str, frame: bytes) -> object:
        """Return the answer to ``frame``; raises StudentError, as it did or for an unknown call."""
        number = self._numbers.get(digest_of(frame))
        if number is None or number == NO_REPLY:
            raise NotAttemptedError("기록에 없습니다.", "Not recorded.")
        reply = wire.fields(decoded(base64.b64decode(self._replies[number])))
        return value_of({**reply, "key": None}, None, task)

    def printed(self, frame: bytes) -> str:
        """Return "": what was printed is not recorded."""
        return ""


@dataclass(frozen=True, eq=False)
class Recorded(Mistake):
    """A mistake of which only the answers are there."""

    replies: Replies

    def answers(self) -> Replies:
        """Return the record."""
        return self.replies


def known(mistakes: Path) -> tuple[Mistake, ...]:
    """Return the mistakes in the file ``mistakes``, or the recorded ones where it is not there.

    Raises UserError for a damaged record, and what :func:`rnnlab.diagnosis.mistakes.load` does.
    """
    record = mistakes.with_suffix(ANSWERS)
    return load(mistakes) if mistakes.exists() or not record.exists() else _recorded(record)


@functools.cache
def _recorded(path: Path) -> tuple[Mistake, ...]:
    record = _record(path)
    return tuple(
        Recorded(
            m["name"],
            m["task"],
            Text(*m["text"]),
            Replies(record.replies, record.right[m["task"]], m["answers"]),
            kind=m["kind"],
            argument=m["argument"],
        )
        for m in record.mistakes
    )


def right_answers(exercise: Exercise) -> Replies | None:
    """Return the solution's recorded answers, None where there is no record."""
    path = exercise.answers_path
    return _right(path) if path.exists() else None


@functools.cache
def _right(path: Path) -> Replies:
    record = _record(path)
    return Replies(record.replies, {k: n for of in record.right.values() for k, n in of.items()})


def oracle_reply(path: Path, asked: str) -> bytes | None:
    """Return what an oracle of the checks returned, None where it is not recorded."""
    record = _record(path) if path.exists() else Record([])
    number = record.oracles.get(asked)
    return None if number is None else base64.b64decode(record.replies[number])


def seed(exercise: Exercise, drawn: bool = True) -> int:
    """Draw the seed of a student's own check: a public one where mistakes are recorded.

    So inputs change from run to run, and a hard-coded answer does not live long; unless it is not
    to be ``drawn``.
    """
    record = _handed_out(exercise)
    if not drawn:
        return record.seeds[0] if record else 0
    random_ = random.SystemRandom()
    return random_.choice(record.seeds) if record else random_.getrandbits(24)


def seed_of(exercise: Exercise, task: str, seed: int) -> int:
    """Return the seed of a task's checks: where models are recorded, that of the record."""
    record = _handed_out(exercise)
    return record.seeds[0] if record and task in record.models else seed


def _handed_out(exercise: Exercise) -> Record | None:
    """Return the record of a course for students, None where the programs themselves are."""
    if exercise.mistakes_path.exists() or not exercise.answers_path.exists():
        return None
    return _record(exercise.answers_path)
