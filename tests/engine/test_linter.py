"""What authors get wrong, on a small real course: each is told once, at its own file and line."""

import sys

import pytest
from click.testing import CliRunner

from rnnlab import course
from rnnlab.commands import main, new
from rnnlab.course import build, problems
from rnnlab.diagnosis import mistakes
from rnnlab.grading import linter
from rnnlab.text import Text

STEM = "ex07_weighted_sums"
SOLUTION, CHECKS = f"solutions/{STEM}.py", f"tests/test_{STEM}.py"
MISTAKES = f"tests/mistakes/{STEM}.py"
DOCSTRING = "    Return the sum of the values, each multiplied by its weight.\n"
FIRST = "def test_weighted_sum_of_three_numbers"
SECOND = "def test_weighted_sum_of_any_numbers"
UNWEIGHTED = "@mistake("
MEAN = 'wrong("mean_of_products"'
MEAN_SAYS = """.says(
    "곱의 합이 아니라 평균입니다. 개수로 나누지 마세요.",
    "This is the mean of the products, not their sum: do not divide by how many there are.",
)"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A course of the one exercise that ``rnnlab new`` writes, built."""
    monkeypatch.setenv("RNNLAB_COURSE", str(tmp_path))
    monkeypatch.setenv("RNNLAB_LANG", "en")
    monkeypatch.chdir(tmp_path)
    new.write(tmp_path, STEM, Text("가중합", "Weighted sums"), ("weighted_sum",))
    (tmp_path / "README.md").write_text("<!-- exercises -->\n<!-- /exercises -->\n")
    build.build(tmp_path)
    sys.modules.pop(f"test_{STEM}", None)
    mistakes.load.cache_clear()
    return tmp_path


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(path, anchor):
    text = path.read_text(encoding="utf-8", errors="replace")
    assert anchor in text
    return text[: text.index(anchor)].count("\n") + 1


def assert_told(found, path, anchor, message):
    """One problem was found, at the line that holds ``anchor``, and both languages say it."""
    (problem,) = found
    assert (problem.path, problem.lineno) == (path, line_of(path, anchor))
    assert message in problem.text.en
    assert "\n" not in "".join(problem.text)
    assert any("가" <= letter <= "힣" for letter in problem.text.ko)


def read(root):
    return list(problems.of_exercise(root, STEM))


def test_nothing_is_wrong_with_what_new_writes(root):
    assert read(root) == [*problems.of_course(root), *problems.page_out_of_step(root)] == []
    exercise, found = problems.well_formed(root, STEM)
    assert found == list(linter.of_programs(exercise, lambda _: None)) == []
    assert [(t.name, t.points) for t in exercise.tasks] == [("weighted_sum", 2)]
    assert len(mistakes.load(exercise.mistakes_path)) == 2


KOREAN_HINT = "→ 값마다 같은 자리의 가중치를 곱한 다음에 더하세요."
ENGLISH_HINT = "→ Multiply each value by the weight in its place, and then add."
ENGLISH_TITLE = "    The values 1, 2, 3 with the weights 0.5, 0, 2 give 6.5.\n"
MORE = '# %% [markdown] lang="en"\n# More.\n'
FRENCH = '# %% [markdown] lang="fr"\n'
TWICE = '''
def weighted_sum(x):
    """두 번째입니다.

    The second."""
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION
'''

IN_SOLUTION = [
    ("# # 7. 가중합", "# # 7. Sums", "", "title: the Korean text has no Hangul"),
    ("# # 7. Weighted sums", "# # 7. 가중합", "", "title: the English text is not English"),
    ("# # 7. Weighted sums\n", "", "", "Title"),
    (DOCSTRING, "", "def weighted", "weighted_sum: the English text is not English"),
    (DOCSTRING, "    값을 모두 더합니다.\n", "def weighted", "write it in English"),
    ('    """값마다', '    X = """값마다', "def weighted", "no full docstring"),
    ("### BEGIN", "###BEGIN", "    ###BEGIN", "a marker is"),
    ("    ### BEGIN SOLUTION\n", "", "    ### END", "where the other marker is due"),
    ("    ### END SOLUTION\n", "", "    ### BEGIN", "not closed"),
    ("return sum(", "return sum((", "    return sum((", "'('"),
    ("# %%\nweighted_sum(", MORE + "# %%\n(", MORE, 'alone: write a lang="ko" cell'),
    ("# %%\nweighted_sum(", FRENCH + "# %%\n(", FRENCH, "lang='fr'"),
    ("# %%\nweighted_sum(", "# %%" + TWICE + "\n# %%\n(", "def weighted_sum(x)", "defined twice"),
]
IN_CHECKS = [
    ("@points(1)\n" + FIRST, FIRST, FIRST, "needs one @points(N)"),
    ("@points(1)", "@points(0)", FIRST, "needs one @points(N)"),
    (ENGLISH_TITLE, "", FIRST, "English line"),
    (ENGLISH_HINT, "", FIRST, "hint is needed"),
    (KOREAN_HINT, "→ ", FIRST, "hint is needed"),
    (KOREAN_HINT, "→ Multiply.", FIRST, "no Hangul: 'Multiply.'"),
    (ENGLISH_HINT, "→ 곱하세요.", FIRST, "not English: '곱하세요.'"),
    (SECOND, FIRST, FIRST + "(weighted_sum, rng)", "defined twice"),
    ("numbers(weighted_sum):", "numbers(sum_of):", FIRST, "exactly one task"),
    ("numbers(weighted_sum):", "numbers(weighted_sum, x):", FIRST, "takes x, neither"),
    ("from rnnlab", f"from solutions.{STEM} import x\nfrom rnnlab", "from sol", "a solution"),
    ("from rnnlab", f"import {STEM}\nfrom rnnlab", f"import {STEM}", "imports a solution"),
    ("expect.close(weighted", "expect.close((weighted", "    expect.close((", "'('"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "anchor", "message"),
    [(SOLUTION, *case) for case in IN_SOLUTION]
    + [(CHECKS, *case) for case in IN_CHECKS]
    + [(MISTAKES, "sum(values)", "sum(values", "    return sum(values\n", "'('")],
)
def test_what_is_read_without_running_it(root, file, old, new, anchor, message):
    change(root / file, old, new)
    assert_told(read(root), root / file, anchor, message)


def test_all_problems_are_told_and_not_only_the_first(root):
    change(root / SOLUTION, "# # 7. 가중합", "# # 7. Sums")
    change(root / CHECKS, "@points(1)\n", "")
    change(root / CHECKS, KOREAN_HINT, "→ Multiply.")
    change(root / CHECKS, "(weighted_sum, rng)", "(rng)")
    (root / MISTAKES).unlink()
    told = [(str(p.path.relative_to(root)), p.text.en.split(" ")[0]) for p in read(root)]
    one, two = FIRST.removeprefix("def "), SECOND.removeprefix("def ")
    assert told == [(SOLUTION, "title:"), (CHECKS, one), (CHECKS, f"{one}:"), (CHECKS, two)] + [
        (MISTAKES, "there")
    ]


def test_a_task_named_like_a_fixture_is_told(root):
    change(root / SOLUTION, "def weighted_sum(", "def rng(")
    assert "no task can be called rng" in read(root)[0].text.en


def test_a_task_without_a_check_is_told_at_the_task(root):
    added = TWICE.replace("weighted_sum", "unasked")
    change(root / SOLUTION, "# %%\nweighted_sum(", f"# %%{added}\n# %%\n(")
    assert_told(read(root), root / SOLUTION, "def unasked", f"no check: write one into test_{STEM}")


def test_two_tasks_in_a_cell_are_told(root):
    change(root / SOLUTION, "# %%\nweighted_sum(", TWICE.replace("weighted_sum", "next_to") + "(")
    found = [p for p in read(root) if "no check" not in p.text.en]
    assert_told(found, root / SOLUTION, "def next_to", "share a cell")


def test_a_file_that_is_not_utf_8_is_told_at_its_line(root):
    path = root / CHECKS
    path.write_bytes(path.read_bytes().replace("가중치".encode(), "가중치".encode("cp949"), 1))
    (problem,) = read(root)
    assert (problem.path, problem.lineno) == (path, 10)
    assert "save it again as UTF-8" in problem.text.en


@pytest.mark.parametrize("file", [CHECKS, MISTAKES])
def test_a_missing_file_is_told(root, file):
    (root / file).unlink()
    (problem,) = read(root)
    assert (problem.path, problem.lineno) == (root / file, 1)
    assert problems.well_formed(root, STEM) == (None, [])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("solutions/ex7_short.py", "is called as ex05_name.py is"),
        ("solutions/notes.txt", "is called as ex05_name.py is"),
        ("exercises/ex07_old.py", "no solution in solutions/"),
        ("notebooks/ko/ex09_gone.ipynb", "no solution in solutions/"),
        ("tests/test_ex09_gone.py", "no solution in solutions/"),
        ("tests/mistakes/ex09_gone.py", "no solution in solutions/"),
        ("solutions/ex07_zeros.py", f"{STEM} is ex07 too"),
    ],
)
def test_a_stray_file_is_told(root, name, message):
    (root / name).touch()
    (root / name).with_name(".swp").touch()
    assert_told(problems.of_course(root), root / name, "", message)


def test_common_code_that_imports_a_solution_is_told(root):
    (root / "tests" / "common").mkdir()
    (root / "tests" / "common" / "__init__.py").touch()
    (root / "tests" / "common" / "sums.py").write_text(f"import os\nfrom solutions.{STEM} import x")
    path = root / "tests" / "common" / "sums.py"
    assert_told(problems.of_course(root), path, "from solutions", "imports a solution")


def test_what_is_out_of_step_is_told_at_the_first_line_that_differs(root):
    stub = root / "exercises" / f"{STEM}.py"
    change(stub, "# A neuron", "# A cell")
    change(root / "README.md", "`weighted_sum`", "`sum`")
    _, found = problems.well_formed(root, STEM)
    assert_told(found, stub, "# A cell", "out of step")
    assert_told(problems.page_out_of_step(root), root / "README.md", "`sum`", "rnnlab build")


# ------------------------------------------------------------- what is found by running


IN_MISTAKES = [
    ("    The weights are left", "    weights\n    are left", UNWEIGHTED, "no full docstring"),
    (
        "가중치를 쓰지 않았습니다. 더하기 전에 값마다 가중치를 곱하세요.",
        "W",
        UNWEIGHTED,
        "no Hangul",
    ),
    (
        "This is the mean of the products, not their sum: do not divide by how many there are.",
        "x 합",
        MEAN,
        "not English",
    ),
    ('"곱의 합이 아니라 평균입니다. 개수로 나누지 마세요."', '""', MEAN, "needs a Korean"),
    (MEAN_SAYS, "", MEAN, "needs .says("),
    (MEAN, 'wrong("weighted_sum_without_weights"', "wrong(", "declared twice"),
    ("divided_by=len", "divided=len", MEAN, "no keyword-only argument 'divided'"),
    (MEAN, "1 / 0\n" + MEAN, "1 / 0", "cannot be run: ZeroDivisionError"),
]


@pytest.mark.parametrize(("old", "new", "anchor", "message"), IN_MISTAKES)
def test_what_is_wrong_with_mistakes(root, old, new, anchor, message):
    change(root / MISTAKES, old, new)
    found = linter.of_mistakes_file(course.exercise("ex07"))
    assert_told(found, root / MISTAKES, anchor, message)


def test_a_mistake_of_no_task_and_a_task_without_mistakes_are_told(root):
    text = (root / MISTAKES).read_text(encoding="utf-8")
    other = text.replace('"weighted_sum"', '"weighted_sums"')
    (root / MISTAKES).write_text(other, encoding="utf-8")
    *strange, bare = linter.of_mistakes_file(course.exercise("ex07"))
    assert [p.lineno for p in strange] == [line_of(root / MISTAKES, a) for a in (UNWEIGHTED, MEAN)]
    assert "weighted_sums, which is no task; there are: weighted_sum" in strange[0].text.en
    assert_told([bare], root / SOLUTION, "def weighted_sum", "has no mistake")


def test_what_a_file_of_mistakes_calls_is_told_at_the_authors_own_line(root):
    change(root / MISTAKES, MEAN, "import json\njson.loads('{')\n" + MEAN)
    found = linter.of_mistakes_file(course.exercise("ex07"))
    assert_told(found, root / MISTAKES, "json.loads", "JSONDecodeError")


def test_common_code_that_cannot_be_imported_is_told_at_its_line(root):
    (root / "tests" / "common").mkdir()
    (root / "tests" / "common" / "__init__.py").touch()
    (root / "tests" / "common" / "sums.py").write_text("ONE = 1\nTWO = ONE +\n")
    change(root / CHECKS, "from rnnlab", "from common import sums\nfrom rnnlab")
    found = linter.of_checks_file(course.exercise("ex07"))
    assert_told(found, root / "tests" / "common" / "sums.py", "TWO", "SyntaxError")


@pytest.mark.parametrize(
    ("file", "old", "new", "told_in", "anchor", "message"),
    [
        (SOLUTION, "value * weight", "value + weight", CHECKS, FIRST, "the solution fails it"),
        (SOLUTION, "return sum", "return sums", SOLUTION, "    return sums", "NameError"),
        (SOLUTION, "import check", "import checks", SOLUTION, "from rnnlab", "could not be run"),
        (
            CHECKS,
            "    expect.close(w",
            "    1 / 0\n    expect.close(w",
            CHECKS,
            "    1 / 0",
            "Zero",
        ),
    ],
)
def test_a_solution_that_does_not_pass(root, file, old, new, told_in, anchor, message):
    change(root / file, old, new)
    found = linter.of_solution(course.exercise("ex07"))
    if told_in == CHECKS and file == SOLUTION:  # where every check fails
        assert len(found) == 2
    assert_told(found[:1] if file == SOLUTION else found, root / told_in, anchor, message)


@pytest.mark.parametrize(
    ("file", "old", "new", "anchor", "message"),
    [
        (SOLUTION, "    ### BEGIN", "    return 0\n    ### BEGIN", "def weighted", "before BEGIN"),
        (CHECKS, "expect.close(weighted_sum([1, 2, 3], [0.5, 0, 2]), 6.5)", "pass", FIRST, "never"),
    ],
)
def test_a_stub_that_is_attempted(root, file, old, new, anchor, message):
    change(root / file, old, new)
    assert_told(linter.of_stub(course.exercise("ex07")), root / file, anchor, message)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("divided_by=len", "divided_by=lambda values: 1.0", "passes every check of weighted_sum"),
        ("divided_by=len", "divided_by=lambda values: next(numbers)", "is not recognised"),
        ("divided_by=len", "divided_by=lambda values: 2", "is diagnosed as halved"),
    ],
)
def test_a_mistake_that_is_none(root, old, new, message):
    halved = 'wrong("halved", divided_by=lambda values: 2).says("반입니다.", "This is a half.")\n'
    change(root / MISTAKES, old, new)
    change(
        root / MISTAKES, MEAN, halved + "from itertools import count\nnumbers = count(3)\n" + MEAN
    )
    exercise = course.exercise("ex07")
    *right, program = mistakes.load(exercise.mistakes_path)
    for each in right:
        assert linter.of_mistake(exercise, each, linter.tried(exercise, each)) == []
    found = linter.of_mistake(exercise, program, linter.tried(exercise, program))
    assert_told(found, root / MISTAKES, MEAN, message)


def test_a_check_that_no_mistake_fails_is_a_warning(root):
    change(
        root / CHECKS,
        "rng.uniform(-1, 1, (2, int(rng.integers(4, 9))))",
        "rng.uniform(0, 0, (2, 1))",
    )
    exercise, _ = problems.well_formed(root, STEM)
    found = list(linter.of_programs(exercise, lambda _: None))
    assert_told(found, root / CHECKS, SECOND, "no mistake fails it")
    assert found[0].warning
    assert str(found[0]).startswith(f"{CHECKS}:{line_of(root / CHECKS, SECOND)}: warning: test_")


# --------------------------------------------------------------------------- the command


def run(*arguments):
    return CliRunner().invoke(main, ["lint", *arguments])


def test_the_command_tells_a_line_for_each_and_exits_with_1(root):
    change(root / CHECKS, KOREAN_HINT, "→ ")
    change(root / SOLUTION, "# # 7. 가중합", "# # 7. Sums")
    done = run("--lang", "ko")
    lines = done.stdout.splitlines()
    assert done.exit_code == 1
    assert [line.split(" ")[0] for line in lines] == [
        f"{SOLUTION}:1:",
        f"{CHECKS}:{line_of(root / CHECKS, FIRST)}:",
    ]
    assert "한국어 글에 한글이 없습니다" in lines[0]
    assert done.stderr.splitlines() == [
        "ex07: 위의 것을 고치기 전에는 실행해 볼 수 없습니다",
        "고칠 것 2개, 경고 0개",
    ]


def test_what_is_wrong_in_one_exercise_does_not_stop_another(root):
    new.write(root, "ex08_more", Text("더", "More"), ("more",))
    build.build(root)
    change(root / "tests/test_ex08_more.py", "@points(1)\n", "")
    one, other = run("7"), run("ex08")
    assert (one.exit_code, one.stdout, one.stderr) == (0, "", "0 to mend, 0 warnings\n")
    assert other.exit_code == 1
    assert other.stdout.startswith(
        "tests/test_ex08_more.py:8: test_more_of_three_numbers needs one"
    )


@pytest.mark.parametrize("target", ["ex09", "../x", "ä", "\n"])
def test_an_exercise_that_is_not_there_is_one_line(root, target):
    done = run(target)
    assert done.exit_code == 2
    assert done.stderr.splitlines()[-1].endswith("there are: ex07")


def test_one_task_alone_runs_its_mistakes_and_an_unknown_one_is_told(root):
    run = CliRunner().invoke(main, ["lint", "ex07", "--task", "weighted_sum"])
    assert (run.exit_code, run.stdout) == (0, "")
    run = CliRunner().invoke(main, ["lint", "ex07", "--task", "weighted"])
    assert run.exit_code == 2
    assert "--task weighted: there is no such task; there are: weighted_sum" in run.stderr
