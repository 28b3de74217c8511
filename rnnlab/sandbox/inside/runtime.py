"""What runs in the student process: load a submission, answer calls, nothing else.

One message in, one message out, over a :class:`~rnnlab.sandbox.wire.Channel`:

    {"part": uint8 array}
        -> {}; the parts of a file come before what is to be done with it, or the last with that
    {"read": filename, "tasks": [...]}
        -> {"sources": {task: its text}, "problems": [...], "broken": {task: why it is not read}},
        before any of it has run, or {"unreadable": (ko, en)}
    {"load": [task, ...], "beside": {filename: uint8 array}, "plain": bool}
        -> {"loaded": [...], "problems": [...]} of the file that was read
    {"syntax": filename}
        -> {"prints": int64 array, "source": str, "problems": [...]}, nothing of it run
    {"task": name, "args": (...), "kwargs": {...}, "seed": int, "key": str}
        -> {"key": str, "returned": value}, or {"key": str, "returned": None, "printed": str},
        or {"key": str, "not_attempted": str}, with "of" if it is another task that is the stub,
        or {"key": str, "refused": (ko, en)},
        or {"key": str, "raised": {"type": ..., "message": ..., "where": ...}}, with "why": (ko, en)
        if a name is missing and loading knows why; the key is the call's own, None for a replay

Nothing that the grader compares with is in this process, so there is nothing here to protect.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import re
import socket
import sys
import traceback
import warnings
from collections.abc import Callable, Collection
from typing import Any, TypeAlias

import keras

from rnnlab import source
from rnnlab.sandbox import wire
from rnnlab.sandbox.inside import eager, printed, syntax
from rnnlab.sandbox.inside.program import load
from rnnlab.sandbox.inside.program.why import where, why
from rnnlab.sandbox.inside.said import said
from rnnlab.sandbox.model.allowed import Refused

Message: TypeAlias = dict[str, Any]  # only the grader sends, as the table above has it

_SHOWN = 20_000  # characters of a function that its report shows


def serve(connection: socket.socket) -> None:
    """Answer messages until the grader hangs up."""
    make_deterministic()
    _silence()
    channel = wire.Channel(connection)
    loaded = load.Loaded({})
    data, name, text = bytearray(), "", ""
    with contextlib.suppress(EOFError, OSError):
        while True:
            message = wire.fields(channel.receive())
            reply: Message = {}
            if "part" in message:
                data += message["part"].tobytes()
            if "read" in message:
                name = message["read"]
                text, reply = _read(message, bytes(data))
                data.clear()
            elif "load" in message:
                loaded, reply = _load(message, text, name)
            elif "syntax" in message:
                reply = syntax.answer(message["syntax"], bytes(data))
                data.clear()
            elif "task" in message:
                reply = answer(loaded.function(message["task"]), message, loaded)
            channel.send_frame(_packed(reply))


def warm_up() -> None:
    """Import, before the fork, what most submissions import and what takes long."""
    for name in ("IPython.core.inputtransformer2", "matplotlib.pyplot"):
        importlib.import_module(name)


def make_deterministic() -> None:
    """One thread and deterministic kernels: the same call gives the same numbers on every run.

    Graphs are not optimised: for models as small as these that costs more than it saves.
    """
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.experimental.enable_op_determinism()
    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})


def _silence() -> None:
    """What student code prints or warns of never reaches the grader and never blocks."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    warnings.simplefilter("ignore")


def _read(message: Message, data: bytes) -> tuple[str, Message]:
    name, tasks = message["read"], message["tasks"]
    try:
        text = source.decode(data, name)
        found = source.functions(text, name, tasks)
        faults = source.faults(text, name)
    except source.UnreadableError as error:
        return "", {"unreadable": tuple(error.text)}
    broken = {
        t: tuple(fault) for code, fault in faults for t in tasks if re.search(rf"\b{t}\b", code)
    }
    return text, {
        "sources": {task: text[:_SHOWN] for task, text in found.items()},
        "problems": [tuple(fault) for _, fault in faults[:20]],
        "broken": broken,
    }


def _load(message: Message, text: str, name: str) -> tuple[load.Loaded, Message]:
    keras.utils.set_random_seed(0)  # what is drawn while it loads is the same on every run
    beside = {name: data.tobytes() for name, data in message["beside"].items()}
    home = os.getcwd() if os.getcwd() == os.environ.get("HOME") else ""
    loaded = load.load(
        text, name, message["load"], beside=beside, home=home, plain=message["plain"]
    )
    found = [t for t in message["load"] if loaded.function(t)]
    return loaded, {"loaded": found, "problems": [tuple(p) for p in loaded.problems[:20]]}


def answer(
    function: Callable[..., object] | None, message: Message, loaded: load.Loaded
) -> Message:
    """Call the student's ``function`` as ``message`` says and describe what came of it.

    NumPy, Python and Keras are seeded before every call, so that an answer which draws random
    numbers (weights, shuffles, dropout) is the same on every run and in every replay.
    """
    key = message.get("key")
    keras.utils.set_random_seed(message["seed"])
    try:
        if function is None:  # one that has deleted itself
            raise NameError(f"name {message['task']!r} is not defined")
        with printed.capture() as out, eager.first_steps():
            value = function(*message["args"], **message["kwargs"])
        said_instead = {"printed": out.text} if value is None and out.text else {}
        return {"key": key, "returned": value, **said_instead}
    except (Refused, wire.Unsupported) as error:
        return {"key": key, "refused": tuple(error.text)}
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001  students' code may raise anything, SystemExit too
        if isinstance(error, NotImplementedError) and not _is_librarys(error):
            return {"key": key, **_not_attempted(error, message["task"], loaded.tasks)}
        known = why(error, loaded.absent, loaded.namespace)
        more = {"why": tuple(known)} if known else {}
        return {"key": key, "raised": {**_describe(error, function), **more}}


def _is_librarys(error: NotImplementedError) -> bool:
    """Whether a library raised it, as TensorFlow does: then it does not mark a stub."""
    file = traceback.extract_tb(error.__traceback__)[-1].filename
    own = "site-packages" not in file or f"{os.sep}rnnlab{os.sep}" in file
    return not own or "Cannot convert a symbolic" in _message(error)  # as a tf.function raises it


def _not_attempted(error: NotImplementedError, task: str, tasks: Collection[str]) -> dict[str, str]:
    """Describe a stub; ``of`` is the other task whose function it is, if it is not ``task``'s."""
    _, *frames = traceback.extract_tb(error.__traceback__)
    names = [f.name for f in frames if f.name in tasks]
    other = {"of": names[-1]} if names and names[-1] != task else {}
    return {"not_attempted": _message(error)[:200], **other}


def _describe(error: BaseException, function: Callable[..., object] | None) -> dict[str, str]:
    label = getattr(getattr(function, "__code__", None), "co_filename", "")
    return {
        "type": type(error).__name__[:80],
        "message": said(_message(error)),
        "where": where(error, label)[:80],
    }


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001  an exception of the student's own may fail at this too
        return ""


def _packed(reply: Message) -> bytes:
    """Pack a reply; a value that cannot cross becomes the sentence that says why."""
    try:
        return wire.pack(reply)
    except (Refused, wire.Unsupported) as error:
        return wire.pack({"key": reply["key"], "refused": tuple(error.text)})
    except Exception as error:  # noqa: BLE001  a lazy answer (a generator) may raise while it is read
        return wire.pack({"key": reply["key"], "raised": _describe(error, None)})


def replay(function: Callable[..., object], frame: bytes, tasks: Collection[str] = ()) -> bytes:
    """Return the reply to ``frame``, made in this process as the student process would make it.

    ``tasks`` are the names of all tasks, so that another one's stub is told from the function's.
    """
    loaded = load.Loaded({}, tasks=frozenset(tasks))
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _packed(answer(function, wire.fields(wire.unpack(frame)), loaded))
