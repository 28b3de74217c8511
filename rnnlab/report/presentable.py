"""The one door by which what others wrote comes into a report."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import re
import sys
import tempfile
from pathlib import Path

from rnnlab import course
from rnnlab.report.data import CheckResult, Report
from rnnlab.text import Text, plain


def presentable(report: Report) -> Report:
    """Return the report with its texts as any page may show them.

    What is invisible or acts on a screen is dropped, and of the grader's own files the names alone
    are left: where they lie is nobody's business.
    """
    return dataclasses.replace(
        report,
        checks=tuple(map(_check, report.checks)),
        notes=tuple(map(_text, report.notes)),
        reason=report.reason and _text(report.reason),
        sources={task: plain(source) for task, source in report.sources.items()},
    )


def _check(check: CheckResult) -> CheckResult:
    message = check.message and _text(check.message)
    answered = check.answered and _text(check.answered)
    return dataclasses.replace(check, message=message, answered=answered)


def _text(text: Text) -> Text:
    return Text(*(pathless(plain(each)) for each in text))


def pathless(text: str) -> str:
    """Return ``text`` with the names alone of files that lie in the grader's own folders."""
    inside = _inside(*sorted(_places(), key=len, reverse=True))
    return inside.sub(lambda found: re.split(r"[/\\]", found[0].rstrip("/\\"))[-1], text)


def _places() -> set[str]:
    names = (sys.prefix, sys.base_prefix, tempfile.gettempdir())
    places = [Path(__file__).parents[2], Path.home(), Path.cwd(), *(Path(name) for name in names)]
    with contextlib.suppress(course.CourseError):
        places.append(course.root())
    return {str(place) for place in places if len(place.parts) > 1}


@functools.cache
def _inside(*places: str) -> re.Pattern[str]:
    within = "|".join(map(re.escape, places))
    return re.compile(rf"(?<![\w.])(?:{within})(?:[/\\][^\s/\\'\"`<>:,;()]*)*(?![^\s'\"`<>:,;()])")
