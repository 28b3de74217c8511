"""Mistakes without their programs: what each of them answered, for a course that students get.

A wrong program is nearly the solution, so it is not handed out. :func:`record` runs every mistake's
checks on a few public seeds and keeps the replies; a student's own checks then draw their inputs
from one of these seeds, make the same calls, and compare the answers with the replies.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rnnlab.author import Mistake
from rnnlab.course import CourseError, Exercise
from rnnlab.text import Text

_LARGE = 1 << 16  # bytes of a reply that is worth making smaller


def record(exercise: Exercise, seeds: Iterable[int]) -> bytes:
    """Return the content of ``exercise.answers_path``: its mistakes' replies to these seeds."""
    from rnnlab import classroom

    classroom.prepare(exercise.stem)  # which imports Keras quietly
    from rnnlab import diagnosis

    seeds = list(seeds)
    replies: dict[str, str] = {}
    mistakes = []
    for mistake in diagnosis.load(exercise.mistakes_path):
        answered = {}
        for seed in seeds:
            for frame, reply in _replies(exercise, mistake, seed).items():
                reply = _lean(frame, reply)
                answered[_digest(frame)] = _digest(reply)
                replies[_digest(reply)] = base64.b64encode(reply).decode()
        what = {"name": mistake.name, "task": mistake.task, "text": mistake.text}
        mistakes.append({**what, "answers": answered})
    content = {"seeds": seeds, "mistakes": mistakes, "replies": replies}
    return gzip.compress(json.dumps(content, ensure_ascii=False).encode(), mtime=0)


def _replies(exercise: Exercise, mistake: Mistake, seed: int) -> dict[bytes, bytes]:
    from rnnlab import classroom
    from rnnlab.grading import grade
    from rnnlab.sandbox import Live

    classroom.prepare(exercise.stem, seed)
    live = Live({mistake.task: mistake.function})
    grade(exercise, live, student="", seed=seed, tasks=[mistake.task])
    return live.replies


def _lean(frame: bytes, reply: bytes) -> bytes:
    """Leave out what nothing is compared with: the weights of a model that was built, not given."""
    from rnnlab import diagnosis
    from rnnlab.sandbox import wire

    answer = wire.unpack(reply)
    model = answer.get("returned")
    if len(reply) < _LARGE or not hasattr(model, "get_weights") or diagnosis.gives_model(frame):
        return reply
    model.set_weights([0 * weight for weight in model.get_weights()])
    return wire.pack(answer)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:24]


@functools.cache
def _content(path: Path) -> dict[str, Any]:
    try:
        return json.loads(gzip.decompress(path.read_bytes()))
    except (ValueError, EOFError, gzip.BadGzipFile) as error:
        raise CourseError(f"{path} is damaged ({error}); unpack the course once more") from None


def mistakes(path: Path) -> tuple[Mistake, ...]:
    """Return the mistakes recorded in ``path``, in their order. Raises CourseError if damaged."""
    content = _content(path)
    return tuple(
        Mistake(m["name"], m["task"], Text(*m["text"]), Replies(m["answers"], content["replies"]))
        for m in content["mistakes"]
    )


class Replies:
    """Where a recorded mistake's calls go, instead of to its program."""

    def __init__(self, answers: dict[str, str], replies: dict[str, str]) -> None:
        self._answers, self._replies = answers, replies

    def call(self, task: str, key: int, frame: bytes) -> Any:
        """Return the answer to ``frame``; raises StudentError, as it did or for an unknown call."""
        from rnnlab.sandbox import NotAttemptedError, decoded, value_of

        name = self._answers.get(_digest(frame))
        if name is None:
            raise NotAttemptedError("기록에 없습니다.", "Not recorded.")
        return value_of(decoded(base64.b64decode(self._replies[name])), key)


def seed(exercise: Exercise) -> int:
    """Draw the seed of a student's own check: a public one where mistakes are recorded.

    So inputs change from run to run, and a hard-coded answer does not live long.
    """
    if not exercise.mistakes_path.exists() and exercise.answers_path.exists():
        return random.SystemRandom().choice(_content(exercise.answers_path)["seeds"])
    return random.SystemRandom().getrandbits(24)
