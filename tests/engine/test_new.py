"""``rnnlab new``: a complete exercise, or one line and nothing written."""

import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from rnnlab import course
from rnnlab.commands import main, new
from rnnlab.text import Text

TITLES = ("--title-en", "Weighted sums", "--title-ko", "가중합")
FILES = ["solutions/ex07_weighted_sums.py", "tests/test_ex07_weighted_sums.py"]
FILES += ["tests/mistakes/ex07_weighted_sums.py"]


@pytest.fixture
def root(tmp_path, monkeypatch):
    """An author's course without any exercise."""
    for role in ("solutions", "tests"):
        (tmp_path / role).mkdir()
    monkeypatch.setenv("RNNLAB_COURSE", str(tmp_path))
    monkeypatch.setenv("RNNLAB_LANG", "en")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, ["new", *arguments])


def written(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def refused(root, *arguments):
    """Return the one line that says why nothing was written."""
    before = written(root)
    done = run(*arguments)
    assert done.exit_code == 2
    assert written(root) == before
    (said,) = done.stderr.splitlines()
    assert said.startswith("Error: ")
    return said


def test_a_fresh_course_is_begun_built_and_found_right(tmp_path):
    """As an author types it, in processes of its own, with no network."""
    env = os.environ | {"RNNLAB_LANG": "ko", "RNNLAB_COURSE": str(tmp_path)}
    env |= dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")

    def rnnlab(*arguments):
        command = [sys.executable, "-m", "rnnlab", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)

    made = rnnlab("new", "ex07", *TITLES, "--task", "weigh", "--task", "weigh_again", "--course")
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines()[:3] == FILES
    assert made.stdout.splitlines()[-2:] == ["  rnnlab build", "  rnnlab lint ex07"]
    early = rnnlab("lint", "ex07")
    assert early.returncode == 1
    assert [line.split(":")[0] for line in early.stdout.splitlines()] == [
        "exercises/ex07_weighted_sums.py",
        "notebooks/ko/ex07_weighted_sums.ipynb",
        "notebooks/en/ex07_weighted_sums.ipynb",
    ]
    assert rnnlab("build").returncode == 0
    done = rnnlab("lint")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "고칠 것 0개, 경고 0개\n")
    assert "weigh_again" in rnnlab("tasks").stdout
    ruff = [sys.executable, "-m", "ruff"]
    for command in (["check", "--select=E,F,W,I,B,N"], ["format", "--check"]):
        config = f"{new._TEMPLATES.parents[2]}/pyproject.toml"
        subprocess.run([*ruff, *command, "--config", config, "."], cwd=tmp_path, check=True)


def test_it_writes_the_three_files_beside_others(root):
    new.write(root, "ex05_other", Text("다른 것", "Another"), ("other",))
    before = {path: (root / path).read_bytes() for path in written(root)}
    done = run("ex07", *TITLES)
    assert done.exit_code == 0
    assert done.stderr == ""
    assert set(written(root)) == {*before, *FILES}
    assert {path: (root / path).read_bytes() for path in before} == before
    exercise = course.exercise("ex07")
    assert exercise.title == Text("가중합", "Weighted sums")
    assert [task.name for task in exercise.tasks] == ["weighted_sum"]


def test_one_title_for_both_languages_is_a_warning(root):
    done = run("ex07", "--title", "Weighted sums")
    assert done.exit_code == 0
    assert done.stderr.startswith("Warning: both languages have the same title")
    assert done.stderr.count("\n") == 1
    assert course.exercise("ex07").title == Text("Weighted sums", "Weighted sums")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("A  LSTM's 2nd gate!", "a_lstm_s_2nd_gate"),
        ("é Café / ../..", "caf"),
        ('"""; import os', "import_os"),
        ("{{ 7 * 7 }} jinja\n# %%", "7_7_jinja"),
        ("long " * 30, "long_long_long_long_long_long_long_long"),
    ],
)
def test_files_are_named_after_the_english_title(root, title, slug):
    assert run("ex07", "--title-en", title, "--title-ko", "제목").exit_code == 0
    assert course.exercise("ex07").stem == f"ex07_{slug}"
    assert course.exercise("ex07").title.en == " ".join(title.split())


@pytest.mark.parametrize(
    "number", ["ex7; rm", "../x", "ex99_ä", "ex7", "7", "ex07_name", "ex٠٧", "EX07", "", "ex07\n"]
)
def test_what_is_no_number_is_one_line(root, number):
    assert "an exercise is numbered as ex07 is" in refused(root, number, *TITLES)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "a title is needed"),
        (("--title-en", "Sums"), "a title is needed"),
        (("--title", "  \n"), "a title is needed"),
        (("--title", "12 + 34"), "a title is needed"),
        (("--title", "가중합"), "'가중합' has no Latin letter"),
        (("--title-en", "수 123", "--title-ko", "가중합"), "has no Latin letter"),
    ],
)
def test_a_title_that_names_no_file_is_one_line(root, arguments, message):
    assert message in refused(root, "ex07", *arguments)


@pytest.mark.parametrize(
    "task", ["class", "rng", "sum", "a b", "../x", "합", "1st", "", "Weigh", "x;y", "points"]
)
def test_what_is_no_function_is_one_line(root, task):
    assert "cannot be the name of a task" in refused(root, "ex07", *TITLES, "--task", task)


@pytest.mark.parametrize(
    "there", ["solutions/ex07_a.py", "tests/test_ex07_a.py", "notebooks/ko/ex07_a.ipynb"]
)
def test_a_taken_number_is_one_line(root, there):
    (root / there).parent.mkdir(parents=True, exist_ok=True)
    (root / there).touch()
    assert f"ex07 is there already ({there})" in refused(root, "ex07", *TITLES)


def test_a_students_course_is_refused(root):
    (root / "solutions").rmdir()
    (root / "exercises").mkdir()
    assert "no solutions/ in" in refused(root, "ex07", *TITLES)


def test_a_course_begins_in_an_empty_folder_alone(root, tmp_path_factory, monkeypatch):
    monkeypatch.chdir(root)
    assert "is not empty" in refused(root, "ex07", *TITLES, "--course")
    empty = tmp_path_factory.mktemp("empty")
    monkeypatch.chdir(empty)
    done = run("ex07", *TITLES, "--course")
    assert f"  export RNNLAB_COURSE={empty}" in done.stdout.splitlines()
    assert written(empty) == sorted(FILES)
    assert written(root) == []


def test_all_files_are_written_or_none(root):
    (root / "tests" / "mistakes").write_text("a file where a folder belongs")
    said = run("ex07", *TITLES)
    assert said.exit_code == 2
    assert said.stderr.count("\n") == 1
    assert written(root) == ["tests/mistakes"]


def test_nothing_is_overwritten(root):
    (root / FILES[1]).write_text("mine")
    with pytest.raises(FileExistsError):
        new.write(root, "ex07_weighted_sums", Text("가", "a"), ("weigh",))
    assert (root / FILES[1]).read_text() == "mine"
    assert written(root) == [FILES[1]]
