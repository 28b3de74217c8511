"""Oracles: what the checks compute that a task asks for, and its values without its code.

To copy an oracle would be to copy an answer. So students get what each one returned on the public
seeds (see :mod:`rnnlab.grading.recording`), and in its place a function that looks this up.
"""

from __future__ import annotations

import copy
import functools
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

from rnnlab import course
from rnnlab.course import Exercise
from rnnlab.diagnosis.recorded import digest_of, oracle_reply
from rnnlab.sandbox import wire
from rnnlab.text import UserError

_P = ParamSpec("_P")
_R = TypeVar("_R")

_KNOWN = 10_000  # answers of an oracle that are remembered

_kept: ContextVar[dict[str, bytes] | None] = ContextVar("kept", default=None)


class UnrecordedError(UserError):
    """A recorded oracle was asked for what it was not asked for when it was recorded."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name}의 값이 기록되어 있지 않아 여기서는 판정할 수 없습니다. rnnlab check나 "
            "노트북의 check(...)로 확인하세요.",
            f"no value of {name} is recorded, so this cannot be decided here; "
            "use rnnlab check, or check(...) in the notebook",
        )


def oracle(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Mark a function of the checks that computes an answer: students get its values alone.

    Its arguments are drawn, never a student's: only then they are the same when they are looked up.
    A random generator among them goes on as it does here; Python's own one, from which Keras draws
    seeds, does not. What is asked with plain values is computed once, as it is for every student.
    """
    known: dict[str, _R] = {}

    @functools.wraps(function)
    def ask(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        kept = _kept.get()
        if kept is None:
            plain = repr((args, kwargs)) if _is_plain((args, kwargs)) else ""
            if plain in known:
                return copy.deepcopy(known[plain])
            value = _apart(function, *args, **kwargs)
            if plain and _is_plain(value) and len(known) < _KNOWN:
                known[plain] = copy.deepcopy(value)
            return value
        asked = _asked(function.__name__, args, kwargs)
        outside = _kept.set(None)  # what it asks itself is part of it
        try:
            value = _apart(function, *args, **kwargs)
        finally:
            _kept.reset(outside)
        kept[asked] = _packed({"value": value, "states": _states(args)})
        return cast(_R, _value(kept[asked]))  # as it will be looked up

    return ask


def _apart(function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    state = random.getstate()
    try:
        return function(*args, **kwargs)
    finally:
        random.setstate(state)


def _is_plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(_is_plain(inner) for inner in (*value, *value.values()))
    if isinstance(value, (tuple, list)):
        return all(map(_is_plain, value))
    return value is None or type(value) in (bool, int, float, str)


def recorded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return what looks an oracle's values up, in place of ``function``, which has no body."""

    @functools.wraps(function)
    def ask(*args: Any, **kwargs: Any) -> Any:
        exercise = _exercise(course.root(), Path(function.__code__.co_filename))
        asked = _asked(function.__name__, args, kwargs)
        reply = exercise and oracle_reply(exercise.answers_path, asked)
        if not reply:
            raise UnrecordedError(function.__name__)
        states = wire.fields(wire.unpack(reply))["states"]
        for generator, state in zip(_generators(args), states, strict=True):
            generator.bit_generator.state = json.loads(state)
        return _value(reply)

    return ask


@contextmanager
def kept() -> Iterator[dict[str, bytes]]:
    """Keep, inside the block, what oracles return: replies by what was asked."""
    values: dict[str, bytes] = {}
    outside = _kept.set(values)
    try:
        yield values
    finally:
        _kept.reset(outside)


@functools.cache
def _exercise(_root: Path, checks: Path) -> Exercise | None:
    return next((e for e in course.exercises() if e.checks_path == checks), None)


def _asked(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return the name of an oracle and the digest of what it is asked."""
    plain = [_state(a) if isinstance(a, np.random.Generator) else a for a in args]
    return f"{name} {digest_of(_packed({'args': plain, 'kwargs': kwargs}))}"


def _packed(values: dict[str, Any]) -> bytes:
    """Pack ``values``; raises TypeError for what is no value, of which only a name would cross."""
    frame = wire.pack(values)
    if b'["opaque",' in frame:  # in a string the quotes are escaped
        raise TypeError(
            "an oracle is given, and returns, numbers, strings, lists, arrays or models"
        )
    return frame


def _value(reply: bytes) -> Any:
    return wire.fields(wire.unpack(reply))["value"]


def _generators(args: tuple[Any, ...]) -> list[np.random.Generator]:
    return [a for a in args if isinstance(a, np.random.Generator)]


def _states(args: tuple[Any, ...]) -> list[str]:
    return [_state(generator) for generator in _generators(args)]


def _state(generator: np.random.Generator) -> str:
    return json.dumps(generator.bit_generator.state)
