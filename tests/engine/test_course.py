"""The course linter: what must hold of every exercise, for every exercise there is."""

import subprocess

import pytest

from rnnlab import course, source
from rnnlab.course import build
from rnnlab.grading import mistakes
from rnnlab.grading.plugin import run_checks
from rnnlab.report.data import Outcome
from rnnlab.sandbox.answers import Live, Student

EXERCISES = course.exercises()
MISTAKES = [(e, m) for e in EXERCISES for m in mistakes.load(e.mistakes_path)]
SEED = 7


def ids(value):
    return getattr(value, "id", None) or getattr(value, "name", None)


def graded(exercise, path):
    student = Student(source.read(path), path.name, [t.name for t in exercise.tasks])
    try:
        return run_checks(exercise, student, student="", seed=SEED)
    finally:
        student.close()


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_solution_gets_full_marks_with_another_seed(exercise):
    report = graded(exercise, exercise.solution)
    assert [(c.name, str(c.message)) for c in report.checks if c.outcome != Outcome.PASSED] == []
    assert report.score == exercise.points


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_stub_is_not_attempted(exercise):
    report = graded(exercise, exercise.stub)
    assert {c.outcome for c in report.checks} == {Outcome.NOT_ATTEMPTED}
    assert report.score == 0


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=ids)
def test_mistake_fails_and_is_diagnosed_as_itself(exercise, mistake):
    assert_fails_as_itself(exercise, mistake, SEED)


@pytest.mark.slow
@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=ids)
def test_so_it_is_whatever_is_drawn(exercise, mistake):
    if mistake.task == "train":
        pytest.skip("a minute for each seed, and little in it is drawn")
    for seed in range(10):
        assert_fails_as_itself(exercise, mistake, seed)


def assert_fails_as_itself(exercise, mistake, seed):
    answers = Live({mistake.task: mistake.function})
    report = run_checks(exercise, answers, student="", seed=seed, tasks=[mistake.task])
    assert report.reason is None
    found = [c.diagnosis for c in report.checks if c.outcome != Outcome.PASSED]
    assert found, f"no check fails it with seed {seed}"
    assert set(found) == {mistake.name}, seed


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_every_task_has_checks_and_mistakes(exercise):
    tasks = {t.name for t in exercise.tasks}
    assert {c.task for c in exercise.checks} == tasks
    assert {m.task for m in mistakes.load(exercise.mistakes_path)} == tasks


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_all_text_is_there_in_both_languages(exercise):
    texts = [exercise.title, *(t.summary for t in exercise.tasks)]
    texts += [text for c in exercise.checks for text in (c.title, c.hint)]
    texts += [m.text for m in mistakes.load(exercise.mistakes_path)]
    for text in texts:
        assert any("가" <= letter <= "힣" for letter in text.ko), text
        assert any("a" <= letter <= "z" for letter in text.en), text


def test_stubs_and_notebooks_are_in_step():
    assert build.build(course.root(), check=True) == []


def test_no_stray_file():
    root = course.root()
    if not (root / ".git").exists():
        pytest.skip("not a clone")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.split()
    top = {path.split("/")[0] for path in listed}
    assert top - {".ci", ".gitattributes", ".gitignore"} == {
        *("README.md", "Makefile", "pyproject.toml", "constraints.txt", "benchmarks"),
        *("rnnlab", "solutions", "exercises", "notebooks", "tests", "data"),
    }
    stems = {e.stem for e in EXERCISES}
    for role in ("solutions", "exercises", "notebooks/ko", "notebooks/en", "tests/mistakes"):
        assert {p.stem for p in (root / role).iterdir() if p.is_file()} == stems, role
    assert {p.stem for p in (root / "tests").glob("test_*")} == {f"test_{s}" for s in stems}
