"""Relations of numbers: each changed alike, labels for probabilities, a fitted difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from rnnlab.diagnosis.agree import is_numeric
from rnnlab.diagnosis.evidence import Case, Evidence
from rnnlab.diagnosis.extent import leaves, size
from rnnlab.diagnosis.values.relating import (
    Relation,
    Unfit,
    bind,
    distinct,
    enough_numbers,
    finite,
    near,
    numbers,
    of,
    sequence,
    test,
)
from rnnlab.text import Text

FACTORS = {  # said by name, others are not said
    2: ("2배입니다", "twice the right ones"),
    3: ("3배입니다", "three times the right ones"),
    4: ("4배입니다", "four times the right ones"),
    10: ("10배입니다", "ten times the right ones"),
    100: ("100배입니다", "100 times the right ones"),
    1 / 2: ("절반입니다", "half the right ones"),
    1 / 3: ("3분의 1입니다", "a third of the right ones"),
    1 / 4: ("4분의 1입니다", "a quarter of the right ones"),
    1 / 10: ("10분의 1입니다", "a tenth of the right ones"),
    1 / 100: ("100분의 1입니다", "a hundredth of the right ones"),
}


def each(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return ``change`` for arrays, made to numbers in whatever nest they are."""

    def changed(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: changed(v) for key, v in value.items()}
        if isinstance(value, (list, tuple)) and not is_numeric(value):
            return [changed(v) for v in value]
        return finite(change(numbers(value)))

    return changed


def _of_numbers(name: str, ko: str, en: str, change: Callable[[Any], Any], **more: Any) -> Relation:
    return of(name, ko, en, each(change), guard=enough_numbers, **more)


def _probabilities(value: Any) -> Any:
    """Return numbers from 0 to 1, not all of them whole; raises Unfit for others."""
    array = numbers(value)
    if not ((array >= 0) & (array <= 1)).all() or (array == array.round()).all():
        raise Unfit
    return array


SIMPLE = [
    _of_numbers(
        "sign_flipped",
        "부호가 반대입니다. 무엇에서 무엇을 빼는지 확인하세요.",
        "The sign is flipped. Check what is subtracted from what.",
        lambda a: -a,
    ),
    _of_numbers(
        "complement",
        "1에서 바른 값을 뺀 값입니다. 0과 1의 뜻이 뒤바뀌지 않았는지 확인하세요.",
        "Each value is 1 minus the right one. Check that 0 and 1 do not stand for each other.",
        lambda a: 1 - a,
    ),
    of(
        "thresholded",
        "확률이 아니라 0과 1이 돌아왔습니다. 확률을 그대로 돌려주세요.",
        "Zeros and ones came back where probabilities are asked for. Return the probabilities.",
        lambda value: _probabilities(value) >= 0.5,
    ),
]
ROUNDED = [
    _of_numbers(
        "floored",
        "소수점 아래가 버려졌습니다(내림). 값을 그대로 돌려주세요.",
        "The values are rounded down to whole numbers. Return them as they are.",
        np.floor,
    ),
    _of_numbers(
        "rounded_up",
        "값이 정수로 올림되어 있습니다. 그대로 돌려주세요.",
        "The values are rounded up to whole numbers. Return them as they are.",
        np.ceil,
    ),
    _of_numbers(
        "cut_to_whole",
        "소수점 아래가 잘려 나갔습니다. 값을 정수로 바꾸지 마세요.",
        "What is behind the decimal point was cut off. Do not turn the values into whole numbers.",
        np.trunc,
    ),
    _of_numbers(
        "rounded",
        "값이 정수로 반올림되어 있습니다. 그대로 돌려주세요.",
        "The values are rounded to whole numbers. Return them as they are.",
        np.round,
    ),
]
DIGITS = [
    _of_numbers(
        f"rounded_to_{n}",
        "값이 반올림되어 있습니다. 반올림하지 말고 그대로 돌려주세요.",
        "The values are rounded. Return them as they are.",
        bind(lambda a, n: a.round(n), n),
    )
    for n in (1, 2, 3, 4)
]
WHOLE = [
    _of_numbers(
        "not_whole_any_more",
        "값이 정수가 되었고, 소수점 아래가 없어졌습니다. 값을 그대로 돌려주세요.",
        "The values were turned into whole numbers. Return them as they are.",
        change,
        covers=frozenset(r.name for r in ROUNDED),
    )
    for change in (np.floor, np.ceil)
]
CURVES = [
    _of_numbers(
        "absolute",
        "음수가 있어야 할 자리까지 모두 양수입니다. 부호를 그대로 두세요.",
        "Negative values came back positive. Keep their signs.",
        np.abs,
    ),
    _of_numbers(
        "negatives_zeroed",
        "음수가 있어야 할 자리가 모두 0입니다. 음수를 그대로 두세요.",
        "Zeros came back in the place of negative values. Keep them negative.",
        lambda a: np.maximum(a, 0),
    ),
    _of_numbers(
        "squared",
        "바른 값의 제곱이 돌아왔습니다. 제곱하는 곳을 확인하세요.",
        "The squares of the right values came back. Look where your code squares.",
        np.square,
    ),
    _of_numbers(
        "root",
        "바른 값의 제곱근이 돌아왔습니다. 제곱근을 구하는 곳을 확인하세요.",
        "The square roots of the right values came back. Look where your code takes a root.",
        np.sqrt,
    ),
    _of_numbers(
        "logarithm",
        "바른 값의 로그가 돌아왔습니다. 로그를 취하는 곳을 확인하세요.",
        "The logarithms of the right values came back. Look where your code takes a logarithm.",
        np.log,
    ),
    _of_numbers(
        "exponential",
        "바른 값의 지수함수 값(exp)이 돌아왔습니다. exp나 log를 쓰는 곳을 확인하세요.",
        "The exponentials of the right values came back. Look where your code uses exp or log.",
        np.exp,
    ),
    _of_numbers(
        "reciprocal",
        "바른 값의 역수가 돌아왔습니다. 무엇을 무엇으로 나누는지 확인하세요.",
        "1 divided by the right value came back. Check what is divided by what.",
        lambda a: 1 / a,
    ),
    of(
        "summed_up",
        "값마다 앞의 값들이 모두 더해져 있습니다(누적 합). 더하지 말고 그대로 두세요.",
        "To each value all those before it are added. Leave them as they are.",
        lambda value: np.cumsum(sequence(numbers(value)), axis=0),
    ),
    of(
        "shares_of_all",
        "값을 전체의 합으로 나누었습니다. 나누지 말고 그대로 돌려주세요.",
        "The values are divided by their sum. Return them undivided.",
        lambda value: _divided(value, None),
        guard=enough_numbers,
    ),
    of(
        "shares_of_rows",
        "행마다 값을 그 행의 합으로 나누었습니다. 나누지 말고 그대로 돌려주세요.",
        "The values are divided by the sum of their row. Return them undivided.",
        lambda value: _divided(value, -1),
        guard=enough_numbers,
    ),
    of(
        "shares_of_columns",
        "열마다 값을 그 열의 합으로 나누었습니다. 나누지 말고 그대로 돌려주세요.",
        "The values are divided by the sum of their column. Return them undivided.",
        lambda value: _divided(value, 0),
        guard=enough_numbers,
    ),
    of(
        "shares_of_largest",
        "값을 가장 큰 값으로 나누었습니다. 나누지 말고 그대로 돌려주세요.",
        "The values are divided by the largest one. Return them undivided.",
        lambda value: sequence(numbers(value)) / finite(numbers(value).max()),
        guard=enough_numbers,
    ),
]


def _divided(value: Any, axis: int | None) -> Any:
    """Divide by sums; where a sum is 0 so are the values, and stay so."""
    array = sequence(numbers(value))
    if axis is not None and array.ndim < 2:
        raise Unfit
    total = array.sum(axis=axis, keepdims=True)
    return array / np.where(total == 0, 1, total)


def _numbers_of_ones(value: Any) -> Any:
    array = numbers(value)
    if array.ndim < 1 or array.shape[-1] < 2 or not np.isin(array, (0, 1)).all():
        raise Unfit
    if not (array.sum(axis=-1) == 1).all():
        raise Unfit
    return array.argmax(axis=-1)


def _places_of_largest(value: Any) -> Any:
    array = numbers(value)
    if array.ndim < 1 or array.shape[-1] < 2 or array.dtype.kind != "f":
        raise Unfit
    return array.argmax(axis=-1)


def _ones(value: Any, case: Case) -> Any:
    """Return ``value`` as one-hot vectors, as long as the student's."""
    ids, answer = numbers(value), numbers(case.answer)
    if answer.ndim != ids.ndim + 1 or size(answer) > 50 * max(ids.size, 1_000):
        raise Unfit
    return np.eye(answer.shape[-1])[ids]


LABELS = [
    of(
        "ids_for_one_hot",
        "원-핫 벡터가 아니라 번호가 돌아왔습니다. 번호마다 그 자리만 1인 벡터로 바꾸세요.",
        "Numbers came back where one-hot vectors are asked for. Make a vector with a single 1 of "
        "each.",
        _numbers_of_ones,
    ),
    of(
        "largest_for_all",
        "값들이 아니라, 그중 가장 큰 값의 번호가 돌아왔습니다. 값들을 그대로 돌려주세요.",
        "The place of the largest value came back, not the values. Return the values themselves.",
        _places_of_largest,
    ),
]
ONE_HOT = [
    Relation(
        "one_hot_for_ids",
        Text(
            "번호가 아니라 원-핫 벡터가 돌아왔습니다. 번호를 그대로 돌려주세요.",
            "One-hot vectors came back where numbers are asked for. Return the numbers.",
        ),
        _ones,
    )
]


def _difference(answer: Any, right: Any) -> Any:
    """Return what is too much in each number, which are in nests of the same shape."""
    if isinstance(right, dict):
        if not isinstance(answer, dict) or answer.keys() != right.keys():
            raise Unfit
        answer, right = [answer[key] for key in right], list(right.values())
    if not is_numeric(right):
        pairs = list(zip(sequence(answer), sequence(right), strict=True))
        parts = [np.ravel(_difference(a, r)) for a, r in pairs]
        return np.concatenate(parts) if parts else np.zeros(0)
    answer, right = numbers(answer), numbers(right)
    if answer.shape != right.shape:
        raise Unfit
    return answer - right


def sums(evidence: Evidence) -> Iterator[Relation]:
    """Yield "always more or less by the same number", as it is in one wrong case."""
    case = min(evidence.wrong, key=lambda case: size(case.right))
    c = float(np.ravel(_difference(case.answer, case.right))[0])
    if not _several(evidence) or c == 0:
        return
    said = abs(c) in range(1, 11)
    ko, en = (
        (f"{abs(c):g}만큼", f"by {abs(c):g}") if said else ("같은 수만큼", "by the same number")
    )
    yield test(
        "always_more" if c > 0 else "always_less",
        f"값이 늘 {ko} {'큽니다' if c > 0 else '작습니다'}. 더하거나 빼는 수를 확인하세요.",
        f"The values are always too {'large' if c > 0 else 'small'} {en}. "
        "Check what is added and what is subtracted.",
        lambda a, r: _equals(_difference(a, r), c, r),
        guard=_several,
    )


def _equals(differences: Any, c: float, right: Any) -> bool:
    scale = max((abs(x) for x in leaves(right)), default=0.0)
    return bool(np.allclose(differences, c, rtol=1e-3, atol=2e-6 * scale)) and abs(c) > 1e-5 * scale


def products(evidence: Evidence) -> Iterator[Relation]:
    """Yield "always so many times the right value", as it is in one wrong case."""
    case = min(evidence.wrong, key=lambda case: size(case.right))
    pairs = zip(leaves(case.answer), leaves(case.right), strict=True)
    factor = next(a / r for a, r in pairs if r)
    if not _several(evidence) or near(factor, 1.0) or near(factor, -1.0) or not factor:
        return
    named = next((words for c, words in FACTORS.items() if near(factor, c)), None)
    ko, en = named or ("같은 배수입니다", "the right ones times the same number")
    yield _of_products(
        "times_" + str(next((f"{c:g}" for c in FACTORS if near(factor, c)), "a_number")),
        f"값이 늘 바른 값의 {ko}. 곱하거나 나누는 수를 확인하세요.",
        f"The values are always {en}. Check what is multiplied and what is divided.",
        factor,
    )


def _of_products(name: str, ko: str, en: str, factor: float) -> Relation:
    return of(name, ko, en, each(lambda a: a * factor), guard=_several)


def lengths(evidence: Evidence) -> Iterator[Relation]:
    """Yield "multiplied with, or divided by, the length of an argument"."""
    for name in evidence.parameters:
        for ko, en, sign in (("곱해져", "multiplied with", 1), ("나누어져", "divided by", -1)):
            word = {1: "times", -1: "divided_by"}[sign]
            yield Relation(
                f"{word}_length_of_{name}",
                Text(
                    f"바른 값이 `{name}` 인자의 길이로 {ko} 있습니다. 합과 평균을 확인하세요.",
                    f"The right values are {en} the length of `{name}`. Check sum and mean.",
                ),
                bind(_times_length, name, sign),
                guard=lambda evidence: distinct(evidence) >= 3,
            )


def _times_length(right: Any, case: Case, name: str, sign: int) -> Any:
    return each(lambda a: a * float(len(case.arguments[name])) ** sign)(right)


def _several(evidence: Evidence) -> bool:
    """Whether there are two distinct right numbers, each other than 0, in wrong answers."""
    found = {x for case in evidence.wrong for x in leaves(case.right) if x}
    return len(found) >= 2 and enough_numbers(evidence)
