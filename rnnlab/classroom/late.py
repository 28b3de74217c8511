"""What lateness costs: ``--due TIME --late "10%/day"``.

The percentage is of the points to be had, and a day that has begun counts whole.
The raw score is never changed: a :class:`Penalty` stands beside it. What cannot be known (when the
work was due or handed in) costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rnnlab import course
from rnnlab.report.data import Report
from rnnlab.text import Text, UserError

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

    def penalty(
        self, report: Report, due: datetime | None = None, extension: timedelta = timedelta()
    ) -> Penalty:
        """Return what lateness takes off the report's score, never more than there is.

        ``due`` is the time that counts where the policy names none, ``extension`` what this student
        has beyond it. A time without its offset from UTC is this machine's.
        """
        due = self.due.get(report.exercise) or self.due.get("") or due
        if due is None or not report.submitted:
            return Penalty(None)
        late = _aware(report.submitted) - due.astimezone() - extension
        if late <= timedelta() or not report.score or not report.max_score:
            return Penalty(late)
        begun = -(-late // self.unit)
        points = round(min(self.most, self.share * begun) * report.max_score, 2)
        return Penalty(late, min(report.score, points))

    def score(self, report: Report, due: datetime | None = None) -> float | None:
        """Return the score after the penalty; None for what was not graded."""
        if report.score is None:
            return None
        return round(report.score - self.penalty(report, due).points, 2)


def undated(names: Sequence[str]) -> Text:
    """Return the note that nothing is taken off these submissions for lateness."""
    shown = ", ".join(names[:10]) + ("…" if len(names) > 10 else "")
    return Text(
        f"언제 냈는지 몰라서 지각 감점을 하지 않은 제출물 {len(names)}개: {shown}",
        f"Nothing was taken off for lateness, as it is not known when these were handed in "
        f"({len(names)}): {shown}",
    )


def policy(rule: str | None = None, due: Iterable[str] = ()) -> Policy:
    """Read ``"10%/day"`` or ``"5%/hour, max 50%"``, and times ``[exNN=]2026-11-20T23:59[+09:00]``.

    Work is in time until the end of the day, minute or second that is named. A time without its
    offset from UTC is this machine's. Raises UserError.
    """
    times = dict(_due(text) for text in due)
    if rule is None:
        return Policy(due=times)
    match = _RULE.fullmatch(rule)
    if not match:
        raise UserError(
            f'--late {rule!r}: "10%/day"나 "5%/hour, max 50%"처럼 쓰세요.',
            f'--late {rule!r}: write it like "10%/day" or "5%/hour, max 50%".',
        )
    most = float(match["most"] or 100) / 100
    return Policy(float(match["percent"]) / 100, _UNITS[match["unit"]], most, times)


def _due(text: str) -> tuple[str, datetime]:
    key, _, time = text.rpartition("=")
    stem = course.named(key) if key else ""
    try:
        return stem, _aware(time.strip()) + _to_its_end(time.strip())
    except (ValueError, OverflowError):
        raise UserError(
            f"--due {text!r}: 2026-11-20T23:59나 ex05=2026-11-20T23:59+09:00처럼 쓰세요.",
            f"--due {text!r}: write it like 2026-11-20T23:59 or ex05=2026-11-20T23:59+09:00.",
        ) from None


def _aware(time: str) -> datetime:
    return datetime.fromisoformat(time).astimezone()


def _to_its_end(time: str) -> timedelta:
    """Return what is left of the day or the minute after the moment that ``time`` names."""
    clock = re.split("[Z+-]", time[10:])[0]
    if not clock:
        return timedelta(days=1)
    return timedelta(minutes=1) if clock.count(":") == 1 else timedelta()
