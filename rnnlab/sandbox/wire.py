"""Values as frames: how a grader and a student process exchange data without pickle.

A frame is a prefix (JSON length as uint32, payload length as uint64, little endian), a UTF-8 JSON
header and the raw bytes of the arrays, one after another in the order in which the header names
them; no offsets cross, so none can lie. In the header None, bools, 64-bit integers, floats and
strings stand for themselves, and everything else is a list that begins with its tag.

The sender is generous: subclasses, tensors and iterators become plain values. The receiver is
strict: it believes no length, type or shape before it has checked it.
"""

from __future__ import annotations

import json
import math
import re
import socket
import struct
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, MappingView, Set
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from rnnlab.text import Text, TextError

MAX_JSON = 4 << 20
MAX_PAYLOAD = 64 << 20
MAX_DEPTH = 32
MAX_NODES = 200_000
MAX_STRING = 1 << 20
MAX_DIGITS = 308
MAX_DIMENSIONS = 32
MAX_MODELS = 8
MAX_SLOW_KEYS = 5_000

_PREFIX = struct.Struct("<IQ")
_DTYPES = {
    name: np.dtype(name).newbyteorder("<")
    for name in (
        *("bool", "float16", "float32", "float64"),
        *(f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)),
    )
}
_INT64 = range(-(1 << 63), 1 << 63)
_SURROGATES = re.compile("[\ud800-\udfff]")
_BIG = re.compile(rf"-?[0-9]{{1,{MAX_DIGITS}}}", re.ASCII)

_MALFORMED = Text(
    "받은 데이터의 형식이 올바르지 않습니다.", "The data that came back is malformed."
)
_DEEP = Text(
    f"값이 자기 자신을 포함하거나 {MAX_DEPTH}겹보다 깊게 겹쳐 있습니다. 더 단순한 값을 돌려주세요.",
    f"The value contains itself or is nested more than {MAX_DEPTH} levels deep; "
    "return a simpler one.",
)
_LARGE = Text(
    "값이 너무 큽니다. 과제가 요구하는 만큼만 돌려주세요. 숫자가 많다면 NumPy 배열이 좋습니다.",
    "The value is too large; return only what the task asks for, many numbers as a NumPy array.",
)
_KEYS = Text(
    "딕셔너리의 키와 집합의 원소는 숫자, 문자열 또는 그 튜플이어야 하고, 서로 달라야 합니다.",
    "Keys of a dict and members of a set must be distinct numbers, strings, or tuples of these.",
)


class WireError(TextError, ValueError):
    """A frame was malformed; ``text`` says so for people. The stream is lost after it."""

    def __init__(self, text: Text = _MALFORMED) -> None:
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

    history: dict = field(default_factory=dict)
    epoch: list = field(default_factory=list)


def pack(message: object) -> bytes:
    """Return ``message`` as one frame.

    Raises Unsupported when it is cyclic, too deep, too large, or holds a model that may not cross.
    """
    encoder = _Encoder()
    header = json.dumps(encoder.value(message, 0), ensure_ascii=False, separators=(",", ":"))
    header = header.encode()
    if len(header) > MAX_JSON:
        raise Unsupported(_LARGE)
    return b"".join([_PREFIX.pack(len(header), encoder.nbytes), header, *encoder.chunks])


def unpack(frame: bytes | bytearray | memoryview) -> object:
    """Return the value in ``frame``; raises WireError, and nothing else, if it is malformed."""
    if len(frame) < _PREFIX.size:
        raise WireError
    length, nbytes = _lengths(frame[: _PREFIX.size])
    if len(frame) != _PREFIX.size + length + nbytes:
        raise WireError
    body = memoryview(frame)[_PREFIX.size :]
    return _unpack(body[:length], body[length:])


def _lengths(prefix) -> tuple[int, int]:
    length, nbytes = _PREFIX.unpack(prefix)
    if length > MAX_JSON or nbytes > MAX_PAYLOAD:
        raise WireError
    return length, nbytes


def _unpack(header, payload) -> object:
    try:
        node = json.loads(bytes(header).decode())
    except (ValueError, RecursionError):
        raise WireError from None
    decoder = _Decoder(payload)
    message = decoder.value(node, 0)
    if decoder.offset != len(payload):
        raise WireError
    return message


def _clean(text: str) -> str:
    """Replace lone surrogates, which no file and no terminal can hold."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


def _distinct(keys: list) -> bool:
    return len(set(keys)) == len(keys)


def _is_key(node: object) -> bool:
    """Whether an encoded value may be a dict's key: a scalar, an opaque, or a tuple of these."""
    if type(node) is not list:
        return True
    return node[:1] in (["int"], ["opaque"]) or (
        node[:1] == ["tuple"] and all(map(_is_key, node[1:]))
    )


class _Encoder:
    def __init__(self):
        self.chunks: list[bytes] = []
        self.nbytes = 0
        self.nodes = 0
        self.models = 0

    def value(self, x, depth):
        """Return the JSON node for ``x``."""
        self._count()
        if depth > MAX_DEPTH:
            raise Unsupported(_DEEP)
        if x is None or type(x) is bool:
            return x
        for kinds, encode in _ENCODERS:
            if isinstance(x, kinds):
                return encode(self, x, depth + 1)
        return self._foreign(x, depth + 1)

    def _count(self, n=1):
        self.nodes += n
        if self.nodes > MAX_NODES:
            raise Unsupported(_LARGE)

    def _string(self, x, _depth=0):
        if len(x) > MAX_STRING:
            raise Unsupported(_LARGE)
        return _clean(str.__str__(x))

    def _integer(self, x, _depth):
        x = int.__int__(x)
        if x in _INT64:
            return x
        if abs(x) >= 10**MAX_DIGITS:
            raise Unsupported(_LARGE)
        return ["int", str(x)]

    def _float(self, x, _depth):
        return float.__float__(x)

    def _scalar(self, x, depth):
        if x.dtype.kind not in "biufU":
            return self._opaque(x)
        return self.value(float(x) if x.dtype.kind == "f" else x.item(), depth)

    def _items(self, tag, items, depth):
        return [tag, *(self.value(x, depth) for x in islice(items, MAX_NODES + 1))]

    def _tuple(self, x, depth):
        return self._items("tuple", iter(x), depth)

    def _list(self, x, depth):
        return self._items("list", iter(x), depth)

    def _set(self, x, depth):
        node = self._items("frozenset" if isinstance(x, frozenset) else "set", iter(x), depth)
        return self._with_keys(node, node[1:])

    def _dict(self, x, depth):
        pairs = ([self.value(k, depth), self.value(v, depth)] for k, v in x.items())
        node = ["dict", *(part for pair in pairs for part in pair)]
        return self._with_keys(node, node[1::2])

    def _with_keys(self, node, keys):
        if not all(map(_is_key, keys)) or not _distinct([json.dumps(k) for k in keys]):
            raise Unsupported(_KEYS)
        if sum(type(k) is list for k in keys) > MAX_SLOW_KEYS:
            raise Unsupported(_LARGE)
        return node

    def _array(self, x, depth):
        x = np.asarray(x)
        if x.dtype.kind == "U":
            return self._strings(x)
        if x.dtype.kind == "O":
            return self.value(x.tolist(), depth)
        if x.dtype.name in ("bfloat16", "longdouble", "float128", "float96"):
            x = x.astype("float32" if x.dtype.name == "bfloat16" else "float64")
        if x.dtype.name not in _DTYPES:
            return self._opaque(x)
        self.nbytes += x.nbytes
        if self.nbytes > MAX_PAYLOAD or _extent(x.shape) * x.itemsize > MAX_PAYLOAD:
            raise Unsupported(_LARGE)
        self.chunks.append(x.astype(_DTYPES[x.dtype.name], copy=False).tobytes())
        return ["array", x.dtype.name, list(x.shape)]

    def _strings(self, x):
        self._count(x.size)
        if _extent(x.shape) * max(x.itemsize, 4) > MAX_PAYLOAD:
            raise Unsupported(_LARGE)
        return ["strings", list(x.shape), [self._string(s) for s in x.ravel().tolist()]]

    def _foreign(self, x, depth):
        """Encode what no built-in type covers: Keras's objects, tensors, or just a name."""
        keras = sys.modules.get("keras")
        if keras is not None and isinstance(x, keras.Model):
            return self._model(x, depth)
        if keras is not None and isinstance(x, keras.callbacks.History):
            x = History(x.history, x.epoch)
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

    def _model(self, x, depth):
        from rnnlab.sandbox import models

        self.models += 1
        if self.models > MAX_MODELS:
            raise Unsupported(_LARGE)
        try:
            return ["model", self.value(models.describe(x), depth)]
        except models.Refused as error:
            raise Unsupported(error.text) from None

    def _opaque(self, x):
        return ["opaque", self._string(type(x).__name__)[:200]]


_ENCODERS = (
    (np.generic, _Encoder._scalar),
    (str, _Encoder._string),
    (int, _Encoder._integer),
    (float, _Encoder._float),
    (np.ndarray, _Encoder._array),
    (tuple, _Encoder._tuple),
    (Mapping, _Encoder._dict),
    ((list, deque, range, MappingView, Iterator), _Encoder._list),
    (Set, _Encoder._set),
)


def _extent(shape: Iterable[int]) -> int:
    """Return the number of elements, an empty axis counted as 1.

    Reducing a (0, 10**9) array over its first axis would allocate 10**9 elements.
    """
    return math.prod(max(n, 1) for n in shape)


class _Decoder:
    def __init__(self, payload: memoryview):
        self.payload = payload
        self.offset = 0
        self.nodes = 0
        self.models = 0
        self.slow_keys = 0

    def value(self, node, depth):
        """Return the value of a JSON node."""
        self._count()
        if depth > MAX_DEPTH:
            raise WireError
        if node is None or type(node) in (bool, float):
            return node
        if type(node) is str:
            return self._string(node)
        if type(node) is int and node in _INT64:
            return node
        if type(node) is not list or not node or type(node[0]) is not str:
            raise WireError
        decode = _DECODERS.get(node[0])
        if decode is None:
            raise WireError
        return decode(self, node[1:], depth + 1)

    def _count(self, n=1):
        self.nodes += n
        if self.nodes > MAX_NODES:
            raise WireError

    def _string(self, x):
        if type(x) is not str or len(x) > MAX_STRING:
            raise WireError
        return _clean(x)

    def _int(self, parts, _depth):
        text = self._only(parts)
        if type(text) is not str or not _BIG.fullmatch(text):
            raise WireError
        return int(text)

    def _only(self, parts):
        if len(parts) != 1:
            raise WireError
        return parts[0]

    def _list(self, parts, depth):
        return [self.value(x, depth) for x in parts]

    def _tuple(self, parts, depth):
        return tuple(self._list(parts, depth))

    def _set(self, parts, depth):
        return set(self._keys(parts, depth))

    def _frozenset(self, parts, depth):
        return frozenset(self._keys(parts, depth))

    def _dict(self, parts, depth):
        if len(parts) % 2:
            raise WireError
        keys = self._keys(parts[::2], depth)
        return dict(zip(keys, self._list(parts[1::2], depth), strict=True))

    def _keys(self, parts, depth):
        """Decode keys: hashable, distinct, and few of those whose hashes can be made to collide."""
        self.slow_keys += sum(type(x) is list for x in parts)
        if self.slow_keys > MAX_SLOW_KEYS or not all(map(_is_key, parts)):
            raise WireError
        keys = self._list(parts, depth)
        if not _distinct(keys):
            raise WireError
        return keys

    def _shape(self, shape, itemsize):
        """Return a checked shape: of ``itemsize`` bytes an element it fits into a payload."""
        if type(shape) is not list or len(shape) > MAX_DIMENSIONS:
            raise WireError
        if any(type(n) is not int or n < 0 for n in shape):
            raise WireError
        if _extent(shape) * itemsize > MAX_PAYLOAD:
            raise WireError
        return tuple(shape)

    def _array(self, parts, _depth):
        if len(parts) != 2 or type(parts[0]) is not str or parts[0] not in _DTYPES:
            raise WireError
        dtype = _DTYPES[parts[0]]
        shape = self._shape(parts[1], dtype.itemsize)
        start, self.offset = self.offset, self.offset + math.prod(shape) * dtype.itemsize
        if self.offset > len(self.payload):
            raise WireError
        raw = self.payload[start : self.offset]
        if dtype.kind == "b":
            return (np.frombuffer(raw, np.uint8) != 0).reshape(shape)
        return np.frombuffer(raw, dtype).astype(dtype.newbyteorder("=")).reshape(shape)

    def _strings(self, parts, _depth):
        if len(parts) != 2 or type(parts[1]) is not list:
            raise WireError
        self._count(len(parts[1]))
        strings = [self._string(s) for s in parts[1]]
        width = max(map(len, strings), default=0) or 1
        shape = self._shape(parts[0], 4 * width)
        if math.prod(shape) != len(strings):
            raise WireError
        return np.array(strings, f"U{width}").reshape(shape)

    def _history(self, parts, depth):
        if len(parts) != 2:
            raise WireError
        history, epoch = self._list(parts, depth)
        if type(history) is not dict or type(epoch) is not list:
            raise WireError
        return History(history, epoch)

    def _opaque(self, parts, _depth):
        return Opaque(self._string(self._only(parts)))

    def _model(self, parts, depth):
        from rnnlab.sandbox import models

        self.models += 1
        if self.models > MAX_MODELS:
            raise WireError
        try:
            return models.rebuild(self.value(self._only(parts), depth))
        except models.Refused as error:
            raise ModelRefused(error.text) from None


_DECODERS = {
    name: getattr(_Decoder, f"_{name}")
    for name in (
        *("int", "list", "tuple", "set", "frozenset", "dict"),
        *("array", "strings", "history", "opaque", "model"),
    )
}


class Channel:
    """Frames over a stream socket, each with a deadline on the ``time.monotonic`` clock."""

    def __init__(self, sock: socket.socket):
        self._sock = sock

    def send(self, message: object, deadline: float | None = None) -> None:
        """Send ``message``; raises Unsupported, TimeoutError, or EOFError when the peer is gone."""
        self.send_frame(pack(message), deadline)

    def send_frame(self, frame: bytes, deadline: float | None = None) -> None:
        """Send what :func:`pack` returned; raises as :meth:`send` does."""
        self._wait(deadline)
        try:
            self._sock.sendall(frame)
        except ConnectionError:
            raise EOFError from None

    def receive(self, deadline: float | None = None) -> object:
        """Return the next message; raises WireError, TimeoutError or EOFError."""
        return unpack(self.receive_frame(deadline))

    def receive_frame(self, deadline: float | None = None) -> bytes:
        """Return the next frame for :func:`unpack`; raises as :meth:`receive` does."""
        prefix = self._read(_PREFIX.size, deadline)
        return bytes(prefix + self._read(sum(_lengths(prefix)), deadline))

    def close(self) -> None:
        self._sock.close()

    def _read(self, size: int, deadline: float | None) -> bytearray:
        data = bytearray(size)
        rest = memoryview(data)
        while rest:
            self._wait(deadline)
            try:
                n = self._sock.recv_into(rest)
            except ConnectionError:
                n = 0
            if n == 0:
                raise EOFError
            rest = rest[n:]
        return data

    def _wait(self, deadline: float | None) -> None:
        seconds = None if deadline is None else deadline - time.monotonic()
        if seconds is not None and seconds <= 0:
            raise TimeoutError
        self._sock.settimeout(seconds)
