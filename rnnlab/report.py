"""What a submission earned and why: as text, HTML, JSON and a line of ``grades.csv``.

Names and messages come from students, so every way out goes through :func:`plain`, and then through
the escaping of its format: rich ``Text`` (never markup), Jinja's autoescape, ``json``, ``csv``.
"""

from __future__ import annotations

import base64
import csv
import functools
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from statistics import fmean
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Column, Table
from rich.text import Text as Styled

from rnnlab.files import cell_text, safe_name, write_whole
from rnnlab.sandbox.cell import Level
from rnnlab.text import INVISIBLE, Text, language, line, plain


class Outcome(StrEnum):
    """How a check, or a whole submission, ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ATTEMPTED = "not attempted"
    ERROR = "error"
    NOT_GRADED = "not graded"


@dataclass(frozen=True)
class CheckResult:
    """One check's result. ``diagnosis`` is the name of the mistake that the answer looks like."""

    name: str
    title: Text
    task: str
    points: float
    max_points: float
    outcome: Outcome
    message: Text | None
    hint: Text
    diagnosis: str | None
    seconds: float


@dataclass(frozen=True)
class Report:
    """One submission's result.

    ``exercise`` is the stem (``ex05_sequence_predictor``), ``notes`` are remarks on the file itself
    (a cell with a syntax error), and ``reason`` says why it could not be graded. ``confinement`` is
    how the code was confined, None for code that ran in its author's own process or not at all.
    ``digest`` is the hash of all that decided the report, by which a later run knows whether it
    still holds. ``submitted`` is when it was handed in (ISO 8601 with the offset from UTC), "" if
    that is not known. ``sources`` are the student's own functions by task, for the page alone.
    """

    student: str
    exercise: str
    title: Text
    seed: int
    checks: tuple[CheckResult, ...]
    notes: tuple[Text, ...] = ()
    seconds: float = 0.0
    reason: Text | None = None
    confinement: Level | None = None
    digest: str = ""
    submitted: str = ""
    sources: dict[str, str] = field(default_factory=dict)

    @property
    def score(self) -> float | None:
        """The points earned; None, never 0, for a submission that was not graded."""
        if self.outcome is Outcome.NOT_GRADED:
            return None
        return sum(check.points for check in self.checks)

    @property
    def max_score(self) -> float | None:
        """The points to be had; None where no check is known."""
        return sum(check.max_points for check in self.checks) if self.checks else None

    @property
    def outcome(self) -> Outcome:
        """Not graded, passed or not attempted as a whole; else error if any check is one."""
        if self.reason is not None or not self.checks:
            return Outcome.NOT_GRADED
        outcomes = {check.outcome for check in self.checks}
        if len(outcomes) == 1:
            return outcomes.pop()
        return Outcome.ERROR if Outcome.ERROR in outcomes else Outcome.FAILED

    @property
    def tasks(self) -> dict[str, list[CheckResult]]:
        """The checks by task, both in the order in which they ran."""
        tasks: dict[str, list[CheckResult]] = {}
        for check in self.checks:
            tasks.setdefault(check.task, []).append(check)
        return tasks

    def _repr_html_(self) -> str:
        return to_html_fragment(self)


WORDS = {
    Outcome.PASSED: Text("통과", "passed"),
    Outcome.FAILED: Text("틀림", "failed"),
    Outcome.NOT_ATTEMPTED: Text("아직 안 함", "not attempted"),
    Outcome.ERROR: Text("오류", "error"),
    Outcome.NOT_GRADED: Text("채점 못 함", "not graded"),
    "what": Text("무슨 일이 있었나요", "What happened"),
    "code": Text("제출한 코드", "Your code"),
    "try": Text("이렇게 해 보세요", "What to try"),
    "same": Text("위와 같은 까닭입니다.", "The same reason as above."),
    "notes": Text("제출한 파일에 대하여", "About your file"),
    "student": Text("학생", "Student"),
    "total": Text("합계", "Total"),
    "mean": Text("평균", "Mean"),
    "points": Text("점", " points"),
    "unknown": Text("검사를 하나도 실행하지 못했습니다.", "No check could be run."),
    "ungraded": Text(
        "채점하지 못한 제출물 (0점이 아닙니다)", "Submissions that could not be graded (not zeros)"
    ),
    "confinement": Text("격리 수준", "Confinement"),
    "took": Text("채점에 걸린 시간", "Graded in"),
    "seconds": Text("초", " s"),
    "diagnosis": Text("진단", "diagnosis"),
}
MARKS = {
    Outcome.PASSED: "✔",
    Outcome.FAILED: "✘",
    Outcome.NOT_ATTEMPTED: "–",
    Outcome.ERROR: "!",
    Outcome.NOT_GRADED: "?",
}
ASCII_MARKS = {**MARKS, Outcome.PASSED: "O", Outcome.FAILED: "X", Outcome.NOT_ATTEMPTED: "-"}
STYLES = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "red",
    Outcome.NOT_ATTEMPTED: "dim",
    Outcome.ERROR: "magenta",
    Outcome.NOT_GRADED: "magenta",
}


def number(value: float) -> int | float:
    """Return an integral ``value`` as int: a score is written 7, not 7.0."""
    return int(value) if value == int(value) else value


# JSON


def to_json(report: Report, lang: str | None = None) -> str:
    """Return the report as JSON, its sentences in ``lang``; a passed check's message is ``""``.

    After the keys that others rely on come ``seconds``, ``notes`` and ``reason``, without which
    :func:`from_json` could not restore a line of ``grades.csv``, ``confinement``, ``digest`` and
    ``submitted``.
    The student's name is kept exact.
    """
    lang = lang or language()
    score, max_score, level = report.score, report.max_score, report.confinement
    content = {
        "student": report.student,
        "exercise": report.exercise,
        "score": None if score is None else number(score),
        "max_score": None if max_score is None else number(max_score),
        "outcome": report.outcome,
        "seed": report.seed,
        "checks": [_check_to_dict(check, lang) for check in report.checks],
        "seconds": round(report.seconds, 3),
        "notes": [plain(note.to(lang)) for note in report.notes],
        "reason": plain(report.reason.to(lang)) if report.reason else None,
        "confinement": None if level is None else level.name.lower(),
        "digest": report.digest,
        "submitted": report.submitted,
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return re.sub(INVISIBLE, lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _check_to_dict(check: CheckResult, lang: str) -> dict[str, Any]:
    return {
        "name": check.name,
        "title": plain(check.title.to(lang)),
        "task": check.task,
        "points": number(check.points),
        "max_points": number(check.max_points),
        "outcome": check.outcome,
        "message": plain(check.message.to(lang)) if check.message else "",
        "hint": plain(check.hint.to(lang)),
        "diagnosis": check.diagnosis,
        "seconds": round(check.seconds, 3),
    }


def from_json(text: str) -> Report:
    """Read back what :func:`to_json` wrote, its sentences in the one language that it has.

    Raises ValueError for anything else. The title is the exercise's stem.
    """
    try:
        content = json.loads(text)
        return Report(
            student=content["student"],
            exercise=content["exercise"],
            title=_both(content["exercise"]),
            seed=content["seed"],
            checks=tuple(_check_from_dict(check) for check in content["checks"]),
            notes=tuple(_both(note) for note in content["notes"]),
            seconds=content["seconds"],
            reason=_both(content["reason"]) if content["reason"] is not None else None,
            confinement=content["confinement"] and Level[content["confinement"].upper()],
            digest=content["digest"],
            submitted=content.get("submitted", ""),
        )
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a report: {error!r}") from error


def _check_from_dict(check: dict[str, Any]) -> CheckResult:
    sentences = {key: _both(check[key]) for key in ("title", "message", "hint")}
    if not check["message"]:
        sentences["message"] = None
    return CheckResult(**{**check, **sentences, "outcome": Outcome(check["outcome"])})


def _both(sentence: str) -> Text:
    return Text(sentence, sentence)


# What to say


def explained(
    checks: Iterable[CheckResult],
) -> Iterator[tuple[CheckResult, Text | None, Text | None]]:
    """Yield each check of a task with the message and the hint to show, each said only once.

    A check that passed, or whose task was not attempted, needs neither.
    """
    said: set[Text] = set()
    for check in checks:
        if check.outcome not in (Outcome.FAILED, Outcome.ERROR):
            yield check, None, None
            continue
        message = WORDS["same"] if check.message in said else check.message
        hint = check.hint if check.hint.en and check.hint not in said else None
        yield check, message, hint
        said |= {text for text in (check.message, check.hint) if text}


def fraction(points: float | None, max_points: float | None) -> str:
    """Return "9 / 14", an unknown part as "-"."""
    return " / ".join("-" if n is None else str(number(n)) for n in (points, max_points))


# Terminals


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
        console.print(_task_table(checks, console, lang), width=width)
    console.print(_total(report, console, lang), width=width)
    if report.student and report.confinement is not None:  # of no interest in one's own run
        level = f"{WORDS['confinement'].to(lang)}: {report.confinement.title.to(lang)}"
        console.print(Styled(level, "dim"), width=width)


def _task_heading(task: str, checks: list[CheckResult]) -> Table:
    earned, most = sum(c.points for c in checks), sum(c.max_points for c in checks)
    table = Table.grid(Column(ratio=1), Column(justify="right", no_wrap=True), expand=True)
    table.add_row(Styled(line(task), "bold"), Styled(fraction(earned, most), "bold"))
    return table


def _task_table(checks: list[CheckResult], console: Console, lang: str) -> Table:
    points = Column(justify="right", no_wrap=True)
    table = Table.grid(Column(width=1), Column(ratio=1), points, padding=(0, 1), expand=True)
    for check, message, hint in explained(checks):
        style = STYLES[check.outcome]
        table.add_row(
            Styled(_mark(check.outcome, console), f"bold {style}"),
            Styled(line(check.title.to(lang))),
            Styled(fraction(check.points, check.max_points), style),
        )
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
    exercises = sorted({exercise for _, exercise in cells})
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
        total = sum(report.score or 0 for report in row if report)
        scores = [_cell(report, console) for report in row]
        table.add_row(Styled(line(student)), *scores, Styled(str(number(total)), "bold"))
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


# HTML


def to_html(report: Report, lang: str | None = None) -> str:
    """Return a page that needs nothing else: both languages, ``lang`` first, and no script.

    The seed is left out: it is the instructor's.
    """
    return _render("page", report, lang or language())


def to_html_fragment(report: Report, lang: str | None = None) -> str:
    """Return the checks in ``lang`` for a notebook's output, light or dark."""
    return _render("fragment", report, lang or language())


def _render(kind: str, report: Report, lang: str) -> str:
    template = environment().get_template("report.html.j2")
    return template.render(kind=kind, report=report, lang=lang, words=WORDS, marks=MARKS)


@functools.cache
def environment() -> Environment:
    """Return where the pages' templates are, and what they may use."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    templates.filters |= {"line": line, "number": number, "sha256": _sha256}
    templates.globals |= {"explained": explained, "fraction": fraction}
    return templates


def _finalize(value: Any) -> Any:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _sha256(text: str) -> str:
    """Return the hash by which a Content-Security-Policy allows one inline element."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


# Files


def write(report: Report, out_dir: Path, lang: str | None = None) -> Path:
    """Write ``STUDENT/EXERCISE.json`` and ``.html`` into ``out_dir``; return the page's path.

    The JSON holds the seed, so it is the page that students are given.
    """
    page = Path(out_dir) / page_of(report)
    page.parent.mkdir(parents=True, exist_ok=True)
    write_whole(page, to_html(report, lang))
    write_whole(page.with_suffix(".json"), to_json(report, lang))
    return page


def page_of(report: Any) -> Path:
    """Return where in the folder of reports the page of a report, or of work, lies.

    Its JSON lies beside it.
    """
    return Path(safe_name(report.student), f"{safe_name(report.exercise)}.html")


def write_grades(reports: Iterable[Report], path: Path) -> None:
    """Write ``grades.csv``, sorted by student and exercise; what was not graded has no score.

    It is UTF-8 without a byte order mark, which most readers would take for a part of the first
    column's name. (Excel: Data, From Text/CSV.) A student's name that a spreadsheet would take
    for a formula gets an apostrophe in front.
    """
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    rows.writerow(["student", "exercise", "score", "max_score", "outcome", "seconds"])
    for report in sorted(reports, key=lambda report: (report.student, report.exercise)):
        scores = ["" if n is None else number(n) for n in (report.score, report.max_score)]
        names = [cell_text(report.student), cell_text(report.exercise)]
        rows.writerow([*names, *scores, report.outcome, round(report.seconds, 3)])
    write_whole(Path(path), table.getvalue())
