"""The enclosure that a student process is born in.

What level a machine affords is found out by :mod:`rnnlab.sandbox.confine.ladder`; why it is done
this way, :mod:`rnnlab.sandbox.confine` says.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rnnlab.sandbox.confine import view
from rnnlab.sandbox.confine.level import Level
from rnnlab.sandbox.confine.view import SCRATCH

CPU_SECONDS = 200  # above the wall time of a submission: that one has a sentence of its own
ADDRESS_SPACE = 4 << 30
SCRATCH_SIZE = FILE_SIZE = 64 << 20
OPEN_FILES = 256
THREADS = 256
NOBODY = 65534


@dataclass
class Enclosure:
    """The place where student processes are born; ``level`` says what it keeps from them."""

    level: Level
    base: str  # a folder of the grader's, for scratch folders where there is no mount
    visible: dict[Path, bool] = field(default_factory=dict)
    threads: int = THREADS
    pidfd: int = -1
    parent: int = 0  # of student processes, as they see it

    def fork(self) -> int:
        """Fork as ``os.fork`` does; the child is to call :meth:`shut` first of all."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of TensorFlow's idle threads
            if self.level < Level.FULL:
                self.parent = os.getpid()
                return os.fork()
            from rnnlab.sandbox.confine import linux

            linux.unshare(linux.NEW_PIDS)
            pid = os.fork()
            if pid:
                linux.rejoin_pids(self.pidfd)
            return pid

    def scratch(self) -> str:
        """Return the scratch folder for the next student process."""
        return SCRATCH if self.level is Level.FULL else tempfile.mkdtemp(dir=self.base)

    def shut(self, descriptor: int, scratch: str) -> int:
        """Confine this process; of its descriptors only ``descriptor``, as returned, is left."""
        os.setsid()
        if descriptor != 3:
            os.dup2(descriptor, 3)
        close_from(4)
        if self.level is Level.FULL:
            _own_mounts()
        at_home(scratch)
        if self.level > Level.NONE:
            _limit(self.threads)
        if self.level >= Level.REDUCED:
            self._give_up_rights(scratch)
        return 3

    def _give_up_rights(self, scratch: str) -> None:
        from rnnlab.sandbox.confine import linux

        full = self.level is Level.FULL
        linux.drop_privileges(NOBODY if full and os.getuid() == 0 else None)
        linux.undumpable()
        linux.die_with_parent(self.parent)
        linux.no_new_privileges()
        try:
            seen = [("/", linux.READ), ("/dev", linux.WRITE)] if full else view.rules(self.visible)
            linux.landlock([*seen, (scratch, linux.READ | linux.WRITE)])
        except OSError:
            if not full:  # there it is a second line behind the mount namespace
                raise
        linux.seccomp(metadata=full)


def remove(scratch: str) -> None:
    """Delete a scratch folder, whatever is in it; a mounted one has vanished by itself."""
    if scratch == SCRATCH:
        return
    shutil.rmtree(scratch, ignore_errors=True)
    for folder, names, _ in os.walk(scratch):  # what is left are folders that nobody may enter
        for path in (os.path.join(folder, name) for name in names):
            if not os.path.islink(path):
                os.chmod(path, 0o700)
    shutil.rmtree(scratch, ignore_errors=True)


def kill_orphans(known: Iterable[int]) -> None:
    """Kill and reap this process's children that are not ``known``: their parents were students.

    Only below the reduced level can there be any; :func:`be_responsible` has them come here.
    """
    with contextlib.suppress(OSError):
        while found := _children() - set(known):
            for pid in found:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def _children() -> set[int]:
    files = Path("/proc/self/task").glob("*/children")
    return {int(pid) for file in files for pid in file.read_text().split()}


def be_responsible(parent: int) -> None:
    """End with the parent; become the parent of what students leave behind."""
    if sys.platform == "linux":
        from rnnlab.sandbox.confine import linux

        linux.die_with_parent(parent)
        linux.adopt_orphans()


def close_from(lowest: int) -> None:
    if sys.platform == "linux":
        from rnnlab.sandbox.confine import linux

        with contextlib.suppress(OSError):
            linux.close_from(lowest)
            return
    os.closerange(lowest, os.sysconf("SC_OPEN_MAX"))


def _own_mounts() -> None:
    from rnnlab.sandbox.confine import linux

    linux.unshare(linux.NEW_MOUNTS | linux.NEW_IPC)
    linux.tmpfs(SCRATCH, SCRATCH_SIZE, NOBODY, "700")


def at_home(scratch: str) -> None:
    """Move into the scratch folder, and show no other path in the environment."""
    os.chdir(scratch)
    os.umask(0o077)
    for name in ("PATH", "PYTHONPATH"):
        os.environ.pop(name, None)
    os.environ.update(dict.fromkeys(("HOME", "TMPDIR", "PWD"), scratch))
    tempfile.tempdir = None


def _limit(threads: int) -> None:
    import resource

    limits = {
        "RLIMIT_CPU": CPU_SECONDS,
        "RLIMIT_AS": ADDRESS_SPACE,
        "RLIMIT_FSIZE": FILE_SIZE,
        "RLIMIT_NOFILE": OPEN_FILES,
        "RLIMIT_NPROC": threads,
        "RLIMIT_CORE": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    for name, value in limits.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):  # not every system has all
            resource.setrlimit(getattr(resource, name), (value, value))
