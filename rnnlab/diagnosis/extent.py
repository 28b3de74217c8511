"""How much there is in a value: whatever is looked into has been measured here first."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any

import numpy as np

from rnnlab.sandbox import wire
from rnnlab.sandbox.wire.values import extent

LARGEST = 10_000  # numbers and letters of an answer that is looked into
PER_PARAMETERS = 500  # of a model, which is looked into by its layers first, count as one
LONG = 4  # elements from which on one answer alone is telling


def size(value: Any) -> int:
    """Return how many numbers and letters a value has; beyond ``LARGEST`` it stops counting."""
    if isinstance(value, np.ndarray):
        return extent(value.shape)
    if isinstance(value, str):
        return len(value)
    if isinstance(value, wire.History):
        return size(value.history)
    if hasattr(value, "count_params"):  # a model; Keras is not imported for this
        return 1 + (value.count_params() // PER_PARAMETERS if value.built else 0)
    total = 1
    for part in _parts(value):
        total += size(part)
        if total > LARGEST:
            break
    return total


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return itertools.chain(value, value.values())
    return value if isinstance(value, (list, tuple, set, frozenset)) else ()


def leaves(value: Any) -> list[Any]:
    """Return what is in a nest of lists, tuples, dicts and arrays."""
    if isinstance(value, np.ndarray):
        return value.ravel().tolist()
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (list, tuple)):
        return [value]
    return [leaf for v in value for leaf in leaves(v)]


def is_long(value: Any) -> bool:
    """Whether it has four elements or more, not all of them equal."""
    if isinstance(value, np.ndarray):
        return value.size >= LONG and bool((value != value.flat[0]).any())
    found = list(value) if isinstance(value, str) else leaves(value)
    return len(found) >= LONG and any(x != found[0] for x in found[1:])
