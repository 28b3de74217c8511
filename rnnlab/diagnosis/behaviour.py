"""What a wrong program does, as one hash: alike for all who answer the same calls alike."""

from __future__ import annotations

import hashlib
from typing import Any

import keras
import numpy as np

from rnnlab.diagnosis.evidence import Case, Evidence
from rnnlab.diagnosis.signature import signature
from rnnlab.sandbox import wire
from rnnlab.sandbox.errors import RaisedError
from rnnlab.sandbox.model.allowed import Refused


def behaviour(exercise: str, evidence: Evidence) -> str:
    """Return 16 hexadecimal digits of what was answered to the calls of the failed checks.

    "" where a call was not answered at all: why it was not is said, and no mistake to be named.
    """
    errors = [case.call.error for case in evidence.cases if case.call.error]
    if not all(isinstance(error, RaisedError) for error in errors):
        return ""
    judged = sorted((c for c in evidence.cases if c.checks), key=lambda case: case.call.frame)
    digest = hashlib.sha256(f"{exercise}/{evidence.task.name}".encode())
    for case in judged:
        digest.update(hashlib.sha256(case.call.frame).digest())
        digest.update(hashlib.sha256(_essence(case).encode()).digest())
    return digest.hexdigest()[:16] if judged else ""


def _essence(case: Case) -> str:
    return repr(_plain(case.answer, case.gives_model))


def _plain(value: Any, weights: bool) -> object:
    """Return data that is equal for answers that count as one."""
    match value:
        case RaisedError():
            return "raised", value.type_name, value.message
        case Exception():
            return type(value).__name__
        case keras.Model():
            return _of_model(value, weights)
        case wire.History():
            return "history", _plain(value.history, weights)
        case dict():
            return "dict", [(repr(k), _plain(v, weights)) for k, v in value.items()]
        case set() | frozenset():
            return "set", sorted(map(repr, value))
        case list() | tuple():
            return [_plain(item, weights) for item in value]
        case np.ndarray() if value.dtype.kind == "f":
            return value.shape, [f"{number:.3g}" for number in value.ravel().tolist()]
        case np.ndarray():
            return value.shape, value.ravel().tolist()
        case float():
            return f"{value:.3g}"
    return repr(value)


def _of_model(model: keras.Model, weights: bool) -> object:
    try:
        parts: list[object] = [signature(model)]
    except Refused:
        parts = ["refused"]
    if weights:
        parts += [f"{np.sum(w):.3g}" for w in model.get_weights()]
    return parts
