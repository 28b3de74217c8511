"""No attack succeeds: one class of attackers, graded once, and each asked what it achieved."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import attack_lab
import bad_files
import pytest
from attack_lab import Lab

import rnnlab
from rnnlab.sandbox.confine.level import Level
from rnnlab.text import plain

pytestmark = pytest.mark.skipif(os.name == "nt", reason="attacks on Linux and macOS")

# What the lower level leaves open, and says so (see rnnlab.sandbox.confine).
NEEDS_FULL = {
    "theft/names_only": "Landlock hides contents, not that a file exists",
    "theft/others_processes": "processes show in /proc without a PID namespace",
}
# How an attack that was to tell what it got may end: with nothing, or refused by the system.
ENDS = re.compile(
    "GOT nothing|ended the Python process|did not finish|malformed|should be|comes back"
    "|(FileNotFound|Permission|ProcessLookup|OS|Memory)Error: "
)


@pytest.fixture(scope="session")
def lab(tmp_path_factory):
    """The class after its grading."""
    lab = Lab(tmp_path_factory.mktemp("lab"))
    if lab.level < Level.REDUCED:
        pytest.skip(f"confinement here is only {lab.level.name.lower()}: attacks would be real")
    lab.grade()
    return lab


def messages(report):
    """All that a report says of what happened."""
    texts = [report["reason"], *report["notes"], *(c["message"] for c in report["checks"])]
    return "\n".join(text for text in texts if text)


@pytest.mark.parametrize("attack", attack_lab.attacks())
def test_attack_fails(lab, attack):
    """It earns nothing, gets nothing, and its program ran as it was meant to."""
    if attack in NEEDS_FULL and lab.level < Level.FULL:
        pytest.skip(NEEDS_FULL[attack])
    report = lab.report(attack.replace("/", "-"))
    said = messages(report)
    assert report["score"] == 0, f"earned points: {said}"
    assert report["max_score"] == 4
    assert "GOT [" not in said
    assert "GOT " not in said.replace("GOT nothing", "")
    assert not re.search("NameError|ImportError|ModuleNotFoundError|IndentationError", said), said
    if "tell(" in (attack_lab.HERE / f"{attack}.py").read_text():
        assert ENDS.search(said), said


@pytest.mark.parametrize("student", ["honest-a", "honest-m", "honest-z", "a-honest", "z-honest"])
def test_honest_students_beside_them_have_full_marks(lab, student):
    report = lab.report(student)
    assert (report["score"], report["outcome"]) == (4, "passed"), messages(report)


def test_honest_mistakes_are_marked_as_usual(lab):
    wrong, nothing = lab.report("honest-wrong"), lab.report("honest-nothing")
    assert (wrong["score"], wrong["checks"][0]["diagnosis"]) == (0, "squared")
    assert wrong["checks"][2]["outcome"] == "not attempted"
    assert (nothing["score"], nothing["outcome"]) == (0, "not attempted")


def test_everyone_has_a_row_and_the_run_ended_by_itself(lab):
    assert lab.code in (0, 1), lab.output[-3000:]
    assert "Traceback" not in lab.output
    students = {row["student"].removeprefix("'") for row in lab.rows}
    assert {a.replace("/", "-") for a in attack_lab.attacks()} <= students
    assert len(students & {f"bad-{f.__name__}" for f in bad_files.BAD}) >= len(bad_files.BAD) - 3
    assert all(row["score"] == "" for row in lab.rows if row["outcome"] == "not graded")


def test_nothing_outside_was_changed(lab):
    paths = lab.before.keys() | lab.after.keys()
    assert not [path for path in paths if lab.before.get(path) != lab.after.get(path)]
    package = Path(rnnlab.__file__).parent
    assert not list(package.rglob("*zz_attack*"))
    strays = [p for p in Path("/tmp").glob("*") if lab.word in p.name or p.name.startswith("fill-")]
    assert not strays


def test_nothing_runs_on_and_nobody_was_called_or_killed(lab):
    assert lab.survivors == []
    assert lab.contacts == []
    assert lab.bystander_lives


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="System V IPC as Linux shows it")
def test_no_shared_memory_is_left(lab):
    kinds = ("shm", "msg", "sem")
    keys = "\n".join(Path(f"/proc/sysvipc/{kind}").read_text() for kind in kinds)
    assert not [n for n in range(16) if re.search(rf"^\s*{lab.ipc + n}\s", keys, re.M)]
    assert not [p for p in Path("/dev/shm").glob("*") if lab.word in p.name]


def test_no_secret_is_in_any_report(lab):
    found = [name for name, text in lab.pages().items() if f"{lab.word}-" in text]
    assert not found
    seed = (lab.out / ".seed").read_text().strip()
    reports = [json.loads(text) for name, text in lab.pages().items() if name.endswith(".json")]
    assert not [report for report in reports if seed in messages(report)]


def test_the_grader_stays_small(lab):
    assert lab.peak < 3 << 30


@pytest.mark.parametrize("name", [f.__name__ for f in bad_files.BAD])
def test_bad_file_has_its_sentence(lab, name):
    """It earns nothing, and its student reads why; what holds no file is told to the instructor."""
    if name in ("linked_folder", "endless_folders", "folder_as_file"):
        assert f"bad-{name}" in lab.output
        return
    report = lab.report(f"bad-{name}")
    assert not report["score"], messages(report)
    assert messages(report) or report["outcome"] == "not attempted"
    assert len(messages(report)) < 5000


@pytest.mark.parametrize("name", bad_files.HONEST)
def test_odd_but_honest_file_counts(lab, name):
    report = lab.report(f"odd-{name}")
    assert report["score"] == 1, messages(report)


@pytest.mark.parametrize("name", bad_files.ODD_NAMES)
def test_odd_name_is_graded_and_shown_harmlessly(lab, name):
    student = bad_files.ODD_NAMES[name]
    report = lab.report(student)
    assert report["score"] == 1
    assert report["student"].encode(errors="surrogateescape") == os.fsencode(student)


def test_pages_and_tables_are_inert(lab):
    pages = lab.pages()
    for name, text in pages.items():
        if name.endswith(".html"):
            assert "<script>alert" not in text
            assert "<img src=x" not in text
        assert not re.search("\x1b[]\\[]2?J?0?;?owned|\x07", text), name
    for row in lab.rows:
        assert not row["student"].startswith(("=", "+", "-", "@"))
        assert plain(row["student"]) == row["student"]
    assert len({id(r) for r in lab.rows}) == len(lab.rows)


@pytest.mark.skipif("RNNLAB_ATTACK_USER" not in os.environ, reason="names no user to run as")
def test_all_of_it_as_an_ordinary_user(tmp_path_factory):
    """``RNNLAB_ATTACK_USER=tester``: the same suite again as that user; only root can."""
    user = os.environ["RNNLAB_ATTACK_USER"]
    folder = Path("/var/tmp") / f"attacks-{user}-{os.getpid()}"
    folder.mkdir(mode=0o700)
    shutil.chown(folder, user, user)
    command = ["runuser", "-u", user, "--", "env", "-u", "RNNLAB_ATTACK_USER"]
    command += [f"HOME={folder}", sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += [__file__, f"--basetemp={folder}/lab"]
    try:
        done = subprocess.run(command, cwd=attack_lab.HERE.parents[1], check=False)
    finally:
        shutil.rmtree(folder)
    assert done.returncode == 0
