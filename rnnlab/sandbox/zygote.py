"""The zygote: a process that imports Keras once, of which all others that need Keras are forks.

To import Keras takes seconds, a fork milliseconds, and forks share the memory. The zygote has the
environment of students and knows nothing of a course, so there is nothing in a fork that a student
may not see; what a grading process needs besides, it is sent once it is one.
:mod:`rnnlab.sandbox.inside.zygote` is the process itself.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable

from rnnlab.sandbox.inside.zygote import NUMBER

KERAS_ENVIRONMENT = {  # the same on both sides of the boundary, or numbers would differ
    "CUDA_VISIBLE_DEVICES": "-1",
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}
# Student code sees these variables and no others: no tokens, no paths of the instructor's.
_ENVIRONMENT = {
    **KERAS_ENVIRONMENT,
    "MPLBACKEND": "Agg",
    "OMP_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "RNNLAB_DATA": "sample",
}
_KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "PYTHONPATH")


def student_environment(home: str) -> dict[str, str]:
    """Return the environment variables of student processes."""
    kept = {k: os.environ[k] for k in _KEPT if k in os.environ}
    return {**kept, **_ENVIRONMENT, "HOME": home, "TMPDIR": home, "PWD": home}


class Fork:
    """A process that the zygote has forked. It is ended when this one ends or lets go of it."""

    def __init__(self, line: socket.socket) -> None:
        self._line, self._told = line, list[int]()

    @property
    def pid(self) -> int:
        """Its process id, once it is forked. Raises EOFError if it never is."""
        pid = self._number(0, None)
        if pid is None or pid < 0:
            raise EOFError("the zygote has ended")
        return pid

    def wait(self, seconds: float | None = None) -> int | None:
        """Return its exit code, -N where signal N killed it, or None if it has not ended yet."""
        return self._number(1, seconds)

    def kill(self) -> None:
        """End it, now."""
        with contextlib.suppress(OSError):  # it has ended
            self._line.send(b"K")

    def _number(self, which: int, seconds: float | None) -> int | None:
        while len(self._told) <= which:
            try:
                self._line.settimeout(seconds)
                data = self._line.recv(NUMBER.size, socket.MSG_WAITALL)
            except (TimeoutError, BlockingIOError):
                return None
            except OSError:
                data = b""
            lost = len(data) != NUMBER.size  # the zygote itself was killed, and its forks with it
            self._told.append(-signal.SIGKILL if lost else NUMBER.unpack(data)[0])
            if lost or len(self._told) == 2:
                self._line.close()
        return self._told[which]


class Zygote:
    """The way to a zygote: to one that is there already, through ``control``, or to a new one."""

    def __init__(self, control: socket.socket | None = None) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control = control or self._start()

    def _start(self) -> socket.socket:
        self._home = tempfile.mkdtemp(prefix="rnnlab-")
        control, theirs = socket.socketpair()
        with theirs:
            module = ["-P", "-m", "rnnlab.sandbox.inside.zygote"]
            self._process = subprocess.Popen(
                [sys.executable, *module, str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=student_environment(self._home),
                cwd=self._home,
                start_new_session=True,
            )
        atexit.register(self.close)
        return control

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process is None or self._process.poll() is None

    def fork(self, function: str, *arguments: object, descriptors: Iterable[int] = ()) -> Fork:
        """Have it fork a process that calls ``function``, named as module:name, and then ends.

        The function is given the ``arguments`` and its own ``descriptors`` for these.
        """
        line, theirs = socket.socketpair()
        with theirs:
            self._send({"run": function, "with": arguments}, [theirs.fileno(), *descriptors])
        return Fork(line)

    def share(self) -> socket.socket:
        """Return a socket through which another process can ask it too."""
        control, theirs = socket.socketpair()
        with theirs:
            self._send({}, [theirs.fileno()])
        return control

    def _send(self, request: dict[str, object], descriptors: list[int]) -> None:
        data = json.dumps({**request, "descriptors": len(descriptors)}).encode() + b"\n"
        with contextlib.suppress(OSError), self._lock:  # who reads the answer learns it
            socket.send_fds(self._control, [data], descriptors)

    def close(self) -> None:
        """End it and all its forks."""
        self._control.close()
        if self._process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(3)  # longer only while it still imports
            self._process.kill()
            self._process.wait()
            shutil.rmtree(self._home, ignore_errors=True)


_zygotes: list[Zygote] = []
_starting = threading.Lock()


def here() -> Zygote:
    """Return this process's zygote; start one if there is none."""
    with _starting:
        if not (_zygotes and _zygotes[-1].alive):
            _zygotes[:] = [Zygote()]
        return _zygotes[-1]


def use(descriptor: int) -> None:
    """Ask, in this process, the zygote at the other end of a :meth:`Zygote.share` socket."""
    _zygotes[:] = [Zygote(socket.socket(fileno=descriptor))]
