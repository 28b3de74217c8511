"""The process that imports Keras once, and what its forks inherit: Keras and nothing else."""

import json
import os
import signal
import socket
import sys
import time

import psutil
import pytest

from rnnlab.sandbox import zygote

ACCOUNT = """
import json, os, socket, sys, threading

def account(descriptor):
    told = {
        "keras": "keras" in sys.modules,
        "environment": dict(os.environ),
        "descriptors": [n for n in range(1000) if os.path.exists(f"/proc/self/fd/{n}")],
        "modules": [name for name in sys.modules if name.startswith("rnnlab.")],
        "threads": len(os.listdir("/proc/self/task")),
    }
    with open("/proc/self/environ", "rb") as file:
        told["born with"] = file.read().decode()
    told["mine"] = descriptor
    with socket.socket(fileno=descriptor) as out:
        out.sendall(json.dumps(told).encode())
"""


@pytest.fixture(scope="module")
def mother(tmp_path_factory):
    folder = tmp_path_factory.mktemp("modules")
    (folder / "accounts.py").write_text(ACCOUNT)
    with pytest.MonkeyPatch.context() as patch:
        path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
        patch.setenv("PYTHONPATH", path)
        patch.setenv("GRADER_TOKEN", "a secret")
        started = zygote.Zygote()
    yield started
    started.close()


def account_of(mother):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        fork = mother.fork("accounts:account", descriptors=[theirs.fileno()])
        assert fork.wait(60) == 0
        return json.loads(ours.recv(1 << 20))


def test_a_fork_has_keras_and_nothing_of_a_course_or_its_grader(mother):
    others = [mother.fork("time:sleep", 600) for _ in range(3)]
    told = account_of(mother)
    assert told["keras"]
    assert "a secret" not in told["born with"]
    assert "GRADER_TOKEN" not in told["environment"]
    apart = ("rnnlab.grading", "rnnlab.diagnosis", "rnnlab.classroom", "rnnlab.expect")
    assert [name for name in told["modules"] if name.startswith(apart)] == []
    for other in others:
        other.kill()
        assert other.wait(30) == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_fork_has_one_thread_and_no_descriptor_but_its_own(mother):
    fork = mother.fork("time:sleep", 600)
    with mother.share():
        told = account_of(mother)
    assert told["descriptors"] == [0, 1, 2, told["mine"]]
    assert told["threads"] == 1
    fork.kill()
    assert fork.wait(30) == -signal.SIGKILL


@pytest.mark.parametrize(
    ("function", "arguments", "code"),
    [
        ("os:getpid", [], 0),
        ("os:_exit", [7], 7),
        ("os:abort", [], -signal.SIGABRT),
        ("nowhere:nothing", [], 1),
        ("os:nothing", [], 1),
    ],
)
def test_the_end_of_a_fork_is_told(mother, function, arguments, code):
    fork = mother.fork(function, *arguments)
    assert fork.pid > 0
    assert fork.wait(30) == code
    fork.kill()  # which is nobody's any more
    assert fork.wait() == code


def test_to_wait_may_take_no_time(mother):
    fork = mother.fork("time:sleep", 600)
    assert fork.wait(0) is None
    assert fork.wait(0.01) is None
    fork.kill()
    assert fork.wait(30) == -signal.SIGKILL


def test_who_lets_go_of_a_fork_ends_it(mother):
    fork = mother.fork("time:sleep", 600)
    process = psutil.Process(fork.pid)
    fork._line.close()  # as when the process that holds it is killed
    process.wait(30)


def test_another_process_asks_through_a_socket_of_its_own(mother):
    through = zygote.Zygote(mother.share())
    fork = through.fork("os:_exit", 5)
    assert fork.wait(30) == 5
    through.close()
    assert mother.fork("os:_exit", 6).wait(30) == 6


def test_forks_end_with_the_zygote_and_the_next_question_starts_another(monkeypatch):
    monkeypatch.setattr(zygote, "_zygotes", [])
    first = zygote.here()
    assert zygote.here() is first
    fork = first.fork("time:sleep", 600)
    process = psutil.Process(fork.pid)
    first._process.kill()
    assert fork.wait(30) == -signal.SIGKILL
    process.wait(30)
    late = first.fork("os:getpid")
    assert late.wait(30) == -signal.SIGKILL
    with pytest.raises(EOFError):
        _ = late.pid
    second = zygote.here()
    assert second is not first
    assert second.fork("os:getpid").wait(60) == 0
    first.close()
    second.close()


def test_it_ends_at_once_while_it_still_imports():
    started = zygote.Zygote()
    before = time.monotonic()
    started.close()
    assert started._process.returncode is not None
    assert time.monotonic() - before < 10
