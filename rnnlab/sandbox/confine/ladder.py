"""The ladder: which level of confinement holds on this machine, and the way into it."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from rnnlab.sandbox.confine import view
from rnnlab.sandbox.confine.canary import NEEDED, run_canary
from rnnlab.sandbox.confine.enclosure import (
    NOBODY,
    SCRATCH_SIZE,
    Enclosure,
    at_home,
    be_responsible,
    close_from,
)
from rnnlab.sandbox.confine.level import Level
from rnnlab.sandbox.confine.view import SCRATCH
from rnnlab.text import UserError


@dataclass(frozen=True)
class Facts:
    """What was found out: the level, why not a higher one, and what the canary could not do."""

    level: Level
    refused: dict[str, str]  # the name of a higher level: the reason in the kernel's words
    proven: tuple[str, ...]


def enter(base: str, course: Path | None, highest: Level) -> tuple[Enclosure, Facts]:
    """Climb down to the first rung that holds, and return in a new process that is in there.

    The caller's own process stays outside, waits for that one, and ends when it or its parent does.
    """
    Path(base, "canary").write_text("secret")
    if not hasattr(os, "fork"):
        return Enclosure(Level.NONE, base), Facts(Level.NONE, {}, ())
    refused: dict[str, str] = {}
    for level in sorted(Level, reverse=True):
        if level <= highest and (entered := _try(level, base, course, refused)):
            return entered
    raise RuntimeError(f"no student process can be started: {refused}")


def _try(
    level: Level, base: str, course: Path | None, refused: dict[str, str]
) -> tuple[Enclosure, Facts] | None:
    """In a child process return its enclosure; in the parent None, once ``level`` does not hold."""
    parent = os.getpid()
    go_up, go_down, answers, result = *os.pipe(), *os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(go_down)
        os.close(answers)
        return _inside(level, base, course, refused, parent, (go_up, result))
    os.close(go_up)
    os.close(result)
    with open(answers, "rb", 0) as answer, open(go_down, "wb", 0) as go:
        outcome = answer.read(1)
        if outcome == b"n":
            from rnnlab.sandbox.confine import linux

            with contextlib.suppress(OSError):
                linux.map_ids(pid, (0, NOBODY), os.getuid(), os.getgid())
            go.write(b"g")
            outcome = b""
        outcome = (outcome + answer.read()).decode()
    if outcome == "ok":
        _wait(pid)
        shutil.rmtree(base, ignore_errors=True)
        os._exit(0)
    os.waitpid(pid, 0)
    refused[level.name.lower()] = outcome
    return None


def _wait(pid: int) -> None:
    """Wait until ``pid`` or this process's own parent ends, or SIGTERM comes; then both end."""

    def end(*_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    signal.signal(signal.SIGTERM, end)
    close_from(3)
    if sys.platform == "linux":
        from rnnlab.sandbox.confine import linux

        with contextlib.suppress(OSError):
            poll = select.poll()
            for watched in (pid, os.getppid()):
                poll.register(linux.pidfd(watched), select.POLLIN)
            poll.poll()
            os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _inside(
    level: Level,
    base: str,
    course: Path | None,
    refused: dict[str, str],
    parent: int,
    pipes: tuple[int, int],
) -> tuple[Enclosure, Facts]:
    go, result = pipes
    try:
        enclosure = Enclosure(level, base)
        if level is Level.FULL:
            from rnnlab.sandbox.confine import linux

            _leave(parent, go, result)
            view.build_root(base, view.visible(course))
            linux.tmpfs(SCRATCH, SCRATCH_SIZE, os.getuid(), "700")
            at_home(SCRATCH)
            enclosure.pidfd = linux.pidfd(os.getpid())
        else:
            be_responsible(parent)
            enclosure.visible = view.visible(course)
            enclosure.threads += _threads()
        held = run_canary(enclosure, base, parent)
        missing = NEEDED[level] - held
        if missing:
            raise OSError(f"the canary escaped: {', '.join(sorted(missing))}")
    except Exception as error:  # noqa: BLE001  whatever it is, this rung does not hold
        os.write(result, f"{type(error).__name__}: {error}"[:1000].encode())
        os._exit(1)
    os.write(result, b"ok")
    os.close(result)
    return enclosure, Facts(level, dict(refused), tuple(sorted(held)))


def _leave(parent: int, go: int, result: int) -> None:
    """Enter new namespaces; the caller goes on as process 1 there, its parent as a mere link."""
    from rnnlab.sandbox.confine import linux

    spaces = linux.NEW_USER | linux.NEW_PIDS | linux.NEW_MOUNTS
    linux.unshare(spaces | linux.NEW_NET | linux.NEW_IPC | linux.NEW_UTS)
    os.write(result, b"n")
    os.read(go, 1)
    if os.getuid() not in (0, NOBODY):
        raise OSError("the ids could not be mapped")
    linux.die_with_parent(parent)
    pid = os.fork()
    if pid:
        close_from(3)
        os.waitpid(pid, 0)
        os._exit(0)
    linux.die_with_parent(0)
    socket.sethostname("student")


def _threads() -> int:
    """Return how many threads the user has: where there is no namespace the limit counts them."""
    count = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError, LookupError):
            if status.stat().st_uid == os.getuid():
                count += int(status.read_text().partition("Threads:")[2].split()[0])
    return count or 100_000  # macOS: no telling


# --------------------------------------------------------------------------------- for the grader


def highest() -> Level:
    """Return the level to begin with: the highest, or as ``RNNLAB_CONFINEMENT`` forces.

    Raises UserError if that names no level.
    """
    wanted = os.environ.get("RNNLAB_CONFINEMENT", "full")
    if wanted.upper() not in Level.__members__:
        names = ", ".join(level.name.lower() for level in Level)
        raise UserError(
            f"RNNLAB_CONFINEMENT={wanted}: {names} 중에서 고르세요.",
            f"RNNLAB_CONFINEMENT={wanted}: choose one of {names}.",
        )
    return Level[wanted.upper()]


@functools.cache
def facts() -> Facts:
    """Find out, in a process of its own and within a second, how this machine confines."""
    with tempfile.TemporaryDirectory(prefix="rnnlab-") as base:
        command = [sys.executable, "-P", "-m", "rnnlab.sandbox.confine", base, highest().name]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=60)
            found = json.loads(done.stdout)
        except (ValueError, subprocess.TimeoutExpired):
            raise UserError(
                "학생 코드를 격리할 방법을 확인하지 못했습니다. "
                "rnnlab이 이 파이썬에 설치되어 있는지 확인하세요.",
                "How student code can be confined could not be found out. "
                "Check that rnnlab is installed in this Python.",
            ) from None
    return Facts(Level(found["level"]), found["refused"], tuple(found["proven"]))


def level() -> Level:
    """Return how student code is confined on this machine."""
    return facts().level
