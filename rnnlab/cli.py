"""The command line: ``rnnlab tasks | check | grade | build``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from rnnlab import classroom, course
from rnnlab.course import CourseError
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
        report = classroom.grade_submission(submission, int.from_bytes(os.urandom(3)), reveal=True)
        print_report(report, console)
        everything &= report.outcome is Outcome.PASSED
    sys.exit(not everything)


def _own_work(targets: tuple[str, ...]) -> Iterable[classroom.Submission]:
    """Return what ``rnnlab check`` is to check, all of it resolved before anything runs."""
    if not targets:
        return [_own_file(e.stub, e) for e in course.exercises()]
    found = []
    for target in targets:
        path = Path(target)
        exercise = course.exercise(target)
        found.append(_own_file(path if path.suffix else exercise.stub, exercise))
    return found


def _own_file(path: Path, exercise: course.Exercise) -> classroom.Submission:
    if not path.is_file():
        raise CourseError(f"there is no file {path}")
    return classroom.Submission("", exercise.stem, path)


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
@_lang
def grade(path: Path, out: Path, seed: int | None, jobs: int, only: tuple[str, ...]) -> None:
    """Grade PATH: a file, or a class as submitted/STUDENT/ASSIGNMENT/FILE."""
    from rnnlab.report import Outcome, print_class, print_report, write, write_grades

    submissions = classroom.find(path, {course.exercise(key).stem for key in only})
    if not submissions:
        raise CourseError(
            f"no .ipynb or .py to grade in {path}; expected submitted/STUDENT/ASSIGNMENT/FILE"
        )
    seed = classroom.seed_of(out, seed)
    reports = []
    for _, report in _with_progress(classroom.grade_class(submissions, seed, jobs), submissions):
        write(report, out)
        reports.append(report)
    write_grades(reports, out / "grades.csv")
    console = Console()
    if len(reports) == 1:
        print_report(reports[0], console)
    else:
        print_class(reports, console)
    console.print(f"{Text('보고서', 'Reports')}: {out}", style="bold", highlight=False)
    sys.exit(any(r.outcome is Outcome.NOT_GRADED for r in reports))


def _with_progress(graded: Iterable[Any], submissions: list[classroom.Submission]) -> Iterable[Any]:
    """Show how far grading is: a bar in a terminal, plain lines in a log."""
    console = Console(stderr=True)
    if not console.is_terminal:
        for n, (submission, report) in enumerate(graded, 1):
            what = f"{submission.student} {submission.exercise}: {report.outcome}"
            print(f"[{n}/{len(submissions)}] {what}", file=sys.stderr, flush=True)
            yield submission, report
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as progress:
        bar = progress.add_task(str(Text("채점", "Grading")), total=len(submissions))
        for submission, report in graded:
            progress.update(bar, advance=1, description=submission.student[:24])
            yield submission, report


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
