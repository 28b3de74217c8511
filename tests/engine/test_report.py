import base64
import csv
import hashlib
import io
import json
import os
import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pages import ANYTHING, HOSTILE, UNSAFE, Page
from rich.cells import cell_len
from rich.console import Console

from rnnlab import files
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.report.folder import write, write_grades
from rnnlab.report.html import to_html, to_html_fragment
from rnnlab.report.json import from_json, to_json
from rnnlab.report.terminal import print_class, print_report
from rnnlab.sandbox.confine.level import Level
from rnnlab.text import Text, line, plain

PASSED, FAILED, ERROR = Outcome.PASSED, Outcome.FAILED, Outcome.ERROR
NOT_ATTEMPTED, NOT_GRADED = Outcome.NOT_ATTEMPTED, Outcome.NOT_GRADED


def check(outcome=PASSED, points=2.0, task="make_windows", **changes):
    message = (
        Text("창 하나가 빠졌습니다.", "One window is missing.") if outcome is not PASSED else None
    )
    result = CheckResult(
        name="test_windows",
        title=Text("창의 모양이 맞습니다.", "The windows have the right shape."),
        task=task,
        points=points if outcome is PASSED else 0,
        max_points=points,
        outcome=outcome,
        message=message,
        hint=Text("몇 개의 창이 들어갈까요?", "How many windows fit?"),
        diagnosis=None,
        seconds=0.12345,
    )
    return replace(result, **changes)


def report(*checks, **changes):
    title = Text("수열 예측", "Sequence predictor")
    result = Report("민수", "ex05_sequence_predictor", title, 20240915, checks, seconds=1.5)
    return replace(result, **changes)


def ungraded(**changes):
    return report(reason=Text("노트북이 아닙니다.", "It is not a notebook."), **changes)


def printed(show, *args, lang="en", width=80, encoding="utf-8"):
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="")
    show(*args, Console(file=file, width=width), lang)
    file.flush()
    return raw.getvalue().decode(encoding)


# Outcomes and scores


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ([PASSED, PASSED], PASSED),
        ([NOT_ATTEMPTED, NOT_ATTEMPTED], NOT_ATTEMPTED),
        ([PASSED, NOT_ATTEMPTED], FAILED),
        ([PASSED, FAILED], FAILED),
        ([FAILED, ERROR, PASSED], ERROR),
        ([ERROR], ERROR),
        ([], NOT_GRADED),
    ],
)
def test_outcome_of_the_whole(outcomes, whole):
    assert report(*map(check, outcomes)).outcome is whole


def test_not_graded_has_no_score_even_where_checks_ran():
    stopped = ungraded(checks=(check(), check(FAILED)))
    assert stopped.outcome is NOT_GRADED
    assert stopped.score is None
    assert stopped.max_score == 4


@pytest.mark.parametrize("level", Level)
def test_every_report_says_how_the_code_was_confined(level):
    confined = report(check(), confinement=level)
    assert json.loads(to_json(confined))["confinement"] == level.name.lower()
    assert from_json(to_json(confined)).confinement is level
    assert f"Confinement: {level.title.en}" in printed(print_report, confined)
    assert level.title.ko in to_html(confined)


def test_scores_are_exact():
    halves = report(*[check(points=0.5)] * 3, check(FAILED, points=1))
    assert (halves.score, halves.max_score) == (1.5, 2.5)


# JSON


def test_json_has_the_keys_of_the_contract_in_order():
    content = json.loads(to_json(report(check())))
    assert list(content) == (
        ["student", "exercise", "score", "max_score", "outcome", "seed", "checks"]
        + [
            "seconds",
            "notes",
            "reason",
            "confinement",
            "digest",
            "submitted",
            "sources",
            "ko",
            "en",
        ]
    )
    assert list(content["checks"][0]) == (
        ["name", "title", "task", "points", "max_points", "outcome"]
        + ["message", "hint", "diagnosis", "behaviour", "answered", "follow_up"]
        + ["seconds", "ko", "en"]
    )


def test_json_values():
    graded = report(check(), check(FAILED, points=0.5, diagnosis="last_window_missing"))
    text = to_json(graded, "ko")
    content = json.loads(text)
    assert '"score": 2,' in text
    assert '"max_score": 2.5,' in text
    assert content["outcome"] == "failed"
    assert [c["message"] for c in content["checks"]] == ["", "창 하나가 빠졌습니다."]
    assert [c["diagnosis"] for c in content["checks"]] == [None, "last_window_missing"]
    assert content["checks"][0]["seconds"] == 0.123
    assert "몇 개의 창이 들어갈까요?" in text
    assert "How many windows fit?" in to_json(graded, "en")


def test_json_of_what_was_not_graded():
    content = json.loads(to_json(ungraded(), "en"))
    assert content["score"] is None
    assert content["max_score"] is None
    assert content["outcome"] == "not graded"
    assert content["reason"] == "It is not a notebook."


@settings(deadline=None)
@given(ANYTHING, ANYTHING)
@example("\udc80\x1b[31m", "\x9b2J\u202e")
def test_json_is_read_back(student, said):
    failed = check(FAILED, message=Text(said + "ㄱ", said + "a"), **followed(said))
    notes, sources = (Text(said, "a"), Text("ㄴ", said)), {"make_windows": said}
    text = to_json(report(failed, check(), student=student, notes=notes, sources=sources))
    again = from_json(text)
    assert not UNSAFE.search(text)
    assert again.student == student
    assert (again.score, again.max_score, again.outcome) == (2, 4, FAILED)
    assert to_json(again) == text
    assert again.checks[0].message == Text(plain(said + "ㄱ"), plain(said + "a"))
    assert again.checks[0].answered == Text(plain(said + "ㄴ"), plain(said + "b"))
    assert again.checks[0].automatic == Text("", plain(said))
    assert (again.checks[0].behaviour, again.checks[0].follow_up) == ("1a2b3c4d", "one_hot")
    assert again.checks[1].answered is again.checks[1].automatic is None
    assert again.notes == (Text(plain(said), "a"), Text("ㄴ", plain(said)))
    assert again.sources == {"make_windows": plain(said)}
    assert to_json(again, "ko") == to_json(from_json(to_json(again, "en")), "ko")


def followed(said=""):
    return {
        "behaviour": "1a2b3c4d",
        "answered": Text(said + "ㄴ", said + "b"),
        "follow_up": "one_hot",
        "automatic": Text("", said),
    }


def test_a_report_of_an_earlier_build_can_be_read():
    content = json.loads(to_json(report(check(), check(FAILED))))
    for of in content["checks"]:
        for key in ("behaviour", "answered", "follow_up"):
            del of[key]
        del of["ko"]["answered"], of["en"]["answered"]
    read = from_json(json.dumps(content))
    assert [(c.behaviour, c.answered, c.follow_up) for c in read.checks] == [("", None, None)] * 2


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"student": "a"}', "[" * 100_000, "null"])
def test_what_is_not_a_report_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        from_json(text)


# Untrusted text


@settings(deadline=None)
@given(ANYTHING)
def test_plain_leaves_nothing_that_acts(text):
    shown = plain(text)
    assert not UNSAFE.search(shown)
    assert plain(shown) == shown
    shown.encode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x07", "link"),
        ("\x1b]0;no end", "]0;no end"),
        ("a\r\n\tb\x00\x7f", "a\n\tb"),
        ("abc\u202edcba\u2066", "abcdcba"),
        ("가나다 👩‍💻 é", "가나다 👩‍💻 é"),
    ],
)
def test_plain(text, shown):
    assert plain(text) == shown


@settings(deadline=None)
@given(ANYTHING, ANYTHING)
@example(HOSTILE, "--><svg/onload=alert(1)>")
@example("' autofocus onfocus=alert(1) x='", "]]></style>")
def test_html_keeps_its_structure_whatever_a_student_writes(student, said):
    def page(student, said):
        failed = check(FAILED, message=Text(said + "가", said + "a"), diagnosis=said + "d")
        failed = replace(failed, follow_up=said + "e")
        other = check(ERROR, task="forecast", message=Text(said + "나", said + "b"))
        note = Text(said + "다", said + "c")
        return Page(to_html(report(failed, other, student=student, notes=(note,)), "ko"))

    hostile, benign = page(student, said), page("minsu", "fine")
    assert hostile.tags == benign.tags
    assert hostile.style == benign.style
    assert line(student) in hostile.text
    assert plain(said + "가") in hostile.text
    assert not UNSAFE.search(hostile.text)


@settings(deadline=None)
@given(ANYTHING)
@example(HOSTILE)
def test_fragment_keeps_its_structure(said):
    def page(said):
        failed = check(FAILED, message=Text(said, said + "a"))
        return Page(to_html_fragment(report(failed), "en"))

    assert page(said).tags == page("fine").tags
    assert plain(said + "a") in page(said).text


@settings(deadline=None)
@given(ANYTHING, st.integers(20, 120))
@example("[bold red]x[/] [link=http://evil]y[/link] :smile: \x1b[2J", 80)
def test_terminal_gets_no_sequence_and_no_markup(said, width):
    failed = check(FAILED, message=Text(said, said), follow_up=said)
    text = printed(print_report, report(failed, student=said), width=width)
    assert not UNSAFE.search(text)
    text = printed(print_class, [report(failed, student=said)], width=width)
    assert not UNSAFE.search(text)


def test_markup_is_shown_as_it_was_written():
    said = "[bold]x[/bold] :smile:"
    text = printed(print_report, report(check(FAILED, message=Text(said, said))))
    assert said in text


# Terminals


def test_print_report_says_what_happened_and_what_to_try():
    text = printed(print_report, report(check(), check(FAILED), check(NOT_ATTEMPTED)))
    assert "make_windows" in text
    assert re.search(r"✔ The windows have the right shape\. +2 / 2", text)
    assert re.search(r"✘ The windows have the right shape\. +0 / 2", text)
    assert re.search(r"– The windows have the right shape\. +0 / 2", text)
    assert text.count("One window is missing.") == 1
    assert text.count("What to try How many windows fit?") == 1
    assert "Total 2 / 6  failed" in text


OFF = "follow-up of one_hot: its points would be given with --follow-through."
ON = "follow-up of one_hot: its points are given (--follow-through)."


def test_a_follow_up_is_told_beside_the_outcome_with_what_becomes_of_its_points():
    off, on = check(FAILED, follow_up="one_hot"), check(FAILED, follow_up="one_hot", points=2)
    on = replace(on, points=2)
    for shown, other, of in ((OFF, ON, report(off)), (ON, OFF, report(on))):
        for text in (printed(print_report, of), Page(to_html(of, "en")).text):
            assert shown in " ".join(text.split())
            assert other not in " ".join(text.split())
        assert of.outcome is FAILED
    assert (report(off).score, report(on).score) == (0, 2)
    for note in ("one_hot에서 이어진 오류. --follow-through로 채점하면 점수를 받습니다.",):
        assert note in Page(to_html(report(off), "ko")).text
        assert note in printed(print_report, report(off), lang="ko")


def test_students_own_runs_tell_of_a_follow_up_and_of_no_points():
    of = report(check(FAILED, follow_up="one_hot"), student="")
    for text in (printed(print_report, of), Page(to_html_fragment(of, "en")).text):
        assert "follow-up of one_hot" in text
        assert "--follow-through" not in text


def test_what_waits_for_an_unfinished_function_names_it_and_what_passed_names_none():
    waits, passed = check(NOT_ATTEMPTED, follow_up="one_hot"), check(follow_up="one_hot")
    assert "write one_hot first" in printed(print_report, report(waits))
    assert "먼저 작성할 함수: one_hot" in Page(to_html(report(waits))).text
    assert "one_hot" not in printed(print_report, report(passed)) + to_html(report(passed))


def test_the_bar_shows_the_points_of_a_follow_up_as_earned():
    on = replace(check(FAILED, follow_up="one_hot"), points=2)
    bars = [dict(attrs) for tag, attrs in Page(to_html(report(on))).tags if tag == "rect"]
    assert [(bar["class"], bar["width"]) for bar in bars] == [("failed", "2.0"), ("passed", "2")]


def test_the_same_reason_and_hint_are_said_once_per_task():
    twice = report(check(FAILED), check(FAILED), check(FAILED, task="forecast"))
    text = printed(print_report, twice)
    assert text.count("One window is missing.") == 2
    assert text.count("The same reason as above.") == 1
    assert text.count("How many windows fit?") == 2


def test_not_graded_is_printed_without_a_score():
    text = printed(print_report, ungraded())
    assert "not graded It is not a notebook." in text
    assert "Total" not in text


@pytest.mark.parametrize("width", [24, 40, 80])
def test_korean_lines_fit(width):
    text = printed(print_report, report(check(), check(FAILED)), lang="ko", width=width)
    assert "통과" in printed(print_report, report(check()), lang="ko", width=width)
    assert max(map(cell_len, text.splitlines())) <= width


@pytest.mark.parametrize("show", [print_report, print_class])
def test_a_korean_windows_console_can_encode_it(show):
    every = report(check(), check(FAILED), check(NOT_ATTEMPTED), check(ERROR))
    shown = [every] if show is print_class else every
    text = printed(show, shown, lang="ko", encoding="cp949")
    assert "민수" in text


def printed_class(*submissions, lang="en"):
    return printed(print_class, list(submissions), lang=lang)


def test_class_table():
    text = printed_class(
        report(check(), student="b"),
        report(check(FAILED), student="a"),
        report(check(points=0.5), exercise="ex06_hello", student="a"),
        ungraded(exercise="ex06_hello", student="b"),
    )
    assert re.search(r" ex05 +ex06 *\n +Student +/ 2 +/ 0\.5 +Total", text)
    assert re.search(r"\n +a +0 ✘ +0\.5 ✔ +0\.5 *\n +b +2 ✔ +\? +2 *\n", text)
    assert re.search(r"Mean +1\.0 +0\.5 ", text)
    assert "could not be graded (not zeros): 1\nb ex06_hello It is not a notebook." in text


def test_class_without_failures_names_none():
    text = printed_class(report(check()))
    assert "could not be graded" not in text


def test_exercises_of_one_number_keep_their_whole_names():
    text = printed_class(report(check(), exercise="ex05_a"), report(check(), exercise="ex05_b"))
    assert "ex05_a" in text
    assert "ex05_b" in text


# HTML


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_html_needs_nothing_from_outside(lang):
    html = to_html(report(check(), check(FAILED)), lang)
    page = Page(html)
    names = {name for _, attrs in page.tags for name, _ in attrs}
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "base"}
    assert not names & {"src", "href", "srcset", "style", "action"}
    assert not any(name.startswith("on") for name in names)
    assert not re.search(r"https?:|//|@import|url\(", html)


def test_html_policy_allows_its_own_style_alone():
    page = Page(to_html(report(check())))
    policy = next(
        dict(attrs)["content"]
        for tag, attrs in page.tags
        if ("http-equiv",) in [a[:1] for a in attrs]
    )
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none';")
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_html_shows_both_languages_and_starts_in_one(lang):
    page = Page(to_html(report(check(FAILED, diagnosis="last_window_missing")), lang))
    chosen = [dict(attrs)["id"] for tag, attrs in page.tags if "checked" in dict(attrs)]
    assert chosen == [lang]
    assert ("html", (("lang", lang),)) in page.tags
    for words in (
        "창 하나가 빠졌습니다.",
        "One window is missing.",
        "무슨 일이 있었나요",
        "What to try",
    ):
        assert words in page.text
    assert "last_window_missing" in page.text


def test_html_closes_what_it_opens():
    empty = {"meta", "input", "rect", "line"}
    every = report(*map(check, [PASSED, FAILED, ERROR, NOT_ATTEMPTED]), notes=(Text("글", "note"),))
    for html in (to_html(every), to_html(ungraded()), to_html_fragment(every)):
        opened = []
        for tag, _ in Page(html).tags:
            if tag.startswith("/"):
                assert tag.strip("/") in empty or opened.pop() == tag[1:]
            elif tag not in empty:
                opened.append(tag)
        assert opened == []


def test_html_keeps_the_seed_from_students():
    assert "20240915" not in to_html(report(check(), check(FAILED)))


def test_html_of_what_was_not_graded_has_the_reason_and_no_score():
    page = Page(to_html(ungraded(checks=(check(),))))
    assert "It is not a notebook." in page.text
    assert not any(("class", "score") in attrs for _, attrs in page.tags)


def test_marks_do_not_speak_by_colour_alone():
    text = Page(to_html_fragment(report(check(), check(FAILED)), "en")).text
    assert "✔passed" in text
    assert "✘failed" in text


# Files


def test_write(tmp_path):
    page = write(report(check()), tmp_path, "en")
    assert page == tmp_path / "민수" / "ex05_sequence_predictor.html"
    written = sorted(path.name for path in page.parent.iterdir())
    assert written == ["ex05_sequence_predictor.html", "ex05_sequence_predictor.json"]
    assert page.read_text("utf-8") == to_html(report(check()), "en")
    assert page.with_suffix(".json").read_text("utf-8") == to_json(report(check()), "en")


@settings(deadline=None)
@given(st.lists(ANYTHING, unique=True, max_size=20))
@example(["../a", "..\\a", "a/b", "a:b", "a?b", "a_b", "", " ", ".", "..", "con", "grades.csv"])
def test_two_students_never_share_a_folder(names):
    names += [folder for name in names if (folder := files.safe_name(name)) not in names]
    folders = [files.safe_name(name) for name in names]
    assert len(set(folders)) == len(folders)


@settings(deadline=None)
@given(ANYTHING)
@example("../../etc/passwd")
@example("가" * 300)
@example("NUL.txt")
def test_a_folder_name_is_one_ordinary_name(name):
    folder = files.safe_name(name)
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]|^[.\s]|[.\s]$', folder)
    assert not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", folder)
    assert 0 < len(folder.encode()) < 230


@pytest.mark.parametrize(
    "name", ["민수", "Ada Lovelace", "2024-15237", "o'neil", "a.b", "kim_min@snu"]
)
def test_ordinary_names_are_kept(name):
    assert files.safe_name(name) == name


@pytest.mark.parametrize(
    "name", ["", "..", ".git", "a/b", "nul", "COM1.x", "Grades.CSV", "a~1", "a.", " a"]
)
def test_other_names_are_changed(name):
    assert "~" in files.safe_name(name)


def test_a_file_is_replaced_as_a_whole_or_not_at_all(tmp_path):
    path = tmp_path / "grades.csv"
    path.write_text("before")
    with pytest.raises(UnicodeEncodeError):
        files.write_whole(path, "half \ud800")
    assert path.read_text() == "before"
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        files.write_whole(tmp_path / "folder", "text")
    assert sorted(os.listdir(tmp_path)) == ["folder", "grades.csv"]
    opened = path.open()
    files.write_whole(path, "after")
    assert opened.read() == "before"
    assert path.read_text() == "after"
    opened.close()


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_grades(tmp_path):
    path = tmp_path / "grades.csv"
    whole = report(check(), check(points=0.5), student='나, "다"')
    none = report(check(NOT_ATTEMPTED), student="b", exercise="ex06_hello")
    write_grades([whole, ungraded(student="b"), none], path)
    assert path.read_bytes().startswith(b"student,exercise,score,max_score,outcome,seconds\n")
    assert [tuple(row.values()) for row in rows(path)] == [
        ("b", "ex05_sequence_predictor", "", "", "not graded", "1.5"),
        ("b", "ex06_hello", "0", "2", "not attempted", "1.5"),
        ('나, "다"', "ex05_sequence_predictor", "2.5", "2.5", "passed", "1.5"),
    ]


@settings(deadline=None)
@given(name=ANYTHING)
@example(name='=HYPERLINK("http://evil")')
@example(name="\t\r\n @SUM(A1)")
@example(name="\x00+1")
def test_no_name_is_a_formula(name, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "formula.csv"
    write_grades([report(check(), student=name)], path)
    (row,) = rows(path)
    assert not row["student"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert row["student"].removeprefix("'") == line(name).removeprefix("'")
    assert row["score"] == "2"


def test_the_order_of_the_class_does_not_matter(tmp_path):
    submissions = [report(check(), student=s) for s in "cab"]
    write_grades(submissions, tmp_path / "one.csv")
    write_grades(submissions[::-1], tmp_path / "two.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
