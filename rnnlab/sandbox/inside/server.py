"""The fork server: a fork of the zygote that makes a student process in milliseconds.

It enters the highest level of confinement that holds here (:mod:`rnnlab.sandbox.confine`), says
which, and then over its socket the grader asks for one of two:

    b"F" with a file descriptor   fork a student process that serves it; answers with its pid
    b"K" and a pid                kill that process and all it started; answers with the pid

The server reaps its children only when asked, so a pid that the grader holds is never another
process's. It never reads what students write.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import struct
from collections.abc import Callable
from pathlib import Path

from rnnlab.sandbox.confine import ladder
from rnnlab.sandbox.confine.enclosure import Enclosure, kill_orphans, remove
from rnnlab.sandbox.confine.level import Level
from rnnlab.sandbox.confine.view import SCRATCH

PID = struct.Struct("!q")


def main(base: str, course: str, level: str, descriptor: int) -> None:
    """Serve requests until the grader hangs up; then kill what is left.

    ``level`` is the highest to be tried, and ``base`` a folder for what the level needs.
    """
    os.chdir(base)
    os.environ.update(dict.fromkeys(("HOME", "TMPDIR", "PWD"), base))
    enclosure, _ = ladder.enter(base, Path(course) if course else None, Level[level])
    from rnnlab.sandbox.inside import runtime

    gc.freeze()  # the collector of a child touches, and so copies, none of these objects
    control = socket.socket(fileno=descriptor)
    children: dict[int, str] = {}
    control.sendall(PID.pack(enclosure.level))
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 1 + PID.size, 1)
        if not request:
            break
        if request[:1] == b"F":
            scratch = enclosure.scratch()
            pid = _fork(enclosure, descriptors[0], scratch, runtime.serve)
            children[pid] = scratch
        else:
            (pid,) = PID.unpack(request[1:])
            _kill(pid, children.pop(pid, SCRATCH))
            if enclosure.level < Level.REDUCED:
                kill_orphans(children)
        control.sendall(PID.pack(pid))
    for pid, scratch in children.items():
        _kill(pid, scratch)
    kill_orphans(())


def _fork(
    enclosure: Enclosure,
    descriptor: int,
    scratch: str,
    serve: Callable[[socket.socket], None],
) -> int:
    """Fork a student process; the child never returns from here."""
    pid = enclosure.fork()
    if pid:
        os.close(descriptor)
        return pid
    status = 1
    try:
        serve(socket.socket(fileno=enclosure.shut(descriptor, scratch)))
        status = 0
    finally:
        os._exit(status)


def _kill(pid: int, scratch: str) -> None:
    for send in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            send(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)
    remove(scratch)
