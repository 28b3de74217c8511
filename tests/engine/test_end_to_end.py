"""All the way, with real nbgrader: release, two students, both graders, the gradebook, feedback."""

import csv
import os
import re
import shutil
import subprocess
import sys

import nbformat
import pytest

from rnnlab import course
from rnnlab.course import build

EX04 = course.exercise("ex04")
WITHOUT_BIAS = "def simple_rnn_params(units, input_dim):\n    return units * (units + input_dim)\n"
MISSING = "The biases are missing: every neuron has one."


def run(folder, module, *arguments, code=0):
    """Run a command in ``folder``, away from anybody's configuration, and return what it says."""
    places = {name: str(folder) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR")}
    places["PATH"] = os.pathsep.join((os.path.dirname(sys.executable), os.environ["PATH"]))
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=folder,
        env={**os.environ, **places, "RNNLAB_LANG": "en"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def hand_in(folder, student, answers, stamp):
    """Write the released notebook with these cells written over, as nbgrader collects it."""
    book = nbformat.read(folder / "release" / "ex04" / f"{EX04.stem}.ipynb", as_version=4)
    for cell in book.cells:
        cell.source = answers.get(cell.id, cell.source)
    path = folder / "submitted" / student / "ex04" / f"{EX04.stem}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(book, path)
    (path.parent / "timestamp.txt").write_text(f"{stamp}\n")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """What rnnlab released and nbgrader autograded: a solved and a half-solved notebook."""
    folder = tmp_path_factory.mktemp("all_the_way") / "theirs"
    folder.mkdir()
    arguments = ["--to", "nbgrader", "--exercise", "ex04", "--language", "en"]
    run(folder, "rnnlab", "release", ".", *arguments)
    run(folder, "nbgrader", "generate_assignment", "ex04")
    solved = nbformat.reads(build.notebook(EX04, "en", solved=True), as_version=4)
    right = {cell.id: cell.source for cell in solved.cells}
    half = {"simple_rnn_params": WITHOUT_BIAS, "weight_shapes": right["weight_shapes"]}
    hand_in(folder, "minseo", right, "2026-11-20 10:00:00 UTC")
    hand_in(folder, "jiwoo", half, "2026-11-21 10:00:00 UTC")
    shutil.copytree(folder, folder.parent / "ours")
    run(folder, "nbgrader", "autograde", "ex04")
    return folder


@pytest.fixture(scope="module")
def ours(theirs):
    """The same course, graded by rnnlab and exported into its gradebook."""
    folder = theirs.parent / "ours"
    run(folder, "rnnlab", "grade", ".", "--out", "graded", "--seed", "1")
    late = ["--due", "2026-11-20T12:00+00:00", "--late", "10%/day"]
    run(folder, "rnnlab", "export", "graded", "--to", "nbgrader", "--course", ".", *late)
    run(folder, "nbgrader", "generate_feedback", "ex04")
    return folder


def exported(folder):
    run(folder, "nbgrader", "export", "--to", "all.csv")
    with open(folder / "all.csv", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def test_both_graders_give_the_same_scores(theirs, ours):
    autograded = {s: float(row["raw_score"]) for s, row in exported(theirs).items()}
    with open(ours / "graded" / "grades.csv", newline="") as file:
        graded = {row["student"]: float(row["score"]) for row in csv.DictReader(file)}
    assert graded == autograded == {"minseo": EX04.points, "jiwoo": 2}


def test_the_gradebook_has_them_with_the_penalty_beside(ours):
    rows = exported(ours)
    raw = {s: float(row["raw_score"]) for s, row in rows.items()}
    penalties = {s: float(row["late_submission_penalty"] or 0) for s, row in rows.items()}
    assert raw == {"minseo": EX04.points, "jiwoo": 2}
    assert penalties == {"minseo": 0, "jiwoo": 2}, "10% of 20 points for a begun day"
    assert float(rows["jiwoo"]["score"]) == 0


def test_the_feedback_names_the_mistake(ours):
    page = (ours / "feedback" / "jiwoo" / "ex04" / f"{EX04.stem}.html").read_text("utf-8")
    assert MISSING in page
    assert MISSING not in (ours / "feedback" / "minseo" / "ex04" / f"{EX04.stem}.html").read_text(
        "utf-8"
    )


def test_the_class_report_names_it_too(ours):
    page = (ours / "graded" / "class.html").read_text("utf-8")
    assert MISSING in page
    assert re.search(r'href="jiwoo/ex04_parameter_counts\.html"', page)
