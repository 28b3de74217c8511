"""Wrong answers without a name: grouped, named by the teacher once, and told to all."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pages import ANYTHING, HOSTILE, UNSAFE
from tiny import ANSWERS, DOUBLE, put

from rnnlab.classroom import ledger, unknown
from rnnlab.classroom.unknown import Name
from rnnlab.commands import main
from rnnlab.grading.work import Work
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.report.folder import write
from rnnlab.report.json import from_json, to_json
from rnnlab.text import Text, UserError

FAILED, ERROR, PASSED = Outcome.FAILED, Outcome.ERROR, Outcome.PASSED
A, B, C = "1a2b3c4d5e6f7a8b", "1a2b3c4d00000000", "ffff000011112222"
DIFFERS = Text("값이 다릅니다.", "It differs.")
SAID = ("한 줄이 밀렸습니다.", "It is one row late.")


def check(behaviour, outcome=FAILED, name="test_double", task="double", **changes):
    wrong = outcome is not PASSED
    title = Text("두 배입니다.", "It is twice the number.")
    made = CheckResult(
        name, title, task, 0 if wrong else 2, 2, outcome, DIFFERS if wrong else None,
        Text("더하세요.", "Add."), None, 0.1, behaviour=behaviour,
        answered=Text("double(3) → 5", "double(3) → 5") if wrong else None,
    )  # fmt: skip
    return replace(made, **changes)


def report(student, *checks, exercise=DOUBLE, **changes):
    made = Report(student, exercise, Text("두 배", "Double"), 1, checks, seconds=0.5)
    return replace(made, **{"sources": {"double": f"def double(x): ...  # {student}"}, **changes})


def a_class():
    return [
        report("dan", check(B, ERROR)),
        report("ann", check(A), check(A, name="test_zero"), sources={"double": "shortest"}),
        report("eve", check("", PASSED)),
        report("bob", check(A), check(A, name="test_zero")),
        report("cho", check(A), check(A, name="test_zero")),
        report("fay", check(C, diagnosis="squared")),
        report("gil", check(C, follow_up="halve")),
        report("hal", check("", message=Text("문법 오류", "a syntax error"))),
        report("ida", check(A), reason=Text("까닭", "why")),
    ]


NAMES = {A: Name(DOUBLE, "double", "named_1a2b3c4d5", *SAID)}


# ---------------------------------------------------------------- groups


def test_groups_hold_who_answered_alike_the_largest_first():
    first, second = unknown.groups(a_class())
    assert (first.students, second.students) == (["ann", "bob", "cho"], ["dan"])
    assert (first.exercise, first.task, first.behaviour) == (DOUBLE, "double", A)
    assert [c.name for c in first.checks] == ["test_double", "test_zero"]
    assert first.answered == [Text("double(3) → 5", "double(3) → 5")]
    assert first.code == "shortest"
    assert unknown.groups(a_class()[::-1]) == unknown.groups(a_class())


def test_the_same_behaviour_in_another_task_or_exercise_is_another_group():
    others = [report("a", check(C)), report("b", check(C, task="halve"))]
    others.append(report("c", check(C), exercise="ex02_other"))
    assert [group.students for group in unknown.groups(others)] == [["a"], ["b"], ["c"]]


def test_without_an_answer_the_message_tells_what_came():
    (group,) = unknown.groups([report("a", check(A, answered=None), sources={})])
    assert (group.answered, group.code) == ([DIFFERS], "")


def test_an_id_is_as_long_as_it_must_be():
    assert unknown.short([A, B, C, ""]) == {A: "1a2b3c4d5", B: "1a2b3c4d0", C: "ffff0000"}
    assert unknown.short([A, A]) == {A: "1a2b3c4d"}
    assert unknown.short([]) == {}
    assert unknown.short(["abc", "abcd"]) == {"abc": "abc", "abcd": "abcd"}


@given(st.sets(st.text("0123456789abcdef", min_size=16, max_size=16)))
def test_no_id_begins_anothers_behaviour(behaviours):
    for behaviour, short in unknown.short(behaviours).items():
        assert [b for b in behaviours if b.startswith(short)] == [behaviour]


def test_only_the_code_of_unnamed_answers_may_be_an_example():
    sources = {"double": "a", "halve": "b"}
    of = report("a", check(A), check("", PASSED, task="halve"), sources=sources)
    assert unknown.examples(of) == {"double": "a"}
    assert unknown.examples(unknown.named(of, NAMES)) == {}


# ---------------------------------------------------------------- names in reports


def test_a_name_is_told_to_all_who_answered_so_and_to_no_other():
    named = [unknown.named(of, NAMES) for of in a_class()]
    for before, after in zip(a_class(), named, strict=True):
        told = [c.diagnosis for c in after.checks]
        if before.student in ("ann", "bob", "cho", "ida"):
            assert set(told) == {"named_1a2b3c4d5"}
            assert {c.message for c in after.checks} == {Text(*SAID)}
        else:
            assert after == before
        assert (after.score, after.outcome) == (before.score, before.outcome)


@pytest.mark.parametrize("changes", [{"exercise": "ex02_other"}, {"task": "halve"}])
def test_a_name_is_of_one_task_of_one_exercise(changes):
    elsewhere = {A: replace(NAMES[A], **changes)}
    of = report("a", check(A))
    assert unknown.named(of, elsewhere) == of


@pytest.mark.parametrize("message", [DIFFERS, None])
def test_what_was_there_before_is_never_lost(message):
    of = report("a", check(A, message=message), check("", PASSED))
    named = from_json(to_json(unknown.named(of, NAMES)))
    assert named.checks[0].message == Text(*SAID)
    other = {A: replace(NAMES[A], en="Another.")}
    again = unknown.named(unknown.named(named, other), other)
    assert again.checks[0].message.en == "Another."
    assert unknown.named(again, {}) == of
    assert to_json(unknown.named(again, {})) == to_json(of)


def test_a_diagnosis_of_the_course_wins():
    of = report("a", check(A, diagnosis="squared"))
    assert unknown.named(of, NAMES) == of


# ---------------------------------------------------------------- the ledger


def work(student="kim"):
    return Work(student, DOUBLE, f"{DOUBLE}.py", b"pass", 1)


def test_the_ledger_names_what_it_holds_and_takes_the_name_back(tmp_path):
    page = tmp_path / "kim" / f"{DOUBLE}.html"
    with ledger.opened(tmp_path) as book:
        book.keep(work(), report("kim", check(A)))
    before = page.read_bytes(), page.with_suffix(".json").read_bytes()
    with ledger.opened(tmp_path, NAMES) as book:
        kept = book.kept(work())
    assert kept.checks[0].diagnosis == "named_1a2b3c4d5"
    content = json.loads(page.with_suffix(".json").read_text("utf-8"))["checks"][0]
    assert content["diagnosis"] == "named_1a2b3c4d5"
    assert (content["en"]["message"], content["en"]["automatic"]) == (SAID[1], DIFFERS.en)
    assert SAID[0] in page.read_text("utf-8")
    assert DIFFERS.ko not in page.read_text("utf-8")
    with ledger.opened(tmp_path, {}) as book:
        assert book.kept(work()).checks[0].message == DIFFERS
    assert (page.read_bytes(), page.with_suffix(".json").read_bytes()) == before


def test_the_ledger_names_what_is_new(tmp_path):
    with ledger.opened(tmp_path, NAMES) as book:
        written = book.keep(work(), report("kim", check(A)))
        times = [f.stat().st_mtime_ns for f in sorted(tmp_path.glob("kim/*"))]
        assert written == book.kept(work())
    assert written.checks[0].message == Text(*SAID)
    assert [f.stat().st_mtime_ns for f in sorted(tmp_path.glob("kim/*"))] == times


# ---------------------------------------------------------------- the file of names


def test_the_file_is_sorted_and_read_back(tmp_path):
    file = tmp_path / "named.json"
    names = {
        C: Name("ex02_other", "a", "named_c", *SAID),
        B: Name(DOUBLE, "z", "named_b", *SAID),
        A: Name(DOUBLE, "a", "named_a", *SAID),
    }
    unknown.save(names, file)
    assert list(json.loads(file.read_text("utf-8"))) == [A, B, C]
    assert SAID[0] in file.read_text("utf-8")
    assert unknown.read(file) == names
    assert [f.name for f in tmp_path.iterdir()] == ["named.json"]


@pytest.mark.parametrize(
    "damage",
    ["", "[]", "{", '{"a": 1}', '{"a": {"name": "b"}}', "\xff", "[" * 100_000, json.dumps(
        {A: {"exercise": DOUBLE, "task": "double", "name": "", "ko": "가", "en": "a"}}
    )],
)  # fmt: skip
def test_what_is_no_file_of_names_is_told_in_one_line(tmp_path, damage):
    file = tmp_path / "named.json"
    file.write_text(damage, "latin-1")
    with pytest.raises(UserError, match=r"named\.json"):
        unknown.read(file)


def test_the_file_is_that_in_the_current_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert unknown.names_in(None) == {}
    unknown.save(NAMES, unknown.FILE)
    assert unknown.names_in(None) == NAMES
    with pytest.raises(UserError, match="elsewhere"):
        unknown.names_in(tmp_path / "elsewhere.json")


# ---------------------------------------------------------------- the commands


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, with a class's reports in graded/."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RNNLAB_LANG", "en")
    for of in a_class():
        write(of, tmp_path / "graded")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


def say(*arguments):
    done = run(*arguments)
    assert done.exit_code == 0, done.output
    return done.output


def refuse(*arguments):
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    return done.output.strip().splitlines()[-1]


def test_unknown_lists_the_groups(folder):
    said = say("unknown")
    heads = [line for line in said.splitlines() if line.startswith("1a2b")]
    assert heads == [
        f"1a2b3c4d5  {DOUBLE} double  3 students",
        f"1a2b3c4d0  {DOUBLE} double  1 student",
    ]
    for part in ("ann, bob, cho", "- It is twice the number.", "double(3) → 5", "  shortest\n"):
        assert f"  {part}\n" in said
    assert 'rnnlab name 1a2b3c4d5 "한국어 문장" "English sentence"\n' in said
    assert "두 배입니다." in say("unknown", "graded", "--lang", "ko")


def test_unknown_shows_five_names_and_as_many_groups_as_are_asked_for(folder):
    for n in range(6):
        write(report(f"s{n}", check(C)), folder / "graded")
    said = say("unknown", "--most", "1")
    assert "s0, s1, s2, s3, s4, …" in said
    assert "There are 2 more" in said
    assert "1a2b" not in said


def test_unknown_in_json_holds_all(folder):
    first, second = json.loads(say("unknown", "--json"))
    assert (first["id"], first["students"], first["code"]) == (
        "1a2b3c4d5",
        ["ann", "bob", "cho"],
        "shortest",
    )
    assert [c["name"] for c in first["checks"]] == ["test_double", "test_zero"]
    assert first["answered"] == [{"ko": "double(3) → 5", "en": "double(3) → 5"}]
    assert (second["behaviour"], second["task"]) == (B, "double")


def test_nothing_unknown_is_good_news(folder):
    write(report("eve", check("", PASSED)), folder / "fine")
    assert say("unknown", "fine").startswith("No wrong answer is without a name")
    assert say("unknown", "fine", "--lang", "ko").startswith("이름이 없는 오답이 없습니다.")
    assert json.loads(say("unknown", "fine", "--json")) == []


def test_unknown_without_reports_is_one_line(folder):
    assert "there is no folder elsewhere; grade first" in refuse("unknown", "elsewhere")
    (folder / "empty").mkdir()
    assert "no reports are there" in refuse("unknown", "empty")


@settings(deadline=None, max_examples=30)
@given(ANYTHING)
@example(HOSTILE)
@example("[bold red]x[/] \x1b[2J \x9b31m \udc80 \u202e")
def test_the_terminal_gets_no_sequence_and_no_markup(tmp_path_factory, said):
    out = tmp_path_factory.mktemp("graded")
    answered = Text(said, said)
    write(report(said, check(A, answered=answered), sources={"double": said}), out)
    for arguments in (["unknown", str(out)], ["unknown", str(out), "--json"]):
        assert not UNSAFE.search(say(*arguments))


def test_a_name_is_written_replaced_and_forgotten(folder):
    said = say("name", "1a2b3c4d5", *SAID)
    assert said.startswith(f"named_1a2b3c4d5 ({DOUBLE} double): named.\nWritten to named.json.")
    (name,) = unknown.read(unknown.FILE).values()
    assert name == NAMES[A]
    assert "1a2b3c4d5" not in say("unknown"), "it has a name, although nothing was graded again"

    said = say("name", "1A2B3C4D5", "새 문장입니다.", "  A new\nsentence. ")
    assert f"replaced. It was: {SAID[0]} / {SAID[1]}" in said
    assert unknown.read(unknown.FILE)[A].text == Text("새 문장입니다.", "A new sentence.")

    say("name", "1a2b3c4d0", *SAID)
    names = unknown.read(unknown.FILE)
    assert [names[A].name, names[B].name] == ["named_1a2b3c4d5", "named_1a2b3c4d0"]
    assert "named_1a2b3c4d5: forgotten." in say("name", "named_1a2b3c4d5", "--forget")
    assert set(unknown.read(unknown.FILE)) == {B}


def test_a_report_that_shows_the_name_already_can_be_named_anew(folder):
    say("name", A, *SAID)
    for of in a_class():
        write(unknown.named(of, unknown.names_in(None)), folder / "graded")
    (folder / "named.json").unlink()
    assert "1a2b3c4d5" in say("unknown")
    assert "named." in say("name", "1a2b3c4d5", *SAID)


def test_another_file_and_another_folder(folder):
    (folder / "graded").rename(folder / "second")
    assert "--graded second" in say("unknown", "second")
    said = say("name", A, *SAID, "--graded", "second", "--names", "course.json")
    assert "Run rnnlab grade … --names course.json again" in said
    assert not unknown.FILE.exists()
    assert "1a2b3c4d5" not in say("unknown", "second", "--names", "course.json")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["beef0000", *SAID], "no wrong answer has the ID beef0000; rnnlab unknown lists them"),
        (["", *SAID], "no wrong answer has the ID"),
        (["ffff0000", *SAID], "no wrong answer has the ID ffff0000"),  # which has a name
        (["1a2b3c4d", *SAID], "write more of it: 1a2b3c4d0, 1a2b3c4d5"),
        (["1a2b3c4d5"], "two sentences are needed"),
        (["1a2b3c4d5", SAID[0], " \n"], "two sentences are needed"),
        (["1a2b3c4d5", "--forget"], "named.json holds no names"),
        (["1a2b3c4d5", *SAID, "--graded", "elsewhere"], "there is no folder elsewhere"),
    ],
)
def test_what_cannot_be_named_is_told_in_one_line(folder, arguments, told):
    assert told in refuse("name", *arguments)
    assert not unknown.FILE.exists()


def test_a_damaged_file_of_names_is_left_as_it_is(folder):
    unknown.FILE.write_text("{")
    for arguments in (["name", A, *SAID], ["unknown"], ["grade", "graded"]):
        assert "named.json was not written by rnnlab name" in refuse(*arguments)
    assert unknown.FILE.read_text() == "{"


# ---------------------------------------------------------------- the whole loop

ODD = {
    "ann": "def double(x):\n    return x * 7919 % 1009 + 13\n",
    "bob": "def double(x):\n    odd = 13 + (7919 * x) % 1009\n    return odd\n",
    "cho": ANSWERS["right"],
}


def test_named_once_the_next_run_tells_all_and_grades_nothing_anew(tiny_course, tmp_path):
    for student, source in ODD.items():
        put(tmp_path / "submitted" / student / "ex01" / f"{DOUBLE}.py", source)

    def rnnlab(*arguments):
        environment = {**os.environ, "RNNLAB_COURSE": str(tiny_course), "RNNLAB_LANG": "en"}
        command = [sys.executable, "-m", "rnnlab", *arguments]
        done = subprocess.run(
            command, env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        return done

    grade = ("grade", "submitted", "--seed", "5", "--jobs", "1")
    page, other = (tmp_path / "graded" / name / f"{DOUBLE}.html" for name in ("ann", "bob"))
    rnnlab(*grade)
    before = page.read_bytes(), (tmp_path / "graded" / "class.html").read_bytes()
    (group, *_) = json.loads(rnnlab("unknown", "--json").stdout)
    assert (group["students"], group["task"]) == (["ann", "bob"], "double")
    assert "7919" in group["code"]
    assert f"rnnlab name {group['id']}" in before[1].decode()

    rnnlab("name", group["id"], *SAID)
    assert "Graded already: 3\n" in rnnlab(*grade).stderr
    for file in (page, other, tmp_path / "graded" / "class.html"):
        assert SAID[0] in file.read_text("utf-8")
    assert f"rnnlab name {group['id']}" not in (tmp_path / "graded" / "class.html").read_text()
    checks = json.loads(other.with_suffix(".json").read_text("utf-8"))["checks"]
    assert f"named_{group['id']}" in {c["diagnosis"] for c in checks}

    rnnlab("name", group["id"], "--forget")
    assert "Graded already: 3\n" in rnnlab(*grade).stderr
    assert (page.read_bytes(), (tmp_path / "graded" / "class.html").read_bytes()) == before
