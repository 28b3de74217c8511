"""The order in which explanations are tried, from the written to the general.

A diagnosis explains everything known of a task: all its failed checks, the calls that these did not
reach, and the calls that were right. Where nothing does, each failed check gets its own, or none.
No diagnosis is better than a false one.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence

from rnnlab.course import Exercise, Task
from rnnlab.diagnosis import reference
from rnnlab.diagnosis.behaviour import behaviour
from rnnlab.diagnosis.evidence import (
    SECONDS,
    Diagnosis,
    Evidence,
    Ran,
    gather,
)
from rnnlab.diagnosis.facts.kinds import kind
from rnnlab.diagnosis.facts.parts import parts
from rnnlab.diagnosis.facts.symptoms import symptom
from rnnlab.diagnosis.facts.where import where
from rnnlab.diagnosis.followup import follow_up
from rnnlab.diagnosis.mistakes import Mistake
from rnnlab.diagnosis.models.mechanism import difference
from rnnlab.diagnosis.programs.formula import formula
from rnnlab.diagnosis.programs.generated import asked_otherwise, explains, lecture, slipped
from rnnlab.diagnosis.recorded import known, right_answers
from rnnlab.diagnosis.reference import Reference
from rnnlab.diagnosis.training.mechanism import training
from rnnlab.diagnosis.values.relations import relation
from rnnlab.diagnosis.written import pair, written
from rnnlab.report.data import SYMPTOM
from rnnlab.sandbox.answers import Answers
from rnnlab.sandbox.errors import RaisedError

Mechanism = Callable[[Evidence], Diagnosis | None]


def diagnose(
    exercise: Exercise, task: Task, ran: Sequence[Ran], answers: Answers, seed: int
) -> tuple[list[Diagnosis | None], str]:
    """Return for each failed check in ``ran``, all checks of ``task`` that ran, its diagnosis.

    And the behaviour: a hash that is the same for all who answered these calls alike.
    """
    mistakes = tuple(m for m in known(exercise.mistakes_path) if m.task == task.name)
    right = reference.of(exercise) or right_answers(exercise)
    evidence = gather(task, ran, answers, right, seed, mistakes)
    evidence = dataclasses.replace(evidence, deadline=time.monotonic() + SECONDS)
    return _diagnosed(evidence), behaviour(exercise.stem, evidence)


def _diagnosed(evidence: Evidence) -> list[Diagnosis | None]:
    failed = range(len(evidence.failed))
    whole = explanation(evidence)
    if whole or len(failed) == 1:
        return [whole] * len(failed)
    return [explanation(evidence.of_check(number)) for number in failed]


def explanation(evidence: Evidence) -> Diagnosis | None:
    """Return what the first mechanism says that explains everything known."""
    errors = [case.call.error for case in evidence.wrong if case.call.error]
    if not evidence.wrong or not all(isinstance(error, RaisedError) for error in errors):
        return None
    mechanisms = MECHANISMS if evidence.reference else (written,)
    return next((d for mechanism in mechanisms if (d := tried(mechanism, evidence))), None)


def tried(mechanism: Mechanism, evidence: Evidence) -> Diagnosis | None:
    """Return what ``mechanism`` says; nothing where untrusted answers make it raise."""
    try:
        return mechanism(evidence)
    except Exception:  # noqa: BLE001  better no diagnosis than no grade
        return None


def question(evidence: Evidence) -> Diagnosis | None:
    """Return the other question that the student has answered rightly."""
    right = evidence.reference
    if not isinstance(right, Reference):
        return _first(evidence, [m for m in evidence.mistakes if m.kind == "question"])
    return _first(evidence, asked_otherwise(right, evidence.task, lecture(right, evidence.cases)))


def slip(evidence: Evidence) -> Diagnosis | None:
    """Return the slip with which the right program answers as the student's."""
    right = evidence.reference
    if not isinstance(right, Reference):
        return _first(evidence, [m for m in evidence.mistakes if m.kind == "slip"])
    return _first(evidence, slipped(right, evidence.task))


def _first(evidence: Evidence, programs: Sequence[Mistake]) -> Diagnosis | None:
    """Return the first program that explains everything known, an answer among it.

    By the same error many slips raise alike.
    """
    answered = any(not isinstance(case.answer, Exception) for case in evidence.wrong)
    if not answered or not evidence.is_telling or not _is_cheap(evidence):
        return None
    found = next((p for p in programs if explains(p, evidence)), None)
    return Diagnosis(found.name, found.text, advises=False) if found else None


def _is_cheap(evidence: Evidence) -> bool:
    """Whether hundreds of programs can be asked: none of them builds or trains a model."""
    return not any(case.returns_model for case in evidence.known)


def pairs(evidence: Evidence) -> Diagnosis | None:
    """Return two written mistakes that together answer as the student does."""
    return pair(evidence) if _is_cheap(evidence) else None


def shown(evidence: Evidence) -> Diagnosis | None:
    """Return a fact about the wrong answers, marked as no more than that."""
    found = symptom(evidence)
    return found and dataclasses.replace(
        found, name=f"{SYMPTOM}{found.name}", symptom=True, advises=False
    )


def place(evidence: Evidence) -> Diagnosis | None:
    """Return where alone it is wrong; the check's own message says how."""
    found = where(evidence)
    return found and _fact(found, found.name)


def _fact(found: Diagnosis, name: str) -> Diagnosis:
    return dataclasses.replace(found, name=name, symptom=True, advises=False)


MECHANISMS: tuple[Mechanism, ...] = (
    follow_up,
    written,
    training,
    difference,
    place,
    kind,
    relation,
    parts,
    question,
    formula,
    pairs,
    slip,
    shown,
)
