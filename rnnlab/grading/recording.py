"""Record what oracles, the right program and every wrong one answer on a few public seeds."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from rnnlab import course
from rnnlab.course import Exercise, Task
from rnnlab.diagnosis import mistakes
from rnnlab.diagnosis.call import gives_model
from rnnlab.diagnosis.evidence import Case, Ran, gather
from rnnlab.diagnosis.mistakes import Mistake
from rnnlab.diagnosis.programs import generated
from rnnlab.diagnosis.recorded import NO_REPLY, Record, digest_of
from rnnlab.diagnosis.reference import Reference
from rnnlab.grading import oracle, state
from rnnlab.sandbox import wire
from rnnlab.sandbox.errors import RaisedError, StudentError

_LARGE = 1 << 16  # bytes of a reply that is worth making smaller


def record(exercise: Exercise, seeds: Iterable[int]) -> bytes:
    """Return the content of ``exercise.answers_path``: the replies to these seeds' calls.

    Raises CourseError for an exercise without a solution.
    """
    state.prepare(exercise.stem)  # which imports Keras quietly
    right = Reference(exercise)
    book = _Book(Record(list(seeds)))
    for task in exercise.tasks:
        with oracle.kept() as values:
            cases = _cases(exercise, task, right, book.record)
        book.record.oracles |= {asked: book.add(value) for asked, value in values.items()}
        known = {case.call.frame: book.add(_reply(case, case.right)) for case in cases}
        book.record.right[task.name] = {digest_of(f): number for f, number in known.items()}
        for program in _programs(exercise, task, right, cases):
            answers = {c.call.frame: book.answer(program, c) for c in cases}
            changed = {digest_of(f): n for f, n in answers.items() if n != known[f]}
            book.write(program, changed)
    content = json.dumps(book.record.content(), ensure_ascii=False).encode()
    return gzip.compress(content, mtime=0)


def _cases(exercise: Exercise, task: Task, right: Reference, record: Record) -> list[Case]:
    """Return the calls that the checks of ``task`` make of the right program."""
    first, *others = record.seeds
    cases = [*_drawn(exercise, task, right, first)]
    if any(case.returns_model for case in cases):
        record.models.append(task.name)
        return cases
    return [*cases, *(c for seed in others for c in _drawn(exercise, task, right, seed))]


def _drawn(exercise: Exercise, task: Task, right: Reference, seed: int) -> Iterator[Case]:
    state.prepare(exercise.stem, seed)
    with course.importable(exercise.checks_path.parent):
        module = course.imported(exercise.checks_path)
    checks = [check for check in exercise.checks if check.task == task.name]
    ran = [Ran(check.name, getattr(module, check.name), (), failed=True) for check in checks]
    yield from gather(task, ran, right, right, seed).cases


def _programs(
    exercise: Exercise, task: Task, right: Reference, cases: list[Case]
) -> Iterator[Mistake]:
    yield from (m for m in mistakes.load(exercise.mistakes_path) if m.task == task.name)
    if not any(case.returns_model for case in cases):
        yield from generated.asked_otherwise(right, task, generated.lecture(right, cases))
        stub = exercise.stub.read_text("utf-8")
        yield from (slip for slip in generated.slipped(right, task) if _tells_nothing(slip, stub))


def _tells_nothing(slip: Mistake, stub: str) -> bool:
    """Whether a sentence names only what students have read: no function of the solution's own."""
    return all(name in stub for name in re.findall("`([^`]+)`", slip.text.en))


def _reply(case: Case, answer: Any) -> bytes:
    """Pack an answer, without its key, as a student process would have replied it."""
    match answer:
        case RaisedError():
            what = {"type": answer.type_name, "message": answer.message, "where": ""}
            return wire.pack({"raised": what})
        case StudentError():
            return wire.pack({"refused": tuple(answer.text)})
    return wire.pack({"returned": _lean(case, answer)})


def _lean(case: Case, answer: Any) -> Any:
    """Leave out what nothing is compared with: the weights of a model that was built, not given."""
    if hasattr(answer, "set_weights") and not gives_model(case.call.frame):
        answer.set_weights([0 * weight for weight in answer.get_weights()])
    return answer


class _Book:
    """The record as it grows: a reply that came before is not written again."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._numbers: dict[bytes, int] = {}
        self._known: set[tuple[str, str]] = set()

    def add(self, reply: bytes) -> int:
        """Return the number of ``reply``."""
        if reply not in self._numbers:
            self._numbers[reply] = len(self._numbers)
            self.record.replies.append(base64.b64encode(reply).decode())
        return self._numbers[reply]

    def answer(self, program: Mistake, case: Case) -> int:
        """Return the number of the program's reply; a made one that raises says nothing."""
        answer = generated.answer(program, case)
        made = isinstance(program, generated.Generated)
        return (
            NO_REPLY if made and isinstance(answer, Exception) else self.add(_reply(case, answer))
        )

    def write(self, program: Mistake, answers: dict[str, int]) -> None:
        """Write a program that differs from the right one, and from those before it of its kind."""
        of = program.task, json.dumps(answers, sort_keys=True)
        made = isinstance(program, generated.Generated)
        told = any(number != NO_REPLY for number in answers.values())
        if told and not (made and of in self._known):
            self.record.write(program, answers)
        self._known.add(of)
