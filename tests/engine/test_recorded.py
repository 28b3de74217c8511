"""A course without the mistakes' programs tells the same mistakes apart."""

import gzip
import json

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


def copied(root, *paths):
    for path in (*paths, EX04.stub, EX04.checks_path, *EX04.common_paths):
        copy = root / path.relative_to(EX04.root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (root / "tests" / "mistakes").mkdir()
    return root


@pytest.fixture(scope="module")
def authored(tmp_path_factory):
    """ex04 as its author has it, with two mistakes."""
    root = copied(tmp_path_factory.mktemp("authored"), EX04.solution)
    (root / "tests" / "mistakes" / f"{EX04.stem}.py").write_text(DECLARATION, "utf-8")
    return root


def recorded_of(authored):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNLAB_COURSE", str(authored))
        return recording.record(course.exercise("ex04"), SEEDS)


@pytest.fixture(scope="module")
def content(authored):
    return recorded_of(authored)


@pytest.fixture
def handed_out(content, tmp_path, monkeypatch):
    """ex04 as students have it: with a record in place of the solution and the mistakes."""
    monkeypatch.setenv("RNNLAB_COURSE", str(copied(tmp_path)))
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
    def odd(units, input_dim):
        return units * 7919 % 1009 + 13

    named, _ = diagnoses(handed_out, odd, SEEDS[0])
    assert named.isdisjoint({"no_bias", "raises"})


def test_what_nobody_wrote_down_is_named_without_the_right_program(handed_out):
    assert not handed_out.solution.exists()
    named, said = diagnoses(handed_out, lambda units, input_dim: (input_dim * 2 + 1) * units, 3)
    assert len(named) == 1
    assert None not in named
    assert all("input_dim" in sentence for sentence in said)


SLIDES = {(10, 3), (10, 1), (3, 1), (2, 1), (3, 9)}  # which are asked for whatever the seed


def test_a_call_that_was_not_recorded_has_no_diagnosis(handed_out):
    def no_bias(units, input_dim):
        return (units + input_dim + ((units, input_dim) in SLIDES)) * units

    assert diagnoses(handed_out, no_bias, max(SEEDS) + 1)[0] == {None}


def test_the_record_holds_no_program(content):
    content = gzip.decompress(content).decode()
    parts = EX04.solution.read_text("utf-8").split("### BEGIN SOLUTION")[1:]
    code = [line.strip() for part in parts for line in part.split("### END")[0].splitlines()]
    assert [line for line in code if len(line) > 12 and line in content] == []
    assert "lambda" not in content
    assert set(json.loads(content)) == {
        "seeds",
        "mistakes",
        "replies",
        "right",
        "oracles",
        "models",
    }


def test_the_same_record_has_the_same_bytes(authored, content):
    assert recorded_of(authored) == content


def test_a_damaged_record_is_named(handed_out):
    handed_out.answers_path.write_bytes(b"\x1f\x8bnothing")
    with pytest.raises(UserError, match="is damaged"):
        recorded.seed(handed_out)


def test_a_course_with_its_mistakes_draws_any_seed():
    assert len({recorded.seed(EX04) for _ in range(20)}) > 10


def test_nbgrader_scores_the_same_on_every_run(handed_out):
    assert {recorded.seed(handed_out, drawn=False) for _ in range(5)} == {SEEDS[0]}
    assert recorded.seed(EX04, drawn=False) == 0


def test_a_task_that_answers_models_has_the_one_seed_that_is_recorded(handed_out, content):
    assert json.loads(gzip.decompress(content))["models"] == ["build_rnn"]
    assert recorded.seed_of(handed_out, "build_rnn", 4) == 3
    assert recorded.seed_of(handed_out, "dense_params", 4) == 4
    assert recorded.seed_of(EX04, "build_rnn", 4) == 4
