"""The plugin: outcomes, points, seeds, diagnosis and feedback of one small course."""

import json
import os
import subprocess
import sys
import textwrap

import pytest

from rnnlab import course
from rnnlab.diagnosis import mistakes
from rnnlab.diagnosis.call import derive
from rnnlab.grading.plugin import run_checks
from rnnlab.report.data import SYMPTOM, Outcome
from rnnlab.report.json import to_json
from rnnlab.sandbox.answers import Live, Student

SOLUTION = '''
# %% [markdown] lang="ko"
# # 1. 두 배
# %% [markdown] lang="en"
# # 1. Twice
# %%
def twice(x):
    """두 배를 돌려줍니다.

    Return the double.
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
# %%
def total(numbers):
    """합을 돌려줍니다.

    Return the sum.
    """
    ### BEGIN SOLUTION
    return sum(numbers)
    ### END SOLUTION
'''
CHECKS = '''
from rnnlab.author import expect, points

@points(2)
def test_twice(twice, rng):
    """두 배입니다.
    It is the double.
    → 더해 보세요.
    → Add."""
    n = int(rng.integers(3, 10**6))
    expect.equal(twice(n), 2 * n)

@points(1)
def test_zero(twice):
    """0의 두 배는 0입니다.
    Twice zero is zero.
    → 0은 0입니다.
    → Zero stays."""
    assert twice(0) == 0

@points(3)
def test_total(total, rng):
    """합입니다.
    It is the sum.
    → 모두 더하세요.
    → Add them all."""
    numbers = rng.integers(1, 99, 7)
    expect.number(total(numbers))
    expect.equal(total(numbers), int(numbers.sum()))
'''
MISTAKES = '''
from rnnlab.author import mistake

@mistake("twice")
def squared(x):
    """제곱했습니다.
    This is the square."""
    return x * x

@mistake("total")
def last_missing(numbers):
    """마지막 수가 빠졌습니다.
    The last number is missing."""
    return sum(numbers[:-1])

@mistake("total")
def wrong_key(numbers):
    """없는 이름을 썼습니다.
    There is no such key."""
    return {}["sum"]
'''


@pytest.fixture
def small_course(tmp_path, monkeypatch):
    for path, text in {
        "solutions/ex01_twice.py": SOLUTION,
        "exercises/ex01_twice.py": "",
        "tests/test_ex01_twice.py": CHECKS,
        "tests/mistakes/ex01_twice.py": MISTAKES,
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.setenv("RNNLAB_COURSE", str(tmp_path))
    mistakes.load.cache_clear()
    sys.modules.pop("test_ex01_twice", None)
    return course.exercise("ex01")


def graded(exercise, seed=1, reveal=False, tasks=None, **functions):
    return run_checks(exercise, Live(functions), student="s", seed=seed, reveal=reveal, tasks=tasks)


def by_name(report):
    return {c.name: c for c in report.checks}


def test_right_answers_get_all_points(small_course):
    report = graded(small_course, twice=lambda x: x + x, total=sum)
    assert (report.score, report.max_score, report.outcome) == (6, 6, Outcome.PASSED)


def test_each_outcome_has_its_points_and_message(small_course):
    report = graded(small_course, twice=lambda x: x * x)
    checks = by_name(report)
    assert checks["test_twice"].outcome is Outcome.FAILED
    assert checks["test_twice"].diagnosis == "squared"
    assert checks["test_twice"].message == ("제곱했습니다.", "This is the square.")
    assert checks["test_zero"].outcome is Outcome.PASSED
    assert checks["test_total"].outcome is Outcome.NOT_ATTEMPTED
    assert (report.score, report.outcome) == (1, Outcome.FAILED)


def test_a_mistake_must_agree_on_every_call(small_course):
    answers = iter([15, 15])
    report = graded(small_course, total=lambda n: sum(n[:-1]) if next(answers) else 0)
    assert by_name(report)["test_total"].diagnosis == "last_missing"
    calls = []
    wrong_later = lambda n: (calls.append(1), sum(n) - n[-1] - (len(calls) > 1))[1]  # noqa: E731
    report = graded(small_course, total=wrong_later)
    assert by_name(report)["test_total"].diagnosis is None


def test_exceptions_agree_by_type_and_message(small_course):
    report = graded(small_course, total=lambda n: {}["sum"])
    check = by_name(report)["test_total"]
    assert (check.outcome, check.diagnosis) == (Outcome.ERROR, "wrong_key")
    other = by_name(graded(small_course, total=lambda n: {}["x"]))["test_total"]
    assert other.diagnosis == f"{SYMPTOM}raises_KeyError"
    assert "'x'" in other.message.en  # what the check itself says is not lost


def test_plain_assert_and_wrong_types_are_failures_not_faults(small_course):
    for odd in (None, "text", [1], {"a": 1}, object(), float("nan")):
        report = graded(small_course, twice=lambda x, odd=odd: odd, total=lambda n, odd=odd: odd)
        assert report.reason is None
        assert {c.outcome for c in report.checks} == {Outcome.FAILED}, odd
        assert all(c.message.ko and c.message.en for c in report.checks)


def test_inputs_are_shown_only_in_own_runs(small_course):
    odd = lambda x: x * 7919 % 1009 + 13  # noqa: E731
    hidden = by_name(graded(small_course, twice=odd))["test_twice"].message
    shown = by_name(graded(small_course, twice=odd, reveal=True))["test_twice"].message
    assert "twice(" not in hidden.en
    assert "Called: twice(x=" in shown.en
    assert "호출: twice(x=" in shown.ko


def test_a_users_own_settings_of_pytest_change_nothing(small_course, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-v --durations=3 --deselect x")
    report = graded(small_course, twice=lambda x: 2 * x)
    assert by_name(report)["test_twice"].outcome is Outcome.PASSED
    assert os.environ["PYTEST_ADDOPTS"].startswith("-v")


def test_seed_decides_inputs_and_order_does_not(small_course):
    seen = []
    spy = lambda x: seen.append(x) or 2 * x  # noqa: E731
    for seed, tasks in ((5, None), (5, ["twice"]), (6, None)):
        graded(small_course, seed=seed, tasks=tasks, twice=spy, total=sum)
    assert seen[0] == seen[2] != seen[4]
    assert derive(5, "a") != derive(5, "b") != derive(6, "b")


def test_tasks_limit_the_checks(small_course):
    report = graded(small_course, tasks=["total"], total=sum)
    assert [c.name for c in report.checks] == ["test_total"]


def test_a_fault_of_a_check_is_not_graded_and_never_a_zero(small_course):
    small_course.checks_path.write_text(CHECKS.replace("n = int(", "n = nonsense("))
    sys.modules.pop("test_ex01_twice", None)
    report = graded(small_course, twice=lambda x: 2 * x, total=sum)
    assert report.outcome is Outcome.NOT_GRADED
    assert report.score is None
    assert "nonsense" in report.reason.en


def test_the_same_seed_gives_the_same_report(small_course):
    source = b"import random\ndef twice(x): return x * random.choice([2, 3])\ntotal = sum"
    texts = []
    for _ in range(2):
        student = Student(source, "ex01.py", ["twice", "total"])
        report = json.loads(to_json(run_checks(small_course, student, student="s", seed=3), "en"))
        student.close()
        texts.append([{**c, "seconds": 0} for c in report["checks"]])
    assert texts[0] == texts[1]


def test_pytest_alone_grades_the_solutions_and_answers_another_file(small_course, tmp_path):
    wrong = tmp_path / "ex01.py"
    wrong.write_text("def twice(x): return x * x\ndef total(n): return sum(n)\n")
    base = [sys.executable, "-m", "pytest", "-p", "rnnlab.grading.plugin", "-q", "-c", "/dev/null"]
    base += ["--rootdir", str(tmp_path), str(small_course.checks_path)]
    right = subprocess.run(base, capture_output=True, text=True, cwd=tmp_path)
    assert "3 passed" in right.stdout, right.stdout + right.stderr
    failed = subprocess.run(
        [*base, "--answers", str(wrong)], capture_output=True, text=True, cwd=tmp_path
    )
    assert "1 failed, 2 passed" in failed.stdout, failed.stdout
    assert "(squared)" in failed.stdout
    nowhere = subprocess.run([*base, "--answers", "nowhere"], capture_output=True, text=True)
    assert nowhere.returncode == 4
    assert textwrap.shorten(nowhere.stderr, 300).count("Traceback") == 0
