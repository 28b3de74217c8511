"""What a submission earned and why, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from rnnlab.sandbox.confine.level import Level
from rnnlab.text import Text

SYMPTOM = "symptom_"  # how a diagnosis begins that says how an answer is wrong, not why


class Outcome(StrEnum):
    """How a check, or a whole submission, ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_ATTEMPTED = "not attempted"
    ERROR = "error"
    NOT_GRADED = "not graded"


@dataclass(frozen=True)
class CheckResult:
    """One check's result. ``diagnosis`` is the name of the mistake that the answer looks like.

    ``behaviour`` is a hash that all share who gave the same answers to the same calls of the task,
    "" where the check passed; ``answered`` is a call and what came back, on one line. ``follow_up``
    names the earlier task whose mistake this failure follows from. ``automatic`` is the message
    that a teacher's own sentence stands in for, None where none does, and ``automatic_diagnosis``
    the diagnosis.
    """

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
    behaviour: str = ""
    answered: Text | None = None
    follow_up: str | None = None
    automatic: Text | None = None
    automatic_diagnosis: str | None = None


@dataclass(frozen=True)
class Report:
    """One submission's result.

    ``exercise`` is the stem (``ex05_sequence_predictor``), ``notes`` are remarks on the file itself
    (a cell with a syntax error), and ``reason`` says why it could not be graded. ``confinement`` is
    how the code was confined, None for code that ran in its author's own process or not at all.
    ``digest`` is the hash of all that decided the report, by which a later run knows whether it
    still holds. ``submitted`` is when it was handed in (ISO 8601 with the offset from UTC), "" if
    that is not known. ``sources`` are the student's own functions by task.
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
