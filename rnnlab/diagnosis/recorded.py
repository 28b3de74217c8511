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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rnnlab.course import ANSWERS, Exercise
from rnnlab.diagnosis.mistakes import Mistake, load
from rnnlab.sandbox.answers import decoded, value_of
from rnnlab.sandbox.confine.level import Level
from rnnlab.sandbox.errors import NotAttemptedError
from rnnlab.text import Text, UserError


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:24]


@functools.cache
def _content(path: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    except (ValueError, EOFError, gzip.BadGzipFile) as error:
        raise UserError(
            f"{path}이(가) 손상되었습니다 ({error}). 받은 zip을 다시 푸세요.",
            f"{path} is damaged ({error}); unpack the course once more",
        ) from None
    return content


class Replies:
    """Where a recorded mistake's calls go, instead of to its program."""

    def __init__(self, answers: dict[str, str], replies: dict[str, str]) -> None:
        self._answers, self._replies = answers, replies
        self.notes: tuple[Text, ...] = ()
        self.confinement: Level | None = None
        self.sources: dict[str, str] = {}

    def call(self, task: str, key: int, frame: bytes) -> object:
        """Return the answer to ``frame``; raises StudentError, as it did or for an unknown call."""
        name = self._answers.get(digest_of(frame))
        if name is None:
            raise NotAttemptedError("기록에 없습니다.", "Not recorded.")
        return value_of(decoded(base64.b64decode(self._replies[name])), key)


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
    content = _content(path)
    return tuple(
        Recorded(m["name"], m["task"], Text(*m["text"]), Replies(m["answers"], content["replies"]))
        for m in content["mistakes"]
    )


def seed(exercise: Exercise) -> int:
    """Draw the seed of a student's own check: a public one where mistakes are recorded.

    So inputs change from run to run, and a hard-coded answer does not live long.
    """
    if not exercise.mistakes_path.exists() and exercise.answers_path.exists():
        seeds: list[int] = _content(exercise.answers_path)["seeds"]
        return random.SystemRandom().choice(seeds)
    return random.SystemRandom().getrandbits(24)
