"""How far a class is: a live display in a terminal, a line per submission in a log."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import timedelta

from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text as Styled

from rnnlab.classroom.schedule import Run
from rnnlab.grading.work import Work
from rnnlab.report.data import Report
from rnnlab.report.words import WORDS, fraction
from rnnlab.text import Text, line

_ROWS = 16  # workers shown, of a cluster's many


def shown(
    run: Run, works: Iterable[Work], total: int, console: Console
) -> Iterator[tuple[Work, Report]]:
    """Yield what ``run`` yields for ``total`` works, and show on ``console`` how far it is."""
    show = _live if console.is_terminal else _lines
    return show(run, works, total, console)


def _lines(
    run: Run, works: Iterable[Work], total: int, console: Console
) -> Iterator[tuple[Work, Report]]:
    clock = _Clock(total)
    for work, report in run.reports(works):
        clock.done += 1
        score = "" if report.score is None else f"{fraction(report.score, report.max_score)} "
        what = f"{_name(work)}: {score}{WORDS[report.outcome]}"
        print(f"[{clock.done}/{total}] {what}  ({clock})", file=console.file, flush=True)
        yield work, report


def _live(
    run: Run, works: Iterable[Work], total: int, console: Console
) -> Iterator[tuple[Work, Report]]:
    clock = _Clock(total)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[clock]}"),
        TimeRemainingColumn(),
        console=console,
    )
    task = bar.add_task(str(Text("채점", "Grading")), total=total, clock="")

    def display() -> Group:
        bar.update(task, completed=clock.done, clock=clock.rate)
        return Group(bar, *_working(run))

    with Live(get_renderable=display, console=console, transient=True, refresh_per_second=4):
        for work, report in run.reports(works):
            clock.done += 1
            yield work, report


def _working(run: Run) -> list[Styled]:
    """Return a line for every worker: what it is on, and for how long."""
    now = time.monotonic()
    current = list(run.current.values())
    lines = [Styled(f"  {now - since:4.0f} s  {_name(work)}", "dim") for work, since in current]
    more = len(lines) - _ROWS
    return [*lines[:_ROWS], *([Styled(f"  … +{more}", "dim")] if more > 0 else [])]


def _name(work: Work) -> str:
    return f"{line(work.student)} {line(work.exercise)}"


class _Clock:
    """What is done, how fast, and how long the rest takes at this rate."""

    def __init__(self, total: int) -> None:
        self.done, self._total, self._began = 0, total, time.monotonic()

    @property
    def _per_second(self) -> float:
        return self.done / max(time.monotonic() - self._began, 1e-3)

    @property
    def rate(self) -> str:
        return str(Text(f"분당 {self._per_second * 60:.0f}개", f"{self._per_second * 60:.0f}/min"))

    def __str__(self) -> str:
        left = timedelta(seconds=round((self._total - self.done) / self._per_second))
        return str(Text(f"{self.rate}, {left} 남음", f"{self.rate}, {left} left"))
