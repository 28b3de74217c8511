"""The kernel's calls as a table, and the seccomp program that refuses them.

Nothing is loaded here: :func:`rnnlab.sandbox.confine.linux.seccomp` does that.
"""

from __future__ import annotations

import errno
import platform
import struct

ARM = platform.machine() == "aarch64"
KNOWN_MACHINE = platform.machine() in ("x86_64", "aarch64")
_PR_SET_DUMPABLE = 4


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
    # allowed in part, see _conditions; or used in linux.py
    **{"clone": (56, 220), "clone3": (435, 435), "kill": (62, 129), "tgkill": (234, 131)},
    **{"prctl": (157, 167), "prlimit64": (302, 261), "sched_setaffinity": (203, 122)},
    **{"landlock_create_ruleset": (444, 444), "landlock_add_rule": (445, 445)},
    **{"landlock_restrict_self": (446, 446), "close_range": (436, 436)},
}
HARMLESS: tuple[str, ...]
HARMLESS = ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self")
HARMLESS += ("close_range",)
METADATA: tuple[str, ...]
METADATA = ("chmod", "fchmod", "fchmodat", "fchmodat2", "chown", "lchown", "fchown", "fchownat")
METADATA += ("utime", "utimes", "futimesat", "utimensat", "setxattr", "lsetxattr", "fsetxattr")
METADATA += ("removexattr", "lremovexattr", "fremovexattr")
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


def program(pid: int, allowed: tuple[str, ...]) -> bytes:
    """Return the seccomp program for process ``pid``, in which the calls ``allowed`` pass."""
    parts = [
        _instruction(_LOAD, _ARCHITECTURE),
        _instruction(_EQUAL, _AUDIT_ARCHITECTURE[ARM], yes=1),
        _instruction(_RETURN, _KILL),
        _instruction(_LOAD, _NUMBER),
        _instruction(_GREATER, _NEWEST, no=1),
        _instruction(_RETURN, _REFUSE | errno.ENOSYS),
    ]
    conditions = _conditions(pid)
    for name, numbers in SYSCALLS.items():
        if numbers[ARM] >= 0 and name not in allowed:
            parts += _rule(name, numbers[ARM], conditions.get(name))
    for numbers, refused in _OWNERS.values():
        parts += _all_but(numbers[ARM], refused)
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
