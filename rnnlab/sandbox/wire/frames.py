"""A message as one frame, and back."""

from __future__ import annotations

import json
import struct
from typing import Any

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
