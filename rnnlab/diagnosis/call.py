"""A student's function as a check sees it, and what is remembered of its calls."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnlab.diagnosis.extent import LARGEST, size
from rnnlab.sandbox import wire
from rnnlab.sandbox.answers import Answers
from rnnlab.sandbox.errors import StudentError
from rnnlab.text import LANGUAGES, Text


@dataclass(frozen=True)
class Call:
    """One call that a check made: the packed call, and the answer or the error.

    Of a ``large`` answer only the name of its type is kept.
    """

    frame: bytes
    answer: object = None
    error: StudentError | None = None
    printed: str = ""  # the beginning of what was printed where None was returned
    large: bool = False


@functools.lru_cache(maxsize=512)
def sent(frame: bytes) -> dict[str, Any]:
    """Return the fields of a packed call of the checks: to be looked at, for others look too.

    A class is asked the same, and to build a model that is handed over takes long.
    """
    return wire.fields(wire.unpack(frame))


def slim(call: Call) -> Call:
    """Return ``call`` without its answer where that is more than anybody will look into."""
    if call.large or size(call.answer) <= LARGEST:
        return call
    return dataclasses.replace(call, answer=wire.Opaque(type(call.answer).__name__), large=True)


def derive(seed: int, *labels: object) -> int:
    """Return a 31-bit number that depends on the seed and the labels alone."""
    text = "/".join(map(str, (seed, *labels)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") & 0x7FFFFFFF


class TaskFunction:
    """A student's function as a check sees it: called like any, and remembering its calls.

    What a call is seeded with depends on its arguments alone. So checks that ask for the same thing
    get the same answer, for which the student's code has to run only once, and nothing that reaches
    the student process tells of the seed of the checks.
    """

    def __init__(self, task: str, answers: Answers, seed: int, calls: list[Call]) -> None:
        self.__name__ = task
        self._answers, self._seed, self._calls = answers, seed, calls
        self._times: Counter[bytes] = Counter()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        message = {"task": self.__name__, "args": args, "kwargs": kwargs}
        asked = hashlib.sha256(wire.pack(message)).digest()
        frame = wire.pack({**message, "seed": derive(self._times[asked], asked.hex())})
        self._times[asked] += 1
        try:
            answer = self._answers.call(self.__name__, frame)
        except StudentError as error:
            self._calls.append(Call(frame, error=error))
            raise
        printed = self._answers.printed(frame) if answer is None else ""
        self._calls.append(Call(frame, answer, printed=printed))
        return answer


def with_call(message: Text, call: Call, parameters: Sequence[str] = ()) -> Text:
    """Add what the function was called with; only in a student's own runs.

    ``parameters`` are the names of the function's parameters, in order.
    """
    asked = sent(call.frame)
    names = dict(enumerate(parameters))
    given = [(names.get(i), value) for i, value in enumerate(asked["args"])]
    given += asked["kwargs"].items()
    shown = [(f"{name}=" if name else "", _shown(value)) for name, value in given]
    ko, en = (", ".join(name + text.to(lang) for name, text in shown) for lang in LANGUAGES)
    task = asked["task"]
    return Text(f"{message.ko}\n호출: {task}({ko})", f"{message.en}\nCalled: {task}({en})")


def _shown(value: object, limit: int = 120) -> Text:
    """Show an argument by value if it is short, else by its kind and its beginning."""
    from rnnlab.expect.kinds import kind, short

    if hasattr(value, "get_weights"):
        return _bracketed(kind(value))
    before, after = ("np.array(", ")") if isinstance(value, np.ndarray) else ("", "")
    if isinstance(value, np.ndarray):
        value = value.round(4) if value.dtype.kind == "f" else value
        text = " ".join(str(value[: limit // 2].tolist() if value.ndim else value.item()).split())
    else:
        text = repr(value)
    if len(text) <= limit:
        return Text(*[f"{before}{text}{after}"] * 2)
    if isinstance(value, str):
        ko, en = f"{len(value):,}자짜리 문자열", f"a string of {len(value):,} characters"
        return Text(f"{short(value)} <{ko}>", f"{short(value)} <{en}>")
    beginning = text[: limit // 2].rpartition(",")[0] or text[: limit // 2]
    return Text(*(f"{beginning}, … <{what}>" for what in kind(value)))


def _bracketed(what: Text) -> Text:
    return Text(f"<{what.ko}>", f"<{what.en}>")


def gives_model(frame: bytes) -> bool:
    """Whether a packed call hands a model over, whose weights then count in the answer."""
    import keras

    message = sent(frame)
    given = (*message["args"], *message["kwargs"].values())
    return any(isinstance(value, keras.Model) for value in given)
