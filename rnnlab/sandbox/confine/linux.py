"""The Linux kernel's ways of giving up rights, by ctypes: no binary, no package, no helper.

Thin and without policy: :mod:`rnnlab.sandbox.confine.enclosure` says what is given up, and when.
Every call raises OSError where the kernel refuses. Nothing here is imported on another system.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

from rnnlab.sandbox.confine import syscalls
from rnnlab.sandbox.confine.syscalls import ARM, KNOWN_MACHINE, SYSCALLS

NEW_MOUNTS, NEW_UTS, NEW_IPC = 0x0002_0000, 0x0400_0000, 0x0800_0000
NEW_USER, NEW_PIDS, NEW_NET = 0x1000_0000, 0x2000_0000, 0x4000_0000

_READ_ONLY, _NO_SUID, _NO_DEV = 0x1, 0x2, 0x4  # the same bits for mount and mount_setattr
_BIND, _RECURSIVE, _PRIVATE = 0x1000, 0x4000, 0x4_0000
_DETACH = 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NAME = 1, 4, 15
_PR_SET_SECCOMP, _PR_CAPBSET_DROP = 22, 24
_PR_SET_SUBREAPER, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 36, 38, 47
_SECCOMP_FILTER, _AMBIENT_CLEAR_ALL = 2, 4
_CAPABILITY_VERSION_3 = 0x2008_0522

_Argument: TypeAlias = int | bytes | ctypes.Array[ctypes.c_char]
_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return result


def _prctl(option: int, *arguments: _Argument) -> int:
    padded = [*arguments, 0, 0, 0, 0][:4]
    return _checked(_libc.prctl(option, *map(_word, padded)), f"prctl {option}")


def _word(value: _Argument) -> _Argument | ctypes.c_ulong:
    return ctypes.c_ulong(value) if type(value) is int else value


def _syscall(name: str, *arguments: _Argument) -> int:
    number = SYSCALLS[name][ARM]
    return _checked(_libc.syscall(ctypes.c_long(number), *map(_word, arguments)), name)


# ------------------------------------------------------------------------------------ namespaces


def unshare(namespaces: int) -> None:
    """Leave the caller's namespaces for new ones (for PIDs: from its next child on)."""
    _checked(_libc.unshare(namespaces), "unshare")


def pidfd(pid: int) -> int:
    """Return a descriptor that stands for ``pid``, and is readable once it has ended."""
    return _syscall("pidfd_open", pid, 0)


def rejoin_pids(pidfd: int) -> None:
    """Let the next child be born into the PID namespace of the process behind ``pidfd``."""
    _checked(_libc.setns(pidfd, NEW_PIDS), "setns")


def map_ids(pid: int, inside: Iterable[int], uid: int, gid: int) -> None:
    """Give ``pid``'s new user namespace its ids; the caller is outside.

    Root maps each id of ``inside`` to itself; anyone else has only its own, mapped to the last.
    """
    inside = list(inside)
    process = Path(f"/proc/{pid}")
    for name, own in (("uid_map", uid), ("gid_map", gid)):
        lines = [f"{i} {i} 1" for i in inside] if uid == 0 else [f"{inside[-1]} {own} 1"]
        if uid and name == "gid_map":
            (process / "setgroups").write_text("deny")
        (process / name).write_text("\n".join(lines))


# ---------------------------------------------------------------------------------------- mounts


def _mount(source: str, target: str | Path, kind: str | None, flags: int, data: str = "") -> None:
    encoded = (None if x is None else os.fsencode(x) for x in (source, target, kind))
    _checked(_libc.mount(*encoded, _word(flags), data.encode()), f"mount {target}")


def private_mounts() -> None:
    """Let no mount made from now on show outside."""
    _mount("none", "/", None, _RECURSIVE | _PRIVATE)


def tmpfs(target: str | Path, size: int, owner: int, mode: str = "755") -> None:
    """Mount an empty file system that holds ``size`` bytes in at most 4096 files."""
    options = f"size={size},nr_inodes=4096,mode={mode},uid={owner},gid={owner}"
    _mount("tmpfs", target, "tmpfs", _NO_SUID | _NO_DEV, options)


def bind(source: str | Path, target: str | Path, device: bool = False) -> None:
    """Show ``source`` at ``target`` as well, read-only unless it is a ``device``."""
    _mount(str(source), target, None, _BIND | _RECURSIVE)
    _set_flags(target, _NO_SUID if device else _READ_ONLY | _NO_SUID | _NO_DEV, _AT_RECURSIVE)


def read_only(target: str | Path) -> None:
    """Let nobody write to this mount; those below it stay as they are."""
    _set_flags(target, _READ_ONLY, 0)


def _set_flags(target: str | Path, flags: int, depth: int) -> None:
    attributes = ctypes.create_string_buffer(struct.pack("=QQQQ", flags, 0, 0, 0), 32)
    _syscall("mount_setattr", _AT_FDCWD, os.fsencode(target), depth, attributes, 32)


def pivot(root: str | Path) -> None:
    """Make ``root`` the root of this mount namespace, and let the old one go."""
    os.chdir(root)
    _syscall("pivot_root", b".", b".")
    _checked(_libc.umount2(b".", _DETACH), "umount2")
    os.chdir("/")


# ------------------------------------------------------------------------------------ privileges


def drop_privileges(uid: int | None) -> None:
    """Give up every capability for good; as ``uid`` from now on, where it is given."""
    for capability in range(64):
        if _libc.prctl(_PR_CAPBSET_DROP, _word(capability), _word(0), _word(0), _word(0)):
            break
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    _libc.prctl(_PR_CAP_AMBIENT, *map(_word, (_AMBIENT_CLEAR_ALL, 0, 0, 0)))
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    _checked(_libc.capset(header, bytes(24)), "capset")


def no_new_privileges() -> None:
    """Let no program that this process starts have more rights than it has."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def undumpable() -> None:
    """Let no process of the same user read this one's memory."""
    _prctl(_PR_SET_DUMPABLE, 0)


def name(text: str) -> None:
    """Show this process under this name, of 15 characters at most, in ``ps`` and ``top``."""
    _prctl(_PR_SET_NAME, text.encode() + b"\0")


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent's thread ends (changing ids undoes it).

    ``parent`` is the parent's pid, 0 where that is in another namespace. A parent that has ended
    before this call no longer counts for the kernel: then this process ends here.
    """
    _prctl(_PR_SET_PDEATHSIG, 9)
    if os.getppid() != parent:
        os._exit(1)


def close_from(lowest: int) -> None:
    """Close every descriptor from ``lowest`` on (Linux 5.9)."""
    _syscall("close_range", lowest, (1 << 32) - 1, 0)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent has died."""
    _prctl(_PR_SET_SUBREAPER, 1)


# -------------------------------------------------------------------------------------- landlock

_EXECUTE, _WRITE_FILE, READ_FILE, READ_FOLDER = 1, 2, 4, 8
_TRUNCATE, _IOCTL_DEVICE = 1 << 14, 1 << 15
_ON_FILES = _EXECUTE | _WRITE_FILE | READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_RIGHTS = (0, 13, 14, 15, 15, 16)  # how many of the rights of the file system an ABI knows
READ = READ_FILE | READ_FOLDER
WRITE = (1 << 16) - 1 - _EXECUTE


def landlock_abi() -> int:
    """Return the version of Landlock; raises OSError where there is none."""
    return _syscall("landlock_create_ruleset", 0, 0, 1)


def landlock(rules: Iterable[tuple[str | Path, int]]) -> None:
    """Restrict this process to ``rules`` (a path, the rights at and below it), for good.

    As the kernel's ABI has it: no TCP (4), no signal or abstract socket to outside (6).
    """
    abi = landlock_abi()
    known = (1 << _RIGHTS[min(abi, 5)]) - 1
    attributes = struct.pack("=QQQ", known, 3 if abi >= 4 else 0, 3 if abi >= 6 else 0)
    attributes = attributes[: 8 if abi < 4 else 16 if abi < 6 else 24]
    ruleset = _syscall("landlock_create_ruleset", attributes, len(attributes), 0)
    for path, rights in rules:
        _allow(ruleset, path, rights & known)
    _syscall("landlock_restrict_self", ruleset, 0)
    os.close(ruleset)


def _allow(ruleset: int, path: str | Path, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    rights &= -1 if os.path.isdir(path) else _ON_FILES
    _syscall("landlock_add_rule", ruleset, 1, struct.pack("=Qi", rights, descriptor), 0)
    os.close(descriptor)


def seccomp(metadata: bool) -> None:
    """Refuse (EPERM) the calls of :mod:`~rnnlab.sandbox.confine.syscalls`, for good.

    Calls of a foreign machine kill.

    ``metadata`` says whether modes, owners and times of files may be changed.
    """
    if not KNOWN_MACHINE:
        raise OSError(errno.ENOSYS, f"no system call numbers for {platform.machine()}")
    allowed = (*syscalls.HARMLESS, *(syscalls.METADATA if metadata else ()))
    program = syscalls.program(os.getpid(), allowed)
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    _prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, header)
