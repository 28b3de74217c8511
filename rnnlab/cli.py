"""The command line: ``rnnlab tasks | check | grade | build | doctor``."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from rnnlab import classroom, course, recorded
from rnnlab.course import CourseError
from rnnlab.intake import Submission
from rnnlab.text import LANGUAGES, Text, language


def _use_language(_context: Any, _parameter: Any, lang: str | None) -> None:
    """Set the language for this process and for the workers that it starts."""
    if lang:
        os.environ["RNNLAB_LANG"] = lang


_lang = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    callback=_use_language,
    expose_value=False,
    is_eager=True,
    help="Language of all messages (default: RNNLAB_LANG, else the locale's).",
)


class _Group(click.Group):
    """Tells the user's own errors in one line and exits with 2."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except CourseError as error:
            raise click.UsageError(str(error)) from None
        except BrokenPipeError:
            raise
        except OSError as error:
            print(_os_error(error), file=sys.stderr)
            sys.exit(2)


def _os_error(error: OSError) -> str:
    what = f"{error.filename or ''}: {error.strerror or error}".lstrip(": ")
    return str(
        Text(
            f"파일을 읽거나 쓰지 못했습니다: {what}.",
            f"A file could not be read or written: {what}.",
        )
    )


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rnnlab")
def main() -> None:
    """Graded RNN exercises in Keras."""


@main.command()
@_lang
def tasks() -> None:
    """List the exercises, their tasks and points."""
    console = Console()
    lang = language()
    for exercise in course.exercises():
        table = Table(title=f"{exercise.id}  {exercise.title.to(lang)}", title_justify="left")
        table.add_column(str(Text("함수", "task")), no_wrap=True)
        table.add_column(str(Text("할 일", "what to do")))
        table.add_column(str(Text("점수", "points")), justify="right")
        for task in exercise.tasks:
            table.add_row(task.name, task.summary.to(lang), str(task.points))
        table.add_row("", "", str(exercise.points), style="bold")
        console.print(table)


@main.command()
@click.argument("targets", nargs=-1)
@_lang
def check(targets: tuple[str, ...]) -> None:
    """Check your own work: TARGETS are exercises (ex05) or files; default: all of exercises/."""
    from rnnlab.report import Outcome, print_report

    console = Console()
    everything = True
    for submission in _own_work(targets):
        seed = recorded.seed(course.exercise(submission.exercise))
        report = classroom.grade_submission(submission, seed, reveal=True)
        print_report(report, console)
        everything &= report.outcome is Outcome.PASSED
    sys.exit(not everything)


def _own_work(targets: tuple[str, ...]) -> Iterable[Submission]:
    """Return what ``rnnlab check`` is to check, all of it resolved before anything runs."""
    if not targets:
        return [_own_file(e.stub, e) for e in course.exercises()]
    found = []
    for target in targets:
        path = Path(target)
        exercise = course.exercise(target)
        found.append(_own_file(path if path.suffix else exercise.stub, exercise))
    return found


def _own_file(path: Path, exercise: course.Exercise) -> Submission:
    if not path.is_file():
        raise CourseError(f"there is no file {path}")
    return Submission("", exercise.stem, path)


@main.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default="graded",
    show_default=True,
    help="Folder for the reports and grades.csv.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    help="Seed of the hidden inputs (default: a secret one, kept in the folder).",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=os.cpu_count() or 1,
    show_default="number of cores",
    help="Worker processes.",
)
@click.option("--exercise", "only", multiple=True, metavar="exNN", help="Grade only this one.")
@click.option("--scheduler", metavar="ADDRESS", help="Grade on the Dask cluster at ADDRESS.")
@click.option(
    "--require-confinement", is_flag=True, help="Grade only if student code is fully confined."
)
@_lang
def grade(
    path: Path,
    out: Path,
    seed: int | None,
    jobs: int,
    only: tuple[str, ...],
    scheduler: str | None,
    require_confinement: bool,
) -> None:
    """Grade PATH: a file, or a class as submitted/STUDENT/ASSIGNMENT/FILE.

    Every report is written as soon as it is there: after an interruption the same command goes on
    where it was, and grades only what is new, changed or could not be graded. Exits with 0 when
    every submission has its grade, 1 when some could not be graded, 2 for a wrong call.
    """
    from rnnlab import intake, ledger, schedule
    from rnnlab.report import Outcome

    found = intake.find(path, {course.named(key) for key in only}, out)
    if not found.submissions:
        expected = (
            f"no .ipynb or .py to grade in {path}; expected submitted/STUDENT/ASSIGNMENT/FILE"
        )
        raise CourseError("; ".join([expected, *map(str, found.closed)]))
    if not scheduler:
        _warn_unconfined(require_confinement)
    workers = schedule.cluster(scheduler) if scheduler else schedule.local(jobs)
    try:
        with ledger.opened(out) as book:
            reports = _grade_into(book, found.submissions, seed, workers, require_confinement)
    except ledger.BusyError as busy:
        print(busy, file=sys.stderr)
        sys.exit(2)
    _print_grades(reports, found, out)
    sys.exit(bool(found.closed) or any(r.outcome is Outcome.NOT_GRADED for r in reports))


def _warn_unconfined(refuse: bool) -> None:
    """Say in one line what protection from student code is missing; to ``refuse`` is to exit."""
    from rnnlab import doctor
    from rnnlab.sandbox import confine

    warning = doctor.warning(confine.level())
    if warning:
        print(warning, file=sys.stderr)
    if warning and refuse:
        sys.exit(2)


def _grade_into(
    book: Any, files: list[Submission], seed: int | None, workers: Any, confined: bool
) -> list[Any]:
    """Grade what the ledger ``book`` does not hold yet, and return all reports."""
    from rnnlab import progress

    console = Console(stderr=True)
    seed = book.seed(seed)
    reports, left = book.sort(files, seed, confined)
    if reports:
        print(
            Text(f"이미 채점한 것: {len(reports)}개", f"Graded already: {len(reports)}"),
            file=sys.stderr,
        )
    with _resumable(), workers if left else contextlib.nullcontext() as run:
        works = classroom.works(left, seed, confined)
        for work, report in progress.shown(run, works, len(left), console) if left else ():
            book.keep(work, report)
            reports.append(report)
    book.finish(reports)
    return reports


@contextlib.contextmanager
def _resumable() -> Iterator[None]:
    """Where grading stops half-way, say why and how to go on."""
    on = Text(
        "지금까지 채점한 것은 남아 있습니다. 같은 명령을 다시 실행하면 이어서 채점합니다.",
        "What is graded so far is kept. Run the same command again to go on.",
    )
    try:
        yield
    except KeyboardInterrupt:
        print(f"\n{Text('멈췄습니다.', 'Stopped.')} {on}", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        print(f"{_os_error(error)} {on}", file=sys.stderr)
        sys.exit(1)


def _print_grades(reports: list[Any], found: Any, out: Path) -> None:
    from rnnlab.report import line, print_class, print_report

    console = Console()
    if len(reports) == 1:
        print_report(reports[0], console)
    else:
        print_class(reports, console)
    for closed in found.closed:
        console.print(line(str(closed)), style="magenta", markup=False, highlight=False)
    if found.empty:
        names = line(", ".join(found.empty))
        nothing = Text("낸 파일이 없는 학생", "No .ipynb or .py from")
        console.print(f"{nothing}: {names}", style="yellow", markup=False, highlight=False)
    print(_where(reports, out))


def _where(reports: list[Any], out: Path) -> Text:
    """Name a page to open, and the table."""
    from rnnlab.report import page_of

    page = out / min(map(page_of, reports))
    more = Text(f" 등 {len(reports)}개", f" and {len(reports) - 1} more")
    ko, en = more if len(reports) > 1 else ("", "")
    return Text(
        f"보고서: {page}{ko}\n성적표: {out / 'grades.csv'}",
        f"Reports: {page}{en}\nGrades: {out / 'grades.csv'}",
    )


@main.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit 1 if out of step.")
@_lang
def build(only_check: bool) -> None:
    """Generate exercises/ and notebooks/ from solutions/."""
    from rnnlab import build as builder

    root = course.root()
    changed = builder.build(root, check=only_check)
    for path in changed:
        click.echo(path.relative_to(root))
    sys.exit(bool(only_check and changed))


@main.command()
@_lang
def doctor() -> None:
    """Say what protects this machine from student code; exit 1 below the full level."""
    from rnnlab import doctor as examination
    from rnnlab.sandbox import confine
    from rnnlab.sandbox.cell import Level

    click.echo("\n".join(examination.lines(confine.facts())))
    sys.exit(confine.level() < Level.FULL)
