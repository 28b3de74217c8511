"""Is the answer wrong exactly where something simple holds of the call's arguments?"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from rnnlab.diagnosis.agree import agree
from rnnlab.diagnosis.call import sent
from rnnlab.diagnosis.evidence import Case, Diagnosis, Evidence
from rnnlab.diagnosis.reference import MISSING
from rnnlab.diagnosis.values.relating import bind
from rnnlab.sandbox.errors import RaisedError
from rnnlab.text import Text


@dataclass(frozen=True)
class Predicate:
    """What holds of some calls: a name, "only where …", and how many wrong and right it needs."""

    name: str
    text: Text
    holds: Callable[[Case], bool]
    wrong: int = 2
    right: int = 2


def where(evidence: Evidence) -> Diagnosis | None:
    """Return the one predicate that holds where the answer is wrong, and nowhere else."""
    if not evidence.wrong or not evidence.is_whole:
        return None
    for rank in _ranks(evidence):
        found = [p for p in rank if _divides(p, evidence)]
        if len(found) == 1:
            return _diagnosis(found[0], evidence)
        if found:
            return None
    return None


def _divides(predicate: Predicate, evidence: Evidence) -> bool:
    """Whether it holds in all wrong cases and in no right one, and there are enough of both."""
    wrong = [case for case in evidence.known if case.wrong]
    right = [case for case in evidence.known if not case.wrong]
    if len(wrong) < predicate.wrong or len(right) < predicate.right:
        return False
    try:
        return all(map(predicate.holds, wrong)) and not any(map(predicate.holds, right))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return False


def _diagnosis(predicate: Predicate, evidence: Evidence) -> Diagnosis:
    text = Text(
        f"{predicate.text.ko}만 틀립니다. 나머지 경우는 맞습니다.",
        f"It is wrong only where {predicate.text.en}; everywhere else it is right.",
    )
    error = exception(evidence)
    if error:
        text = Text(
            f"{text.ko} 그때는 늘 {error} 오류가 납니다.",
            f"{text.en} There it always raises {error}.",
        )
    advice = Text(" 그 경우를 따로 따라가 보세요.", " Go through your code for that case.")
    return Diagnosis(f"only_where_{predicate.name}", Text(text.ko + advice.ko, text.en + advice.en))


def exception(evidence: Evidence) -> str:
    """Return the type of Python's own that every wrong answer raises, "" for none."""
    types = {
        case.answer.type_name if isinstance(case.answer, RaisedError) else ""
        for case in evidence.wrong
    }
    name = types.pop() if len(types) == 1 else ""
    found = getattr(builtins, name, None) if name else None
    return name if isinstance(found, type) and issubclass(found, Exception) else ""


def _ranks(evidence: Evidence) -> Iterator[list[Predicate]]:
    """Yield what is tried, the most striking first."""
    names = list(evidence.parameters)
    yield [p for name in names for p in _striking(name)]
    defaults = {k: v for k, v in evidence.parameters.items() if v is not MISSING}
    yield [_left_out(name) for name in defaults]
    yield [_default(name, value) for name, value in defaults.items()]
    yield [_by_name(name) for name in names if _comes_by_place(name, evidence)]
    yield [p for name in names for p in _contents(name)]
    yield [p for a in names for b in names if a != b for p in _entries(a, b)]
    yield [p for i, a in enumerate(names) for b in names[i + 1 :] for p in _numbers(a, b)]
    yield [p for a in names for b in names if a != b for p in _lengths(a, b)]


def _of_value(
    name: str, what: str, ko: str, en: str, holds: Callable[[Any], Any], **needs: int
) -> Predicate:
    """Return what holds of one argument's value."""
    text = Text(f"`{name}` 인자{ko} 때", f"`{name}` {en}")
    return Predicate(f"{name}_{what}", text, lambda case: holds(case.arguments[name]), **needs)


def _striking(name: str) -> list[Predicate]:
    """Return that an argument is None, empty, or a flag; one case of None or empty is enough."""
    return [
        _of_value(name, "is_none", "가 None일", "is None", lambda v: v is None, wrong=1),
        _of_value(name, "is_true", "가 True일", "is True", lambda v: v is True),
        _of_value(name, "is_false", "가 False일", "is False", lambda v: v is False),
        _of_value(name, "is_empty", "가 비어 있을", "is empty", lambda v: _length(v) == 0, wrong=1),
    ]


def _sent(case: Case) -> tuple[list[str], list[str]]:
    """Return the names of what was given by its place, and by its name."""
    message = sent(case.call.frame)
    return list(case.parameters)[: len(message["args"])], list(message["kwargs"])


def _left_out(name: str) -> Predicate:
    text = Text(f"`{name}` 인자를 주지 않을 때", f"`{name}` is left out")
    return Predicate(
        f"{name}_is_left_out", text, lambda case: name not in [*_sent(case)[0], *_sent(case)[1]]
    )


def _default(name: str, value: object) -> Predicate:
    return _of_value(
        name, "is_the_default", "가 기본값일", "has its default value", lambda v: _equal(v, value)
    )


def _by_name(name: str) -> Predicate:
    text = Text(f"`{name}` 인자를 이름을 붙여 줄 때", f"`{name}` is given by its name")
    return Predicate(f"{name}_is_given_by_name", text, lambda case: name in _sent(case)[1])


def _comes_by_place(name: str, evidence: Evidence) -> bool:
    """Whether some call gives it by its place: else its name is not what tells calls apart."""
    return any(name in _sent(case)[0] for case in evidence.known)


def _equal(a: Any, b: Any) -> bool:
    return type(a) is type(b) and agree(a, b)


def _length(value: Any) -> int:
    """Return how long a value is, -1 if it has no length."""
    if isinstance(value, np.ndarray):
        return len(value) if value.ndim else -1
    return len(value) if isinstance(value, (str, list, tuple, dict, set)) else -1


def _items(value: Any) -> list[Any]:
    """Return what is in a list or array, or the letters of a text; [] for anything else."""
    if isinstance(value, np.ndarray):
        return value.tolist() if value.ndim else []
    return list(value) if isinstance(value, (str, list, tuple)) else []


def _contents(name: str) -> list[Predicate]:
    """Return what holds of what an argument contains; three cases of each kind are needed."""
    found = [
        _of_value(
            name, "has_one", "에 든 것이 하나뿐일", "has one entry", lambda v: _length(v) == 1
        ),
        _of_value(name, "is_zero", "가 0일", "is 0", lambda v: _is_int(v) and v == 0),
        _of_value(name, "is_one", "가 1일", "is 1", lambda v: _is_int(v) and v == 1),
        _of_value(
            name, "is_a_list", "가 배열이 아니라 목록일", "is a list, not an array", _is_list
        ),
        _of_value(
            name,
            "has_an_empty_entry",
            "에 빈 것이 들어 있을",
            "has an empty entry",
            lambda v: any(_length(x) == 0 for x in _items(v)),
        ),
        _of_value(
            name,
            "has_duplicates",
            "에 같은 것이 두 번 이상 들어 있을",
            "has an entry that comes twice",
            lambda v: not isinstance(v, str) and len(set(map(repr, _items(v)))) < len(_items(v)),
        ),
    ]
    return [replace(predicate, wrong=3, right=3) for predicate in found]


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def _is_int(value: Any) -> bool:
    return type(value) is int


def _compared(name: str, ko: str, en: str, holds: Callable[[Case], Any], least: int) -> Predicate:
    """Return what holds of two arguments: many are tried, so that more cases are needed."""
    return Predicate(name, Text(f"{ko} 때", en), lambda case: bool(holds(case)), least, least)


def _entries(a: str, b: str) -> list[Predicate]:
    """Return what holds of the entries of ``a``, seen from ``b``."""

    def row_lengths(case: Case) -> list[int]:
        limit = _int(case.arguments[b])
        return [_length(row) - limit for row in _items(case.arguments[a]) if _length(row) >= 0]

    return [
        _compared(
            f"{a}_has_what_{b}_lacks",
            f"`{a}` 인자에 `{b}` 인자에는 없는 것이 있을",
            f"`{a}` has something that `{b}` does not",
            lambda case: _lacks(case.arguments[a], case.arguments[b]),
            2,
        ),
        _compared(
            f"{a}_has_an_entry_longer_than_{b}",
            f"`{a}` 인자에 길이가 `{b}` 인자를 넘는 것이 있을",
            f"an entry of `{a}` is longer than `{b}`",
            lambda case: any(n > 0 for n in row_lengths(case)),
            2,
        ),
        _compared(
            f"{a}_has_an_entry_shorter_than_{b}",
            f"`{a}` 인자에 길이가 `{b}` 인자보다 짧은 것이 있을",
            f"an entry of `{a}` is shorter than `{b}`",
            lambda case: any(n < 0 for n in row_lengths(case)),
            2,
        ),
    ]


def _lacks(value: Any, among: Any) -> bool:
    """Whether a word or letter of ``value`` is not in ``among``."""
    if not isinstance(among, (dict, str, list, tuple)) or not isinstance(value, (str, list)):
        return False
    words = isinstance(value, str) and not isinstance(among, str) and " " in value
    found = str(value).split() if words else _items(value)
    return any(isinstance(x, (str, int)) and x not in among for x in found)


def _int(value: Any) -> int:
    if not _is_int(value):
        raise TypeError
    return int(value)


COMPARISONS: tuple[tuple[str, str, str, Callable[[int], bool]], ...] = (
    ("equals", "와 같을", "equals", lambda difference: difference == 0),
    ("exceeds", "보다 클", "is larger than", lambda difference: difference > 0),
    ("is_below", "보다 작을", "is smaller than", lambda difference: difference < 0),
)


def _numbers(a: str, b: str) -> list[Predicate]:
    """Return how one whole number compares to another."""
    return _comparisons(a, b, a, Text(f"`{a}` 인자가", f"`{a}`"), _int, 4)


def _lengths(a: str, b: str) -> list[Predicate]:
    """Return how the length of one argument compares to a whole number."""
    said = Text(f"`{a}` 인자의 길이가", f"the length of `{a}`")
    return _comparisons(a, b, f"length_of_{a}", said, _measured, 3)


def _comparisons(
    a: str, b: str, name: str, said: Text, measure: Callable[[Any], int], least: int
) -> list[Predicate]:
    return [
        _compared(
            f"{name}_{what}_{b}",
            f"{said.ko} `{b}` 인자{ko}",
            f"{said.en} {en} `{b}`",
            bind(_compares, a, b, measure, fits),
            least,
        )
        for what, ko, en, fits in COMPARISONS
    ]


def _compares(
    case: Case, a: str, b: str, measure: Callable[[Any], int], fits: Callable[[int], bool]
) -> bool:
    return fits(measure(case.arguments[a]) - _int(case.arguments[b]))


def _measured(value: Any) -> int:
    length = _length(value)
    if length < 0:
        raise TypeError
    return length
