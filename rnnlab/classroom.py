"""A class: find its submissions, grade each, in parallel, and keep what is done.

The unit of work is :func:`grade_submission`, a function of plain data that returns a report; who
runs it, this process or a pool of workers, changes no score.
"""

from __future__ import annotations

import dataclasses
import multiprocessing
import os
import secrets
from collections.abc import Collection, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from rnnlab import course, submission
from rnnlab.course import CourseError, Exercise
from rnnlab.report import Report
from rnnlab.text import Text

_SUFFIXES = (".ipynb", ".py")


@dataclass(frozen=True)
class Submission:
    """One file of one student. ``exercise`` is a stem, or the file's own if it names none."""

    student: str
    exercise: str
    path: Path
    unused: tuple[str, ...] = ()  # other files of the same student that name the same exercise


def find(path: Path, only: Collection[str] = ()) -> list[Submission]:
    """Return the submissions at ``path``, sorted by student and exercise.

    ``path`` is one file, or a folder ``STUDENT/ASSIGNMENT/FILE`` (or ``STUDENT/FILE``), or one that
    holds such a folder as ``submitted/``. ``only`` limits them to these stems.
    """
    if path.is_dir():
        base = path / "submitted" if (path / "submitted").is_dir() else path
        files = [(f.relative_to(base).parts[0], f) for f in _files(base)]
    else:
        files = [(path.resolve().parent.name, path)]
    grouped: dict[tuple[str, str], list[Path]] = {}
    for student, file in files:
        grouped.setdefault((student, _stem(file)), []).append(file)
    found = [_choose(*key, paths) for key, paths in sorted(grouped.items())]
    return [s for s in found if not only or s.exercise in only]


def _files(base: Path) -> Iterator[Path]:
    """Yield notebooks and Python files two or three levels down, hidden ones left out."""
    for pattern in ("*/*", "*/*/*"):
        for file in base.glob(pattern):
            hidden = any(part.startswith(".") for part in file.relative_to(base).parts)
            if file.suffix in _SUFFIXES and not hidden and not file.is_dir():
                yield file


def _stem(file: Path) -> str:
    """Return the exercise that a file's name, or else its folder's name, stands for."""
    for name in (file.name, file.parent.name):
        try:
            return course.exercise(name).stem
        except CourseError:
            continue
    return file.stem


def _choose(student: str, stem: str, paths: list[Path]) -> Submission:
    """Of several files for one exercise take the one of the exercise's own name, notebook first."""
    first, *rest = sorted(paths, key=lambda p: (p.stem != stem, p.suffix != ".ipynb", str(p)))
    return Submission(student, stem, first, tuple(p.name for p in rest))


def grade_submission(file: Submission, seed: int, reveal: bool = False) -> Report:
    """Grade one submission in this process and return its report."""
    from rnnlab.grading import grade
    from rnnlab.sandbox import Broken, Student

    try:
        exercise = course.exercise(file.exercise)
    except CourseError as error:
        return _not_graded(
            file,
            seed,
            Text(
                f"{file.path.name}: 어느 실습인지 모릅니다. 이름이 ex05처럼 시작해야 합니다.",
                f"{file.path.name}: {error}. Rename the file so that it starts like ex05.",
            ),
        )
    try:
        answers = Student(submission.read(file.path), file.path.name, _tasks(exercise))
    except submission.UnreadableError as error:
        answers = Broken(error.text)
    try:
        report = grade(exercise, answers, student=file.student, seed=seed, reveal=reveal)
    finally:
        answers.close()
    return _with_notes(report, file)


def _tasks(exercise: Exercise) -> list[str]:
    return [task.name for task in exercise.tasks]


def _with_notes(report: Report, file: Submission) -> Report:
    if not file.unused:
        return report
    names, used = ", ".join(file.unused), file.path.name
    note = Text(
        f"{used}만 채점했습니다. 같은 실습의 다른 파일: {names}",
        f"Only {used} was graded. Other files for the same exercise: {names}",
    )
    return dataclasses.replace(report, notes=(*report.notes, note))


def _not_graded(file: Submission, seed: int, reason: Text) -> Report:
    title = Text(file.exercise, file.exercise)
    return Report(file.student, file.exercise, title, seed, (), reason=reason)


def grade_class(
    submissions: list[Submission], seed: int, jobs: int
) -> Iterator[tuple[Submission, Report]]:
    """Yield each submission with its report, as they are done, on ``jobs`` worker processes.

    A worker that dies costs no grade: what it had is graded once more, alone, and only then given
    up as *not graded*.
    """
    if jobs == 1 or len(submissions) == 1:
        for file in submissions:
            yield file, _safely(file, seed)
        return
    lost = []
    with _workers(min(jobs, len(submissions))) as pool:
        yield from _spread(pool, submissions, seed, lost)
    for file in lost:
        with _workers(1) as pool:
            broken: list[Submission] = []
            yield from _spread(pool, [file], seed, broken)
        for dead in broken:
            yield (
                dead,
                _not_graded(
                    dead,
                    seed,
                    Text(
                        "채점 프로세스가 두 번 멈췄습니다. 이 제출물만 다시 채점해 보세요.",
                        "The grading process died twice. Grade this submission again by itself.",
                    ),
                ),
            )


def _workers(n: int) -> Executor:
    return ProcessPoolExecutor(n, mp_context=multiprocessing.get_context("spawn"))


def _spread(pool, submissions, seed, lost) -> Iterator[tuple[Submission, Report]]:
    waiting = {pool.submit(_safely, s, seed): s for s in submissions}
    for future in as_completed(waiting):
        try:
            yield waiting[future], future.result()
        except BrokenProcessPool:
            lost.append(waiting[future])


def _safely(file: Submission, seed: int) -> Report:
    """Grade one submission; a fault of the grader costs this row and no other."""
    try:
        return grade_submission(file, seed)
    except Exception as error:  # noqa: BLE001  one row must never stop the class
        what = f"{type(error).__name__}: {error}"[:300]
        return _not_graded(
            file,
            seed,
            Text(f"채점 프로그램에서 오류가 났습니다: {what}", f"The grader failed: {what}"),
        )


def seed_of(out: Path, wanted: int | None) -> int:
    """Return the run's seed: as wanted, else the one kept in ``out``, else a new secret one."""
    if wanted is not None:
        return wanted
    kept = out / ".seed"
    if kept.exists():
        return int(kept.read_text())
    seed = secrets.randbelow(2**31)
    out.mkdir(parents=True, exist_ok=True)
    kept.write_text(f"{seed}\n")
    os.chmod(kept, 0o600)
    return seed
