"""Student processes: real ones, with code that hangs, crashes, lies and behaves."""

import json
import re
import time
from contextlib import closing

import keras
import numpy as np
import psutil
import pytest

from rnnlab.sandbox import wire
from rnnlab.sandbox.answers import Limits, Live, Student, value_of
from rnnlab.sandbox.errors import (
    CrashedError,
    NotAttemptedError,
    RaisedError,
    RefusedError,
    TimedOutError,
    UnfinishedError,
)
from rnnlab.sandbox.process import Process, _Spawned
from rnnlab.text import Text

SOURCE = b"""
import os, sys, time
import numpy as np
import keras
STATE = []
def double(x): return np.asarray(x) * 2
def remember(x): STATE.append(x); return list(STATE)
def stub(x): raise NotImplementedError
def wrong(x): return [1][x]
def hang(): time.sleep(1000)
def spin():
    while True: pass
def leave(): os._exit(0)
def quit(): sys.exit("bye")
def noise(): print("x" * 10**6); sys.stderr.write("y"); return 1
def draw(): return np.random.rand(), float(keras.random.uniform(()))
def build(units):
    model = keras.Sequential([keras.layers.SimpleRNN(units, input_shape=(4, 1)),
                              keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model
def double_weights(model):
    model.set_weights([2 * w for w in model.get_weights()])
    return model
def custom():
    class Mine(keras.layers.Layer): pass
    return keras.Sequential([Mine()])
class Thing: pass
def thing(): return Thing()
def lazy(): yield 1; raise ValueError("late")
def once(): del globals()["once"]; return 1
"""
NAMES = ["double", "remember", "stub", "wrong", "hang", "spin", "leave", "quit", "noise", "draw"]
NAMES += ["build", "double_weights", "custom", "thing", "lazy", "once", "missing"]


@pytest.fixture
def student():
    student = Student(SOURCE, "a.py", NAMES, Limits(call=3, submission=60))
    yield student
    student.close()


def call(student, task, *args, seed=1, **kwargs):
    frame = wire.pack({"task": task, "args": args, "kwargs": kwargs, "seed": seed})
    return student.call(task, frame)


def test_values_cross_and_state_stays_in_the_process(student):
    np.testing.assert_array_equal(call(student, "double", np.arange(3)), [0, 2, 4])
    np.testing.assert_array_equal(call(student, "double", x=[1, 2]), [2, 4])
    assert call(student, "remember", 1) == [1]
    assert call(student, "remember", 2) == [1, 2]
    assert call(student, "noise") == 1


def test_models_cross_in_both_directions(student):
    model = call(student, "build", 5)
    assert model.count_params() == 5 * (5 + 1 + 1) + 6
    assert isinstance(model.optimizer, keras.optimizers.Adam)
    before = [w.copy() for w in model.get_weights()]
    doubled = call(student, "double_weights", model)
    for old, kept, new in zip(before, model.get_weights(), doubled.get_weights(), strict=True):
        np.testing.assert_array_equal(old, kept)
        np.testing.assert_allclose(2 * old, new)


def test_every_call_has_its_seed(student):
    assert call(student, "draw", seed=5) == call(student, "draw", seed=5)
    assert call(student, "draw", seed=5) != call(student, "draw", seed=6)
    live = Live({"draw": lambda: np.random.rand()})
    assert call(live, "draw", seed=5) == call(student, "draw", seed=5)[0]


def test_a_function_that_deletes_itself_is_missed_by_its_name(student):
    assert call(student, "once", seed=1) == 1
    with pytest.raises(RaisedError, match="NameError: name 'once' is not defined"):
        call(student, "once", seed=2)


@pytest.mark.parametrize(
    ("task", "args", "error", "said"),
    [
        ("stub", (1,), NotAttemptedError, "Not written yet"),
        ("missing", (), NotAttemptedError, "no function missing"),
        ("wrong", (3,), RaisedError, "a.py, line 9.*IndexError"),
        ("quit", (), RaisedError, "SystemExit: bye"),
        ("lazy", (), RaisedError, "ValueError: late"),
        ("leave", (), CrashedError, "ended the Python process"),
        ("hang", (), TimedOutError, "within 3 seconds"),
        ("custom", (), RefusedError, "Mine"),
    ],
)
def test_what_goes_wrong_has_its_sentence_and_costs_nothing_else(student, task, args, error, said):
    with pytest.raises(error) as caught:
        call(student, task, *args)
    assert re.search(said, caught.value.text.en), caught.value.text
    assert any("가" <= c <= "힣" for c in caught.value.text.ko)
    assert call(student, "double", 4) == 8


def test_a_task_that_hung_is_not_tried_again(student):
    with pytest.raises(TimedOutError):
        call(student, "spin")
    started = time.monotonic()
    with pytest.raises(TimedOutError):
        call(student, "spin")
    assert time.monotonic() - started < 1


def test_the_submission_as_a_whole_has_a_limit():
    student = Student(SOURCE, "a.py", NAMES, Limits(call=50, submission=2))
    with pytest.raises(TimedOutError, match="2 seconds"):
        call(student, "hang")
    with pytest.raises(TimedOutError, match="2 seconds"):
        call(student, "double", 1)


def test_a_foreign_object_arrives_as_its_type_name(student):
    assert call(student, "thing") == wire.Opaque("Thing")


def test_a_file_that_hangs_or_ends_the_process_while_it_is_read():
    student = Student(b"import os\ndef f(): pass\ndef g(x=os._exit(0)): pass", "a.py", ["f"])
    with closing(student), pytest.raises(CrashedError):
        call(student, "f")
    student = Student(
        b"while f: pass\ndef f(k=[0 for _ in iter(int, 1)]): pass", "a.py", ["f"], Limits(start=2)
    )
    with closing(student), pytest.raises(TimedOutError):
        call(student, "f")


def test_a_file_that_cannot_be_read_says_why_for_every_task():
    with closing(Student(b"\xff\xff", "a.py", ["f"])) as student:
        with pytest.raises(RefusedError, match="UTF-8"):
            call(student, "f")
        assert "UTF-8" in student.unreadable.en


def test_a_file_larger_than_a_frame_arrives_in_parts():
    outputs = "#" * (wire.values.MAX_PAYLOAD + 1)
    cell = {"cell_type": "code", "source": "def f(): return 7", "outputs": [outputs]}
    data = json.dumps({"cells": [cell]}).encode()
    with closing(Student(data, "a.ipynb", ["f"])) as student:
        assert call(student, "f") == 7


def test_a_process_that_is_killed_leaves_none_behind():
    Process().close()  # the fork server is there from now on
    before = _descendants()
    process = Process()
    (pid,) = _descendants() - before
    process.close()
    assert not psutil.pid_exists(pid)


def _descendants():
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_spawn_serves_where_there_is_no_fork():
    process = Process(_Spawned)
    read = {"read": "a.py", "tasks": ["double"]}
    load = {"load": ["double"], "beside": {}, "plain": False}
    try:
        for part in wire.parts(SOURCE):
            assert wire.unpack(process.ask(part, 60)) == {}
        assert wire.unpack(process.ask(wire.pack(read), 60))["sources"].keys() == {"double"}
        assert wire.unpack(process.ask(wire.pack(load), 60))["loaded"] == ["double"]
        reply = process.ask(
            wire.pack({"task": "double", "args": (3,), "kwargs": {}, "seed": 2}), 60
        )
        assert value_of(wire.unpack(reply), None) == 6
    finally:
        process.close()


@pytest.mark.parametrize(
    "reply",
    [
        None,
        [],
        {},
        {"key": 2, "returned": 1},
        {"returned": 1},
        {"key": True, "returned": 1},
        {"key": 1, "returned": 1, "passed": True},
        {"key": 1, "raised": "x"},
        {"key": 1, "refused": (1, 2)},
        {"key": 1.0, "returned": 1},
        {"key": 1, "returned": 1, "printed": "x"},
        {"key": 1, "returned": None, "printed": b"x"},
        {"key": 1, "returned": None, "printed": ""},
        {"key": 1, "returned": None, "printed": "x" * 2001},
        {"key": 1, "returned": None, "printed": "x", "passed": True},
        {"key": 1, "not_attempted": "", "of": 1},
        {"key": 1, "not_attempted": "", "of": "no name"},
        {"key": 1, "not_attempted": "", "of": "f" * 81},
        {"key": 1, "not_attempted": "", "of": "f", "passed": True},
        {"key": 1, "not_attempted": "", "passed": True},
    ],
)
def test_a_forged_reply_is_a_crash(reply):
    with pytest.raises(CrashedError):
        value_of(reply, 1)


def test_live_functions_get_copies():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    seen = []

    def spoil(array, given):
        array[:] = 0
        given.set_weights([w * 0 for w in given.get_weights()])
        seen.append(given is model)
        return given

    array = np.ones(3)
    returned = call(Live({"spoil": spoil}), "spoil", array, model)
    assert array.tolist() == [1, 1, 1]
    assert seen == [False]
    assert np.abs(model.get_weights()[0]).sum() > 0
    assert np.abs(returned.get_weights()[0]).sum() == 0


def test_the_code_that_a_report_shows_is_taken_before_any_of_it_runs():
    forger = """
import sys
sys.modules["rnnlab.source"].functions = lambda *_: {"f": "forged"}
sys.modules["rnnlab.sandbox.inside.runtime"]._read = lambda *_: ("", {"sources": {"f": "forged"}})
def f(): return 1
"""
    with closing(Student(forger.encode(), "a.py", ["f", "g"])) as student:
        assert call(student, "f") == 1
        assert student.sources == {"f": "def f(): return 1"}


SPEAKING = b"""
import no_such_package as nsp
from numpy import array
from no_such_module import tool, other as another
TABLE = open("no such file.csv").read()
COPY = [row for row in TABLE]
def prepare():
    global READY
    READY = 1
prepare()
def say(n):
    for _ in range(n): print("word")
def say_and_return(): print("word"); return 1
def say_nothing(): return None
def write():
    import sys
    sys.stdout.buffer.write(b"raw"); sys.stdout.flush(); sys.stdout.reconfigure(line_buffering=True)
    print("text", end="")
def packaged(): return nsp.read()
def tooled(): return another(1)
def read(): return COPY
def ready(): return READY
def misspelt(): return aray(1)
def one_hot(x): raise NotImplementedError
def helper(x): return one_hot(x)
def pairs(x): return helper(x)
def later(x): raise NotImplementedError("later")
def librarys():
    import tensorflow as tf
    return tf.keras.layers.Layer().get_config() if False else tf.function(_symbolic)()
def _symbolic():
    import numpy, tensorflow as tf
    return numpy.asarray(tf.constant(1))
class Mute(Exception):
    def __str__(self): raise ValueError
def mute(): raise Mute
"""
SPOKEN = ["say", "say_and_return", "say_nothing", "write", "packaged", "tooled", "read", "ready"]
SPOKEN += ["misspelt", "one_hot", "pairs", "later", "librarys", "mute"]


@pytest.fixture(scope="module")
def speaker():
    with closing(Student(SPEAKING, "a.py", SPOKEN, Limits(call=30))) as speaker:
        yield speaker


def printed(answers, task, *args):
    frame = wire.pack({"task": task, "args": args, "kwargs": {}, "seed": 1})
    answers.call(task, frame)
    return answers.printed(frame)


def test_what_is_printed_instead_of_returned_is_kept_up_to_its_limit(speaker):
    assert printed(speaker, "say", 2) == "word\nword\n"
    assert printed(speaker, "say", 10_000) == ("word\n" * 400)
    assert printed(speaker, "say_and_return") == ""
    assert printed(speaker, "say_nothing") == ""
    assert printed(speaker, "write") == "text"
    assert speaker.printed(b"never called") == ""


def test_a_notebook_keeps_what_is_printed_too(capsys):
    live = Live({"say": print, "give": lambda: print("x") or 1})
    assert printed(live, "say", "hello", 1) == "hello 1\n"
    assert printed(live, "give") == ""
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("task", "en", "ko"),
    [
        (
            "packaged",
            "`nsp` is not there because `import no_such_package as nsp` failed: "
            "no_such_package is not available here.",
            "`nsp`가 없는 까닭: `import no_such_package as nsp`를 실행하지 못했습니다",
        ),
        ("tooled", "`another` is not there because `from no_such_module import", "`another`가"),
        ("read", "`COPY` is not there because a.py, line 5 failed: FileNotFoundError", "5번째 줄"),
    ],
)
def test_a_name_that_is_missing_has_its_reason(speaker, task, en, ko):
    with pytest.raises(RaisedError) as caught:
        call(speaker, task)
    assert caught.value.type_name == "NameError"
    assert en in caught.value.text.en
    assert ko in caught.value.text.ko


def test_a_call_that_sets_a_global_name_is_run(speaker):
    assert call(speaker, "ready") == 1


def test_no_reason_is_made_up(speaker):
    for task in ("misspelt", "mute"):
        with pytest.raises(RaisedError) as caught:
            call(speaker, task)
        assert "because" not in caught.value.text.en


def test_a_call_of_another_tasks_stub_names_it(speaker):
    with pytest.raises(UnfinishedError) as caught:
        call(speaker, "pairs", 1)
    assert caught.value.of == "one_hot"
    assert caught.value.text == Text(
        "pairs가 부르는 one_hot을 아직 작성하지 않았습니다. one_hot부터 작성하세요.",
        "`pairs` calls `one_hot`, which is not written yet. Write one_hot first.",
    )
    for task in ("one_hot", "later"):
        with pytest.raises(NotAttemptedError, match=r"Not written yet|아직 작성"):
            call(speaker, task, 1)


def test_a_notebook_names_another_tasks_stub_too():
    def encode(x):
        raise NotImplementedError

    def prepare(x):
        return encode(x)

    live = Live({"prepare": prepare}, ["encode", "prepare"])
    with pytest.raises(UnfinishedError) as caught:
        call(live, "prepare", 1)
    assert caught.value.of == "encode"
    with pytest.raises(NotAttemptedError):
        call(Live({"encode": encode}, ["encode", "prepare"]), "encode", 1)


def test_what_a_library_does_not_implement_is_no_stub(speaker):
    with pytest.raises(RaisedError) as caught:
        call(speaker, "librarys")
    assert caught.value.type_name == "NotImplementedError"
    assert "symbolic" in caught.value.message
