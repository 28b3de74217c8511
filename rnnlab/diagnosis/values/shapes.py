"""Relations of arrangement: swapped values, exchanged axes, another shape, entries of dicts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, permutations
from typing import Any

import numpy as np

from rnnlab.diagnosis.agree import is_numeric, is_sequence
from rnnlab.diagnosis.extent import size
from rnnlab.diagnosis.values.relating import Rank, Relation, Unfit, bind, numbers, of, same, test
from rnnlab.text import Text

PLACES = (
    Text("첫 번째", "first"),
    Text("두 번째", "second"),
    Text("세 번째", "third"),
    Text("네 번째", "fourth"),
    Text("다섯 번째", "fifth"),
    Text("여섯 번째", "sixth"),
)
AXES = (Text("첫째 축", "first"), Text("둘째 축", "second"), Text("셋째 축", "third"))


def _parts(value: Any, n: int) -> Any:
    if not isinstance(value, (list, tuple)) or len(value) != n:
        raise Unfit
    return value


def swaps() -> list[Relation]:
    """Return what changes the order of two values or three."""
    found = [
        of(
            "swapped",
            "두 값의 순서가 바뀌었습니다. 차례를 바꾸어 돌려주세요.",
            "The two values are in the wrong order. Exchange them.",
            lambda v: _parts(v, 2)[::-1],
        )
    ]
    for places in permutations(range(3)):
        if places != (0, 1, 2):
            ko = ", ".join(PLACES[i].ko for i in places)
            en = ", ".join(PLACES[i].en for i in places)
            found.append(
                of(
                    "order_" + "".join(str(i + 1) for i in places),
                    f"세 값이 {ko}의 순서로 돌아왔습니다. 순서를 바로잡으세요.",
                    f"The three values came back in the order {en}. Put them in order.",
                    bind(lambda v, places: [_parts(v, 3)[i] for i in places], places),
                )
            )
    return found


def axes() -> list[Relation]:
    """Return what exchanges axes."""
    found = [
        of(
            "transposed",
            "행과 열이 바뀌었습니다. 무엇이 행이고 무엇이 열인지 확인하세요.",
            "Rows and columns are exchanged. Check what is a row and what a column.",
            lambda v: _axes(v, 2).T,
        ),
    ]
    for i, j in combinations(range(3), 2):
        found.append(
            of(
                f"axes_{i + 1}_and_{j + 1}_exchanged",
                f"{AXES[i].ko}과 {AXES[j].ko}이 서로 바뀌었습니다. 축의 순서를 확인하세요.",
                f"The {AXES[i].en} and the {AXES[j].en} axis are exchanged. "
                "Check the order of the axes.",
                bind(lambda v, i, j: np.swapaxes(_axes(v, 3), i, j), i, j),
            )
        )
    found += [
        of(
            "last_axis_first",
            "마지막 축이 맨 앞에 왔습니다. 축의 순서를 확인하세요.",
            "The last axis came first. Check the order of the axes.",
            lambda v: np.moveaxis(_axes(v, 3), -1, 0),
        ),
        of(
            "first_axis_last",
            "첫째 축이 맨 뒤로 갔습니다. 축의 순서를 확인하세요.",
            "The first axis came last. Check the order of the axes.",
            lambda v: np.moveaxis(_axes(v, 3), 0, -1),
        ),
    ]
    return found


def _axes(value: Any, n: int) -> Any:
    array = numbers(value)
    if array.ndim != n:
        raise Unfit
    return array


def _grouped(value: Any) -> list[list[Any]]:
    if is_numeric(value) or not is_sequence(value):
        raise Unfit
    rows = [list(row) for row in value if is_sequence(row)]
    if len(rows) != len(value) or not rows or not rows[0]:
        raise Unfit
    return [list(column) for column in zip(*rows, strict=True)]


def shapes() -> Iterator[Rank]:
    """Yield what leaves the numbers in order and gives them another shape."""
    for name, ko, en, holds in (
        ("axis_missing", "빠졌습니다", "{} is missing", _lacks),
        ("axis_extra", "더 있습니다", "{} should not be there", _has),
    ):
        yield [
            _same_numbers(
                f"{place.en}_{name}",
                f"{place.ko} 축이 {ko}.",
                f"{en.format(f'The {place.en} axis')}.",
                holds,
                at,
            )
            for place, at in ((Text("맨 앞의", "first"), 0), (Text("맨 뒤의", "last"), -1))
        ]
        yield [
            _same_numbers(
                f"an_{name}",
                f"크기가 1인 축 하나가 {ko}.",
                f"{en.format('An axis of size 1')}.",
                holds,
                None,
                covers=frozenset({f"first_{name}", f"last_{name}"}),
            )
        ]
    yield from _reshaped()


def _reshaped() -> Iterator[Rank]:
    """Yield what keeps nothing of the shape."""
    yield [
        _same_numbers(
            "flattened",
            "값은 모두 맞지만 축이 하나뿐입니다.",
            "All values are right, but there is only one axis.",
            lambda a, r, _: a.ndim == 1 < r.ndim,
            0,
        )
    ]
    yield [
        _same_numbers(
            "reshaped",
            "값과 그 순서는 맞지만 배열의 모양이 다릅니다.",
            "The values and their order are right, but the array has another shape.",
            lambda a, r, _: a.shape != r.shape,
            0,
        )
    ]


def _same_numbers(
    name: str,
    ko: str,
    en: str,
    holds: Callable[[Any, Any, int | None], bool],
    at: int | None,
    **more: Any,
) -> Relation:
    def both(answer: Any, right: Any) -> bool:
        a, r = numbers(answer), numbers(right)
        if a.ndim == 0 or r.ndim == 0 or a.size != r.size or not holds(a, r, at):
            return False
        return same(a.ravel(), r.ravel())

    advice = Text(" 모양을 확인하세요.", " Check the shape.")
    return test(name, ko + advice.ko, en + advice.en, both, guard=_sized, **more)


def _sized(evidence: Any) -> bool:
    """Whether some wrong answer has two numbers or more, or two are wrong: shapes are exact."""
    return len(evidence.wrong) >= 2 or any(size(c.right) >= 4 for c in evidence.wrong)


def _lacks(a: Any, r: Any, at: int | None) -> bool:
    """Whether ``a`` has the shape of ``r`` without an axis of size 1, ``at`` that place."""
    if a.ndim + 1 != r.ndim:
        return False
    places = range(r.ndim) if at is None else [at % r.ndim]
    return any(r.shape[i] == 1 and np.squeeze(r, i).shape == a.shape for i in places)


PAIRED = [
    test(
        "paired",
        "묶는 방향이 바뀌었습니다. 안쪽 목록과 바깥쪽 목록을 서로 바꾸세요.",
        "The values are grouped the other way round: what should be the inner lists are the "
        "outer ones.",
        lambda a, r: same([list(x) for x in a], _grouped(r)),
    ),
]


def _has(a: Any, r: Any, at: int | None) -> bool:
    return _lacks(r, a, at)


SHARED = [
    of(
        "rows_all_summed",
        "모든 행이 같고, 저마다 바른 행 모두의 합입니다. 한 행을 여러 번 쓰지 말고 행마다 새로 "
        "만드세요.",
        "All rows are the same, the sum of all right ones. Make a new one for every row.",
        lambda v: np.repeat(_axes(v, 2).sum(axis=0, keepdims=True), len(v), axis=0),
    ),
    of(
        "rows_all_united",
        "모든 행이 같고, 저마다 바른 행에 있는 것을 모두 담고 있습니다. 한 행을 여러 번 쓰지 말고 "
        "행마다 새로 만드세요.",
        "All rows are the same and hold what should stand in different ones. Make a new one for "
        "every row.",
        lambda v: np.repeat(_axes(v, 2).max(axis=0, keepdims=True), len(v), axis=0),
    ),
    of(
        "all_zero",
        "모든 값이 0입니다. 값을 채우는 곳이 실행되는지 확인하세요.",
        "All values are 0. Check that the part of your code that fills them in runs.",
        lambda v: np.zeros_like(numbers(v)) if is_sequence(v) else _none(),
    ),
    of(
        "all_one",
        "모든 값이 1입니다. 값을 채우는 곳을 확인하세요.",
        "All values are 1. Look where your code fills them in.",
        lambda v: np.ones_like(numbers(v)) if is_sequence(v) else _none(),
    ),
    of(
        "empty",
        "빈 값이 돌아왔습니다. 값을 담는 곳이 실행되는지 확인하세요.",
        "What came back is empty. Check that the part of your code that fills it runs.",
        lambda v: _emptied(v),
    ),
]


def _none() -> Any:
    raise Unfit


def _emptied(value: Any) -> Any:
    if isinstance(value, (str, list, tuple, dict, set)):
        return type(value)()
    if isinstance(value, np.ndarray) and value.ndim == 1:
        return value[:0]
    raise Unfit


def _dict(value: Any) -> Any:
    if not isinstance(value, dict):
        raise Unfit
    return value


def _exchanged(value: Any) -> Any:
    turned = {v: k for k, v in _dict(value).items()}
    if len(turned) != len(value):
        raise Unfit
    return turned


def _has_less(part: Any, whole: Any) -> bool:
    _dict(part), _dict(whole)
    return part.keys() < whole.keys() and all(same(part[k], whole[k]) for k in part)


def dicts() -> Iterator[list[Relation]]:
    """Yield what is said of dicts alone."""
    yield [
        of(
            "keys_and_values_exchanged",
            "딕셔너리의 키와 값이 서로 바뀌었습니다. 무엇으로 무엇을 찾는지 확인하세요.",
            "Keys and values of the dict are exchanged. Check what is looked up by what.",
            _exchanged,
        )
    ]
    for k, ko, en in ((1, "하나가", "One entry is"), (2, "2개가", "Two entries are")):
        yield [
            test(
                f"dict_lacks_{k}",
                f"딕셔너리에서 항목 {ko} 빠졌습니다. 나머지는 맞습니다.",
                f"{en} missing from the dict. The others are right.",
                bind(lambda a, r, k: _has_less(a, r) and len(a) == len(r) - k, k),
            ),
            test(
                f"dict_has_{k}_too_many",
                f"딕셔너리에 항목 {ko} 더 있습니다. 나머지는 맞습니다.",
                f"{en} too many in the dict. The others are right.",
                bind(lambda a, r, k: _has_less(r, a) and len(a) == len(r) + k, k),
            ),
        ]
    yield [
        test(
            "dict_lacks_entries",
            "딕셔너리에 빠진 항목이 있습니다. 들어 있는 것은 모두 맞습니다.",
            "Entries are missing from the dict. Those that are in it are right.",
            _has_less,
        ),
        test(
            "dict_has_too_many",
            "딕셔너리에 들어가지 말아야 할 항목이 있습니다. 나머지는 모두 맞습니다.",
            "The dict has entries that do not belong there. The others are right.",
            lambda a, r: _has_less(r, a),
        ),
    ]
