"""The course linter, on every exercise there is; ``rnnlab lint`` is the same for authors."""

import subprocess

import pytest

from rnnlab import course, source
from rnnlab.classroom.intake import submissions
from rnnlab.course import problems
from rnnlab.diagnosis import mistakes
from rnnlab.grading import linter

ROOT = course.root()
EXERCISES = course.exercises()
MISTAKES = [(e, m) for e in EXERCISES for m in mistakes.load(e.mistakes_path)]


def ids(value):
    return getattr(value, "id", None) or getattr(value, "name", None)


def told(found):
    return [str(problem) for problem in found]


def test_nothing_is_wrong_with_the_course():
    assert told(problems.of_course(ROOT)) == []
    assert told(problems.page_out_of_step(ROOT)) == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_nothing_is_wrong_with_its_files(exercise):
    read, found = problems.well_formed(ROOT, exercise.stem)
    assert read == exercise
    found += problems.of_exercise(ROOT, exercise.stem)
    found += linter.of_checks_file(exercise) + linter.of_mistakes_file(exercise)
    assert told(found) == []


@pytest.mark.parametrize("seed", linter.SEEDS)
@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_solution_gets_full_marks(exercise, seed):
    assert told(linter.of_solution(exercise, seed)) == []


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_solution_gets_full_marks_whatever_is_drawn(exercise):
    for seed in range(20, 60):
        assert told(linter.of_solution(exercise, seed)) == [], seed


@pytest.mark.parametrize("exercise", EXERCISES, ids=ids)
def test_stub_is_not_attempted(exercise):
    assert told(linter.of_stub(exercise)) == []


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=ids)
def test_mistake_fails_and_is_diagnosed_as_itself(exercise, mistake):
    assert told(linter.of_mistake(exercise, mistake, linter.tried(exercise, mistake))) == []


@pytest.mark.slow
@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES, ids=ids)
def test_so_it_is_whatever_is_drawn(exercise, mistake):
    if mistake.task == "train":
        pytest.skip("a minute for each seed, and little in it is drawn")
    for seed in range(10):
        run = linter.tried(exercise, mistake, seed)
        assert told(linter.of_mistake(exercise, mistake, run, seed)) == [], seed


def test_no_stray_file():
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    top = {path.split("/")[0] for path in listed}
    assert top - {".ci", ".gitattributes", ".gitignore"} == {
        *("README.md", "Makefile", "pyproject.toml", "constraints.txt", "benchmarks"),
        *("LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"),
        *("rnnlab", "solutions", "exercises", "notebooks", "tests", "data", "findings"),
    }


def test_every_file_of_the_sample_class_can_be_graded():
    """So that the README's first command ends well."""
    found = submissions.find(ROOT / "data" / "sample_class")
    assert len(found.submissions) == 15
    assert not found.skipped
    assert not [each.problem for each in found.submissions if each.problem]
    for each in found.submissions:
        assert source.decode(source.read(each.path), each.path.name)
