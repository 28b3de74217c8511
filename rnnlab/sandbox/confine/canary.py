"""The canary: it attacks from inside an enclosure, and tells what held."""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import signal
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from rnnlab.sandbox.confine.enclosure import (
    ADDRESS_SPACE,
    FILE_SIZE,
    Enclosure,
    remove,
)
from rnnlab.sandbox.confine.level import Level

_PACKAGE = Path(__file__).resolve().parents[2]


NEEDED = {
    Level.FULL: {"unseen", "files", "writes", "network", "processes", "spawn", "memory", "usable"},
    Level.REDUCED: {"files", "writes", "network", "processes", "spawn", "memory", "usable"},
    Level.LIMITS: {"file size", "usable"},
    Level.NONE: set(),
}


def run_canary(enclosure: Enclosure, base: str, outside: int) -> set[str]:
    """Attack from a student process in ``enclosure``; return what held."""
    read, write = os.pipe()
    scratch = enclosure.scratch()
    pid = enclosure.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            descriptor = enclosure.shut(write, scratch)
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
    folders = [os.path.dirname(os.__file__), str(_PACKAGE), *filter(_is_site, sys.path)]
    return all(os.listdir(folder) for folder in folders) and not _fails(os.urandom(1).hex)


def _is_site(path: str) -> bool:
    return path.endswith("-packages") and os.path.isdir(path)
