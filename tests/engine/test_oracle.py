"""Students get what the oracles of the checks return, not their code."""

import contextlib
import importlib.util
import inspect
from pathlib import Path

import keras
import numpy as np
import pytest
from tiny import CHECKS, DOUBLE, MISTAKES, SOLUTION, put

from rnnlab import course
from rnnlab.course import build
from rnnlab.course.released import without_oracles
from rnnlab.diagnosis.reference import parameters
from rnnlab.grading import linter, oracle, recording
from rnnlab.grading.plugin import run_checks
from rnnlab.platforms import students
from rnnlab.report.data import Outcome
from rnnlab.sandbox.answers import Live

ROOT = Path(__file__).parents[2]
WITH_ORACLES = (
    CHECKS.replace("import expect, points", "import expect, oracle, points").replace(
        "    x = int(rng.integers(1, 1000))\n    expect.equal(double(x), 2 * x)",
        "    x, twice = drawn(rng)\n    expect.equal(double(x), twice)\n"
        "    y = int(rng.integers(1, 1000))\n    expect.equal(double(y), right(y))",
    )
    + """

FACTOR = 2


@oracle
def right(x):
    \"\"\"Multiply by the factor.\"\"\"
    return FACTOR * x


@oracle
def drawn(rng):
    x = int(rng.integers(1, 1000))
    return x, right(x)
"""
)


def authored(root, checks=WITH_ORACLES):
    put(root / "solutions" / f"{DOUBLE}.py", SOLUTION)
    put(root / "tests" / f"test_{DOUBLE}.py", checks)
    put(root / "tests" / "mistakes" / f"{DOUBLE}.py", MISTAKES)
    put(root / "exercises" / f"{DOUBLE}.py", build.stub(SOLUTION))
    return root


def at(root, monkeypatch):
    """Return the exercise of the course in ``root``."""
    monkeypatch.setenv("RNNLAB_COURSE", str(root))
    return course.exercise("ex01")


@pytest.fixture
def handed_out(tmp_path, monkeypatch):
    """The course with oracles as students have it, seeds 1 and 2 recorded."""
    exercise = at(authored(tmp_path / "authored"), monkeypatch)
    answers = recording.record(exercise, [1, 2])
    files = students.content([exercise], ["en"])
    for name in (f"exercises/{DOUBLE}.py", f"tests/test_{DOUBLE}.py"):
        put(tmp_path / "student" / name, files[name].decode())
    exercise = at(tmp_path / "student", monkeypatch)
    exercise.answers_path.parent.mkdir()
    exercise.answers_path.write_bytes(answers)
    return exercise


def graded(exercise, function, seed):
    return run_checks(exercise, Live({"double": function}), student="", seed=seed)


def test_no_line_of_an_oracle_is_in_the_released_checks(handed_out):
    text = handed_out.checks_path.read_text()
    assert "@recorded\ndef right(x): ..." in text
    assert "from rnnlab.author import expect, points, recorded" in text
    for secret in ("FACTOR", "Multiply", "@oracle"):
        assert secret not in text


@pytest.mark.parametrize("seed", [1, 2])
def test_recorded_values_judge_as_the_oracles_do(handed_out, seed):
    assert graded(handed_out, lambda x: x + x, seed).score == 3
    wrong = graded(handed_out, lambda x: x * x, seed)
    assert wrong.score == 1
    assert wrong.checks[0].diagnosis == "squared"


def test_inputs_are_drawn_as_with_the_oracles(handed_out, tmp_path, monkeypatch):
    """A generator that an oracle drew from goes on where it did."""

    def asked(exercise):
        calls = []
        graded(exercise, lambda x: calls.append(x) or 2 * x, 2)
        return calls

    of_student = asked(handed_out)
    assert asked(at(tmp_path / "authored", monkeypatch)) == of_student
    assert len(set(of_student)) == 3


def test_what_is_not_recorded_is_not_judged(handed_out):
    report = graded(handed_out, lambda x: x + x, 3)
    assert report.reason
    assert "no value of drawn is recorded" in report.reason.en
    assert "drawn의 값이 기록되어 있지 않아" in report.reason.ko
    assert "double" not in {c.task for c in report.checks if c.outcome.value == "failed"}


def test_asking_with_an_answer_is_told_to_the_author(tmp_path, monkeypatch):
    checks = WITH_ORACLES.replace(
        "x, twice = drawn(rng)", "right(double(5)); x, twice = drawn(rng)"
    )
    exercise = at(authored(tmp_path, checks), monkeypatch)
    linter._asked.cache_clear()
    (mistake,) = linter.mistakes.load(exercise.mistakes_path)
    found = linter.of_mistake(exercise, mistake, linter.tried(exercise, mistake))
    (problem,) = found
    assert problem.path == exercise.checks_path
    assert exercise.checks_path.read_text().split("\n")[problem.lineno - 1] == "def right(x):"
    assert "right, an oracle, is asked with a student's answer" in problem.text.en


def test_an_oracle_of_a_course_with_solutions_just_runs():
    assert oracle.oracle(lambda x: x + 1)(1) == 2


def test_what_cannot_be_packed_is_not_recorded_in_silence():
    same = oracle.oracle(lambda x: x)
    with oracle.kept():
        assert same([1, (2.5, "a")]) == [1, (2.5, "a")]
        with pytest.raises(TypeError, match="numbers, strings, lists"):
            same(object())


MODULES = {
    "test_a": '''"""Checks."""

import re
import numpy as np

from common.shared import helped, unread as unneeded
from common import whole
from rnnlab.author import expect, oracle, points

LIMIT, OTHER = 3, 4  # a comment
HIDDEN = re.compile("x")


@points(1)
def test_a(f):
    expect.equal(f(LIMIT), answer(1, size=2))
    whole.helper(helped)


def only_of_the_oracle():
    return HIDDEN


@oracle
def answer(a, *, size=LIMIT):
    """Say how."""
    return only_of_the_oracle(), unneeded, np
''',
    "common.shared": "from common.deep import deeper\n\n\ndef helped():\n    return deeper\n\n\n"
    "def unread():\n    return 1\n",
    "common.deep": "deeper = 1\nshallow = 2\n",
    "common.whole": "def helper(x):\n    return x\n",
}


def test_what_only_oracles_need_is_left_out():
    texts = without_oracles(MODULES)
    assert (
        texts["common.shared"] == MODULES["common.shared"].partition("\n\n\ndef unread")[0] + "\n"
    )
    assert texts["common.deep"] == "deeper = 1\n"
    assert texts["common.whole"] == MODULES["common.whole"]
    assert (
        texts["test_a"]
        == '''"""Checks."""


from common.shared import helped
from common import whole
from rnnlab.author import expect, points, recorded

LIMIT, OTHER = 3, 4  # a comment


@points(1)
def test_a(f):
    expect.equal(f(LIMIT), answer(1, size=2))
    whole.helper(helped)


@recorded
def answer(a, *, size=LIMIT): ...
'''
    )


def test_a_course_without_oracles_stays_as_it_is():
    modules = {"test_a": CHECKS, "common.__init__": ""}
    assert without_oracles(modules) == modules


# ------------------------------------------------ nothing that students get answers a task


def functions(exercise, folder):
    """Return the functions of the released checks by name, but for checks and what draws."""
    files = students.content([exercise], ["en"])
    for name, content in files.items():
        if name.startswith("tests/"):
            put(folder / name, content.decode())
    with course.importable(folder / "tests"):
        path = folder / "tests" / exercise.checks_path.name
        spec = importlib.util.spec_from_file_location(f"released_{exercise.id}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    own = dict(inspect.getmembers(module, inspect.isfunction))
    drawing = {name for name, f in own.items() if "rng" in inspect.signature(f).parameters}
    return {name: f for name, f in own.items() if name not in drawing | set(checks_of(exercise))}


def checks_of(exercise):
    return [check.name for check in exercise.checks]


def fits(function, task):
    """Whether the function can be called with as many arguments as the task."""
    try:
        inspect.signature(function).bind(*parameters(task))
    except TypeError:
        return False
    return True


@pytest.mark.parametrize("exercise", course.exercises(), ids=lambda e: e.id)
def test_copying_what_is_released_earns_nothing(exercise, tmp_path):
    found = functions(exercise, tmp_path)
    assert found
    for name, function in found.items():
        tasks = [task.name for task in exercise.tasks if fits(function, task)]
        if not tasks:
            continue
        answers = Live(dict.fromkeys(tasks, function))
        run = linter._run(linter._Undiagnosed, exercise, answers, 5, tasks)
        passed = [ended.check.name for ended in run.ended if ended.outcome is Outcome.PASSED]
        assert (name, passed) == (name, [])


def test_what_is_asked_with_plain_values_is_computed_once():
    asked = []

    @oracle.oracle
    def squares(n, scale=1):
        asked.append((n, scale))
        return {"squares": [scale * i * i for i in range(n)]}

    first = squares(3)
    first["squares"].append("changed by who asked")
    assert squares(3) == {"squares": [0, 1, 4]}
    assert squares(3, scale=True) == squares(3, scale=1.0) == squares(3)
    assert asked == [(3, 1), (3, True), (3, 1.0)]


def test_what_is_asked_with_arrays_or_gives_a_model_is_computed_each_time():
    @oracle.oracle
    def doubled(array):
        return 2 * array

    @oracle.oracle
    def built(units):
        return keras.Sequential([keras.Input((2,)), keras.layers.Dense(units)])

    assert doubled(np.ones(2)).tolist() == [2, 2]
    assert doubled(np.zeros(2)).tolist() == [0, 0]
    assert built(3) is not built(3)


@pytest.mark.parametrize("recording_values", [False, True])
def test_an_oracle_leaves_keras_s_seeds_to_the_check(recording_values):
    built = oracle.oracle(lambda units: keras.layers.Dense(units).get_config()["units"])
    drawn = []
    for asks in (lambda _: None, built):
        keras.utils.set_random_seed(1)
        with oracle.kept() if recording_values else contextlib.nullcontext():
            asks(3)
        layer = keras.layers.Dense(2)
        layer.build((None, 3))
        drawn.append(layer.get_weights()[0].tolist())
    assert drawn[0] == drawn[1]
