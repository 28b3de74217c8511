"""A task that is right, given an earlier function of the student's own that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np

from rnnlab.diagnosis.agree import agree
from rnnlab.diagnosis.call import Call, TaskFunction
from rnnlab.diagnosis.evidence import Case, Diagnosis, Evidence
from rnnlab.diagnosis.programs import replay
from rnnlab.diagnosis.reference import Reference
from rnnlab.sandbox.answers import Answers
from rnnlab.sandbox.errors import StudentError
from rnnlab.text import Text

_Given: TypeAlias = tuple[Any, dict[str, list[Call]]]  # an answer, and the calls of helpers

MOST = 300  # calls of a helper for one answer


def follow_up(evidence: Evidence) -> Diagnosis | None:
    """Return the earlier task whose mistake explains everything known of this one."""
    reference = evidence.reference
    if not isinstance(reference, Reference) or evidence.answers is None:
        return None
    used = [name for name in reference.uses(evidence.task.name) if _is_called(evidence, name)]
    raised = all(isinstance(case.answer, Exception) for case in evidence.wrong)
    for helpers in [*([name] for name in used), used]:
        if helpers and _explains(evidence, reference, helpers, raised):
            return _raised(helpers) if raised else _said(evidence.task.name, helpers)
    return None


def _is_called(evidence: Evidence, helper: str) -> bool:
    """Whether the student's own function uses ``helper``, as far as its text is known.

    The text is untrusted, so it is not parsed; docstrings, which name helpers too, are left out.
    """
    assert evidence.answers is not None
    text = evidence.answers.sources.get(evidence.task.name)
    if text is None:
        return True
    code = re.sub(r'"""[^"]*"""', "", text)
    return re.search(rf"^[^#\n]*\b{helper}\b", code, re.MULTILINE) is not None


def _explains(evidence: Evidence, reference: Reference, helpers: list[str], raised: bool) -> bool:
    """Whether the right program with these ``helpers`` answers, or has ``raised``, the same."""
    calls: dict[str, list[Call]] = {name: [] for name in helpers}
    predicted: dict[bytes, Any] = {}

    def predict(case: Case) -> Any:
        answer, made = _given(evidence, reference, tuple(helpers), case.call.frame)
        predicted[case.call.frame] = answer
        for name in helpers:
            calls[name] += made[name]
        return answer

    if not evidence.explained_by(predict):
        return False
    answers = [predicted[case.call.frame] for case in evidence.wrong]
    found = [answer for answer in answers if answer is not None]  # which may be an answer, too
    if not raised and (_is_vacuous(found) or (len(found) < 2 and len(found) < len(answers))):
        return False
    return all(_tells(reference, name, calls[name]) for name in helpers)


def _given(
    evidence: Evidence, reference: Reference, helpers: tuple[str, ...], frame: bytes
) -> _Given:
    """Return what the right program answers with the student's own ``helpers``, and their calls."""
    assert evidence.answers is not None
    known = _known.setdefault(evidence.answers, {})
    if (helpers, frame) not in known:
        made: dict[str, list[Call]] = {name: [] for name in helpers}
        own = {name: _own(evidence, name, made[name]) for name in helpers}
        function = reference.variant(evidence.task.name, functions=own)
        known[helpers, frame] = replay.reading(function, frame), made
    return known[helpers, frame]


# While a submission is graded: what its helpers lead to, asked for by every set of failed checks.
_known: WeakKeyDictionary[Answers, dict[tuple[tuple[str, ...], bytes], _Given]] = (
    WeakKeyDictionary()
)


class _TooManyCallsError(Exception):
    """A task asks its helper so often that it is not worth the time."""


def _own(evidence: Evidence, helper: str, calls: list[Call]) -> Callable[..., Any]:
    assert evidence.answers is not None
    function = TaskFunction(helper, evidence.answers, evidence.seed, calls)

    def called(*args: Any, **kwargs: Any) -> Any:
        if len(calls) >= MOST:
            raise _TooManyCallsError
        return function(*args, **kwargs)

    return called


def _tells(reference: Reference, helper: str, calls: list[Call]) -> bool:
    """Whether the helper's answers are wrong somewhere, and more than a constant or nothing.

    What is right given a function that answers nothing shows nothing.
    """
    if _is_vacuous([call.error or call.answer for call in calls]):
        return False
    return any(not _is_right(reference, helper, call) for call in calls)


def _is_vacuous(answers: Sequence[Any]) -> bool:
    """Whether answers are errors, empty or no numbers, or always the same."""
    if not answers or any(map(_is_nothing, answers)):
        return True
    return len(answers) > 1 and all(agree(a, answers[0]) for a in answers[1:])


def _is_nothing(answer: Any) -> bool:
    if answer is None or isinstance(answer, Exception):
        return True
    if isinstance(answer, (list, tuple)):
        return not answer or any(map(_is_nothing, answer))
    if isinstance(answer, (str, dict)):
        return not answer
    numbers = isinstance(answer, np.ndarray) and answer.dtype.kind == "f"
    return not np.isfinite(answer).all() if numbers or isinstance(answer, float) else False


def _is_right(reference: Reference, helper: str, call: Call) -> bool:
    try:
        return call.error is None and agree(call.answer, reference.call(helper, call.frame))
    except StudentError:
        return True  # nobody knows


def _said(task: str, helpers: list[str]) -> Diagnosis:
    names = ", ".join(f"`{name}`" for name in helpers)
    text = Text(
        f"`{task}` 자체는 맞습니다. {names}의 답이 틀려서 생긴 오류이니 그것부터 고치세요.",
        f"`{task}` is right, given your {names}. Mend {names} first.",
    )
    return Diagnosis("follow_up", text, helpers[0])


def _raised(helpers: list[str]) -> Diagnosis:
    """Say no more than where to begin: an error shows little of who raised it."""
    names = ", ".join(f"`{name}`" for name in helpers)
    text = Text(
        f"틀린 {names}의 답을 쓰면 바른 코드에서도 같은 오류가 납니다. {names}부터 고치세요.",
        f"With your {names}, which is wrong, right code raises the same error. Mend {names} first.",
    )
    return Diagnosis("raises_with_helper", text)
