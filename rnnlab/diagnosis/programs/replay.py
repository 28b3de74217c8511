"""A call replayed on a program of ours, fast: a diagnosis asks hundreds of them the same.

What a call is given is decoded once, and ``predict`` of a given model is computed once for each
input. So it serves functions that only read the models that they are given.
"""

from __future__ import annotations

import contextlib
import copy
import io
import warnings
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np

from rnnlab.diagnosis.call import sent
from rnnlab.sandbox import wire
from rnnlab.sandbox.errors import RaisedError, RefusedError
from rnnlab.sandbox.inside.said import said
from rnnlab.sandbox.model import forward

_known: weakref.WeakKeyDictionary[keras.Model, dict[Any, np.ndarray]] = (
    weakref.WeakKeyDictionary()
)  # what models have answered


def reading(function: Callable[..., Any], frame: bytes) -> Any:
    """Return what ``function`` answers to a packed call, or the StudentError in its place."""
    message = sent(frame)
    keras.utils.set_random_seed(message["seed"])
    try:
        with _directly(), contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = function(*_copied(message["args"]), **_copied(message["kwargs"]))
        return value if isinstance(value, keras.Model) else wire.unpack(wire.pack(value))
    except (wire.Unsupported, wire.WireError) as error:
        return RefusedError(*error.text)
    except Exception as error:  # noqa: BLE001  a wrong program raises whatever it likes
        return RaisedError(type(error).__name__[:80], said(str(error))[:500], "")


def _copied(value: Any) -> Any:
    """Copy all but models, which a function that only reads leaves as they are."""
    if isinstance(value, keras.Model):
        return value
    if isinstance(value, tuple):
        return tuple(map(_copied, value))
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return copy.deepcopy(value)


@contextlib.contextmanager
def _directly() -> Iterator[None]:
    """Let ``predict`` compute at once, without a graph, and nothing twice."""
    kept = keras.Model.predict
    keras.Model.predict = _predict
    try:
        yield
    finally:
        keras.Model.predict = kept


def _predict(self: keras.Model, x: Any, *_args: Any, **_kwargs: Any) -> np.ndarray:
    x = np.asarray(x)
    answers = _known.setdefault(self, {})
    key = x.shape, x.dtype.str, x.tobytes()
    if key not in answers:
        answers[key] = forward.predict(self, x)
    return answers[key].copy()
