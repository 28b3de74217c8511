"""A student's function as a check sees it, and what is remembered of its calls."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnlab.sandbox import wire
from rnnlab.sandbox.answers import Answers
from rnnlab.sandbox.errors import StudentError
from rnnlab.text import Text


@dataclass(frozen=True)
class Call:
    """One call that a check made: the packed call, and the answer or the error."""

    key: int
    frame: bytes
    answer: object = None
    error: StudentError | None = None


def derive(seed: int, *labels: object) -> int:
    """Return a 31-bit number that depends on the seed and the labels alone.

    What reaches the student process is derived, so that the seed itself never does.
    """
    text = "/".join(map(str, (seed, *labels)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") & 0x7FFFFFFF


class TaskFunction:
    """A student's function as a check sees it: called like any, and remembering its calls.

    What a call is seeded with depends on its arguments, so checks that ask for the same thing get
    the same answer, for which the student's code has to run only once.
    """

    def __init__(self, task: str, answers: Answers, seed: int, calls: list[Call]) -> None:
        self.__name__ = task
        self._answers, self._seed, self._calls = answers, seed, calls
        self._times: Counter[bytes] = Counter()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        message = {"task": self.__name__, "args": args, "kwargs": kwargs}
        asked = hashlib.sha256(wire.pack(message)).digest()
        key = derive(self._seed, asked.hex(), self._times[asked])
        self._times[asked] += 1
        frame = wire.pack({**message, "key": key})
        try:
            answer = self._answers.call(self.__name__, key, frame)
        except StudentError as error:
            self._calls.append(Call(key, frame, error=error))
            raise
        self._calls.append(Call(key, frame, answer))
        return answer


def with_call(message: Text, call: Call) -> Text:
    """Add what the function was called with; only in a student's own runs."""
    sent = wire.fields(wire.unpack(call.frame))
    arguments = [_shown(v) for v in sent["args"]]
    arguments += [f"{k}={_shown(v)}" for k, v in sent["kwargs"].items()]
    line = f"{sent['task']}({', '.join(arguments)})"
    return Text(f"{message.ko}\n호출: {line}", f"{message.en}\nCalled: {line}")


def _shown(value: object, limit: int = 120) -> str:
    """Show an argument by value if it is short, else by its kind."""
    from rnnlab.expect.values import kind

    if isinstance(value, np.ndarray):
        value = value.round(4).tolist() if value.dtype.kind == "f" else value.tolist()
        text = " ".join(str(value).split())
        return f"np.array({text})" if len(text) <= limit else "array"
    text = repr(value)
    return text if len(text) <= limit and not hasattr(value, "get_weights") else str(kind(value))


def gives_model(frame: bytes) -> bool:
    """Whether a packed call hands a model over, whose weights then count in the answer."""
    import keras

    message = wire.fields(wire.unpack(frame))
    given = (*message["args"], *message["kwargs"].values())
    return any(isinstance(value, keras.Model) for value in given)
