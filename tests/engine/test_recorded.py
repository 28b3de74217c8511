"""A course without the mistakes' programs tells the same mistakes apart."""

import gzip
import json
import sys

import pytest

from rnnlab import course
from rnnlab.diagnosis import recorded
from rnnlab.grading import recording
from rnnlab.grading.plugin import run_checks
from rnnlab.report.data import Outcome
from rnnlab.sandbox.answers import Live
from rnnlab.text import UserError

EX04 = course.exercise("ex04")
SEEDS = [3, 4]
DECLARATION = '''
from rnnlab.author import mistake

@mistake("simple_rnn_params")
def no_bias(units, input_dim):
    """편향이 빠졌습니다.
    The biases are missing."""
    return (units + input_dim) * units

@mistake("simple_rnn_params")
def raises(units, input_dim):
    """입력이 빠졌습니다.
    The inputs are missing."""
    raise ValueError("no inputs")
'''


@pytest.fixture
def handed_out(tmp_path, monkeypatch):
    """ex04 as students have it: with a record of two mistakes in place of their programs."""
    authored, students = tmp_path / "authored", tmp_path / "students"
    for root in (authored, students):
        for path in (EX04.solution, EX04.stub, EX04.checks_path, *EX04.common_paths):
            if root == students and path == EX04.solution:
                continue
            copy = root / path.relative_to(EX04.root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
        (root / "tests" / "mistakes").mkdir()
    (authored / "tests" / "mistakes" / f"{EX04.stem}.py").write_text(DECLARATION, "utf-8")
    monkeypatch.setenv("RNNLAB_COURSE", str(authored))
    monkeypatch.delitem(sys.modules, EX04.checks_path.stem, raising=False)
    content = recording.record(course.exercise("ex04"), SEEDS)
    monkeypatch.setenv("RNNLAB_COURSE", str(students))
    sys.modules.pop(EX04.checks_path.stem)  # pytest keeps one module per name
    exercise = course.exercise("ex04")
    exercise.answers_path.write_bytes(content)
    return exercise


def diagnoses(exercise, function, seed):
    answers = Live({"simple_rnn_params": function})
    report = run_checks(exercise, answers, student="", seed=seed, tasks=["simple_rnn_params"])
    failed = [c for c in report.checks if c.outcome != Outcome.PASSED]
    return {c.diagnosis for c in failed}, {str(c.message) for c in failed}


def test_a_recorded_mistake_is_diagnosed(handed_out):
    seed = recorded.seed(handed_out)
    assert seed in SEEDS
    named, said = diagnoses(handed_out, lambda units, input_dim: units * (input_dim + units), seed)
    assert named == {"no_bias"}
    assert said <= {"편향이 빠졌습니다.", "The biases are missing."}


def test_so_is_one_that_raises(handed_out):
    def raises(units, input_dim):
        raise ValueError("no inputs")

    assert diagnoses(handed_out, raises, SEEDS[0])[0] == {"raises"}


def test_another_wrong_answer_is_not_taken_for_it(handed_out):
    assert diagnoses(handed_out, lambda units, input_dim: units, SEEDS[0])[0] == {None}


def test_a_call_that_was_not_recorded_has_no_diagnosis(handed_out):
    def no_bias(units, input_dim):
        return (units + input_dim) * units

    assert None in diagnoses(handed_out, no_bias, max(SEEDS) + 1)[0]


def test_the_record_holds_no_program(handed_out):
    content = gzip.decompress(handed_out.answers_path.read_bytes()).decode()
    assert "return" not in content
    assert set(json.loads(content)) == {"seeds", "mistakes", "replies"}


def test_the_same_record_has_the_same_bytes(handed_out, monkeypatch):
    monkeypatch.setenv("RNNLAB_COURSE", str(handed_out.root.parent / "authored"))
    sys.modules.pop(EX04.checks_path.stem, None)
    assert recording.record(course.exercise("ex04"), SEEDS) == handed_out.answers_path.read_bytes()


def test_a_damaged_record_is_named(handed_out):
    handed_out.answers_path.write_bytes(b"\x1f\x8bnothing")
    with pytest.raises(UserError, match="is damaged"):
        recorded.seed(handed_out)


def test_a_course_with_its_mistakes_draws_any_seed():
    assert len({recorded.seed(EX04) for _ in range(20)}) > 10
