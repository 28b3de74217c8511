"""How relations between answers and right answers are tried: simplest first, and with guards.

A relation says what the student's answer is, given the right one. It counts only if it holds in
every case, right ones too, and if there is enough to tell it from chance.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import keras
import numpy as np

from rnnlab.diagnosis.agree import agree, is_numeric, is_sequence
from rnnlab.diagnosis.evidence import Case, Diagnosis, Evidence
from rnnlab.diagnosis.extent import LONG, is_long, leaves, size
from rnnlab.text import Text


class Unfit(ValueError):
    """A relation says nothing of such a value."""


@dataclass(frozen=True)
class Relation:
    """What an answer is, given the right one: ``change(right, case)``, which may raise Unfit.

    ``guard`` says whether the evidence is enough. Where several relations of a rank hold, one that
    ``covers`` them all is what is said.
    """

    name: str
    text: Text
    change: Callable[[Any, Case], Any]
    guard: Callable[[Evidence], bool] = lambda evidence: enough(evidence)
    covers: frozenset[str] = frozenset()

    def apply(self, right: Any, case: Case) -> Any:
        """Return the answer that this relation predicts; raises if it does not apply."""
        return self.change(right, case)

    def explains(self, evidence: Evidence) -> bool:
        """Whether it holds in every case, differs from the right answers, and is no chance."""
        try:
            return (
                all(self._tells(case) for case in sorted(evidence.wrong, key=_size)[:2])
                and self.guard(evidence)
                and evidence.explained_by(lambda case: self.apply(case.right, case))
                and all(self._tells(case) for case in evidence.wrong)
            )
        except Exception:  # noqa: BLE001  answers are untrusted: what cannot be compared is no proof
            return False

    def _tells(self, case: Case) -> bool:
        """Whether it predicts the answer, and not because that is nearly the right one."""
        with np.errstate(all="ignore"):
            predicted = self.apply(case.right, case)
        return case.is_answered_by(predicted) and not agree(
            predicted, case.right, weights=case.trains
        )


Source: TypeAlias = Relation | Callable[[Evidence], Iterable[Relation]]
Rank: TypeAlias = Sequence[Source]


def of(name: str, ko: str, en: str, change: Callable[[Any], Any], **more: Any) -> Relation:
    """Return the relation that predicts ``change(right)``."""
    return Relation(name, Text(ko, en), lambda right, _case: change(right), **more)


def test(name: str, ko: str, en: str, holds: Callable[[Any, Any], Any], **more: Any) -> Relation:
    """Return the relation that ``holds(answer, right)``: it predicts no value of its own."""

    def change(right: Any, case: Case) -> Any:
        if isinstance(case.answer, Exception) or not holds(case.answer, right):
            raise Unfit
        return case.answer

    return Relation(name, Text(ko, en), change, **more)


def bind(function: Callable[..., Any], *given: Any) -> Callable[..., Any]:
    """Return ``function`` with its last arguments given."""
    return lambda *values: function(*values, *given)


def first(evidence: Evidence, ranks: Iterable[Rank]) -> Diagnosis | None:
    """Return the simplest relation that explains all; None where several of a rank do."""
    if not evidence.wrong:
        return None
    several: set[str] = set()
    for rank in ranks:
        candidates = [r for source in rank for r in _relations(source, evidence)]
        if several:
            candidates = [r for r in candidates if several <= r.covers]
        found = {r.name: r for r in candidates if r.explains(evidence)}
        if len(found) == 1:
            (relation,) = found.values()
            return Diagnosis(relation.name, relation.text)
        several |= found.keys()
    return None


def _relations(source: Source, evidence: Evidence) -> list[Relation]:
    if isinstance(source, Relation):
        return [source]
    try:
        with np.errstate(all="ignore"):
            return list(source(evidence))
    except Exception:  # noqa: BLE001  nothing can be fitted to such answers
        return []


def enough(evidence: Evidence) -> bool:
    """Whether there are two distinct wrong comparisons, or a long one that is not all equal."""
    return distinct(evidence) >= 2 or any(is_long(case.right) for case in evidence.wrong)


def enough_numbers(evidence: Evidence) -> bool:
    """Whether there are two wrong comparisons of distinct numbers, or four numbers in one."""
    rights = [case.right for case in evidence.wrong]
    return distinct(evidence) >= 2 or any(len(set(leaves(r))) >= LONG for r in rights)


def some(evidence: Evidence) -> bool:
    """Whether anything is wrong at all: enough where the relation is as good as unmistakable."""
    return bool(evidence.wrong)


def distinct(evidence: Evidence) -> int:
    """Count the wrong cases' right answers that differ from each other; stop at three."""
    found: list[Case] = []
    for case in evidence.wrong:
        if not any(agree(case.right, c.right, weights=case.trains) for c in found):
            found.append(case)
        if len(found) == 3:
            break
    return len(found)


def _size(case: Case) -> int:
    return max(size(case.right), size(case.answer))


def numbers(value: Any) -> np.ndarray:
    """Return ``value`` as an array of signed numbers; raises Unfit for anything else."""
    if isinstance(value, (str, dict, set, keras.Model)) or not is_numeric(value):
        raise Unfit
    array = np.asarray(value)
    return array.astype(np.int64) if array.dtype.kind in "bu" else array


def finite(value: Any) -> Any:
    """Return numbers that are neither NaN nor infinite; raises Unfit for others."""
    if not np.isfinite(value).all():
        raise Unfit
    return value


def same(a: Any, b: Any) -> bool:
    """Whether two values without models are one; whatever cannot be compared is not."""
    try:
        return agree(a, b)
    except Exception:  # noqa: BLE001  any two types may meet here
        return False


def sequence(value: Any) -> Any:
    """Return ``value`` if it is a list, a tuple or an array with axes; raises Unfit otherwise."""
    if not is_sequence(value):
        raise Unfit
    return value


def is_composite(value: Any) -> bool:
    """Whether it is a tuple of several results, not of numbers or texts alone."""
    if not isinstance(value, tuple) or len(value) < 2:
        return False
    return any(not isinstance(part, str) and not is_number(part) for part in value)


def is_number(value: Any) -> bool:
    """Whether it is one number, and no list or array of one."""
    return not is_sequence(value) and not isinstance(value, str) and is_numeric(value)


def near(a: Any, b: float) -> bool:
    """Whether numbers are one up to rounding errors, more strictly than answers are compared."""
    return bool(np.allclose(a, b, rtol=1e-4, atol=1e-7)) and math.isfinite(b)
