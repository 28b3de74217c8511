"""What authors write becomes what students and nbgrader get; all on a small invented course."""

import ast
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbgrader import nbgraderformat

from rnnlab import course
from rnnlab.course import CourseError, build, find
from rnnlab.text import Text

STEM = "ex03_halves"

SOLUTION = '''\
# %% [markdown] lang="ko"
# # 3. 반으로 나누기
# 둘로 나눕니다.
# %% [markdown] lang="en"
# # 3. Halves
# Divide by two.
# %%
from rnnlab import check

# %%
def half(x):
    """x의 절반을 돌려줍니다.

    Return half of x.
    """
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION

# %%
def quarters(values, n: int = 4) -> list:
    """값마다 4분의 1을 돌려줍니다.

    Return a quarter of each value.
    """
    ### BEGIN SOLUTION
    result = []
    ### END SOLUTION
    for value in values:
        ### BEGIN SOLUTION
        result.append(half(half(value)))
        ### END SOLUTION
    return result

# %% tags=["figure"]
SHOWN = "그림"
'''

CHECKS = '''\
from rnnlab.author import points


@points(2)
def test_half_of_a_number(half, rng):
    """half(x)는 x의 절반입니다.
    half(x) is half of x.
    → 2로 나누세요.
    → Divide by 2."""


@points(1)
def test_half_of_zero(half):
    """half(0)은 0입니다.
    half(0) is 0.
    → 0도 수입니다.
    → Zero is a number."""


@points(3)
def test_quarters(rng, quarters):
    """값마다 4분의 1입니다.
    A quarter of each value.
    → half를 두 번 쓰세요.
    → Use half twice."""
'''


@pytest.fixture
def root(tmp_path, monkeypatch):
    """An instructor's checkout of one exercise, not built yet."""
    for path, content in {
        f"solutions/{STEM}.py": SOLUTION,
        f"tests/test_{STEM}.py": CHECKS,
    }.items():
        (tmp_path / path).parent.mkdir()
        (tmp_path / path).write_text(content, encoding="utf-8")
    monkeypatch.setenv("RNNLAB_COURSE", str(tmp_path))
    return tmp_path


@pytest.fixture
def students_root(root):
    """The same course without its solution, as students have it."""
    build.build(root)
    (root / "solutions" / f"{STEM}.py").unlink()
    (root / "solutions").rmdir()
    return root


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def cells(book, key="source"):
    return [cell[key] for cell in nbformat.reads(book, as_version=4).cells]


class TestCourse:
    def test_an_exercise_is_its_files(self, root):
        (exercise,) = course.exercises()
        assert (exercise.stem, exercise.id, exercise.points) == (STEM, "ex03", 6)
        assert exercise.title == Text("반으로 나누기", "Halves")
        assert exercise.solution == root / "solutions" / f"{STEM}.py"
        assert exercise.stub == root / "exercises" / f"{STEM}.py"
        assert exercise.checks_path == root / "tests" / f"test_{STEM}.py"
        assert exercise.mistakes_path == root / "tests" / "mistakes" / f"{STEM}.py"
        assert exercise.notebook("ko") == root / "notebooks" / "ko" / f"{STEM}.ipynb"

    def test_tasks_and_checks_are_read_without_running_them(self, root):
        change(root / "solutions" / f"{STEM}.py", "from rnnlab", "1 / 0\nfrom rnnlab")
        change(root / "tests" / f"test_{STEM}.py", "from rnnlab", "1 / 0\nfrom rnnlab")
        exercise = course.exercise("ex03")
        assert [(t.signature, t.points) for t in exercise.tasks] == [
            ("half(x)", 3),
            ("quarters(values, n: int=4) -> list", 3),
        ]
        assert exercise.tasks[0].summary == Text("x의 절반을 돌려줍니다.", "Return half of x.")
        assert [(c.name, c.task, c.points) for c in exercise.checks] == [
            ("test_half_of_a_number", "half", 2),
            ("test_half_of_zero", "half", 1),
            ("test_quarters", "quarters", 3),
        ]
        assert exercise.checks[1].title == Text("half(0)은 0입니다.", "half(0) is 0.")
        assert exercise.checks[1].hint == Text("0도 수입니다.", "Zero is a number.")
        lines = exercise.checks_path.read_text(encoding="utf-8").splitlines()
        line = lines[exercise.checks[1].lineno - 1]
        assert line == "def test_half_of_zero(half):"

    def test_a_long_sentence_has_several_lines(self, root):
        plain = course.exercise("ex03")
        short = "0입니다.\n    half(0) is 0.\n    → 0도 수입니다.\n    → Zero is a number."
        long = "\n    0입니다.\n\n    half(0)\n    is 0.\n\n"
        long += "    → 0도 수입니다.\n    → Zero is\n      a number.\n"
        change(plain.checks_path, short, long)
        found = [(c.title, c.hint) for c in course.exercise("ex03").checks]
        assert found == [(c.title, c.hint) for c in plain.checks]

    @pytest.mark.parametrize(
        "key",
        ["ex03", "EX03", "ex3", "3", "03", STEM, f"{STEM}.ipynb", f"a/ex01/{STEM}.py"]
        + ["Ex03 - copy.ipynb", "ex03(1).ipynb", f"tests/test_{STEM}.py", Path("b") / f"{STEM}.py"],
    )
    def test_an_exercise_has_many_names(self, root, key):
        assert course.exercise(key).checks_path == root / "tests" / f"test_{STEM}.py"

    @pytest.mark.parametrize("key", ["ex04", "halves", "", "ex033", "33.ipynb", "ex03/a.py", "ex"])
    def test_an_unknown_exercise_is_answered_with_the_known(self, root, key):
        with pytest.raises(CourseError, match=r"there are: ex03$"):
            course.exercise(key)

    def test_two_stems_of_one_number_are_an_error(self, root):
        (root / "solutions" / "ex03_thirds.py").write_text(SOLUTION, encoding="utf-8")
        with pytest.raises(CourseError, match="ex03_halves and ex03_thirds"):
            course.exercises()

    def test_listing_imports_no_numeric_library(self, root):
        code = (
            "import sys; from rnnlab import course; course.exercises();"
            "print([m for m in ('keras', 'tensorflow', 'numpy', 'jupytext') if m in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert done.stdout == "[]\n", done.stderr

    def test_a_folder_that_is_no_course_is_named(self, tmp_path, monkeypatch):
        monkeypatch.setenv("RNNLAB_COURSE", str(tmp_path / "nowhere"))
        with pytest.raises(CourseError, match="nowhere"):
            course.root()

    def test_an_installed_package_finds_the_course_above(self, root, monkeypatch, tmp_path):
        monkeypatch.delenv("RNNLAB_COURSE")
        monkeypatch.setattr(find, "_PACKAGE", tmp_path / "site" / "rnnlab")
        (root / "exercises" / "deep").mkdir(parents=True)
        monkeypatch.chdir(root / "exercises" / "deep")
        assert course.root() == root

    def test_an_installed_package_falls_back_on_its_own_copy(self, monkeypatch, tmp_path):
        monkeypatch.delenv("RNNLAB_COURSE", raising=False)
        monkeypatch.setattr(find, "_PACKAGE", tmp_path / "site" / "rnnlab")
        monkeypatch.chdir(tmp_path)
        with pytest.raises(CourseError, match="RNNLAB_COURSE"):
            course.root()
        for role in ("exercises", "tests"):
            (tmp_path / "site" / "rnnlab" / "_course" / role).mkdir(parents=True)
        assert course.root() == tmp_path / "site" / "rnnlab" / "_course"

    def test_the_checkout_comes_before_the_working_directory(self, root, monkeypatch, tmp_path):
        monkeypatch.delenv("RNNLAB_COURSE")
        monkeypatch.setattr(find, "_PACKAGE", root / "rnnlab")
        other = tmp_path / "other"
        for role in ("exercises", "tests"):
            (other / role).mkdir(parents=True)
        monkeypatch.chdir(other)
        assert course.root() == root


class TestCourseProblems:
    @pytest.mark.parametrize(
        ("old", "new", "line", "message"),
        [
            ("(half):", "(rng):", 13, "exactly one task"),
            ("(half):", "(half, quarters):", 13, "half, quarters"),
            ("(half):", "(half, tmp_path):", 13, "tmp_path"),
            ("test_half_of_zero", "test_quarters", 21, "defined twice"),
            ("half(0)은 0입니다.\n    ", "", 13, "English line"),
            ("half(0)은 0입니다.\n", "half(0)은\n    0입니다.\n", 13, "English line"),
            ("half(0)은 0입니다.\n", "half(0)은 0입니다.\n\n    0!\n\n", 13, "English line"),
            ("    → 0도 수입니다.\n", "", 13, "hint"),
            ("→ 0도 수입니다.", "→ ", 13, "hint"),
            ("→ 0도 수입니다.", "→ 0도\n    → 수입니다.", 13, "hint"),
            ("points(1)", "points(0)", 13, "points"),
            ("points(1)", "points(True)", 13, "points"),
            ("points(1)", "points(ONE)", 13, "points"),
            ("points(1)", "points(1, hint=1)", 13, "points"),
            ("@points(1", "@skip(1", 13, "points"),
            ("def test_half_of_zero(half):", "def test_half_of_zero(half:", 13, "'('"),
        ],
    )
    def test_a_malformed_check_is_named_with_its_line(self, root, old, new, line, message):
        path = root / "tests" / f"test_{STEM}.py"
        change(path, old, new)
        with pytest.raises(CourseError) as caught:
            course.exercise("ex03")
        assert str(caught.value).startswith(f"{path}:{line}: ")
        assert message in str(caught.value)
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("# # 3. Halves\n", "", r':1: .*lang="en"'),
            ("    Return half of x.\n", "", r":11: half .*docstring"),
            ("def half(x)", "def half(x", r":11: "),
        ],
    )
    def test_a_malformed_solution_is_named_with_its_line(self, root, old, new, message):
        change(root / "solutions" / f"{STEM}.py", old, new)
        with pytest.raises(CourseError, match=message):
            course.exercise("ex03")


class TestStudentsCourse:
    def test_it_is_the_instructors(self, root):
        before = course.exercise("ex03")
        build.build(root)
        (root / "solutions" / f"{STEM}.py").unlink()
        assert course.exercise("ex03") == before

    def test_a_filled_in_stub_keeps_its_tasks(self, students_root):
        stub = students_root / "exercises" / f"{STEM}.py"
        change(stub, "raise NotImplementedError", "return 1")
        assert [t.signature for t in course.exercise("3").tasks] == [
            "half(x)",
            "quarters(values, n: int=4) -> list",
        ]

    @pytest.mark.parametrize(
        "wreck", ["def half(x:\n", "", "\0", "x = '\\d'\n", "# %% [markdown]\n"]
    )
    def test_a_wrecked_stub_keeps_its_tasks(self, students_root, wreck):
        (students_root / "exercises" / f"{STEM}.py").write_text(wreck)
        exercise = course.exercise("3")
        assert [(t.name, t.points) for t in exercise.tasks] == [("half", 3), ("quarters", 3)]
        assert exercise.title == Text(STEM, STEM)

    def test_building_needs_solutions(self, students_root):
        with pytest.raises(CourseError, match="no solutions/"):
            build.build(students_root)


class TestStub:
    def test_only_the_solutions_are_replaced(self):
        lines = build.stub(SOLUTION).splitlines()
        gone = [line for line in SOLUTION.splitlines() if line not in lines]
        assert [line.strip() for line in gone if "SOLUTION" not in line] == [
            "return x / 2",
            "result = []",
            "result.append(half(half(value)))",
        ]
        assert [line for line in lines if line not in SOLUTION.splitlines()] == [
            *indent("\n".join(build.PLACEHOLDER), " " * 4).split("\n") * 2,
            *indent("\n".join(build.PLACEHOLDER), " " * 8).split("\n"),
        ]

    def test_no_part_of_a_task_runs_unwritten(self):
        source = build.stub(SOLUTION).replace("from rnnlab import check", "")
        names = {}
        exec(source, names)
        for call in (lambda: names["half"](1), lambda: names["quarters"]([1])):
            with pytest.raises(NotImplementedError):
                call()
        exec(source.replace("    raise NotImplementedError\n    for", "    for"), names)
        with pytest.raises(NotImplementedError):
            names["quarters"]([1])

    @pytest.mark.parametrize(
        ("old", "new", "line"),
        [
            ("    ### END SOLUTION\n\n# %% tags", "\n# %% tags", 30),
            ("    return x / 2\n", "    ### BEGIN SOLUTION\n    return x / 2\n", 17),
            ("    ### BEGIN SOLUTION\n    return x", "    return x", 17),
            ("### BEGIN SOLUTION\n    return x", "###BEGIN SOLUTION\n    return x", 16),
            ("### END SOLUTION\n\n# %%\ndef", "### END SOLUTION!\n\n# %%\ndef", 18),
            ('SHOWN = "그림"', "### BEGIN SOLUTION\nSHOWN = 1\n### END SOLUTION", 35),
            ("    ### END SOLUTION\n\n# %%\ndef", "# %%\n    ### END SOLUTION\n\n# %%\ndef", 16),
            ("def half(x):", "class Half:\n  def half(x):", 17),
            ("    return x / 2\n", "", 16),
        ],
    )
    def test_a_misplaced_region_is_named_with_its_line(self, old, new, line):
        source = SOLUTION.replace("    return result\n", "").replace(old, new)
        assert source != SOLUTION
        with pytest.raises(CourseError, match=rf"^halves.py:{line}: "):
            build.stub(source, "halves.py")

    def test_a_region_that_cuts_a_statement_is_an_error(self):
        source = SOLUTION.replace(
            "    ### BEGIN SOLUTION\n    return x / 2",
            "    if x:\n    ### BEGIN SOLUTION\n        x = 2",
        )
        with pytest.raises(CourseError, match=r"its stub\):\d+: expected an indented block"):
            build.stub(source)

    @settings(deadline=None, max_examples=50)
    @given(st.data())
    def test_laws(self, data):
        source = data.draw(solutions())
        stub = build.stub(source)
        assert build.stub(stub) == stub
        assert "SOLUTION" not in stub
        assert "secret" not in stub
        assert stub.count(build.PLACEHOLDER[1]) == source.count(course.BEGIN)
        before, after = functions(source), functions(stub)
        assert list(before) == list(after)
        assert [(ast.unparse(f.args), ast.get_docstring(f)) for f in before.values()] == [
            (ast.unparse(f.args), ast.get_docstring(f)) for f in after.values()
        ]


def functions(source):
    return {node.name: node for node in ast.parse(source).body if hasattr(node, "args")}


PROSE = st.text(st.characters(exclude_categories=["C", "Lu"], exclude_characters='"\\'))


@st.composite
def solutions(draw):
    """Draw percent files whose functions hold regions at drawn depths, between given code."""
    cells = []
    for number in range(draw(st.integers(0, 4))):
        body = [f'    """{draw(PROSE)}."""']
        for depth in draw(st.lists(st.integers(0, 3), max_size=3)):
            margin = "    " * (depth + 1)
            body += ["    " * (d + 1) + f"for i{d} in x:" for d in range(depth)]
            body += [f"{margin}### BEGIN SOLUTION", f"{margin}secret = {depth}"]
            body += [margin + line for line in draw(st.sampled_from(["", "#", "secret()"])).split()]
            body += [f"{margin}### END SOLUTION", "    given = x"]
        cells.append("\n".join([f"def task_{number}(x, y={number}):", *body]))
        cells.append('# %% [markdown] lang="ko"\n# ' + draw(PROSE))
    return "\n# %%\n".join(["# %%", *cells]) + draw(st.sampled_from(["", "\n", "\n\n"]))


class TestNotebook:
    def test_each_language_has_its_prose_and_the_same_code(self, root):
        exercise = course.exercise("3")
        korean, english = (build.notebook(exercise, lang) for lang in ("ko", "en"))
        assert cells(korean)[0] == "# 3. 반으로 나누기\n둘로 나눕니다."
        assert cells(english)[0] == "# 3. Halves\nDivide by two."
        assert cells(korean)[1:] == cells(english)[1:]
        assert cells(korean)[3:6:2] == ["check(half)", "check(quarters)"]
        assert cells(korean)[-1] == 'SHOWN = "그림"'
        assert "return x / 2" not in korean
        assert "return x / 2" in build.notebook(exercise, "ko", solved=True)

    @pytest.mark.parametrize("lang", ["ko", "en"])
    def test_it_is_valid_to_jupyter_and_to_nbgrader(self, root, lang):
        book = build.notebook(course.exercise("3"), lang)
        nbformat.validate(json.loads(book))
        nbgraderformat.reads(book, as_version=4)
        assert "그림" in book
        assert book.endswith("}\n")

    def test_tasks_and_checks_carry_nbgraders_metadata(self, root):
        nodes = nbformat.reads(build.notebook(course.exercise("3"), "en"), as_version=4).cells
        assert [node.metadata.get("nbgrader", {}).get("grade_id") for node in nodes] == [
            *(None, None, "half", "check_half", "quarters", "check_quarters", None)
        ]
        same = {"schema_version": 3, "task": False}
        assert nodes[2].metadata == {
            "deletable": False,
            "nbgrader": same
            | {"grade": False, "solution": True, "locked": False, "grade_id": "half"},
        }
        assert nodes[3].metadata == {
            "deletable": False,
            "editable": False,
            "nbgrader": same
            | {"grade": True, "solution": False, "locked": True, "grade_id": "check_half"}
            | {"points": 3},
        }
        assert nodes[6].metadata == {"tags": ["figure"]}
        assert nodes[0].metadata == nodes[1].metadata == {}

    def test_the_bytes_do_not_depend_on_the_process(self, root):
        code = (
            "from rnnlab import course; from rnnlab.course import build; import sys;"
            "sys.stdout.buffer.write(build.notebook(course.exercise('3'), 'ko').encode())"
        )
        books = {
            subprocess.run(
                [sys.executable, "-c", code],
                env=os.environ | {"PYTHONHASHSEED": seed},
                capture_output=True,
                check=True,
            ).stdout
            for seed in ("0", "1")
        }
        assert books == {build.notebook(course.exercise("3"), "ko").encode()}

    def test_a_comment_that_begins_like_a_shell_command_stays_one(self, root):
        change(root / "solutions" / f"{STEM}.py", "SHOWN =", "# copy the weights\nSHOWN =")
        assert "# copy the weights\nSHOWN" in cells(build.notebook(course.exercise("3"), "ko"))[-1]

    def test_a_language_nobody_reads_is_an_error(self, root):
        change(
            root / "solutions" / f"{STEM}.py", "# Divide", '# a\n# %% [markdown] lang="eng"\n# b'
        )
        with pytest.raises(CourseError, match="lang='eng'"):
            build.notebook(course.exercise("3"), "en")

    def test_two_tasks_in_one_cell_are_an_error(self, root):
        change(root / "solutions" / f"{STEM}.py", "# %%\ndef quarters", "def quarters")
        with pytest.raises(CourseError, match="half and quarters"):
            build.notebook(course.exercise("3"), "en")

    @pytest.mark.parametrize(
        ("solved", "options"), [(True, []), (False, ["--ClearSolutions.enabled=False"])]
    )
    def test_nbgrader_releases_it(self, root, solved, options):
        exercise = course.exercise("3")
        source = root / "nb" / "source" / "ex03" / f"{STEM}.ipynb"
        source.parent.mkdir(parents=True)
        source.write_text(build.notebook(exercise, "ko", solved=solved), encoding="utf-8")
        nbgrader(root / "nb", "generate_assignment", "ex03", *options)
        with sqlite3.connect(root / "nb" / "gradebook.db") as gradebook:
            rows = gradebook.execute(
                "SELECT name, max_score FROM grade_cells JOIN base_cell USING(id)"
            )
            assert dict(rows) == {"check_half": 3, "check_quarters": 3}
        gradebook.close()
        book = (root / "nb" / "release" / "ex03" / f"{STEM}.ipynb").read_text(encoding="utf-8")
        released = [
            source.replace("NotImplementedError()", "NotImplementedError") for source in cells(book)
        ]
        ours = build.notebook(exercise, "ko")
        assert [s.replace("# YOUR CODE HERE", build.PLACEHOLDER[0]) for s in released] == cells(
            ours
        )
        added = cells(book, "metadata")
        for graded in (meta["nbgrader"] for meta in added if "nbgrader" in meta):
            assert graded.pop("cell_type") == "code"
            assert len(graded.pop("checksum")) == 32
        assert added == cells(ours, "metadata")


def nbgrader(folder, *arguments):
    """Run the real nbgrader, away from anybody's configuration; its alembic is on the PATH."""
    homes = dict.fromkeys(("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"), str(folder / "home"))
    path = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments, f"--course-dir={folder}"],
        cwd=folder,
        env=os.environ | homes | path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


class TestBuild:
    def test_it_writes_once_and_then_is_in_step(self, root):
        exercise = course.exercise("3")
        wanted = [exercise.stub, exercise.notebook("ko"), exercise.notebook("en")]
        assert build.build(root, check=True) == wanted
        assert not exercise.stub.exists()
        assert build.build(root) == wanted
        assert exercise.stub.read_text(encoding="utf-8") == build.stub(SOLUTION)
        assert exercise.notebook("ko").read_bytes() == build.notebook(exercise, "ko").encode()
        assert build.build(root) == build.build(root, check=True) == []
        assert sorted(
            p for role in ("exercises", "notebooks") for p in (root / role).rglob("*.*")
        ) == (sorted(wanted))

    def test_only_what_changed_is_written(self, root):
        build.build(root)
        change(root / "solutions" / f"{STEM}.py", "Divide by two.", "Take half.")
        exercise = course.exercise("3")
        assert build.build(root, check=True) == [exercise.stub, exercise.notebook("en")]
        assert build.build(root) == [exercise.stub, exercise.notebook("en")]

    def test_points_reach_the_notebooks(self, root):
        build.build(root)
        change(root / "tests" / f"test_{STEM}.py", "@points(2", "@points(1")
        exercise = course.exercise("3")
        assert build.build(root, check=True) == [exercise.notebook("ko"), exercise.notebook("en")]

    def test_an_edited_or_missing_file_is_out_of_step(self, root):
        build.build(root)
        exercise = course.exercise("3")
        change(exercise.stub, "# Divide", "# divide")
        exercise.notebook("en").unlink()
        assert build.build(root, check=True) == [exercise.stub, exercise.notebook("en")]

    def test_line_ends_count(self, root):
        build.build(root)
        stub = course.exercise("3").stub
        stub.write_bytes(stub.read_bytes().replace(b"\n", b"\r\n"))
        assert build.build(root, check=True) == [stub]

    def test_what_lost_its_solution_is_named_and_kept(self, root):
        build.build(root)
        strays = [
            root / "exercises" / "ex03_old.py",
            root / "notebooks" / "en" / "ex09_gone.ipynb",
            root / "notebooks" / "fr" / f"{STEM}.ipynb",
        ]
        (root / "notebooks" / "fr").mkdir()
        for stray in strays:
            stray.touch()
        assert build.build(root, check=True) == strays
        assert build.build(root) == []
        assert all(stray.exists() for stray in strays)

    def test_a_malformed_exercise_leaves_nothing_half_built(self, root):
        second = root / "solutions" / "ex04_bad.py"
        second.write_text(SOLUTION.replace("        ### END SOLUTION\n", ""), encoding="utf-8")
        with pytest.raises(CourseError, match=r"ex04_bad.py:\d+: "):
            build.build(root)
        assert not (root / "exercises").exists()
