"""Nothing invisible and no path of the grader's comes into a report."""

import json
import sys
import unicodedata
from pathlib import Path

import keras
import pytest

from rnnlab import course
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.report.html import to_html
from rnnlab.report.json import dumps, from_json, to_json
from rnnlab.report.presentable import pathless, presentable
from rnnlab.text import Text, plain

ROOT = Path(course.__file__).parents[2]
FILLERS = "\u034f\u115f\u1160\u17b4\u180e\u2800\u3164\uffa0\ufe00\U000e0100\U000e0041\u2028"


def test_no_control_or_format_character_is_left():
    kinds = ("Cc", "Cf", "Cs")
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        if unicodedata.category(char) in kinds and char not in "\n\t":
            assert plain(f"가{char} ") == "가 ", hex(code)


@pytest.mark.parametrize("char", FILLERS)
def test_nothing_is_left_that_shows_nothing(char):
    assert plain(f"a{char}b") == "ab"


@pytest.mark.parametrize(
    "text",
    ["가나다라 각 ㄱㅏ ᄒ\u1161\u11ab", "👩‍💻 👨‍👩‍👧‍👦 ❤️ 1️⃣ 👍🏽 🇰🇷 ©️", "é ñ 漢字 かな", "a\tb\nc"],
)
def test_what_korean_and_emoji_need_stays(text):
    assert plain(text) == text


def test_joiners_stay_between_emoji_alone():
    assert plain("a\u200db 👩\u200dx x\ufe0f\u200d👩") == "ab 👩x x👩"


def test_what_is_invisible_is_escaped_in_json_and_not_lost():
    text = "a\u200b\U000e0041\ud800\x1b"
    assert json.loads(dumps(text)) == text
    assert dumps(text).isascii()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"cannot import x from 'keras' ({keras.__file__})", "from 'keras' (__init__.py)"),
        (f"No such file: '{ROOT}/tests/a b.py'", "No such file: 'a b.py'"),
        (f"in {ROOT}: no", "in "),
        ("/content/drive/data.txt and/or /x", "/content/drive/data.txt and/or /x"),
    ],
)
def test_of_the_graders_files_the_name_alone_is_left(text, shown):
    assert shown in pathless(text)


def test_every_text_of_a_report_passes_the_door():
    bad = Text(*[f"x\u202e {ROOT}/solutions/ex99.py \u200b\x1b[31m"] * 2)
    check = CheckResult(
        "test_a", Text("가", "a"), "a", 0, 1, Outcome.ERROR, bad, Text("나", "b"), None, 0.0,
        answered=bad,
    )  # fmt: skip
    made = Report(
        "kim", "ex01", Text("가", "a"), 1, (check,), (bad,), reason=bad, sources={"a": "x\u200b"}
    )
    report = presentable(made)
    assert {*report.checks[0].message, *report.checks[0].answered, *report.reason} == {"x ex99.py "}
    assert report.notes == (Text("x ex99.py ", "x ex99.py "),)
    assert report.sources == {"a": "x"}
    for shown in (to_html(report), to_json(report)):
        assert str(ROOT) not in shown
    assert from_json(to_json(report)).checks[0].message == report.checks[0].message
