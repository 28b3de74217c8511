"""What lateness costs: ``--due TIME --late "10%/day"``.

As in Canvas, the percentage is of the points to be had, and a day that has begun counts whole.
The raw score is never changed: a :class:`Penalty` stands beside it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rnnlab import course
from rnnlab.course import CourseError
from rnnlab.report import Report
from rnnlab.text import Text

_RULE = re.compile(
    r"\s*(?P<percent>\d+(\.\d+)?)\s*%\s*/\s*(?P<unit>day|hour)"
    r"(\s*,?\s*max\s*(?P<most>\d+(\.\d+)?)\s*%)?\s*"
)
_UNITS = {"day": timedelta(days=1), "hour": timedelta(hours=1)}


@dataclass(frozen=True)
class Penalty:
    """How late a submission came, and the ``points`` that it costs.

    ``late`` is None where it is not known when the work was due or handed in, zero or less if it
    was in time.
    """

    late: timedelta | None
    points: float = 0.0

    @property
    def is_late(self) -> bool:
        """Whether it is known to have come after it was due."""
        return self.late is not None and self.late > timedelta()


@dataclass(frozen=True)
class Policy:
    """A share of the points, up to ``most``, for every begun ``unit`` after ``due``.

    ``due`` maps an exercise's stem to its time, and "" to the time of all others.
    """

    share: float = 0.0
    unit: timedelta = _UNITS["day"]
    most: float = 1.0
    due: dict[str, datetime] = field(default_factory=dict)

    def penalty(self, report: Report, due: datetime | None = None) -> Penalty:
        """Return what lateness takes off the report's score, never more than there is.

        ``due`` is the time that counts where the policy names none.
        """
        due = self.due.get(report.exercise) or self.due.get("") or due
        if due is None or not report.submitted:
            return Penalty(None)
        late = datetime.fromisoformat(report.submitted) - due
        if late <= timedelta() or not report.score:
            return Penalty(late)
        share = min(self.most, self.share * math.ceil(late / self.unit))
        return Penalty(late, min(report.score, round(share * report.max_score, 2)))

    def score(self, report: Report, due: datetime | None = None) -> float | None:
        """Return the score after the penalty; None for what was not graded."""
        if report.score is None:
            return None
        return round(report.score - self.penalty(report, due).points, 2)


def policy(rule: str | None = None, due: Iterable[str] = ()) -> Policy:
    """Read ``"10%/day"`` or ``"5%/hour, max 50%"``, and times ``[exNN=]2026-11-20T23:59[+09:00]``.

    A time without its offset from UTC is this machine's. Raises CourseError.
    """
    times = dict(_due(text) for text in due)
    if rule is None:
        return Policy(due=times)
    match = _RULE.fullmatch(rule)
    if not match:
        raise CourseError(
            Text(
                f'--late {rule!r}: "10%/day"나 "5%/hour, max 50%"처럼 쓰세요.',
                f'--late {rule!r}: write it like "10%/day" or "5%/hour, max 50%".',
            )
        )
    most = float(match["most"] or 100) / 100
    return Policy(float(match["percent"]) / 100, _UNITS[match["unit"]], most, times)


def _due(text: str) -> tuple[str, datetime]:
    key, _, time = text.rpartition("=")
    stem = course.named(key) if key else ""
    try:
        return stem, datetime.fromisoformat(time.strip()).astimezone()
    except ValueError:
        raise CourseError(
            Text(
                f"--due {text!r}: 2026-11-20T23:59나 ex05=2026-11-20T23:59+09:00처럼 쓰세요.",
                f"--due {text!r}: write it like 2026-11-20T23:59 or ex05=2026-11-20T23:59+09:00.",
            )
        ) from None
