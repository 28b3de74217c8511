"""What is known of a task that failed: the calls, the answers to them, and the right answers.

A check stops at its first wrong answer, and one comparison fits many explanations. So the calls
that it would have made, were all answers right, are put to the student as well, and the calls of
passed checks are there as counter-evidence.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from rnnlab.course import Task
from rnnlab.diagnosis.agree import agree
from rnnlab.diagnosis.call import Call, TaskFunction, derive, gives_model, sent, slim
from rnnlab.diagnosis.extent import is_long
from rnnlab.diagnosis.mistakes import Mistake
from rnnlab.diagnosis.reference import MISSING, RightAnswers, parameters
from rnnlab.sandbox.answers import Answers
from rnnlab.sandbox.confine.level import Level
from rnnlab.sandbox.errors import NotAttemptedError, RaisedError, StudentError
from rnnlab.text import Text

SECONDS = 60.0  # of a task's diagnosis: a net, far above what an honest answer costs


class OutOfTimeError(Exception):
    """A diagnosis has taken too long."""


@dataclass(frozen=True)
class Diagnosis:
    """What a wrong answer looks like: a name, the sentence, and an earlier task to mend first.

    A ``symptom`` says how the answer is wrong, not why: the check's own message is shown with it.
    What does not say what to do (``advises``) leaves that to the check's hint.
    """

    name: str
    text: Text
    follow_up: str | None = None
    symptom: bool = False
    advises: bool = True


@dataclass(frozen=True, eq=False)
class Case:
    """One call: what was asked, what the student answered, and what is right.

    ``checks`` are the numbers of the failed checks that make it; none for a passed check's own.
    One that is not ``strict`` need not be explained, as a passed check let it pass or another
    check is spoken of; but no explanation may contradict it.
    """

    call: Call
    right: Any
    checks: frozenset[int]
    wrong: bool
    parameters: Mapping[str, object]
    strict: bool = True

    @property
    def answer(self) -> Any:
        """The student's answer, or the StudentError in its place."""
        return self.call.error or self.call.answer

    @functools.cached_property
    def gives_model(self) -> bool:
        """Whether the call hands a model over, whose weights then count in the answer."""
        return gives_model(self.call.frame)

    @functools.cached_property
    def returns_model(self) -> bool:
        """Whether a model is, or is among, what is to be returned."""
        parts = self.right if isinstance(self.right, (tuple, list)) else [self.right]
        return any(isinstance(part, keras.Model) for part in parts)

    @property
    def trains(self) -> bool:
        """Whether a given model comes back, changed."""
        return self.gives_model and self.returns_model

    @functools.cached_property
    def arguments(self) -> dict[str, Any]:
        """What the task was called with, by parameter, defaults filled in."""
        message = sent(self.call.frame)
        given = dict(zip(self.parameters, message["args"], strict=False))
        defaults = {k: v for k, v in self.parameters.items() if v is not MISSING}
        return {**defaults, **given, **message["kwargs"]}

    def is_answered_by(self, predicted: Any) -> bool:
        """Whether the student's answer, or exception, is the one that was ``predicted``."""
        return agree(self.answer, predicted, weights=self.trains)

    def bears(self, predicted: Any) -> bool:
        """Whether the prediction is the student's answer or, where that may be, the right one.

        Where another check's call crashed or took too long, nothing is known.
        """
        if self.is_answered_by(predicted):
            return True
        error = self.call.error
        unknown = error is not None and not isinstance(error, RaisedError)
        return not self.strict and (unknown or agree(self.right, predicted, weights=self.trains))


@dataclass(frozen=True, eq=False)
class Ran:
    """A check that ran: its function, its calls, and whether it failed."""

    name: str
    function: Callable[..., object]
    calls: Sequence[Call]
    failed: bool


@dataclass(frozen=True, eq=False)
class Evidence:
    """All cases of one task, the right program where there is one, and the checks that failed."""

    task: Task
    cases: tuple[Case, ...]
    parameters: Mapping[str, object]
    reference: RightAnswers | None
    failed: tuple[Ran, ...] = ()
    seed: int = 0
    answers: Answers | None = None
    mistakes: tuple[Mistake, ...] = ()
    deadline: float = math.inf

    @functools.cached_property
    def wrong(self) -> tuple[Case, ...]:
        """The cases that the student answered wrongly and that are to be explained."""
        return tuple(c for c in self.cases if c.wrong and c.strict)

    @functools.cached_property
    def known(self) -> tuple[Case, ...]:
        """All cases that an explanation has to explain, right answers too."""
        return tuple(c for c in self.cases if c.strict)

    @functools.cached_property
    def is_whole(self) -> bool:
        """Whether nothing else is wrong than what is to be explained."""
        return not any(c.wrong and c.checks and not c.strict for c in self.cases)

    @functools.cached_property
    def is_telling(self) -> bool:
        """Whether two wrong answers differ, or one has parts enough to tell readings apart.

        None, which many programs answer where they find nothing, tells nothing.
        """
        answers = {repr(case.answer) for case in self.wrong if case.answer is not None}
        return len(answers) > 1 or any(is_long(case.answer) for case in self.wrong)

    def of_check(self, number: int) -> Evidence:
        """Return what one failed check saw, with all other answers as counter-evidence."""
        cases = tuple(
            dataclasses.replace(c, strict=number in c.checks or not c.wrong) for c in self.cases
        )
        return dataclasses.replace(self, cases=cases, failed=(self.failed[number],))

    def explained_by(self, predict: Callable[[Case], Any]) -> bool:
        """Whether ``predict`` gives the student's answer in every case that counts.

        It may raise: StudentError is a prediction of itself, anything else is none. Raises
        OutOfTimeError after the deadline.
        """
        if time.monotonic() > self.deadline:
            raise OutOfTimeError
        return bool(self.wrong) and all(
            case.bears(_predicted(predict, case)) for case in by_cost(self.cases)
        )

    def fails(self, predict: Callable[[Case], Any]) -> bool:
        """Whether a failed check fails as well with the answers ``predict(case)``."""
        answers = _Predicted(self, predict)
        return any(
            calls_of(check.function, self.task.name, answers, self.seed)[1] for check in self.failed
        )


def by_cost(cases: Iterable[Case]) -> list[Case]:
    """Return wrong cases first: they rule out most."""
    return sorted(cases, key=lambda case: not case.wrong)


def _predicted(predict: Callable[[Case], Any], case: Case) -> Any:
    try:
        return predict(case)
    except StudentError as error:
        return error
    except Exception:  # noqa: BLE001  a relation that does not apply to these values is no answer
        return RaisedError("", "no prediction", "")


def gather(
    task: Task,
    ran: Sequence[Ran],
    answers: Answers,
    reference: RightAnswers | None,
    seed: int,
    mistakes: tuple[Mistake, ...] = (),
) -> Evidence:
    """Return the evidence on ``task``; failed checks are numbered as they stand in ``ran``."""
    names, failed = parameters(task), tuple(check for check in ran if check.failed)
    evidence = Evidence(task, (), names, reference, failed, seed, answers, mistakes)
    if reference is None:
        return dataclasses.replace(evidence, cases=tuple(_unjudged(failed, names)))
    calls: dict[bytes, Call] = {}
    for call in (call for check in ran for call in check.calls):
        calls.setdefault(call.frame, call)
    planned = [_planned(check, task.name, reference, seed) for check in failed]
    for call in (call for plan in planned for call in plan if call.frame not in calls):
        if any(map(_is_large, calls.values())):
            break
        calls[call.frame] = _probed(answers, task.name, call)
    if any(map(_is_large, calls.values())):
        return evidence  # which says nothing: too much to look into
    made = [
        {call.frame for call in (*check.calls, *plan)}
        for check, plan in zip(failed, planned, strict=True)
    ]
    cases = []
    for frame, call in calls.items():
        of = frozenset(number for number, frames in enumerate(made) if frame in frames)
        with contextlib.suppress(StudentError):  # nothing is known of a call without right answer
            right = reference.call(task.name, frame)
            cases.append(_judged(Case(call, right, of, False, names)))
    return dataclasses.replace(evidence, cases=tuple(cases))


def _is_large(call: Call) -> bool:
    return slim(call).large


def _judged(case: Case) -> Case:
    wrong = not case.is_answered_by(case.right)
    return dataclasses.replace(case, wrong=wrong, strict=bool(case.checks) or not wrong)


def _unjudged(failed: Sequence[Ran], names: Mapping[str, object]) -> Iterator[Case]:
    """Yield what failed checks asked, where nobody knows what is right: all of it may be wrong."""
    for number, check in enumerate(failed):
        for call in check.calls:
            if not _is_large(call):
                yield Case(call, call.answer, frozenset([number]), True, names)


def _probed(answers: Answers, task: str, call: Call) -> Call:
    try:
        answer = answers.call(task, call.frame)
        printed = answers.printed(call.frame) if answer is None else ""
        return Call(call.frame, answer, printed=printed)
    except StudentError as error:
        return Call(call.frame, error=error)


def _planned(check: Ran, task: str, reference: RightAnswers, seed: int) -> Sequence[Call]:
    """Return the calls that ``check`` makes of a right program."""
    key = check.name, seed
    if key not in reference.planned:
        reference.planned[key], _ = calls_of(check.function, task, reference, seed)
    return reference.planned[key]


def calls_of(
    check: Callable[..., object], task: str, answers: Answers, seed: int
) -> tuple[tuple[Call, ...], Exception | None]:
    """Run ``check`` outside pytest on ``answers``; return its calls, and what it raised."""
    calls: list[Call] = []
    fixtures = {
        task: TaskFunction(task, answers, seed, calls),
        "rng": np.random.default_rng([derive(seed, task, "rng")]),
    }
    wanted = check.__code__.co_varnames[: check.__code__.co_argcount]
    try:
        check(**{name: fixtures[name] for name in wanted})
    except Exception as error:  # noqa: BLE001  a check raises whatever an answer makes it raise
        return tuple(calls), error
    return tuple(calls), None


class _Predicted:
    """Answers that were thought of, in the place of a student's."""

    def __init__(self, evidence: Evidence, predict: Callable[[Case], Any]) -> None:
        self._cases = {case.call.frame: case for case in evidence.cases}
        self._predict = predict
        self.notes: tuple[Text, ...] = ()
        self.confinement: Level | None = None
        self.sources: dict[str, str] = {}

    def call(self, task: str, frame: bytes) -> object:
        """Return what is thought to come back; raises NotAttemptedError for an unknown call."""
        if frame not in self._cases:
            raise NotAttemptedError("", "")
        answer = self._predict(self._cases[frame])
        if isinstance(answer, Exception):
            raise answer
        return answer

    def printed(self, frame: bytes) -> str:
        """Return "": nothing is printed by a thought."""
        return ""
