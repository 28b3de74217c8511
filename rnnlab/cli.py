"""The command line: ``rnnlab`` with a command per use; each imports what it needs when it runs."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from rnnlab import course
from rnnlab.grading import recorded
from rnnlab.grading.work import grade as graded
from rnnlab.grading.work import work_of, works
from rnnlab.source import Submission
from rnnlab.text import LANGUAGES, Text, UserError, language


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
        except UserError as error:
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
    from rnnlab.report.data import Outcome
    from rnnlab.report.terminal import print_report

    console = Console()
    everything = True
    for submission in _own_work(targets):
        seed = recorded.seed(course.exercise(submission.exercise))
        report = graded(work_of(submission, seed, reveal=True))
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
        raise UserError(f"{path}: 그런 파일이 없습니다.", f"there is no file {path}")
    return Submission("", exercise.stem, path)


_existing = click.argument("path", type=click.Path(exists=True, path_type=Path))
_out = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default="graded",
    show_default=True,
    help="Folder for the reports.",
)
_only = click.option("--exercise", "only", multiple=True, metavar="exNN", help="Only this one.")
_lists = (
    click.option(
        "--students",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="Student list (CSV): names, and who is missing.",
    ),
    click.option("--due", multiple=True, metavar="[exNN=]TIME", help="When the work was due."),
    click.option("--late", "rule", metavar="RULE", help='What lateness costs, as "10%/day".'),
)


def _class_options(command: Any) -> Any:
    """Add what is known of a class besides its submissions."""
    for option in reversed(_lists):
        command = option(command)
    return command


def _class_of(students: Path | None, due: tuple[str, ...], rule: str | None) -> tuple[Any, Any]:
    """Return the roster, None without a list, and the late policy. Raises UserError."""
    from rnnlab import late, roster

    return students and roster.read(students), late.policy(rule, due)


def _stems(only: tuple[str, ...]) -> set[str]:
    return {course.named(key) for key in only}


@main.command()
@_existing
@_out
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
@_only
@_class_options
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
    students: Path | None,
    due: tuple[str, ...],
    rule: str | None,
    scheduler: str | None,
    require_confinement: bool,
) -> None:
    """Grade PATH: a file, a class as submitted/STUDENT/ASSIGNMENT/FILE, or what an LMS gives.

    That is the folder or zip of all submissions that Canvas or Moodle lets instructors download.

    Every report is written as soon as it is there: after an interruption the same command goes on
    where it was, and grades only what is new, changed or could not be graded. Exits with 0 when
    every submission has its grade, 1 when some could not be graded, 2 for a wrong call.
    """
    from rnnlab import classpage, intake, ledger, schedule
    from rnnlab.report.data import Outcome

    roster, policy = _class_of(students, due, rule)
    with intake.opened(path, _stems(only), out) as found:
        _require_some(found, path)
        if not scheduler:
            _warn_unconfined(require_confinement)
        workers = schedule.cluster(scheduler) if scheduler else schedule.local(jobs)
        try:
            with ledger.opened(out) as book:
                reports = _grade_into(book, found.submissions, seed, workers, require_confinement)
                known = {"roster": roster, "policy": policy, "unread": found.unread}
                page = classpage.write(reports, out, **known)
        except ledger.BusyError as busy:
            print(busy, file=sys.stderr)
            sys.exit(2)
    _print_grades(reports, found, roster)
    print(_where(reports, page, out))
    sys.exit(bool(found.closed) or any(r.outcome is Outcome.NOT_GRADED for r in reports))


def _require_some(found: Any, path: Path) -> None:
    if not found.submissions:
        expected = Text(
            f"{path}: 채점할 .ipynb나 .py가 없습니다. "
            "submitted/학생/과제/파일, 또는 Canvas나 Moodle에서 받은 폴더나 zip이어야 합니다.",
            f"no .ipynb or .py to grade in {path}; expected submitted/STUDENT/ASSIGNMENT/FILE, or "
            "the folder or zip that Canvas or Moodle gives",
        )
        raise UserError(*("; ".join(each) for each in zip(expected, *found.closed, strict=True)))


def _warn_unconfined(refuse: bool) -> None:
    """Say in one line what protection from student code is missing; to ``refuse`` is to exit."""
    from rnnlab import doctor
    from rnnlab.sandbox.confine import ladder

    warning = doctor.warning(ladder.level())
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
        todo = works(left, seed, confined)
        for work, report in progress.shown(run, todo, len(left), console) if left else ():
            book.keep(work, report)
            reports.append(dataclasses.replace(report, sources={}))  # which only its page needs
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


def _print_grades(reports: list[Any], found: Any, roster: Any) -> None:
    from rnnlab.report.terminal import print_class, print_report

    console = Console()
    if len(reports) == 1:
        print_report(reports[0], console)
    else:
        print_class(reports, console)
    _print_lines(console, found.closed, "magenta")
    if found.empty:
        nothing = Text("낸 파일이 없는 학생", "No .ipynb or .py from")
        _print_lines(console, [f"{nothing}: {', '.join(found.empty)}"], "yellow")
    missing = roster.missing([*(r.student for r in reports), *found.unread]) if roster else []
    if missing:
        nothing = Text("명단에 있지만 내지 않은 학생", "On the list, but nothing from")
        names = ", ".join(f"{person.id} {person.name}".strip() for person in missing)
        _print_lines(console, [f"{nothing}: {names}"], "yellow")


def _print_lines(console: Console, texts: Iterable[Any], style: str) -> None:
    from rnnlab.text import line

    for text in texts:
        console.print(line(str(text)), style=style, markup=False, highlight=False, soft_wrap=True)


def _where(reports: list[Any], page: Path, out: Path) -> Text:
    """Name the page to open, and the table."""
    from rnnlab.report.folder import page_of

    if len(reports) == 1:
        page = out / page_of(reports[0])
    return Text(
        f"보고서: {page}\n성적표: {out / 'grades.csv'}",
        f"Report: {page}\nGrades: {out / 'grades.csv'}",
    )


@main.command()
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--to",
    required=True,
    type=click.Choice(["csv", "canvas", "moodle", "gradescope", "nbgrader"]),
    help="Whose format.",
)
@_only
@_class_options
@click.option(
    "--course",
    "course_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="nbgrader's course folder.",
)
@_lang
def export(
    path: Path,
    to: str,
    only: tuple[str, ...],
    students: Path | None,
    due: tuple[str, ...],
    rule: str | None,
    course_dir: Path | None,
) -> None:
    """Hand the grades in PATH, a folder that grade wrote, to another tool.

    For nbgrader they go into its gradebook. Exits with 0 when all are handed over, 1 when some
    could not be.
    """
    from rnnlab import export as exports

    roster, policy = _class_of(students, due, rule)
    done = exports.export(
        path, to, roster=roster, policy=policy, only=_stems(only), course_dir=course_dir
    )
    _print_lines(Console(stderr=True), done.notes, "yellow")
    _print_lines(Console(stderr=True), done.faults, "magenta")
    _print_files(done.files)
    sys.exit(bool(done.faults))


def _print_files(files: list[Path], most: int = 10) -> None:
    for file in files[:most]:
        click.echo(file)
    if files[most:]:
        click.echo(Text(f"… 모두 {len(files)}개", f"… {len(files)} in all"))


@main.command()
@_existing
@_out
@_only
@_lang
def similar(path: Path, out: Path, only: tuple[str, ...]) -> None:
    """List submissions in PATH that are suspiciously alike: pairs to look at, not verdicts."""
    from rnnlab import intake, similarity

    with intake.opened(path, _stems(only), out) as found:
        _require_some(found, path)
        result = similarity.compare(found.submissions)
    page = similarity.write(result, out)
    similarity.print_result(result, Console())
    _print_lines(Console(stderr=True), found.closed, "magenta")
    click.echo(page)


@main.command()
@click.argument("path", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--to",
    required=True,
    type=click.Choice(["nbgrader", "students", "gradescope", "colab"]),
    help="For whom.",
)
@_only
@click.option(
    "--language",
    "langs",
    multiple=True,
    type=click.Choice(LANGUAGES),
    help="Language of the notebooks (default: both where there can be both).",
)
@click.option("--as-one", is_flag=True, help="nbgrader: one assignment with all exercises.")
@click.option("--late", metavar="RULE", help='Gradescope: what lateness costs, as "10%/day".')
@click.option("--address", help="Colab: where pip finds the students' zip, or git+https://…")
@click.option("--repository", metavar="OWNER/REPO", help="Colab: badges for this repository.")
@click.option("--force", is_flag=True, help="Overwrite files that are there and differ.")
@_lang
def release(
    path: Path, to: str, only: tuple[str, ...], langs: tuple[str, ...], **options: Any
) -> None:
    """Write into DIR what others get: an nbgrader course, the students' zip, an autograder."""
    from rnnlab import release as releases

    if to in ("nbgrader", "gradescope"):
        langs = langs or (language(),)
    if to == "students":
        wait = Text(
            "알려진 실수의 답을 기록하고 있습니다. 몇 분 걸립니다.",
            "Recording what the known mistakes answer. This takes some minutes.",
        )
        print(wait, file=sys.stderr)
    _print_files(releases.release(path, to, only=only, langs=langs, **options))


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
    from rnnlab.sandbox.confine import ladder
    from rnnlab.sandbox.confine.level import Level

    click.echo("\n".join(examination.lines(ladder.facts())))
    sys.exit(ladder.level() < Level.FULL)
