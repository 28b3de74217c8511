"""A task that is right, given an earlier function of the student's own that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from rnnlab.diagnosis.agree import agree
from rnnlab.diagnosis.call import Call, TaskFunction
from rnnlab.diagnosis.evidence import Case, Diagnosis, Evidence
from rnnlab.diagnosis.programs import replay
from rnnlab.diagnosis.reference import Reference
from rnnlab.sandbox.errors import StudentError
from rnnlab.text import Text


def follow_up(evidence: Evidence) -> Diagnosis | None:
    """Return the earlier task whose mistake explains everything known of this one."""
    reference = evidence.reference
    if not isinstance(reference, Reference) or evidence.answers is None:
        return None
    used = [name for name in reference.uses(evidence.task.name) if _is_called(evidence, name)]
    for helpers in [*([name] for name in used), used]:
        if helpers and _explains(evidence, reference, helpers):
            return _said(evidence.task.name, helpers)
    return None


def _is_called(evidence: Evidence, helper: str) -> bool:
    """Whether the student's own function names ``helper``, as far as its text is known."""
    assert evidence.answers is not None
    text = evidence.answers.sources.get(evidence.task.name)
    return text is None or re.search(rf"\b{helper}\b", text) is not None


def _explains(evidence: Evidence, reference: Reference, helpers: list[str]) -> bool:
    calls: dict[str, list[Call]] = {name: [] for name in helpers}
    own = {name: _own(evidence, name, calls[name]) for name in helpers}
    function = reference.variant(evidence.task.name, functions=own)

    def predict(case: Case) -> Any:
        return replay.reading(function, case.call.key, case.call.frame)

    return evidence.explained_by(predict) and all(
        _tells(reference, name, calls[name]) for name in helpers
    )


def _own(evidence: Evidence, helper: str, calls: list[Call]) -> Callable[..., Any]:
    assert evidence.answers is not None
    return TaskFunction(helper, evidence.answers, evidence.seed, calls)


def _tells(reference: Reference, helper: str, calls: list[Call]) -> bool:
    """Whether the helper's answers are wrong somewhere, and more than a constant or nothing.

    What is right given a function that answers nothing shows nothing.
    """
    answers = [call.answer for call in calls if call.error is None]
    vacuous = not answers or any(a is None or _is_empty(a) for a in answers)
    if vacuous or (len(answers) > 1 and all(agree(a, answers[0]) for a in answers[1:])):
        return False
    return any(not _is_right(reference, helper, call) for call in calls)


def _is_empty(answer: object) -> bool:
    return hasattr(answer, "__len__") and len(answer) == 0


def _is_right(reference: Reference, helper: str, call: Call) -> bool:
    try:
        return call.error is None and agree(
            call.answer, reference.call(helper, call.key, call.frame)
        )
    except StudentError:
        return True  # nobody knows


def _said(task: str, helpers: list[str]) -> Diagnosis:
    names = ", ".join(f"`{name}`" for name in helpers)
    text = Text(
        f"`{task}` 자체는 맞습니다. {names}의 답이 틀려서 생긴 오류이니 그것부터 고치세요.",
        f"`{task}` is right, given your {names}. Mend {names} first.",
    )
    return Diagnosis("follow_up", text, helpers[0])
