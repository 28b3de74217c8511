"""Similar submissions: what a disguise changes, who is listed, and what hostile files can do."""

import ast
import io
import json
import random
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import browser
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.console import Console

from rnnlab.classroom.similarity import compare, parse
from rnnlab.classroom.similarity import page as pages
from rnnlab.classroom.similarity.compare import Line, Match, Pair, Result, Unread
from rnnlab.sandbox.inside import syntax
from rnnlab.source import Submission
from rnnlab.text import Text

ROOT = Path(__file__).parents[2]
EX06 = "ex06_hello"
COUNT = """
def best_without_state(word):
    seen = {}
    for i in range(len(word) - 1):
        key = word[i]
        if key not in seen:
            seen[key] = []
        seen[key].append(word[i + 1])
    total = 0
    for key, nexts in seen.items():
        most = 0
        for letter in nexts:
            most = max(most, nexts.count(letter))
        total = total + most
    return total / (len(word) - 1)
"""
SAMPLE = """
import collections

def best_without_state(word):
    n, right = len(word) - 1, 0
    pairs = collections.Counter(zip(word[:-1], word[1:]))
    best = collections.defaultdict(int)
    for (before, _), count in pairs.items():
        best[before] = count if count > best[before] else best[before]
    while best:
        _, count = best.popitem()
        right += count
    return right / n
"""
GENERATE = """
def generate(model, start, length, alphabet):
    letters = [letter for letter in start]
    while len(letters) < len(start) + length:
        x = one_hot("".join(letters), alphabet)
        x = x.reshape(1, len(letters), len(alphabet))
        p = list(np.array(model(x))[0][-1])
        letters.append(alphabet[p.index(max(p))])
    return "".join(letters)
"""


def pieces(source, filename="a.py"):
    return set(syntax.fingerprints(source, filename)["prints"][:, 0].tolist())


# ---------------------------------------------------------------- fingerprints


def functions():
    """Every function of the solutions and the known mistakes."""
    files = [p for role in ("solutions", "tests/mistakes") for p in (ROOT / role).glob("ex*.py")]
    nodes = (n for f in sorted(files) for n in ast.parse(f.read_text("utf-8")).body)
    return [
        ast.unparse(n) for n in nodes if isinstance(n, ast.FunctionDef) and pieces(ast.unparse(n))
    ]


FUNCTIONS = functions()


class Disguise(ast.NodeTransformer):
    """Rename what the code itself names, and change constants, as drawn."""

    def __init__(self, tree, draw):
        nodes = list(ast.walk(tree))
        own = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        own |= {n.arg for n in nodes if isinstance(n, ast.arg)}
        letters = st.sampled_from("xy가")
        self.names = {name: f"{draw(letters)}{n}" for n, name in enumerate(sorted(own))}
        self.draw = draw

    def visit_Name(self, node):
        return ast.Name(self.names.get(node.id, node.id), node.ctx)

    def visit_arg(self, node):
        return ast.arg(self.names[node.arg])

    def visit_JoinedStr(self, node):
        return node

    def visit_Constant(self, node):
        values = {int: st.integers(0, 99), float: st.floats(0, 9), str: st.text("ab\n\"'가")}
        kind = type(node.value)
        return ast.Constant(self.draw(values[kind])) if kind in values else node


@settings(max_examples=40)
@given(st.lists(st.sampled_from(FUNCTIONS), min_size=1, max_size=3, unique=True), st.data())
def test_a_disguise_leaves_the_fingerprints_as_they_are(sources, data):
    trees = [ast.parse(source) for source in data.draw(st.permutations(sources))]
    copies = [Disguise(tree, data.draw).visit(tree) for tree in trees]
    copy = "# mine\n\n".join(ast.unparse(ast.fix_missing_locations(c)) + "\n" for c in copies)
    assert pieces(copy) == pieces("\n".join(sources))


LONG = "{}\ndef f(a):\n    {}\n    return [g(i) for i in h(a) if k(i, a, [a, i], m(a, a))]\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("import numpy as np", "x = np.eye(3)"), ("import numpy", "x = numpy.eye(3)")),
        (("from a import b as c", "c()"), ("from a import b", "b()")),
        (("", "x: list = [1]"), ("", "x = [1]")),
        (("", "def g(b): return b"), ("", "def g(c: int) -> int: return c")),
        (("", "x = -1"), ("# mine", "y = 7  # seven")),
        (("", "x = 'a' 'b'"), ("", "'Do it.'\n    x = 'c'")),
        (("", "max = len(a)"), ("", "most = len(a)")),
    ],
)
def test_what_says_nothing(one, other):
    assert pieces(LONG.format(*one)) == pieces(LONG.format(*other)) != set()


@pytest.mark.parametrize(("old", "new"), [(".append", ".extend"), ("range", "list"), ("+", "*")])
def test_what_says_something(old, new):
    assert pieces(COUNT) != pieces(COUNT.replace(old, new))


HASHES = st.lists(st.integers(0, 99), max_size=12)
COMMON = st.lists(st.integers(0, 99), min_size=syntax.WINDOW, max_size=9)


@given(HASHES, HASHES, HASHES, HASHES, COMMON)
def test_what_is_long_enough_is_found(a, b, c, d, common):
    def kept(hashes):
        return {hashes[i] for i in syntax._winnowed(hashes)}

    assert kept(a + common + b) & kept(c + common + d)


@example([])
@given(st.lists(st.integers(0, 3)))
def test_of_every_window_one_is_kept(hashes):
    kept = syntax._winnowed(hashes)
    ends = [-1, *kept, len(hashes)]
    assert kept == sorted({*kept})
    assert all(b - a <= syntax.WINDOW for a, b in pairwise(ends))


def test_a_notebook_is_its_cells():
    cells = [
        {"cell_type": "code", "source": s}
        for s in ("!ls\n", "%%time\n" + COUNT, "def broken(:", GENERATE)
    ]
    book = json.dumps({"cells": [*cells, {"cell_type": "markdown", "source": "# text"}]})
    found = syntax.fingerprints(book, "a.ipynb")
    assert pieces(book, "a.ipynb") == pieces(COUNT + GENERATE)
    assert [en for _, en in found["problems"]] == [
        "cell 3, line 1 could not be read because of a syntax error: invalid syntax"
    ]
    lines = found["source"].split("\n")
    starts = {lines[row[1] - 1].split("(")[0] for row in found["prints"].tolist()}
    assert starts == {"def best_without_state", "def generate"}


HOSTILE = {
    "nested lists": "x = " + "[" * 90_000 + "]" * 90_000,
    "a long sum": "x = " + "+".join("1" * 100_000),
    "many calls": "x = f" + "()" * 100_000,
    "lambdas": "x = " + "lambda:" * 30_000 + "1",
    "elifs": "if 1: pass\n" + "elif 1: pass\n" * 50_000,
    "an open string": "'" * 300_001,
    "a list of 100,000": "x = [" + "1," * 100_000 + "]",
    "deep blocks": "".join(" " * i + "if 1:\n" for i in range(99)) + " " * 99 + "pass",
    "surrogates": '{"cells": [{"cell_type": "code", "source": "x = 1 # \\ud800"}]}',
    "carriage returns": "def f(x):\r    return x\r" * 9,
}  # fmt: skip


# ---------------------------------------------------------------- a class


def hand_in(folder, student, source, exercise=EX06, suffix=".py"):
    file = folder / student / f"{exercise}{suffix}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, encoding="utf-8")
    return Submission(student, exercise, file)


def disguised(source):
    return ast.unparse(
        ast.parse(re.sub(r"\b(seen|key|most|total|letters|x|p)\b", r"my_\1", source))
    )


def students_of(result):
    return [pair.students for pair in result.pairs]


def test_copies_are_listed_and_independent_answers_are_not(tmp_path):
    files = [
        hand_in(tmp_path, "kim", COUNT + GENERATE),
        hand_in(tmp_path, "lee", disguised(GENERATE + COUNT)),
        hand_in(tmp_path, "park", SAMPLE),
        hand_in(tmp_path, "choi", (ROOT / "solutions" / f"{EX06}.py").read_text("utf-8")),
        hand_in(tmp_path, "jung", (ROOT / "exercises" / f"{EX06}.py").read_text("utf-8")),
    ]
    result = compare.compare(files)
    (pair,) = result.pairs
    assert (pair.students, pair.shares, pair.suspicion) == (("kim", "lee"), (1, 1), 1)
    assert result.compared == {EX06: 5}
    assert not result.unread
    assert not result.groups
    first, second = pair.matches
    assert [line.text for line in first.left if line.marked][:2] == [
        "def best_without_state(word):",
        "    seen = {}",
    ]
    assert [line.text for line in first.right if line.marked][:2] == [
        "def best_without_state(word):",
        "    my_seen = {}",
    ]
    assert second.left[0].text.startswith("def generate")


def test_it_is_symmetric_and_a_copy_of_a_part_counts_for_its_part(tmp_path):
    whole, part = hand_in(tmp_path, "kim", COUNT + GENERATE), hand_in(tmp_path, "lee", COUNT)
    (pair,) = compare.compare([whole, part]).pairs
    assert pair.shares[1] == 1
    assert 0.2 < pair.shares[0] < 0.8
    swapped = hand_in(tmp_path, "kim", COUNT), hand_in(tmp_path, "lee", COUNT + GENERATE)
    (turned,) = compare.compare(swapped).pairs
    assert turned.shares == pair.shares[::-1]
    assert turned.suspicion == pair.suspicion


def of_their_own(student):
    """Functions that nobody else writes, much longer than those that are taken."""
    rng = random.Random(student)
    calls = ("abs", "all", "any", "len", "max", "min", "pow", "sum")
    lines = [f"    y = y {rng.choice('+-*/%&|^')} {rng.choice(calls)}(x)\n" for _ in range(160)]
    return "".join(f"def f{n}(x, y):\n{''.join(lines[n::4])}    return y\n" for n in range(4))


def test_who_takes_two_renamed_functions_of_many_is_listed(tmp_path):
    sources = {f"s{n}": of_their_own(n) for n in range(12)}
    sources["s0"] += COUNT + GENERATE
    sources["s1"] += "\n".join([disguised(GENERATE), disguised(COUNT)])
    sources["s2"] += COUNT
    files = [hand_in(tmp_path, *item) for item in sources.items()]
    (pair,) = compare.compare(files).pairs
    assert pair.students == ("s0", "s1")
    assert pair.suspicion < compare.threshold(len(files))
    shown = {match.left[0].text.split("(")[0] for match in pair.matches}
    assert shown >= {"def best_without_state", "def generate"}


def test_what_everybody_gets_from_the_course_says_nothing(tmp_path):
    own = [
        (ROOT / role / f"{EX06}.py").read_text("utf-8")
        for role in ("solutions", "tests/mistakes", "exercises")
    ]
    files = [
        hand_in(tmp_path, s, source)
        for source in own
        for s in (f"a{len(source)}", f"b{len(source)}")
    ]
    assert students_of(compare.compare(files)) == []


def test_what_most_have_and_what_is_short_says_nothing(tmp_path):
    short = "def simple_rnn_params(units, input_dim):\n    return (units + input_dim + 1) * units\n"
    files = [hand_in(tmp_path, f"s{n}", short) for n in range(4)]
    assert students_of(compare.compare(files)) == []
    files = [hand_in(tmp_path, f"s{n}", COUNT if n < 4 else GENERATE + SAMPLE) for n in range(5)]
    assert students_of(compare.compare(files)) == []


def test_those_whom_pairs_link_are_a_group(tmp_path):
    sources = {"a": COUNT, "b": disguised(COUNT), "c": COUNT.replace("- 1", "- 2")}
    others = {f"s{n}": SAMPLE.replace("right", f"right{n}") if n < 2 else "pass" for n in range(5)}
    result = compare.compare([hand_in(tmp_path, *item) for item in (sources | others).items()])
    assert result.groups == ((EX06, ("a", "b", "c")),)
    assert set(students_of(result)) == {("a", "b"), ("a", "c"), ("b", "c"), ("s0", "s1")}


def test_neither_exercises_nor_a_students_own_files_are_compared(tmp_path):
    files = [
        hand_in(tmp_path / "1", "kim", COUNT),
        hand_in(tmp_path / "2", "kim", COUNT),
        hand_in(tmp_path, "lee", COUNT, "ex05_sequence_predictor"),
        hand_in(tmp_path, "park", COUNT, "homework"),
    ]
    result = compare.compare(files)
    assert students_of(result) == []
    assert result.compared == {EX06: 2, "ex05_sequence_predictor": 1, "homework": 1}


def test_only_the_most_similar_are_listed_and_the_rest_is_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "LISTED", 1)
    sources = [COUNT, COUNT, GENERATE + SAMPLE[20:], GENERATE, *[""] * 4]
    result = compare.compare([hand_in(tmp_path, f"s{n}", s) for n, s in enumerate(sources)])
    assert students_of(result) == [("s0", "s1")]
    assert result.more == 1


def test_hostile_files_are_named_and_stop_nothing(tmp_path):
    files = [hand_in(tmp_path, name, source) for name, source in HOSTILE.items()]
    files += [hand_in(tmp_path, name, COUNT) for name in ("kim", "lee")]
    files += [
        hand_in(tmp_path, "book", '{"cells": 1}', suffix=".ipynb"),
        Submission("gone", EX06, tmp_path / "no.py"),
    ]
    result = compare.compare(files)
    assert ("kim", "lee") in students_of(result)
    named = {unread.student for unread in result.unread}
    fine = {"a list of 100,000", "deep blocks", "surrogates", "carriage returns"}
    assert named == {*HOSTILE, "book", "gone"} - fine
    assert result.compared[EX06] == len(fine) + 2


def test_a_parser_that_dies_or_is_late_costs_one_file(tmp_path, monkeypatch):
    parser = parse.Parser()
    assert "prints" in parser.reply("a.py", COUNT.encode())
    parser._process._handle.kill()
    assert "prints" in parser.reply("a.py", COUNT.encode()), "it is asked again in a new process"
    monkeypatch.setattr(parse, "SECONDS", 0.0)
    assert "within 0 seconds" in parser.reply("a.py", COUNT.encode()).en
    monkeypatch.undo()
    assert "prints" in parser.reply("a.py", COUNT.encode())
    parser.close()


def test_files_come_back_in_order_however_long_each_takes(tmp_path, monkeypatch):
    monkeypatch.setattr(parse.os, "cpu_count", lambda: 3)
    sizes = [300, 1, 40, 2, 100, 1, 1]
    files = [hand_in(tmp_path, f"s{i}", COUNT * size) for i, size in enumerate(sizes)]
    with parse.Parsers() as parsers:
        replies = list(parsers.replies(files))
    assert [(file, len(reply["source"])) for file, _, reply in replies] == [
        (file, size * len(COUNT)) for file, size in zip(files, sizes, strict=True)
    ]
    assert [parser._process for parser in parsers._all] == [None] * 3


def rows(*values, dtype=np.int64):
    return {"prints": np.array(values, dtype), "source": "x", "problems": []}


@pytest.mark.parametrize(
    "reply",
    [
        None,
        {},
        {"returned": 1},
        rows([1, 2, 3, 4]),
        rows([1, 1, 1, 1, 1], dtype=np.float64),
        rows([1, 0, 1, 0, 1]),
        rows([1, 5, 4, 5, 4]),
        rows([1, 1, 1 << 40, 1, 1 << 40]),
        rows(*[[1, 1, 1, 1, 1]] * 10_001),
        rows([1, 1, 1, 1, 1]) | {"source": b"x"},
        rows([1, 1, 1, 1, 1]) | {"problems": [("ko",)]},
    ],
)
def test_a_reply_of_another_shape_is_a_file_that_was_not_compared(reply):
    program, (problem,) = parse._program("kim", "a.py", reply)
    assert program.prints == {}
    assert "Look into the file" in problem.en


def test_a_sound_reply_is_read():
    program, problems = parse._program("kim", "a.py", rows([7, 1, 1, 1, 1]))
    assert (program.prints, program.lines, problems) == ({7: (1, 1, 1, 1)}, ["x"], [])


def test_a_fingerprint_of_two_statements_is_found_in_the_first_and_counts_in_both():
    program, _ = parse._program(
        "kim", "a.py", rows([7, 1, 2, 1, 2], [8, 4, 5, 4, 5], [7, 4, 5, 5, 5])
    )
    assert program.prints == {7: (1, 2, 1, 2), 8: (4, 5, 4, 5)}
    assert program.statements == [{7}, {7, 8}]


def test_a_varied_class(tmp_path):
    """The benchmark with a class of 40."""
    script = ROOT / "benchmarks" / "similarity.py"
    sizes = ["--students", "40", "--copies", "4", "--partial", "4"]
    done = subprocess.run(
        [sys.executable, script, *sizes], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    precision, whole, half = (int(n) for n in re.findall(r"\((\d+)%\)", done.stdout))
    assert precision >= 80
    assert whole == 100
    assert half >= 60


# ---------------------------------------------------------------- what people see

EVIL = "<script>document.title='pwned'</script>\x1b[31m\u202e=1+1"
SHOWN = Match(
    (Line(1, f"x = '{EVIL}'", True), Line(0, "", False), Line(9, "y" * 160, False)),
    (Line(2, "</div></main>&amp;", True),),
)
RESULT = Result(
    (
        Pair(EX06, ("kim", EVIL), (0.5, 1.0), (SHOWN,)),
        Pair(EX06, ("kim", "이"), (0.4, 0.9), (SHOWN,)),
    ),
    ((EX06, ("kim", EVIL, "이")),),
    {EX06: 30},
    (Unread(EVIL, EVIL, Text(f"까닭 {EVIL}", f"reason {EVIL}")),),
    more=3,
)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_terminal_shows_names_and_shares_and_no_verdict(lang):
    console = Console(width=200, record=True, file=io.StringIO())
    pages.print_result(RESULT, console, lang)
    text = console.export_text()
    assert "50% – 100%" in text
    assert "71%" in text
    assert pages.WORDS["verdict"].to(lang)[:20] in text
    assert not set(text) & {"\x1b", "\u202e"}


def test_nothing_similar_is_said_too(tmp_path):
    nothing = Result((), (), {EX06: 30}, ())
    console = Console(width=100, record=True, file=io.StringIO())
    pages.print_result(nothing, console, "en")
    assert console.export_text() == "No submissions stand out as similar.\n"
    assert "No submissions stand out" in pages.to_html(nothing)


def test_the_page_is_written_whole_into_a_folder_that_is_made(tmp_path):
    page = pages.write(RESULT, tmp_path / "new" / "out")
    assert page == tmp_path / "new" / "out" / "similar.html"
    assert [file.name for file in page.parent.iterdir()] == ["similar.html"]
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert not set(text) & {"\x1b", "\u202e"}
    assert "42%" in text, "the threshold of a class of 30"


TOPS = "[...document.querySelectorAll('.code')].map(c => c.getBoundingClientRect().top)"
VERDICT = "document.querySelector('.verdict').innerText"


@pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here")
def test_the_page_in_a_browser(tmp_path):
    page = pages.write(RESULT, tmp_path, "ko")
    tops, marks = {}, set()
    with browser.started() as tab:
        for width in (1280, 360):
            tab.open(page, width=width, dark=width == 360)
            assert tab.said == []
            assert tab.run("document.title") == "비슷한 제출물"
            assert tab.run("document.documentElement.scrollWidth") <= width
            assert tab.run("document.querySelectorAll('section.pair').length") == 2
            assert tab.run(VERDICT).startswith("살펴볼")
            tab.run("document.getElementById('en').click()")
            assert tab.run(VERDICT).startswith("These are pairs")
            tops[width] = tab.run(TOPS)[:2]
            marks.add(tab.run("getComputedStyle(document.querySelector('.m')).backgroundColor"))
    assert tops[1280][0] == tops[1280][1], "side by side"
    assert tops[360][0] < tops[360][1], "one below the other on a phone"
    assert len(marks) == 2, "dark is another colour"
