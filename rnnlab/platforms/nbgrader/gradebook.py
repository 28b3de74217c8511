"""nbgrader: what ``nbgrader autograde`` would have written, without running student code.

For every report the gradebook gets the submission with its time, a score for each cell
``check_TASK``, and the policy's late penalty in place of that of nbgrader's plugin; ``autograded/``
gets the notebook that formgrader and ``nbgrader generate_feedback`` show, see
:mod:`rnnlab.platforms.nbgrader.shown`. Scores and comments that a person gave stay: where the
automatic score under a manual one has changed, formgrader asks for a look, as after nbgrader's own
autograde. What was not graded gets no automatic score and waits for manual grading. Whoever handed
nothing in gets no submission, for which ``nbgrader export`` itself writes 0.
"""

from __future__ import annotations

import contextlib
import dataclasses
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from rnnlab import course, platforms, source
from rnnlab.classroom.intake import submissions
from rnnlab.classroom.roster import Person
from rnnlab.course import CHECK_CELL
from rnnlab.files import write_whole
from rnnlab.platforms.grades import Done, Grades, called
from rnnlab.platforms.nbgrader import shown, stamp
from rnnlab.report.data import Outcome, Report
from rnnlab.report.words import WORDS
from rnnlab.source import Cell
from rnnlab.text import Text, TextError, UserError, line


@dataclass(frozen=True)
class _Place:
    """A notebook of the gradebook's, and what was released of it."""

    assignment: Any
    notebook: Any
    released: Any


class _Fault(TextError):
    """Why one report could not be recorded."""


def write(grades: Grades, folder: Path) -> Done:
    """Write the grades into nbgrader's course ``folder``, as its own configuration lays it out.

    One submission is one transaction, and a fault in one is named and the others go on. Raises
    UserError where there is no nbgrader, gradebook or assignment.
    """
    done = Done([], [], [])
    with _opened(folder) as (coursedir, book):
        places = _places(book, coursedir, list(grades.exercises))
        taken: dict[tuple[str, str], Report] = {}
        for owner, report in _owned(grades):
            try:
                for name in (report.student, owner.id):
                    _refuse_no_folder(name)
                found = _place(places[report.exercise], coursedir, report.student)
                if taken.setdefault((owner.id, report.exercise), report) is not report:
                    raise _twice(owner, taken[owner.id, report.exercise])
                done.files.append(_record(book, coursedir, found, grades, report, owner))
            except Exception as error:  # noqa: BLE001  one row must never stop the class
                done.faults.append(_fault(report, error))
                book.db.rollback()
    return done


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[tuple[Any, Any]]:
    """Yield nbgrader's course directory and gradebook, its settings read from where it reads them.

    It runs in the course's folder, which relative settings count from.
    """
    try:
        from nbgrader.apps.baseapp import NbGrader
    except ImportError as error:
        raise UserError(
            f"{error.name}이(가) 없습니다: pip install 'rnnlab[nbgrader]'",
            f"{error.name} is missing: pip install 'rnnlab[nbgrader]'",
        ) from None
    with contextlib.chdir(folder), _kept(sys.path):
        app = NbGrader(log_level="CRITICAL", raise_config_file_errors=True)
        try:
            app.initialize([])
        except (Exception, SystemExit) as error:  # noqa: BLE001  a configuration is any program
            raise _unconfigured(folder, error) from None
        with contextlib.closing(_gradebook(folder, app.coursedir)) as book:
            yield app.coursedir, book


def _gradebook(folder: Path, coursedir: Any) -> Any:
    from nbgrader.api import Gradebook
    from sqlalchemy import make_url
    from sqlalchemy.exc import SQLAlchemyError

    try:
        url = make_url(coursedir.db_url)
        if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
            raise _no_assignment(folder, url.database or "sqlite")  # or it would be created
        book = Gradebook(coursedir.db_url, coursedir.course_id)
        with contextlib.ExitStack() as unless_it_works:
            unless_it_works.callback(book.close)
            book.assignments  # noqa: B018  an outdated gradebook tells itself when it is asked
            unless_it_works.pop_all()
    except SQLAlchemyError as error:
        raise _unusable(folder, error) from None
    return book


@contextlib.contextmanager
def _kept(path: list[str]) -> Iterator[None]:
    before = path[:]
    try:
        yield
    finally:
        path[:] = before


def _places(book: Any, coursedir: Any, exercises: list[str]) -> dict[str, list[_Place]]:
    """Return, for each exercise, the gradebook's notebooks that are called so."""
    places: dict[str, list[_Place]] = {exercise: [] for exercise in exercises}
    for assignment in book.assignments:
        for notebook in assignment.notebooks:
            stem = course.meant(notebook.name)
            if stem in places:
                folder = _folder(coursedir, "release", ".", assignment.name)
                released = shown.read_released(folder / f"{notebook.name}.ipynb")
                places[stem].append(_Place(assignment, notebook, released))
    for exercise, found in places.items():
        if not found:
            raise _no_assignment(Path(coursedir.root), line(exercise))
    return places


def _owned(grades: Grades) -> Iterator[tuple[Person, Report]]:
    """Yield reports with whose they are: a student's, or every member's of a team."""
    for report in grades.reports:
        one = grades.person(report.student)
        team = () if one else grades.people(report.student)
        alone = Person(report.student, one.name if one else "")
        yield from ((owner, report) for owner in team or (alone,))


def _twice(owner: Person, other: Report) -> _Fault:
    what = f"{called(owner)}: {line(other.student)}"
    return _Fault(
        f"이미 다른 제출물의 점수가 있습니다: {what}.", f"another is there already: {what}."
    )


def _refuse_no_folder(student: str) -> None:
    if not student or student in (".", "..") or set(student) & set("/\\\0"):
        raise _Fault("폴더 이름으로 쓸 수 없는 학생 이름입니다.", "no folder can have this name.")


def _place(places: list[_Place], coursedir: Any, student: str) -> _Place:
    """Return the notebook that a student's report is of: of several, the one handed in."""
    if len(places) > 1:
        places = [p for p in places if _submitted(coursedir, p, student).is_dir()]
    if len(places) != 1:
        raise _Fault(
            "이 실습이 들어 있는 assignment가 여럿이고, 제출한 것이 하나가 아닙니다.",
            "several assignments have this exercise, and not just one was handed in.",
        )
    return places[0]


def _folder(coursedir: Any, step: str, student: str, assignment: str) -> Path:
    name = getattr(coursedir, f"{step}_directory")
    return Path(coursedir.format_path(name, student, assignment))


def _submitted(coursedir: Any, place: _Place, student: str) -> Path:
    return _folder(coursedir, "submitted", student, place.assignment.name)


def _record(
    book: Any, coursedir: Any, place: _Place, grades: Grades, report: Report, owner: Person
) -> Path:
    """Write one report: its owner's rows, and the notebook before they are committed."""
    handed_in = _submitted(coursedir, place, report.student)
    came = _timestamp(coursedir, handed_in)
    if came:
        report = dataclasses.replace(report, submitted=came.replace(tzinfo=UTC).isoformat())
    with book.db.no_autoflush:
        student = _student(book, owner)
        handed = _submission(book, place.assignment, student)
    if report.submitted:
        moment = datetime.fromisoformat(report.submitted).astimezone(UTC)
        handed.timestamp = moment.replace(tzinfo=None)
    name, assignment = place.notebook.name, place.assignment.name
    notebook = book.find_submission_notebook(name, assignment, owner.id)
    _score(notebook, place.notebook, report)
    _comment(notebook, report)
    _penalize(book, notebook, handed, grades, report)
    folder = _folder(coursedir, "autograded", owner.id, assignment)
    text = shown.notebook(place.released, report, *_cells(handed_in, report.exercise))
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.ipynb"
    files = {file: text}
    if came:
        files[folder / stamp.NAME] = f"{came} UTC\n"
    for path, content in files.items():
        write_whole(path, content)
        path.chmod(0o664 if coursedir.groupshared else 0o444)
    book.db.commit()
    return file


def _timestamp(coursedir: Any, handed_in: Path) -> datetime | None:
    """Return when nbgrader says that a submission came, without the offset, in UTC."""
    try:
        came: datetime | None = coursedir.get_existing_timestamp(str(handed_in))
        return came
    except (AttributeError, ValueError, OverflowError, OSError):  # it is no time
        return None


def _student(book: Any, person: Person) -> Any:
    """Return the gradebook's student, added with the name from the list if there is none yet."""
    from nbgrader.api import Student

    found = book.db.get(Student, person.id)
    if found is None:
        first, last = _names(line(person.name))
        found = Student(id=person.id, first_name=first, last_name=last)
        book.db.add(found)
    return found


def _names(name: str) -> tuple[str | None, str | None]:
    """Split "Last, First" and "First Last"; a name in one word is the last."""
    last, comma, first = name.partition(",")
    if not comma:
        first, _, last = name.rpartition(" ")
    return first.strip() or None, last.strip() or None


def _submission(book: Any, assignment: Any, student: Any) -> Any:
    """Return the gradebook's submission, made as its own ``add_submission`` makes it, uncommitted.

    That one commits by itself, and a fault after it would leave half a submission.
    """
    from nbgrader.api import Comment, Grade, MissingEntry, SubmittedAssignment, SubmittedNotebook

    with contextlib.suppress(MissingEntry):
        return book.find_submission(assignment.name, student.id)
    handed = SubmittedAssignment(assignment=assignment, student=student)
    for notebook in assignment.notebooks:
        mine = SubmittedNotebook(notebook=notebook, assignment=handed)
        mine.grades = [Grade(cell=c) for c in (*notebook.grade_cells, *notebook.task_cells)]
        cells = (*notebook.solution_cells, *notebook.task_cells)
        mine.comments = [Comment(cell=cell) for cell in cells]
    book.db.add(handed)
    return handed


def _score(mine: Any, notebook: Any, report: Report) -> None:
    """Set each check cell's automatic score, and whether a person is to look at it."""
    grades = {grade.cell.name: grade for grade in mine.grades}
    most = {cell.name: cell.max_score for cell in notebook.grade_cells}
    earned = {}
    for task, checks in report.tasks.items():
        name = CHECK_CELL + task
        if name not in grades or most[name] != sum(check.max_points for check in checks):
            raise _Fault(
                f"성적부에 {line(name)} 셀이 없거나 배점이 다릅니다. "
                "nbgrader generate_assignment를 다시 실행하세요.",
                f"the gradebook has no cell {line(name)}, or with other points. "
                "Run nbgrader generate_assignment again.",
            )
        if report.score is not None:
            earned[name] = sum(check.points for check in checks)
    for name, grade in grades.items():
        if not name.startswith(CHECK_CELL):
            continue  # an instructor's own, graded by hand
        score = earned.get(name)
        if grade.manual_score is None:
            grade.needs_manual_grade = score is None
        elif grade.auto_score != score:
            grade.needs_manual_grade = True
        grade.auto_score = score


def _comment(mine: Any, report: Report) -> None:
    """Say in a comment that a task was not attempted; all else the check's own cell says.

    Comments are rendered as Markdown, so no word of a student's may be in one.
    """
    checked = {grade.cell.name for grade in mine.grades}
    for comment in mine.comments:
        if CHECK_CELL + comment.cell.name in checked:
            outcomes = {check.outcome for check in report.tasks.get(comment.cell.name, [])}
            untouched = outcomes == {Outcome.NOT_ATTEMPTED}
            comment.auto_comment = str(WORDS[Outcome.NOT_ATTEMPTED]) if untouched else None


def _penalize(book: Any, mine: Any, handed: Any, grades: Grades, report: Report) -> None:
    """Set what lateness takes off the notebook, at most what a person's scores leave of it."""
    due = handed.assignment.duedate
    due = due and due.replace(tzinfo=UTC)
    extension = handed.extension or timedelta()
    points = grades.policy.penalty(report, due, extension).points
    book.db.flush()
    book.db.expire(mine, ["score"])
    mine.late_submission_penalty = min(points, mine.score) or None


def _cells(handed_in: Path, exercise: str) -> tuple[list[Cell], Text | None]:
    """Return the cells of the submitted file, or none and a remark why."""
    found = []
    if handed_in.is_dir():
        found = submissions.find(handed_in, [exercise], downloads=platforms.downloads()).submissions
    if not found:
        return [], Text(
            f"{handed_in.name} 폴더에 제출한 파일이 없어서 배포한 노트북만 보여 줍니다.",
            f"No submitted file is in {handed_in.name}, so only the released notebook is shown.",
        )
    path = found[0].path
    try:
        return shown.cells(source.read(path), path.name), None
    except source.UnreadableError as error:
        return [], error.text


def _fault(report: Report, error: Exception) -> Text:
    what = f"{line(report.student)} {line(report.exercise)}"
    ko, en = error.text if isinstance(error, _Fault) else (_said(error), _said(error))
    return Text(
        f"{what}: nbgrader 성적부에 넣지 못했습니다: {ko}",
        f"{what}: not written to nbgrader's gradebook: {en}",
    )


def _said(error: BaseException) -> str:
    error = getattr(error, "orig", None) or error  # the database's own words, without the query
    return line(f"{type(error).__name__}: {error}")[:300]


def _no_assignment(where: Path, what: str) -> UserError:
    return UserError(
        f"{where}: nbgrader 성적부에 {what}이(가) 없습니다. "
        "nbgrader generate_assignment를 먼저 실행하세요.",
        f"{where}: nbgrader's gradebook has no {what}. Run nbgrader generate_assignment first.",
    )


def _unconfigured(folder: Path, error: BaseException) -> UserError:
    return UserError(
        f"{folder}: nbgrader_config.py를 쓸 수 없습니다 ({_said(error)}). 고쳐서 다시 하세요.",
        f"{folder}: nbgrader_config.py cannot be used ({_said(error)}). Mend it and try again.",
    )


def _unusable(folder: Path, error: BaseException) -> UserError:
    return UserError(
        f"{folder}: 성적부를 쓸 수 없습니다 ({_said(error)}). 쓰고 있는 프로그램을 닫거나, "
        "오래된 성적부이면 nbgrader db upgrade를 실행하세요.",
        f"{folder}: the gradebook cannot be used ({_said(error)}). Close what is using it or, "
        "if it is an old one, run nbgrader db upgrade.",
    )
