"""Values to JSON nodes and bytes: the generous side."""

from __future__ import annotations

import json
import math
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, MappingView, Set
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from rnnlab.sandbox.wire.values import (
    DEEP,
    DTYPES,
    INT64,
    KEYS,
    LARGE,
    MAX_DEPTH,
    MAX_DIGITS,
    MAX_MODELS,
    MAX_NODES,
    MAX_PAYLOAD,
    MAX_SLOW_KEYS,
    MAX_STRING,
    History,
    Node,
    Opaque,
    Unsupported,
    clean,
    distinct,
    extent,
    is_key,
)

if TYPE_CHECKING:
    import keras


class Encoder:
    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.nbytes = 0
        self.nodes = 0
        self.models = 0

    def value(self, x: object, depth: int) -> Node:
        """Return the JSON node for ``x``."""
        self._count()
        if depth > MAX_DEPTH:
            raise Unsupported(DEEP)
        if x is None or type(x) is bool:
            return x
        for kinds, encode in ENCODERS:
            if isinstance(x, kinds):
                return encode(self, x, depth + 1)
        return self._foreign(x, depth + 1)

    def _count(self, n: int = 1) -> None:
        self.nodes += n
        if self.nodes > MAX_NODES:
            raise Unsupported(LARGE)

    def _string(self, x: str, _depth: int = 0) -> str:
        if len(x) > MAX_STRING:
            raise Unsupported(LARGE)
        return clean(str.__str__(x))

    def _integer(self, x: int, _depth: int) -> Node:
        x = int.__int__(x)
        if x in INT64:
            return x
        if abs(x) >= 10**MAX_DIGITS:
            raise Unsupported(LARGE)
        return ["int", str(x)]

    def _float(self, x: float, _depth: int) -> float:
        return float.__float__(x)

    def _exact(self, x: Fraction | Decimal, depth: int) -> Node:
        """Encode a fraction, a decimal or the like: a whole one as an int."""
        try:
            return self._integer(int(x), depth) if x == int(float(x)) else float(x)
        except OverflowError:
            return math.inf if x > 0 else -math.inf
        except ValueError:
            return math.nan

    def _scalar(self, x: np.generic, depth: int) -> Node:
        if x.dtype.name == "bfloat16":
            return float(x)
        if x.dtype.kind not in "biufU":
            return self._opaque(x)
        return self.value(float(x) if x.dtype.kind == "f" else x.item(), depth)

    def _items(self, tag: str, items: Iterable[object], depth: int) -> list[Node]:
        return [tag, *(self.value(x, depth) for x in islice(items, MAX_NODES + 1))]

    def _tuple(self, x: tuple[object, ...], depth: int) -> Node:
        return self._items("tuple", iter(x), depth)

    def _list(self, x: Iterable[object], depth: int) -> Node:
        return self._items("list", iter(x), depth)

    def _set(self, x: Set[object], depth: int) -> Node:
        node = self._items("frozenset" if isinstance(x, frozenset) else "set", iter(x), depth)
        return self._with_keys(node, node[1:])

    def _dict(self, x: Mapping[object, object], depth: int) -> Node:
        pairs = ([self.value(k, depth), self.value(v, depth)] for k, v in x.items())
        node = ["dict", *(part for pair in pairs for part in pair)]
        return self._with_keys(node, node[1::2])

    def _with_keys(self, node: list[Node], keys: list[Node]) -> Node:
        if not all(map(is_key, keys)) or not distinct([json.dumps(k) for k in keys]):
            raise Unsupported(KEYS)
        if sum(type(k) is list for k in keys) > MAX_SLOW_KEYS:
            raise Unsupported(LARGE)
        return node

    def _array(self, x: np.ndarray, depth: int) -> Node:
        x = np.asarray(x)
        if x.dtype.kind == "U":
            return self._strings(x)
        if x.dtype.kind in "OT":
            return self.value(x.tolist(), depth)
        if x.dtype.name in ("bfloat16", "longdouble", "float128", "float96"):
            x = x.astype("float32" if x.dtype.name == "bfloat16" else "float64")
        if x.dtype.name not in DTYPES:
            return self._opaque(x)
        self.nbytes += x.nbytes
        if self.nbytes > MAX_PAYLOAD or extent(x.shape) * x.itemsize > MAX_PAYLOAD:
            raise Unsupported(LARGE)
        self.chunks.append(x.astype(DTYPES[x.dtype.name], copy=False).tobytes())
        return ["array", x.dtype.name, list(x.shape)]

    def _strings(self, x: np.ndarray) -> Node:
        self._count(x.size)
        if extent(x.shape) * max(x.itemsize, 4) > MAX_PAYLOAD:
            raise Unsupported(LARGE)
        return ["strings", list(x.shape), [self._string(s) for s in x.ravel().tolist()]]

    def _foreign(self, x: object, depth: int) -> Node:
        """Encode what no built-in type covers: Keras's objects, tensors, or just a name."""
        keras = sys.modules.get("keras")
        if keras is not None and isinstance(x, keras.Model):
            return self._model(x, depth)
        if keras is not None and isinstance(x, keras.callbacks.History):
            x = History(x.history, x.epoch)
        tensorflow = sys.modules.get("tensorflow")
        if tensorflow is not None and isinstance(x, tensorflow.TensorShape):
            return self._opaque(x) if x.rank is None else self._tuple(tuple(x.as_list()), depth)
        if isinstance(x, History):
            return ["history", self.value(x.history, depth), self.value(x.epoch, depth)]
        if isinstance(x, Opaque):
            return ["opaque", self._string(x.type_name)]
        if hasattr(type(x), "__array__") and not isinstance(x, type):
            try:
                x = np.asarray(x)
            except (TypeError, ValueError, NotImplementedError, RuntimeError):
                return self._opaque(x)  # a symbolic tensor, for one, has no values
            return self._array(x, depth)
        return self._opaque(x)

    def _model(self, x: keras.Model, depth: int) -> Node:
        from rnnlab.sandbox.model.allowed import Refused
        from rnnlab.sandbox.model.traced import described

        self.models += 1
        if self.models > MAX_MODELS:
            raise Unsupported(LARGE)
        try:
            return ["model", self.value(described(x), depth)]
        except Refused as error:
            raise Unsupported(error.text) from None

    def _opaque(self, x: object) -> Node:
        return ["opaque", self._string(type(x).__name__)[:200]]


# Any: each of them takes what the kinds beside it are.
Encode: TypeAlias = Callable[[Encoder, Any, int], Node]
ENCODERS: tuple[tuple[type | tuple[type, ...], Encode], ...] = (
    (np.generic, Encoder._scalar),
    (str, Encoder._string),
    (int, Encoder._integer),
    (float, Encoder._float),
    ((Real, Decimal), Encoder._exact),  # a Fraction is a Real
    (np.ndarray, Encoder._array),
    (tuple, Encoder._tuple),
    (Mapping, Encoder._dict),
    ((list, deque, range, MappingView, Iterator), Encoder._list),
    (Set, Encoder._set),
)
