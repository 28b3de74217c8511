"""What leaves the course, used as its receivers use it: real nbgrader, pip, Jupyter, and what
Gradescope's harness does."""

import functools
import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.api import Gradebook
from tiny import ANSWERS, CHECKS, DOUBLE, MISTAKES, put
from tiny import SOLUTION as BARE_SOLUTION

from rnnlab import course, platforms
from rnnlab.course import build
from rnnlab.platforms import parts, release, students
from rnnlab.platforms.gradescope.run import handed_in
from rnnlab.platforms.nbgrader.release import COURSE
from rnnlab.sandbox.confine import ladder, view
from rnnlab.sandbox.confine.level import Level
from rnnlab.text import LANGUAGES, UserError

ROOT = Path(__file__).parents[2]
SOLUTION = BARE_SOLUTION.replace("# %%\ndef", "# %%\nfrom rnnlab import check\n\n# %%\ndef")
ADDRESS = "https://example.org/students.zip"
HIDING = pytest.mark.skipif(
    ladder.level() < Level.REDUCED, reason="this machine cannot hide files from student code"
)
BASH = pytest.mark.skipif(shutil.which("bash") is None, reason="Gradescope's scripts need bash")


@pytest.fixture(scope="module")
def tiny_course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    put(folder / "solutions" / f"{DOUBLE}.py", SOLUTION)
    put(folder / "tests" / f"test_{DOUBLE}.py", CHECKS)
    put(folder / "tests" / "mistakes" / f"{DOUBLE}.py", MISTAKES)
    put(folder / "exercises" / f"{DOUBLE}.py", "def double(x):\n    return x << 1  # filled in\n")
    put(folder / "data" / "numbers.txt", "1 2 3\n")
    put(folder / "data" / "make_numbers.py", "print(1, 2, 3)\n")
    put(folder / "data" / "sample_class" / "kim" / f"{DOUBLE}.py", ANSWERS["right"])
    put(folder / "data" / ".seed", "7\n")
    return folder


@pytest.fixture
def in_tiny_course(tiny_course, monkeypatch):
    monkeypatch.setenv("RNNLAB_COURSE", str(tiny_course))
    monkeypatch.setenv("RNNLAB_LANG", "en")


def made(folder, to, out, **options):
    """Release the course in ``folder`` into ``out``, and return ``out``."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNLAB_COURSE", str(folder))
        release.release(out, to, **options)
    return out


def run(command, folder, **environment):
    """Run a command in ``folder`` as somebody without our settings does."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("RNNLAB_", "PYTHON"))}
    kept["PATH"] = os.pathsep.join((os.path.dirname(sys.executable), kept["PATH"]))
    return subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=kept | {"RNNLAB_LANG": "en"} | {k: str(v) for k, v in environment.items()},
        capture_output=True,
        encoding="utf-8",
    )


def unzipped(archive, folder):
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder


def contents(folder):
    files = (f for f in folder.rglob("*") if f.is_file())
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in files}


def executed(book, folder, **environment):
    """Run a notebook in ``folder`` past its errors, and return what each cell showed by its id."""
    client = NotebookClient(
        book,
        timeout=300,
        kernel_name="python3",
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    kept = {k: v for k, v in os.environ.items() if k != "RNNLAB_COURSE"}
    client.execute(env=kept | {"IPYTHONDIR": str(folder)} | environment)
    return {cell.id: cell.get("outputs", []) for cell in book.cells}


def text_of(outputs):
    return "".join(output.get("data", {}).get("text/plain", "") for output in outputs)


# ---------------------------------------------------------------- any target


@pytest.mark.usefixtures("in_tiny_course")
class TestRelease:
    @pytest.mark.parametrize("to", platforms.releases())
    def test_a_second_run_writes_the_same_bytes(self, tmp_path, to):
        options = {"address": ADDRESS, "repository": "o/r"} if to == "colab" else {}
        written = release.release(tmp_path / "a", to, **options)
        assert sorted(written) == sorted(p for p in (tmp_path / "a").rglob("*") if p.is_file())
        before = contents(tmp_path / "a")
        assert release.release(tmp_path / "a", to, **options) == []
        shutil.copytree(tmp_path / "a", tmp_path / "b")
        for path in (p for p in (tmp_path / "b").rglob("*") if p.is_file() and p.name[0] != "."):
            path.unlink()
        release.release(tmp_path / "b", to, **options)
        assert contents(tmp_path / "b") == before

    @pytest.mark.parametrize("to", ["nbgrader", "students"])
    def test_what_is_there_and_differs_is_kept_unless_forced(self, tmp_path, to):
        first, *_ = written = release.release(tmp_path, to)
        original = first.read_bytes()
        first.write_text("mine")
        for other in written[1:]:
            other.unlink()
        with pytest.raises(UserError, match=r"--force") as caught:
            release.release(tmp_path, to)
        assert str(first) in str(caught.value)
        assert first.read_text() == "mine"
        assert not any(path.exists() for path in written[1:])
        assert release.release(tmp_path, to, force=True) == written
        assert first.read_bytes() == original

    @pytest.mark.parametrize(
        ("to", "options", "said"),
        [
            ("moodle", {}, "--to moodle"),
            ("students", {"late": "10%/day"}, "--late is for --to gradescope"),
            ("nbgrader", {"only": ["ex99"]}, "no exercise 'ex99'"),
            ("gradescope", {"late": "much"}, "--late 'much'"),
            ("colab", {}, "--address is needed"),
            ("colab", {"address": "students.zip"}, "--address is needed"),
            ("colab", {"address": 'https://a/b.zip"; rm -rf ~'}, "--address is needed"),
            ("colab", {"address": "https://a/b.zip\n!ls"}, "--address is needed"),
            ("colab", {"address": ADDRESS, "repository": "a/b/c"}, "--repository 'a/b/c'"),
        ],
    )
    def test_a_wrong_call_is_one_line_and_writes_nothing(self, tmp_path, to, options, said):
        with pytest.raises(UserError) as caught:
            release.release(tmp_path / "out", to, **options)
        assert str(caught.value).startswith(said)
        assert "\n" not in str(caught.value)
        assert not (tmp_path / "out").exists()

    def test_students_have_nothing_to_release(self, tiny_course, tmp_path, monkeypatch):
        folder = unzipped(made(tiny_course, "students", tmp_path) / students.NAME, tmp_path / "s")
        monkeypatch.setenv("RNNLAB_COURSE", str(folder))
        with pytest.raises(UserError, match="no solutions/"):
            release.release(tmp_path / "out", "students")

    def test_a_seed_file_that_is_none_is_named(self, tmp_path):
        put(tmp_path / ".seed", "seven")
        with pytest.raises(UserError, match=r"\.seed holds no seed"):
            release.release(tmp_path, "gradescope")

    def test_a_malformed_exercise_leaves_nothing_half_made(self, tiny_course, tmp_path):
        shutil.copytree(tiny_course, tmp_path / "c")
        put(tmp_path / "c" / "solutions" / "ex02_bad.py", SOLUTION.replace("### END SOLUTION", ""))
        for to in ("nbgrader", "students", "gradescope"):
            with pytest.raises(UserError, match=r"ex02_bad\.py"):
                made(tmp_path / "c", to, tmp_path / "out")
        assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------- nbgrader

NOISE = """
import sys
get_ipython().events.register("post_run_cell", lambda *_: print("a warning", file=sys.stderr))
"""


def hand_in(folder, student, source):
    """Write a submission to nbgrader: its released notebook with ``double`` filled in."""
    book = nbformat.read(folder / "release" / "ex01" / f"{DOUBLE}.ipynb", as_version=4)
    for cell in book.cells:
        cell.source = source if cell.id == "double" else cell.source
    path = folder / "submitted" / student / "ex01" / f"{DOUBLE}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(book, path)


@pytest.fixture(scope="module")
def nbgraded(tiny_course, tmp_path_factory):
    """A course of nbgrader's, autograded from another folder, and what it said."""
    folder = made(tiny_course, "nbgrader", tmp_path_factory.mktemp("nb"), langs=["ko"])
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    said = {}

    def nbgrader(command, what):
        options = () if command == "validate" else (f"--course-dir={folder}",)
        arguments = [sys.executable, "-m", "nbgrader", command, what, *options]
        homes = dict.fromkeys(("HOME", "JUPYTER_CONFIG_DIR"), folder / "home")
        done = run(arguments, elsewhere, RNNLAB_COURSE=tiny_course, **homes)
        assert done.returncode == 0, done.stderr
        said[command] = done.stdout

    nbgrader("generate_assignment", "ex01")
    hand_in(folder, "kim", NOISE + ANSWERS["squared"])
    nbgrader("autograde", "ex01")
    nbgrader("validate", folder / "source" / "ex01" / f"{DOUBLE}.ipynb")
    assert list(elsewhere.iterdir()) == []
    return folder, said


class TestNbgrader:
    def test_students_get_our_stub(self, nbgraded, tiny_course):
        folder, _ = nbgraded
        released = nbformat.read(folder / "release" / "ex01" / f"{DOUBLE}.ipynb", as_version=4)
        ours = build.notebook(course.read(tiny_course, DOUBLE), "ko")
        assert [c.source for c in released.cells] == [
            c.source for c in nbformat.reads(ours, as_version=4).cells
        ]

    def test_points_survive_warnings_on_stderr(self, nbgraded):
        """In every cell something is written to stderr, which nbgrader takes for a failure."""
        folder, _ = nbgraded
        with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
            assert book.find_submission("ex01", "kim").score == 1

    def test_a_solved_notebook_is_valid(self, nbgraded):
        _, said = nbgraded
        assert said["validate"] == "Success! Your notebook passes all the tests.\n"

    def test_all_exercises_can_be_one_assignment(self, tmp_path):
        made(ROOT, "nbgrader", tmp_path, as_one=True)
        found = sorted((tmp_path / "source").rglob("*.ipynb"))
        assert [p.parent.name for p in found] == [COURSE] * len(course.stems(ROOT))


# ---------------------------------------------------------------- students


def bodies(path):
    """Return the lines between the markers of a solution."""
    source = path.read_text(encoding="utf-8")
    lines = source.split("\n")
    return {line.strip() for a, b in build._regions(source, path) for line in lines[a : b - 1]}


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory):
    """The students' zip of ex04, and the folder that it unpacks to."""
    out = made(ROOT, "students", tmp_path_factory.mktemp("out"), only=["ex04"])
    return out / students.NAME, unzipped(out / students.NAME, tmp_path_factory.mktemp("student"))


class TestStudents:
    def test_it_holds_what_they_need_and_nothing_else(self, tiny_course, tmp_path):
        made(tiny_course, "students", tmp_path)
        with zipfile.ZipFile(tmp_path / students.NAME) as archive:
            names = {name for name in archive.namelist() if not name.startswith("rnnlab/")}
            assert archive.testzip() is None
            assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert names == {
            "README.md",
            "pyproject.toml",
            "data/numbers.txt",
            f"exercises/{DOUBLE}.py",
            f"notebooks/en/{DOUBLE}.ipynb",
            f"notebooks/ko/{DOUBLE}.ipynb",
            f"tests/mistakes/{DOUBLE}.answers",
            f"tests/test_{DOUBLE}.py",
        }

    def test_a_stub_that_the_author_filled_in_does_not_leave(self, tiny_course, tmp_path):
        folder = unzipped(made(tiny_course, "students", tmp_path) / students.NAME, tmp_path / "s")
        assert "raise NotImplementedError" in (folder / "exercises" / f"{DOUBLE}.py").read_text()

    def test_languages_and_exercises_can_be_chosen(self):
        names = students.content([course.read(ROOT, "ex06_hello")], ["en"])
        assert {name for name in names if re.search("ex[0-9][0-9]", name)} == {
            "exercises/ex06_hello.py",
            "notebooks/en/ex06_hello.ipynb",
            "tests/test_ex06_hello.py",
        }

    def test_no_line_of_an_answer_is_in_it(self, handed_out):
        exercises = [course.read(ROOT, stem) for stem in course.stems(ROOT).values()]
        files = {**students.content(exercises, LANGUAGES), **contents(handed_out[1])}
        texts = [build.stub(e.solution.read_text()) for e in exercises]
        # Without its oracles a check holds no line of an answer but what any Python has.
        texts += [t.decode() for name, t in files.items() if name.startswith("tests/test_")]
        published = {line.strip() for text in texts for line in text.split("\n")}
        answers = set().union(*(bodies(e.solution) for e in exercises)) - published
        assert len(answers) > 80
        mistakes = {
            line.strip() for e in exercises for line in e.mistakes_path.read_text().split("\n")
        }
        mistakes = {line for line in mistakes - published if len(line) > 20}
        assert len(mistakes) > 500
        lines = {
            line.strip().strip('",').removesuffix("\\n")
            for content in files.values()
            for line in content.decode("utf-8", "replace").split("\n")
        }
        # The engine has these lines of its own, and JSON a bracket.
        imports = {"from functools import partial", "from rnnlab.author import mistake, variations"}
        quiet = 'with np.errstate(all="ignore"):'
        harmless = {"return None", "return x", "[", quiet, *imports}
        assert (answers | mistakes) & lines <= harmless

    def test_it_holds_no_file_of_the_instructors(self, handed_out):
        names = " ".join(contents(handed_out[1]))
        for secret in ("solutions", "sample_class", ".git", "seed", "engine/"):
            assert secret not in names
        assert re.findall(r"mistakes/\S+", names) == ["mistakes/ex04_parameter_counts.answers"]

    def test_a_stub_is_not_attempted_and_a_solved_file_passes(self, handed_out, tmp_path):
        _, folder = handed_out
        solved = tmp_path / "ex04_mine.py"
        solved.write_bytes((ROOT / "solutions" / "ex04_parameter_counts.py").read_bytes())
        command = [sys.executable, "-m", "rnnlab", "check", "ex04", solved]
        done = run(command, folder, PYTHONPATH=folder)
        assert done.returncode == 1
        assert "0 / 20  not attempted" in done.stdout
        assert "20 / 20  passed" in done.stdout

    def test_a_notebook_opens_in_a_kernel(self, handed_out):
        _, folder = handed_out
        book = nbformat.read(folder / "notebooks/ko/ex04_parameter_counts.ipynb", as_version=4)
        book.cells = book.cells[:6]
        places = {"PYTHONPATH": str(folder), "RNNLAB_LANG": "ko"}
        shown = executed(book, folder / "notebooks" / "ko", **places)
        assert "아직 안 함" in text_of(shown["check_simple_rnn_params"])


# ---------------------------------------------------------------- pip, Colab


@pytest.fixture(scope="module")
def pip(tmp_path_factory):
    """Run pip, which fetches what builds a wheel."""
    folder = tmp_path_factory.mktemp("pip")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    done = run([*command, "download", "--no-deps", "hatchling", "-d", folder], folder)
    if done.returncode:
        pytest.skip("pip cannot fetch hatchling here, so no wheel can be built")

    def pip(*arguments):
        done = run([*command, *arguments], folder)
        assert done.returncode == 0, done.stderr

    return pip


PEEK = """
import json, test_confine
from pathlib import Path
from rnnlab.sandbox.confine.level import Level
import rnnlab
package = Path(rnnlab.__file__).parent
with test_confine.serving(Level.FULL) as server:
    student = test_confine.Student(server)
    read = "open(arguments[0], 'rb').close(); answer = True"
    files = sorted(p for p in package.rglob("*") if p.is_file())
    seen = [str(p.relative_to(package)) for p in files if student.run(read, str(p)) is True]
    print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def installed(pip, tmp_path_factory):
    """The course's own wheel, installed into a folder."""
    folder = tmp_path_factory.mktemp("site")
    pip("install", "--no-deps", "--target", folder, ROOT)
    return folder


class TestWheel:
    def test_it_carries_the_course(self, installed, tmp_path):
        names = {
            path.relative_to(installed / "rnnlab" / "_course").as_posix()
            for path in (installed / "rnnlab" / "_course").rglob("*")
            if path.suffix not in (".pyc", "")
        }
        stems = course.stems(ROOT).values()
        assert names == {
            *(f"exercises/{stem}.py" for stem in stems),
            *(f"tests/test_{stem}.py" for stem in stems),
            *(f"tests/mistakes/{stem}.py" for stem in stems),
            *(f"tests/common/{p.name}" for p in (ROOT / "tests" / "common").glob("*.py")),
            *(f"data/{p.name}" for p in (ROOT / "data").glob("*.*") if p.suffix != ".py"),
        }
        done = run([sys.executable, "-m", "rnnlab", "tasks"], tmp_path, PYTHONPATH=installed)
        assert "ex05" in done.stdout

    @HIDING
    def test_student_code_sees_its_samples_alone(self, installed, tmp_path):
        path = os.pathsep.join((str(installed), str(Path(__file__).parent)))
        done = run([sys.executable, "-c", PEEK], tmp_path, PYTHONPATH=path)
        assert done.returncode == 0, done.stderr
        seen = json.loads(done.stdout)
        assert "source.py" in seen
        samples = {p.name for p in (ROOT / "data").glob("*.*") if p.suffix != ".py"}
        assert {name for name in seen if name.startswith("_course/")} == {
            f"_course/data/{name}" for name in samples
        }

    @HIDING
    def test_landlock_shows_the_samples_alone_too(self, installed, monkeypatch):
        inside = installed / "rnnlab" / "_course"
        assert {path.parent for path in readable(inside.parent, None, monkeypatch)} >= {
            inside / "data"
        }
        assert not any(
            hidden.is_relative_to(path)
            for path in readable(inside.parent, None, monkeypatch)
            for hidden in (inside / "tests", inside / "exercises")
            if path.is_relative_to(inside.parent)
        )


def readable(package, root, monkeypatch):
    """Return what Landlock lets student code read, with the engine in ``package``."""
    monkeypatch.setattr(view, "_PACKAGE", package)
    read = importlib.import_module("rnnlab.sandbox.confine.linux").READ_FILE
    return {path for path, rights in view.rules(view.visible(root)) if rights & read}


class TestColab:
    def test_only_the_first_cell_is_added(self, tiny_course, tmp_path):
        made(tiny_course, "colab", tmp_path, address=ADDRESS)
        assert set(contents(tmp_path)) == {f"{lang}/{DOUBLE}.ipynb" for lang in LANGUAGES}
        for lang in LANGUAGES:
            book = nbformat.read(tmp_path / lang / f"{DOUBLE}.ipynb", as_version=4)
            nbformat.validate(book)
            first, *rest = book.cells
            assert f'%pip install -q --no-deps "{ADDRESS}"' in first.source
            ours = nbformat.reads(build.notebook(course.read(tiny_course, DOUBLE), lang), 4)
            assert rest == ours.cells

    def test_badges_open_the_notebooks_of_the_repository(self, tiny_course, tmp_path):
        made(tiny_course, "colab", tmp_path, address=ADDRESS, repository="kim/rnn", langs=["ko"])
        page = (tmp_path / "README.md").read_text(encoding="utf-8")
        address = "https://colab.research.google.com/github/kim/rnn/blob/main"
        assert f"({address}/ko/{DOUBLE}.ipynb)" in page
        assert "/en/" not in page

    def test_it_works_in_an_empty_folder(self, pip, handed_out, tmp_path):
        """As in Colab: the first cell fetches the zip and installs it; nothing else is there."""
        archive, _ = handed_out
        handler = functools.partial(SimpleHTTPRequestHandler, directory=archive.parent)
        (tmp_path / "content").mkdir()
        (site := tmp_path / "site").mkdir()
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}/{archive.name}"
            made(ROOT, "colab", tmp_path / "out", only=["ex04"], address=address)
            path = tmp_path / "out/en/ex04_parameter_counts.ipynb"
            book = nbformat.read(path, as_version=4)
            first = book.cells[0]
            first.source = first.source.replace("-q", f'-q --target "{site}"')  # not into .venv
            book.cells = book.cells[:7] + [
                nbformat.v4.new_code_cell("import rnnlab.datasets as d; d.SAMPLES", id="where")
            ]
            shown = executed(book, tmp_path / "content", PYTHONPATH=str(site))
            server.shutdown()
        assert "not attempted" in text_of(shown["check_simple_rnn_params"])
        assert f"{site}/rnnlab/_course/data" in text_of(shown["where"])


# ---------------------------------------------------------------- Gradescope

METADATA = {
    "created_at": "2026-11-21T14:22:32.365935-07:00",
    "assignment": {"due_date": "2026-11-20T23:00:00.000000-07:00"},
}
CURIOUS = """
import os
def double(x):
    for name in ("source/release.json", "source/tests/test_STEM.py", "results/results.json"):
        try:
            open(os.path.join(HERE, name)).read()
            return "read " + name
        except OSError:
            pass
    for name in ("results/results.json", "results/x", "source/rnnlab/course/find.py", "x"):
        try:
            open(os.path.join(HERE, name), "w").write('{"score": 99}')
            return "wrote " + name
        except OSError:
            pass
    return 2 * x
"""
CRASHING = """
import os
def double(x):
    return x * x if x else os._exit(0)
"""


class Harness:
    """What Gradescope does with an autograder's zip, and with a submission."""

    def __init__(self, archive, folder):
        self.folder = folder
        unzipped(archive, folder / "source")
        shutil.copy(folder / "source" / "run_autograder", folder / "run_autograder")
        (folder / "venv").symlink_to(sys.prefix)
        put(folder / "results" / "results.json", "{}")

    def submit(self, files, **environment):
        """Return the results of the submission of ``files``, a dict from name to text."""
        for name, text in files.items():
            text = text.replace("HERE", repr(str(self.folder))).replace("STEM", DOUBLE)
            put(self.folder / "submission" / name, text)
        put(self.folder / "submission_metadata.json", json.dumps(METADATA))
        done = run(["bash", self.folder / "run_autograder"], self.folder, **environment)
        assert done.returncode == 0, done.stderr
        return json.loads((self.folder / "results" / "results.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def autograder(tiny_course, tmp_path_factory):
    out = made(
        tiny_course, "gradescope", tmp_path_factory.mktemp("gs"), langs=["en"], late="10%/day"
    )
    return out / "ex01_gradescope.zip"


SUBMISSIONS = {
    "curious": {"my homework.py": CURIOUS},
    "crashing": {f"a/{DOUBLE}.py": CRASHING, "double.py": ANSWERS["right"]},
    "unreadable": {"x.ipynb": "\0 not a notebook"},
    "missing": {"notes.txt": "", "__MACOSX/._ex01.py": "x", ".hidden.py": "x"},
}


@pytest.fixture(scope="module")
def results(autograder, tmp_path_factory):
    """What each of SUBMISSIONS gets."""
    return {
        name: Harness(autograder, tmp_path_factory.mktemp(name)).submit(files)
        for name, files in SUBMISSIONS.items()
    }


@BASH
class TestGradescope:
    @HIDING
    def test_code_that_reads_no_seed_and_writes_no_results_is_right(self, results):
        """It answers right only if it could read and write nothing; a tenth goes for lateness."""
        tests = results["curious"]["tests"]
        assert [test["score"] for test in tests] == [2, 1], tests
        assert results["curious"]["score"] == 2.7

    @HIDING
    def test_the_file_of_the_exercises_name_is_graded_and_its_crash_costs_one_check(self, results):
        squared, zero = results["crashing"]["tests"]
        assert "double.py" in results["crashing"]["output"]
        assert "It is squared." in squared["output"]
        assert "os._exit" in zero["output"]
        assert results["crashing"]["score"] == 0

    @HIDING
    def test_an_unreadable_one_has_no_points_and_the_reason(self, results):
        assert not {"score", "tests"} & results["unreadable"].keys()
        assert "x.ipynb" in results["unreadable"]["output"]

    def test_nothing_handed_in_is_told_what_to_hand_in(self, results):
        assert results["missing"]["score"] == 0
        assert results["missing"]["output"].count(f"{DOUBLE}.ipynb") == 2

    @HIDING
    def test_landlock_shows_the_engine_and_the_samples_alone(
        self, autograder, tmp_path, monkeypatch
    ):
        source = Harness(autograder, tmp_path).folder / "source"
        allowed = readable(source / "rnnlab", source, monkeypatch)
        assert {path for path in allowed if path.is_relative_to(tmp_path)} == {
            source / "rnnlab",
            source / "data" / "numbers.txt",
        }

    def test_where_code_cannot_be_confined_nothing_is_graded(self, autograder, tmp_path):
        harness = Harness(autograder, tmp_path)
        results = harness.submit({"ex01.py": ANSWERS["right"]}, RNNLAB_CONFINEMENT="limits")
        assert set(results) == {"output"}
        assert "cannot be confined on this machine, so this is not graded" in results["output"]

    def test_a_failure_of_the_autograder_is_no_score(self, autograder, tmp_path):
        harness = Harness(autograder, tmp_path)
        (tmp_path / "source" / "release.json").write_text("{")
        results = harness.submit({"ex01.py": ANSWERS["right"]})
        assert set(results) == {"output"}
        assert "not graded" in results["output"]

    def test_each_zip_is_one_exercises_and_its_owners_alone(self, tmp_path):
        made(ROOT, "gradescope", tmp_path, only=["ex05", "ex06"])
        assert {p.name for p in tmp_path.iterdir()} == {
            *(".seed", "ex05_gradescope.zip", "ex06_gradescope.zip")
        }
        assert {p.stat().st_mode & 0o777 for p in tmp_path.iterdir()} == {0o600}
        with zipfile.ZipFile(tmp_path / "ex06_gradescope.zip") as archive:
            names = archive.namelist()
            kept = json.loads(archive.read("release.json"))["seed"]
            modes = {i.filename: i.external_attr >> 16 & 0o777 for i in archive.infolist()}
        assert kept == int((tmp_path / ".seed").read_text())
        assert not [name for name in names if "solutions" in name]
        assert [n for n in names if "/mistakes/" in n] == ["tests/mistakes/ex06_hello.py"]
        assert modes["run_autograder"] == modes["setup.sh"] == 0o755
        assert modes["release.json"] == 0o644

    @HIDING
    def test_another_exercises_work_is_not_graded(self, tmp_path):
        made(ROOT, "gradescope", tmp_path, only=["ex11"], langs=["en"])
        harness = Harness(tmp_path / "ex11_gradescope.zip", tmp_path / "harness")
        work = (ROOT / "solutions" / "ex12_nsmc.py").read_text("utf-8")
        results = harness.submit({"final.py": work})
        assert not {"score", "tests"} & results.keys()
        assert "this looks like ex12" in results["output"]

    def test_a_broken_exercise_keeps_no_other_back(self, tiny_course, tmp_path):
        shutil.copytree(tiny_course, tmp_path / "course")
        put(tmp_path / "course" / "solutions" / "ex02_broken.py", "def (")
        out = made(tmp_path / "course", "gradescope", tmp_path / "out", only=["ex01"])
        assert (out / "ex01_gradescope.zip").exists()

    def test_the_scripts_are_sound(self, autograder, tmp_path):
        folder = unzipped(autograder, tmp_path)
        scripts = [folder / "setup.sh", folder / "run_autograder"]
        for script in scripts:
            assert run(["bash", "-n", script], folder).returncode == 0
        if not shutil.which("shellcheck"):
            pytest.skip("there is no shellcheck")
        done = run(["shellcheck", *scripts], folder)
        assert done.returncode == 0, done.stdout

    def test_links_are_not_followed_and_come_last(self, tmp_path):
        exercise = course.read(ROOT, "ex05_sequence_predictor")
        put(tmp_path / "secret" / "ex05.py", "")
        put(tmp_path / "s" / "a.py", "")
        put(tmp_path / "s" / "ex05 (1).py", "")
        (tmp_path / "s" / "ex05_sequence_predictor.ipynb").symlink_to(tmp_path / "secret/ex05.py")
        (tmp_path / "s" / "folder").symlink_to(tmp_path / "secret")
        (tmp_path / "s" / "folder.py").symlink_to(tmp_path / "secret")
        found = handed_in(tmp_path / "s", exercise)
        assert [path.name for path in found] == [
            *("ex05 (1).py", "a.py", "ex05_sequence_predictor.ipynb")
        ]


def test_templates_are_in_the_engine_that_leaves():
    names = parts.engine()
    assert {"rnnlab/__init__.py", "rnnlab/platforms/gradescope/setup.sh.j2"} <= set(names)
    assert not [name for name in names if name.endswith(".pyc") or "_course" in name]
