"""The zygote's own process; :mod:`rnnlab.sandbox.zygote` is the way to it.

Run as ``python -m rnnlab.sandbox.inside.zygote FD``. Over the socket FD it reads requests, each a
line of JSON that says how many descriptors come with it:

    {"run": "module:function", "with": [...], "descriptors": n}
        fork a process that calls the function with these arguments and all descriptors but the
        first. That one is a socket: the fork's pid is written to it, and its exit code when it has
        ended. The fork is killed if anything comes from there, and asked to end by SIGTERM once
        nothing can come from there any more
    {"descriptors": 1}
        read requests from this socket too

It imports, and forks: no operation of TensorFlow runs here, so a fork has the only thread it needs.
It ends when nobody can ask it any more.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import shutil
import signal
import socket
import struct
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any, NoReturn, TypeAlias

Handler: TypeAlias = Callable[[socket.socket], None]

NUMBER = struct.Struct("!q")
_MOST = 8  # descriptors of one request
_LAST_SECONDS = 2.0


def main(descriptor: int) -> None:
    """Import Keras, then fork until nobody can ask any more."""
    from rnnlab.sandbox.inside import runtime

    runtime.warm_up()
    shutil.rmtree(os.environ["HOME"], ignore_errors=True)  # what the imports have cached
    os.chdir("/")
    gc.collect()
    gc.freeze()  # the collector of a fork touches, and so copies, none of these objects
    warnings.simplefilter("ignore", DeprecationWarning)  # of os.fork beside TensorFlow's threads
    _Zygote().serve(socket.socket(fileno=descriptor))


class _Zygote:
    def __init__(self) -> None:
        self._sockets = selectors.DefaultSelector()
        self._lines: dict[int, socket.socket] = {}  # of the forks, by pid
        self._pending: dict[socket.socket, tuple[bytearray, list[int]]] = {}
        woken, self._waker = socket.socketpair()
        self._waker.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waker.fileno())
        self._watch(woken, self._reap)

    def serve(self, control: socket.socket) -> None:
        """Answer requests until nobody can send any."""
        self._listen(control)
        while self._pending:
            for key, _ in self._sockets.select():
                if self._sockets.get_map().get(key.fd) == key:  # not closed a moment ago
                    key.data(key.fileobj)
        self._end_all()

    def _watch(self, of: socket.socket, handler: Handler) -> None:
        self._sockets.register(of, selectors.EVENT_READ, handler)

    def _listen(self, control: socket.socket) -> None:
        self._pending[control] = bytearray(), []
        self._watch(control, self._read)

    def _read(self, control: socket.socket) -> None:
        text, descriptors = self._pending[control]
        data, more, _, _ = socket.recv_fds(control, 1 << 16, _MOST)
        if not data:
            del self._pending[control]
            self._sockets.unregister(control)
            control.close()
            return
        text += data
        descriptors += more
        while (end := text.find(b"\n")) >= 0:
            request = json.loads(text[:end])
            count = request["descriptors"]
            its, descriptors[:count] = descriptors[:count], []
            del text[: end + 1]
            if "run" in request:
                self._fork(request, *its)
            else:
                self._listen(socket.socket(fileno=its[0]))

    def _fork(self, request: dict[str, Any], descriptor: int, *descriptors: int) -> None:
        line, parent = socket.socket(fileno=descriptor), os.getpid()
        pid = os.fork()
        if pid == 0:
            self._become(parent, line, request, descriptors)
        for each in descriptors:
            os.close(each)
        self._lines[pid] = line
        self._watch(line, self._end)
        self._tell(line, pid)

    def _become(
        self,
        parent: int,
        line: socket.socket,
        request: dict[str, Any],
        descriptors: tuple[int, ...],
    ) -> NoReturn:
        """Be the fork: keep nothing that is the zygote's, and never return."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            watched: list[Any] = [key.fileobj for key in self._sockets.get_map().values()]
            for each in (line, self._waker, *self._lines.values(), *watched):
                each.close()
            self._sockets.close()
            module, _, name = request["run"].partition(":")
            if sys.platform == "linux":
                from rnnlab.sandbox.confine import linux

                linux.die_with_parent(parent)
                linux.name(f"rnnlab-{module.rpartition('.')[2]}")
            getattr(importlib.import_module(module), name)(*request["with"], *descriptors)
            status = 0
        finally:
            os._exit(status)

    def _end(self, line: socket.socket) -> None:
        """End the fork whose line it is: it is wanted no more."""
        self._sockets.unregister(line)
        asked = _received(line)
        (pid,) = (pid for pid, of in self._lines.items() if of is line)
        os.kill(pid, signal.SIGKILL if asked else signal.SIGTERM)

    def _end_all(self) -> None:
        """End all forks, and give them time to remove what they have made."""
        for pid in self._lines:
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + _LAST_SECONDS
        with contextlib.suppress(ChildProcessError):
            while time.monotonic() < until:
                if os.waitpid(-1, os.WNOHANG) == (0, 0):
                    time.sleep(0.01)

    def _reap(self, woken: socket.socket) -> None:
        woken.recv(1 << 12)
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG)) != (0, 0):
                pid, status = ended
                line = self._lines.pop(pid)
                self._tell(line, os.waitstatus_to_exitcode(status))
                with contextlib.suppress(KeyError):  # where it was killed
                    self._sockets.unregister(line)
                line.close()

    def _tell(self, line: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError):  # nobody is there to be told
            line.send(NUMBER.pack(number))


def _received(line: socket.socket) -> bytes:
    with contextlib.suppress(OSError):  # the other end was closed with something unread
        return line.recv(1)
    return b""


if __name__ == "__main__":
    main(int(sys.argv[1]))
