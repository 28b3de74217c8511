"""What is wrong with an exercise that only shows when it runs: its solution, stub and mistakes.

The solution gets full marks, the stub is not attempted, and every mistake fails and is diagnosed
as itself. Each function returns problems with the author's own file and line.
"""

from __future__ import annotations

import functools
import re
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from rnnlab import course
from rnnlab.course import Check, CourseError, Exercise, build, problems
from rnnlab.course.problems import Problem, at
from rnnlab.diagnosis import mistakes
from rnnlab.diagnosis.mistakes import Program
from rnnlab.grading import oracle, state
from rnnlab.grading.ended import Ended
from rnnlab.grading.plugin import Grading, not_run, run_pytest
from rnnlab.report.data import Outcome
from rnnlab.report.words import WORDS
from rnnlab.sandbox.answers import Answers, Live, Student
from rnnlab.text import Text, line

SEED = 7
SEEDS = (SEED, 8)  # of the solution


def of_programs(
    exercise: Exercise, say: Callable[[Text], None], tasks: Collection[str] = ()
) -> Iterator[Problem]:
    """Yield what is wrong with a well formed exercise; ``say`` is told what is running now.

    Of the mistakes only those in ``tasks`` run, else all.
    """
    say(Text("파일 읽기", "importing"))
    state.prepare(exercise.stem)  # which imports Keras quietly
    broken = of_checks_file(exercise)
    yield from [*broken, *of_mistakes_file(exercise)]
    if broken:
        return
    say(Text("학생용 파일", "the stub"))
    yield from of_stub(exercise)
    for seed in SEEDS:
        say(Text(f"정답, 시드 {seed}", f"the solution, seed {seed}"))
        wrong = of_solution(exercise, seed)
        yield from wrong
        if wrong:
            break
    yield from _of_mistakes(exercise, say, set(tasks) or {task.name for task in exercise.tasks})


def _of_mistakes(
    exercise: Exercise, say: Callable[[Text], None], tasks: Collection[str]
) -> Iterator[Problem]:
    try:
        declared = mistakes.load(exercise.mistakes_path)
    except (Exception, SystemExit):  # noqa: BLE001  which of_mistakes_file told
        return
    programs = [program for program in declared if program.task in tasks]
    failing: set[str] = set()
    for number, program in enumerate(programs, start=1):
        where = f"{number}/{len(programs)} {program.name}"
        say(Text(f"틀린 답 {where}", f"mistake {where}"))
        run = tried(exercise, program)
        yield from of_mistake(exercise, program, run)
        failing |= {e.check.name for e in run.ended if e.outcome is not Outcome.PASSED}
    checks = [check for check in exercise.checks if check.task in tasks]
    yield from idle(exercise, (check for check in checks if check.name not in failing))


# ------------------------------------------------------------------------------ files


def of_checks_file(exercise: Exercise) -> list[Problem]:
    """Return why the file of checks cannot be imported, if so."""
    try:
        with course.importable(exercise.checks_path.parent):
            course.imported(exercise.checks_path)
    except (Exception, SystemExit) as error:  # noqa: BLE001  an author's file may raise anything
        return [_raised(exercise, error, exercise.checks_path)]
    return []


def of_mistakes_file(exercise: Exercise) -> list[Problem]:
    """Return what is wrong with the mistakes as they are declared."""
    path = exercise.mistakes_path
    try:
        programs, faults = mistakes.survey(path)
    except (Exception, SystemExit) as error:  # noqa: BLE001  an author's file may raise anything
        return [_raised(exercise, error, path)]
    found = [Problem.of(fault) for fault in faults]
    known = {task.name for task in exercise.tasks}
    for program in programs:
        if program.task not in known:
            found.append(
                at(
                    *program.place,
                    f"{program.name}: {program.task}라는 과제가 없습니다. "
                    f"있는 과제: {', '.join(known)}",
                    f"{program.name} is of {program.task}, which is no task; "
                    f"there are: {', '.join(sorted(known))}",
                )
            )
        if all(program.place != (fault.at_line or ())[:2] for fault in faults):
            found += problems.unspoken(*program.place, program.name, program.text)
    asked = {program.task for program in programs}
    for task in sorted(known - asked):
        place = problems.place_of(exercise, task)
        found.append(problems.without(place, task, ("틀린 답", "mistake"), path))
    return found


def _raised(exercise: Exercise, error: BaseException, path: Path) -> Problem:
    """Return what an author's file raised, at the innermost line that is the author's own."""
    what = line(f"{type(error).__name__}: {error}")[:300]
    return at(
        *_place(exercise, error, path),
        f"실행할 수 없습니다: {what}",
        f"cannot be run: {what}",
    )


def _place(exercise: Exercise, error: BaseException, path: Path) -> tuple[Path, int]:
    if isinstance(error, CourseError) and error.at_line:
        return error.at_line[:2]
    if isinstance(error, SyntaxError) and error.filename:
        return Path(error.filename), error.lineno or 1
    own = exercise.root / "tests"
    frames = [(Path(f.filename), f.lineno or 1) for f in traceback.extract_tb(error.__traceback__)]
    return next((f for f in reversed(frames) if f[0].is_relative_to(own)), (path, 1))


# --------------------------------------------------------------------------- programs


class Tried(Grading):
    """Grading of a mistake; what the oracles were asked is kept."""

    asked: frozenset[str] = frozenset()


class _Undiagnosed(Tried):
    """Grading of what is no student's: what went wrong is shown as it is."""

    def pytest_sessionfinish(self) -> None:
        self.results = [self._result(ended, None, "") for ended in self.ended]


def of_solution(exercise: Exercise, seed: int = SEED) -> list[Problem]:
    """Return the checks that the solution does not pass, or why it does not run."""
    run, notes = _submitted(exercise, exercise.solution.read_bytes(), seed)
    failed = [e for e in run.ended if e.outcome is not Outcome.PASSED]
    found = [_told(note, exercise.solution, 1) for note in notes]
    found += [_not_passed(exercise, ended, seed) for ended in failed]
    return [*_faults(exercise, run), *dict.fromkeys(found)]


def _not_passed(exercise: Exercise, ended: Ended, seed: int) -> Problem:
    check, why = ended.check, Text(*map(line, ended.message or WORDS[ended.outcome]))
    if ended.outcome in (Outcome.ERROR, Outcome.NOT_ATTEMPTED):
        return _told(why, *problems.place_of(exercise, check.task))
    return at(
        exercise.checks_path,
        check.lineno,
        f"{check.name}: 시드 {seed}에서 정답이 통과하지 못합니다. 둘 중 하나를 고치세요: {why.ko}",
        f"{check.name}: the solution fails it with seed {seed}; mend one of them: {why.en}",
    )


def _told(why: Text, path: Path, lineno: int) -> Problem:
    """Return what a student would be told, at the line that it names, if it does."""
    named = re.search(r"\bline (\d+)", why.en)
    return Problem(path, int(named[1]) if named else lineno, Text(*map(line, why)))


def of_stub(exercise: Exercise) -> list[Problem]:
    """Return the tasks of which what students get is attempted already."""
    source = build.stub(exercise.solution.read_text(encoding="utf-8"), exercise.solution)
    run, _ = _submitted(exercise, source.encode(), SEED)
    attempted = [e for e in run.ended if e.outcome is not Outcome.NOT_ATTEMPTED]
    return list(dict.fromkeys(_attempted(exercise, ended) for ended in attempted))


def _attempted(exercise: Exercise, ended: Ended) -> Problem:
    check = ended.check
    if not ended.calls:
        return at(
            exercise.checks_path,
            check.lineno,
            f"{check.name}: {check.task}을(를) 부르지 않습니다",
            f"{check.name} never calls {check.task}",
        )
    return at(
        *problems.place_of(exercise, check.task),
        f"{check.task}: 코드를 쓰지 않아도 답이 나옵니다. BEGIN SOLUTION 앞의 코드를 살펴보세요",
        f"{check.task} answers before a student writes it: see the code before BEGIN SOLUTION",
    )


def _submitted(exercise: Exercise, source: bytes, seed: int) -> tuple[Grading, tuple[Text, ...]]:
    """Run all checks as on a student's file; return what came of it, and what the file is told."""
    names = [task.name for task in exercise.tasks]
    student = Student(source, exercise.solution.name, names)
    try:
        return _run(_Undiagnosed, exercise, student, seed), student.notes
    finally:
        student.close()


def tried(exercise: Exercise, program: Program, seed: int = SEED) -> Tried:
    """Run a mistake's checks on it."""
    return _run(Tried, exercise, Live({program.task: program.function}), seed, [program.task])


def _run(
    kind: type[Tried],
    exercise: Exercise,
    answers: Answers,
    seed: int,
    tasks: Collection[str] | None = None,
) -> Tried:
    state.prepare(exercise.stem, seed)
    plugin = kind(lambda _: answers, seed, tasks, only=exercise)
    with oracle.kept() as values:
        run_pytest(exercise.checks_path, plugin)
    plugin.asked = frozenset(values)
    return plugin


@functools.cache
def _asked(exercise: Exercise, seed: int) -> frozenset[str]:
    """Return what the oracles are asked where all answers are right."""
    from rnnlab.diagnosis import reference  # which imports Keras

    right = reference.of(exercise)
    return _run(_Undiagnosed, exercise, right, seed).asked if right else frozenset()


def of_mistake(exercise: Exercise, program: Program, run: Tried, seed: int = SEED) -> list[Problem]:
    """Return what is wrong with a mistake that was ``tried``."""
    faults = _faults(exercise, run, [program.task]) or _strange(exercise, run, program, seed)
    if faults:
        return faults
    others = {r.diagnosis for r in run.results if r.outcome is not Outcome.PASSED}
    if others == {program.name}:
        return []
    if not others:
        ko, en = (
            "이 과제의 모든 검사를 통과합니다. 이 답이 틀리는 검사를 더하세요",
            f"passes every check of {program.task}: add a check that it fails",
        )
    elif others == {None}:
        ko, en = (
            "틀린 답이지만 이 실수로 진단되지 않습니다. "
            "같은 인수에는 언제나 같은 값을 돌려주게 하세요",
            "fails, but is not recognised: let it answer the same call in the same way each time",
        )
    else:
        names = ", ".join(sorted(str(name) for name in others - {program.name}))
        ko, en = (
            f"{names}(으)로 진단됩니다. 둘을 가르는 검사를 더하거나 하나를 지우세요",
            f"is diagnosed as {names}: add a check that tells them apart, or remove one",
        )
    return [at(*program.place, f"{program.name}: {ko}", f"{program.name} {en}")]


def _strange(exercise: Exercise, run: Tried, program: Program, seed: int) -> list[Problem]:
    """Return the oracles that were asked for what depends on the answers of a mistake."""
    names = {asked.partition(" ")[0] for asked in run.asked - _asked(exercise, seed)}
    lines = exercise.checks_path.read_text(encoding="utf-8").split("\n") if names else []
    return [
        at(
            exercise.checks_path,
            next((n for n, of in enumerate(lines, 1) if of.startswith(f"def {name}(")), 1),
            f"{name}에 학생의 답이 인수로 들어갑니다 ({program.name}에서). 뽑은 값만 넘기세요",
            f"{name}, an oracle, is asked with a student's answer (that of {program.name}): "
            "only what is drawn can be recorded",
        )
        for name in sorted(names)
    ]


def idle(exercise: Exercise, checks: Iterable[Check]) -> list[Problem]:
    """Return a warning for each of these checks, which no mistake fails."""
    return [
        at(
            exercise.checks_path,
            check.lineno,
            f"{check.name}: 이 검사에서 틀리는 답이 하나도 없습니다. "
            "그런 틀린 답을 추가하거나 이 검사를 지우세요",
            f"{check.name}: no mistake fails it; write one that does, or remove the check",
            warning=True,
        )
        for check in checks
    ]


def _faults(
    exercise: Exercise, run: Grading, tasks: Collection[str] | None = None
) -> list[Problem]:
    """Return the checks that did not run, each at the line that raised."""
    return [_fault(exercise, check, run.faults) for check in not_run(exercise, run, tasks)]


def _fault(exercise: Exercise, check: Check, faults: dict[str, BaseException]) -> Problem:
    path, error = exercise.checks_path, faults.get(check.name)
    if error is None:
        ko, en = "실행되지 않습니다", "does not run"
        return at(path, check.lineno, f"{check.name}: {ko}", f"{check.name} {en}")
    what = line(f"{type(error).__name__}: {error}")[:300]
    _, lineno = _place(exercise, error, path)
    return at(
        path,
        lineno,
        f"{check.name}: 과제를 부르기 전에 오류가 납니다: {what}",
        f"{check.name} fails before it calls the task: {what}",
    )
