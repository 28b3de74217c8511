"""Short answers that are dear to check: the grader refuses them, or loses the check alone.

They are small versions, so that nothing happens where a guard fails: the limits are small, too.
"""

from __future__ import annotations

import os
import threading

import psutil
import pytest

from rnnlab.classroom import schedule
from rnnlab.grading.watch import Allowed
from rnnlab.grading.work import Work, grade
from rnnlab.report.data import Outcome

STEM = "ex01_dear"
MB = 1 << 20
SOLUTION = '''
# %% [markdown] lang="ko"
# # 1. 비싼 답
# %% [markdown] lang="en"
# # 1. Dear answers
# %%
import keras
# %%
def value(x):
    """영 세 개를 돌려줍니다.

    Return three zeros.
    """
    ### BEGIN SOLUTION
    return [0, 0, 0]
    ### END SOLUTION
# %%
def model(units):
    """Dense(1)의 모델을 돌려줍니다.

    Return a model of Dense(1).
    """
    ### BEGIN SOLUTION
    return keras.Sequential([keras.Input((20, 1)), keras.layers.Flatten(), keras.layers.Dense(1)])
    ### END SOLUTION
'''
CHECKS = '''
import numpy as np

from rnnlab.author import expect, points

@points(1)
def test_close(value):
    """영입니다.
    They are zeros.
    → 영입니다.
    → Zeros."""
    expect.close(value(1), np.zeros(3))

@points(1)
def test_equal(value):
    """같습니다.
    They are equal.
    → 영입니다.
    → Zeros."""
    expect.equal(value(2), [0, 0, 0])

@points(1)
def test_model(model):
    """모델이 계산합니다.
    The model computes.
    → 모델입니다.
    → A model."""
    built = expect.model(model(1))
    expect.shape(expect.predict(built, np.zeros((8, 20, 1), "float32")), (8, 1))
'''
RIGHT = """
import keras, numpy as np
from keras import layers as L
def value(x): return [0, 0, 0]
def model(units): return keras.Sequential([keras.Input((20, 1)), L.Flatten(), L.Dense(1)])
def chain(*layers, shape=(20, 1), **more):
    return keras.Sequential([keras.Input(shape, **more), *layers])
def graph(function, shape=(20, 1)):
    x = keras.Input(shape)
    return keras.Model(x, L.Dense(1)(L.GlobalAveragePooling1D()(function(x))))
def longer(x, times, by=8):
    for _ in range(times): x = L.Concatenate(axis=1)([x] * by)
    return x
def repeated(x, n): return L.RepeatVector(n)(L.Flatten()(x))
def pairs(layer, x, n): return layer([repeated(x, n)] * 2)
adding = L.Attention(score_mode="concat")
def rows(x): return L.Reshape((1, 4000))(repeated(x, 200))
def pools(x): return L.MaxPooling1D(1000, strides=1, padding="same")(x)
def padded(x): return L.Conv1D(1, 100, dilation_rate=1000, padding="causal")(x)
def nested():
    x, y = keras.Input((20, 1)), keras.Input((None, 1))
    inner = keras.Model(y, L.GlobalAveragePooling1D()(L.Dense(50)(longer(y, 2))))
    return keras.Model(x, L.Dense(1)(inner(L.RepeatVector(2000)(L.Dense(1)(L.Flatten()(x))))))
"""
VALUES = {
    "a list that one text widens": "[np.array('x' * 100_000)] + [0] * 1000",
    "arrays that one text widens": "[np.array(['x' * 16_000] + [''] * 999)] * 6",
}
MODELS = {
    "the states of a large batch": "chain(L.SimpleRNN(500, stateful=True), batch_size=100_000)",
    "the output of the last layer": "chain(L.SimpleRNN(500), L.RepeatVector(20_000))",
    "attention to all pairs": "graph(lambda x: pairs(L.Attention(), x, 4000))",
    "attention that adds pairs": "graph(lambda x: pairs(adding, x, 1000))",
    "the product of long rows": "graph(lambda x: L.Dot(axes=1)([rows(x), rows(x)]))",
    "wide pools": "graph(lambda x: pools(L.Dense(150)(repeated(x, 10_000))))",
    "padding before a convolution": "graph(lambda x: padded(L.Dense(100)(x)))",
    "an axis of no fixed length": "graph(lambda x: L.Dense(100)(longer(x, 4)), shape=(None, 1))",
    "a model inside on a longer input": "nested()",
}
ATTACKS = {
    **{name: f"def value(x): return {code}\n" for name, code in VALUES.items()},
    **{name: f"def model(units): return {code}\n" for name, code in MODELS.items()},
}
ALLOWED = Allowed(memory=150 * MB, seconds=3.0)


def without_estimates(work, watch):
    """Grade as if no estimate of the cost of an answer had been thought of."""
    from rnnlab.expect import values
    from rnnlab.sandbox.model import budget
    from rnnlab.sandbox.wire import decode

    budget.Budget.hold = budget.Budget.spend = lambda *_: None
    values.has_text = lambda _: False
    decode.MAX_PAYLOAD <<= 4
    return grade(work, watch)


def grade_all(folder, unit):
    """Return the reports of the class, and the largest that a grading process ever was."""
    (folder / "solutions").mkdir()
    (folder / "tests").mkdir()
    (folder / "solutions" / f"{STEM}.py").write_text(SOLUTION, "utf-8")
    (folder / "tests" / f"test_{STEM}.py").write_text(CHECKS, "utf-8")
    programs = {"a": RIGHT, **{n: RIGHT + code for n, code in ATTACKS.items()}, "z": RIGHT}
    ended, seen = threading.Event(), [0]
    looking = threading.Thread(target=look, args=(os.getpid(), ended, seen))
    looking.start()
    with pytest.MonkeyPatch.context() as patch, schedule.local(1, ALLOWED, unit) as run:
        patch.setenv("RNNLAB_COURSE", str(folder))
        works = [Work(n, STEM, f"{STEM}.py", code.encode(), 1) for n, code in programs.items()]
        reports = {work.student: report for work, report in run.reports(works)}
    ended.set()
    looking.join()
    return reports, max(seen)


def look(pid, ended, seen):
    while not ended.wait(0.02):
        for process in psutil.Process(pid).children():
            try:
                seen.append(process.memory_info().rss)
            except psutil.Error:
                continue


@pytest.fixture(scope="module")
def estimated(tmp_path_factory):
    return grade_all(tmp_path_factory.mktemp("estimated"), grade)


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    return grade_all(tmp_path_factory.mktemp("watched"), without_estimates)


def outcomes(report):
    assert report.reason is None, report.reason
    return {check.name.removeprefix("test_"): check.outcome for check in report.checks}


def assert_lost_alone(report, name):
    found = outcomes(report)
    attacked, other = ({"close", "equal"}, {"model"})
    if name in MODELS:
        attacked, other = other, attacked
    assert {found[check] for check in other} == {Outcome.PASSED}, report.checks
    assert Outcome.PASSED not in {found[check] for check in attacked}, report.checks


@pytest.mark.parametrize("name", ATTACKS)
def test_an_estimate_refuses_it_at_once(estimated, name):
    report = estimated[0][name]
    assert_lost_alone(report, name)
    assert report.seconds < 20


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_where_no_estimate_does_the_check_is_lost_alone(watched, name):
    assert_lost_alone(watched[0][name], name)


@pytest.mark.parametrize("student", ["a", "z"])
def test_honest_students_beside_them_have_full_marks(estimated, student):
    assert estimated[0][student].score == 3


@pytest.mark.slow
@pytest.mark.parametrize("student", ["a", "z"])
def test_they_have_full_marks_without_estimates_too(watched, student):
    assert watched[0][student].score == 3


def test_the_worker_stays_small(estimated):
    assert estimated[1] < 900 * MB


@pytest.mark.slow
def test_the_worker_stays_within_what_is_allowed(watched):
    assert watched[1] < 900 * MB + 3 * ALLOWED.memory
