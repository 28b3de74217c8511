"""The class's page: its numbers against a class made by hand, and the page in a real browser."""

import functools
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from urllib.parse import unquote, urlparse

import browser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pages import ANYTHING, HOSTILE, UNSAFE, Page

from rnnlab import course
from rnnlab.classroom import late, tally
from rnnlab.classroom import page as class_page
from rnnlab.classroom.roster import Person, Roster
from rnnlab.classroom.tally import ExerciseTally
from rnnlab.classroom.unknown import Name, named
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.report.folder import page_of, write
from rnnlab.report.json import from_json, to_json
from rnnlab.report.words import number
from rnnlab.text import Text, line, plain

PASSED, FAILED, ERROR = Outcome.PASSED, Outcome.FAILED, Outcome.ERROR
NOT_ATTEMPTED = Outcome.NOT_ATTEMPTED
EX05 = "ex05_sequence_predictor"
WINDOWS = "make_windows"
LAST, SWAPPED = "last_window_missing", "features_before_timesteps"
POLICY = late.policy("10%/day", ["2026-11-20T23:59+09:00"])
ODD_NAMES = [
    HOSTILE,
    "javascript:alert(1)",
    "../../etc/passwd",
    "a#b%41?c d&e",
    "\u202egnp.exe",
    "가" * 5000,
    "ａ b'c",
    "\udc80",
]


@functools.cache
def exercise(stem=EX05):
    return course.exercise(stem)


def submitted(student, wrong=None, stem=EX05, **changes):
    """A report on the real checks; ``wrong`` maps a task to its checks' outcome and mistake.

    More may follow these: what else is to be said of the checks.
    """
    checks = []
    for check in exercise(stem).checks:
        outcome, mistake, *more = (wrong or {}).get(check.task, (PASSED, None))
        told = Text("값이 다릅니다.", "It differs.") if outcome in (FAILED, ERROR) else None
        if mistake:
            told = Text(f"{mistake}입니다.", f"That is {mistake}.")
        points = check.points if outcome is PASSED else 0
        ended = (check.task, points, check.points, outcome, told, check.hint, mistake, 0.1)
        checks.append(replace(CheckResult(check.name, check.title, *ended), **dict(*more)))
    made = Report(student, stem, exercise(stem).title, 1, tuple(checks), seconds=1.0)
    return replace(made, **changes)


def ungraded(student, stem=EX05):
    reason = Text("노트북이 아닙니다.", "It is not a notebook.")
    return Report(student, stem, Text(stem, stem), 1, (), reason=reason)


def a_class():
    return [
        submitted("ann"),
        submitted("bob", {WINDOWS: (FAILED, LAST)}, seconds=9.0),
        submitted("cho", {WINDOWS: (FAILED, LAST), "train": (ERROR, None)}),
        submitted("dan", {WINDOWS: (FAILED, SWAPPED), "forecast": (NOT_ATTEMPTED, None)}),
        ungraded("eve"),
        submitted("ann", {"generate": (ERROR, None)}, "ex06_hello"),
        ungraded("bob", "homework"),
    ]


def counted(reports=None, roster=None, policy=None):
    return tally.tally(reports or a_class(), roster or Roster(), policy or late.Policy())


def page(reports=None, **options):
    return Page(class_page.to_html(reports or a_class(), **options))


def points(task):
    return sum(check.points for check in exercise().checks if check.task == task)


# ---------------------------------------------------------------- numbers


def test_scores_are_of_what_was_graded():
    first, second = counted().exercises
    full, windows = exercise().points, points(WINDOWS)
    assert first.scores == [
        full,
        full - windows,
        full - windows - points("train"),
        full - windows - points("forecast"),
    ]
    assert first.mean == f"{sum(first.scores) / 4:.1f}"
    assert first.median == str(number(sorted(first.scores)[1] / 2 + sorted(first.scores)[2] / 2))
    assert (len(first.entries), len(second.entries)) == (5, 1)
    assert [e.report.student for e in counted().ungraded] == ["bob", "eve"]


def test_every_check_is_counted_by_outcome():
    (first, _) = counted().exercises
    for check in first.checks:
        expected = {
            WINDOWS: Counter({FAILED: 3, PASSED: 1}),
            "train": Counter({PASSED: 3, ERROR: 1}),
            "forecast": Counter({PASSED: 3, NOT_ATTEMPTED: 1}),
        }.get(check.task, Counter({PASSED: 4}))
        assert check.outcomes == expected
        assert check.rate == expected[PASSED] / 4
    assert [check.title for check in first.checks] == [c.title for c in exercise().checks]


def test_mistakes_are_counted_once_per_student_the_commonest_first():
    (first, _) = counted().exercises
    _, mistakes = first.tasks[WINDOWS]
    assert [[e.report.student for e in m.entries] for m in mistakes] == [["bob", "cho"], ["dan"]]
    assert mistakes[0].text.en == f"That is {LAST}."
    assert [(m.text, len(m.entries)) for m in first.tasks["train"][1]] == [(None, 1)]
    assert first.tasks["forecast"][1] == []


def test_what_to_talk_about():
    room = counted()
    assert [(e.label, m.text.en) for e, m in room.commonest] == [
        ("ex05", f"That is {LAST}."),
        ("ex05", f"That is {SWAPPED}."),
    ]
    of, check = room.hardest
    assert (of.label, check.rate) == ("ex06", 0)
    assert [e.report.student for e in room.slowest][:1] == ["bob"]
    assert counted([submitted("ann")]).hardest is None


ODD = {"behaviour": "1a2b3c4d5e6f7a8b", "answered": Text("make_windows([1]) → 2", "→ 2")}


def odd_class():
    """Three who answered alike, one of another kind, and one whose mistake lies in another task."""
    alike = {WINDOWS: (FAILED, None, ODD)}
    source = {"sources": {WINDOWS: "def make_windows():\n    return 2\n"}}
    alone = {"train": (ERROR, None, {"behaviour": "ffff0000ffff0000"})}
    follows = {"forecast": (FAILED, "of_windows", {"follow_up": WINDOWS})}
    return [
        submitted("ann", alike, **source),
        submitted("bob", alike | follows),
        submitted("cho", alone),
        submitted("dan", alike),
        submitted("eve", {"train": (FAILED, None)}),
    ]


def test_wrong_answers_without_a_name_are_grouped_the_largest_first():
    room = counted(odd_class())
    assert [(u.label, u.group.id, len(u.entries)) for u in room.unnamed] == [
        ("ex05", "1a2b3c4d", 3),
        ("ex05", "ffff0000", 1),
    ]
    text = page(odd_class()).text
    for part in ("return 2", "make_windows([1]) → 2", "rnnlab name 1a2b3c4d", "#unnamed"):
        assert part in class_page.to_html(odd_class())
    assert text.index("rnnlab name 1a2b3c4d") < text.index("rnnlab name ffff0000")
    assert "rnnlab name" not in page().text, "a class whose wrong answers are of no behaviour"


def test_named_answers_count_as_mistakes():
    sentence = Text("한 줄이 밀렸습니다.", "It is one row late.")
    names = {ODD["behaviour"]: Name(EX05, WINDOWS, "named_1a2b3c4d", *sentence)}
    room = counted([named(of, names) for of in odd_class()])
    assert [u.group.id for u in room.unnamed] == ["ffff0000"]
    (mistake,) = room.exercises[0].tasks[WINDOWS][1]
    assert (mistake.text, len(mistake.entries)) == (sentence, 3)
    assert [m.text for _, m in room.commonest] == [sentence]


def test_only_the_largest_groups_are_shown():
    many = [
        submitted(f"s{n:02}", {WINDOWS: (FAILED, None, {"behaviour": f"{n:016x}"[::-1]})})
        for n in range(23)
    ]
    text = page(many).text
    assert text.count("rnnlab name") == 20
    assert "The 20 largest are shown; there are 3 more: rnnlab unknown" in text


def test_a_follow_up_is_marked_and_is_no_topic_of_its_own():
    (first,) = counted(odd_class()).exercises
    checks, (mistake,) = first.tasks["forecast"]
    assert {tuple(check.follow_ups.items()) for check in checks} == {((WINDOWS, 1),)}
    assert (mistake.follow_up, mistake.text.en) == (WINDOWS, "That is of_windows.")
    assert counted(odd_class()).commonest == []
    text = page(odd_class()).text
    assert f"{WINDOWS}에서 이어진 오류: 1명" in text
    assert f"follow-up of {WINDOWS}: 1" in text
    assert "its points would be given with --follow-through" in text
    given_points = odd_class()
    given_points[1] = replace(
        given_points[1],
        checks=tuple(replace(c, points=c.max_points) for c in given_points[1].checks),
    )
    text = page(given_points).text
    assert "its points are given (--follow-through)" in text
    assert "would be given" not in text
    assert "--follow-through" not in page().text


def test_a_follow_up_without_a_sentence_is_called_what_it_is():
    bare = submitted("ann", {"forecast": (FAILED, None, {"follow_up": WINDOWS})})
    (mistake,) = counted([bare]).exercises[0].tasks["forecast"][1]
    assert mistake.text.en == f"follow-up of {WINDOWS}"


@settings(deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(0, 1000))
def test_every_score_has_its_bar(scores, most):
    scores = [min(score, most) for score in scores]
    bars = ExerciseTally("", "", Text("", ""), graded_with(scores, most), [], []).bars
    assert sum(bar.count for bar in bars) == len(scores)
    assert len(bars) <= 24
    assert (bars[0].low, bars[-1].high) == (0, most)
    for bar in bars:
        assert bar.count == sum(bar.low <= score <= bar.high for score in scores)


def graded_with(scores, most):
    one = submitted("ann").checks[0]
    checks = [replace(one, points=score, max_points=most) for score in scores]
    reports = [replace(submitted("ann"), checks=(check,)) for check in checks]
    return [tally.Entry(Person("ann"), of, "", late.Penalty(None)) for of in reports]


def test_the_list_names_who_is_missing_and_who_is_not_on_it():
    roster = Roster((Person("ann", "김하늘"), Person("zoe", "박다온")))
    room = counted(roster=roster)
    assert [person.name for person in room.missing] == ["박다온"]
    assert [person.id for person in room.strangers] == ["bob", "cho", "dan", "eve"]
    text = page(roster=roster).text
    assert "김하늘 ann" in text
    assert "박다온 zoe" in text
    assert "Handed in nothing" not in page().text


def test_lateness_stands_beside_the_score():
    on_time = submitted("ann", submitted="2026-11-20T10:00:00+09:00")
    delayed = submitted("bob", submitted="2026-11-22T01:00:00+09:00")
    text = page([on_time, delayed, submitted("cho")], policy=POLICY).text
    full = exercise().points
    assert text.count(f"− {full * 0.2:g} = {full * 0.8:g}") == 2, "in the cell and in the total"
    assert "1일 1시간 늦음1 d 1 h late" in text
    assert "where the due time or the time of submission is unknown: 1." in text
    for without in ({}, {"policy": late.policy()}):
        text = page([on_time, delayed], **without).text
        assert " late" not in text
        assert "is unknown" not in text


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(seconds=1), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=3, minutes=20), "3 h"),
        (timedelta(days=2), "2 d"),
        (timedelta(days=1, hours=5), "1 d 5 h"),
    ],
)
def test_delays_are_told_as_a_teacher_would(time, said):
    assert class_page._duration(time).en == said


# ---------------------------------------------------------------- sentences


def test_reports_that_are_read_back_give_the_same_page():
    restored = [from_json(to_json(of, "ko")) for of in a_class()]
    assert class_page.to_html(restored) == class_page.to_html(a_class())


def test_the_order_of_the_reports_does_not_matter():
    assert class_page.to_html(a_class()[::-1]) == class_page.to_html(a_class())


def test_a_mistake_that_is_not_in_the_course_is_told_as_in_the_reports():
    text = page([submitted("ann", {WINDOWS: (FAILED, "of_last_year")})]).text
    assert "That is of_last_year." in text
    bare = submitted("ann", {WINDOWS: (FAILED, "of_last_year")})
    bare = replace(bare, checks=tuple(replace(check, message=None) for check in bare.checks))
    assert "of_last_year" in page([bare]).text


def test_an_exercise_that_is_not_in_the_course_is_shown_as_it_was_graded():
    old = submitted("ann", {WINDOWS: (FAILED, LAST)}, exercise="ex99_old")
    (only,) = counted([old]).exercises
    assert only.label == "ex99_old"
    assert len(only.checks) == len(exercise().checks)
    assert [e.label for e in counted().exercises] == ["ex05", "ex06"], "a stray file is no column"
    assert "homework" in page().text


def test_an_empty_class_has_its_page():
    assert "Class report" in page([ungraded("ann")]).text
    assert class_page.to_html([]).endswith("</html>")


def test_it_needs_no_keras():
    code = "import sys, rnnlab.classroom.page; sys.exit('keras' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


# ---------------------------------------------------------------- untrusted text


@settings(deadline=None, max_examples=40)
@given(ANYTHING, ANYTHING)
@example(HOSTILE, "--><svg/onload=alert(1)>")
@example("ann' onfocus=alert(1) x='", "]]></style>")
def test_the_page_keeps_its_structure_whatever_a_student_writes(name, said):
    def shown(name, said):
        odd = {"behaviour": "1a2b3c4d", "answered": Text(said + "ㄱ", said + "c")}
        wrong = {
            WINDOWS: (FAILED, said + "x"),
            "train": (FAILED, None, odd),
            "forecast": (FAILED, said + "z", {"follow_up": said + "w"}),
        }
        sources = {"train": said + "code"}
        failed = submitted(name, wrong, exercise="old", sources=sources)
        told = tuple(
            replace(c, message=c.message and Text(said + "가", said + "a")) for c in failed.checks
        )
        stray = replace(ungraded(name, said + "z"), reason=Text(said + "나", said + "b"))
        roster = Roster((Person("y" + name, "q" + said),))
        return page([replace(failed, checks=told), stray], roster=roster, lang="ko")

    hostile, benign = shown(name, said), shown("ann", "fine")
    plain_tags = [
        [(tag, [a for a in attrs if a[0] != "href"]) for tag, attrs in p.tags]
        for p in (hostile, benign)
    ]
    assert plain_tags[0] == plain_tags[1]
    assert hostile.style == benign.style
    assert line(name)[:79] in hostile.text
    assert plain(said + "나") in hostile.text
    assert not UNSAFE.search(hostile.text)


@settings(deadline=None)
@given(ANYTHING)
@example("http://evil.example/")
@example("//evil.example/a?b#c")
def test_a_link_leads_to_the_students_own_page(name):
    of = submitted(name)
    (entry,) = counted([of]).entries
    parts = urlparse(entry.href)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
    assert unquote(entry.href) == page_of(of).as_posix()


def test_html_closes_what_it_opens():
    empty = {"meta", "input", "rect"}
    opened, ids = [], Counter()
    for tag, attrs in page(roster=Roster((Person("zoe"),)), policy=POLICY).tags:
        ids.update(value for key, value in attrs if key == "id")
        if tag.startswith("/"):
            assert tag.strip("/") in empty or opened.pop() == tag[1:]
        elif tag not in empty:
            opened.append(tag)
    assert opened == []
    assert set(ids.values()) == {1}


# ---------------------------------------------------------------- in a browser

IN_VIEW = "e => e.getBoundingClientRect().height > 0 && e.checkVisibility()"  # laid out first
CONTRASTS = """
(() => {
  const seen = SEEN, rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = c => c.slice(0, 3).map(v => v / 255)
    .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const ground = e => { const c = rgb(getComputedStyle(e).backgroundColor);
    return c.length < 4 || c[3] === 1 ? c : ground(e.parentElement); };
  return [...document.body.querySelectorAll("*")].filter(seen)
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => { const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
      return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.outerHTML.slice(0, 80)]; })
    .sort((a, b) => a[0] - b[0])[0];
})()""".replace("SEEN", IN_VIEW)


@pytest.fixture(scope="module")
def tab():
    with browser.started() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A class's folder of reports as it is written, with every name that could do harm."""
    out = tmp_path_factory.mktemp("graded")
    reports = a_class() + [submitted(name, {WINDOWS: (FAILED, LAST)}) for name in ODD_NAMES]
    reports += [replace(of, student=f"{of.student}2") for of in odd_class()]
    long = {"behaviour": "abcd1234", "answered": Text(*["train(" + "9" * 300 + ")"] * 2)}
    sources = {"train": "def train():\n    return " + "[[[1]]] + " * 40 + "2\n"}
    reports.append(submitted("zac", {"train": (FAILED, None, long)}, sources=sources))
    for of in reports:
        write(of, out, "ko")
    roster = Roster((Person("ann", "김하늘"), Person("zoe", "<b>박다온")))
    class_page.write(reports, out, roster=roster, policy=POLICY, lang="ko")
    return out


def test_it_is_one_file_beside_the_grades(folder):
    assert (folder / "class.html").read_text("utf-8").startswith("<!doctype html>")
    assert not list(folder.glob(".*"))


def test_the_browser_tells_what_a_policy_refuses(tab, tmp_path):
    policy = "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
    (tmp_path / "bad.html").write_text(f"{policy}<p style='color: red'>")
    tab.open(tmp_path / "bad.html")
    assert "Content Security Policy" in str(tab.said)


@pytest.mark.parametrize("dark", [False, True])
def test_its_policy_allows_all_of_it_and_every_word_can_be_read(tab, folder, dark):
    tab.open(folder / "class.html", dark=dark)
    assert tab.said == []
    assert tab.run("document.scripts.length") == 0
    contrast, where = tab.run(CONTRASTS)
    assert contrast >= 4.5, where


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_it_never_scrolls_sideways_on_a_phone(tab, folder, lang):
    tab.open(folder / "class.html", width=360)
    tab.run(f"document.getElementById('{lang}').click()")
    tab.run("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert tab.run("document.documentElement.scrollWidth") == 360
    assert tab.run("document.querySelector('.scroll').clientWidth") < 360


def test_its_links_lead_to_pages_that_are_there(tab, folder):
    tab.open(folder / "class.html")
    links = tab.run("[...document.links].map(a => a.href)")
    targets = {unquote(urlparse(link).path) for link in links if "#" not in link}
    assert {urlparse(link).scheme for link in links} == {"file"}
    assert targets == {str(f) for f in folder.glob("*/*.html")}
    for link in links:
        place = urlparse(link).fragment
        assert not place or tab.run(f"!!document.getElementById('{place}')")


def test_the_language_is_switched_by_the_keyboard(tab, folder):
    shown = f"[...document.querySelectorAll('h1 span')].filter({IN_VIEW}).map(e => e.lang)"
    tab.open(folder / "class.html")
    assert tab.run(shown) == ["ko"]
    tab.press("Tab")
    tab.press("ArrowRight")
    assert tab.run(shown) == ["en"]


def test_its_structure_can_be_heard(tab, folder):
    tab.open(folder / "class.html")
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    heard = [(n["role"]["value"], n["name"]["value"]) for n in nodes if "name" in n]
    roles = Counter(role for role, _ in heard)
    assert (roles["main"], roles["banner"], roles["navigation"]) == (1, 1, 1)
    assert all(name for role, name in heard if role in ("region", "heading", "link", "radio"))
    assert roles["rowheader"] > 20
    assert roles["table"] == 4
    levels = tab.run("[...document.querySelectorAll('h1, h2, h3')].map(e => +e.tagName[1])")
    assert levels[0] == 1
    assert set(levels[1:]) == {2}
    assert tab.run("document.querySelectorAll('th:not([scope])').length") == 0
    assert tab.run("document.querySelectorAll('svg:not([aria-hidden])').length") == 0
    tab.open(folder / "class.html", width=360)
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    narrow = Counter(n["role"]["value"] for n in nodes if "name" in n)
    assert narrow["rowheader"] == roles["rowheader"], "a table is one on a phone, too"


def test_on_paper_the_students_of_every_mistake_are_listed(tab, folder):
    names = f"[...document.querySelectorAll('.who a')].filter({IN_VIEW}).length"
    tab.open(folder / "class.html")
    assert tab.run(names) == 0
    tab.call("Emulation.setEmulatedMedia", media="print")
    assert tab.run(names) == tab.run("document.querySelectorAll('.who a').length") > 0
    tab.call("Emulation.setEmulatedMedia", media="")
    assert tab.paper().startswith(b"%PDF")
