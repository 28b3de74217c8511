"""Answers with keys that are true, huge, negative, a float, a bool, or missing."""

from rnnlab.sandbox import wire
from rnnlab.sandbox.inside import runtime

_pack = wire.pack
_keys = iter([True, 1 << 80, -1, 1.0, "1", None, ["x"]] * 9)


def _reply(message):
    return _pack({**message, "key": next(_keys), "returned": 1.0})


def double(x):
    runtime.wire.pack = _reply
    return 0
