"""JSON nodes and bytes to values: the strict side, which believes nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from rnnlab.sandbox.wire.values import (
    BIG,
    DTYPES,
    INT64,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_MODELS,
    MAX_NODES,
    MAX_PAYLOAD,
    MAX_SLOW_KEYS,
    MAX_STRING,
    History,
    ModelRefused,
    Opaque,
    WireError,
    clean,
    distinct,
    extent,
    is_key,
)

if TYPE_CHECKING:
    import keras

_WORDS = re.compile(r"\w+")  # a class may be called any text, a sentence too

Parts: TypeAlias = list[object]  # what follows a node's tag: nothing of it is checked yet


class Decoder:
    def __init__(self, payload: memoryview) -> None:
        self.payload = payload
        self.offset = 0
        self.nodes = 0
        self.models = 0
        self.slow_keys = 0
        self.nbytes = 0  # of arrays: those of strings are wider than what came

    def value(self, node: object, depth: int) -> object:
        """Return the value of a JSON node."""
        self._count()
        if depth > MAX_DEPTH:
            raise WireError
        if node is None or type(node) in (bool, float):
            return node
        if type(node) is str:
            return self._string(node)
        if type(node) is int and node in INT64:
            return node
        if type(node) is not list or not node or type(node[0]) is not str:
            raise WireError
        decode = DECODERS.get(node[0])
        if decode is None:
            raise WireError
        return decode(self, node[1:], depth + 1)

    def _count(self, n: int = 1) -> None:
        self.nodes += n
        if self.nodes > MAX_NODES:
            raise WireError

    def _string(self, x: object) -> str:
        if type(x) is not str or len(x) > MAX_STRING:
            raise WireError
        return clean(x)

    def _int(self, parts: Parts, _depth: int) -> int:
        text = self._only(parts)
        if type(text) is not str or not BIG.fullmatch(text):
            raise WireError
        return int(text)

    def _only(self, parts: Parts) -> object:
        if len(parts) != 1:
            raise WireError
        return parts[0]

    def _list(self, parts: Parts, depth: int) -> list[object]:
        return [self.value(x, depth) for x in parts]

    def _tuple(self, parts: Parts, depth: int) -> tuple[object, ...]:
        return tuple(self._list(parts, depth))

    def _set(self, parts: Parts, depth: int) -> set[object]:
        return set(self._keys(parts, depth))

    def _frozenset(self, parts: Parts, depth: int) -> frozenset[object]:
        return frozenset(self._keys(parts, depth))

    def _dict(self, parts: Parts, depth: int) -> dict[object, object]:
        if len(parts) % 2:
            raise WireError
        keys = self._keys(parts[::2], depth)
        return dict(zip(keys, self._list(parts[1::2], depth), strict=True))

    def _keys(self, parts: Parts, depth: int) -> list[object]:
        """Decode keys: hashable, distinct, and few of those whose hashes can be made to collide."""
        self.slow_keys += sum(type(x) is list for x in parts)
        if self.slow_keys > MAX_SLOW_KEYS or not all(map(is_key, parts)):
            raise WireError
        keys = self._list(parts, depth)
        if not distinct(keys):
            raise WireError
        return keys

    def _shape(self, shape: object, itemsize: int) -> tuple[int, ...]:
        """Return a checked shape: of ``itemsize`` bytes an element it fits into a payload."""
        if type(shape) is not list or len(shape) > MAX_DIMENSIONS:
            raise WireError
        if any(type(n) is not int or n < 0 for n in shape):
            raise WireError
        nbytes = extent(shape) * itemsize
        self.nbytes += nbytes
        if nbytes > MAX_PAYLOAD or self.nbytes > 2 * MAX_PAYLOAD:
            raise WireError
        return tuple(shape)

    def _array(self, parts: Parts, _depth: int) -> np.ndarray:
        if len(parts) != 2 or type(parts[0]) is not str or parts[0] not in DTYPES:
            raise WireError
        dtype = DTYPES[parts[0]]
        shape = self._shape(parts[1], dtype.itemsize)
        start, self.offset = self.offset, self.offset + math.prod(shape) * dtype.itemsize
        if self.offset > len(self.payload):
            raise WireError
        raw = self.payload[start : self.offset]
        if dtype.kind == "b":
            flags: np.ndarray = np.frombuffer(raw, np.uint8) != 0
            return flags.reshape(shape)
        return np.frombuffer(raw, dtype).astype(dtype.newbyteorder("=")).reshape(shape)

    def _strings(self, parts: Parts, _depth: int) -> np.ndarray:
        if len(parts) != 2 or type(parts[1]) is not list:
            raise WireError
        self._count(len(parts[1]))
        strings = [self._string(s) for s in parts[1]]
        width = max(map(len, strings), default=0) or 1
        shape = self._shape(parts[0], 4 * width)
        if math.prod(shape) != len(strings):
            raise WireError
        return np.array(strings, f"U{width}").reshape(shape)

    def _history(self, parts: Parts, depth: int) -> History:
        if len(parts) != 2:
            raise WireError
        history, epoch = self._list(parts, depth)
        if type(history) is not dict or type(epoch) is not list:
            raise WireError
        return History(history, epoch)

    def _opaque(self, parts: Parts, _depth: int) -> Opaque:
        return Opaque("_".join(_WORDS.findall(self._string(self._only(parts))))[:80] or "object")

    def _model(self, parts: Parts, depth: int) -> keras.Model:
        from rnnlab.sandbox.model.allowed import Refused
        from rnnlab.sandbox.model.rebuild import rebuild

        self.models += 1
        if self.models > MAX_MODELS:
            raise WireError
        try:
            return rebuild(self.value(self._only(parts), depth))
        except Refused as error:
            raise ModelRefused(error.text) from None


DECODERS: dict[str, Callable[[Decoder, Parts, int], object]] = {
    name: getattr(Decoder, f"_{name}")
    for name in (
        *("int", "list", "tuple", "set", "frozenset", "dict"),
        *("array", "strings", "history", "opaque", "model"),
    )
}
