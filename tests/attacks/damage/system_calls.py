"""As root: reboot, swapoff, sethostname, settimeofday (each in a form that changes nothing)."""

import ctypes
import socket


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    name = socket.gethostname().encode()
    tries = {
        "reboot": lambda: libc.syscall(169, 0xFEE1DEAD, 672274793, 0x7FFFFFFF, 0),
        "hostname": lambda: libc.sethostname(name, len(name)),
        "swapoff": lambda: libc.swapoff(b"/nonexistent"),
        "modules": lambda: libc.syscall(175, None, 0, b""),
    }
    loot = []
    for what, attempt in tries.items():
        ctypes.set_errno(0)
        if attempt() == 0 or ctypes.get_errno() not in (1, 38):
            loot.append((what, ctypes.get_errno()))
    tell([x for x in loot if x[0] != "hostname" or not LAB["full"]])
