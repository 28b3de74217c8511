"""The unit of work of grading: one submission in, one report out.

:func:`grade_work` is a function of plain data that returns a report. Who runs it (this process, a
worker of :mod:`rnnlab.schedule`, another machine) and what it graded before change no score.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import logging
import os
import platform
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rnnlab import course, submission
from rnnlab.course import CourseError, Exercise
from rnnlab.intake import Submission
from rnnlab.report import Report, plain
from rnnlab.text import Text

_ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "KERAS_BACKEND": "tensorflow",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
}
_PACKAGE = Path(__file__).resolve().parent
# pytest, Keras's global state and the student process are one per process; a cluster's worker has
# several threads.
one_at_a_time = threading.RLock()


@dataclass(frozen=True)
class Work:
    """All that grading one submission needs, as plain data.

    ``source`` is the file's bytes, or why it could not be read. ``versions`` is the fingerprint of
    the engine and the checks that the submission is to be graded by, "" for whatever is here.
    A ``confined`` one is graded only where student code is fully confined. ``submitted`` is when it
    was handed in, as in the report.
    """

    student: str
    exercise: str
    filename: str
    source: bytes | Text
    seed: int
    notes: tuple[Text, ...] = ()
    reveal: bool = False
    versions: str = ""
    confined: bool = False
    submitted: str = ""

    @property
    def digest(self) -> str:
        """The hash of all that decides the report, but for its language."""
        source = self.source if isinstance(self.source, bytes) else repr(self.source).encode()
        rest = dataclasses.replace(self, source=b"")
        return hashlib.sha256(hashlib.sha256(source).digest() + repr(rest).encode()).hexdigest()


def works(files: Iterable[Submission], seed: int, confined: bool = False) -> Iterator[Work]:
    """Yield each submission as work for the checks as they are now; files are read when asked for.

    So the bytes that are hashed are those that are graded, and few are held at a time.
    """
    fingerprint = functools.cache(_versions_of)
    for file in files:
        work = work_of(file, seed)
        yield dataclasses.replace(work, versions=fingerprint(file.exercise), confined=confined)


def _versions_of(stem: str) -> str:
    try:
        return versions(course.exercise(stem))
    except CourseError:
        return ""


def work_of(file: Submission, seed: int, reveal: bool = False) -> Work:
    """Read a submission's file, and return the work that it is."""
    try:
        source = submission.read(file.path)
    except submission.UnreadableError as error:
        source = error.text
    name = plain(file.path.stem + file.path.suffix.lower())
    return Work(
        file.student,
        file.exercise,
        name,
        source,
        seed,
        notes=file.notes,
        reveal=reveal,
        submitted=file.submitted,
    )


def grade_submission(file: Submission, seed: int, reveal: bool = False) -> Report:
    """Grade one submission in this process and return its report."""
    return grade_work(work_of(file, seed, reveal=reveal))


def grade_work(work: Work) -> Report:
    """Grade ``work`` in this process. A fault of the grader's own gives *not graded*, never 0."""
    with one_at_a_time:
        try:
            report = _graded(work)
        except Exception as error:  # noqa: BLE001  one row must never stop the class
            what = f"{type(error).__name__}: {error}"[:300]
            report = not_graded(
                work, f"채점 프로그램에서 오류가 났습니다: {what}", f"The grader failed: {what}"
            )
        return dataclasses.replace(report, submitted=work.submitted)


def _graded(work: Work) -> Report:
    try:
        exercise = course.read(course.root(), course.named(work.exercise))
    except CourseError as error:
        return not_graded(
            work,
            f"{work.filename}: 어느 실습인지 모르거나 실습을 읽지 못했습니다. "
            f"파일 이름은 ex05처럼 시작해야 합니다. ({error})",
            f"{work.filename}: {error}. The name of a submitted file starts like ex05.",
        )
    if work.versions not in ("", versions(exercise)):
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
    return _with_student(exercise, work)


def _is_confined() -> bool:
    from rnnlab.sandbox import process
    from rnnlab.sandbox.cell import Level

    return process.level() is Level.FULL


def _with_student(exercise: Exercise, work: Work) -> Report:
    from rnnlab.sandbox import Broken, Student, process

    process.prepare()
    prepare(exercise.stem, work.seed)  # while the fork server imports Keras, so does this process
    process.level()
    from rnnlab.grading import grade

    if isinstance(work.source, bytes):
        answers = Student(work.source, work.filename, [task.name for task in exercise.tasks])
    else:
        answers = Broken(work.source)
    try:
        report = grade(exercise, answers, student=work.student, seed=work.seed, reveal=work.reveal)
    finally:
        answers.close()
    return dataclasses.replace(report, notes=(*report.notes, *work.notes))


def not_graded(work: Work, ko: str, en: str) -> Report:
    """Return the report of a submission that has no grade, with the reason."""
    title = Text(work.exercise, work.exercise)
    return Report(work.student, work.exercise, title, work.seed, (), reason=Text(ko, en))


def prepare(*labels: object) -> None:
    """Bring Keras's global state to where it is before every submission, whatever came before.

    Names of layers count from one again, what earlier models left is freed, and random numbers
    depend on ``labels`` alone.
    """
    keras = _import_keras()
    keras.utils.clear_session(free_memory=False)
    keras.config.set_floatx("float32")
    text = "/".join(map(str, labels))
    keras.utils.set_random_seed(int.from_bytes(hashlib.sha256(text.encode()).digest()[:3]))


@functools.cache
def _import_keras():
    """Import Keras deterministic and on the CPU, without the noise that TensorFlow starts with."""
    os.environ.update(_ENVIRONMENT)
    with _quiet_stderr():
        import keras

        from rnnlab.sandbox import runtime

        logging.getLogger("tensorflow").setLevel(logging.ERROR)

        # In a process that has used TensorFlow already its threads are what they are.
        with contextlib.suppress(RuntimeError):
            runtime.make_deterministic()
    return keras


@contextlib.contextmanager
def _quiet_stderr() -> Iterator[None]:
    """Drop what is written to descriptor 2, for TensorFlow does not write through Python."""
    kept, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


def versions(exercise: Exercise) -> str:
    """Return the fingerprint of what decides a score besides the submission and the seed."""
    digest = hashlib.sha256(_engine())
    digest.update(repr((exercise.stem, exercise.title, exercise.tasks)).encode())
    for path in (exercise.checks_path, exercise.mistakes_path, exercise.answers_path):
        digest.update(path.read_bytes() if path.exists() else b"-")
    for path in exercise.common_paths:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@functools.cache
def _engine() -> bytes:
    """Hash this package's files and the versions of what it runs on, as this process has them."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for name in ("keras", "numpy", "tensorflow"):
        with contextlib.suppress(PackageNotFoundError):
            digest.update(f"{name} {version(name)}".encode())
    files = (f for f in _PACKAGE.rglob("*") if f.suffix in (".py", ".j2"))
    for file in sorted(f for f in files if "_course" not in f.relative_to(_PACKAGE).parts):
        digest.update(file.read_bytes())
    return digest.digest()
