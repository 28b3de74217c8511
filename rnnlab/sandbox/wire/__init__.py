"""Values as frames: how a grader and a student process exchange data without pickle.

A frame is a prefix (JSON length as uint32, payload length as uint64, little endian), a UTF-8 JSON
header and the raw bytes of the arrays, one after another in the order in which the header names
them; no offsets cross, so none can lie. In the header None, bools, 64-bit integers, floats and
strings stand for themselves, and everything else is a list that begins with its tag.

The sender is generous: subclasses, tensors and iterators become plain values. The receiver is
strict: it believes no length, type or shape before it has checked it.
"""

from rnnlab.sandbox.wire.channel import Channel
from rnnlab.sandbox.wire.frames import fields, pack, parts, unpack, with_entry
from rnnlab.sandbox.wire.values import History, ModelRefused, Opaque, Unsupported, WireError

__all__ = [
    "Channel",
    "History",
    "ModelRefused",
    "Opaque",
    "Unsupported",
    "WireError",
    "fields",
    "pack",
    "parts",
    "unpack",
    "with_entry",
]
