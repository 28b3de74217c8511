"""A message as one frame, and back."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from typing import Any

import numpy as np

from rnnlab.sandbox.wire.decode import Decoder
from rnnlab.sandbox.wire.encode import Encoder
from rnnlab.sandbox.wire.values import (
    LARGE,
    MAX_JSON,
    MAX_PAYLOAD,
    Bytes,
    Unsupported,
    WireError,
)

PREFIX = struct.Struct("<IQ")
_PART = MAX_PAYLOAD // 2


def pack(message: object) -> bytes:
    """Return ``message`` as one frame.

    Raises Unsupported when it is cyclic, too deep, too large, or holds a model that may not cross.
    """
    encoder = Encoder()
    text = json.dumps(encoder.value(message, 0), ensure_ascii=False, separators=(",", ":"))
    header = text.encode()
    if len(header) > MAX_JSON:
        raise Unsupported(LARGE)
    return b"".join([PREFIX.pack(len(header), encoder.nbytes), header, *encoder.chunks])


def parts(data: bytes) -> Iterator[bytes]:
    """Yield the frames that hand over a file, which may be larger than any one frame."""
    for start in range(0, len(data) or 1, _PART):
        yield pack({"part": np.frombuffer(data[start : start + _PART], np.uint8)})


def with_entry(frame: bytes, name: str, value: str) -> bytes:
    """Return the frame of the same dict, which is not empty, with one more entry."""
    length, nbytes = lengths(frame[: PREFIX.size])
    end = PREFIX.size + length
    entry = json.dumps([name, value], separators=(",", ":")).encode()
    header = frame[PREFIX.size : end - 1] + b"," + entry[1:]
    return PREFIX.pack(len(header), nbytes) + header + frame[end:]


def unpack(frame: Bytes) -> object:
    """Return the value in ``frame``; raises WireError, and nothing else, if it is malformed."""
    if len(frame) < PREFIX.size:
        raise WireError
    length, nbytes = lengths(frame[: PREFIX.size])
    if len(frame) != PREFIX.size + length + nbytes:
        raise WireError
    body = memoryview(frame)[PREFIX.size :]
    return _unpack(body[:length], body[length:])


def fields(message: object) -> dict[str, Any]:
    """Return ``message`` as the fields of a call or a reply; raises WireError if it is neither."""
    if type(message) is not dict:
        raise WireError
    return message


def lengths(prefix: Bytes) -> tuple[int, int]:
    length, nbytes = PREFIX.unpack(prefix)
    if length > MAX_JSON or nbytes > MAX_PAYLOAD:
        raise WireError
    return length, nbytes


def _unpack(header: memoryview, payload: memoryview) -> object:
    try:
        node: object = json.loads(bytes(header).decode())
    except (ValueError, RecursionError):
        raise WireError from None
    decoder = Decoder(payload)
    message = decoder.value(node, 0)
    if decoder.offset != len(payload):
        raise WireError
    return message
