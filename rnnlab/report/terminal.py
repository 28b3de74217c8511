"""A report, and a class, in a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import fmean

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text as Styled

from rnnlab.course.find import is_stem
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.report.words import (
    ASCII_MARKS,
    MARKS,
    STYLES,
    WORDS,
    explained,
    followed,
    fraction,
    number,
)
from rnnlab.text import Text, language, line, plain


def print_report(report: Report, console: Console, lang: str | None = None) -> None:
    """Print the tasks, their checks, what went wrong and what to try, and the total."""
    lang = lang or language()
    width = min(console.width, 100)
    heading = Styled(line(report.title.to(lang)), "bold")
    heading.append(f"  {line(report.exercise)}  {line(report.student)}".rstrip(), "dim")
    console.print(heading, width=width)
    for note in report.notes:
        console.print(_entry("*", note, "yellow", lang), width=width)
    if report.outcome is Outcome.NOT_GRADED:
        reason = report.reason or WORDS["unknown"]
        console.print(_entry(WORDS[Outcome.NOT_GRADED].to(lang), reason, "magenta", lang))
        return
    for task, checks in report.tasks.items():
        console.print()
        console.print(_task_heading(task, checks), width=width)
        table = _task_table(checks, console, lang, own=not report.student)
        console.print(table, width=width)
    console.print(_total(report, console, lang), width=width)
    if report.student and report.confinement is not None:  # of no interest in one's own run
        level = f"{WORDS['confinement'].to(lang)}: {report.confinement.title.to(lang)}"
        console.print(Styled(level, "dim"), width=width)


def _task_heading(task: str, checks: list[CheckResult]) -> Table:
    earned, most = sum(c.points for c in checks), sum(c.max_points for c in checks)
    table = Table.grid(Column(ratio=1), Column(justify="right", no_wrap=True), expand=True)
    table.add_row(Styled(line(task), "bold"), Styled(fraction(earned, most), "bold"))
    return table


def _task_table(checks: list[CheckResult], console: Console, lang: str, own: bool) -> Table:
    points = Column(justify="right", no_wrap=True)
    table = Table.grid(Column(width=1), Column(ratio=1), points, padding=(0, 1), expand=True)
    for check, message, hint in explained(checks):
        style = STYLES[check.outcome]
        table.add_row(
            Styled(_mark(check.outcome, console), f"bold {style}"),
            Styled(line(check.title.to(lang))),
            Styled(fraction(check.points, check.max_points), style),
        )
        note = followed(check, points=not own)  # one's own run gives no points
        if note:
            table.add_row("", Padding(Styled(note.to(lang), "yellow"), (0, 0, 0, 2)))
        if message:
            table.add_row("", Padding(Styled(plain(message.to(lang)), style), (0, 0, 0, 2)))
        if hint:
            table.add_row("", Padding(_entry(WORDS["try"].to(lang), hint, "cyan", lang), (0, 2)))
    return table


def _entry(label: str, text: Text, style: str, lang: str) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_row(Styled(label, f"bold {style}"), Styled(plain(text.to(lang)), style))
    return table


def _total(report: Report, console: Console, lang: str) -> Padding:
    style = f"bold {STYLES[report.outcome]}"
    total = Styled(f"{_mark(report.outcome, console)} {WORDS['total'].to(lang)} ", style)
    total.append(fraction(report.score, report.max_score), style)
    total.append(f"  {WORDS[report.outcome].to(lang)}", style)
    return Padding(total, (1, 0, 0, 0))


def _mark(outcome: Outcome, console: Console) -> str:
    return (ASCII_MARKS if console.options.ascii_only else MARKS)[outcome]


def print_class(reports: Iterable[Report], console: Console, lang: str | None = None) -> None:
    """Print a row per student and a column per exercise, the means, and what was not graded.

    Means are over the graded submissions alone.
    """
    lang = lang or language()
    reports = sorted(reports, key=lambda report: (report.student, report.exercise))
    console.print(_class_table(reports, console, lang))
    legend = "   ".join(f"{_mark(o, console)} {WORDS[o].to(lang)}" for o in Outcome)
    console.print(Styled(legend, "dim"))
    ungraded = [report for report in reports if report.outcome is Outcome.NOT_GRADED]
    if not ungraded:
        return
    console.print(Styled(f"\n{WORDS['ungraded'].to(lang)}: {len(ungraded)}", "bold magenta"))
    for report in ungraded:
        name = f"{line(report.student)} {line(report.exercise)}"
        console.print(_entry(name, report.reason or WORDS["unknown"], "", lang))


def _class_table(reports: list[Report], console: Console, lang: str) -> Table:
    cells = {(report.student, report.exercise): report for report in reports}
    exercises = sorted({e for (_, e), r in cells.items() if r.score is not None or is_stem(e)})
    table = Table(box=box.SIMPLE_HEAD, show_footer=True, padding=(0, 1), collapse_padding=True)
    table.add_column(
        Styled(WORDS["student"].to(lang)), Styled(WORDS["mean"].to(lang)), overflow="fold"
    )
    for exercise in exercises:
        column = [report for report in reports if report.exercise == exercise]
        most = max((r.max_score for r in column if r.max_score is not None), default=None)
        head = _short(exercise, exercises) + ("" if most is None else f"\n/ {number(most)}")
        mean = _mean([r.score for r in column if r.score is not None])
        table.add_column(Styled(head), Styled(mean), justify="right", no_wrap=True)
    table.add_column(Styled(WORDS["total"].to(lang)), justify="right", no_wrap=True)
    for student in sorted({student for student, _ in cells}):
        row = [cells.get((student, exercise)) for exercise in exercises]
        points = [report.score for report in row if report and report.score is not None]
        total = str(number(sum(points))) if points else ""
        scores = [_cell(report, console) for report in row]
        table.add_row(Styled(line(student)), *scores, Styled(total, "bold"))
    return table


def _cell(report: Report | None, console: Console) -> Styled:
    if report is None:
        return Styled("")
    score = "" if report.score is None else f"{number(report.score)} "
    return Styled(score + _mark(report.outcome, console), STYLES[report.outcome])


def _mean(scores: list[float]) -> str:
    return f"{fmean(scores):.1f}" if scores else "-"


def _short(exercise: str, exercises: list[str]) -> str:
    """Return "ex05" for "ex05_sequence_predictor" where only one exercise is called that."""
    short = exercise.split("_")[0]
    alone = sum(other.split("_")[0] == short for other in exercises) == 1
    return line(short if alone else exercise)
