"""The Linux kernel's ways of giving up rights, by ctypes: no binary, no package, no helper.

Thin and without policy: :mod:`rnnlab.sandbox.confine` says what is given up, and when. Every call
raises OSError where the kernel refuses. Nothing here is imported on another system.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path

NEW_MOUNTS, NEW_UTS, NEW_IPC = 0x0002_0000, 0x0400_0000, 0x0800_0000
NEW_USER, NEW_PIDS, NEW_NET = 0x1000_0000, 0x2000_0000, 0x4000_0000

_READ_ONLY, _NO_SUID, _NO_DEV = 0x1, 0x2, 0x4  # the same bits for mount and mount_setattr
_BIND, _RECURSIVE, _PRIVATE = 0x1000, 0x4000, 0x4_0000
_DETACH = 2
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_CAPBSET_DROP = 1, 4, 22, 24
_PR_SET_SUBREAPER, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 36, 38, 47
_SECCOMP_FILTER, _AMBIENT_CLEAR_ALL = 2, 4
_CAPABILITY_VERSION_3 = 0x2008_0522

_ARM = platform.machine() == "aarch64"
KNOWN_MACHINE = platform.machine() in ("x86_64", "aarch64")
_libc = ctypes.CDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return result


def _prctl(option: int, *arguments) -> int:
    padded = [*arguments, 0, 0, 0, 0][:4]
    return _checked(_libc.prctl(option, *map(_word, padded)), f"prctl {option}")


def _word(value):
    return ctypes.c_ulong(value) if type(value) is int else value


def _syscall(name: str, *arguments) -> int:
    number = SYSCALLS[name][_ARM]
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


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent's thread ends (changing ids undoes it)."""
    _prctl(_PR_SET_PDEATHSIG, 9)


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


# --------------------------------------------------------------------------------------- seccomp

# Name: its number on x86_64 and on aarch64 (-1: there is none).
SYSCALLS = {
    # other processes
    **{"ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271)},
    **{"kcmp": (312, 272), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438)},
    **{"pidfd_send_signal": (424, 424), "process_madvise": (440, 440), "tkill": (200, 130)},
    **{"rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "acct": (163, 89)},
    **{"setpriority": (141, 140), "sched_setscheduler": (144, 119), "sched_setparam": (142, 118)},
    **{"sched_setattr": (314, 274), "ioprio_set": (251, 30), "migrate_pages": (256, 238)},
    **{"move_pages": (279, 239), "process_mrelease": (448, 448)},
    # new processes and programs
    **{"fork": (57, -1), "vfork": (58, -1), "execve": (59, 221), "execveat": (322, 281)},
    # namespaces and mounts
    **{"mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51)},
    **{"open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430)},
    **{"fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433)},
    **{"mount_setattr": (442, 442), "unshare": (272, 97), "setns": (308, 268)},
    **{"name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265), "quotactl": (179, 60)},
    **{"fanotify_init": (300, 262), "statmount": (457, 457), "listmount": (458, 458)},
    # network, and memory that no limit counts or that outlives the process
    **{"socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201)},
    **{"memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194)},
    **{"semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180), "vmsplice": (278, 75)},
    **{"add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219)},
    # parts of the kernel with a history
    **{"bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282)},
    **{"io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "modify_ldt": (154, -1)},
    **{"io_uring_register": (427, 427), "personality": (135, 92), "syslog": (103, 116)},
    # who opens which file, when
    **{"inotify_add_watch": (254, 27)},
    # the machine
    **{"kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105)},
    **{"finit_module": (313, 273), "delete_module": (176, 106), "reboot": (169, 142)},
    **{"swapon": (167, 224), "swapoff": (168, 225), "iopl": (172, -1), "ioperm": (173, -1)},
    # what Landlock leaves open: the metadata of files that one owns
    **{"chmod": (90, -1), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452)},
    **{"chown": (92, -1), "lchown": (94, -1), "fchown": (93, 55), "fchownat": (260, 54)},
    **{"utime": (132, -1), "utimes": (235, -1), "futimesat": (261, -1), "utimensat": (280, 88)},
    **{"setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7)},
    **{"removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16)},
    # allowed in part, see _conditions; or used above
    **{"clone": (56, 220), "clone3": (435, 435), "kill": (62, 129), "tgkill": (234, 131)},
    **{"prctl": (157, 167), "prlimit64": (302, 261), "sched_setaffinity": (203, 122)},
    **{"landlock_create_ruleset": (444, 444), "landlock_add_rule": (445, 445)},
    **{"landlock_restrict_self": (446, 446), "close_range": (436, 436)},
}
_HARMLESS = ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self")
_HARMLESS += ("close_range",)
_METADATA = ("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchown", "fchownat")
_METADATA += ("utime", "utimes", "futimesat", "utimensat", "setxattr", "lsetxattr", "fsetxattr")
_METADATA += ("removexattr", "lremovexattr", "fremovexattr")
# Numbers, and the second arguments that are refused: with these a file's owner, whom the kernel
# then sends any signal, becomes another process (F_SETOWN, F_SETOWN_EX; FIOSETOWN, SIOCSPGRP).
_OWNERS = {"fcntl": ((72, 25), (8, 15)), "ioctl": ((16, 29), (0x8901, 0x8902))}
_NEWEST = 462  # what is newer than Linux 6.10, or of the x32 ABI, is "not implemented"
_CLONE_THREAD = 0x1_0000
_LOAD, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _SECOND_ARGUMENT = 0, 4, 16, 24
_ALLOW, _REFUSE, _KILL = 0x7FFF_0000, 0x0005_0000, 0x8000_0000
_AUDIT_ARCHITECTURE = (0xC000_003E, 0xC000_00B7)


def _conditions(pid: int) -> dict[str, tuple[int, int]]:
    """What the first argument of a call must fulfil for the call to pass."""
    return {
        "clone": (_ANY_BIT, _CLONE_THREAD),  # threads, no processes
        "kill": (_EQUAL, pid),
        "tgkill": (_EQUAL, pid),
        "prlimit64": (_EQUAL, 0),
        "sched_setaffinity": (_EQUAL, 0),
        "prctl": (_GREATER, _PR_SET_DUMPABLE),  # neither PDEATHSIG nor DUMPABLE
    }


def _instruction(code: int, k: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, k)


def _program(pid: int, allowed: tuple[str, ...]) -> bytes:
    parts = [
        _instruction(_LOAD, _ARCHITECTURE),
        _instruction(_EQUAL, _AUDIT_ARCHITECTURE[_ARM], yes=1),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, _NUMBER),
        _instruction(_GREATER, _NEWEST, no=1),
        _instruction(_RETURN, _REFUSE | errno.ENOSYS),
    ]
    conditions = _conditions(pid)
    for name, numbers in SYSCALLS.items():
        if numbers[_ARM] >= 0 and name not in allowed:
            parts += _rule(name, numbers[_ARM], conditions.get(name))
    for numbers, refused in _OWNERS.values():
        parts += _all_but(numbers[_ARM], refused)
    return b"".join([*parts, _instruction(_RETURN, _ALLOW)])


def _rule(name: str, number: int, condition: tuple[int, int] | None) -> list[bytes]:
    # glibc tries clone3 first, and falls back to clone only where there is none.
    error = errno.ENOSYS if name == "clone3" else errno.EPERM
    refuse = _instruction(_RETURN, _REFUSE | error)
    if condition is None:
        return [_instruction(_EQUAL, number, no=1), refuse]
    test, value = condition
    return [
        _instruction(_EQUAL, number, no=4),
        _instruction(_LOAD, _FIRST_ARGUMENT),
        _instruction(test, value, no=1),
        _instruction(_RETURN, _ALLOW),
        refuse,
    ]


def _all_but(number: int, refused: tuple[int, ...]) -> list[bytes]:
    """Allow a call unless its second argument is one of ``refused``."""
    n = len(refused)
    tests = [_instruction(_EQUAL, value, yes=n - i) for i, value in enumerate(refused)]
    return [
        _instruction(_EQUAL, number, no=n + 3),
        _instruction(_LOAD, _SECOND_ARGUMENT),
        *tests,
        _instruction(_RETURN, _ALLOW),
        _instruction(_RETURN, _REFUSE | errno.EPERM),
    ]


def seccomp(metadata: bool) -> None:
    """Refuse (EPERM) the system calls above, for good; calls of a foreign machine kill.

    ``metadata`` says whether modes, owners and times of files may be changed.
    """
    if not KNOWN_MACHINE:
        raise OSError(errno.ENOSYS, f"no system call numbers for {platform.machine()}")
    program = _program(os.getpid(), (*_HARMLESS, *(_METADATA if metadata else ())))
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    _prctl(_PR_SET_SECCOMP, _SECCOMP_FILTER, header)
