"""A check that ran on a student's answers, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rnnlab.course import Check, Exercise
from rnnlab.diagnosis.call import Call
from rnnlab.grading.watch import MEMORY, ExceededError
from rnnlab.report.data import Outcome
from rnnlab.sandbox.errors import NotAttemptedError, StudentError, UnfinishedError
from rnnlab.text import Text


@dataclass(frozen=True, eq=False)
class Ended:
    """A check that ran, not yet diagnosed, or that took too much and is ``lost``."""

    exercise: Exercise
    check: Check
    outcome: Outcome
    message: Text | None
    calls: list[Call]
    seconds: float
    function: Callable[..., object]
    lost: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether there is something to be diagnosed."""
        return self.outcome in (Outcome.FAILED, Outcome.ERROR)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the task's parameters."""
        from rnnlab.diagnosis.reference import parameters

        (task,) = (t for t in self.exercise.tasks if t.name == self.check.task)
        return tuple(parameters(task))

    @property
    def unfinished(self) -> str | None:
        """The task that the student's function calls and that is not written yet, if so."""
        error = self.calls[-1].error if self.calls else None
        return error.of if isinstance(error, UnfinishedError) else None


def verdict(error: BaseException | None) -> tuple[Outcome, Text | None]:
    """Return what a check's exception means for the student."""
    from rnnlab.expect.values import Mismatch

    match error:
        case None:
            return Outcome.PASSED, None
        case NotAttemptedError() | UnfinishedError():
            return Outcome.NOT_ATTEMPTED, error.text
        case StudentError() | ExceededError():
            return Outcome.ERROR, error.text
        case MemoryError():
            return Outcome.ERROR, MEMORY
        case Mismatch():
            return Outcome.FAILED, error.text
    what = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    return Outcome.FAILED, Text(
        f"돌려준 값이 기대한 것과 다릅니다. ({what})",
        f"What was returned is not what was expected. ({what})",
    )
