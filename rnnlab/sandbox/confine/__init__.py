"""What a student process cannot do, and the proof of it on this machine.

Four rungs, each tried by running a canary that attacks from inside; the first whose canary comes
back with nothing is the level. Nothing is concluded from a version or a program's presence.

    full      namespaces, seccomp, Landlock, limits (Linux 5.12, user namespaces permitted)
    reduced   seccomp, Landlock, limits (Linux 5.13; where user namespaces are forbidden)
    limits    limits and a clean environment (macOS, an old Linux)
    none      a clean environment (Windows)

The fork server is a fork of the zygote, which has imported Keras in a student's environment and
has never seen a course. At the full level it enters a user, PID, mount, network, IPC and UTS
namespace first of all, as the first process there, and pivots into a root of its own that holds,
read-only, the libraries of Python and of the system, the rnnlab package and the bundled samples:
no home, no /proc, no /sys, no course. So one fork makes a student process (a second one, of a
process with TensorFlow in it, would double the latency); the child is born as process 1 of a
PID namespace of its own, mounts a private scratch folder that lives no longer than it does, and
gives up its capabilities, its user (root becomes nobody) and, by seccomp, the calls that it could
attack the kernel or other processes with: no new processes, no programs, no sockets, no signals.
If the server dies, by whatever hand, the kernel kills all that was born in its PID namespace.

Why ctypes and not bubblewrap: bwrap cannot confine after a fork, so each student would pay the
five seconds of importing TensorFlow or share one sandbox; and it is one more binary to be absent.
"""
