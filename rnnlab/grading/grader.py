"""The process that grades: it is sent submissions, and answers with reports."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from multiprocessing.connection import Connection
from typing import Any

from rnnlab.grading.watch import Watch
from rnnlab.sandbox import process, zygote


def surroundings(scratch: str) -> dict[str, Any]:
    """Return what the process is sent first: where and how this one runs, as a child would know."""
    return {"environment": dict(os.environ), "path": sys.path, "folder": _cwd(), "scratch": scratch}


def _cwd() -> str:
    with contextlib.suppress(OSError):  # it has been deleted
        return os.getcwd()
    return os.sep


def serve(connection: int, control: int) -> None:
    """Grade, in a fork of the zygote, which can be asked through the descriptor ``control``."""
    zygote.use(control)
    sys.dont_write_bytecode = False
    _serve(Connection(connection))
    process.end()


def serve_spawned(connection: Connection) -> None:
    """Grade, where there is no fork, until the parent ends."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _serve(connection)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _serve(connection: Connection) -> None:
    """Grade until the other end hangs up. Ctrl-C is for that end to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, OSError):
        _move_to(**connection.recv())
        while True:
            unit, work, lost, total = connection.recv()
            connection.send(unit(work, Watch(lost, total, connection.send)))


def _move_to(environment: dict[str, str], path: list[str], folder: str, scratch: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    sys.path[:] = path
    os.chdir(folder)
    tempfile.tempdir = scratch
