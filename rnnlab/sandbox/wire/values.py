"""What can cross, within which limits, and what goes wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from rnnlab.text import Text, TextError

# An encoded value, as JSON holds it. What arrives is an object until the decoder has checked it.
Node: TypeAlias = "bool | int | float | str | list[Node] | None"
Bytes: TypeAlias = bytes | bytearray | memoryview

MAX_JSON = 4 << 20
MAX_PAYLOAD = 64 << 20
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_STRING = 1 << 20
MAX_DIGITS = 308
MAX_DIMENSIONS = 32
MAX_MODELS = 8
MAX_SLOW_KEYS = 5_000
DTYPES = {
    name: np.dtype(name).newbyteorder("<")
    for name in (
        *("bool", "float16", "float32", "float64"),
        *(f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)),
    )
}
INT64 = range(-(1 << 63), 1 << 63)
SURROGATES = re.compile("[\ud800-\udfff]")
BIG = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}", re.ASCII)

MALFORMED = Text("받은 데이터의 형식이 올바르지 않습니다.", "The data that came back is malformed.")
DEEP = Text(
    f"값이 자기 자신을 포함하거나 {MAX_DEPTH}겹보다 깊게 겹쳐 있습니다. 더 단순한 값을 돌려주세요.",
    f"The value contains itself or is nested more than {MAX_DEPTH} levels deep; "
    "return a simpler one.",
)
LARGE = Text(
    "값이 너무 큽니다. 과제가 요구하는 만큼만 돌려주세요. 숫자가 많다면 NumPy 배열이 좋습니다.",
    "The value is too large; return only what the task asks for, many numbers as a NumPy array.",
)
KEYS = Text(
    "딕셔너리의 키와 집합의 원소는 숫자, 문자열 또는 그 튜플이어야 하고, 서로 달라야 합니다.",
    "Keys of a dict and members of a set must be distinct numbers, strings, or tuples of these.",
)


class WireError(TextError, ValueError):
    """A frame was malformed; ``text`` says so for people. The stream is lost after it."""

    def __init__(self, text: Text = MALFORMED) -> None:
        super().__init__(*text)


class ModelRefused(WireError):
    """The frame is sound, but a model in it may not be rebuilt; the stream goes on."""


class Unsupported(TextError, ValueError):
    """A value cannot be sent; ``text`` says why, and what to send instead."""

    def __init__(self, text: Text) -> None:
        super().__init__(*text)


@dataclass(frozen=True)
class Opaque:
    """What is left of a value that cannot cross: the name of its type."""

    type_name: str


@dataclass
class History:
    """What is left of a ``keras.callbacks.History``: its numbers."""

    history: dict[object, object] = field(default_factory=dict)
    epoch: list[object] = field(default_factory=list)


def clean(text: str) -> str:
    """Replace lone surrogates, which no file and no terminal can hold."""
    return text if text.isascii() else SURROGATES.sub("\ufffd", text)


def distinct(keys: Collection[object]) -> bool:
    return len(set(keys)) == len(keys)


def is_key(node: object) -> bool:
    """Whether an encoded value may be a dict's key: a scalar, an opaque, or a tuple of these."""
    if type(node) is not list:
        return True
    return node[:1] in (["int"], ["opaque"]) or (
        node[:1] == ["tuple"] and all(map(is_key, node[1:]))
    )


def extent(shape: Iterable[int]) -> int:
    """Return the number of elements, an empty axis counted as 1.

    Reducing a (0, 10**9) array over its first axis would allocate 10**9 elements.
    """
    return math.prod(max(n, 1) for n in shape)
