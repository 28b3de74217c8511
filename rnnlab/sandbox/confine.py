"""What a student process cannot do, and the proof of it on this machine.

Four rungs, each tried by running a canary that attacks from inside; the first whose canary comes
back with nothing is the level. Nothing is concluded from a version or a program's presence.

    full      namespaces, seccomp, Landlock, limits (Linux 5.12, user namespaces permitted)
    reduced   seccomp, Landlock, limits (Linux 5.13; where user namespaces are forbidden)
    limits    limits and a clean environment (macOS, an old Linux)
    none      a clean environment (Windows)

At the full level the fork server enters a user, PID, mount, network, IPC and UTS namespace *before*
it imports Keras, as the first process there, and pivots into a root of its own that holds,
read-only, the libraries of Python and of the system, the rnnlab package and the bundled samples:
no home, no /proc, no /sys, no course. So one fork makes a student process (a second one, of a
process with TensorFlow in it, would double the latency); the child is born as process 1 of a
PID namespace of its own, mounts a private scratch folder that lives no longer than it does, and
gives up its capabilities, its user (root becomes nobody) and, by seccomp, the calls that it could
attack the kernel or other processes with: no new processes, no programs, no sockets, no signals.
If the server dies, by whatever hand, the kernel kills all that was born in its PID namespace.

Why ctypes and not bubblewrap: bwrap cannot confine after a fork, so each student would pay the
five seconds of importing TensorFlow or share one sandbox; and it is one more binary to be absent.
"""

from __future__ import annotations

import contextlib
import functools
import json
import mmap
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rnnlab.sandbox import view
from rnnlab.sandbox.cell import (
    ADDRESS_SPACE,
    FILE_SIZE,
    NOBODY,
    SCRATCH,
    SCRATCH_SIZE,
    Cell,
    Level,
    at_home,
    be_responsible,
    close_from,
    remove,
)
from rnnlab.text import UserError

_PACKAGE = Path(__file__).resolve().parents[1]


# ------------------------------------------------------------------------------------ the ladder


@dataclass(frozen=True)
class Facts:
    """What was found out: the level, why not a higher one, and what the canary could not do."""

    level: Level
    refused: dict[str, str]  # the name of a higher level: the reason in the kernel's words
    proven: tuple[str, ...]


def enter(base: str, course: Path | None, highest: Level) -> tuple[Cell, Facts]:
    """Climb down to the first rung that holds, and return in a new process that is in its cell.

    The caller's own process stays outside, waits for that one, and ends when it or its parent does.
    """
    Path(base, "canary").write_text("secret")
    if not hasattr(os, "fork"):
        return Cell(Level.NONE, base), Facts(Level.NONE, {}, ())
    refused: dict[str, str] = {}
    for level in sorted(Level, reverse=True):
        if level <= highest and (entered := _try(level, base, course, refused)):
            return entered
    raise RuntimeError(f"no student process can be started: {refused}")


def _try(level, base, course, refused) -> tuple[Cell, Facts] | None:
    """In a child process return its cell; in the parent None, once ``level`` does not hold."""
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
            from rnnlab.sandbox import linux

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
    """Wait until ``pid`` or this process's own parent ends; then both end."""
    close_from(3)
    if sys.platform == "linux":
        from rnnlab.sandbox import linux

        with contextlib.suppress(OSError):
            poll = select.poll()
            for watched in (pid, os.getppid()):
                poll.register(linux.pidfd(watched), select.POLLIN)
            poll.poll()
            os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def _inside(level, base, course, refused, parent, pipes) -> tuple[Cell, Facts]:
    go, result = pipes
    try:
        cell = Cell(level, base)
        if level is Level.FULL:
            from rnnlab.sandbox import linux

            _leave(parent, go, result)
            view.build_root(base, view.visible(course))
            linux.tmpfs(SCRATCH, SCRATCH_SIZE, os.getuid(), "700")
            at_home(SCRATCH)
            cell._pidfd = linux.pidfd(os.getpid())
        else:
            be_responsible()
            cell.visible = view.visible(course)
            cell.threads += _threads()
        held = _run_canary(cell, base, parent)
        missing = _NEEDED[level] - held
        if missing:
            raise OSError(f"the canary escaped: {', '.join(sorted(missing))}")
    except Exception as error:  # noqa: BLE001  whatever it is, this rung does not hold
        os.write(result, f"{type(error).__name__}: {error}"[:1000].encode())
        os._exit(1)
    os.write(result, b"ok")
    os.close(result)
    return cell, Facts(level, dict(refused), tuple(sorted(held)))


def _leave(parent: int, go: int, result: int) -> None:
    """Enter new namespaces; the caller goes on as process 1 there, its parent as a mere link."""
    from rnnlab.sandbox import linux

    spaces = linux.NEW_USER | linux.NEW_PIDS | linux.NEW_MOUNTS
    linux.unshare(spaces | linux.NEW_NET | linux.NEW_IPC | linux.NEW_UTS)
    os.write(result, b"n")
    os.read(go, 1)
    if os.getuid() not in (0, NOBODY):
        raise OSError("the ids could not be mapped")
    linux.die_with_parent()
    if os.getppid() != parent:
        os._exit(1)
    pid = os.fork()
    if pid:
        close_from(3)
        os.waitpid(pid, 0)
        os._exit(0)
    linux.die_with_parent()
    socket.sethostname("student")


def _threads() -> int:
    """Return how many threads the user has: where there is no namespace the limit counts them."""
    count = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError, LookupError):
            if status.stat().st_uid == os.getuid():
                count += int(status.read_text().partition("Threads:")[2].split()[0])
    return count or 100_000  # macOS: no telling


# ------------------------------------------------------------------------------------ the canary

_NEEDED = {
    Level.FULL: {"unseen", "files", "writes", "network", "processes", "spawn", "memory", "usable"},
    Level.REDUCED: {"files", "writes", "network", "processes", "spawn", "memory", "usable"},
    Level.LIMITS: {"file size", "usable"},
    Level.NONE: set(),
}


def _run_canary(cell: Cell, base: str, outside: int) -> set[str]:
    """Attack from a student process in ``cell``; return what held."""
    read, write = os.pipe()
    scratch = cell.scratch()
    pid = cell.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            descriptor = cell.shut(write, scratch)
            attacks = _attacks(Path(base, "canary"), outside)
            held = [name for name, attack in attacks.items() if attack()]
            os.write(descriptor, json.dumps(held).encode())
        os._exit(0)
    os.close(write)
    with open(read, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(pid, 0)
    remove(scratch)
    if not answer:
        raise OSError("the canary could not be confined")
    return set(json.loads(answer))


def _attacks(canary: Path, outside: int) -> dict[str, Callable[[], bool]]:
    """The canary's attacks; each returns whether it failed, as it should."""
    return {
        "unseen": lambda: not canary.exists() and not Path("/proc/self/status").exists(),
        "files": lambda: _fails(canary.read_bytes) and _fails(lambda: os.listdir(canary.parent)),
        "writes": lambda: _fails(canary.touch) and _fails(lambda: open(__file__, "ab").close()),
        "network": lambda: all(map(_no_route, (socket.SOCK_STREAM, socket.SOCK_DGRAM))),
        "processes": lambda: _fails(lambda: os.kill(outside, 0)),
        "spawn": lambda: _fails(lambda: os.fork() or os._exit(0)),
        "memory": lambda: _fails(lambda: mmap.mmap(-1, ADDRESS_SPACE).close()),
        "file size": lambda: _fails(_write_too_much),
        "usable": _usable,
    }


def _fails(attack: Callable[[], object]) -> bool:
    try:
        attack()
    except (OSError, MemoryError):
        return True
    return False


def _no_route(kind: int) -> bool:
    try:
        with socket.socket(socket.AF_INET, kind) as sock:
            sock.settimeout(0.2)
            sock.connect(("127.0.0.1", 9))
    except ConnectionRefusedError:
        return False
    except OSError:
        return True
    return False


def _write_too_much() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with open("much", "wb") as file:
        try:
            file.truncate(FILE_SIZE + 1)
        finally:
            os.unlink("much")


def _usable() -> bool:
    """Whether what student code needs is there: a scratch folder, and every library."""
    Path("note").write_text("x")
    Path("note").unlink()
    folders = [os.path.dirname(os.__file__), _PACKAGE, *filter(_is_site, sys.path)]
    return all(os.listdir(folder) for folder in folders) and not _fails(os.urandom(1).hex)


def _is_site(path: str) -> bool:
    return path.endswith("-packages") and os.path.isdir(path)


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
            f"RNNLAB_CONFINEMENT={wanted}: there are {names}",
        )
    return Level[wanted.upper()]


@functools.cache
def facts() -> Facts:
    """Find out, in a process of its own and within a second, how this machine confines."""
    with tempfile.TemporaryDirectory(prefix="rnnlab-") as base:
        command = [sys.executable, "-P", "-m", "rnnlab.doctor", base, highest().name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    found = json.loads(done.stdout)
    return Facts(Level(found["level"]), found["refused"], tuple(found["proven"]))


def level() -> Level:
    """Return how student code is confined on this machine."""
    return facts().level
