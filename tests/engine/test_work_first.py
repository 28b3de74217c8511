"""A task that stands twice in a file: the last definition with work in it counts."""

import ast

import pytest

from rnnlab.sandbox.inside.program.load import load
from rnnlab.sandbox.inside.work import work_first
from rnnlab.source import functions, is_stub

STUB = 'def f(x):\n    """Says.\n\n    What."""\n    raise NotImplementedError\n'


def chosen(*cells, tasks=("f",)):
    statements = [
        (f"cell {n}", statement)
        for n, cell in enumerate(cells, 1)
        for statement in ast.parse(cell).body
    ]
    kept, remarks = work_first(statements, tasks)
    return "\n".join(ast.unparse(statement) for _, statement in kept), remarks


def result(*cells):
    space = {}
    exec(chosen(*cells)[0], space)
    return space["f"](1)


def test_a_stub_copied_below_the_solution_hides_nothing():
    assert result("def f(x):\n    return x + 1", STUB) == 2
    assert result(STUB, "def f(x):\n    return x + 1", STUB, STUB) == 2
    assert chosen("def f(x):\n    return x + 1", STUB)[1] == []


def test_of_two_with_work_the_last_counts_and_is_said():
    one, two = "def f(x):\n    return 1", "def f(x):\n    return 2"
    assert result(one, two, STUB) == 2
    (remark,) = chosen(one, two, STUB)[1]
    assert "`f` is written 2 times; the last one, in cell 2" in remark.en
    assert "2번째 셀" in remark.ko


def test_a_lone_stub_and_what_is_no_task_stay():
    helper = "def g():\n    raise NotImplementedError"
    code, _ = chosen(helper, "def g():\n    return 1", helper, STUB, "A = 1")
    assert code.count("def g") == 3
    assert "def f" in code
    assert "A = 1" in code


@pytest.mark.parametrize(
    "body",
    ["raise NotImplementedError", "raise NotImplementedError('later')", "pass", "...", "'only'"],
)
def test_stubs(body):
    assert is_stub(ast.parse(f"def f(x):\n    {body}").body[0])


@pytest.mark.parametrize(
    "body", ["return x", "raise ValueError", "y = x\n    raise NotImplementedError"]
)
def test_no_stubs(body):
    assert not is_stub(ast.parse(f"def f(x):\n    {body}").body[0])


def test_a_program_is_loaded_so():
    found = load(f"def f(x):\n    return x + 1\n\n\n{STUB}", "a.py", ["f"])
    assert (found.function("f")(1), found.problems) == (2, [])
    found = load("def f(x):\n    return 1\n\n\ndef f(x):\n    return 2\n", "a.py", ["f"])
    assert found.function("f")(1) == 2
    assert "is written 2 times" in found.problems[0].en


def test_the_text_that_is_shown_is_the_works():
    work = "def f(x):\n    return x + 1"
    assert functions(f"{work}\n\n\n{STUB}", "a.py", ["f"]) == {"f": work}
