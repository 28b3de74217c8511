"""Grading as a pytest plugin: a check is a test, and its parameter is the student's function.

``pytest`` loads this module (see ``addopts`` in pyproject.toml) and grades the solutions, or what
``--answers`` names. :func:`run_checks` runs one exercise's checks on one submission and returns its
:class:`~rnnlab.report.data.Report`; the notebook and the command line use it.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rnnlab import course, source
from rnnlab.course import Check, Exercise
from rnnlab.diagnosis.call import Call, TaskFunction, derive, with_call
from rnnlab.diagnosis.mistakes import Mistake
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.sandbox.answers import Answers, Student
from rnnlab.sandbox.errors import NotAttemptedError, StudentError
from rnnlab.text import Text, line

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
    ) -> None:
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
            return TaskFunction(task, self._answers_for(exercise), self._seed, calls)

        return pytest.fixture(name=task)(provide)

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> np.random.Generator:
        """Random numbers that depend on the grading seed and on the task.

        So checks of one task that begin by drawing the same things draw the same.
        """
        check = next(c for c in self._exercises[request.path].checks if c.name == request.node.name)
        return np.random.default_rng([derive(self._seed, check.task, "rng")])

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        if self._tasks is None:
            return
        kept = [i for i in items if set(getattr(i, "fixturenames", ())) & set(self._tasks)]
        config.hook.pytest_deselected(items=[i for i in items if i not in kept])
        items[:] = kept

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        exercise = self._exercises.get(item.path)
        checks = exercise.checks if exercise else ()
        check = next((c for c in checks if c.name == item.name), None)
        if exercise is None or check is None:
            return report
        error = call.excinfo and call.excinfo.value
        calls = item.stash.get(CALLS, [])
        if call.when != "call" or (error and not calls):
            if error:
                self.faults[item.name] = error
            return report
        self.ended.append(Ended(exercise, check, *_verdict(error), calls, call.duration))
        return report

    def pytest_sessionfinish(self) -> None:
        """Diagnose, task by task: only all its checks together show what went wrong."""
        diagnoses = self._diagnoses()
        self.results = [self._result(ended, diagnoses.get(ended)) for ended in self.ended]

    def _diagnoses(self) -> dict[Ended, Mistake]:
        wrong: dict[tuple[Path, str], list[Ended]] = {}
        for ended in self.ended:
            if ended.outcome in (Outcome.FAILED, Outcome.ERROR):
                of = ended.exercise.mistakes_path, ended.check.task
                wrong.setdefault(of, []).append(ended)
        if not wrong:
            return {}
        from rnnlab.diagnosis.written import diagnose

        return {
            ended: mistake
            for of, checks in wrong.items()
            for ended, mistake in zip(checks, diagnose(*of, [c.calls for c in checks]), strict=True)
            if mistake
        }

    def _result(self, ended: Ended, mistake: Mistake | None) -> CheckResult:
        check, message = ended.check, ended.message
        if mistake:
            message = mistake.text
        elif message and self._reveal and ended.outcome is not Outcome.NOT_ATTEMPTED:
            message = with_call(message, ended.calls[-1])
        return CheckResult(
            name=check.name,
            title=check.title,
            task=check.task,
            points=check.points if ended.outcome is Outcome.PASSED else 0,
            max_points=check.points,
            outcome=ended.outcome,
            message=message and _clipped(message),
            hint=check.hint,
            diagnosis=mistake.name if mistake else None,
            seconds=ended.seconds,
        )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for result in self.results:
            if result.diagnosis:
                terminalreporter.write_line(
                    f"{result.name}: {line(str(result.message))} ({result.diagnosis})"
                )


@dataclass(frozen=True, eq=False)
class Ended:
    """A check that ran, not yet diagnosed."""

    exercise: Exercise
    check: Check
    outcome: Outcome
    message: Text | None
    calls: list[Call]
    seconds: float


def _verdict(error: BaseException | None) -> tuple[Outcome, Text | None]:
    """Return what a check's exception means for the student."""
    from rnnlab.expect.values import Mismatch

    match error:
        case None:
            return Outcome.PASSED, None
        case NotAttemptedError():
            return Outcome.NOT_ATTEMPTED, error.text
        case StudentError():
            return Outcome.ERROR, error.text
        case Mismatch():
            return Outcome.FAILED, error.text
    what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    return Outcome.FAILED, Text(
        f"돌려준 값이 기대한 것과 다릅니다. ({what})",
        f"What was returned is not what was expected. ({what})",
    )


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
) -> Report:
    """Run the checks of ``exercise`` on ``answers`` and return the report.

    ``tasks`` limits the run to the checks of these tasks. With ``reveal`` the feedback shows what
    the function was called with. A fault of the checks themselves gives a report that is *not
    graded*, with the reason: never a zero.
    """
    started = time.perf_counter()
    plugin = Grading(lambda _: answers, seed, tasks, reveal, only=exercise)
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
    raised = line("; ".join(f"{name}: {type(e).__name__}: {e}" for name, e in faults.items()))
    names = ", ".join(missing)
    return Text(
        f"검사를 끝내지 못했습니다: {raised or f'{names}이(가) 실행되지 않았습니다'}",
        f"The checks did not finish: {raised or f'{names} did not run'}",
    )


def not_run(exercise: Exercise, plugin: Grading, tasks: Collection[str] | None) -> list[Check]:
    """Return the checks of ``tasks``, of all by default, that have no result."""
    ran = {result.name for result in plugin.results}
    expected = [c for c in exercise.checks if tasks is None or c.task in tasks]
    return [c for c in expected if c.name not in ran]


def run_pytest(path: Path, plugin: Grading) -> None:
    """Run pytest in this process, quietly, with our plugin and no configuration of the folder's."""
    off = ("cacheprovider", "terminal", "warnings", "faulthandler", "unraisableexception")
    options = [a for name in off for a in ("-p", f"no:{name}")]
    options += ["-c", os.devnull, "--rootdir", str(path.parent), "--noconftest", "--capture=no"]
    with (
        open(os.devnull, "w") as null,
        contextlib.redirect_stderr(null),
        course.importable(path.parent),
    ):
        pytest.main([*options, "--disable-plugin-autoload", str(path)], plugins=[plugin])


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
