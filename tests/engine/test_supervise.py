"""What a submission may cost the grader itself: a check that takes too much is lost alone."""

import multiprocessing
import os
import signal
import tempfile
import threading
import time

import psutil
import pytest
from tiny import put

from rnnlab.classroom import schedule
from rnnlab.grading import supervise
from rnnlab.grading.watch import ALL, CRASH, DIAGNOSIS, MEMORY, TIME, Allowed, ExceededError, Watch
from rnnlab.grading.work import Work, not_graded
from rnnlab.report.data import Outcome

STEM = "ex01_costs"
MB = 1 << 20
# What a check does here for a submission is what it returns: megabytes, seconds, an end.
SOLUTION = '''
# %% [markdown] lang="ko"
# # 1. 비용
# %% [markdown] lang="en"
# # 1. Costs
# %%
def memory(x):
    """0을 돌려줍니다.

    Return 0.
    """
    ### BEGIN SOLUTION
    return 0
    ### END SOLUTION
# %%
def seconds(x):
    """0을 돌려줍니다.

    Return 0.
    """
    ### BEGIN SOLUTION
    return 0
    ### END SOLUTION
# %%
def plain(x):
    """x를 돌려줍니다.

    Return x.
    """
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION
'''
CHECK = '''
@points(1)
def test_{name}({task}):
    """{name}: 맞습니다.
    {name} is right.
    → 고치세요.
    → Mend it."""
    {body}
'''
BODIES = {
    "memory_first": ("memory", "expect.equal(taken(memory(1)), 0)"),
    "memory_again": ("memory", "expect.equal(taken(memory(2)), 0)"),
    "memory_caught": ("memory", "expect.equal(exhausted(memory(3)), 0)"),
    "seconds_first": ("seconds", "expect.equal(spent(seconds(1)), 0)"),
    "seconds_again": ("seconds", "expect.equal(spent(seconds(2)), 0)"),
    "plain_first": ("plain", "expect.equal(plain(1), 1)"),
    "plain_again": ("plain", "expect.equal(plain(2), 2)"),
}
CHECKS = """
import os
import time

from rnnlab.author import expect, points

def taken(megabytes):
    held = []
    for _ in range(megabytes if isinstance(megabytes, int) else 0):
        held.append(bytearray(b"x") * (1 << 20))
        time.sleep(0.001)
    return megabytes

def exhausted(answer):
    if answer == "memory":
        raise MemoryError
    if answer == "crash":
        os.abort()
    return answer

def spent(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return seconds
""" + "".join(CHECK.format(name=n, task=t, body=b) for n, (t, b) in BODIES.items())
ALLOWED = Allowed(memory=120 * MB, seconds=1.5)


def answers(memory="0", seconds="0", plain="x"):
    tasks = {"memory": memory, "seconds": seconds, "plain": plain}
    return "".join(f"def {task}(x): return {value}\n" for task, value in tasks.items())


CLASS = {
    "a-honest": answers(),
    "greedy": answers(memory="400 if x == 1 else 0"),
    "slow": answers(seconds="60 if x == 1 else 0", plain="x + 1"),
    "all": answers(memory="400", seconds="60"),
    "caught": answers(memory="'memory' if x == 3 else 0"),
    "crash": answers(memory="'crash' if x == 3 else 0"),
    "z-honest": answers(),
}


@pytest.fixture(scope="module")
def costs(tmp_path_factory):
    """The reports of a class on one worker, and the largest that this one ever was."""
    folder = tmp_path_factory.mktemp("course")
    put(folder / "solutions" / f"{STEM}.py", SOLUTION)
    put(folder / "tests" / f"test_{STEM}.py", CHECKS)
    scratch = tmp_path_factory.mktemp("scratch")
    with pytest.MonkeyPatch.context() as patch, peak() as largest:
        patch.setenv("RNNLAB_COURSE", str(folder))
        patch.setattr(tempfile, "tempdir", str(scratch))
        with schedule.local(1, ALLOWED) as run:
            works = (Work(who, STEM, f"{STEM}.py", code.encode(), 1) for who, code in CLASS.items())
            reports = {work.student: report for work, report in run.reports(works)}
    return reports, max(largest), scratch


class peak:  # noqa: N801  a context
    """Notes how large this process's grading processes are."""

    def __enter__(self):
        self._ended, self._seen = threading.Event(), [0]
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self._seen

    def _look(self):
        while not self._ended.wait(0.05):
            for process in psutil.Process().children(recursive=True):
                try:
                    if is_grader(process):
                        self._seen.append(process.memory_info().rss)
                except psutil.Error:
                    continue

    def __exit__(self, *_):
        self._ended.set()
        self._thread.join()


def outcomes(report):
    return {check.name.removeprefix("test_"): check.outcome for check in report.checks}


def messages(report):
    return {check.name.removeprefix("test_"): check.message for check in report.checks}


def passed(*names):
    return dict.fromkeys(names, Outcome.PASSED)


@pytest.mark.parametrize("student", ["a-honest", "z-honest"])
def test_others_are_untouched(costs, student):
    report = costs[0][student]
    assert (report.score, report.outcome) == (7, Outcome.PASSED)


def test_a_check_that_needs_too_much_memory_is_lost_alone(costs):
    report = costs[0]["greedy"]
    assert outcomes(report) == {**passed(*BODIES), "memory_first": Outcome.ERROR}
    assert messages(report)["memory_first"] == MEMORY
    assert (report.score, report.reason) == (6, None)


def test_a_check_that_needs_too_much_time_is_lost_alone(costs):
    report = costs[0]["slow"]
    wrong = dict.fromkeys(("plain_first", "plain_again"), Outcome.FAILED)
    assert outcomes(report) == {**passed(*BODIES), "seconds_first": Outcome.ERROR, **wrong}
    assert messages(report)["seconds_first"] == TIME


def test_after_some_kills_the_other_checks_of_these_tasks_are_not_run(costs):
    report = costs[0]["all"]
    lost = ["memory_first", "memory_again", "memory_caught", "seconds_first", "seconds_again"]
    assert outcomes(report) == {
        **dict.fromkeys(lost, Outcome.ERROR),
        **passed("plain_first", "plain_again"),
    }
    assert messages(report)["memory_caught"] == MEMORY
    assert messages(report)["seconds_again"] == TIME


def test_a_memory_error_has_the_same_outcome(costs):
    report = costs[0]["caught"]
    assert outcomes(report) == {**passed(*BODIES), "memory_caught": Outcome.ERROR}
    assert messages(report)["memory_caught"] == MEMORY


def test_a_check_that_crashes_the_grader_twice_is_lost_alone(costs):
    report = costs[0]["crash"]
    assert outcomes(report) == {**passed(*BODIES), "memory_caught": Outcome.ERROR}
    assert messages(report)["memory_caught"] == CRASH


def test_the_worker_stays_within_what_is_allowed(costs):
    _, largest, _ = costs
    assert 200 * MB < largest < 900 * MB + ALLOWED.memory


def test_killed_processes_leave_no_folder(costs):
    assert list(costs[2].iterdir()) == []


# ---------------------------------------------------------------- the watch


def test_a_watch_tells_what_begins_and_knows_what_is_lost():
    told = []
    watch = Watch({("a", "x"): TIME, ("b", ALL): MEMORY, (ALL, DIAGNOSIS): TIME}, tell=told.append)
    watch.begin("a", "y")
    for lost in (("a", "x"), ("b", "x"), ("a", DIAGNOSIS)):
        with pytest.raises(ExceededError):
            watch.begin(*lost)
    assert told == [("a", "y")]


def test_when_the_time_of_all_is_used_up_nothing_more_begins():
    watch = Watch(total=0.0)
    watch.begin("a", "x")
    end = time.process_time() + 0.02
    while time.process_time() < end:
        pass
    with pytest.raises(ExceededError):
        watch.begin("a", "y")


def hang(work, watch):
    watch.begin("a", "x")
    time.sleep(600)


def test_a_part_that_hangs_without_working_is_ended():
    graders = supervise.Graders(Allowed(wall=0.3))
    try:
        with pytest.raises(supervise.DiedError):  # it hangs whatever it is told
            graders.report(Work("s", STEM, "a.py", b"", 1), hang)
    finally:
        graders.close()


def kill_itself(work, watch):
    watch.begin("a", "x")
    os.kill(os.getpid(), signal.SIGKILL)


def test_who_is_killed_by_another_loses_no_check():
    graders = supervise.Graders()
    try:
        with pytest.raises(supervise.DiedError):
            graders.report(Work("s", STEM, "a.py", b"", 1), kill_itself)
    finally:
        graders.close()


def grade_nothing(work, watch):
    return not_graded(work, "가", "nothing")


def is_grader(process):
    return process.name() == "rnnlab-grader"


def grade_as_a_daemon(connection):
    report = supervise.supervised(Work("s", STEM, "a.py", b"", 1), grade_nothing)
    connection.send((report.reason.en, os.getpid()))


def test_a_daemon_grades_in_a_child_that_ends_with_it():
    """As a Dask worker under its nanny is one, which multiprocessing forbids children."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    daemon = context.Process(target=grade_as_a_daemon, args=(theirs,), daemon=True)
    daemon.start()
    assert ours.poll(60)
    reason, _ = ours.recv()
    graders = [p for p in psutil.Process(daemon.pid).children(recursive=True) if is_grader(p)]
    daemon.join(30)
    assert (reason, daemon.exitcode) == ("nothing", 0)
    assert graders
    assert not psutil.wait_procs(graders, timeout=10)[1]
