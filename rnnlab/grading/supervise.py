"""Grade in a process that is watched, and killed where a student's answers cost too much there.

What students' code computes has limits of its own (:mod:`rnnlab.sandbox`). But the grader decodes
what they send, rebuilds their models and runs them, and a short answer can make that long. So the
process that does it says which part of grading begins, and its memory and time are watched from
here: a part that takes too much costs itself alone, as the submission is graded again without it.
"""

from __future__ import annotations

import functools
import multiprocessing
import multiprocessing.util
import os
import shutil
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Protocol, TypeAlias

import psutil

from rnnlab.grading import grader
from rnnlab.grading.watch import ALL, CRASH, DIAGNOSIS, MEMORY, TIME, Allowed, Part, Watch
from rnnlab.grading.work import Work, grade
from rnnlab.report.data import Report
from rnnlab.sandbox import zygote
from rnnlab.text import Text

Unit: TypeAlias = Callable[[Work, Watch], Report]

TICK = 0.03  # seconds between two looks at a process
KILLS = 3  # from here on a part that takes too much costs its whole task
# Bytes that a process may have grown by after a submission before it is replaced.
GROWTH = 512 << 20
_END = 2.0  # seconds that it takes a process at most to be gone, once it is killed
# The process's own crashes, in contrast to being killed by another.
_CRASHES = ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL")


class DiedError(Exception):
    """The process ended for a reason that is not known."""


class _OverrunError(Exception):
    """The process was ended, or crashed, in a part of grading."""

    def __init__(self, part: Part, why: Text) -> None:
        super().__init__(part)
        self.part, self.why = part, why


@dataclass
class _Losses:
    """The parts that cost too much so far."""

    parts: dict[Part, Text] = field(default_factory=dict)
    kills: int = 0
    crashes: Counter[Part] = field(default_factory=Counter)

    def add(self, over: _OverrunError) -> None:
        """Give up the part; the second time, where it crashed. Raises DiedError if it is known."""
        self.crashes[over.part] += over.why is CRASH
        if over.why is CRASH and self.crashes[over.part] < 2:
            return
        if over.part in self.parts:
            raise DiedError
        self.parts[over.part] = over.why
        self.kills += 1
        if self.kills >= KILLS:
            self.parts[ALL, DIAGNOSIS] = over.why
            whole = {(of, ALL): why for (of, what), why in self.parts.items() if what != DIAGNOSIS}
            self.parts |= whole


class Graders:
    """Processes that grade, as many as are asked at a time, and kept for the next submission."""

    def __init__(self, allowed: Allowed | None = None) -> None:
        self._allowed = allowed or Allowed()
        self._idle: list[_Grader] = []
        self._all: set[_Grader] = set()
        self._lock = threading.Lock()
        self._closed = False

    def report(self, work: Work, unit: Unit = grade) -> Report:
        """Return the report on ``work``. Raises DiedError where its process was killed."""
        losses = _Losses()
        while True:
            one = self._take()
            try:
                report = one.grade(unit, work, losses)
            except _OverrunError as over:
                self._drop(one)
                losses.add(over)
            except BaseException:
                self._drop(one)
                raise
            else:
                self._give_back(one)
                return report

    def _take(self) -> _Grader:
        with self._lock:
            if self._closed:
                raise DiedError
            if self._idle:
                return self._idle.pop()
            one = _Grader(self._allowed)
            self._all.add(one)
            return one

    def _give_back(self, one: _Grader) -> None:
        worn = one.worn()
        with self._lock:
            kept = not (worn or self._closed)
            if kept:
                self._idle.append(one)
        if not kept:
            self._drop(one)

    def _drop(self, one: _Grader) -> None:
        one.kill()
        self._all.discard(one)

    def close(self, wait: bool = True) -> None:
        """End the processes: those that are idle by themselves, where there is time to ``wait``."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            busy = self._all.difference(idle)
        for one in busy:
            one.stop()  # and the thread that waits for it drops it
        for one in idle if wait else ():
            one.hang_up()
        for one in idle:
            one.kill(10.0 if wait else 0.0)


class _Grader:
    """One process, its pipe, and what it has taken."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._scratch = tempfile.mkdtemp(prefix="rnnlab-")
        self._connection, theirs = multiprocessing.Pipe()
        with theirs:
            start = _forked if hasattr(os, "fork") else _Spawned
            self._process: _Process = start(theirs)
        self._connection.send(grader.surroundings(self._scratch))
        self._size = 0

    @functools.cached_property
    def _watched(self) -> psutil.Process:
        return psutil.Process(self._process.pid)

    def grade(self, unit: Unit, work: Work, losses: _Losses) -> Report:
        """Let the process grade, and watch it. Raises _OverrunError, or DiedError if it is gone."""
        total = self._allowed.total / (1 + losses.kills)
        meter = None
        try:
            meter = _Meter(self._watched, self._allowed)
            self._connection.send((unit, work, losses.parts, total))
            while True:
                if self._connection.poll(TICK):
                    message = self._connection.recv()
                    if isinstance(message, Report):
                        return message
                    meter.begin(message)
                elif why := meter.over():
                    raise _OverrunError(meter.part, why) if meter.part else DiedError
        except (EOFError, OSError, psutil.Error):
            if meter and meter.part and self._crashed():
                raise _OverrunError(meter.part, CRASH) from None
            raise DiedError from None

    def _crashed(self) -> bool:
        code = -(self._process.wait(_END) or 0)
        return any(code == getattr(signal, name, None) for name in _CRASHES)

    def worn(self) -> bool:
        """Whether the process is gone, or far larger than it was after its first submission."""
        try:
            size: int = self._watched.memory_info().rss
        except psutil.Error:
            return True
        self._size = self._size or size
        return size > self._size + GROWTH

    def hang_up(self) -> None:
        """Let the process end by itself."""
        self._connection.close()

    def stop(self) -> None:
        """End the process; whoever waits for its answer learns it."""
        self._process.kill()

    def kill(self, seconds: float = 0.0) -> None:
        """End the process, after it has had ``seconds`` to end by itself."""
        if self._process.wait(seconds) is None:
            self._process.kill()
            self._process.wait(_END)
        self._connection.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


class _Meter:
    """What a process takes for one submission, in the ``part`` that it is in, None before any."""

    def __init__(self, process: psutil.Process, allowed: Allowed) -> None:
        self._process, self._allowed = process, allowed
        self.part: Part | None = None
        self._memory = self._seconds = 0.0
        self._since = time.monotonic()

    def begin(self, part: Part) -> None:
        """Begin to measure ``part``."""
        memory, self._seconds = self._taken()
        self._memory = self._memory or memory
        self.part, self._since = part, time.monotonic()

    def over(self) -> Text | None:
        """Say what there was too much of."""
        memory, seconds = self._taken()
        allowed, part = self._allowed, self.part
        if part and memory > self._memory + allowed.memory:
            return MEMORY
        most = allowed.seconds * (2 if part and part[1] == DIAGNOSIS else 1)
        busy = part and seconds > self._seconds + most
        return TIME if busy or time.monotonic() > self._since + allowed.wall else None

    def _taken(self) -> tuple[float, float]:
        """Return the bytes that the process has, and its own seconds: to wait costs none."""
        try:
            used = self._process.cpu_times()
            return self._process.memory_info().rss, used.user + used.system
        except psutil.Error:  # it has ended, as its pipe will tell
            return 0.0, 0.0


class _Process(Protocol):
    """A process that grades; :class:`rnnlab.sandbox.zygote.Fork` says more of each of these."""

    @property
    def pid(self) -> int: ...

    def wait(self, seconds: float | None = None) -> int | None: ...

    def kill(self) -> None: ...


def _forked(connection: Connection) -> zygote.Fork:
    mother = zygote.here()
    with mother.share() as control:
        descriptors = [connection.fileno(), control.fileno()]
        return mother.fork("rnnlab.grading.grader:serve", descriptors=descriptors)


class _Spawned:
    """Where there is no fork: a process of its own, at the price of an import each time."""

    def __init__(self, connection: Connection) -> None:
        # A Dask worker is a daemon, which multiprocessing forbids children; ours end with it.
        multiprocessing.current_process().daemon = False
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(
            target=grader.serve_spawned, args=(connection,), daemon=False
        )
        self._process.start()
        self.pid = self._process.pid or 0

    def wait(self, seconds: float | None = None) -> int | None:
        self._process.join(seconds)
        return self._process.exitcode

    def kill(self) -> None:
        self._process.kill()


# ---------------------------------------------------------------- on a cluster's worker

_here = Graders()
multiprocessing.util.Finalize(None, _here.close, exitpriority=100)


def supervised(work: Work, unit: Unit = grade) -> Report:
    """Grade in a process of this one's own. Raises DiedError."""
    return _here.report(work, unit)
