"""Whether two answers are one."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np

from rnnlab.diagnosis.signature import signature
from rnnlab.expect.values import has_text
from rnnlab.sandbox import wire
from rnnlab.sandbox.errors import RaisedError
from rnnlab.sandbox.model.allowed import Refused

# Answers within this of each other are one answer: float32 arithmetic in another order, no more.
RTOL, ATOL = 1e-3, 1e-5
# The same training gives the same numbers; another one may come close.
TRAINED_RTOL, TRAINED_ATOL = 1e-4, 1e-6


def agree(a: Any, b: Any, *, weights: bool = False) -> bool:
    """Whether two answers are one: values nearly equal, models alike in architecture and settings.

    With ``weights``, models must have equal weights too (the call trains a given model).
    Exceptions are one if type and message are.
    """
    if isinstance(a, RaisedError) and isinstance(b, RaisedError):
        return (a.type_name, a.message) == (b.type_name, b.message)
    if isinstance(a, Exception) or isinstance(b, Exception):
        return False
    if isinstance(a, keras.Model) or isinstance(b, keras.Model):
        return _same_model(a, b, weights)
    if isinstance(a, wire.History) or isinstance(b, wire.History):
        return type(a) is type(b) and agree(a.history, b.history, weights=weights)
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(agree(a[k], b[k], weights=weights) for k in a)
    if is_sequence(a) and is_sequence(b) and not (is_numeric(a) and is_numeric(b)):
        pairs = zip(a, b, strict=False)
        return len(a) == len(b) and all(agree(x, y, weights=weights) for x, y in pairs)
    return _same_value(a, b, *((TRAINED_RTOL, TRAINED_ATOL) if weights else (RTOL, ATOL)))


def _same_model(a: Any, b: Any, weights: bool) -> bool:
    if not (isinstance(a, keras.Model) and isinstance(b, keras.Model)):
        return False
    try:
        if signature(a) != signature(b):
            return False
    except Refused:
        return False
    return not weights or agree(a.get_weights(), b.get_weights(), weights=True)


def is_sequence(value: Any) -> bool:
    """Whether it is a list, a tuple or an array that has axes."""
    return isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def is_numeric(value: Any) -> bool:
    """Whether it is a number, or numbers that form an array."""
    if has_text(value):
        return False
    try:
        return np.asarray(value).dtype.kind in "biuf"
    except (ValueError, OverflowError):
        return False


def _same_value(a: Any, b: Any, rtol: float, atol: float) -> bool:
    if not (is_numeric(a) and is_numeric(b)):
        return type(a) is type(b) and bool(np.all(a == b))
    a, b = np.asarray(a), np.asarray(b)
    if a.dtype.kind in "biu" and b.dtype.kind in "biu":
        return np.array_equal(a, b)
    return a.shape == b.shape and np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True)
