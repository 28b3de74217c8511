"""``rnnlab grade``: a class, or one file, graded into a folder of reports."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import click
from rich.console import Console

from rnnlab import platforms
from rnnlab.classroom import cluster, late, ledger, progress, schedule, unknown
from rnnlab.classroom import page as class_page
from rnnlab.classroom.intake import submissions
from rnnlab.classroom.intake.submissions import Intake
from rnnlab.classroom.late import Policy
from rnnlab.classroom.ledger import Ledger
from rnnlab.classroom.roster import Roster
from rnnlab.classroom.schedule import Run
from rnnlab.commands import doctor
from rnnlab.commands.options import (
    class_of,
    class_options,
    lang_option,
    names_option,
    only_option,
    os_error,
    out_option,
    path_argument,
    print_lines,
    require_some,
    stems,
)
from rnnlab.grading.work import works
from rnnlab.report.data import Outcome, Report
from rnnlab.report.folder import page_of
from rnnlab.report.terminal import print_class, print_report
from rnnlab.sandbox.confine import ladder
from rnnlab.source import Submission
from rnnlab.text import Text, line


@click.command()
@path_argument
@out_option
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
@only_option
@class_options
@names_option
@click.option(
    "--follow-through",
    is_flag=True,
    help="Give the points for what is wrong only by a mistake in an earlier function.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Grade on the Dask cluster at ADDRESS.")
@click.option(
    "--require-confinement", is_flag=True, help="Grade only if student code is fully confined."
)
@lang_option
def grade(
    path: Path,
    out: Path,
    seed: int | None,
    jobs: int,
    only: tuple[str, ...],
    students: Path | None,
    due: tuple[str, ...],
    rule: str | None,
    names: Path | None,
    follow_through: bool,
    scheduler: str | None,
    require_confinement: bool,
) -> None:
    """Grade PATH: a file, a class as submitted/STUDENT/ASSIGNMENT/FILE, or what an LMS gives.

    That is the folder or zip of all submissions that Canvas or Moodle lets instructors download.

    Every report is written as soon as it is there: after an interruption the same command goes on
    where it was, and grades only what is new, changed or could not be graded. Exits with 0 when
    every submission has its grade, 1 when some could not be graded, 2 for a wrong call.
    """
    own = unknown.names_in(names)
    roster, policy = class_of(students, due, rule)
    with submissions.opened(path, stems(only), out, platforms.downloads()) as found:
        require_some(found, path)
        if not scheduler:
            _warn_unconfined(require_confinement)
        workers = cluster.cluster(scheduler) if scheduler else schedule.local(jobs)
        try:
            with ledger.opened(out, own) as book:
                terms = book.seed(seed), require_confinement, follow_through
                reports = _grade_into(book, _dated(found, roster), terms, workers)
                page = class_page.write(
                    reports, out, roster=roster, policy=policy, empty=found.empty
                )
        except ledger.BusyError as busy:
            print(busy, file=sys.stderr)
            sys.exit(2)
    _print_grades(reports, found, roster, policy)
    print(_where(reports, page, out))
    sys.exit(bool(found.skipped) or any(r.outcome is Outcome.NOT_GRADED for r in reports))


def _warn_unconfined(refuse: bool) -> None:
    """Say in one line what protection from student code is missing; to ``refuse`` is to exit."""
    warning = doctor.warning(ladder.level())
    if warning:
        print(warning, file=sys.stderr)
    if warning and refuse:
        sys.exit(2)


def _grade_into(
    book: Ledger,
    files: list[Submission],
    terms: tuple[int, bool, bool],
    workers: AbstractContextManager[Run],
) -> list[Report]:
    """Grade what the ledger ``book`` does not hold yet, and return all reports.

    ``terms`` are the seed, whether only confined code is run, and whether follow-ups earn points.
    """
    console = Console(stderr=True)
    reports, left = book.split(files, *terms)
    if reports:
        print(
            Text(f"이미 채점한 것: {len(reports)}개", f"Graded already: {len(reports)}"),
            file=sys.stderr,
        )
    if left:
        with _resumable(), workers as run:
            todo = works(left, *terms)
            for work, report in progress.shown(run, todo, len(left), console):
                report = book.keep(work, report)
                # Only a report's own page shows all of the code.
                reports.append(dataclasses.replace(report, sources=unknown.examples(report)))
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
        print(f"{os_error(error)} {on}", file=sys.stderr)
        sys.exit(1)


def _dated(found: Intake, roster: Roster | None) -> list[Submission]:
    """Return the submissions with the times that the student list gives."""
    return [roster.dated(each) if roster else each for each in found.submissions]


def _print_grades(
    reports: list[Report], found: Intake, roster: Roster | None, policy: Policy
) -> None:
    console = Console()
    if len(reports) == 1:
        print_report(reports[0], console)
    else:
        print_class(reports, console)
    print_lines(console, found.skipped, "magenta")
    if found.empty:
        nothing = Text("낸 파일이 없는 학생", "No .ipynb or .py from")
        print_lines(console, [f"{nothing}: {', '.join(found.empty)}"], "yellow")
    if roster:
        _print_strangers(roster, {report.student for report in reports}, console)
    _print_undated(reports, policy, roster)


def _print_strangers(roster: Roster, students: set[str], console: Console) -> None:
    """Name who is on the list and not among the students, and who is not on it."""
    missing = ", ".join(f"{p.id} {p.name}".strip() for p in roster.missing(students))
    strangers = ", ".join(sorted(s for s in students if not roster.people_of(s)))
    nothing = Text("명단에 있지만 내지 않은 학생", "On the list, but nothing from")
    not_on_it = Text("냈지만 명단에 없거나 이름이 다른 학생", "Not on the list, or of another name")
    for who, names in ((nothing, missing), (not_on_it, strangers)):
        if names:
            print_lines(console, [f"{who}: {names}"], "yellow")


def _print_undated(reports: list[Report], policy: Policy, roster: Roster | None) -> None:
    graded = [report for report in reports if report.score is not None]
    names = [line(report.student) for report in graded if not report.submitted]
    if names and policy.share:
        way_out = Text(
            "Moodle에서 받은 것이면 채점 워크시트를 --students로 지정하세요.",
            "If they are from Moodle, name its grading worksheet with --students.",
        )
        print_lines(Console(), [late.undated(names), *([] if roster else [way_out])], "yellow")


def _where(reports: list[Report], page: Path, out: Path) -> Text:
    """Name the page to open, and the table."""
    if len(reports) == 1:
        page = out / page_of(reports[0])
    return Text(
        f"보고서: {page}\n성적표: {out / 'grades.csv'} (엑셀로 열 때: {ledger.FOR_EXCEL})",
        f"Report: {page}\nGrades: {out / 'grades.csv'} (for Excel: {ledger.FOR_EXCEL})",
    )
