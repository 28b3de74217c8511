"""The class on one page, for its teacher."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from rnnlab.classroom.late import Policy
from rnnlab.classroom.roster import Roster
from rnnlab.classroom.tally import _shown, tally
from rnnlab.files import write_whole
from rnnlab.report.data import Outcome, Report
from rnnlab.report.html import environment
from rnnlab.report.words import MARKS, WORDS
from rnnlab.text import Text, language

_GROUPS = 20  # of unnamed answers that the page shows


def write(
    reports: Iterable[Report],
    out: Path,
    *,
    roster: Roster | None = None,
    policy: Policy | None = None,
    empty: Iterable[str] = (),
    lang: str | None = None,
) -> Path:
    """Write ``class.html`` into the folder of reports ``out``; return its path."""
    page = Path(out) / "class.html"
    write_whole(page, to_html(reports, roster=roster, policy=policy, empty=empty, lang=lang))
    return page


def to_html(
    reports: Iterable[Report],
    *,
    roster: Roster | None = None,
    policy: Policy | None = None,
    empty: Iterable[str] = (),
    lang: str | None = None,
) -> str:
    """Return a page with a link to every student's, both languages, and no script.

    ``lang`` is shown first. ``roster`` gives names and who is missing, as those ``empty`` are,
    ``policy`` what lateness costs, which stands beside the score.
    """
    return (
        environment(Path(__file__).parent)
        .get_template("class.html.j2")
        .render(
            kind="page",
            lang=lang or language(),
            words=WORDS,
            marks=MARKS,
            Text=Text,
            Outcome=Outcome,
            room=tally(reports, roster or Roster(), policy or Policy(), empty),
            roster=roster,
            policy=policy,
            duration=_duration,
            shown=_shown,
            most=_GROUPS,
        )
    )


def _duration(time: timedelta) -> Text:
    """Return "1일 3시간", "3시간" or "12분": what a teacher wants to know of a delay."""
    minutes = math.ceil(time / timedelta(minutes=1))
    days, hours = divmod(minutes // 60, 24)
    if minutes < 60:
        return Text(f"{minutes}분", f"{minutes} min")
    parts = [(days, Text("일", " d")), (hours, Text("시간", " h"))]
    ko, en = (" ".join(f"{n}{unit.to(lang)}" for n, unit in parts if n) for lang in ("ko", "en"))
    return Text(ko, en)
