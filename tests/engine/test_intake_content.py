"""Files whose names tell little or the wrong thing: what is in them decides, and it is said."""

import csv
import json
import os
import subprocess
import sys
import zipfile

import pytest
from tiny import ANSWERS, CHECKS, DOUBLE, SOLUTION

from rnnlab import course, platforms
from rnnlab.classroom.intake import archive, content, submissions
from rnnlab.classroom.intake.layout import Downloads
from rnnlab.course import build

EX04, EX05, EX06 = (course.exercise(key) for key in ("ex04", "ex05", "ex06"))
STUBS = {e: build.notebook(e, "ko") for e in (EX04, EX05, EX06)}
SOLVED = {e: build.notebook(e, "en", solved=True) for e in (EX04, EX05, EX06)}


def put(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def found_in(path, only=(), downloads=None):
    with submissions.opened(path, only, downloads=downloads or platforms.downloads()) as found:
        return found


def one(path, only=()):
    (found,) = found_in(path, only).submissions
    return found


def said(found):
    return " ".join(text.en for text in found.notes)


# ---------------------------------------------------------------- names that tell nothing


@pytest.mark.parametrize(
    "name",
    [
        "Untitled3.ipynb",
        "x.ipynb.txt",
        "hw.json",
        "과제 최종.ipynb (1)",
        "homework",
        "notebook.py",
        "x.ipynb.download",
    ],
)
@pytest.mark.parametrize("only", [[], [EX04.stem]], ids=["all", "only ex04"])
def test_a_notebook_of_any_name_is_graded_with_a_remark(tmp_path, name, only):
    put(tmp_path / "submitted" / "kim" / name, SOLVED[EX04])
    found = one(tmp_path, only)
    assert (found.exercise, found.problem) == (EX04.stem, None)
    assert "was taken for ex04" in said(found)
    assert (found.read_as or found.path.name).endswith(".ipynb")
    assert bool(found.read_as) != name.endswith(".ipynb")


def test_python_in_a_text_file_is_python(tmp_path):
    put(tmp_path / "submitted" / "kim" / "ex04.txt", "def dense_params(n, m):\n    return 1\n")
    assert one(tmp_path).read_as == "ex04.py"


def test_with_exercise_a_file_that_says_nothing_is_for_it(tmp_path):
    put(tmp_path / "submitted" / "kim" / "Untitled.ipynb", '{"cells": []}')
    assert one(tmp_path, [EX04.stem]).exercise == EX04.stem


def test_with_two_exercises_it_is_named_and_not_dropped(tmp_path):
    put(tmp_path / "submitted" / "kim" / "Untitled.ipynb", '{"cells": []}')
    assert one(tmp_path, [EX04.stem, EX05.stem]).exercise == "Untitled"


def test_junk_names_are_one_row(tmp_path):
    for name in ("a.ipynb", "b.ipynb", "c.py"):
        put(tmp_path / "submitted" / "kim" / name, '{"cells": []}')
    found = one(tmp_path)
    assert (found.exercise, found.unused) == ("a", ("b.ipynb", "c.py"))


@pytest.mark.parametrize("names", [["ex04.pdf"], ["report.docx", "screen.png"], ["과제.hwp"]])
def test_what_is_no_notebook_is_named_and_not_called_nothing(tmp_path, names):
    for name in names:
        put(tmp_path / "submitted" / "kim" / "ex04" / name, b"\0")
    found = found_in(tmp_path)
    (kim,) = found.submissions
    assert (kim.exercise, found.empty) == (EX04.stem, [])
    assert all(name in kim.problem.en and name in kim.problem.ko for name in names)


def test_nothing_is_nothing(tmp_path):
    put(tmp_path / "submitted" / "lee" / "ex04.ipynb", SOLVED[EX04])
    (tmp_path / "submitted" / "kim" / "ex04").mkdir(parents=True)
    assert found_in(tmp_path).empty == ["kim"]


def test_another_exercise_that_was_not_asked_for_is_left_out(tmp_path):
    put(tmp_path / "submitted" / "kim" / "ex05.ipynb", SOLVED[EX05])
    put(tmp_path / "submitted" / "kim" / "utils.py", "def helper():\n    return 1\n")
    assert found_in(tmp_path, [EX04.stem]).submissions == []


def test_in_a_download_another_exercise_is_named(tmp_path):
    put(tmp_path / "kim_101_2001_ex06.ipynb", SOLVED[EX06])
    found = one(tmp_path, [EX04.stem])
    assert found.exercise == EX04.stem
    assert "it is for another exercise, ex06" in found.problem.en


def test_deep_folders_are_looked_into(tmp_path):
    put(tmp_path / "submitted" / "kim" / "a" / "b" / "c" / "ex04.ipynb", SOLVED[EX04])
    assert one(tmp_path).exercise == EX04.stem


def test_modules_beside_a_notebook_come_with_it(tmp_path):
    folder = tmp_path / "submitted" / "kim" / "ex04"
    put(folder / "ex04.ipynb", SOLVED[EX04])
    put(folder / "helper.py", "A = 1\n")
    put(folder / "pkg" / "more.py", "B = 1\n")
    assert [name for name, _ in one(tmp_path).helpers] == ["helper.py", "pkg/more.py"]


# ---------------------------------------------------------------- work and stubs


@pytest.mark.parametrize(
    "name",
    [
        "ex04_parameter_counts-Copy1.ipynb",
        "ex04_parameter_counts (1).ipynb",
        "ex04_parameter_counts_최종.ipynb",
        "Untitled.ipynb",
        "최종.ipynb.txt",
        "zz/ex04.py",
    ],
)
def test_the_work_wins_over_the_untouched_stub(tmp_path, name):
    folder = tmp_path / "submitted" / "kim" / "ex04"
    put(folder / f"{EX04.stem}.ipynb", STUBS[EX04])
    work = EX04.solution.read_text("utf-8") if name.endswith(".py") else SOLVED[EX04]
    put(folder / name, work)
    found = one(tmp_path)
    assert found.path.name == name.rpartition("/")[2]
    assert f"{EX04.stem}.ipynb" in found.unused


def test_one_task_is_work(tmp_path):
    book = json.loads(STUBS[EX05])
    for cell in book["cells"]:
        text = "".join(cell["source"])
        if text.startswith("def forecast"):
            cell["source"] = text.replace("raise NotImplementedError", "return []")
    folder = tmp_path / "submitted" / "kim" / "ex05"
    put(folder / "mine.ipynb", json.dumps(book))
    put(folder / f"{EX05.stem}.ipynb", STUBS[EX05])
    assert one(tmp_path).path.name == "mine.ipynb"


@pytest.mark.parametrize("exercise", course.exercises(), ids=lambda e: e.id)
@pytest.mark.parametrize("form", ["ko", "en", "compact", "py"])
def test_stubs_have_no_work_and_solutions_have_all(exercise, form):
    texts = []
    for solved in (False, True):
        if form == "py":
            solution = exercise.solution.read_text("utf-8")
            texts.append(solution if solved else build.stub(solution))
        else:
            text = build.notebook(exercise, "en" if form == "compact" else form, solved=solved)
            texts.append(json.dumps(json.loads(text)) if form == "compact" else text)
    name = "a.py" if form == "py" else "a.ipynb"
    stub, work = (content.read(name, text.encode()) for text in texts)
    tasks = {task.name for task in exercise.tasks}
    assert stub.worked == frozenset()
    assert stub.defined >= tasks
    assert work.worked >= tasks
    assert content.likeness(stub) == content.likeness(work) == exercise.stem


def test_two_with_work_are_chosen_by_their_names_as_before(tmp_path):
    folder = tmp_path / "submitted" / "kim" / "ex04"
    for name in (f"{EX04.stem}.ipynb", "ex04 copy.ipynb"):
        put(folder / name, SOLVED[EX04])
    assert one(tmp_path).path.name == f"{EX04.stem}.ipynb"


# ---------------------------------------------------------------- another exercise's


@pytest.mark.parametrize("text", [STUBS[EX06], SOLVED[EX06]], ids=["stub", "solved"])
def test_what_is_another_exercises_is_said_and_earns_nothing(tmp_path, text):
    put(tmp_path / "submitted" / "kim" / f"{EX05.stem}.ipynb", text)
    found = one(tmp_path)
    assert found.exercise == EX05.stem
    assert "this looks like ex06" in found.problem.en
    assert "ex06으로 보입니다" in found.problem.ko


def test_a_right_one_beside_it_is_graded(tmp_path):
    folder = tmp_path / "submitted" / "kim" / "ex05"
    put(folder / f"{EX05.stem}.ipynb", SOLVED[EX06])
    put(folder / "copy.ipynb", SOLVED[EX05])
    found = one(tmp_path)
    assert (found.path.name, found.problem) == ("copy.ipynb", None)


@pytest.mark.parametrize(
    "code",
    [
        "def train(model, X, y, epochs=100):\n    return model\n",
        "def forecast(model, w, n):\n    return []\ndef one_hot(x):\n    return x\n",
        "def make_windows(s, t):\n    return s\ndef generate():\n    return 1\n",
        "",
    ],
)
def test_what_has_some_of_its_own_or_nothing_is_no_other(tmp_path, code):
    put(tmp_path / "submitted" / "kim" / f"{EX05.stem}.py", code or "x = 1\n")
    assert one(tmp_path).problem is None


# ---------------------------------------------------------------- whose it is


def test_folders_of_exercises_with_students_in_them(tmp_path):
    for where in ("ex04/kim/ex04.ipynb", "ex04/lee/ex04.ipynb", "ex05/kim/ex05.ipynb"):
        put(tmp_path / where, SOLVED[EX05 if "ex05" in where else EX04])
    found = found_in(tmp_path).submissions
    assert [(s.student, s.exercise[:4]) for s in found] == [
        ("kim", "ex04"),
        ("kim", "ex05"),
        ("lee", "ex04"),
    ]


def test_a_teachers_file_beside_the_students_hides_nobody(tmp_path):
    for where in ("kim/ex04.ipynb", "lee/ex04.ipynb", "ex04_solution.ipynb", "README.md"):
        put(tmp_path / where, SOLVED[EX04])
    put(tmp_path / "download.zip", b"PK")
    found = found_in(tmp_path)
    assert [s.student for s in found.submissions] == ["kim", "lee"]
    assert sorted(text.en.split(":")[0] for text in found.skipped) == [
        "download.zip",
        "ex04_solution.ipynb",
    ]


def test_students_files_side_by_side_are_nobodys_but_never_one_students(tmp_path):
    for name in ("김민수_ex04.ipynb", "이서연_ex04.ipynb"):
        put(tmp_path / name, SOLVED[EX04])
    found = found_in(tmp_path)
    assert (found.submissions, len(found.skipped)) == ([], 2)


def test_students_zips_side_by_side(tmp_path):
    for name in ("kim", "lee"):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as made:
            made.writestr("ex04.ipynb", SOLVED[EX04])
    assert [s.student for s in found_in(tmp_path).submissions] == ["kim", "lee"]


def test_an_empty_zip_is_not_nothing(tmp_path):
    put(tmp_path / "submitted" / "lee" / "ex04.ipynb", SOLVED[EX04])
    zipped = put(tmp_path / "submitted" / "kim" / "ex04" / "hw.zip", b"")
    zipfile.ZipFile(zipped, "w").close()
    found = found_in(tmp_path)
    assert found.empty == []
    assert "hw.zip" in found.submissions[0].problem.en


# ---------------------------------------------------------------- one guard


class Choke(Exception):
    """Nobody can have thought of this one."""


def test_no_exception_of_one_file_stops_the_class(tmp_path):
    """A parser of time stamps that raises what it never should."""

    def choke(data):
        raise Choke

    for name in ("kim", "lee"):
        put(tmp_path / "submitted" / name / "ex04" / "ex04.ipynb", SOLVED[EX04])
    put(tmp_path / "submitted" / "kim" / "ex04" / "stamp.txt", "x")
    downloads = Downloads(stamps={"stamp.txt": choke})
    kim, lee = found_in(tmp_path, downloads=downloads).submissions
    assert (kim.submitted, kim.problem) == ("", None)
    assert "No time can be read from stamp.txt" in said(kim)
    assert said(lee) == ""


@pytest.mark.parametrize("error", [Choke, MemoryError, RecursionError, OverflowError, KeyError])
def test_a_file_that_chokes_us_is_not_graded_with_its_name(tmp_path, monkeypatch, error):
    """Whatever goes wrong in looking at a file, in a folder or in a zip of the class."""

    def choke(name, data, read=content.read):
        if name == "ex05.ipynb":
            raise error
        return read(name, data)

    monkeypatch.setattr(content, "read", choke)
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as made:
        for name in ("kim/ex05.ipynb", "lee/ex04.ipynb"):
            made.writestr(name, SOLVED[EX04])
            put(tmp_path / "class" / name, SOLVED[EX04])
    for path in (tmp_path / "class", tmp_path / "class.zip"):
        kim, lee = found_in(path).submissions
        assert (lee.student, lee.problem) == ("lee", None)
        assert (kim.student, kim.exercise) == ("kim", EX05.stem)
        assert "kim/ex05.ipynb" in kim.problem.en
        assert error.__name__ in kim.problem.en


def test_an_entry_that_chokes_zipfile_costs_itself(tmp_path, monkeypatch):
    def choke(archive_, info, *rest, read=archive._read):
        if info.filename.startswith("kim"):
            raise Choke
        return read(archive_, info, *rest)

    monkeypatch.setattr(archive, "_read", choke)
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as made:
        for name in ("kim/ex04.ipynb", "lee/ex04.ipynb"):
            made.writestr(name, SOLVED[EX04])
    kim, lee = found_in(tmp_path / "class.zip").submissions
    assert (lee.student, lee.problem) == ("lee", None)
    assert "kim/ex04.ipynb: it cannot be read (Choke)" in kim.problem.en


def test_what_cannot_be_read_is_said_beside_what_can(tmp_path):
    put(tmp_path / "submitted" / "kim" / "ex04" / "ex04.ipynb", SOLVED[EX04])
    put(tmp_path / "submitted" / "kim" / "ex04" / "hw.zip", b"PK\3\4broken")
    found = found_in(tmp_path)
    assert "hw.zip is not a zip" in said(found.submissions[0])
    assert len(found.skipped) == 1


# ---------------------------------------------------------------- end to end

HALF = "ex02_half"
HALVE = "def half(x):\n    return x / 2\n"


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """A course of two small exercises."""
    folder = tmp_path_factory.mktemp("two")
    for stem, task in ((DOUBLE, "double"), (HALF, "half")):
        put(folder / "solutions" / f"{stem}.py", SOLUTION.replace("double", task))
        put(folder / "tests" / f"test_{stem}.py", CHECKS.replace("double", task))
    return folder


def rnnlab(*arguments, cwd, course):
    command = [sys.executable, "-m", "rnnlab", *map(str, arguments)]
    done = subprocess.run(
        command,
        cwd=cwd,
        env=os.environ | {"RNNLAB_LANG": "en", "RNNLAB_COURSE": str(course)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_class_of_odd_files_loses_nobody(tmp_path, two):
    folder = tmp_path / "submitted"
    put(folder / "kim" / "Untitled3.py", ANSWERS["right"])
    put(folder / "lee" / "ex01.pdf", b"%PDF")
    put(folder / "park" / f"{DOUBLE}.py", HALVE)
    put(folder / "oh" / f"{DOUBLE}.py", ANSWERS["stub"])
    put(folder / "oh" / "mine.txt", ANSWERS["right"])
    (folder / "mun").mkdir()
    options = "--exercise", "ex01", "--seed", 1, "--jobs", 1
    code, text = rnnlab("grade", ".", *options, cwd=tmp_path, course=two)
    assert code == 1, text
    with open(tmp_path / "graded" / "grades.csv", encoding="utf-8", newline="") as file:
        rows = {row["student"]: (row["score"], row["outcome"]) for row in csv.DictReader(file)}
    assert rows == {
        "kim": ("3", "passed"),
        "lee": ("", "not graded"),
        "oh": ("3", "passed"),
        "park": ("", "not graded"),
    }
    assert "No .ipynb or .py from: mun" in text
    page = (tmp_path / "graded" / "class.html").read_text("utf-8")
    assert all(name in page for name in ("kim", "lee", "park", "oh", "mun"))
    assert "this looks like ex02" in page
    data = (tmp_path / "graded" / "grades_excel.csv").read_bytes()
    assert data == b"\xef\xbb\xbf" + (tmp_path / "graded" / "grades.csv").read_bytes()


def test_check_takes_what_grade_takes(tmp_path, two):
    put(tmp_path / "Copy of ex01_double.py", ANSWERS["right"])
    put(tmp_path / "내 과제.py", HALVE)
    for name, code in (("Copy of ex01_double.py", 0), ("내 과제.py", 1), ("Copy of ex99.py", 2)):
        found, text = rnnlab("check", name, cwd=tmp_path, course=two)
        assert found == code, text
        assert "Traceback" not in text
