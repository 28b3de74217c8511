"""Grades out: tables for instructors and LMSs, Gradescope's JSON, and a real nbgrader course."""

import csv
import dataclasses
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnlab import course, platforms
from rnnlab.classroom.late import Penalty, policy
from rnnlab.classroom.roster import Person, Roster
from rnnlab.course import build
from rnnlab.platforms.export import export
from rnnlab.platforms.gradescope import results
from rnnlab.report import folder
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.text import Text, UserError

EX04, EX05 = course.exercise("ex04"), course.exercise("ex05")
DUE = "2026-11-20T12:00:00+00:00"
LATE = policy("10%/day", [DUE])
DAY_AND_HALF = "2026-11-22T00:00:00+00:00"
FORMULAS = tuple("=+-@＝＋－＠")
HOSTILE = (
    "</script><script>document.title='pwned'</script><img src=x onerror=document.title='pwned'>"
)


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    monkeypatch.setenv("RNNLAB_LANG", "en")


def result(check, earned, outcome=None, message=None):
    outcome = outcome or (Outcome.PASSED if earned == check.points else Outcome.FAILED)
    said = message or (None if outcome is Outcome.PASSED else Text("틀렸습니다.", "It is wrong."))
    title, hint = check.title, check.hint
    return CheckResult(
        check.name, title, check.task, earned, check.points, outcome, said, hint, None, 0.1
    )


def graded(student, exercise=EX05, wrong=(), submitted="", **changes):
    """A report that has all points but those of the tasks in ``wrong``."""
    checks = tuple(result(c, 0 if c.task in wrong else c.points) for c in exercise.checks)
    made = Report(student, exercise.stem, exercise.title, 7, checks, seconds=1.5)
    return dataclasses.replace(made, submitted=submitted, **changes)


def ungraded(student, exercise=EX05, reason="It is not\na notebook."):
    return graded(student, exercise, checks=(), reason=Text(reason, reason))


def stub(student, exercise=EX05):
    checks = tuple(result(c, 0, Outcome.NOT_ATTEMPTED) for c in exercise.checks)
    return graded(student, exercise, checks=checks)


def folder_of(out, *reports):
    for one in reports:
        folder.write(one, out, "en")
    return out


@pytest.fixture
def out(tmp_path):
    """kim is half a day and a day late, lee could not be graded, mun handed in nothing in ex05."""
    late = graded("kim", wrong=["train"], submitted=DAY_AND_HALF)
    others = ungraded("lee"), stub("park"), graded("mun", EX04)
    return folder_of(tmp_path / "graded", late, *others)


TRAIN = sum(check.points for check in EX05.checks if check.task == "train")
RAW = EX05.points - TRAIN
FINAL = RAW - 0.2 * EX05.points


def table(file):
    with open(file, encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def people(*names, kind="list", columns=(), **cells):
    rows = [Person(name.split()[0], name, {**cells, "Name": name}) for name in names]
    return Roster(tuple(rows), columns, kind)


def said(texts):
    assert all("\n" not in ko + en for ko, en in texts)
    return "\n".join(text.en for text in texts)


# ---------------------------------------------------------------- what all targets share


DAMAGES = [
    "",
    "[]",
    "\udcff",
    "[" * 100_000,
    '{"score": "12"}',
    ('"points": 0', '"points": NaN'),
    ('"points": 0', '"points": 1e999'),
    ('"points": 0', '"points": "all"'),
    ('"points": 0', '"points": 99'),
    ('"submitted": "2026', '"submitted": "soon'),
    ('"seconds": 1.5', '"seconds": NaN'),
    ('"notes": []', '"notes": [1]'),
    ('"student": "kim"', '"student": "lee"'),
    ('"confinement": null', '"confinement": 3'),
]
TRIED = [("csv", damage) for damage in DAMAGES] + [(target, "{}") for target in platforms.exports()]


@pytest.mark.parametrize(("target", "damage"), TRIED, ids=lambda value: str(value)[:30])
def test_damaged_report_is_named_and_nothing_is_written(out, tmp_path, target, damage):
    file = out / "kim" / f"{EX05.stem}.json"
    whole = file.read_text(encoding="utf-8")
    text = damage if isinstance(damage, str) else whole.replace(*damage)
    file.write_bytes(text.encode(errors="surrogateescape"))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UserError) as told:
        export(out, target, course_dir=tmp_path)
    assert f"{file} is no report, or is damaged." in str(told.value)
    assert "\n" not in str(told.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_no_reports_is_told_in_one_line(tmp_path):
    with pytest.raises(UserError, match="Grade first, with rnnlab grade"):
        export(tmp_path, "csv")
    folder_of(tmp_path, graded("kim"))
    with pytest.raises(UserError, match="no reports are there"):
        export(tmp_path, "csv", only=[EX04.stem])


def test_who_has_no_score_is_named(out):
    roster = people("kim", "lee", "park", "mun", "choi 최유나")
    notes = said(export(out, "csv", roster=roster).notes)
    assert f"lee {EX05.stem}: not graded, so left empty (not 0). It is not a notebook." in notes
    assert (
        f"{EX05.stem}: handed nothing in, so left empty (not 0): mun, choi (choi 최유나)" in notes
    )
    assert f"{EX04.stem}: handed nothing in, so left empty (not 0): kim, lee, park, choi" in notes


def test_only_some_exercises(out):
    export(out, "csv", only=[EX04.stem])
    assert {row["exercise"] for row in table(out / "scores.csv")} == {EX04.stem}


# ---------------------------------------------------------------- csv


def test_table_has_the_raw_score_beside_what_lateness_leaves(out):
    export(out, "csv", policy=LATE, roster=people("kim", "choi"))
    rows = {(row["student"], row["exercise"]): row for row in table(out / "scores.csv")}
    assert rows["kim", EX05.stem] == {
        "student": "kim",
        "name": "kim",
        "exercise": EX05.stem,
        "raw_score": str(RAW),
        "late_hours": "36",
        "penalty": f"{0.2 * EX05.points:g}",
        "score": f"{FINAL:g}",
        "max_score": str(EX05.points),
        "outcome": "failed",
        "submitted": DAY_AND_HALF,
    }
    assert [rows["park", EX05.stem][k] for k in ("raw_score", "score", "late_hours")] == [
        "0",
        "0",
        "",
    ]
    for absent, outcome in (
        (("lee", EX05.stem), "not graded"),
        (("choi", EX04.stem), "not submitted"),
    ):
        assert rows[absent]["outcome"] == outcome
        assert [rows[absent][k] for k in ("raw_score", "penalty", "score")] == ["", "", ""]


def test_a_second_late_is_not_in_time(out):
    folder_of(out, graded("kim", submitted="2026-11-20T12:00:01+00:00"))
    export(out, "csv", policy=LATE, only=[EX05.stem])
    assert [row["late_hours"] for row in table(out / "scores.csv")] == ["0.01", "", ""]


def test_exported_again_is_the_same(out):
    for target in ("csv", "gradescope", "moodle"):
        files = export(out, target, policy=LATE).files
        first = [file.read_bytes() for file in files]
        assert [file.read_bytes() for file in export(out, target, policy=LATE).files] == first


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=30), min_size=1, max_size=4))
def test_no_name_breaks_a_table_or_becomes_a_formula(names):
    names = {*names, "=1+1", "\t=x", 'a,\n"b'}
    people_ = tuple(Person(f"+{n}", name, {"Email": f"{name}@x"}) for n, name in enumerate(names))
    with tempfile.TemporaryDirectory() as folder:
        out = folder_of(Path(folder), *map(graded, names))
        for target in ("csv", "moodle"):
            (file,) = export(out, target, roster=Roster(people_)).files
            with open(file, encoding="utf-8-sig", newline="") as lines:
                head, *rows = csv.reader(lines)
            assert {len(row) for row in rows} == {len(head)}
            cells = {cell for row in rows for cell in row} - {"-"}  # which is no formula
            assert not [cell for cell in cells if cell.startswith(FORMULAS)]
            assert len(rows) == 2 * len(names)


# ---------------------------------------------------------------- Canvas

STUDENTS = ("kim", "lee", "park", "mun")
IDENTITY = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


def gradebook(column="Ex 5: prediction (4711)", possible=None, **cells):
    """A Canvas gradebook with an assignment that names ex05, and other columns."""
    columns = (*IDENTITY, "Homework 1 (12)", column, "Final Score")
    rows = []
    for number, login in enumerate(STUDENTS):
        who = dict(zip(IDENTITY, (f"={login}", str(number), "", login, "A"), strict=True))
        rows.append(Person(login, f"={login}", {**who, column: cells.get(login, "")}))
    roster = Roster(tuple(rows), columns, "canvas")
    if possible is None:
        return roster
    return dataclasses.replace(roster, rest=({"Student": "    Points Possible", column: possible},))


def test_canvas_gets_its_own_rows_and_only_our_columns(out):
    done = export(out, "canvas", roster=gradebook(), policy=LATE)
    lines = (out / "canvas.csv").read_text(encoding="utf-8").splitlines()
    head, possible, *rows = csv.reader(lines)
    new = f"ex04 {EX04.title.en}"
    assert head == [*IDENTITY, new, "Ex 5: prediction (4711)"]
    assert possible[0].strip() == "Points Possible"
    assert possible[1:] == ["", "", "", "", str(EX04.points), ""]
    assert [row[0] for row in rows] == ["'=kim", "'=lee", "'=park", "'=mun"]
    assert [row[1:5] for row in rows] == [[str(n), "", s, "A"] for n, s in enumerate(STUDENTS)]
    assert [row[5:] for row in rows] == [
        ["", f"{FINAL:g}"],
        ["", ""],
        ["", "0"],
        [str(EX04.points), ""],
    ]
    assert "its points in Canvas are not known" in said(done.notes)
    assert done.faults == []


def test_canvas_grades_give_way_but_never_in_silence(out):
    old = gradebook(kim="12,5", lee="9", park="EX", mun="N/A")
    notes = said(export(out, "canvas", roster=old).notes)
    rows = {row["SIS Login ID"]: row for row in table(out / "canvas.csv")}
    column = "Ex 5: prediction (4711)"
    assert [rows[s][column] for s in STUDENTS] == [str(RAW), "9", "EX", "N/A"]
    assert f"kim (=kim) {EX05.stem}: the grade 12,5 in Canvas gives way to {RAW}." in notes
    assert "Canvas says EX, which was left as it is. The score would be 0." in notes
    assert not re.search(r"lee \(=lee\).*gives way", notes)


def test_canvas_same_grade_is_no_remark(out):
    assert "gives way" not in said(export(out, "canvas", roster=gradebook(kim=f"{RAW}.0")).notes)


def test_canvas_scores_are_out_of_its_own_points(out):
    done = export(out, "canvas", roster=gradebook(possible="100.0"))
    assert table(out / "canvas.csv")[1]["Ex 5: prediction (4711)"] == f"{100 * RAW / EX05.points:g}"
    assert "not known" not in said(done.notes)


@pytest.mark.parametrize("roster", [None, people("kim"), people("kim", kind="canvas")])
def test_canvas_needs_its_gradebook(out, roster):
    with pytest.raises(UserError, match=r"Export Entire Gradebook.*--students"):
        export(out, "canvas", roster=roster)
    assert not (out / "canvas.csv").exists()


def test_canvas_two_columns_for_one_exercise_are_told(out):
    roster = gradebook()
    roster = dataclasses.replace(roster, columns=(*roster.columns, "ex05 retake (99)"))
    with pytest.raises(UserError, match="two columns"):
        export(out, "canvas", roster=roster)


def test_grade_of_a_stranger_is_a_fault_and_a_double_stops_all(out):
    folder_of(out, graded("who=<b>\n"))
    done = export(out, "canvas", roster=gradebook())
    assert (
        said(done.faults)
        == f"who=<b> {EX05.stem}: not on the student list, so this score is left out."
    )

    class Loose(Roster):
        def find(self, student):
            return self.people[0]

    with pytest.raises(UserError, match="two submissions are the same student's: kim, lee"):
        export(out, "canvas", roster=Loose(gradebook().people, gradebook().columns, "canvas"))


# ---------------------------------------------------------------- Moodle

SHEET = ("Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade")
SHEET += ("Grade can be changed", "Last modified (grade)", "Feedback comments")


def worksheet(columns=SHEET, **cells):
    rows = []
    for number, login in enumerate(STUDENTS):
        row = {"Identifier": f"Participant {number}", "Full name": login, "Status": "Submitted"}
        row |= {"Grade": "", "Maximum Grade": "100.00", "Last modified (grade)": "-"}
        row |= {"Feedback comments": ""} | cells.get(login, {})
        rows.append(Person(login, login, {name: row.get(name, "") for name in columns}))
    return Roster(tuple(rows), columns, "moodle")


def test_moodle_worksheet_is_filled_in_out_of_its_maximum(out):
    done = export(out, "moodle", roster=worksheet(), policy=LATE, only=[EX05.stem])
    rows = table(out / f"moodle-{EX05.stem}.csv")
    assert tuple(rows[0]) == SHEET
    assert [row["Identifier"] for row in rows] == [f"Participant {n}" for n in range(4)]
    assert [row["Grade"] for row in rows] == [
        f"{round(100 * FINAL / EX05.points, 2):g}",
        "",
        "0",
        "",
    ]
    assert rows[0]["Feedback comments"] == (
        f"rnnlab: score {RAW} / {EX05.points}, {0.2 * EX05.points:g} taken off for lateness, "
        f"final {FINAL:g} / {EX05.points}"
    )
    assert rows[1]["Feedback comments"] == ""
    assert {row["Last modified (grade)"] for row in rows} == {"-"}
    assert "only be uploaded" not in said(done.notes)


def test_moodle_keeps_what_teachers_wrote(out):
    mine = "- <p>well\ndone</p>"
    old = worksheet(
        kim={"Grade": "50", "Feedback comments": mine},
        lee={"Grade": "70.0"},
        park={"Feedback comments": "rnnlab: score 3 / 20"},
    )
    done = export(out, "moodle", roster=old)
    kim, lee, park, mun = table(out / f"moodle-{EX05.stem}.csv")
    assert kim["Feedback comments"] == mine
    assert lee["Grade"] == "70.0"
    assert park["Feedback comments"] == f"rnnlab: score 0 / {EX05.points}"
    assert mun["Grade"] == ""
    assert f"kim {EX05.stem}: the grade 50 in Moodle gives way to" in said(done.notes)
    assert "can only be uploaded to the assignment that it came from" in said(done.notes)
    assert (out / f"moodle-{EX04.stem}.csv") in done.files


def test_moodle_grade_import_takes_no_student_twice(out):
    class Loose(Roster):
        def find(self, student):
            return self.people[0]

    with pytest.raises(UserError, match="two submissions are the same student's"):
        export(out, "moodle", roster=Loose((Person("kim"),)))
    assert not (out / "moodle.csv").exists()


def test_moodle_sheet_in_korean(out):
    names = ("식별자", "성명", "성적", "최고 성적", "피드백 댓글")
    row = dict(zip(names, ("참여자 3", "kim", "", "10,00", ""), strict=True))
    roster = Roster((Person("kim", "kim", row),), names, "moodle")
    export(out, "moodle", roster=roster, only=[EX05.stem])
    (kim,) = table(out / f"moodle-{EX05.stem}.csv")
    assert kim["성적"] == f"{round(10 * RAW / EX05.points, 2):g}"
    assert kim["피드백 댓글"].startswith("rnnlab: ")


def test_moodle_sheet_without_a_grade_is_told(out):
    with pytest.raises(UserError, match="no column Grade"):
        export(out, "moodle", roster=worksheet(columns=("Identifier", "Full name")))


def test_moodle_grade_import_goes_by_id_and_address(out):
    roster = people("kim", "choi", Email="k@example.org")
    (file,) = export(out, "moodle", roster=roster, policy=LATE).files
    rows = {row["ID number"]: row for row in table(file)}
    assert [*rows] == ["choi", "kim", "lee", "mun", "park"]
    assert rows["kim"]["Email address"] == "k@example.org"
    heads = f"ex04 {EX04.title.en}", f"ex05 {EX05.title.en}"
    assert [[rows[s][h] for h in heads] for s in ("choi", "kim", "lee", "mun", "park")] == [
        ["", ""],
        ["", f"{FINAL:g}"],
        ["", ""],
        [str(EX04.points), ""],
        ["", "0"],
    ]


# ---------------------------------------------------------------- Gradescope


@pytest.mark.parametrize("name", ["park", "=park, 2", "박\n지성"])
def test_what_only_an_earlier_run_found_is_named(tmp_path, name):
    kim, of_another = graded("kim"), graded("mun", EX04)
    out = folder_of(tmp_path / "graded", kim, graded(name), of_another)
    folder.write_grades([kim], out / folder.TABLE)
    notes = [note.en for note in export(out, "csv").notes]
    assert sum("Not found by the last run" in note for note in notes) == 1
    (note,) = (note for note in notes if "Not found by the last run" in note)
    assert "ex05" in note
    assert "ex04" not in note
    folder.write_grades([kim, graded(name)], out / folder.TABLE)
    assert "Not found" not in " ".join(note.en for note in export(out, "csv").notes)


def test_gradescope_has_a_test_per_check_and_the_score_after_the_penalty(out):
    files = export(out, "gradescope", policy=LATE).files
    found = json.loads((out / "gradescope" / "kim" / EX05.stem / "results.json").read_text("utf-8"))
    assert len(files) == 4
    assert found["score"] == FINAL
    assert f"{0.2 * EX05.points:g} taken off {RAW} for lateness." in found["output"]
    assert found["execution_time"] == 1.5
    assert [t["max_score"] for t in found["tests"]] == [c.points for c in EX05.checks]
    assert sum(t["score"] for t in found["tests"]) == RAW
    wrong = [t for t in found["tests"] if t["status"] == "failed"]
    assert all(t["name"].startswith("train: ") for t in wrong)
    assert wrong[0]["output"].startswith("It is wrong.\nWhat to try: ")
    assert all(t["output"] == "" for t in found["tests"] if t["status"] == "passed")
    assert {t["visibility"] for t in found["tests"]} == {"visible"}


def test_gradescope_not_graded_has_no_score_and_no_tests():
    found = results.results(ungraded("lee"))
    assert not {"score", "tests"} & found.keys()
    assert "It is not\na notebook." in found["output"]


def test_gradescope_says_not_attempted_and_shows_text_as_text():
    found = results.results(stub("park"), Penalty(None))
    assert {t["output"] for t in found["tests"]} == {"not attempted"}
    message = Text(HOSTILE, f"{HOSTILE}\x1b[31m\u202e")
    found = results.results(graded("x", checks=(result(EX05.checks[0], 0, None, message),)))
    assert found["tests"][0]["output"].startswith(f"{HOSTILE}\nWhat to try: ")
    assert found["tests"][0]["output_format"] == found["output_format"] == "text"


def test_gradescope_tells_no_seed():
    text = json.dumps(results.results(graded("kim", seed=987654321)))
    assert "987654321" not in text


# ---------------------------------------------------------------- nbgrader

nbapi = pytest.importorskip("nbgrader.api", reason="nbgrader is not installed")
NAMES = {task.name: f"check_{task.name}" for task in EX04.tasks}
FIRST, SECOND, *_ = NAMES
SENTENCE = "Every neuron has a bias, and it is missing here."
EVIL = nbformat.v4.new_notebook(
    metadata={"title": HOSTILE, "language_info": {"name": HOSTILE, "pygments_lexer": "html"}}
)


def nbgrader(folder, *arguments):
    places = {name: str(folder) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR")}
    places["PATH"] = os.pathsep.join((os.path.dirname(sys.executable), os.environ["PATH"]))
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **places}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def hand_in(folder, student, book, stamp=None):
    path = folder / "submitted" / student / "ex04" / f"{EX04.stem}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(book if isinstance(book, str) else nbformat.writes(book), encoding="utf-8")
    if stamp:
        (path.parent / "timestamp.txt").write_text(stamp)


def released(folder, **answers):
    book = nbformat.read(folder / "release" / "ex04" / f"{EX04.stem}.ipynb", as_version=4)
    for cell in book.cells:
        cell.source = answers.get(cell.id, cell.source)
    return book


def evil(folder):
    """A submission whose every part would run a script, and that unlocks and moves cells."""
    book = released(folder, **{FIRST: f"# {HOSTILE}\ndef simple_rnn_params(): ..."})
    html = {"text/html": HOSTILE, "application/javascript": "document.title='pwned'"}
    for cell in book.cells:
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("display_data", data=html)]
        if cell.id == NAMES[SECOND]:
            cell.source, cell.metadata.nbgrader.points = "check = print", 1000
            cell.metadata.nbgrader.locked = False
    mermaid = f"```mermaid\n{HOSTILE}\n```"
    link = "[x](javascript:document.title='pwned')"
    book.cells[1:1] = [
        nbformat.v4.new_markdown_cell(HOSTILE),
        nbformat.v4.new_markdown_cell(mermaid + "\n````\n" + HOSTILE),
        nbformat.v4.new_raw_cell(HOSTILE, metadata={"raw_mimetype": "text/html"}),
        nbformat.v4.new_markdown_cell(link),
        nbformat.v4.new_markdown_cell(f"$$ ```\n{HOSTILE}\n$$\\begin{{x}}{HOSTILE}\\end{{x}}"),
        nbformat.v4.new_code_cell("extra = 1", metadata={"tags": [HOSTILE]}),
    ]
    book.metadata |= EVIL.metadata
    book.metadata.widgets = {"application/vnd.jupyter.widget-state+json": {"x": HOSTILE}}
    return book


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A course of nbgrader's that released ex04, with its settings out of the ordinary."""
    folder = tmp_path_factory.mktemp("school")
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.CourseDirectory.autograded_directory = 'by_machine'\n"
        "c.CourseDirectory.db_url = 'sqlite:///grades.db'\n"
        "c.NbGrader.logfile = ''\n"
    )
    source = folder / "source" / "ex04" / f"{EX04.stem}.ipynb"
    source.parent.mkdir(parents=True)
    source.write_text(build.notebook(EX04, "en", solved=True), encoding="utf-8")
    nbgrader(folder, "generate_assignment", "ex04")
    with nbapi.Gradebook(f"sqlite:///{folder}/grades.db") as book:
        book.update_or_create_assignment("ex04", duedate=DUE)
    hand_in(folder, "right", released(folder, **{FIRST: "mine = 1"}), "2026-11-20 11:00:00 UTC")
    hand_in(folder, "late", released(folder), "2026-11-22 00:00:00.5 UTC")
    hand_in(folder, "stub", released(folder))
    hand_in(folder, "broken", "{")
    hand_in(folder, "evil", evil(folder))
    return folder


def class_of_nbgrader():
    checks = [c for c in EX04.checks if c.task == FIRST]
    message = Text(SENTENCE, f"{SENTENCE} {HOSTILE} $x$")
    wrong = tuple(
        result(c, 0, None, message) if c in checks else result(c, c.points) for c in EX04.checks
    )
    return [
        graded("right", EX04),
        graded("late", EX04, checks=wrong),
        stub("stub", EX04),
        ungraded("broken", EX04, HOSTILE),
        graded("evil", EX04, checks=wrong, notes=(Text(HOSTILE, HOSTILE),)),
        graded("absent", EX04),
    ]


def to_nbgrader(folder, **options):
    options = {"policy": policy("10%/day"), "course_dir": folder, **options}
    return export(folder / "graded", "nbgrader", **options)


@pytest.fixture(scope="module")
def done(school, tmp_path_factory):
    """The same course with its reports exported, and nbgrader's own feedback on them."""
    folder = tmp_path_factory.mktemp("done") / "course"
    shutil.copytree(school, folder)
    folder_of(folder / "graded", *class_of_nbgrader())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RNNLAB_LANG", "en")
        roster = people("right", "late", "stub", "nobody")
        people_ = (*roster.people, Person("evil", "Kim, Minseo"), Person("absent", "Ada Lovelace"))
        done = to_nbgrader(folder, roster=Roster(people_))
        assert done.faults == []
        nbgrader(folder, "generate_feedback", "ex04")
        nbgrader(folder, "export", "--to", "grades.csv")
    return folder


@pytest.fixture
def fresh(school, tmp_path):
    folder = tmp_path / "course"
    shutil.copytree(school, folder)
    folder_of(folder / "graded", *class_of_nbgrader()[:4])
    return folder


def book_of(folder):
    return nbapi.Gradebook(f"sqlite:///{folder}/grades.db")


def shown(folder, student):
    file = folder / "by_machine" / student / "ex04" / f"{EX04.stem}.ipynb"
    return nbformat.read(file, as_version=4)


def page(folder, student):
    return folder / "feedback" / student / "ex04" / f"{EX04.stem}.html"


FIRST_POINTS = sum(c.points for c in EX04.checks if c.task == FIRST)
WITHOUT_FIRST = EX04.points - FIRST_POINTS
DUE_COST = 0.2 * EX04.points


def test_nbgrader_exports_our_scores_and_penalties(done):
    rows = {row["student_id"]: row for row in table(done / "grades.csv")}
    keys = "raw_score", "late_submission_penalty", "score", "max_score"
    most = float(EX04.points)
    assert {s: tuple(float(row[k]) for k in keys) for s, row in rows.items()} == {
        "right": (most, 0, most, most),
        "late": (WITHOUT_FIRST, DUE_COST, WITHOUT_FIRST - DUE_COST, most),
        "stub": (0, 0, 0, most),
        "broken": (0, 0, 0, most),
        "evil": (WITHOUT_FIRST, 0, WITHOUT_FIRST, most),
        "absent": (most, 0, most, most),
    }
    assert rows["right"]["timestamp"] == "2026-11-20 11:00:00"
    names = [(rows[s]["first_name"], rows[s]["last_name"]) for s in ("evil", "absent", "late")]
    assert names == [("Minseo", "Kim"), ("Ada", "Lovelace"), ("", "late")]


def test_formgrader_sees_the_totals_and_who_waits_for_a_grade(done):
    with book_of(done) as book:
        notebooks = {n["student"]: n for n in book.notebook_submission_dicts(EX04.stem, "ex04")}
        assignments = {a["student"]: a for a in book.submission_dicts("ex04")}
    for found in (notebooks, assignments):
        assert {s: n["score"] for s, n in found.items()} == {
            "right": EX04.points,
            "late": WITHOUT_FIRST,
            "stub": 0,
            "broken": 0,
            "evil": WITHOUT_FIRST,
            "absent": EX04.points,
        }
        assert [s for s, n in found.items() if n["needs_manual_grade"]] == ["broken"]
    assert {s for s, n in notebooks.items() if n["failed_tests"]} == {"late", "stub", "evil"}


def test_nbgrader_takes_the_submissions_for_autograded(done):
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    places = {"autograded_directory": "by_machine", "db_url": f"sqlite:///{done}/grades.db"}
    api = NbGraderAPI(CourseDirectory(root=str(done), **places))
    assert api.get_autograded_students("ex04") == {
        "right",
        "late",
        "stub",
        "broken",
        "evil",
        "absent",
    }


def test_scores_are_by_cell_and_comments_name_what_was_not_attempted(done):
    with book_of(done) as book:
        late = book.find_submission_notebook(EX04.stem, "ex04", "late")
        points = {grade.name: grade.auto_score for grade in late.grades}
        assert points[NAMES[FIRST]] == 0
        assert (
            points[NAMES[SECOND]]
            == book.find_grade_cell(NAMES[SECOND], EX04.stem, "ex04").max_score
        )
        assert {comment.auto_comment for comment in late.comments} == {None}
        untouched = book.find_submission_notebook(EX04.stem, "ex04", "stub")
        assert {comment.auto_comment for comment in untouched.comments} == {"not attempted"}
        broken = book.find_submission_notebook(EX04.stem, "ex04", "broken")
        assert {(g.auto_score, g.needs_manual_grade) for g in broken.grades} == {(None, True)}


def test_feedback_page_holds_our_sentence(done):
    html = page(done, "late").read_text(encoding="utf-8")
    assert SENTENCE in html
    assert f"Score: {WITHOUT_FIRST - DUE_COST}" in html
    assert "Late submission penalty" in html
    assert SENTENCE not in page(done, "right").read_text(encoding="utf-8")


def test_shown_notebook_is_the_released_one_with_the_students_code(done):
    frame, mine = released(done), shown(done, "right")
    assert [c.id for c in mine.cells] == [c.id for c in frame.cells]
    changed = [c.id for c, f in zip(mine.cells, frame.cells, strict=True) if c.source != f.source]
    assert changed == [FIRST]
    assert [c.metadata for c in mine.cells] == [c.metadata for c in frame.cells]
    with_output = [c.id for c in mine.cells if c.get("outputs")]
    assert with_output == [*NAMES.values()]
    nbformat.validate(mine)


def test_shown_notebook_of_a_damaged_file_is_the_released_one_with_a_remark(done):
    for student, remark in (("broken", "not a valid notebook"), ("absent", "No submitted file")):
        first, *rest = shown(done, student).cells
        assert remark in first.outputs[0].data["text/html"]
        assert [(c.id, c.source) for c in rest] == [(c.id, c.source) for c in released(done).cells]


def test_hostile_notebook_keeps_its_code_and_loses_the_rest(done):
    book = shown(done, "evil")
    by_id = {cell.id: cell for cell in book.cells}
    assert by_id[NAMES[SECOND]].source == f"check({SECOND})"
    assert (
        by_id[NAMES[SECOND]].metadata
        == {c.id: c for c in released(done).cells}[NAMES[SECOND]].metadata
    )
    assert HOSTILE in by_id[FIRST].source
    assert "extra = 1" in [cell.source for cell in book.cells]
    assert book.metadata == released(done).metadata
    for cell in book.cells:
        assert cell.cell_type != "raw"
        if cell.cell_type == "markdown" and "pwned" in cell.source:
            assert cell.source.startswith("```")
    assert len({cell.id for cell in book.cells}) == len(book.cells)
    nbformat.validate(book)


@pytest.mark.skipif(not shutil.which("chromium"), reason="there is no chromium to open the page in")
@pytest.mark.parametrize("student", ["evil", "broken"])
def test_no_script_of_a_submission_runs_in_the_instructors_browser(done, student):
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    resolve = "--host-resolver-rules=MAP * ~NOTFOUND"
    dom = subprocess.run(
        [*command, resolve, page(done, student).as_uri()], capture_output=True, text=True
    ).stdout
    assert re.search("<title>(.*)</title>", dom)[1] == EX04.stem
    assert "document.title=" in dom, "it is shown as text"
    assert not re.search(r'<script[^>]*>document.title|<img[^>]*onerror|href="javascript:', dom)


def dump(folder):
    with sqlite3.connect(folder / "grades.db") as database:
        rows = list(database.iterdump())
    database.close()
    files = sorted((folder / "by_machine").rglob("*.*"))
    return rows, [(file, file.read_bytes()) for file in files]


def test_exported_to_nbgrader_again_changes_nothing(fresh):
    to_nbgrader(fresh)
    first = dump(fresh)
    assert to_nbgrader(fresh).faults == []
    assert dump(fresh) == first


def test_what_a_person_graded_stays(fresh):
    to_nbgrader(fresh)
    with book_of(fresh) as book:
        grade = book.find_grade(NAMES[FIRST], EX04.stem, "ex04", "late")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 1.5, 0.5, False
        book.find_comment(FIRST, EX04.stem, "ex04", "late").manual_comment = "Come and see me."
        book.db.commit()
    to_nbgrader(fresh)
    folder_of(fresh / "graded", graded("right", EX04), graded("stub", EX04))
    to_nbgrader(fresh)
    with book_of(fresh) as book:
        grade = book.find_grade(NAMES[FIRST], EX04.stem, "ex04", "late")
        assert (grade.manual_score, grade.score, grade.needs_manual_grade) == (1.5, 2, False)
        comment = book.find_comment(FIRST, EX04.stem, "ex04", "late")
        assert comment.comment == "Come and see me."
        assert book.find_submission("ex04", "stub").score == EX04.points
        book.find_grade(NAMES[FIRST], EX04.stem, "ex04", "late")
    folder_of(fresh / "graded", graded("late", EX04))
    to_nbgrader(fresh)
    with book_of(fresh) as book:
        grade = book.find_grade(NAMES[FIRST], EX04.stem, "ex04", "late")
        assert (grade.score, grade.needs_manual_grade) == (2, True), "what it overrides has changed"


def test_due_times_and_extensions_of_the_gradebook_count(fresh):
    to_nbgrader(fresh)
    with book_of(fresh) as book:
        assert book.find_submission("ex04", "late").late_submission_penalty == DUE_COST
        book.grant_extension("ex04", "late", days=1)
    to_nbgrader(fresh)
    with book_of(fresh) as book:
        assert book.find_submission("ex04", "late").late_submission_penalty == DUE_COST / 2
    to_nbgrader(fresh, policy=policy("10%/day", ["ex04=2026-12-01"]))
    with book_of(fresh) as book:
        assert book.find_submission("ex04", "late").late_submission_penalty == 0


def test_time_of_the_report_counts_where_nbgrader_has_none(fresh):
    day = datetime.fromisoformat(DUE) + timedelta(days=1)
    folder_of(fresh / "graded", graded("stub", EX04, submitted=day.isoformat()))
    to_nbgrader(fresh)
    with book_of(fresh) as book:
        found = book.find_submission("ex04", "stub")
        assert found.timestamp.isoformat() == "2026-11-21T12:00:00"
        assert found.late_submission_penalty == 0.1 * EX04.points


def test_a_teams_score_is_all_its_members_in_nbgrader_too(fresh):
    folder_of(fresh / "graded", graded("Team 7", EX04))
    hand_in(fresh, "Team 7", released(fresh), "2026-11-20 11:00:00 UTC")
    members = Person("kim", "Kim Ada", team="Team 7"), Person("lee", team="Team 7")
    assert to_nbgrader(fresh, roster=Roster((*members, Person("right")))).faults == []
    with book_of(fresh) as book:
        for student in ("kim", "lee"):
            assert book.find_submission("ex04", student).score == EX04.points
            assert shown(fresh, student).cells
        assert book.find_student("kim").last_name == "Ada"
        assert "Team 7" not in {student.id for student in book.students}
    wild = Person("../../kim", team="Team 8")
    folder_of(fresh / "graded", graded("Team 8", EX04))
    (fault,) = to_nbgrader(fresh, roster=Roster((*members, wild))).faults
    assert "no folder can have this name" in fault.en
    folder_of(fresh / "graded", graded("lee", EX04))
    (fault,) = to_nbgrader(fresh, roster=Roster((*members, Person("right")))).faults
    assert "another is there already: lee: Team 7" in fault.en
    assert not list(fresh.parent.glob("kim*"))


def test_a_fault_in_one_row_is_named_and_the_others_go_on(fresh):
    other = tuple(dataclasses.replace(result(c, 0), max_points=9) for c in EX04.checks)
    names = "..", "a/b\n<i>", "right"
    folder_of(
        fresh / "graded", *(graded(n, EX04) for n in names), graded("late", EX04, checks=other)
    )
    before = dump(fresh)
    done = to_nbgrader(fresh)
    assert len(done.faults) == 3
    assert (
        f"late {EX04.stem}: not written to nbgrader's gradebook: the gradebook has no cell"
        in said(done.faults)
    )
    assert f"a/b <i> {EX04.stem}: not written" in said(done.faults)
    with book_of(fresh) as book:
        assert {s.id for s in book.students} == {"right", "stub", "broken"}
    assert not (fresh / "by_machine" / "late").exists()
    assert before != dump(fresh)


def test_several_assignments_with_one_exercise(fresh):
    with book_of(fresh) as book:
        book.add_assignment("again")
        book.add_notebook(EX04.stem, "again")
        for task in EX04.tasks:
            cell = {"cell_type": "code", "max_score": task.points}
            book.add_grade_cell(NAMES[task.name], EX04.stem, "again", **cell)
            book.add_solution_cell(task.name, EX04.stem, "again")
    shutil.copytree(fresh / "release" / "ex04", fresh / "release" / "again")
    shutil.move(fresh / "submitted" / "right" / "ex04", fresh / "submitted" / "right" / "again")
    folder_of(fresh / "graded", graded("absent", EX04))
    done = to_nbgrader(fresh)
    assert said(done.faults).startswith(f"absent {EX04.stem}: not written")
    with book_of(fresh) as book:
        assert {s.student.id for s in book.assignment_submissions("again")} == {"right"}
        assert "right" not in {s.student.id for s in book.assignment_submissions("ex04")}


def test_python_file_is_shown_whole(fresh):
    folder = fresh / "submitted" / "stub" / "ex04"
    (folder / f"{EX04.stem}.ipynb").unlink()
    (folder / f"{EX04.stem}.py").write_text("first = 1\n\n\ndef simple_rnn_params(): ...\n")
    to_nbgrader(fresh)
    assert shown(fresh, "stub").cells[0].source.startswith("first = 1")


LONG = [
    {"cells": [nbformat.v4.new_markdown_cell("x")] * 2000},
    {"cells": [nbformat.v4.new_markdown_cell("x" * 600_000)] * 2},
    {"cells": [{"cell_type": "markdown", "source": {"x": 1}, "metadata": 3, "id": ["x"]}] * 3},
    {"worksheets": [{"cells": [{"cell_type": "code", "input": ["v3 = 1"]}]}]},
]


@pytest.mark.parametrize("book", LONG, ids=["cells", "prose", "odd", "version 3"])
def test_odd_notebooks_are_shown_in_bounds(fresh, book):
    hand_in(fresh, "stub", json.dumps(book))
    assert to_nbgrader(fresh, only=[EX04.stem]).faults == []
    made = shown(fresh, "stub")
    nbformat.validate(made)
    assert len(made.cells) <= len(released(fresh).cells) + 3


def unreleased(folder):
    shutil.rmtree(folder / "release")


def unconfigured(folder):
    (folder / "nbgrader_config.py").write_text("c = 1 +")


def misconfigured(folder):
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.root = 3\n")


def unassigned(folder):
    folder_of(folder / "graded", graded("right", EX05))


def empty(folder):
    (folder / "grades.db").unlink()


def no_database(folder):
    (folder / "grades.db").write_bytes(b"no database" * 1000)


def outdated(folder):
    with sqlite3.connect(folder / "grades.db") as database:
        database.execute("ALTER TABLE assignment DROP COLUMN duedate")
    database.close()


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (
            unreleased,
            "the released notebook cannot be read. Run nbgrader generate_assignment again.",
        ),
        (unconfigured, "nbgrader_config.py cannot be used"),
        (misconfigured, "nbgrader_config.py cannot be used"),
        (unassigned, f"gradebook has no {EX05.stem}. Run nbgrader generate_assignment first."),
        (empty, "grades.db. Run nbgrader generate_assignment first."),
        (no_database, "gradebook cannot be used"),
        (outdated, "run nbgrader db upgrade"),
    ],
)
def test_nbgrader_course_that_cannot_be_used_is_told_in_one_line(fresh, damage, word):
    damage(fresh)
    path = sys.path[:]
    with pytest.raises(UserError) as told:
        to_nbgrader(fresh)
    assert word in str(told.value)
    assert "\n" not in str(told.value)
    assert not (fresh / "by_machine").exists()
    assert sys.path == path


@pytest.mark.parametrize("folder", [None, Path("no/such/folder")])
def test_nbgrader_needs_its_course_folder(out, folder):
    with pytest.raises(UserError, match="--course"):
        export(out, "nbgrader", course_dir=folder)
