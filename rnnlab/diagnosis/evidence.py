"""What is known of a task that failed: the calls, the answers to them, and the right answers.

A check stops at its first wrong answer, and one comparison fits many explanations. So the calls
that it would have made, were all answers right, are put to the student as well, and the calls of
passed checks are there as counter-evidence.
"""

from __future__ import annotations

import ast
import contextlib
import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnlab.course import Task
from rnnlab.diagnosis.agree import agree
from rnnlab.diagnosis.call import Call, TaskFunction, derive, gives_model
from rnnlab.diagnosis.reference import Reference
from rnnlab.sandbox import wire
from rnnlab.sandbox.answers import Answers
from rnnlab.sandbox.errors import RaisedError, StudentError
from rnnlab.text import Text

MISSING = object()  # the default of a parameter that has none


@dataclass(frozen=True)
class Diagnosis:
    """What a wrong answer looks like: a name, the sentence, and an earlier task to mend first."""

    name: str
    text: Text
    follow_up: str | None = None


@dataclass(frozen=True, eq=False)
class Case:
    """One call: what was asked, what the student answered, and what is right.

    ``checks`` are the numbers of the failed checks that make it; none for a passed check's own.
    """

    call: Call
    right: Any
    checks: frozenset[int]
    wrong: bool
    parameters: Mapping[str, object]

    @property
    def answer(self) -> Any:
        """The student's answer, or the StudentError in its place."""
        return self.call.error or self.call.answer

    @functools.cached_property
    def gives_model(self) -> bool:
        """Whether the call hands a model over, whose weights then count in the answer."""
        return gives_model(self.call.frame)

    @functools.cached_property
    def arguments(self) -> dict[str, Any]:
        """What the task was called with, by parameter, defaults filled in."""
        sent = wire.fields(wire.unpack(self.call.frame))
        given = dict(zip(self.parameters, sent["args"], strict=False))
        defaults = {k: v for k, v in self.parameters.items() if v is not MISSING}
        return {**defaults, **given, **sent["kwargs"]}

    def is_answered_by(self, predicted: Any) -> bool:
        """Whether the student's answer, or exception, is the one that was ``predicted``."""
        return agree(self.answer, predicted, weights=self.gives_model)


@dataclass(frozen=True, eq=False)
class Evidence:
    """All cases of one task, and the right program where there is one."""

    task: str
    cases: tuple[Case, ...]
    parameters: Mapping[str, object]
    reference: Reference | None

    @functools.cached_property
    def wrong(self) -> tuple[Case, ...]:
        """The cases that the student answered wrongly, of failed checks alone."""
        return tuple(c for c in self.cases if c.wrong and c.checks)

    @functools.cached_property
    def known(self) -> tuple[Case, ...]:
        """What an explanation has to explain: all cases but what a passed check let pass."""
        return tuple(c for c in self.cases if c.checks or not c.wrong)

    def of_check(self, number: int) -> Evidence:
        """Return what one failed check saw, with the right answers as counter-evidence."""
        kept = tuple(c for c in self.cases if number in c.checks or not c.wrong)
        return Evidence(self.task, kept, self.parameters, self.reference)

    def explained_by(self, predict: Callable[[Case], Any]) -> bool:
        """Whether ``predict`` gives the student's answer in every case that counts.

        It may raise: StudentError is a prediction of itself, anything else is none.
        """
        return bool(self.wrong) and all(
            case.is_answered_by(_predicted(predict, case)) for case in by_cost(self.known)
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


def parameters(task: Task) -> dict[str, object]:
    """Return the task's parameters and their defaults, ``MISSING`` for none."""
    try:
        (node,) = ast.parse(f"def {task.signature}: ...").body
    except (SyntaxError, ValueError):  # a stub that its student has broken
        return {}
    assert isinstance(node, ast.FunctionDef)
    names = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
    values: list[object] = []
    for default in node.args.defaults:
        try:
            values.append(ast.literal_eval(default))
        except ValueError:
            values.append(MISSING)
    return dict(zip(names, [MISSING] * (len(names) - len(values)) + values, strict=True))


@dataclass(frozen=True, eq=False)
class Ran:
    """A check that ran: its function, its calls, and whether it failed."""

    name: str
    function: Callable[..., object]
    calls: Sequence[Call]
    failed: bool


def gather(
    task: Task, ran: Sequence[Ran], answers: Answers, reference: Reference | None, seed: int
) -> Evidence:
    """Return the evidence on ``task``; failed checks are numbered as they stand in ``ran``."""
    names = parameters(task)
    if reference is None:
        return Evidence(task.name, (), names, None)
    calls: dict[bytes, Call] = {}
    checks: dict[bytes, set[int]] = {}
    for check in ran:
        for call in check.calls:
            calls.setdefault(call.frame, call)
            checks.setdefault(call.frame, set())
    for number, check in enumerate(c for c in ran if c.failed):
        made = {call.frame for call in check.calls}
        for call in _planned(check, task.name, reference, seed):
            if call.frame not in calls:
                calls[call.frame] = _probed(answers, task.name, call)
            made.add(call.frame)
        for frame in made:
            checks.setdefault(frame, set()).add(number)
    cases = []
    for frame, call in calls.items():
        try:
            right = reference.answer(task.name, call.key, frame)
        except StudentError:  # nothing is known of this call
            continue
        wrong = call.error is not None or not agree(call.answer, right, weights=gives_model(frame))
        cases.append(Case(call, right, frozenset(checks[frame]), wrong, names))
    return Evidence(task.name, tuple(cases), names, reference)


def _probed(answers: Answers, task: str, call: Call) -> Call:
    try:
        return Call(call.key, call.frame, answers.call(task, call.key, call.frame))
    except StudentError as error:
        return Call(call.key, call.frame, error=error)


def _planned(check: Ran, task: str, reference: Reference, seed: int) -> Sequence[Call]:
    """Return the calls that ``check`` makes of a right program."""
    key = check.name, seed
    if key not in reference.planned:
        reference.planned[key] = calls_of(check.function, task, reference, seed)
    return reference.planned[key]


def calls_of(
    check: Callable[..., object], task: str, answers: Answers, seed: int
) -> tuple[Call, ...]:
    """Run ``check`` outside pytest on ``answers``; return the calls that it made."""
    calls: list[Call] = []
    fixtures = {
        task: TaskFunction(task, answers, seed, calls),
        "rng": np.random.default_rng([derive(seed, task, "rng")]),
    }
    wanted = check.__code__.co_varnames[: check.__code__.co_argcount]
    with contextlib.suppress(AssertionError, StudentError, KeyError):
        check(**{name: fixtures[name] for name in wanted})
    return tuple(calls)
