"""Is what came back the right thing in another kind of wrapping?

Printed instead of returned, in a tuple of one, as text, one part of several. Such a relation is as
good as unmistakable, so one wrong answer is enough.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from typing import Any

import keras
import numpy as np

from rnnlab.diagnosis.agree import is_numeric, is_sequence
from rnnlab.diagnosis.evidence import Case, Diagnosis, Evidence
from rnnlab.diagnosis.values.relating import (
    Rank,
    Relation,
    Unfit,
    bind,
    first,
    is_number,
    of,
    same,
    some,
    test,
)
from rnnlab.diagnosis.values.shapes import PLACES
from rnnlab.sandbox import wire
from rnnlab.text import Text

_of, _test = partial(of, guard=some), partial(test, guard=some)
PARTS = 6  # that a tuple may have to be taken for several results


def kind(evidence: Evidence) -> Diagnosis | None:
    """Return the wrapping that explains every case, None where none does."""
    return first(evidence, RANKS)


def _printed(right: Any, case: Case) -> None:
    """Predict None where what was printed is the right answer; raises Unfit otherwise."""
    if right is None and not case.wrong:
        return
    shown = case.call.printed.strip()
    if right is None or not shown or not _spells(shown.rsplit("\n", 1)[-1], right, shown):
        raise Unfit


def _spells(last_line: str, right: Any, shown: str) -> bool:
    """Whether the printed text is how Python shows ``right``; its last line may be enough."""
    if isinstance(right, str):
        return shown == right.strip() != "" or last_line == right
    spellings = {str(right), repr(right)}
    return shown in spellings or any(same(_literal(text), right) for text in (last_line, shown))


def _literal(text: str) -> Any:
    if len(text) > 10_000:
        raise Unfit
    try:
        return ast.literal_eval(text.strip())
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        raise Unfit from None


def _nothing(right: Any, case: Case) -> None:
    """Predict None where something is asked for; raises Unfit otherwise."""
    if right is None and case.wrong:
        raise Unfit


NONE = [
    Relation(
        "printed",
        Text(
            "값을 print로 보이기만 해서 None이 돌아왔습니다. 값을 return으로 돌려주세요.",
            "The value was printed, and None came back. Use return to give it back.",
        ),
        _printed,
        guard=some,
    ),
    Relation(
        "nothing_returned",
        Text(
            "None이 돌아왔습니다. 값을 return으로 돌려주는지 확인하세요.",
            "None came back. Check that your function returns its value.",
        ),
        _nothing,
        guard=lambda evidence: all(case.right is not None for case in evidence.wrong),
    ),
]


def _is(kinds: type | tuple[type, ...], holds: Callable[[Any, Any], Any]) -> Any:
    """Return ``holds`` for answers of these kinds alone."""
    return lambda answer, right: isinstance(answer, kinds) and holds(answer, right)


def _wrapped(answer: Any, right: Any) -> bool:
    return len(answer) == 1 and same(answer[0], right) and not same(answer, right)


def _unwrapped(answer: Any, right: Any) -> bool:
    return is_number(answer) and is_sequence(right) and len(right) == 1 and same(answer, right[0])


WRAPPED = [
    _test(
        "in_a_tuple",
        "값이 원소 하나짜리 튜플에 담겨 있습니다. return 줄 끝에 쉼표가 있는지 확인하세요.",
        "The value came back in a tuple of one. Look for a comma at the end of the return line.",
        _is(tuple, _wrapped),
    ),
    _test(
        "in_a_list",
        "값이 원소 하나짜리 목록에 담겨 있습니다. 대괄호로 한 번 더 싸지 마세요.",
        "The value came back in a list of one. Do not put brackets around it.",
        _is(list, _wrapped),
    ),
    _test(
        "in_an_array",
        "수 하나가 아니라, 그 수가 든 배열이 돌아왔습니다. 배열에서 수를 꺼내세요.",
        "An array that holds the number came back. Take the number out of it.",
        _is(np.ndarray, lambda a, r: is_number(r) and a.size == 1 and same(a.ravel()[0], r)),
    ),
    _test(
        "not_in_a_list",
        "목록이나 배열이 아니라, 그 안에 있을 수 하나만 돌아왔습니다.",
        "The bare number came back; it should be in a list or an array.",
        _unwrapped,
    ),
]


def _as_text(answer: str, right: Any) -> bool:
    if isinstance(right, str) or right is None:
        return False
    return answer in (str(right), repr(right)) or same(_literal(answer), right)


def _number_of(text: Any) -> Any:
    if isinstance(text, str):
        return float(text)
    if not is_sequence(text):
        raise Unfit
    return [_number_of(t) for t in text]


def _texts_of_numbers(answer: Any, right: Any) -> bool:
    return is_numeric(right) and is_sequence(answer) and same(_number_of(answer), _floats(right))


def _floats(right: Any) -> Any:
    return np.asarray(right, float)


TEXTS = [
    _test(
        "as_text",
        "값이 문자열로 돌아왔습니다. str()로 바꾸지 말고 그대로 돌려주세요.",
        "The value came back as a string. Return it as it is, without str().",
        _is(str, _as_text),
    ),
    _test(
        "numbers_as_text",
        "수가 문자열로 들어 있습니다. 수로 바꾸어 담으세요.",
        "The numbers came back as strings. Turn them into numbers.",
        _texts_of_numbers,
    ),
    _test(
        "letters_in_a_list",
        "문자열이 아니라 글자의 목록이 돌아왔습니다. 글자를 이어 붙여 돌려주세요.",
        "A list of characters came back. Join them to one string.",
        _is((list, tuple), lambda a, r: isinstance(r, str) and list(a) == list(r) and len(r) > 1),
    ),
    _test(
        "words_in_a_list",
        "문자열이 아니라 낱말의 목록이 돌아왔습니다. 낱말을 이어 붙여 돌려주세요.",
        "A list of words came back. Join them to one string.",
        _is((list, tuple), lambda a, r: isinstance(r, str) and _all_texts(a) and " ".join(a) == r),
    ),
    *(
        _test(
            f"joined_{name}",
            f"목록이 아니라, {ko} 이어 붙인 문자열 하나가 돌아왔습니다. 목록을 돌려주세요.",
            f"One string came back, joined {en}. Return the list.",
            _is(str, bind(lambda a, r, by: _all_texts(r) and a == by.join(r), by)),
        )
        for name, by, ko, en in (
            ("directly", "", "그대로", "without a space"),
            ("by_spaces", " ", "공백으로", "by spaces"),
            ("by_line_breaks", "\n", "줄바꿈으로", "by line breaks"),
            ("by_commas", ",", "쉼표로", "by commas"),
        )
    ),
    _test(
        "array_of_texts",
        "목록이 아니라 문자열의 배열이 돌아왔습니다. 목록으로 돌려주세요.",
        "An array of strings came back. Return a list.",
        _is(np.ndarray, lambda a, r: a.dtype.kind == "U" and same(a.tolist(), r)),
    ),
]


def _all_texts(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value)


def _values(value: Any) -> list[Any]:
    if not is_sequence(value):
        raise Unfit
    return value.tolist() if isinstance(value, np.ndarray) else list(value)


def _pairs(value: Any) -> list[list[Any]]:
    return [list(pair) for pair in value.items()]


COLLECTIONS = [
    _test(
        "as_a_set",
        "목록이 아니라 집합(set)이 돌아왔습니다. 집합은 순서와 겹치는 값을 잃습니다.",
        "A set came back where a list is asked for. A set loses the order and repeated values.",
        _is((set, frozenset), lambda a, r: a == set(_values(r))),
    ),
    _test(
        "dict_as_pairs",
        "딕셔너리가 아니라 (키, 값) 쌍의 목록이 돌아왔습니다. dict로 바꾸세요.",
        "A list of (key, value) pairs came back. Make a dict of them.",
        _is((list, tuple), lambda a, r: isinstance(r, dict) and same(list(a), _pairs(r))),
    ),
    _test(
        "pairs_as_dict",
        "쌍의 목록이 아니라 딕셔너리가 돌아왔습니다. 목록을 돌려주세요.",
        "A dict came back where a list of pairs is asked for. Return the list.",
        _is(dict, lambda a, r: same(_pairs(a), [list(x) for x in r])),
    ),
    _test(
        "keys_alone",
        "딕셔너리가 아니라 그 키만 돌아왔습니다. 값도 함께 담으세요.",
        "Only the dict's keys came back. Return the dict, with its values.",
        _is((list, tuple, set), lambda a, r: isinstance(r, dict) and r and _members(a, list(r))),
    ),
    _test(
        "values_alone",
        "딕셔너리가 아니라 그 값만 돌아왔습니다. 키도 함께 담으세요.",
        "Only the dict's values came back. Return the dict, with its keys.",
        _is((list, tuple), lambda a, r: isinstance(r, dict) and r and same(a, list(r.values()))),
    ),
    _test(
        "values_in_a_dict",
        "값들이 딕셔너리에 담겨 돌아왔습니다. 값만 차례로 돌려주세요.",
        "The values came back in a dict. Return the values alone, in their order.",
        _is(dict, lambda a, r: is_sequence(r) and len(r) and same(list(a.values()), list(r))),
    ),
]


def _members(answer: Any, wanted: list[Any]) -> bool:
    if isinstance(answer, set):
        return answer == set(wanted)
    return same(list(answer), wanted)


def _several(value: Any) -> Any:
    """Return ``value`` if it is a tuple of several results; raises Unfit otherwise."""
    if not isinstance(value, tuple) or not 2 <= len(value) <= PARTS:
        raise Unfit
    return value


def _fewer(answer: Any, right: Any, k: int) -> bool:
    several = len(_several(right)) > k and is_sequence(answer)
    return several and len(answer) == k and all(map(same, answer, right[:k]))


def _with_more(answer: Any, right: Any) -> bool:
    """Whether the right parts came back with others behind them."""
    if not isinstance(answer, tuple):
        return False
    parts = _several(right) if isinstance(right, tuple) else (right,)
    return len(parts) < len(answer) <= PARTS and all(map(same, answer, parts))


PARTS_ALONE = [
    *(
        _of(
            f"part_{i + 1}_alone",
            f"여러 값 가운데 {place.ko} 값만 돌아왔습니다. 나머지도 함께 돌려주세요.",
            f"Only the {place.en} value came back. Return the others with it.",
            bind(lambda v, i: _several(v)[i], i),
        )
        for i, place in enumerate(PLACES)
    ),
    *(
        _test(
            f"first_{k}_parts_alone",
            f"앞의 값 {k}개만 돌아왔습니다. 나머지도 함께 돌려주세요.",
            f"Only the first {k} values came back. Return the others with them.",
            bind(_fewer, k),
        )
        for k in range(2, PARTS)
    ),
    _test(
        "more_parts",
        "바른 값 뒤에 다른 값이 더 딸려 왔습니다. 필요한 것만 돌려주세요.",
        "More values came back behind the right ones. Return only what is asked for.",
        _with_more,
    ),
    _test(
        "history_for_model",
        "모델이 아니라 fit의 기록(History)이 돌아왔습니다. 모델을 돌려주세요.",
        "What fit returned, the History, came back. Return the model.",
        _is(wire.History, lambda _, r: isinstance(r, keras.Model)),
    ),
    _test(
        "model_for_history",
        "fit의 기록(History)이 아니라 모델이 돌아왔습니다. fit이 돌려준 것을 쓰세요.",
        "The model came back where the History is asked for. Use what fit returned.",
        _is(keras.Model, lambda _, r: isinstance(r, wire.History)),
    ),
    _test(
        "dict_of_history",
        "History 자체가 아니라 그 안의 딕셔너리가 돌아왔습니다. History를 돌려주세요.",
        "The dict inside of the History came back. Return the History itself.",
        _is(dict, lambda a, r: isinstance(r, wire.History) and same(a, r.history)),
    ),
]
_FUNCTIONS = ("function", "method", "builtin_function_or_method", "method-wrapper", "partial")


def _came_back(names: tuple[str, ...]) -> Any:
    return _is(wire.Opaque, lambda a, _: a.type_name in names)


OPAQUE = [
    _test(
        "not_called",
        "값이 아니라 함수 자체가 돌아왔습니다. 이름 뒤에 괄호를 붙여 부르세요.",
        "A function came back, not its result. Call it, with parentheses behind its name.",
        _came_back(_FUNCTIONS),
    ),
    _test(
        "class_itself",
        "값이 아니라 클래스 자체가 돌아왔습니다. 괄호를 붙여 객체를 만드세요.",
        "A class came back. Make an object of it, with parentheses behind its name.",
        _came_back(("type", "ABCMeta")),
    ),
    _test(
        "symbolic_tensor",
        "아직 값이 없는 KerasTensor가 돌아왔습니다. 모델로 만들어 돌려주세요.",
        "A KerasTensor came back, which has no values. Make a model of it.",
        _came_back(("KerasTensor",)),
    ),
    _test(
        "a_module",
        "값이 아니라 모듈이 돌아왔습니다. 돌려줄 이름을 확인하세요.",
        "A module came back. Check the name that you return.",
        _came_back(("module",)),
    ),
    _test(
        "type_that_cannot_cross",
        "채점할 수 없는 종류의 객체가 돌아왔습니다. 과제가 요구하는 값을 돌려주세요.",
        "An object of a kind that cannot be graded came back. Return what the task asks for.",
        _is(wire.Opaque, lambda *_: True),
    ),
]

WRAPPINGS: list[Rank] = [
    [r] for table in (WRAPPED, TEXTS, COLLECTIONS, PARTS_ALONE, OPAQUE) for r in table
]
RANKS: list[Rank] = [*([r] for r in NONE), *WRAPPINGS]
