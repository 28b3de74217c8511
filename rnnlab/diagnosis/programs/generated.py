"""Wrong programs that nobody wrote: the right one with a slip, or asked another question."""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnlab.course import Task
from rnnlab.diagnosis.evidence import Case, Evidence
from rnnlab.diagnosis.mistakes import Mistake
from rnnlab.diagnosis.programs import replay
from rnnlab.diagnosis.programs.edits import Edit, edits
from rnnlab.diagnosis.reference import MISSING, Reference, parameters
from rnnlab.sandbox.answers import Answers, Live
from rnnlab.sandbox.errors import StudentError
from rnnlab.text import Text, particle


@dataclass(frozen=True, eq=False)
class Generated(Mistake):
    """A wrong program that was made from the right one; the lower its rank, the likelier."""

    function: Callable[..., Any]
    rank: int = 1

    def answers(self) -> Answers:
        """Return the program itself."""
        return Live({self.task: self.function})


def answer(mistake: Mistake, case: Case) -> Any:
    """Replay one call on a mistake: its answer, or the StudentError in its place."""
    return _answer(mistake, case.call.frame, case.trains)


@functools.lru_cache(maxsize=8192)
def _answer(mistake: Mistake, frame: bytes, trains: bool) -> Any:
    """A class repeats the same wrong answers to the same calls, so replays are remembered."""
    function = getattr(mistake, "function", None)
    if function and not trains:
        return replay.reading(function, frame)
    try:
        return mistake.answers().call(mistake.task, frame)
    except StudentError as error:
        return error


def explains(mistake: Mistake, evidence: Evidence) -> bool:
    """Whether ``mistake`` answers every known call as the student did."""
    if mistake.argument:
        asked = {repr(case.arguments.get(mistake.argument)) for case in evidence.known}
        if len(asked) < 2:
            return False

    return evidence.explained_by(functools.partial(answer, mistake))


# ------------------------------------------------------------------ the right program with a slip


@functools.lru_cache(maxsize=256)
def slipped(reference: Reference, task: Task) -> tuple[Generated, ...]:
    """Return ``task``'s solution with one slip in it, or in another task that it calls."""
    found = list(_slipped(reference, task.name, task.name))
    for helper in reference.uses(task.name):
        found += _slipped(reference, task.name, helper)
    return tuple(sorted(found, key=lambda program: program.rank))


def _slipped(reference: Reference, task: str, where: str) -> Iterator[Generated]:
    for edit in edits(reference.trees[where]):
        try:
            function = reference.variant(task, {where: edit.tree})
        except (SyntaxError, ValueError, TypeError):
            continue
        text = _placed(edit, where, task)
        yield Generated(edit.name, task, text, function, edit.rank, kind="slip")


def _placed(edit: Edit, where: str, task: str) -> Text:
    if where == task:
        return edit.text
    return Text(
        f"`{where}`의 일을 할 때, {edit.text.ko}",
        f"Where it does the work of `{where}`, {edit.text.en[0].lower()}{edit.text.en[1:]}",
    )


# ------------------------------------------------------------------ another question


@dataclass(frozen=True)
class _Change:
    """Another question: the arguments by name, changed; None where it does not apply."""

    name: str
    text: Text
    ask: Callable[[dict[str, Any]], dict[str, Any] | None]
    rank: int = 1
    argument: str = ""


Lecture = tuple[tuple[str, str], ...]  # arguments and the source of values that a lecture has


def lecture(reference: Reference, cases: Iterable[Case]) -> Lecture:
    """Return the arguments of right answers that stand in the exercise's own text.

    A student may have written them in; what was drawn for this run nobody can have.
    """
    given = ((n, v) for c in cases if not c.wrong for n, v in c.arguments.items())
    found = {(n, repr(v)) for n, v in given if isinstance(v, (str, int)) and reference.tells(v)}
    return tuple(sorted(found))


@functools.lru_cache(maxsize=256)
def asked_otherwise(
    reference: Reference, task: Task, values: Lecture = ()
) -> tuple[Generated, ...]:
    """Return ``task``'s solution asked another question than the one that it is asked."""
    right = reference.variant(task.name)
    return tuple(
        Generated(
            change.name,
            task.name,
            change.text,
            _asking(right, change),
            change.rank,
            kind="question",
            argument=change.argument,
        )
        for change in _changes(parameters(task), values)
    )


def _asking(right: Callable[..., Any], change: _Change) -> Callable[..., Any]:
    signature = inspect.signature(right)

    def function(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        changed = change.ask(dict(bound.arguments))
        if changed is None:
            raise LookupError(change.name)
        return right(**changed)

    return function


def _changes(parameters: Mapping[str, object], values: Lecture) -> Iterator[_Change]:
    for name, default in parameters.items():
        yield from _written_in(name, default, [ast.literal_eval(v) for n, v in values if n == name])
        yield from _of_number(name)
        yield from _of_sequence(name)
    for a, b in itertools.permutations(parameters, 2):
        yield _Change(
            "argument_for_argument",
            Text(
                f"`{a}` 자리에 `{b}`{particle(b, '을/를')} 쓴 결과와 같습니다.",
                f"It comes out as if `{b}` stood where `{a}` belongs.",
            ),
            _replacing(a, operator.itemgetter(b)),
        )
    for a, b in itertools.combinations(parameters, 2):
        yield _Change(
            "arguments_swapped",
            Text(
                f"`{a}`{particle(a, '과/와')} `{b}`의 자리가 서로 바뀐 결과와 같습니다.",
                f"It comes out as if `{a}` and `{b}` were swapped.",
            ),
            functools.partial(_exchanged, a, b),
            0,
        )


def _exchanged(a: str, b: str, given: dict[str, Any]) -> dict[str, Any]:
    return {**given, a: given[b], b: given[a]}


def _replacing(name: str, value: Callable[[dict[str, Any]], Any]) -> Any:
    def ask(given: dict[str, Any]) -> dict[str, Any] | None:
        new = value(given)
        return None if new is MISSING else {**given, name: new}

    return ask


def _applied(name: str, kinds: type | tuple[type, ...], change: Callable[[Any], Any]) -> Any:
    """Change an argument of one of these kinds."""

    def value(given: dict[str, Any]) -> Any:
        old = given[name]
        return change(old) if isinstance(old, kinds) and type(old) is not bool else MISSING

    return _replacing(name, value)


_FEW = tuple(range(11))  # what somebody may write in by heart; more would be guessing


def _written_in(name: str, default: object, lecture: list[object]) -> Iterator[_Change]:
    values: list[object] = [True, False] if type(default) is bool else [default]
    values += [] if type(default) is bool else [None, *_FEW]
    values += [v for v in lecture if v not in values]
    for value in (v for v in values if v is not MISSING):
        yield _Change(
            "argument_ignored",
            Text(
                f"`{name}`에 따라 달라져야 하는데, 늘 `{name}={value!r}`일 때의 답입니다.",
                f"The answer should depend on `{name}`, but is always that for `{name}={value!r}`.",
            ),
            _replacing(name, functools.partial(_always, value)),
            0,
            name,
        )


def _always(value: object, _given: dict[str, Any]) -> object:
    return value


def _of_number(name: str) -> Iterator[_Change]:
    for step in (1, -1, 2, -2):
        size = abs(step)
        word = ("more", "큰") if step > 0 else ("less", "작은")
        yield _Change(
            "argument_off_by_one" if size == 1 else "argument_off_by_two",
            Text(
                f"`{name}`보다 {size}만큼 {word[1]} 값으로 계산한 답입니다.",
                f"This is the answer for {size} {word[0]} than `{name}`.",
            ),
            _applied(name, int, functools.partial(operator.add, step)),
        )


def _of_sequence(name: str) -> Iterator[_Change]:
    changes: tuple[tuple[str, str, str, Callable[[Any], Any]], ...] = (
        ("reversed", "를 거꾸로 읽어", "read backwards", lambda x: x[::-1]),
        ("first_left_out", "에서 첫 원소를 빼고", "without its first element", lambda x: x[1:]),
        ("last_left_out", "에서 마지막 원소를 빼고", "without its last element", lambda x: x[:-1]),
        ("first_only", "에서 첫 원소만 남겨", "with its first element alone", lambda x: x[:1]),
        ("last_only", "에서 마지막 원소만 남겨", "with its last element alone", lambda x: x[-1:]),
        ("sorted", "를 정렬하여", "sorted", _sorted),
        ("distinct", "에서 중복을 없애고", "without repetitions", _distinct),
        ("lowercase", "를 소문자로 바꾸어", "in lower case", lambda x: x.lower()),
        (
            "stripped",
            "에서 양 끝의 공백을 없애고",
            "without spaces at its ends",
            lambda x: x.strip(),
        ),
    )
    for kind, ko, en, change in changes:
        ko = particle(name, "을/를") + ko[1:] if ko.startswith("를") else ko
        yield _Change(
            f"argument_{kind}",
            Text(
                f"`{name}`{ko} 계산한 답입니다.",
                f"This is the answer for `{name}` {en}.",
            ),
            _applied(name, (str, list, tuple, np.ndarray), change),
        )


def _sorted(x: Any) -> Any:
    return "".join(sorted(x)) if isinstance(x, str) else sorted(x)


def _distinct(x: Any) -> Any:
    return "".join(dict.fromkeys(x)) if isinstance(x, str) else list(dict.fromkeys(x))
