"""Wrong programs made from right ones: other questions, slips, formulas, pairs, follow-ups."""

import ast

import numpy as np
import pytest

from rnnlab import course
from rnnlab.diagnosis import reference
from rnnlab.diagnosis.call import Call
from rnnlab.diagnosis.evidence import Case, Evidence
from rnnlab.diagnosis.programs.edits import edits
from rnnlab.diagnosis.programs.formula import formula
from rnnlab.diagnosis.programs.generated import asked_otherwise, explains
from rnnlab.grading import state
from rnnlab.grading.plugin import run_checks
from rnnlab.sandbox import wire
from rnnlab.sandbox.answers import Live, Student

EX01, EX04, EX12 = (
    course.read(course.root(), course.exercise(x).stem) for x in ("ex01", "ex04", "ex12")
)


def told(exercise, task, function, **others):
    """Return the names and the sentences of what the task's failed checks are told."""
    state.prepare(exercise.stem, 5)
    answers = Live({task: function, **others}, [t.name for t in exercise.tasks])
    report = run_checks(exercise, answers, student="", seed=5, tasks=[task])
    failed = [check for check in report.checks if check.diagnosis or check.points == 0]
    return {check.diagnosis for check in failed}, {check.message.en for check in failed}


@pytest.mark.parametrize(
    ("task", "function", "name", "word"),
    [
        ("simple_rnn_params", lambda u, d: (u + 2) * u, "argument_ignored", "`input_dim`"),
        ("embedding_params", lambda n, d: (n - 1) * d, "argument_off_by_one", "`input_dim`"),
        ("lstm_params", lambda u, d: 4 * u * (u + d + 1) + d, "formula", "`input_dim`"),
        ("dense_params", lambda u, d: u * (d + 1) + d * d, "formula", "square of `input_dim`"),
    ],
)
def test_a_number_says_what_is_wrong_with_its_formula(task, function, name, word):
    names, sentences = told(EX04, task, lambda units, input_dim: function(units, input_dim))
    assert names == {name}
    assert all(word in sentence for sentence in sentences)


def test_two_known_mistakes_at_once_are_both_told():
    def lstm_params(units, input_dim):
        return 3 * units * (units + input_dim)  # three boxes, and no biases

    names, sentences = told(EX04, "lstm_params", lstm_params)
    assert names == {"lstm_three_gates+lstm_without_bias"}
    (sentence,) = sentences
    assert "three boxes" in sentence
    assert "biases are missing" in sentence


@pytest.mark.parametrize("product", [lambda X, W: X @ W.T, lambda X, W: W @ X])
def test_an_error_alone_is_no_slip(product):
    """Matrices that do not fit raise the same error whichever is turned, exchanged or cut."""

    def layer_step(X_t, Y_prev, W_x, W_y, b):
        return np.maximum(0, product(X_t, W_x) + Y_prev @ W_y + b)

    names, sentences = told(EX01, "layer_step", layer_step)
    assert names == {"symptom_raises_ValueError"}
    assert all("matmul" in sentence for sentence in sentences)


def evidence_on(parameters, rows):
    """Return evidence of (arguments, answer, right answer)."""
    cases = []
    for number, (args, answer, right) in enumerate(rows):
        frame = wire.pack({"task": "t", "args": args, "kwargs": {}, "seed": number})
        cases.append(Case(Call(frame, answer), right, frozenset([0]), answer != right, parameters))
    return Evidence(EX04.tasks[0], tuple(cases), parameters, None)


NAMES = dict.fromkeys(("units", "input_dim"), reference.MISSING)


def test_too_few_calls_tell_no_formula():
    rows = [((2, 3), 10, 12), ((4, 5), 36, 40)]
    assert formula(evidence_on(NAMES, rows)) is None


def test_one_value_of_an_argument_cannot_show_that_it_is_ignored():
    right = reference.of(EX04)
    task = EX04.tasks[0]
    made = asked_otherwise(right, task)
    (ignored,) = [p for p in made if p.name == "argument_ignored" and "input_dim=3" in p.text.en]

    def rows(*pairs):
        return [((u, d), (u + 4) * u, (u + d + 1) * u) for u, d in pairs]

    assert not explains(ignored, evidence_on(NAMES, rows((2, 5), (4, 5))))
    assert explains(ignored, evidence_on(NAMES, rows((2, 5), (4, 6))))


@pytest.mark.parametrize("exercise", [EX04, EX12], ids=lambda e: e.id)
def test_every_slip_is_a_program_that_differs_and_says_so_in_both_languages(exercise):
    trees = reference.of(exercise).trees
    for tree in trees.values():
        before = ast.unparse(tree)
        for edit in edits(tree):
            assert ast.unparse(edit.tree) != before
            compile(ast.Module([edit.tree], []), "slip", "exec")
            assert edit.text.ko.endswith(".")
            assert edit.text.en.endswith(".")
        assert ast.unparse(tree) == before


def test_a_loop_that_may_not_end_has_no_slips():
    (tree,) = ast.parse("def f(x):\n    while x > 0:\n        x -= 1\n    return x").body
    assert list(edits(tree)) == []


PREPARE = """
import functools

def encode(documents, vocabulary, length):
    rows = [[vocabulary.get(w, 1) for w in d.split()][-length:] for d in documents]
    return np.array([row + [0] * (length - len(row)) for row in rows])

def prepare(train_documents, test_documents, size, length):
    train, test = (list(map(clean, part)) for part in (train_documents, test_documents))
    own = build_vocabulary(train, size)
    both = functools.partial(encode, vocabulary=own, length=length)
    return (*map(both, (train, test)), own)
"""


def test_a_helper_that_is_handed_on_counts_as_used():
    names = [task.name for task in EX12.tasks]
    student = Student((EX12.solution.read_text("utf-8") + PREPARE).encode(), "ex12.py", names)
    try:
        report = run_checks(EX12, student, student="", seed=5, tasks=["prepare"])
    finally:
        student.close()
    assert {check.follow_up for check in report.checks} == {"encode"}
