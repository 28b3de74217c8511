"""What Keras, TensorFlow and Python say of an error, reduced to one sentence that is true."""

from __future__ import annotations

import functools
import re

import keras

from rnnlab.sandbox.model.allowed import snake_case
from rnnlab.text import line, plain

LIMIT = 300  # characters; a student's own message fits, a dump does not
_END = 2_500  # characters read at each end of a message: a dump's sentence stands at its end

_CALLING = re.compile(r"Exception encountered when calling (\S+?)\.call\(\)\.\s*")
_ARGUMENTS = re.compile(r"Arguments received by \S+:?.*", re.DOTALL)
_STACK = re.compile(
    r"^(?:Graph execution error:|Detected at node .*|Stack trace for op definition:.*"
    r"|[^\n]*defined at \(most recent call last\):|[^\S\n]*File \".*|<\.\.\..*)$\n?",
    re.MULTILINE,
)
_IN_USER_CODE = re.compile(r"^in user code:\n.*?^    (?:\w+): ", re.DOTALL | re.MULTILINE)
_NODE = re.compile(
    r"\[\[\{\{node [^}]*\}\}\]\]|\[Op:[^\]]*\](?: name:)?|\{\{function_node[^}]*\}\}"
    r"| for '\{\{node [^}]*\}\} = [^)]*\)'|\{\{node [^}]*\}\}"
)
_NOISE = re.compile(
    r" with name '[^']*'(?= of layer)|(?<=Invalid input shape) for input .*? and path '[^']*'",
    re.DOTALL,
)
_LONG = re.compile(r"((?:=|Received: ).{60})[^=]+?(?= \(of type)")
_OF_TYPE = re.compile(r"of type '?<class '([^']*)'>'?")
_CLASS = re.compile(r"<class '([^']*)'>")
_FUNCTION = re.compile(
    r"<(?:built-in |bound )?(?:function|method) ([\w.<>]+?)(?: at 0x\w+| of .*?)?>"
)
_OBJECT = re.compile(r"<([\w.]+) object at 0x\w+>")
_LAYER = re.compile(r"<(\w+) name=[^<>]*?>")
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
_LIBRARY_FILE = re.compile(r" \([^()]*[/\\][^()]*\.(?:py|so|pyd)\)")  # where a library lies here
_LIBRARY_PATH = re.compile(
    r"(?:[A-Za-z]:)?[/\\][^'\"()<>\n]*[/\\](?:site-packages|dist-packages)[/\\]"
)
_NUMBERED = re.compile(r"(?<=ayer |odel )(['\"]?)([a-z_]+)_\d+\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s")


def said(message: str) -> str:
    """Return the one sentence of ``message``, on one line, at most ``LIMIT`` characters long.

    No escape codes, stacks, arguments or addresses are left of a dump, no counters of layers, which
    differ from run to run, and no paths of libraries.
    """
    text = plain(_ends(message))
    calls = _CALLING.findall(text)
    text = _IN_USER_CODE.sub("", _ARGUMENTS.sub("", _CALLING.sub("", text)))
    text = line(_NOISE.sub("", _NODE.sub("", _STACK.sub("", text))))
    text = _LIBRARY_PATH.sub("", _LIBRARY_FILE.sub("", _uncounted(_named(text))))
    if calls and text and "layer" not in text and calls[-1] not in ("Sequential", "Functional"):
        text = f"{calls[-1]}: {text}"
    return _clipped(text)


def _ends(message: str) -> str:
    """Leave out the middle of a long message, whole lines of it."""
    if len(message) <= 2 * _END:
        return message
    begin, end = message[:_END], message[-_END:]
    return f"{begin.rpartition(chr(10))[0] or begin}\n{end.partition(chr(10))[2] or end}"


def _named(text: str) -> str:
    """Write classes, functions and objects as a student names them."""
    text = _OF_TYPE.sub(lambda m: f"of type {_last(m[1])}", text)
    text = _LONG.sub(r"\1…", text)
    text = _CLASS.sub(lambda m: f"the class {_last(m[1])}", text)
    text = _FUNCTION.sub(lambda m: f"the function {_last(m[1])}", text)
    text = _OBJECT.sub(lambda m: f"the {_last(m[1])} object", text)
    return _ADDRESS.sub("", _LAYER.sub(lambda m: f"the layer {m[1]}", text))


def _last(name: str) -> str:
    return name.rpartition(".")[2]


@functools.cache
def _automatic() -> frozenset[str]:
    """Names that Keras gives to layers and then counts: "simple_rnn", "sequential"."""
    classes = [n for n in dir(keras.layers) if n[0].isupper()]
    return frozenset(map(snake_case, [*classes, "Sequential", "Functional"]))


def _uncounted(text: str) -> str:
    return _NUMBERED.sub(lambda m: m[1] + m[2] if m[2] in _automatic() else m[0], text)


def _clipped(text: str) -> str:
    """Drop the last sentences of a long text, or cut its only one."""
    if len(text) <= LIMIT:
        return text
    first = _SENTENCE.split(text[:LIMIT])[:-1]
    return " ".join(first) if first else text[: LIMIT - 1] + "…"
