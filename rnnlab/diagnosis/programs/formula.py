"""Numbers computed from sizes: which part of the right formula is wrong in the student's.

Both are written as sums of products of the arguments with whole coefficients, found from the
answers alone. The difference is said in words, "the part that grows with the square of `units`";
the formula itself never is.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from rnnlab.diagnosis.evidence import Case, Diagnosis, Evidence
from rnnlab.text import Text

MAX_TERMS = 4
MAX_COEFFICIENT = 12

Monomial = tuple[str, ...]  # the arguments that are multiplied, () for a constant


def formula(evidence: Evidence) -> Diagnosis | None:
    """Return the parts by which the student's formula differs from the right one, if few."""
    cases = [c for c in evidence.known if _is_int(c.answer) and _is_int(c.right)]
    if len(cases) < len(evidence.known) or not evidence.wrong:
        return None
    names = [n for n in evidence.parameters if all(_is_int(c.arguments.get(n)) for c in cases)]
    flags = [n for n in evidence.parameters if all(type(c.arguments.get(n)) is bool for c in cases)]
    if not names or len(names) > 3:
        return None
    right = _terms([int(c.right) for c in cases], cases, names, flags)
    own = _terms([int(c.answer) for c in cases], cases, names, flags)
    if not right or own is None:
        return None
    wrong = [m for m in {**right, **own} if right.get(m, 0) != own.get(m, 0)]
    if not wrong or len(wrong) > 2:
        return None
    said: list[Text] = [_sentence(m, right.get(m, 0), own.get(m, 0)) for m in wrong]
    text = Text(" ".join(s.ko for s in said), " ".join(s.en for s in said))
    return Diagnosis("formula", text, advises=False)


def _is_int(value: Any) -> bool:
    return type(value) is int or (isinstance(value, float) and value.is_integer())


def _monomials(names: list[str], flags: list[str]) -> Iterator[Monomial]:
    for degree in range(3):
        for names_of in itertools.combinations_with_replacement(names, degree):
            for flag in ("", *flags):
                yield (*names_of, flag) if flag else names_of


def _terms(
    values: list[int], cases: list[Case], names: list[str], flags: list[str]
) -> dict[Monomial, int] | None:
    """Return the one shortest sum of monomials that gives ``values``, if it is beyond doubt."""
    columns = {
        m: np.array([math.prod(float(c.arguments[n]) for n in m) for c in cases])
        for m in _monomials(names, flags)
    }
    distinct = len({tuple(float(c.arguments[n]) for n in (*names, *flags)) for c in cases})
    y: np.ndarray = np.array(values, float)
    if not y.any():
        return {} if distinct >= MAX_TERMS else None
    for size in range(1, min(MAX_TERMS, distinct - 1) + 1):
        found = [t for t in map(dict, _fitting(columns, y, size)) if t]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _fitting(
    columns: dict[Monomial, np.ndarray], y: np.ndarray, size: int
) -> Iterator[dict[Monomial, int]]:
    for chosen in itertools.combinations(columns, size):
        x = np.stack([columns[m] for m in chosen], axis=1)
        solution, _, rank, _ = np.linalg.lstsq(x, y, rcond=None)
        whole: list[int] = np.round(solution).astype(int).tolist()
        small = all(c and abs(c) <= MAX_COEFFICIENT for c in whole)
        if rank == size and small and np.array_equal(x @ whole, y):
            yield dict(zip(chosen, whole, strict=True))


def _sentence(monomial: Monomial, right: int, own: int) -> Text:
    part = _part(monomial)
    if own == 0:
        return Text(f"{part.ko}이 빠졌습니다.", f"{part.en} is missing.")
    if right == 0:
        return Text(f"{part.ko}은 더하지 말아야 합니다.", f"{part.en} is there and should not be.")
    if abs(own) > abs(right):
        return Text(f"{part.ko}을 너무 많이 세었습니다.", f"{part.en} is counted too often.")
    return Text(f"{part.ko}을 모자라게 세었습니다.", f"{part.en} is not counted often enough.")


def _part(monomial: Monomial) -> Text:
    """Name a product of arguments in words."""
    match monomial:
        case ():
            return Text("인자와 관계없이 일정한 부분", "The part that no argument changes")
        case (a,):
            return Text(f"`{a}`에만 비례하는 부분", f"The part that grows with `{a}` alone")
        case (a, b) if a == b:
            return Text(
                f"`{a}`의 제곱에 비례하는 부분", f"The part that grows with the square of `{a}`"
            )
    listed = ", ".join(f"`{n}`" for n in dict.fromkeys(monomial))
    joined = " and ".join(f"`{n}`" for n in dict.fromkeys(monomial))
    return Text(f"{listed}의 곱에 비례하는 부분", f"The part that grows with {joined} together")
