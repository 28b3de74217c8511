"""A class end to end: real runs, real workers, really killed."""

import contextlib
import csv
import dataclasses
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest
from tiny import ANSWERS, DOUBLE, put

from rnnlab.classroom import ledger, schedule
from rnnlab.classroom.intake import submissions
from rnnlab.grading import state, supervise
from rnnlab.grading.watch import Allowed
from rnnlab.grading.work import Work, grade, not_graded, work_of, works
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.source import Submission
from rnnlab.text import Text

SCORES = {"right": "3", "slow": "3", "squared": "1", "crash": "0", "stub": "0", "syntax": "0"}


def make_class(folder, copies=2):
    for n in range(copies):
        for kind, source in ANSWERS.items():
            put(folder / "submitted" / f"{kind}{n}" / "ex01" / f"{DOUBLE}.py", source)
    return folder


def environment(course):
    return {**os.environ, "RNNLAB_COURSE": str(course), "RNNLAB_LANG": "en"}


@contextlib.contextmanager
def started(course, *arguments, **options):
    command = [sys.executable, "-m", "rnnlab", "grade", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    with subprocess.Popen(command, env=environment(course), **pipes, **options) as process:
        try:
            yield process
        finally:
            process.kill()


def run(course, *arguments, **options):
    with started(course, *arguments, **options) as process:
        out, err = process.communicate(timeout=240)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def finished(out):
    return list(out.glob("*/*.json"))


def until(condition, seconds=180):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)
    return value


def family(pid):
    with contextlib.suppress(psutil.NoSuchProcess):
        return psutil.Process(pid).children(recursive=True)
    return []


def workers_of(pid):
    """The grading processes of a run: each has its fork server below it."""
    return [p for p in family(pid) if name_of(p) == "rnnlab-grader"]


def name_of(process):
    """The name of a process, "" if it has ended meanwhile."""
    try:
        return process.name()
    except psutil.Error:
        return ""


def contents(out):
    """Every file of a folder, but for the lock, byte for byte."""
    files = (f for f in out.rglob("*") if f.is_file() and f.name != ".lock")
    return {str(f.relative_to(out)): f.read_bytes() for f in files}


def but_for_seconds(out):
    """Every file of a folder with the measured times left out."""

    def blank(data):
        text = re.sub(r'"seconds": [0-9.]+', '"seconds": _', data.decode())
        text = re.sub(r"(?m),[0-9.]+$", ",_", text)
        text = re.sub(r'(?s)<table class="slow">.*?</table>', "", text)
        return re.sub(r'[0-9.]+(<span class="t" lang="..">초)', r"_\1", text)

    return {name: blank(data) for name, data in contents(out).items()}


def without_warning(errors):
    """The lines of a run's stderr, but for the one on a machine that confines less than fully."""
    return [line for line in errors.splitlines() if line and not line.startswith("⚠")]


def grades(out):
    with open(out / "grades.csv", encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


# ---------------------------------------------------------------- intake


@pytest.mark.usefixtures("in_tiny_course")
class TestIntake:
    @pytest.mark.parametrize(
        "layout",
        [
            "submitted/kim/ex01_double/ex01_double.ipynb",
            "submitted/kim/ex01/homework.py",
            "submitted/kim/Ex01 - copy.PY",
            "kim/ex01.ipynb",
        ],
    )
    def test_layouts(self, tmp_path, layout):
        file = put(tmp_path / layout, "")
        found = submissions.find(tmp_path)
        assert found == submissions.Intake([Submission("kim", DOUBLE, file)], [], [])

    def test_one_file_is_its_owners(self, tmp_path):
        file = put(tmp_path / "submitted" / "kim" / "ex01" / "ex01.py", "")
        assert submissions.find(file).submissions == [Submission("kim", DOUBLE, file)]

    @pytest.mark.parametrize("name", ["ex01/ex01.py", "ex01.py"])
    def test_one_students_folder(self, tmp_path, name):
        file = put(tmp_path / "submitted" / "kim" / name, "")
        found = submissions.find(tmp_path / "submitted" / "kim")
        assert found.submissions == [Submission("kim", DOUBLE, file)]

    def test_of_several_files_one_is_chosen_and_the_others_are_named(self, tmp_path):
        names = ["utils.py", "ex01_double (1).ipynb", "ex01_double.py", "ex01_double.ipynb"]
        for name in names:
            put(tmp_path / "kim" / "ex01" / name, "")
        (found,) = submissions.find(tmp_path).submissions
        assert found.path.name == "ex01_double.ipynb"
        assert set(found.unused) == set(names) - {"ex01_double.ipynb"}
        (note,) = found.notes
        assert "utils.py" in note.ko
        assert "utils.py" in note.en

    def test_a_file_that_names_no_exercise_is_kept_to_be_named(self, tmp_path):
        file = put(tmp_path / "kim" / "homework.py", "")
        assert submissions.find(tmp_path).submissions == [Submission("kim", "homework", file)]

    def test_hidden_files_and_checkpoints_are_left_out(self, tmp_path):
        put(tmp_path / "kim" / "ex01" / ".ipynb_checkpoints" / "ex01_double.ipynb", "")
        put(tmp_path / "kim" / ".ex01.py", "")
        put(tmp_path / ".git" / "ex01.py", "")
        assert submissions.find(tmp_path) == submissions.Intake([], ["kim"], [])

    def test_links_to_folders_are_named_and_not_followed(self, tmp_path):
        put(tmp_path / "outside" / "ex01" / "ex01.py", "")
        put(tmp_path / "class" / "lee" / "notes.txt", "")
        os.symlink(tmp_path / "outside", tmp_path / "class" / "kim")
        os.symlink(tmp_path / "outside" / "ex01", tmp_path / "class" / "lee" / "ex01")
        found = submissions.find(tmp_path / "class")
        assert [str(s.problem.en).split()[0] for s in found.submissions] == ["kim:", "lee/ex01:"]

    def test_the_folder_of_reports_is_no_student(self, tmp_path):
        put(tmp_path / "kim" / "ex01.py", "")
        put(tmp_path / "graded" / "kim" / "ex01_double.json", "")
        assert submissions.find(tmp_path, out=tmp_path / "graded").empty == []

    def test_only_some_exercises(self, tmp_path):
        put(tmp_path / "kim" / "ex01.py", "")
        assert submissions.find(tmp_path, {"ex02_other"}).submissions == []

    def test_a_fifo_and_a_link_get_a_sentence_and_do_not_block(self, tmp_path):
        os.mkfifo(tmp_path / "ex01.py")
        os.symlink(__file__, tmp_path / "link.py")
        for name in ("ex01.py", "link.py"):
            work = work_of(Submission("kim", DOUBLE, tmp_path / name), 1)
            assert "not a regular file" in work.source.en


# ---------------------------------------------------------------- the ledger


def work(student="kim", source=b"pass", **changes):
    return dataclasses.replace(Work(student, DOUBLE, f"{DOUBLE}.py", source, 1), **changes)


def graded(of):
    check = CheckResult(
        "test_double", Text("두 배", "Twice"), "double", 2, 2, Outcome.PASSED, None,
        Text("", ""), None, 0.1,
    )  # fmt: skip
    return Report(of.student, of.exercise, Text("두 배", "Double"), of.seed, (check,), seconds=0.5)


@pytest.mark.usefixtures("in_tiny_course")
class TestLedger:
    def test_keeps_what_is_graded(self, tmp_path):
        with ledger.opened(tmp_path) as book:
            assert book.kept(work()) is None
            book.keep(work(), graded(work()))
            kept = book.kept(work())
        assert (kept.score, kept.outcome, kept.seconds) == (2, Outcome.PASSED, 0.5)

    @pytest.mark.parametrize(
        "change",
        [
            {"source": b"pass "},
            {"seed": 2},
            {"fingerprint": "of other checks"},
            {"filename": "ex01.py"},
            {"notes": (Text("참고", "note"),)},
            {"follow_through": True},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_grades_again_what_has_changed(self, tmp_path, change):
        with ledger.opened(tmp_path) as book:
            book.keep(work(), graded(work()))
            assert book.kept(work(**change)) is None

    def test_another_language_grades_nothing_and_writes_the_report_anew(
        self, tmp_path, monkeypatch
    ):
        page = tmp_path / "kim" / f"{DOUBLE}.html"
        files = page, page.with_suffix(".json")
        with ledger.opened(tmp_path) as book:
            monkeypatch.setenv("RNNLAB_LANG", "ko")
            book.keep(work(), graded(work()))
            before = [file.read_bytes() for file in files]
            monkeypatch.setenv("RNNLAB_LANG", "en")
            assert book.kept(work()).score == 2
            assert '"title": "Twice"' in files[1].read_text().partition('"ko"')[0]
            assert '<html lang="en"' in page.read_text()
            monkeypatch.setenv("RNNLAB_LANG", "ko")
            assert book.kept(work()).score == 2
        assert [file.read_bytes() for file in files] == before

    def test_grades_again_what_was_not_graded(self, tmp_path):
        with ledger.opened(tmp_path) as book:
            book.keep(work(), not_graded(work(), "까닭", "why"))
            assert book.kept(work()) is None

    @pytest.mark.parametrize("damage", ["", "{", "[]", '{"digest": 1}', "\x00"])
    def test_grades_again_what_is_damaged(self, tmp_path, damage):
        with ledger.opened(tmp_path) as book:
            book.keep(work(), graded(work()))
            (tmp_path / "kim" / f"{DOUBLE}.json").write_text(damage)
            assert book.kept(work()) is None

    def test_grades_again_without_its_page(self, tmp_path):
        with ledger.opened(tmp_path) as book:
            book.keep(work(), graded(work()))
            (tmp_path / "kim" / f"{DOUBLE}.html").unlink()
            assert book.kept(work()) is None

    def test_versions_follow_the_checks_and_the_mistakes(self, tiny_course, tmp_path, monkeypatch):
        copy = tmp_path / "course"
        shutil.copytree(tiny_course, copy)
        monkeypatch.setenv("RNNLAB_COURSE", str(copy))

        def now():
            (of,) = works([Submission("kim", DOUBLE, tiny_course)], 1)
            return of.fingerprint

        seen = [now()]
        for file in ("tests/test_ex01_double.py", "tests/mistakes/ex01_double.py"):
            with open(copy / file, "a") as opened:
                opened.write("\n# changed\n")
            seen.append(now())
        assert len(set(seen)) == 3

    def test_other_checks_than_the_runs_grade_nothing(self):
        report = grade(work(fingerprint="of another machine"))
        assert report.outcome is Outcome.NOT_GRADED
        assert "differ" in report.reason.en

    def test_a_secret_seed_is_kept_and_private(self, tmp_path):
        with ledger.opened(tmp_path) as book:
            seed = book.seed(None)
            assert book.seed(None) == seed
            assert book.seed(7) == 7
        assert (tmp_path / ".seed").stat().st_mode & 0o077 == 0

    def test_sweeps_what_a_killed_run_left_half_written(self, tmp_path):
        parts = [put(tmp_path / name, "") for name in (".0a.part", "kim/.0b.part")]
        with ledger.opened(tmp_path):
            assert not any(part.exists() for part in parts)

    def test_only_one_run_at_a_time(self, tmp_path):
        busy = pytest.raises(ledger.BusyError, match=r"Another|다른")
        with ledger.opened(tmp_path), busy, ledger.opened(tmp_path):
            pass
        with ledger.opened(tmp_path):
            pass


# ---------------------------------------------------------------- workers


def grade_nothing(of, watch=None):
    """A unit of work that says by which process it was done."""
    return dataclasses.replace(graded(of), seconds=float(os.getpid()))


def die_once(of, watch):
    """Die of SIGKILL for a student called after a file that is not there yet."""
    if of.student.startswith(os.sep) and not os.path.exists(of.student):
        put_mark(of.student)
        os.kill(os.getpid(), signal.SIGKILL)
    return grade_nothing(of)


def put_mark(path):
    with open(path, "w"):
        pass


def die_always(of, watch):
    if of.student == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return grade_nothing(of)


LEAK = []


def leak(of, watch):
    LEAK.append(b"." * (16 << 20))
    return grade_nothing(of)


def hang(of, watch):
    time.sleep(600)


def spread(students, unit, jobs=2, allowed=None):
    with schedule.local(jobs, allowed, unit) as running:
        return list(running.reports(work(name) for name in students))


class TestWorkers:
    def test_a_worker_that_dies_costs_nothing(self, tmp_path):
        mark = str(tmp_path / "died")
        done = spread(["a", mark, "b", "c", "d"], die_once)
        assert sorted(of.student for of, _ in done) == sorted(["a", mark, "b", "c", "d"])
        assert {report.outcome for _, report in done} == {Outcome.PASSED}
        assert done[-1][0].student == mark, "what was lost comes last, alone"

    def test_what_kills_its_worker_twice_is_not_graded_and_nothing_else_is_lost(self):
        done = {of.student: report for of, report in spread(["a", "deadly", "b", "c"], die_always)}
        assert done["deadly"].outcome is Outcome.NOT_GRADED
        assert done["deadly"].score is None
        assert "died twice" in done["deadly"].reason.en
        assert {done[name].outcome for name in "abc"} == {Outcome.PASSED}

    def test_workers_that_grow_are_replaced(self, monkeypatch):
        monkeypatch.setattr(supervise, "GROWTH", 40 << 20)
        pids = [report.seconds for _, report in spread("abcdefgh", leak, jobs=1)]
        assert len(set(pids)) == 2

    def test_a_worker_does_many_and_one_at_a_time(self):
        with schedule.local(2, unit=grade_nothing) as running:
            pids, most = set(), 0
            for _, report in running.reports(work(str(n)) for n in range(12)):
                pids.add(report.seconds)
                most = max(most, len(running.current))
        assert len(pids) == 2
        assert most <= 2

    def test_a_grader_that_hangs_ends_itself(self):
        ((_, report),) = spread(["a"], hang, jobs=1, allowed=Allowed(wall=0.3))
        assert report.outcome is Outcome.NOT_GRADED

    def test_what_came_before_changes_nothing(self):
        import keras  # not above: the workers of these tests import this file

        def drawn():
            state.prepare(DOUBLE, 1)
            return keras.layers.Dense(1).name, keras.random.normal((3,)).numpy().tolist()

        first = drawn()
        keras.Sequential([keras.Input((2,)), keras.layers.Dense(3), keras.layers.Dense(1)])
        keras.utils.set_random_seed(99)
        assert drawn() == first


# ---------------------------------------------------------------- whole runs


@pytest.fixture(scope="module")
def a_class(tmp_path_factory):
    return make_class(tmp_path_factory.mktemp("class"))


@pytest.fixture(scope="module")
def undisturbed(tiny_course, a_class, tmp_path_factory):
    out = tmp_path_factory.mktemp("undisturbed")
    done = run(tiny_course, a_class, "--out", out, "--seed", 5, "--jobs", 1)
    assert done.returncode == 0, done.stderr
    return out, done


def test_scores_and_a_quiet_terminal(undisturbed):
    out, done = undisturbed
    scores = {student: row["score"] for student, row in grades(out).items()}
    assert scores == {f"{kind}{n}": SCORES[kind] for kind in ANSWERS for n in range(2)}
    lines = without_warning(done.stderr)
    assert len(lines) == 2 * len(ANSWERS)
    assert all(
        re.match(r"\[\d+/12\] \w+ ex01_double: \d / 3 [a-z ]+  \(\d+/min, ", x) for x in lines
    )


def test_a_run_over_a_finished_folder_changes_no_byte(tiny_course, a_class, undisturbed):
    out, _ = undisturbed
    before = contents(out)
    done = run(tiny_course, a_class, "--out", out, "--seed", 5)
    assert (done.returncode, without_warning(done.stderr)) == (0, ["Graded already: 12"])
    assert contents(out) == before


def test_killed_at_any_moment_a_run_goes_on_to_the_same_end(
    tiny_course, a_class, undisturbed, tmp_path
):
    arguments = (a_class, "--out", tmp_path, "--seed", 5, "--jobs", 2)
    with started(tiny_course, *arguments) as first:
        until(lambda: len(finished(tmp_path)) >= 2)
        second = run(tiny_course, *arguments)
        time.sleep(random.uniform(0, 0.5))
        children = family(first.pid)
        first.kill()
    assert (second.returncode, second.stdout) == (2, "")
    assert without_warning(second.stderr)[0].startswith("Another rnnlab grade is grading into")
    assert psutil.wait_procs(children, timeout=20)[1] == [], "nothing outlives the run"
    kept = {f: f.read_bytes() for f in finished(tmp_path)}

    with started(tiny_course, *arguments) as again:
        until(lambda: len(finished(tmp_path)) > len(kept) or again.poll() is not None)
        worker, *_ = workers_of(again.pid)
        worker.kill()
        _, errors = again.communicate(timeout=240)
    assert again.returncode == 0, errors
    assert f"Graded already: {len(kept)}\n" in errors
    assert {f: f.read_bytes() for f in kept} == kept, "what was kept is not graded again"
    assert but_for_seconds(tmp_path) == but_for_seconds(undisturbed[0])


def test_what_changed_and_what_was_not_graded_is_graded_alone(
    tiny_course, a_class, undisturbed, tmp_path
):
    shutil.copytree(a_class, tmp_path / "class")
    shutil.copytree(undisturbed[0], out := tmp_path / "out")
    submitted = tmp_path / "class" / "submitted"
    put(submitted / "stub0" / "ex01" / f"{DOUBLE}.py", ANSWERS["right"])
    stray = put(submitted / "stray" / "homework.py", "def mine(x):\n    return x\n")
    (submitted / "absent").mkdir()
    arguments = (tmp_path / "class", "--out", out, "--seed", 5, "--jobs", 1)

    done = run(tiny_course, *arguments)
    assert done.returncode == 1
    assert [line.split(":")[0] for line in without_warning(done.stderr)[1:]] == [
        "[1/2] stub0 ex01_double",
        "[2/2] stray homework",
    ]
    rows = grades(out)
    assert rows["stub0"]["score"] == "3"
    assert (rows["stray"]["score"], rows["stray"]["outcome"]) == ("", "not graded")
    assert "homework.py: no exercise" in done.stdout
    assert "No .ipynb or .py from: absent" in done.stdout

    stray.unlink()
    put(submitted / "stray" / "ex01.py", ANSWERS["squared"])
    done = run(tiny_course, *arguments)
    assert done.returncode == 0
    assert without_warning(done.stderr)[0] == "Graded already: 12"
    assert grades(out)["stray"]["score"] == SCORES["squared"]


def test_interrupted_a_run_says_how_to_go_on(tiny_course, a_class, tmp_path, request):
    arguments = (a_class, "--out", tmp_path / "out")
    # Where the suite itself runs in the background Ctrl-C is ignored, and so in what it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    with started(tiny_course, *arguments, start_new_session=True) as process:
        workers = until(lambda: workers_of(process.pid))
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert without_warning(errors) == [
        "Stopped. What is graded so far is kept. Run the same command again to go on."
    ]
    assert not any(worker.is_running() for worker in workers)


def tiny_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))


def test_errors_of_the_file_system_are_one_line(tiny_course, tmp_path):
    put(tmp_path / "class" / "kim" / "homework.py", "")
    blocked = put(tmp_path / "file", "")
    done = run(tiny_course, tmp_path / "class", "--out", blocked / "out")
    assert done.returncode == 2
    assert without_warning(done.stderr) == [
        f"A file could not be read or written: {blocked}/out: Not a directory."
    ]
    done = run(tiny_course, tmp_path / "class", "--out", tmp_path / "out", preexec_fn=tiny_files)
    assert done.returncode == 1
    assert "A file could not be read or written" in done.stderr.splitlines()[-1]
    assert "Run the same command again" in done.stderr.splitlines()[-1]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_named(tmp_path):
    put(tmp_path / "kim" / "ex01.py", "").parent.chmod(0)
    (kim,) = submissions.find(tmp_path).submissions
    assert "cannot be read (Permission denied)" in kim.problem.en


# ---------------------------------------------------------------- a cluster


@pytest.fixture
def dask(tiny_course, tmp_path):
    """A scheduler and two workers, all real processes: (address, workers)."""
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    where = ["--scheduler-file", str(file)]
    commands = [["dask_scheduler", "--port", "0", "--no-dashboard", *where]]
    commands += [["dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", *where]] * 2
    with contextlib.ExitStack() as stack:
        processes = []
        for command in commands:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{command[0]}", *command[1:]],
                env=environment(tiny_course),
                cwd=tmp_path,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            processes.append(process)
        address = json.loads(until(lambda: file.exists() and file.read_text()))["address"]
        yield address, processes[1:]


def test_a_cluster_that_loses_a_worker_gives_the_same_grades(
    tiny_course, a_class, undisturbed, dask, tmp_path
):
    address, workers = dask
    out = tmp_path / "out"
    arguments = (a_class, "--out", out, "--seed", 5, "--scheduler", address)
    with started(tiny_course, *arguments) as process:
        until(lambda: len(finished(out)) >= 3 or process.poll() is not None)
        workers[0].kill()
        _, errors = process.communicate(timeout=240)
    assert process.returncode == 0, errors
    assert but_for_seconds(out) == but_for_seconds(undisturbed[0])


def test_no_cluster_is_one_line(tiny_course, a_class, tmp_path):
    done = run(tiny_course, a_class, "--out", tmp_path, "--scheduler", "tcp://127.0.0.1:1")
    assert done.returncode == 2
    assert "No Dask scheduler answers at tcp://127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr
