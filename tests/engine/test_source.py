"""Definitions out of submissions, however the file was written, cut up or broken."""

import json
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnlab import source
from rnnlab.sandbox.inside.program import load as loading
from rnnlab.sandbox.inside.program.why import why
from rnnlab.source import UnreadableError


def load(source, *wanted, filename="ex05.py"):
    return loading.load(source, filename, wanted)


def notebook(*sources, **more):
    cells = [{"cell_type": "code", "source": s, "outputs": [], "metadata": {}} for s in sources]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}, **more})


def test_functions_classes_imports_and_constants_are_kept():
    loaded = load("import math\nK = 2\nclass A: x = K\ndef f(): return math.pi * A.x\n", "f")
    assert loaded.function("f")() == pytest.approx(6.283185307)
    assert loaded.problems == []


def test_plots_training_and_prints_never_run():
    source = """
raise_if_run = 1 / 0
model = build_model()
history = model.fit(X, y)
print(1 / 0)
while True:
    pass
def f():
    model, history = 1, 2
    return model + history
if __name__ == "__main__":
    1 / 0
"""
    loaded = load(source, "f")
    assert loaded.function("f")() == 3
    assert loaded.problems == []


def test_of_a_main_block_only_what_a_function_needs_runs():
    source = """
def f(): return N
if __name__ == "__main__":
    N = 3
    while True:
        pass
"""
    loaded = load(source, "f")
    assert loaded.function("f")() == 3
    assert loaded.problems == []


def test_statements_that_build_a_needed_constant_run():
    source = """
ALPHABET = []
for letter in "helo":
    ALPHABET.append(letter)
IDS = {}
IDS["h"] = 0
IDS.update({c: i for i, c in enumerate(ALPHABET)})
N = 0
N += len(IDS)
def f(n=N): return ALPHABET, IDS, n
"""
    assert load(source, "f").function("f")() == (
        list("helo"),
        dict(zip("helo", range(4), strict=True)),
        4,
    )


@pytest.mark.parametrize("source", ["f = lambda: 7", "def g(): return 7\nf = g", "f = (lambda: 7)"])
def test_a_task_may_be_bound_by_assignment(source):
    assert load(source, "f").function("f")() == 7


def test_the_last_definition_wins():
    assert load("def f(): return 1\ndef f(): return 2\n", "f").function("f")() == 2
    cells = notebook("def f(): return 1", "def f(): return 2")
    assert load(cells, "f", filename="a.ipynb").function("f")() == 2


def test_cells_saved_in_another_order_still_find_each_other():
    cells = notebook("def f(k=K): return k", "K = J + 1", "J = 1")
    assert load(cells, "f", filename="a.ipynb").function("f")() == 2


def test_magics_and_shell_lines_are_not_run():
    cells = notebook(
        "%matplotlib inline\nimport math\n!rm -rf nothing\n?math\nfiles = !ls",
        "%%time\ndef f():\n    return math.e",
        "%%bash\nrm -rf nothing",
        "%%writefile x.py\ndef f(): return 0",
    )
    loaded = load(cells, "f", filename="a.ipynb")
    assert loaded.function("f")() == pytest.approx(2.718281828)
    assert not os.path.exists("x.py")


def test_a_syntax_error_costs_its_own_cell_and_is_named():
    loaded = load(notebook("def f(): return 1", "def g(:\n  pass"), "f", "g", filename="a.ipynb")
    assert loaded.function("f")() == 1
    assert loaded.function("g") is None
    (problem,) = loaded.syntax
    assert "cell 2, line 1" in problem.en
    assert "2번째 셀 1번째 줄" in problem.ko


def test_a_failing_import_is_a_problem_of_its_own_only():
    loaded = load("import no_such_module\ndef f(): return 1\n", "f")
    assert loaded.function("f")() == 1
    assert "no_such_module" in loaded.problems[0].en


def test_a_name_of_a_cell_that_does_not_parse_is_absent_for_that_reason():
    cells = notebook(
        "SIZE = 3\ndef g(:\n  pass", "def f(): return SIZE", "def h(SIZE): return SIZE"
    )
    loaded = load(cells, "f", filename="a.ipynb")
    with pytest.raises(NameError) as caught:
        loaded.function("f")()
    said = why(caught.value, loaded.absent, loaded.namespace)
    assert said.en == (
        "`SIZE` is not there because the code that sets it (cell 1) has a syntax error and was "
        "not run."
    )
    assert "1번째 셀" in said.ko


def test_what_is_set_elsewhere_after_all_is_not_absent():
    cells = notebook("SIZE = 3\ndef g(:\n  pass", "SIZE = 4", "def f(): return SIZE, size")
    loaded = load(cells, "f", filename="a.ipynb")
    with pytest.raises(NameError) as caught:
        loaded.function("f")()
    for error in (caught.value, NameError("x", name="SIZE")):
        assert why(error, loaded.absent, loaded.namespace) is None


def test_a_function_that_another_calls_is_not_said_to_be_uncalled():
    loaded = load("def init():\n global X\n X = 1\ninit()\ndef f():\n X\n init()\n", "f")
    assert loaded.absent == {}


def test_cells_without_metadata_old_notebooks_and_joined_sources():
    old = {"worksheets": [{"cells": [{"cell_type": "code", "input": ["def f():\n", " return 3"]}]}]}
    assert load(json.dumps(old), "f", filename="a.ipynb").function("f")() == 3
    bare = {"cells": [{"cell_type": "code", "source": ["def f():\n", " return 4"]}]}
    assert load(json.dumps(bare), "f", filename="a.ipynb").function("f")() == 4


@pytest.mark.parametrize(
    "text", ["{", "[]", "null", '{"cells": 3}', '{"cells": [1]}', "[" * 100_000, '{"a": 1}']
)
def test_what_is_no_notebook_has_its_sentence(text):
    with pytest.raises(UnreadableError, match="not a valid notebook"):
        source.decode(text.encode(), "a.ipynb")


def test_bytes_that_are_no_text_have_their_sentences():
    with pytest.raises(UnreadableError, match="UTF-8"):
        source.decode(b"\x80\xff\n", "a.py")
    with pytest.raises(UnreadableError, match="NUL"):
        source.decode(b"x = 1\0", "a.py")
    with pytest.raises(UnreadableError, match="too large"):
        source.decode(b"#" * (source.MAX_SOURCE + 1), "a.py")
    assert source.decode(b"\xef\xbb\xbfx = 1", "a.py") == "x = 1"


def test_outputs_do_not_count_against_the_limit():
    text = notebook("x = 1")
    book = json.loads(text)
    book["cells"][0]["outputs"] = ["#" * (2 * source.MAX_SOURCE)]
    assert source.decode(json.dumps(book).encode(), "a.ipynb")


def test_links_folders_and_pipes_are_not_read(tmp_path):
    (tmp_path / "real.py").write_text("x = 1")
    (tmp_path / "link.py").symlink_to(tmp_path / "real.py")
    (tmp_path / "folder.py").mkdir()
    os.mkfifo(tmp_path / "pipe.py")
    assert source.read(tmp_path / "real.py") == b"x = 1"
    for name in ("link.py", "folder.py", "pipe.py", "missing.py"):
        with pytest.raises(UnreadableError, match="regular file"):
            source.read(tmp_path / name)


@given(st.text(max_size=300))
def test_no_text_makes_loading_raise(text):
    loaded = load(text, "f")
    assert loaded.function("f") is None or callable(loaded.function("f"))


@given(st.permutations(["A = 1", "B = A + 1", "def f(b=B): return b + C", "C = len(str(B))"]))
def test_order_of_statements_does_not_matter(statements):
    cells = notebook(*statements)
    assert load(cells, "f", filename="a.ipynb").function("f")() == 3


def test_the_text_of_a_function_is_as_it_was_written():
    text = "import os\n\n@os.fspath\ndef f(x):\n    # why\n    return  x\n\ng = 1\n"
    assert source.functions(text, "a.py", ["f", "g"]) == {
        "f": "@os.fspath\ndef f(x):\n    # why\n    return  x"
    }


def test_the_text_shown_is_that_of_the_last_definition():
    text = "def f(): return 1\ndef f(): return 2\n"
    assert source.functions(text, "a.py", ["f"]) == {"f": "def f(): return 2"}


def test_a_broken_cell_hides_no_other_functions_text():
    cells = notebook("def f(:", "%time 1\n!ls\ndef g(): return 1")
    assert source.functions(cells, "a.ipynb", ["f", "g"]) == {"g": "def g(): return 1"}


def test_reading_texts_runs_nothing():
    assert source.functions("raise SystemExit\ndef f(): ...", "a.py", ["f"])


def test_what_runs_in_jupyter_runs_here():
    """A dataclass, a constant of a script, annotations that the student asked to be left alone."""
    loaded = load(
        """
from __future__ import annotations
from dataclasses import dataclass, fields
import inspect
if __name__ == "__main__":
    SIZE = 3
@dataclass
class Point:
    x: int
    y: Later = 0
def count():
    return len(fields(Point)), SIZE, inspect.getsource(count)
""",
        "count",
    )
    assert loaded.problems == []
    size, constant, source = loaded.function("count")()
    assert (size, constant) == (2, 3)
    assert source.startswith("def count():\n    return")


def test_a_dataclass_needs_no_future():
    loaded = load("from dataclasses import dataclass\n@dataclass\nclass P:\n x: int\n", "P")
    assert loaded.problems == []
    assert loaded.namespace["P"].__annotations__ == {"x": int}


def test_tensorflow_finds_the_source_of_a_loop():
    loaded = load(
        "import tensorflow as tf\n@tf.function\ndef f(n):\n    total = 0\n"
        "    for i in tf.range(n):\n        total += i\n    return total\n",
        "f",
    )
    assert loaded.function("f")(4).numpy() == 6
