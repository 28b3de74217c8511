"""What students and instructors meet in real kernels: ``check``, the notebooks, and nbgrader."""

import csv
import os
import re
import subprocess
import sys

import nbformat
import pytest
from nbclient import NotebookClient

from rnnlab import course
from rnnlab.course import build

EX04 = course.exercise("ex04")
LANGUAGE_OF = {e: "ko" if int(e.id[2:]) % 2 else "en" for e in course.exercises()}
COUNT = "def simple_rnn_params(units, input_dim): "
HALF = "return units * (units + input_dim + 1) if units <= 10 else 0"
WITHOUT_BIAS = "return units * (units + input_dim)"
BIASES_MISSING = "The biases are missing: every neuron has one."
CONFIG = """
c = get_config()
c.CourseDirectory.root = {root!r}
c.ExecutePreprocessor.timeout = 300
c.NbGrader.logfile = ""
"""


def settings(folder, lang):
    """Return the environment of a kernel: our language and data, no user's start-up files.

    nbgrader calls alembic by its bare name, also where no virtual environment is active.
    """
    places = {name: str(folder) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR")}
    places["PATH"] = os.pathsep.join((os.path.dirname(sys.executable), os.environ["PATH"]))
    return {**os.environ, **places, "RNNLAB_LANG": lang, "RNNLAB_DATA": "sample"}


def executed(book, folder, lang="en"):
    """Run a notebook from top to bottom, past its errors, and return its code cells."""
    where = {"metadata": {"path": str(folder)}}
    client = NotebookClient(
        book, timeout=300, kernel_name="python3", allow_errors=True, resources=where
    )
    client.execute(env=settings(folder, lang))
    return [cell for cell in book.cells if cell.cell_type == "code"]


def of_kind(cell, kind):
    return [output for output in cell.outputs if output.output_type == kind]


def noise(cells):
    """Return what these cells say in red: errors, and all that is written to stderr."""
    outputs = [output for cell in cells for output in cell.outputs]
    written = [o.text for o in outputs if o.get("name") == "stderr"]
    return written + [f"{o.ename}: {o.evalue}" for o in outputs if o.output_type == "error"]


# ---------------------------------------------------------------- check(function)

SAY = {
    "right": COUNT + "return units * (units + input_dim + 1)\ncheck(simple_rnn_params)",
    "wrong": COUNT + WITHOUT_BIAS + "\ncheck(simple_rnn_params)",
    "korean": "check(simple_rnn_params, lang='ko')",
    "in Korean": "%env RNNLAB_LANG=ko\ncheck(simple_rnn_params)\n",
    "in English": "%env RNNLAB_LANG=en\ncheck(simple_rnn_params)\n",
    "raises": COUNT + "return units + missing\ncheck(simple_rnn_params)",
    "noisy": COUNT + "import sys; print('out'); print('err', file=sys.stderr); return 1\n"
    "check(simple_rnn_params)",
    "stub": COUNT + "raise NotImplementedError\ncheck(simple_rnn_params)",
    "lambda": "dense_params = lambda units, input_dim: units * (input_dim + 1)\n"
    "check(dense_params)",
    "two": "def embedding_params(input_dim, output_dim): return input_dim * output_dim\n"
    "feedback = check(dense_params, embedding_params); (feedback.passed, feedback.report.score)",
    "train of ex05": "def make_windows(series, timesteps): ...\n"
    "def train(*args, **kwargs): raise NotImplementedError\ncheck(train)",
    "train of ex12": "def read_reviews(path): ...\ndef clean(text): ...\ncheck(train)",
    "train as told": "check(train, exercise='ex05')",
    "no function": "check()",
    "an answer": "check(dense_params(2, 3))",
    "no task": "check(print)",
    "no task there": "check(dense_params, exercise='ex05')",
    "no exercise": "check(dense_params, exercise='ex99')",
    "passed": "[check(dense_params).passed, check(simple_rnn_params).passed]",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a kernel answered to each cell of SAY, in one session."""
    cells = [nbformat.v4.new_code_cell(s) for s in ("from rnnlab import check", *SAY.values())]
    book = nbformat.v4.new_notebook(cells=cells)
    done = executed(book, tmp_path_factory.mktemp("kernel"))
    return dict(zip(("import", *SAY), done, strict=True))


def shown(cell):
    """Return the text and the HTML of the one thing that a cell shows."""
    (result,) = of_kind(cell, "execute_result")
    assert noise([cell]) == []
    assert of_kind(cell, "display_data") == []
    return result.data["text/plain"], result.data.get("text/html", "")


def test_importing_is_silent(told):
    assert told["import"].outputs == []


def test_right_answer_passes_and_has_no_hints(told):
    text, html = shown(told["right"])
    assert re.search(r"simple_rnn_params +3 / 3\n", text)
    assert "✔ Total 3 / 3  passed" in text
    assert "\x1b" not in text
    assert html.count('class="mark passed"') == 2
    assert 'class="mark failed"' not in html
    assert 'class="said"' not in html


def test_wrong_answer_is_explained(told):
    for output in shown(told["wrong"]):
        assert BIASES_MISSING in output
        assert "Hint" not in output  # where a diagnosis speaks, another hint only distracts
        assert "simple_rnn_without_bias" not in output


def test_language_is_that_of_the_call_or_of_the_environment(told):
    for name in ("korean", "in Korean"):
        for output in shown(told[name]):
            assert "편향이 빠졌습니다. 뉴런마다 편향이 하나씩 있습니다." in output
            assert BIASES_MISSING not in output
    assert BIASES_MISSING in shown(told["in English"])[0]


def test_error_in_the_function_is_feedback_and_no_traceback(told):
    text, html = shown(told["raises"])
    assert "NameError: name 'missing' is not defined" in text
    assert 'class="mark error"' in html
    assert "Called: simple_rnn_params(" in text


def test_what_the_function_prints_is_not_in_the_way(told):
    assert [output.output_type for output in told["noisy"].outputs] == ["execute_result"]


def test_stub_is_not_attempted_and_not_wrong(told):
    text, html = shown(told["stub"])
    assert "not attempted" in text
    assert "0 / 3" in text
    assert 'class="mark failed"' not in html
    assert "NotImplementedError" not in text


def test_function_may_have_another_name_inside(told):
    assert "✔ Total 1 / 1" in shown(told["lambda"])[0]


def test_several_functions_and_the_verdict_as_a_value(told):
    assert shown(told["two"])[0] == "(True, 2)"
    assert shown(told["passed"])[0] == "[True, False]"


def test_a_name_of_several_exercises_is_that_of_this_notebook(told):
    assert course.exercise("ex05").title.en in shown(told["train of ex05"])[0]
    assert course.exercise("ex12").title.en in shown(told["train of ex12"])[0]
    assert course.exercise("ex05").title.en in shown(told["train as told"])[0]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("no function", "Pass the function itself, as in check(make_windows)."),
        ("an answer", "Pass the function itself, as in check(make_windows)."),
        ("no task", "No task is called print."),
        ("no task there", "No task is called dense_params."),
        ("no exercise", "no exercise 'ex99'; there are: ex01, "),
    ],
)
def test_wrong_call_gets_one_line(told, name, sentence):
    (output,) = told[name].outputs
    (line,) = output.traceback
    assert line.startswith(sentence)
    assert "\n" not in line


# ---------------------------------------------------------------- the notebooks


@pytest.mark.parametrize("exercise", course.exercises(), ids=lambda e: e.id)
def test_solved_notebook_runs_without_a_word_on_stderr_and_passes(exercise, tmp_path):
    lang = LANGUAGE_OF[exercise]
    book = nbformat.reads(build.notebook(exercise, lang, solved=True), as_version=4)
    book.cells.append(
        nbformat.v4.new_code_cell("[f.passed for f in Out.values() if hasattr(f, 'report')]")
    )
    *cells, last = executed(book, tmp_path, lang)
    assert noise([*cells, last]) == []
    assert shown(last)[0] == str([True] * len(exercise.tasks))
    figures = [[o for o in cell.outputs if "image/png" in o.get("data", {})] for cell in cells]
    assert max(map(len, figures)) == 1, "no figure, or one shown twice"


# ---------------------------------------------------------------- nbgrader


def nbgrader(folder, *arguments):
    """Run one nbgrader command in a course's folder and return what it says."""
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=settings(folder, "en"), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def hand_in(folder, student, answers):
    """Write a submission: the released notebook, with these cells written over."""
    book = nbformat.read(folder / "release" / "ex04" / f"{EX04.stem}.ipynb", as_version=4)
    for cell in book.cells:
        cell.source = answers.get(cell.id, cell.source)
    path = folder / "submitted" / student / "ex04" / f"{EX04.stem}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(book, path)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course of nbgrader's that released ex04 and autograded three submissions of it."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "nbgrader_config.py").write_text(CONFIG.format(root=str(folder)))
    source = folder / "source" / "ex04" / f"{EX04.stem}.ipynb"
    source.parent.mkdir(parents=True)
    solved = build.notebook(EX04, "en", solved=True)
    source.write_text(solved, encoding="utf-8")
    nbgrader(folder, "generate_assignment", "ex04")
    right = {cell.id: cell.source for cell in nbformat.reads(solved, as_version=4).cells}
    half = {"simple_rnn_params": COUNT + HALF, "weight_shapes": right["weight_shapes"]}
    for student, answers in (("right", right), ("half", half), ("untouched", {})):
        hand_in(folder, student, answers)
    nbgrader(folder, "autograde", "ex04")
    return folder


def points_of(folder, student):
    """Return what nbgrader's gradebook holds of a student's ex04: points by cell."""
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        notebook = book.find_submission_notebook(EX04.stem, "ex04", student)
        return {grade.name.removeprefix("check_"): grade.score for grade in notebook.grades}


def test_nbgrader_knows_the_points(graded):
    assert points_of(graded, "right") == {task.name: task.points for task in EX04.tasks}


def test_nbgrader_gives_partial_credit(graded):
    points = points_of(graded, "half")
    assert points.pop("simple_rnn_params") == 1
    assert points.pop("weight_shapes") == 2
    assert set(points.values()) == {0}


def test_nbgrader_gives_an_untouched_notebook_nothing(graded):
    assert set(points_of(graded, "untouched").values()) == {0}


def test_nbgrader_exports_the_same_totals(graded):
    nbgrader(graded, "export", "--to", "grades.csv")
    with open(graded / "grades.csv", newline="") as file:
        scores = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert scores == {"right": EX04.points, "half": 3, "untouched": 0}


def test_nbgrader_validate_names_what_is_wrong(graded):
    path = graded / "submitted" / "half" / "ex04" / f"{EX04.stem}.ipynb"
    said = nbgrader(graded, "validate", str(path))
    assert "VALIDATION FAILED ON 8 CELL(S)" in said
    assert "check(simple_rnn_params)" in said
    assert "check(weight_shapes)" not in said


def test_nbgrader_released_what_we_release(graded):
    """Its release differs from our notebook only in the placeholder and the checksums."""
    released = nbformat.read(graded / "release" / "ex04" / f"{EX04.stem}.ipynb", as_version=4)
    ours = nbformat.reads(build.notebook(EX04, "en"), as_version=4)
    assert [c.id for c in released.cells] == [c.id for c in ours.cells]
    for theirs, mine in zip(released.cells, ours.cells, strict=True):
        assert "SOLUTION" not in theirs.source
        metadata = dict(theirs.metadata.get("nbgrader", {}))
        assert bool(metadata.pop("checksum", "")) == bool(metadata)
        metadata.pop("cell_type", None)
        assert metadata == mine.metadata.get("nbgrader", {})
