"""The unit of work of grading: one submission in, one report out.

:func:`grade` is a function of plain data that returns a report. Who runs it (this process,
a worker of :mod:`rnnlab.classroom.schedule`, another machine) and what it graded before change no
score.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rnnlab import course, source
from rnnlab.course import CourseError, Exercise
from rnnlab.grading.fingerprint import fingerprint
from rnnlab.grading.state import prepare
from rnnlab.grading.watch import Watch
from rnnlab.report.data import Report
from rnnlab.report.presentable import presentable
from rnnlab.source import Submission
from rnnlab.text import Text, TextError, plain


@dataclass(frozen=True)
class Work:
    """All that grading one submission needs, as plain data.

    ``source`` is the file's bytes, or why it could not be read, and ``beside`` are the names and
    bytes of the student's own modules beside it. ``fingerprint`` is that of the
    engine and the checks by which the submission is to be graded, "" for whatever is here.
    A ``confined`` one is graded only where student code is fully confined. With ``follow_through``
    what is wrong only by an earlier mistake earns its points. ``submitted`` is when it was handed
    in, as in the report.
    """

    student: str
    exercise: str
    filename: str
    source: bytes | Text
    seed: int
    notes: tuple[Text, ...] = ()
    reveal: bool = False
    fingerprint: str = ""
    confined: bool = False
    submitted: str = ""
    follow_through: bool = False
    beside: tuple[tuple[str, bytes], ...] = ()

    @property
    def digest(self) -> str:
        """The hash of all that decides the report, but for its language and its time."""
        source = self.source if isinstance(self.source, bytes) else repr(self.source).encode()
        rest = dataclasses.replace(self, source=b"", submitted="")
        return hashlib.sha256(hashlib.sha256(source).digest() + repr(rest).encode()).hexdigest()


def works(
    files: Iterable[Submission], seed: int, confined: bool = False, follow_through: bool = False
) -> Iterator[Work]:
    """Yield each submission as work for the checks as they are now; files are read when asked for.

    So the bytes that are hashed are those that are graded, and few are held at a time.
    """
    known = functools.cache(_fingerprint_of)
    for file in files:
        work = work_of(file, seed)
        yield dataclasses.replace(
            work,
            fingerprint=known(file.exercise),
            confined=confined,
            follow_through=follow_through,
        )


def _fingerprint_of(stem: str) -> str:
    try:
        return fingerprint(course.exercise(stem))
    except CourseError:
        return ""


def work_of(file: Submission, seed: int, reveal: bool = False) -> Work:
    """Read a submission's file, and return the work that it is."""
    try:
        content: bytes | Text = file.problem or source.read(file.path)
    except source.UnreadableError as error:
        content = error.text
    name = plain(file.read_as or file.path.stem + file.path.suffix.lower())
    return Work(
        file.student,
        file.exercise,
        name,
        content,
        seed,
        notes=file.notes,
        reveal=reveal,
        submitted=file.submitted,
        beside=source.beside(file),
    )


def grade(work: Work, watch: Watch | None = None) -> Report:
    """Grade ``work`` in this process. A fault of the grader's own gives *not graded*, never 0.

    Nothing bounds here what the student's answers make the grader do: that is for who ``watch``es
    (:mod:`rnnlab.grading.supervise`).
    """
    try:
        report = _graded(work, watch)
    except TextError as error:
        report = not_graded(work, *error.text)
    except Exception as error:  # noqa: BLE001  one row must never stop the class
        what = f"{type(error).__name__}: {error}"[:300]
        report = not_graded(
            work, f"채점 프로그램에서 오류가 났습니다: {what}", f"The grader failed: {what}"
        )
    return presentable(dataclasses.replace(report, submitted=work.submitted))


def _graded(work: Work, watch: Watch | None) -> Report:
    try:
        exercise = course.read(course.root(), course.named(work.exercise))
    except CourseError as error:
        if isinstance(work.source, Text):
            return not_graded(work, *work.source)
        return not_graded(
            work,
            f"{work.filename}: 어느 실습인지 모르거나 실습을 읽지 못했습니다. "
            f"파일 이름은 ex05처럼 시작해야 합니다. ({error})",
            f"{work.filename}: {error}. The name of a submitted file starts like ex05.",
        )
    if work.fingerprint not in ("", fingerprint(exercise)):
        return not_graded(
            work,
            f"{platform.node()}: rnnlab이나 실습의 검사가 채점을 시작할 때와 다릅니다. "
            "같은 것으로 맞추고 다시 채점하세요.",
            f"{platform.node()}: rnnlab or the checks differ from those that grading started with. "
            "Make them the same and grade again.",
        )
    if work.confined and not _is_confined():
        return not_graded(
            work,
            f"{platform.node()}: 학생 코드를 완전히 격리할 수 없는 컴퓨터여서 채점하지 않았습니다.",
            f"{platform.node()}: student code cannot be fully confined here, so it was not run.",
        )
    return _with_student(exercise, work, watch)


def _is_confined() -> bool:
    from rnnlab.sandbox import process
    from rnnlab.sandbox.confine.level import Level

    return process.level() is Level.FULL


def _with_student(exercise: Exercise, work: Work, watch: Watch | None) -> Report:
    from rnnlab.sandbox import process
    from rnnlab.sandbox.answers import Student

    if isinstance(work.source, Text):
        return not_graded(work, *work.source)

    process.prepare()
    prepare(exercise.stem, work.seed)  # where Keras is imported here, the zygote does so meanwhile
    process.level()
    from rnnlab.grading.plugin import run_checks

    names = [task.name for task in exercise.tasks]
    answers = Student(work.source, work.filename, names, beside=dict(work.beside))
    try:
        report = run_checks(
            exercise,
            answers,
            student=work.student,
            seed=work.seed,
            reveal=work.reveal,
            follow_through=work.follow_through,
            watch=watch,
        )
    finally:
        answers.close()
    if answers.unreadable:
        return not_graded(work, *answers.unreadable)
    return dataclasses.replace(report, notes=(*report.notes, *work.notes))


def not_graded(work: Work, ko: str, en: str) -> Report:
    """Return the report of a submission that has no grade, with the reason."""
    try:
        title = course.exercise(work.exercise).title
    except (CourseError, OSError):
        title = Text(work.exercise, work.exercise)
    return Report(work.student, work.exercise, title, work.seed, (), reason=Text(ko, en))
