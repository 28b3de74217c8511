"""Platforms' lists as they come: in four languages, with teams, times and numbers of all kinds."""

import codecs
import csv
from datetime import datetime

import pytest

from rnnlab import course, platforms
from rnnlab.classroom import roster
from rnnlab.classroom.late import policy
from rnnlab.classroom.tally import tally
from rnnlab.platforms import moodle
from rnnlab.platforms.export import export
from rnnlab.report import folder
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.source import Submission
from rnnlab.text import Text, UserError

EX04 = course.exercise("ex04")
WORD = Text("말", "word")
NOON = "2026-11-20T12:00"
SHEETS = {
    "en": (
        "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments",
        "Participant 57",
        '"Friday, 20 November 2026, 11:59 PM"',
        "-",
    ),
    "en_us": (
        "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
        "Last modified (submission),Last modified (grade),Feedback comments",
        "Participant 57",
        '"Friday, November 20, 2026, 11:59 PM"',
        '"Saturday, November 21, 2026, 9:00 AM"',
    ),
    "ko": (
        "식별자,성명,이메일 주소,상태,성적,최대 성적,성적을 변경할 수 있음,"
        "마지막 수정됨(제출),마지막 수정됨(성적),피드백 코멘트",
        "참가자57",
        '"2026년 11월 20일, 금요일, 오후 11:59"',
        '"2026년 11월 21일, 토요일, 오전 9:00"',
    ),
    "de": (
        "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung,"
        "Bewertung kann geändert werden,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung),"
        "Feedback als Kommentar",
        "Teilnehmer/in57",
        '"Freitag, 20. November 2026, 23:59"',
        '"Samstag, 21. November 2026, 09:00"',
    ),
    "ja": (
        "ID,フルネーム,メールアドレス,ステータス,評定,最大評点,評点変更可,最終更新日時 (提出),"
        "最終更新日時 (評定),フィードバックコメント",
        "参加者57",
        "2026年 11月 20日(金曜日) 23:59",
        "-",
    ),
}
TEAMS = """\
Identifier,Full name,Status,Group,Grade,Maximum grade,Last modified (submission)
Participant 57,김민수,Submitted,Team A,,100.00,"Friday, 20 November 2026, 11:00 AM"
Participant 58,이서연,Submitted,Team A,,100.00,"Friday, 20 November 2026, 11:00 AM"
Participant 59,박다온,Submitted,Default group,,100.00,"Friday, 20 November 2026, 1:30 PM"
Participant 60,최유나,No submission,Team B,,100.00,-
"""


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    monkeypatch.setenv("RNNLAB_LANG", "en")


def sheet(lang, name="김민수"):
    head, who, time, graded = SHEETS[lang]
    return f"{head}\n{who},{name},k@example.org,x,,10.00,x,{time},{graded},\n"


@pytest.fixture
def read(tmp_path):
    def written(text):
        path = tmp_path / "list.csv"
        path.write_text(text, encoding="utf-8")
        return roster.read(path, platforms.lists())

    return written


def graded(student, submitted=""):
    check = CheckResult("test", WORD, "dense_params", 10, 20, Outcome.FAILED, None, WORD, None, 0.1)
    return Report(student, EX04.stem, EX04.title, 1, (check,), submitted=submitted)


def reports(out, *students):
    for student in students:
        folder.write(graded(student), out, "en")
    return out


def table(file):
    with open(file, encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def said(texts):
    return "\n".join(text.en for text in texts)


# ---------------------------------------------------------------- Moodle's languages


@pytest.mark.parametrize("lang", SHEETS)
class TestLanguages:
    def test_people_and_times(self, read, lang):
        (kim,) = read(sheet(lang)).people
        assert read(sheet(lang)).kind == "moodle"
        assert (kim.id, kim.name) == ("57", "김민수")
        assert datetime.fromisoformat(kim.submitted) == datetime(2026, 11, 20, 23, 59).astimezone()

    def test_grades_go_into_the_right_column(self, read, lang, tmp_path):
        out = reports(tmp_path / "graded", "김민수_57")
        done = export(out, "moodle", roster=read(sheet(lang)))
        (row,) = table(out / f"moodle-{EX04.stem}.csv")
        head = SHEETS[lang][0].split(",")
        assert list(row) == head
        assert row[head[4]] == "5", "10 of 20 is 5 of the sheet's 10"
        assert row[head[5]] == "10.00"
        assert row[head[9]].startswith("rnnlab: ")
        assert done.faults == []

    def test_anonymous_students_are_found(self, read, lang):
        word = "".join(c for c in SHEETS[lang][1] if c.isalpha())
        assert read(sheet(lang)).find(f"{word}_57") is not None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Friday, 1 May 2026, 12:05 AM", (2026, 5, 1, 0, 5)),
        ("Friday, 1 May 2026, 12:05 PM", (2026, 5, 1, 12, 5)),
        ("Sonntag, 1. März 2026, 00:05", (2026, 3, 1, 0, 5)),
        ("2026년 3월 1일, 일요일, 오전 12:05", (2026, 3, 1, 0, 5)),
        ("2026년 3월 1일, 일요일, PM 1:05", (2026, 3, 1, 13, 5)),
        ("2026年 03月 01日(日) 13:05:09", (2026, 3, 1, 13, 5, 9)),
        ("2026-03-01 13:05", (2026, 3, 1, 13, 5)),
    ],
)
def test_times(text, time):
    assert datetime.fromisoformat(moodle._time_of(text)) == datetime(*time).astimezone()


@pytest.mark.parametrize(
    "text",
    ["soon", "vendredi 20 novembre 2026 à 23h59", "31 May 2026, 25:00", "20/11/26 9:00"],
)
def test_a_time_that_is_not_understood_is_said_and_costs_nothing(read, text):
    of = read(sheet("en").replace('"Friday, 20 November 2026, 11:59 PM"', f'"{text}"'))
    kim = of.dated(Submission("김민수_57", EX04.stem, None))
    assert kim.submitted == ""
    assert "Last modified (submission)" in kim.remarks[0].en
    assert of.dated(Submission("stranger", EX04.stem, None)).remarks == ()


def test_a_column_that_may_be_the_time_but_is_not_understood_is_refused_by_name(read):
    with pytest.raises(UserError, match=r"Laatst gewijzigd \(inzending\)"):
        read(sheet("en").replace("Last modified (submission)", "Laatst gewijzigd (inzending)"))


def test_a_list_that_is_not_understood_names_its_columns(read):
    with pytest.raises(UserError, match="Identifiant, Nom complet"):
        read("Identifiant,Nom complet,Note\nParticipant 57,Kim,\n")


def test_a_grade_that_is_not_understood_names_the_columns(read, tmp_path):
    out = reports(tmp_path / "graded", "김민수_57")
    with pytest.raises(UserError, match=r"no column Grade.*Nota"):
        export(out, "moodle", roster=read(sheet("en").replace(",Grade,", ",Nota,")))
    with pytest.raises(UserError, match="by a scale"):
        export(out, "moodle", roster=read(sheet("en").replace("Maximum grade", "Scale")))


# ---------------------------------------------------------------- when it was handed in


def test_what_the_worksheet_says_counts(read, tmp_path):
    out = reports(tmp_path / "graded", "김민수_57")
    late = policy("10%/day", [NOON])
    of = read(sheet("ko"))
    export(out, "csv", roster=of, policy=late)
    (row,) = table(out / "scores.csv")
    assert (row["late_hours"], row["penalty"], row["score"]) == ("11.97", "2", "8")
    assert of.dated(Submission("김민수_57", EX04.stem, None)).submitted == row["submitted"]


def test_what_is_not_known_costs_nothing_and_is_said(tmp_path):
    out = reports(tmp_path / "graded", "김민수_57")
    done = export(out, "csv", policy=policy("10%/day", [NOON]))
    assert table(out / "scores.csv")[0]["score"] == "10"
    assert "Nothing was taken off for lateness" in said(done.notes)
    assert "lateness" not in said(export(out, "csv", policy=policy(None, [NOON])).notes)


# ---------------------------------------------------------------- whose number it is


def test_a_teams_number_is_not_a_participants(read, tmp_path):
    """A team's folder has the group's ID, which may be anybody's participant number."""
    of = read(sheet("ko"))
    assert of.find("Team A_57") is None
    out = reports(tmp_path / "graded", "Team A_57")
    done = export(out, "moodle", roster=of)
    assert [row["성적"] for row in table(out / f"moodle-{EX04.stem}.csv")] == [""]
    assert "this number is 57 (김민수), another name" in said(done.faults)


@pytest.mark.parametrize("student", ["김수민_57", "이민수_57", "Kim Minsu_57", "57조_57"])
def test_a_score_is_nobodys_whose_name_disagrees(read, student):
    assert read(sheet("ko")).find(student) is None


@pytest.mark.parametrize("student", ["김민수_57", "김 민수_57", "_57", "57"])
def test_a_name_that_agrees(read, student):
    assert read(sheet("ko")).find(student).id == "57"


def test_a_number_of_one_kind_is_not_anothers(read):
    of = read(
        "Student,ID,SIS User ID,SIS Login ID,Section\n"
        '"Kim, Minsu",901,902,kim,A\n"Lee, Seoyeon",902,903,lee,A\n'
    )
    assert of.find("902") is None, "one's SIS ID and another's ID"
    assert of.find("leeseoyeon_902").name == "Lee, Seoyeon"
    assert of.find("903").name == "Lee, Seoyeon"


# ---------------------------------------------------------------- teams


def test_one_score_for_all_members(read, tmp_path):
    of = read(TEAMS)
    out = reports(tmp_path / "graded", "Team A_57", "Default group")
    done = export(out, "moodle", roster=of, policy=policy("10%/day", [NOON]))
    rows = table(out / f"moodle-{EX04.stem}.csv")
    assert [(row["Full name"], row["Grade"]) for row in rows] == [
        ("김민수", "50"),
        ("이서연", "50"),
        ("박다온", "40"),  # a day late
        ("최유나", ""),
    ]
    assert done.faults == []
    assert [person.name for person in of.missing(["Team A_57", "Default group"])] == ["최유나"]


def test_teams_on_the_page_and_in_the_table(read, tmp_path):
    of = read(TEAMS)
    room = tally([graded("Team A_57"), graded("ghost")], of, policy(), ["empty"])
    assert [row.who.name for row in room.rows] == ["김민수, 이서연", ""]
    assert [person.id for person in room.strangers] == ["ghost"]
    assert [person.name or person.id for person in room.missing] == ["박다온", "최유나", "empty"]
    out = reports(tmp_path / "graded", "Team A_57")
    export(out, "csv", roster=of)
    rows = table(out / "scores.csv")
    assert [(r["student"], r["raw_score"]) for r in rows][:2] == [("57", "10"), ("58", "10")]


def test_teams_of_a_list_of_our_own(read):
    of = read("학번,이름,팀\n1,김민수,A_1\n2,이서연,A_1\n3,박다온,B\n")
    assert [p.id for p in of.people_of("A_1")] == ["1", "2"]
    assert [p.id for p in of.people_of("B_77")] == ["3"]
    assert of.people_of("C") == ()


# ---------------------------------------------------------------- Canvas

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,4주차 실습 ex04 (772),Assignments Current Points,"
    "Assignments Current Points,Final Score\n"
    '"    Points Possible",,,,,20,(read only),(read only),(read only)\n'
    '"Kim, Minsu",901.0,20260001.0,kim,A,,1,2,3\n'
)


def test_canvas_with_repeated_columns_and_decimal_ids(read, tmp_path):
    of = read(CANVAS)
    assert [(person.id, person.aliases) for person in of.people] == [("901", ("20260001", "kim"))]
    assert of.find("kimminsu_901") is of.find("20260001") is not None
    out = reports(tmp_path / "graded", "kimminsu_901")
    export(out, "canvas", roster=of)
    head, possible, kim = csv.reader((out / "canvas.csv").read_text("utf-8").splitlines())
    assert head[-1] == "4주차 실습 ex04 (772)"
    assert possible[0] == "    Points Possible"
    assert kim == ["Kim, Minsu", "901", "20260001", "kim", "A", "10"]


@pytest.mark.parametrize(
    "row",
    [
        '"Student, Test",7,,abc,A',
        '"학생, 테스트",7,,abc,A',
        "테스트 학생,7,,abc,A",
        "Testschüler,7,,abc,A",
        '"生徒, X",7,,da39a3ee5e6b4b0d3255bfef95601890afd80709,A',
    ],
)
def test_the_test_student_in_any_language_is_nobody(read, row):
    of = read(f'Student,ID,SIS User ID,SIS Login ID,Section\n{row}\n"Kim, M",1,2,kim,A\n')
    assert [person.id for person in of.people] == ["1"]


def test_an_id_that_a_spreadsheet_shortened_is_refused(read):
    with pytest.raises(UserError, match="not well formed"):
        read("id,name\n2.02612E+11,Kim\n")


def test_a_column_that_names_two_exercises_is_none(read, tmp_path):
    out = reports(tmp_path / "graded", "kimminsu_901")
    of = read(CANVAS.replace("4주차 실습 ex04 (772)", "ex04 + ex05 합계 (772)"))
    export(out, "canvas", roster=of)
    head, *_ = csv.reader((out / "canvas.csv").read_text("utf-8").splitlines())
    assert head[-1].startswith("ex04 ")
    assert "772" not in "".join(head)


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x", "\t=x", "\r=x", " =x"])
@pytest.mark.parametrize("target", ["csv", "moodle", "canvas"])
def test_no_name_of_a_file_becomes_a_formula_not_in_a_header_either(read, tmp_path, name, target):
    """A file that names no exercise is an "exercise" of its own name."""
    report = graded("kimminsu_901")
    folder.write(Report(name, name, WORD, 1, report.checks), tmp_path / "graded", "en")
    (file,) = export(tmp_path / "graded", target, roster=read(CANVAS)).files
    for row in csv.reader(file.read_text("utf-8-sig").splitlines()):
        assert not [cell for cell in row if cell.strip().startswith(tuple("=+-@"))]


def test_what_people_open_has_a_mark_and_what_tools_read_has_none(read, tmp_path):
    out = reports(tmp_path / "graded", "kimminsu_901")
    for target in ("csv", "moodle", "canvas"):
        (file,) = export(out, target, roster=read(CANVAS)).files
        assert file.read_bytes().startswith(codecs.BOM_UTF8) == (target == "csv")


def test_who_has_nothing_graded_is_not_shown_with_a_zero():
    reason = Text("까닭", "why")
    stray = Report("kim", "Untitled", WORD, 1, (), reason=reason)
    room = tally([stray, graded("lee")], roster.Roster(), policy())
    assert [(row.who.id, row.is_graded) for row in room.rows] == [("kim", False), ("lee", True)]


@pytest.mark.parametrize("target", ["moodle", "canvas"])
def test_a_file_that_names_no_exercise_is_no_column(read, tmp_path, target):
    out = reports(tmp_path / "graded", "kimminsu_901")
    stray = Report("kimminsu_901", "Untitled3", WORD, 1, (), reason=WORD)
    folder.write(stray, out, "en")
    done = export(out, target, roster=read(CANVAS))
    assert "Untitled3" not in done.files[0].read_text("utf-8")
    assert "kimminsu_901 Untitled3: not graded" in said(done.notes)
