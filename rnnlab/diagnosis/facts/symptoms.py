"""What is true of all wrong answers where nothing explains them: facts, said last.

Each holds by construction. They need two wrong answers or a long one, else they say nothing new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np

from rnnlab.diagnosis.agree import is_numeric
from rnnlab.diagnosis.evidence import Case, Diagnosis, Evidence
from rnnlab.diagnosis.extent import LONG, leaves, size
from rnnlab.diagnosis.facts.exceptions import EXCEPTIONS
from rnnlab.diagnosis.facts.parts import keys_of, part, said
from rnnlab.diagnosis.facts.where import exception
from rnnlab.diagnosis.values.relating import Unfit, bind, is_number, numbers, same, sequence
from rnnlab.diagnosis.values.shapes import AXES
from rnnlab.sandbox import wire
from rnnlab.text import Text, particle


def symptom(evidence: Evidence) -> Diagnosis | None:
    """Return the first fact that is true of every wrong answer."""
    wrong = evidence.wrong
    if any(case.trains for case in wrong):  # of which training.py knows more
        return None
    raised = _raised(evidence)
    if raised or (len(wrong) < 2 and not any(_is_long(case) for case in wrong)):
        return raised
    if not evidence.is_whole:  # what is true of one check's answers alone may be chance
        return _kind(evidence)
    return _kind(evidence) or _part(evidence) or _fact(evidence)


def _is_long(case: Case) -> bool:
    return not isinstance(case.answer, Exception) and size(case.right) >= LONG


OF_NONE = Text(
    "값이 있어야 할 곳에 None이 있습니다. 그 None이 어디서 왔는지, 받은 인자인지 return이 빠진 "
    "함수인지 확인하세요.",
    "There is None where a value should be. See where it comes from: an argument, or a function "
    "without return.",
)


def _raised(evidence: Evidence) -> Diagnosis | None:
    """Say in words which exception every wrong answer is."""
    name = exception(evidence)
    text = EXCEPTIONS.get(name)
    if text is None:
        return None
    messages = [case.answer.message for case in evidence.wrong]
    if name in ("TypeError", "AttributeError") and all("NoneType" in m for m in messages):
        return Diagnosis("raises_of_none", OF_NONE)
    return Diagnosis(f"raises_{name}", text)


KINDS: tuple[tuple[str, Text, Callable[[Any], bool]], ...] = (
    ("none", Text("None이", "None"), lambda v: v is None),
    ("text", Text("문자열이", "a string"), lambda v: isinstance(v, str)),
    ("number", Text("수 하나가", "a number"), lambda v: is_number(v)),
    ("array", Text("배열이", "an array"), lambda v: isinstance(v, np.ndarray)),
    ("list", Text("목록이", "a list"), lambda v: isinstance(v, list)),
    ("tuple", Text("튜플이", "a tuple"), lambda v: isinstance(v, tuple)),
    ("dict", Text("딕셔너리가", "a dict"), lambda v: isinstance(v, dict)),
    ("set", Text("집합이", "a set"), lambda v: isinstance(v, (set, frozenset))),
    ("model", Text("모델이", "a model"), lambda v: isinstance(v, keras.Model)),
    ("history", Text("fit의 기록이", "a History"), lambda v: isinstance(v, wire.History)),
)
LIKE = ({"array", "list", "tuple"},)  # these may stand for each other


def _kind_of(value: Any) -> str:
    return next((name for name, _, fits in KINDS if fits(value)), "")


def _kind(evidence: Evidence) -> Diagnosis | None:
    """Say that another kind of value came back than is asked for."""
    pairs = {(_kind_of(c.answer), _kind_of(c.right)) for c in evidence.wrong}
    if len(pairs) != 1:
        return None
    got, wanted = pairs.pop()
    alike = got == wanted or any({got, wanted} <= kinds for kinds in LIKE)
    if not got or not wanted or alike:
        return None
    names = {name: text for name, text, _ in KINDS}
    return Diagnosis(
        f"{got}_for_{wanted}",
        Text(
            f"{names[wanted].ko} 돌아와야 하는데 {names[got].ko} 돌아왔습니다.",
            f"{_upper(names[got].en)} came back where {names[wanted].en} is asked for.",
        ),
    )


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _part(evidence: Evidence) -> Diagnosis | None:
    """Say which of several parts are wrong, and what is true of all of these."""
    keys = keys_of(evidence)
    wrong = [key for key in keys if part(evidence, key).wrong]
    if not 1 <= len(wrong) <= 3 or len(keys) < 2:
        return None
    found = [_fact_of(part(evidence, key)) for key in wrong]
    more = found[0] if len({each and each.name for each in found}) == 1 else None
    slug = "_".join(f"part_{key + 1}" if isinstance(key, int) else key for key in wrong)
    parts = Text(", ".join(said(k).ko for k in wrong), " and ".join(said(k).en for k in wrong))
    if len(wrong) == len(keys):
        text = Text(f"{parts.ko}:", f"{_upper(parts.en)}:")
        return more and _joined(slug, text, more)
    verb = "is" if len(wrong) == 1 else "are"
    ko = f"{parts.ko}만 틀렸고 나머지는 맞습니다."
    return _joined(f"only_{slug}_wrong", Text(ko, f"Only {parts.en} {verb} wrong."), more)


def _joined(name: str, text: Text, more: Diagnosis | None) -> Diagnosis:
    if more is None:
        return Diagnosis(name, text)
    both = Text(f"{text.ko} {more.text.ko}", f"{text.en} {more.text.en}")
    return Diagnosis(f"{name}_{more.name}", both)


def _fact_of(of_part: Evidence) -> Diagnosis | None:
    long = len(of_part.wrong) > 1 or any(map(_is_long, of_part.wrong))
    return _fact(of_part) if long else None


def _fact(evidence: Evidence) -> Diagnosis | None:
    """Return the first of the facts below that is true of every wrong answer."""
    pairs = [(case.answer, case.right) for case in evidence.wrong]
    everywhere = len(pairs) == len(evidence.known)
    if any(isinstance(answer, Exception) or isinstance(right, tuple) for answer, right in pairs):
        return None  # of a tuple's parts more is said one by one
    for facts in (_axes, _lengths, _strange, _others, _places, *([_larger] * everywhere)):
        for name, ko, en, holds in facts(pairs):
            if all(_true(holds, answer, right) for answer, right in pairs):
                return Diagnosis(name, Text(ko, en))
    return None


Pairs = list[tuple[Any, Any]]
Fact = tuple[str, str, str, Callable[[Any, Any], Any]]


def _true(holds: Callable[[Any, Any], Any], answer: Any, right: Any) -> bool:
    try:
        return bool(holds(answer, right))
    except Exception:  # noqa: BLE001  any two types may meet here: then it is no fact
        return False


def _shape(value: Any) -> tuple[int, ...]:
    return np.shape(numbers(value))


def _axes(pairs: Pairs) -> Iterator[Fact]:
    """Yield what differs in the shapes of arrays."""
    answer, right = pairs[0]
    if not (is_numeric(answer) and is_numeric(right)) or is_number(right):
        return
    got, wanted = np.ndim(answer), np.ndim(right)
    if got != wanted:
        yield (
            f"{got}_axes_for_{wanted}",
            f"배열의 축이 {wanted}개여야 하는데 {got}개입니다. 모양을 출력해 보세요.",
            f"The array should have {_count(wanted)}, but has {got}. Print its shape.",
            lambda a, r: len(_shape(a)) == got and len(_shape(r)) == wanted,
        )
    for i, axis in enumerate(AXES if wanted > 1 else ()):
        yield (
            f"another_length_on_axis_{i + 1}",
            f"배열의 {axis.ko}만 길이가 다릅니다. 모양을 출력해 보세요.",
            f"The {axis.en} axis alone has another length. Print the array's shape.",
            bind(lambda a, r, i: _differs_on(_shape(a), _shape(r)) == [i], i),
        )
    if wanted > 1:
        yield (
            "another_shape",
            "배열의 모양이 다릅니다. 모양을 출력해 보세요.",
            "The array has another shape. Print it.",
            lambda a, r: _shape(a) != _shape(r),
        )


def _count(n: int) -> str:
    return "1 axis" if n == 1 else f"{n} axes"


def _differs_on(a: tuple[int, ...], b: tuple[int, ...]) -> list[int]:
    return [i for i, (m, n) in enumerate(zip(a, b, strict=True)) if m != n]


def _lengths(pairs: Pairs) -> Iterator[Fact]:
    """Yield what differs in length, by how much where that is always the same."""
    answer, right = pairs[0]
    # A text is longer or shorter by the letters of other words, too, which means nothing.
    if not all(isinstance(v, (list, tuple, dict, np.ndarray)) for v in (answer, right)):
        return
    n = len(answer) - len(right)
    noun = Text("항목이", "item") if isinstance(right, dict) else Text("원소가", "element")
    if n and abs(n) <= 3:
        s = "" if abs(n) == 1 else "s"
        yield (
            f"{abs(n)}_{'more' if n > 0 else 'fewer'}",
            f"{noun.ko} {abs(n)}개 {'많습니다' if n > 0 else '모자랍니다'}.",
            f"There {'is' if n in (1, -1) else 'are'} {abs(n)} {noun.en}{s} too "
            f"{'many' if n > 0 else 'few'}.",
            lambda a, r: len(a) - len(r) == n,
        )
    yield "too_long", f"{noun.ko} 늘 너무 많습니다.", f"There are too many {noun.en}s.", _longer
    yield (
        "too_short",
        f"{noun.ko} 늘 모자랍니다.",
        f"There are too few {noun.en}s.",
        lambda a, r: _longer(r, a),
    )


def _longer(a: Any, b: Any) -> bool:
    return len(a) > len(b)


def _strange(_: Pairs) -> Iterator[Fact]:
    """Yield values that no right answer has."""
    yield (
        "not_a_number",
        "값에 NaN이나 무한대가 있습니다. 0으로 나누거나 너무 큰 수를 계산하는지 확인하세요.",
        "There is NaN or infinity in it. Look for a division by 0, or numbers that grow too large.",
        lambda a, r: not np.isfinite(numbers(a)).all() and np.isfinite(numbers(r)).all(),
    )
    yield (
        "only_zeros",
        "돌아온 값이 모두 0입니다. 값을 채우는 곳이 실행되는지 확인하세요.",
        "What came back is all zeros. Check that the code that fills it in runs.",
        lambda a, r: not numbers(a).any() and np.any(numbers(r)),
    )


def _others(_: Pairs) -> Iterator[Fact]:
    """Yield the same values in another order."""
    yield (
        "rows_in_another_order",
        "행은 모두 맞지만 순서가 다릅니다. 순서를 확인하세요.",
        "All rows are right, but they come in another order. Check it.",
        lambda a, r: np.ndim(numbers(r)) == 2 and _members(list(a)) == _members(list(r)),
    )
    yield (
        "columns_in_another_order",
        "열은 모두 맞지만 순서가 다릅니다. 순서를 확인하세요.",
        "All columns are right, but they come in another order. Check it.",
        lambda a, r: np.ndim(numbers(r)) == 2 and _members(numbers(a).T) == _members(numbers(r).T),
    )
    yield (
        "another_order",
        "들어 있는 것은 모두 맞지만 순서가 다릅니다. 순서를 확인하세요.",
        "All that is in it is right, but in another order. Check it.",
        lambda a, r: _members(_flat(a)) == _members(_flat(r)),
    )


def _flat(value: Any) -> list[Any]:
    if isinstance(value, str):
        return list(value)
    sequence(value)
    if np.ndim(value) > 1:
        raise ValueError
    return list(value)


def _members(values: Any) -> Counter[str]:
    return Counter(repr(np.round(v, 4).tolist() if is_numeric(v) else v) for v in values)


def _places(_: Pairs) -> Iterator[Fact]:
    """Yield which places alone are right or wrong."""
    for name, ko, en, i in (("first", "첫째 열", "first", 0), ("last", "마지막 열", "last", -1)):
        yield (
            f"only_{name}_column_wrong",
            f"{ko}만 틀리고 나머지 열은 모두 맞습니다.",
            f"Only the {en} column is wrong; all the others are right.",
            bind(lambda a, r, i: _only_column(numbers(a), numbers(r), i), i),
        )

    for name, ko, en, at, rest in (
        ("first", "첫 번째 것", "first", slice(0, 1), slice(1, None)),
        ("last", "마지막 것", "last", slice(-1, None), slice(None, -1)),
    ):
        yield (
            f"only_{name}_right",
            f"{ko}만 맞고 나머지는 모두 틀렸습니다.",
            f"Only the {en} one is right; all the others are wrong.",
            bind(
                lambda a, r, at, rest: same(a[at], r[at]) and _all_wrong(a[rest], r[rest]), at, rest
            ),
        )
        yield (
            f"only_{name}_wrong",
            f"{ko}만 틀리고 나머지는 모두 맞습니다.",
            f"Only the {en} one is wrong; all the others are right.",
            bind(lambda a, r, rest: len(r) > 2 and same(a[rest], r[rest]), rest),
        )
    yield from _special()


def _special() -> Iterator[Fact]:
    """Yield that all wrong places are on a matrix's diagonal, or are to hold one value."""
    yield (
        "only_diagonal_wrong",
        "틀린 값은 모두 대각선에 있습니다.",
        "Every wrong value stands on the diagonal.",
        lambda a, r: _differ(a, r) <= _diagonal(r),
    )
    for value in (0, 1, 2):
        yield (
            f"only_{value}_wrong",
            f"{value}{particle(str(value), '이어야/여야')} 할 곳만 모두 틀렸습니다.",
            f"It is wrong just where {value} should stand, and nowhere else.",
            bind(lambda a, r, value: _differ(a, r) == _at(numbers(r) == value), value),
        )


def _differ(a: Any, r: Any) -> set[tuple[int, ...]]:
    """Return where two arrays of one shape differ; raises Unfit unless they do, in part."""
    a, r = numbers(a), numbers(r)
    wrong = _at(~np.isclose(a, r)) if a.shape == r.shape and r.ndim else set()
    if not 1 < len(wrong) < r.size or np.all(r == r.flat[0]):
        raise Unfit
    return wrong


def _at(mask: np.ndarray) -> set[tuple[int, ...]]:
    return {tuple(map(int, place)) for place in np.argwhere(mask)}


def _diagonal(value: Any) -> set[tuple[int, ...]]:
    n, m = np.shape(value)
    return {(i, i) for i in range(n)} if n == m > 2 else set()


def _all_wrong(a: Any, r: Any) -> bool:
    return len(a) == len(r) > 1 and not any(same(x, y) for x, y in zip(a, r, strict=True))


def _only_column(a: Any, r: Any, at: int) -> bool:
    if a.ndim != 2 or a.shape != r.shape or r.shape[1] < 3:
        return False
    return same(np.delete(a, at, axis=1), np.delete(r, at, axis=1))


def _larger(pairs: Pairs) -> Iterator[Fact]:
    """Yield "all too large" or "all too small", if there are three numbers or more."""
    if sum(len(leaves(right)) for _, right in pairs) < 3:
        return
    yield (
        "all_too_large",
        "값이 모두 바른 값보다 큽니다.",
        "All values are larger than the right ones.",
        lambda a, r: _shape(a) == _shape(r) and (numbers(a) > numbers(r)).all(),
    )
    yield (
        "all_too_small",
        "값이 모두 바른 값보다 작습니다.",
        "All values are smaller than the right ones.",
        lambda a, r: _shape(a) == _shape(r) and (numbers(a) < numbers(r)).all(),
    )
