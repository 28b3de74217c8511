"""Student processes as the grader sees them: start one, ask it, kill it.

A process is forked from a server (about 10 ms), which is a fork of the zygote and so has Keras
imported, or spawned where there is no fork. A call has a wall-clock limit, kept by SIGKILL and
never by waiting for the student.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import multiprocessing
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from rnnlab import course
from rnnlab.sandbox import wire, zygote
from rnnlab.sandbox.confine import ladder
from rnnlab.sandbox.confine.level import Level
from rnnlab.text import UserError


@dataclass(frozen=True)
class Limits:
    """Wall-clock seconds for starting, for one call, and for all calls of a submission."""

    start: float = 60.0
    call: float = 30.0
    submission: float = 180.0


class Handle(Protocol):
    """A running student process."""

    def kill(self) -> None:
        """End it and everything in its process group, now."""


class _Forked:
    def __init__(self, server: ForkServer, theirs: socket.socket) -> None:
        self._server, self._pid = server, server.fork(theirs)

    def kill(self) -> None:
        if self._pid:
            self._server.kill(self._pid)
            self._pid = 0


class _Spawned:
    """Where there is no fork: the same through ``spawn``, at the price of an import each time."""

    def __init__(self, theirs: socket.socket) -> None:
        from rnnlab.sandbox.inside import runtime

        context = multiprocessing.get_context("spawn")
        self._process = context.Process(target=runtime.serve, args=(theirs,), daemon=True)
        with _environment():
            self._process.start()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()


class ForkServer:
    """A confined process that has Keras imported, and forks student processes on request."""

    def __init__(self) -> None:
        self._scratch = tempfile.mkdtemp(prefix="rnnlab-")
        self._level: Level | None = None
        self._control, theirs = socket.socketpair()
        with theirs:
            self._process = zygote.here().fork(
                "rnnlab.sandbox.inside.server:main",
                *(self._scratch, _course(), ladder.highest().name),
                descriptors=[theirs.fileno()],
            )

    def ready(self) -> Level:
        """Wait until the server has started; return how well it confines student processes."""
        if self._level is None:
            self._level = Level(self._reply())
        return self._level

    def _reply(self) -> int:
        from rnnlab.sandbox.inside.server import PID

        data = self._control.recv(PID.size, socket.MSG_WAITALL)
        if len(data) != PID.size:
            self.close()
            raise UserError(
                "학생 코드를 실행할 프로세스가 끝나 버렸습니다. "
                "메모리가 모자라지 않은지 확인하고 다시 채점하세요.",
                "The process that runs student code has ended. "
                "Check that there is enough memory and grade again.",
            )
        (pid,) = PID.unpack(data)
        return int(pid)

    def fork(self, theirs: socket.socket) -> int:
        """Fork a student process that serves ``theirs``; return its pid."""
        self.ready()
        socket.send_fds(self._control, [b"F"], [theirs.fileno()])
        return self._reply()

    def kill(self, pid: int) -> None:
        """Kill and reap the student process ``pid``."""
        from rnnlab.sandbox.inside.server import PID

        self._control.sendall(b"K" + PID.pack(pid))
        self._reply()

    @property
    def alive(self) -> bool:
        """Whether the server is there to fork."""
        return self._process.wait(0) is None

    def close(self) -> None:
        """End the server and the student processes that it still has."""
        self._control.close()
        if self._process.wait(5) is None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._scratch, ignore_errors=True)


def _course() -> str:
    try:
        return str(course.root())
    except course.CourseError:
        return ""


@contextlib.contextmanager
def _environment() -> Iterator[None]:
    """Give a spawned child the student's environment for as long as it takes to start it."""
    saved = dict(os.environ)
    os.environ.clear()
    os.environ.update(zygote.student_environment(tempfile.gettempdir()))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(saved)


@functools.cache
def _server() -> ForkServer:
    server = ForkServer()
    atexit.register(server.close)
    return server


def _start(theirs: socket.socket) -> Handle:
    if not hasattr(os, "fork"):
        return _Spawned(theirs)
    if not _server().alive:
        _server.cache_clear()
    return _Forked(_server(), theirs)


def prepare() -> None:
    """Begin to start the fork server, which takes seconds, and return at once."""
    if hasattr(os, "fork"):
        _server()


def end() -> None:
    """End the fork server, if there is one."""
    if _server.cache_info().currsize:
        _server().close()
        _server.cache_clear()


def level() -> Level:
    """Return how this process's student processes are confined."""
    return _server().ready() if hasattr(os, "fork") else Level.NONE


class Process:
    """One student process and the channel to it."""

    def __init__(self, start: Callable[[socket.socket], Handle] = _start) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._handle = start(theirs)
        self._channel = wire.Channel(ours)

    def ask(self, frame: bytes, seconds: float) -> bytes:
        """Send one frame and return the frame that comes back, not yet decoded.

        Raises TimeoutError after ``seconds``, EOFError when the process has ended, and
        wire.WireError for a reply whose lengths are not to be believed.
        """
        deadline = time.monotonic() + seconds
        self._channel.send_frame(frame, deadline)
        return self._channel.receive_frame(deadline)

    def close(self) -> None:
        """Kill the process and close the channel."""
        self._handle.kill()
        self._channel.close()
