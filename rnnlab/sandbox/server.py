"""The fork server: imports Keras once, then makes a student process in milliseconds.

Run as ``python -m rnnlab.sandbox.server FD``. Over the socket FD the grader asks for one of two:

    b"F" with a file descriptor   fork a student process that serves it; answers with its pid
    b"K" and a pid                kill that process and its group, and reap it; answers with the pid

The server reaps its children only when asked, so a pid that the grader holds is never another
process's. It never reads what students write.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import struct
import sys

PID = struct.Struct("!q")


def main(descriptor: int) -> None:
    """Serve requests until the grader hangs up; then kill what is left."""
    from rnnlab.sandbox import runtime

    control = socket.socket(fileno=descriptor)
    children: set[int] = set()
    control.sendall(PID.pack(os.getpid()))
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 1 + PID.size, 1)
        if not request:
            break
        if request[:1] == b"F":
            pid = _fork(control, descriptors[0], runtime.serve)
            children.add(pid)
        else:
            (pid,) = PID.unpack(request[1:])
            children.discard(pid)
            _kill(pid)
        control.sendall(PID.pack(pid))
    for pid in children:
        _kill(pid)


def _fork(control: socket.socket, descriptor: int, serve) -> int:
    """Fork a student process; the child never returns from here."""
    pid = os.fork()
    if pid:
        os.close(descriptor)
        return pid
    status = 1
    try:
        control.close()
        os.setsid()
        serve(socket.socket(fileno=descriptor))
        status = 0
    finally:
        os._exit(status)


def _kill(pid: int) -> None:
    for send in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            send(pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
