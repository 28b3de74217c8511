"""The folder of reports: a page and its JSON for every submission, and ``grades.csv``."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rnnlab.files import cell_text, safe_name, write_whole
from rnnlab.report.data import Report
from rnnlab.report.html import to_html
from rnnlab.report.json import to_json
from rnnlab.report.words import number

TABLE = "grades.csv"  # of the last run


def write(report: Report, out_dir: Path, lang: str | None = None) -> Path:
    """Write ``STUDENT/EXERCISE.json`` and ``.html`` into ``out_dir``; return the page's path.

    The JSON holds the seed, so it is the page that students are given.
    """
    page = Path(out_dir) / page_of(report)
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
