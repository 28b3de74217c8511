"""Grading as a pytest plugin: a check is a test, and its parameter is the student's function.

``pytest`` loads this module (see ``addopts`` in pyproject.toml) and grades the solutions, or what
``--answers`` names. :func:`run_checks` runs one exercise's checks on one submission and returns its
:class:`~rnnlab.report.data.Report`; the notebook and the command line use it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from rnnlab import course, source
from rnnlab.course import Check, Exercise
from rnnlab.diagnosis.call import Call, TaskFunction, derive, slim, with_call
from rnnlab.diagnosis.recorded import seed_of
from rnnlab.grading.ended import Ended, verdict
from rnnlab.grading.oracle import UnrecordedError
from rnnlab.grading.watch import DIAGNOSIS, ExceededError, Watch
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.sandbox.answers import Answers, Student
from rnnlab.text import LANGUAGES, Text, TextError, line

if TYPE_CHECKING:
    from rnnlab.diagnosis.evidence import Diagnosis

CALLS = pytest.StashKey[list[Call]]()


class Grading:
    """The plugin: provides the task fixtures and turns test outcomes into check results."""

    def __init__(
        self,
        answers_for: Callable[[Exercise], Answers],
        seed: int,
        tasks: Collection[str] | None = None,
        reveal: bool = False,
        only: Exercise | None = None,
        follow_through: bool = False,
        watch: Watch | None = None,
    ) -> None:
        self._follow_through, self._watch = follow_through, watch or Watch()
        self._answers_for, self._seed, self._tasks, self._reveal = answers_for, seed, tasks, reveal
        self._exercises = {e.checks_path: e for e in ([only] if only else course.exercises())}
        self.ended: list[Ended] = []
        self.results: list[CheckResult] = []
        self.faults: dict[str, BaseException] = {}

    def pytest_configure(self, config: pytest.Config) -> None:
        config.addinivalue_line("markers", "points(n): what a check is worth (rnnlab)")
        if not config.pluginmanager.has_plugin("terminal"):  # nobody sees tracebacks, which cost
            config.option.tbstyle = "line"
        names = {t.name for e in self._exercises.values() for t in e.tasks}
        fixtures = {name: self._fixture(name) for name in names}
        config.pluginmanager.register(type("TaskFixtures", (), fixtures)(), "rnnlab-tasks")

    def _fixture(self, task: str) -> Any:
        def provide(_self: object, request: pytest.FixtureRequest) -> TaskFunction:
            exercise = self._exercises[request.path]
            calls = request.node.stash.setdefault(CALLS, [])
            seed = self._seed_of(exercise, task)
            return TaskFunction(task, self._answers_for(exercise), seed, calls)

        return pytest.fixture(name=task)(provide)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Random numbers that depend on the grading seed and on the task.

        So checks of one task that begin by drawing the same things draw the same.
        """
        exercise, check = self._exercises[request.path], self._check(request.node)
        assert check is not None
        seed = self._seed_of(exercise, check.task)
        return np.random.default_rng([derive(seed, check.task, "rng")])

    def _seed_of(self, exercise: Exercise, task: str) -> int:
        return seed_of(exercise, task, self._seed)

    def _check(self, item: pytest.Item) -> Check | None:
        exercise = self._exercises.get(item.path)
        checks = exercise.checks if exercise else ()
        return next((c for c in checks if c.name == item.name), None)

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        if self._tasks is None:
            return
        kept = [i for i in items if set(getattr(i, "fixturenames", ())) & set(self._tasks)]
        config.hook.pytest_deselected(items=[i for i in items if i not in kept])
        items[:] = kept

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        """Tell who watches that a check begins, or lose it unrun."""
        check = self._check(item)
        if check is not None:
            self._watch.begin(check.task, check.name)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        exercise, check = self._exercises.get(item.path), self._check(item)
        if exercise is None or check is None:
            return report
        error = call.excinfo and call.excinfo.value
        calls = item.stash.get(CALLS, [])
        calls[:] = map(slim, calls)
        lost = isinstance(error, (ExceededError, MemoryError))
        faulty = isinstance(error, UnrecordedError) or (error and not calls and not lost)
        if call.when != "call" or faulty:
            if error:
                self.faults[item.name] = error
            return report
        outcome, message = verdict(error)
        function = getattr(item, "obj", None) or (lambda: None)
        ended = Ended(exercise, check, outcome, message, calls, call.duration, function, lost)
        self.ended.append(ended)
        return report

    def pytest_sessionfinish(self) -> None:
        """Diagnose, task by task: only all its checks together show what went wrong."""
        found = self._diagnoses()
        self.results = [self._result(ended, *found.get(ended, (None, ""))) for ended in self.ended]

    def _diagnoses(self) -> dict[Ended, tuple[Diagnosis | None, str]]:
        found: dict[Ended, tuple[Diagnosis | None, str]] = {}
        for (exercise, name), ran in self._by_task().items():
            failed = [ended for ended in ran if ended.is_wrong]
            if not failed or any(ended.lost for ended in ran):
                continue
            from rnnlab.diagnosis.diagnose import diagnose
            from rnnlab.diagnosis.evidence import Ran

            (task,) = (t for t in exercise.tasks if t.name == name)
            checks = [Ran(e.check.name, e.function, e.calls, e.is_wrong) for e in ran]
            answers = self._answers_for(exercise)
            try:
                self._watch.begin(name, DIAGNOSIS)
                seed = self._seed_of(exercise, name)
                diagnoses, behaviour = diagnose(exercise, task, checks, answers, seed)
            except Exception:  # noqa: BLE001  untrusted answers: better no diagnosis than no grade
                continue
            for ended, diagnosis in zip(failed, diagnoses, strict=True):
                found[ended] = diagnosis, behaviour
        return found

    def _by_task(self) -> dict[tuple[Exercise, str], list[Ended]]:
        tasks: dict[tuple[Exercise, str], list[Ended]] = {}
        for ended in self.ended:
            tasks.setdefault((ended.exercise, ended.check.task), []).append(ended)
        return tasks

    def _result(self, ended: Ended, diagnosis: Diagnosis | None, behaviour: str) -> CheckResult:
        check, message, follow_up = ended.check, ended.message, ended.unfinished
        earned = ended.outcome is Outcome.PASSED
        if message and self._reveal and ended.outcome is not Outcome.NOT_ATTEMPTED and ended.calls:
            message = with_call(message, ended.calls[-1], ended.parameters)
        if diagnosis:
            message = _told(diagnosis, message)
            follow_up = diagnosis.follow_up or follow_up
            earned |= self._follow_through and diagnosis.follow_up is not None
        return CheckResult(
            name=check.name,
            title=check.title,
            task=check.task,
            points=check.points if earned else 0,
            max_points=check.points,
            outcome=ended.outcome,
            message=message and _clipped(message),
            hint=_NO_HINT if diagnosis and diagnosis.advises else check.hint,
            diagnosis=diagnosis.name if diagnosis else None,
            seconds=ended.seconds,
            behaviour=behaviour,
            answered=_answered(ended) if behaviour else None,
            follow_up=follow_up,
        )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for result in self.results:
            if result.diagnosis:
                terminalreporter.write_line(
                    f"{result.name}: {line(str(result.message))} ({result.diagnosis})"
                )


_NO_HINT = Text("", "")  # where a diagnosis says what to do


def _told(diagnosis: Diagnosis, message: Text | None) -> Text:
    if not diagnosis.symptom or message is None:
        return diagnosis.text
    return Text(*(f"{d} {m}" for d, m in zip(diagnosis.text, message, strict=True)))


def _answered(ended: Ended) -> Text:
    """Say on one line what the check's last call was, and what came back."""
    from rnnlab.expect.values import kind

    last = ended.calls[-1]
    got = last.error.text if last.error else kind(last.answer)
    asked = with_call(Text("", ""), last, ended.parameters)
    both = zip(asked, got, strict=True)
    return _clipped(Text(*(line(f"{call[-500:]} → {text[:500]}") for call, text in both)))


def _clipped(message: Text, limit: int = 2000) -> Text:
    """Shorten what a student's own names and strings have made too long for a report."""
    return Text(*(t if len(t) <= limit else f"{t[: limit - 1]}…" for t in message))


def run_checks(
    exercise: Exercise,
    answers: Answers,
    *,
    student: str,
    seed: int,
    tasks: Collection[str] | None = None,
    reveal: bool = False,
    follow_through: bool = False,
    watch: Watch | None = None,
) -> Report:
    """Run the checks of ``exercise`` on ``answers`` and return the report.

    ``tasks`` limits the run to the checks of these tasks. With ``reveal`` the feedback shows what
    the function was called with; with ``follow_through`` what is wrong only by an earlier task's
    mistake earns its points. ``watch`` is told which part begins, and knows which are lost. A
    fault of the checks themselves gives a report that is *not graded*, with the reason: never a
    zero.
    """
    started = time.perf_counter()
    plugin = Grading(lambda _: answers, seed, tasks, reveal, exercise, follow_through, watch)
    run_pytest(exercise.checks_path, plugin)
    missing = not_run(exercise, plugin, tasks)
    reason = None
    if missing or plugin.faults:
        reason = _unfinished(plugin.faults, [check.name for check in missing])
    return Report(
        student=student,
        exercise=exercise.stem,
        title=exercise.title,
        seed=seed,
        checks=tuple(plugin.results),
        notes=answers.notes,
        seconds=time.perf_counter() - started,
        reason=reason,
        confinement=answers.confinement,
        sources=answers.sources,
    )


def _unfinished(faults: Mapping[str, BaseException], missing: list[str]) -> Text:
    told = [(name, _raised(error)) for name, error in faults.items()]
    ko, en = (
        line("; ".join(f"{name}: {what.to(lang)}" for name, what in told)) for lang in LANGUAGES
    )
    names = ", ".join(missing)
    return Text(
        f"검사를 끝내지 못했습니다: {ko or f'{names}이(가) 실행되지 않았습니다'}",
        f"The checks did not finish: {en or f'{names} did not run'}",
    )


def _raised(error: BaseException) -> Text:
    return (
        error.text
        if isinstance(error, TextError)
        else Text(*[f"{type(error).__name__}: {error}"] * 2)
    )


def not_run(exercise: Exercise, plugin: Grading, tasks: Collection[str] | None) -> list[Check]:
    """Return the checks of ``tasks``, of all by default, that have no result."""
    ran = {result.name for result in plugin.results}
    expected = [c for c in exercise.checks if tasks is None or c.task in tasks]
    return [c for c in expected if c.name not in ran]


def run_pytest(path: Path, plugin: Grading) -> None:
    """Run pytest in this process, quietly: with our plugin, and no settings but our own."""
    imported = sys.modules.get(path.stem)
    if imported and imported.__file__ != str(path):  # another course's: pytest keeps one of a name
        del sys.modules[path.stem]
    off = ("cacheprovider", "terminal", "warnings", "faulthandler", "unraisableexception")
    options = [a for name in off for a in ("-p", f"no:{name}")]
    options += ["-c", os.devnull, "--rootdir", str(path.parent), "--noconftest", "--capture=no"]
    with (
        open(os.devnull, "w") as null,
        contextlib.redirect_stderr(null),
        course.importable(path.parent),
        _without("PYTEST_ADDOPTS", "PYTEST_PLUGINS"),
    ):
        pytest.main([*options, "--disable-plugin-autoload", str(path)], plugins=[plugin])


@contextlib.contextmanager
def _without(*names: str) -> Iterator[None]:
    """Hide these variables of the environment inside the block."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


# ---------------------------------------------------------------- the plugin of a plain `pytest`


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--answers`` and ``--seed``."""
    group = parser.getgroup("rnnlab")
    group.addoption("--answers", help="file or folder to grade (default: the solutions)")
    group.addoption("--seed", type=int, default=0, help="seed that inputs are drawn from")


def pytest_configure(config: pytest.Config) -> None:
    """Register the grading plugin for the answers that the command line names."""
    where = Path(config.getoption("answers") or course.root() / "solutions").resolve()
    if not where.exists():
        what = Text(f"--answers: {where}이(가) 없습니다.", f"--answers: there is no {where}.")
        raise pytest.UsageError(str(what))
    opened: dict[str, Student] = {}

    def answers_for(exercise: Exercise) -> Answers:
        if exercise.stem not in opened:
            opened[exercise.stem] = _open(where, exercise)
        return opened[exercise.stem]

    config.pluginmanager.register(Grading(answers_for, config.getoption("seed")), "rnnlab-grading")

    def close_all() -> None:
        for student in opened.values():
            student.close()

    config.add_cleanup(close_all)


def _open(where: Path, exercise: Exercise) -> Student:
    path = where
    if where.is_dir():
        path = next((p for p in sorted(where.glob(f"{exercise.id}*.*"))), where / exercise.stem)
    if not path.is_file() or course.exercise(path.name) != exercise:
        stem = exercise.stem
        pytest.skip(str(Text(f"{where}에 {stem}이(가) 없습니다.", f"{where} holds no {stem}.")))
    names = [t.name for t in exercise.tasks]
    return Student(source.read(path), path.name, names)
