"""Outside tools have a room each: no other room, and nothing below, knows what is theirs."""

import ast
import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import ANSWERS, CHECKS, DOUBLE, SOLUTION, put

import rnnlab
from rnnlab import platforms
from rnnlab.classroom import roster
from rnnlab.classroom.intake import submissions
from rnnlab.platforms.export import export
from rnnlab.text import UserError

ENGINE = Path(rnnlab.__file__).parent
SHARED = ("export", "grades", "parts", "platform", "release")


def imported(file):
    """What a file imports, as dotted names, also within functions."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file} imports by a relative name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_is_a_room_or_shared():
    found = {p.stem for p in (ENGINE / "platforms").iterdir() if p.suffix == ".py"}
    found |= {p.parent.name for p in (ENGINE / "platforms").glob("*/__init__.py")}
    rooms = {room.rpartition(".")[2] for room in platforms.ROOMS}
    assert found == {*rooms, *SHARED, "__init__"}


def test_what_rooms_share_imports_none():
    for name in SHARED:
        names = imported(ENGINE / "platforms" / f"{name}.py")
        assert not [n for n in names if n.startswith(tuple(platforms.ROOMS))], name


def test_a_classroom_names_no_platform():
    files = sorted((ENGINE / "classroom").rglob("*.py"))
    assert len(files) > 10
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not re.search("canvas|moodle|nbgrader|gradescope|colab", text, re.IGNORECASE), file


def test_commands_that_need_no_platform_import_none():
    program = (
        "import sys; from rnnlab.commands import main; main(sys.argv[1:], standalone_mode=False);"
        "print('loaded', [m for m in sys.modules if m.split('.')[0] in ('nbgrader', 'nbformat')"
        " or m.startswith('rnnlab.platforms.')])"
    )
    for command in ("--help", "tasks"):
        done = subprocess.run(
            [sys.executable, "-c", program, command], capture_output=True, encoding="utf-8"
        )
        assert done.returncode == 0, done.stderr
        assert "loaded []" in done.stdout


def test_no_name_is_two_platforms():
    names = [platform.name for platform in platforms.every()]
    assert len(set(names)) == len(names)


# ---------------------------------------------------------------- one more

HAKDANG = """
import csv

from rnnlab.classroom.intake.layout import Origin
from rnnlab.classroom.roster import Kind, numbered
from rnnlab.platforms.grades import Done
from rnnlab.platforms.platform import Export, Option, Platform
from rnnlab.text import Text


def origin(name):
    student, mark, file = name.partition("@")
    remarks = (Text("학당", "From Hakdang."),)
    return Origin(numbered("", student), file, remarks=remarks) if mark else None


def write(grades, term):
    rows = [(grades.person(r.student).name, term, grades.score(r)) for r in grades.reports]
    with open(grades.out / "hakdang.csv", "w", newline="") as file:
        csv.writer(file).writerows(rows)
    return Done([grades.out / "hakdang.csv"], [], [])


PLATFORM = Platform(
    "hakdang",
    origin,
    roster=Kind("hakdang", ("hak_no",)),
    export=Export(write, (Option("term", "--term", "Hakdang: which term."),)),
)
"""
HANDED_IN = {f"11@{DOUBLE}.py": ANSWERS["right"], "12@homework ex01.py": ANSWERS["squared"]}
LIST = "Hak_No,Name\n11,kim\n12,lee\n13,park\n"


@pytest.fixture
def hakdang(tmp_path, monkeypatch):
    """A course, a download and a student list of a platform of one small module."""
    put(tmp_path / "hakdang.py", HAKDANG)
    put(tmp_path / "course" / "solutions" / f"{DOUBLE}.py", SOLUTION)
    put(tmp_path / "course" / "tests" / f"test_{DOUBLE}.py", CHECKS)
    for name, text in HANDED_IN.items():
        put(tmp_path / "download" / name, text)
    put(tmp_path / "list.csv", LIST)
    monkeypatch.setenv("RNNLAB_COURSE", str(tmp_path / "course"))
    monkeypatch.setenv("RNNLAB_LANG", "en")
    return tmp_path


def test_another_lms_is_taken_in_and_listed(hakdang, monkeypatch):
    monkeypatch.syspath_prepend(hakdang)
    monkeypatch.setattr(platforms, "ROOMS", [*platforms.ROOMS, "hakdang"])
    downloads = platforms.downloads()
    kim, lee = submissions.find(hakdang / "download", downloads=downloads).submissions
    assert [(s.student, s.exercise) for s in (kim, lee)] == [
        ("_11", DOUBLE),
        ("_12", DOUBLE),
    ]
    assert kim.notes[0].en == "From Hakdang."
    found = roster.read(hakdang / "list.csv", platforms.lists())
    assert (found.kind, found.find(lee.student).name) == ("hakdang", "lee")
    assert [person.name for person in found.missing([kim.student, lee.student])] == ["park"]
    with pytest.raises(UserError, match="no reports are there"):
        export(hakdang, "hakdang", roster=found)


def test_another_lms_is_graded_and_exported_to(hakdang):
    program = (
        "from rnnlab import platforms; platforms.ROOMS.append('hakdang');"
        "from rnnlab.commands import main; main()"
    )
    path = os.pathsep.join((str(hakdang), str(ENGINE.parent)))

    def rnnlab(*arguments):
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=hakdang,
            env=os.environ | {"PYTHONPATH": path},
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    said = rnnlab("grade", "download", "--students", "list.csv", "--jobs", "1")
    assert "On the list, but nothing from: 13 park" in said
    rnnlab("export", "graded", "--to", "hakdang", "--students", "list.csv", "--term", "spring")
    with open(hakdang / "graded" / "hakdang.csv", newline="") as file:
        assert list(csv.reader(file)) == [["kim", "spring", "3.0"], ["lee", "spring", "1.0"]]
