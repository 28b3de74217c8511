"""Whatever a submission answers, its diagnosis is bounded, and a follow-up is earned."""

import time

import numpy as np
import pytest

from rnnlab import course
from rnnlab.grading import state
from rnnlab.grading.plugin import run_checks
from rnnlab.report.data import Outcome
from rnnlab.sandbox.answers import Live
from rnnlab.text import particle

EX06 = course.read(course.root(), course.exercise("ex06").stem)
EX04 = course.read(course.root(), course.exercise("ex04").stem)

LARGE = {
    "widening": ["x" * 100_000, *("a" * 3000)],
    "empty_axis": np.zeros((3_000_000, 0)),
    "bytes": np.ones((1500, 1500), np.int8),
    "numbers": list(range(100_000)),
    "text": "ab" * 200_000,
    "nest": [[["x"] * 30] * 30] * 30,
}


def graded(exercise, tasks, **functions):
    state.prepare(exercise.stem, 3)
    answers = Live(functions, [task.name for task in exercise.tasks])
    return run_checks(exercise, answers, student="s", seed=3, tasks=tasks)


@pytest.mark.parametrize("answer", LARGE.values(), ids=LARGE)
def test_a_large_answer_is_graded_and_not_looked_into(answer):
    started = time.monotonic()
    report = graded(EX06, ["one_hot"], one_hot=lambda text, alphabet: answer)
    assert report.reason is None
    assert {c.outcome for c in report.checks} == {Outcome.FAILED}
    assert all(len(c.answered.en) < 3000 for c in report.checks if c.answered)
    # No measure of speed: what is not bounded takes minutes or hours.
    assert time.monotonic() - started < 60


def test_a_long_string_costs_no_more_to_be_named():
    started = time.monotonic()
    report = graded(EX04, ["dense_params"], dense_params=lambda *_: " " * 500_000 + "1")
    assert {c.outcome for c in report.checks} == {Outcome.FAILED}
    assert time.monotonic() - started < 60


def test_particle_reads_the_end_of_a_long_word():
    assert particle(" " * 300_000 + "값", "을/를") == "을"


def wrong_one_hot(text, alphabet):
    return [alphabet.index(letter) for letter in text]


def test_an_error_that_a_helper_causes_is_no_follow_up():
    """What raises the same error as the right program would has shown nothing of itself.

    So it earns nothing, but is told where to begin.
    """

    def make_pairs(word, alphabet):
        letters = wrong_one_hot(word, alphabet)[np.newaxis]
        return letters, letters

    report = graded(EX06, ["make_pairs"], one_hot=wrong_one_hot, make_pairs=make_pairs)
    assert {c.follow_up for c in report.checks} == {None}
    assert {c.diagnosis for c in report.checks} == {"raises_with_helper"}
    assert all("Mend `one_hot` first" in c.message.en for c in report.checks)


def test_a_stub_earns_nothing_by_a_helper_that_makes_it_right():
    report = graded(
        EX04,
        ["units_for_params"],
        simple_rnn_params=lambda units, input_dim: 10**9 + units,
        dense_params=lambda units, input_dim: (input_dim + 1) * units,
        units_for_params=lambda total, input_dim, outputs=None: None,
    )
    assert {c.follow_up for c in report.checks} == {None}


def test_a_right_function_given_a_wrong_helper_is_a_follow_up():
    def simple_rnn_params(units, input_dim):
        return (units + input_dim) * units

    report = graded(
        EX04,
        ["lstm_params"],
        simple_rnn_params=simple_rnn_params,
        lstm_params=lambda units, input_dim: 4 * simple_rnn_params(units, input_dim),
    )
    assert {c.follow_up for c in report.checks} == {"simple_rnn_params"}
    assert {c.points for c in report.checks} == {0}


def test_a_right_function_that_asks_a_wrong_helper_often_is_a_follow_up():
    def simple_rnn_params(units, input_dim):
        return (units + 1 + input_dim + 1) * (units + 1)

    def dense_params(units, input_dim):
        return (input_dim + 1) * units

    def units_for_params(total, input_dim, outputs=None):
        for units in range(1, total):
            dense = 0 if outputs is None else dense_params(outputs, units)
            if simple_rnn_params(units, input_dim) + dense == total:
                return units
        return None

    report = graded(
        EX04,
        ["units_for_params"],
        simple_rnn_params=simple_rnn_params,
        dense_params=dense_params,
        units_for_params=units_for_params,
    )
    failed = [c for c in report.checks if c.outcome is not Outcome.PASSED]
    assert {c.follow_up for c in failed} == {"simple_rnn_params"}


def test_who_nearly_always_finds_nothing_is_told_no_other_question():
    """Of the right answers to any other question, too, most are None."""

    def units_for_params(total, input_dim, outputs=None):
        return {7: 2}.get(total)

    report = graded(EX04, ["units_for_params"], units_for_params=units_for_params)
    assert not [c.diagnosis for c in report.checks if (c.diagnosis or "").startswith("argument_")]
