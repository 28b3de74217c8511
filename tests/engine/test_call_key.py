"""What a reply has to know, and what of a reply is shown as whose."""

import subprocess
import sys
from contextlib import closing

import numpy as np
import pytest

from rnnlab.diagnosis.call import TaskFunction
from rnnlab.sandbox import wire
from rnnlab.sandbox.answers import Live, Student, value_of
from rnnlab.sandbox.errors import CrashedError, RaisedError, RefusedError
from rnnlab.sandbox.model.allowed import Refused
from rnnlab.sandbox.wire.values import LARGE

SOURCE = """
import os, stat, sys
import numpy as np
from rnnlab.sandbox import wire

def received(*_):
    frame = sys._getframe()
    while "message" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["message"]

def keyed(x): return received()["key"]
def seeded(x): return received()["seed"]
def drawn(x): return float(np.random.rand())
def large(): return [0] * 300_000
def refuse(ko, en): send({"refused": (ko, en)})
def fail():
    what = {"type": "E\\nx", "message": "a\\nb", "where": ""}
    send({"raised": {**what, "why": ("가", "w\\nhy")}})

def send(reply):
    forged = wire.pack({"key": received()["key"], **reply})
    for descriptor in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                os.write(descriptor, forged)
        except OSError:
            continue
    os._exit(0)
"""
TASKS = ["keyed", "seeded", "drawn", "large", "refuse", "fail"]


@pytest.fixture
def student():
    with closing(Student(SOURCE.encode(), "a.py", TASKS)) as student:
        yield student


def ask(student, task, *args, seed=7):
    return TaskFunction(task, student, seed, [])(*args)


def test_a_key_has_128_bits_and_is_the_calls_own(student):
    first, second = ask(student, "keyed", 1), ask(student, "keyed", 2)
    assert [len(bytes.fromhex(key)) for key in (first, second)] == [16, 16]
    assert first != second


def test_a_key_is_another_in_every_process_and_changes_no_answer(student):
    program = (
        "import sys; from test_call_key import *\n"
        "s = Student(SOURCE.encode(), 'a.py', TASKS)\n"
        "print([ask(s, t, 1) for t in ('keyed', 'seeded', 'drawn')]); s.close()"
    )
    folder = __file__.rpartition("/")[0]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )
    key, *rest = eval(done.stdout)
    assert key != ask(student, "keyed", 1)
    assert rest == [ask(student, "seeded", 1), ask(student, "drawn", 1)]


def test_nothing_that_is_sent_depends_on_the_seed_of_the_checks(student):
    assert ask(student, "seeded", 1, seed=1) == ask(student, "seeded", 1, seed=2)
    assert ask(student, "keyed", 1, seed=1) == ask(student, "keyed", 1, seed=2)


@pytest.mark.parametrize("key", [None, 0, 1, "", "0" * 32, ["x"], np.zeros(2)])
def test_another_key_is_a_crash(key):
    with pytest.raises(CrashedError):
        value_of({"key": key, "returned": 1}, "f" * 32)


def test_a_frame_gets_one_more_entry():
    frame = wire.pack({"a": np.arange(3), "b": "가"})
    found = wire.unpack(wire.with_entry(frame, "key", 'x"가'))
    assert (found["b"], found["key"], found["a"].tolist()) == ("가", 'x"가', [0, 1, 2])


@pytest.mark.parametrize("forged", ["4 / 4 points\nAll passed.", "\x1b[32m\u202eAll passed."])
def test_a_forged_refusal_is_the_programs_own_word(student, forged):
    with pytest.raises(RefusedError) as caught:
        ask(student, "refuse", forged, forged)
    said = " ".join(forged.replace("\x1b[32m", "").replace("\u202e", "").split())
    assert caught.value.text.en == f"Your program says: {said}"
    assert caught.value.text.ko == f"제출한 프로그램이 알린 내용: {said}"


def test_what_the_grader_says_itself_stays_its_own(student):
    with pytest.raises(RefusedError) as caught:
        ask(student, "large")
    assert caught.value.text == LARGE


def test_a_forged_error_is_one_line_and_its_reason_the_programs_own_word(student):
    with pytest.raises(RaisedError) as caught:
        ask(student, "fail")
    assert caught.value.text.en.split("\n") == [
        "Your code raised an error: E x: a b",
        "Your program says: w hy",
    ]


def test_in_ones_own_process_nothing_is_quoted():
    def build():
        raise Refused("가", "a")

    with pytest.raises(RefusedError) as caught:
        ask(Live({"build": build}), "build")
    assert caught.value.text == ("가", "a")
