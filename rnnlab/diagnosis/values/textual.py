"""Relations of texts, and of what is left out of a list or replaced in it."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from rnnlab.diagnosis.agree import is_numeric, is_sequence
from rnnlab.diagnosis.evidence import Evidence
from rnnlab.diagnosis.extent import size
from rnnlab.diagnosis.values.relating import (
    Relation,
    Unfit,
    bind,
    is_number,
    numbers,
    of,
    same,
    test,
)
from rnnlab.text import Text, particle


def each_text(change: Callable[[str], str]) -> Callable[[Any], Any]:
    """Return ``change`` for texts, made to all in a list or to a dict's keys."""

    def changed(value: Any) -> Any:
        if isinstance(value, str):
            return change(value)
        if isinstance(value, dict):
            return dict(zip(map(changed, value), value.values(), strict=True))
        if isinstance(value, (list, tuple)):
            return [changed(v) for v in value]
        raise Unfit

    return changed


def _text(name: str, ko: str, en: str, change: Callable[[str], str]) -> Relation:
    return of(name, ko, en, each_text(change))


def _collapsed(text: str) -> str:
    words = text.split()
    return " ".join(words)


SPACES = [
    _text(
        "ends_stripped",
        "앞뒤의 공백이 없어졌습니다. 공백도 그대로 두세요.",
        "The space around the text is gone. Leave it there.",
        str.strip,
    ),
    _text(
        "front_stripped",
        "앞의 공백이 없어졌습니다. 공백도 그대로 두세요.",
        "The space in front is gone. Leave it there.",
        str.lstrip,
    ),
    _text(
        "end_stripped",
        "뒤의 공백이 없어졌습니다. 공백도 그대로 두세요.",
        "The space at the end is gone. Leave it there.",
        str.rstrip,
    ),
    _text(
        "space_at_end",
        "끝에 공백이 하나 더 있습니다. 마지막 것 뒤에는 공백을 붙이지 마세요.",
        "There is a space too many at the end. Put none behind the last piece.",
        lambda s: s + " ",
    ),
    _text(
        "space_in_front",
        "맨 앞에 공백이 하나 더 있습니다. 첫 번째 것 앞에는 공백을 붙이지 마세요.",
        "There is a space too many in front. Put none before the first piece.",
        lambda s: " " + s,
    ),
    _text(
        "line_break_at_end",
        "끝에 줄바꿈이 하나 더 있습니다. 줄바꿈을 떼세요.",
        "There is a line break too many at the end. Take it off.",
        lambda s: s + "\n",
    ),
    _text(
        "spaces_collapsed",
        "여러 칸의 공백이 한 칸이 되었습니다. 공백도 그대로 두세요.",
        "Runs of spaces became one. Leave them as they are.",
        _collapsed,
    ),
    _text(
        "spaces_removed",
        "낱말 사이의 공백이 없습니다. 낱말을 한 칸씩 띄우세요.",
        "The spaces between the words are missing. Put one between any two.",
        lambda s: s.replace(" ", ""),
    ),
    *(
        _text(
            f"separated_by_{name}",
            f"공백이 있어야 할 자리에 {ko} 있습니다. 공백으로 이으세요.",
            f"There {en} where a space should be. Join with a space.",
            bind(lambda s, by: s.replace(" ", by), by),
        )
        for name, by, ko, en in (
            ("two_spaces", "  ", "공백이 두 칸", "are two spaces"),
            ("line_breaks", "\n", "줄바꿈이", "is a line break"),
            ("tabs", "\t", "탭이", "is a tab"),
            ("commas", ",", "쉼표가", "is a comma"),
            ("comma_and_space", ", ", "쉼표와 공백이", "are a comma and a space"),
            ("underscores", "_", "밑줄이", "is an underscore"),
            ("hyphens", "-", "붙임표가", "is a hyphen"),
        )
    ),
]
LOOSE = [
    test(
        "ends_not_stripped",
        "앞이나 뒤에 공백이 남아 있습니다. 앞뒤의 공백을 없애세요.",
        "There is space left in front or at the end. Remove it.",
        lambda a, r: _alike(a, r, str.strip),
    ),
    test(
        "only_spaces_differ",
        "낱말은 맞지만 공백이 다릅니다. 낱말 사이와 앞뒤의 공백을 확인하세요.",
        "The words are right, but the space differs. Check it between words and around them.",
        lambda a, r: _alike(a, r, _collapsed),
    ),
    test(
        "only_case_differs",
        "글자는 맞지만 대문자와 소문자가 다릅니다. 어느 쪽이어야 하는지 확인하세요.",
        "The letters are right, but capital and small ones differ. Check which it should be.",
        lambda a, r: _alike(a, r, str.lower),
    ),
]
CASES = [
    _text(
        "lower_case",
        "대문자가 소문자로 바뀌었습니다. 글자를 그대로 두세요.",
        "Capital letters became small ones. Leave the letters as they are.",
        str.lower,
    ),
    _text(
        "upper_case",
        "소문자가 대문자로 바뀌었습니다. 글자를 그대로 두세요.",
        "Small letters became capital ones. Leave the letters as they are.",
        str.upper,
    ),
    _text(
        "first_letter_capital",
        "첫 글자만 대문자입니다. 글자를 그대로 두세요.",
        "The first letter alone is a capital. Leave the letters as they are.",
        str.capitalize,
    ),
    _text(
        "words_capitalized",
        "낱말마다 첫 글자가 대문자입니다. 글자를 그대로 두세요.",
        "Every word begins with a capital. Leave the letters as they are.",
        str.title,
    ),
]
CHARACTERS = [
    _text(
        f"without_{name}",
        f"{ko} 모두 빠졌습니다. 지우지 말고 그대로 두세요.",
        f"All {en} are missing. Leave them in.",
        bind(lambda s, pattern: re.sub(pattern, "", s), pattern),
    )
    for name, pattern, ko, en in (
        ("quotation_marks", r"[\"']", "따옴표가", "quotation marks"),
        ("digits", r"\d", "숫자가", "digits"),
        ("punctuation", f"[{re.escape(string.punctuation)}]", "문장 부호가", "punctuation marks"),
        ("capitals", r"[A-Z]", "대문자가", "capital letters"),
        ("latin_letters", r"[A-Za-z]", "로마자가", "Latin letters"),
        ("jamo", r"[ㄱ-ㅎㅏ-ㅣ]", "낱자(ㄱ-ㅎ, ㅏ-ㅣ)가", "single Korean letters (ㄱ-ㅎ, ㅏ-ㅣ)"),
        ("vowels_alone", r"[ㅏ-ㅣ]", "홀로 쓴 모음(ㅏ-ㅣ)이", "single Korean vowels (ㅏ-ㅣ)"),
        (
            "consonants_alone",
            r"[ㄱ-ㅎ]",
            "홀로 쓴 자음(ㄱ-ㅎ)이",
            "single Korean consonants (ㄱ-ㅎ)",
        ),
        ("korean", r"[가-힣ㄱ-ㅎㅏ-ㅣ]", "한글이", "Korean letters"),
    )
]


def _alike(answer: Any, right: Any, change: Callable[[str], str]) -> bool:
    """Whether two texts, or lists of texts, become one by ``change``."""
    if not isinstance(right, (str, list, tuple)) or isinstance(answer, dict):
        return False
    return same(each_text(change)(answer), each_text(change)(right))


def additions(evidence: Evidence) -> Iterator[Relation]:
    """Yield "the same text in front, or behind", as it is in one wrong case."""
    case = min(evidence.wrong, key=lambda case: size(case.right))
    answer, right = case.answer, case.right
    if not (isinstance(answer, str) and isinstance(right, str) and len(answer) > len(right)):
        return
    extra = len(answer) - len(right)
    yield of(
        "same_text_in_front",
        "앞에 늘 같은 글이 더 붙어 있습니다. 필요한 것만 돌려주세요.",
        "The same piece of text stands in front every time. Return only what is asked for.",
        lambda value: answer[:extra] + _string(value),
    )
    yield of(
        "same_text_behind",
        "뒤에 늘 같은 글이 더 붙어 있습니다. 필요한 것만 돌려주세요.",
        "The same piece of text stands at the end every time. Return only what is asked for.",
        lambda value: _string(value) + answer[-extra:],
    )


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit
    return value


def _kept(keeps: Callable[[list[Any]], list[Any]]) -> Callable[[Any], Any]:
    """Return ``keeps`` for a flat list, or for each of the rows."""

    def changed(value: Any) -> Any:
        if isinstance(value, (dict, str)) or not is_sequence(value):
            raise Unfit
        values = value.tolist() if isinstance(value, np.ndarray) else list(value)
        if values and all(is_sequence(v) for v in values):
            return [changed(v) for v in values]
        return keeps(values)

    return changed


def _without(drop: Callable[[Any], bool]) -> Callable[[Any], Any]:
    return _kept(lambda values: [v for v in values if not drop(v)])


def _zero(value: Any) -> bool:
    return is_number(value) and value == 0


DROPPED = [
    of(
        "empty_ones_left_out",
        "비어 있는 것이 빠졌습니다. 빈 것도 자리를 지켜야 합니다.",
        "What is empty was left out. It should keep its place.",
        _without(lambda v: isinstance(v, (str, list, tuple)) and len(v) == 0),
    ),
    of(
        "zeros_left_out",
        "0이 모두 빠졌습니다. 0도 자리를 지켜야 합니다.",
        "All zeros were left out. They should keep their places.",
        _without(_zero),
    ),
    of(
        "none_left_out",
        "None이 모두 빠졌습니다. None도 자리를 지켜야 합니다.",
        "All None were left out. They should keep their places.",
        _without(lambda v: v is None),
    ),
    of(
        "duplicates_left_out",
        "여러 번 나와야 할 것이 한 번씩만 나옵니다. 겹치는 것도 그대로 두세요.",
        "What should come several times comes once. Keep repeated values.",
        _kept(lambda values: list(dict.fromkeys(values))),
    ),
    of(
        "negatives_left_out",
        "음수가 모두 빠졌습니다. 음수도 자리를 지켜야 합니다.",
        "All negative numbers were left out. They should keep their places.",
        _without(lambda v: is_number(v) and v < 0),
    ),
]


def left_out(evidence: Evidence) -> Iterator[Relation]:
    """Yield "one value, wherever it should be, was left out", as it is in one wrong case."""
    case = min(evidence.wrong, key=lambda case: size(case.right))
    gone = set(_items(case.right)) - set(_items(case.answer))
    if len(gone) == 1:
        (value,) = gone
        ko, en = _named(value)
        change = (
            each_text(lambda s: s.replace(value, ""))
            if isinstance(value, str) and isinstance(case.right, str)
            else _without(lambda v: type(v) is type(value) and v == value)
        )
        yield of(
            "one_value_left_out",
            f"{ko} 나와야 할 자리에서 모두 빠졌습니다. 왜 빠졌는지 확인하세요.",
            f"{en} is left out wherever it should be. Check why.",
            change,
        )


def _items(value: Any) -> list[Any]:
    if isinstance(value, str):
        return list(value)
    if isinstance(value, np.ndarray):
        return value.ravel().tolist()
    if not isinstance(value, (list, tuple)):
        raise Unfit
    return [leaf for v in value for leaf in (_items(v) if is_sequence(v) else [v])]


def _named(value: Any) -> Text:
    """Name a value that no student could not know: a small number, a mark; never a word."""
    if type(value) is int and 0 <= value <= 3:
        return Text(f"숫자 {_subject(value)}", str(value))
    if value == " ":
        return Text("공백이", "The space")
    if value == "\n":
        return Text("줄바꿈이", "The line break")
    if isinstance(value, str) and len(value) == 1:
        return Text("글자 하나가", "One and the same character")
    return Text("값 하나가", "One and the same value")


def replacements(evidence: Evidence) -> Iterator[Relation]:
    """Yield "one value became another everywhere", as it is in one wrong case."""
    case = min(evidence.wrong, key=lambda case: size(case.right))
    if size(case.right) < 2:
        return
    was, became = _replaced(_items(case.right), _items(case.answer))
    if all(type(v) is int and 0 <= v <= 3 for v in (was, became)):
        name = f"{was}_became_{became}"
        ko = f"{_subject(was)} 있어야 할 자리마다 {_subject(became)} 있습니다."
        en = f"There is {became} wherever {was} should be."
    else:
        name = "one_value_became_another"
        ko = "한 가지 값이 있어야 할 자리마다 늘 같은 다른 값이 있습니다. 나머지는 맞습니다."
        en = "One value is replaced by another wherever it occurs. The others are right."
    yield of(name, ko, en, lambda value: _replace(value, was, became))


def _subject(number: int) -> str:
    return f"{number}{particle(str(number), '이/가')}"


def _replaced(right: list[Any], answer: list[Any]) -> tuple[Any, Any]:
    pairs = {(r, a) for r, a in zip(right, answer, strict=True) if r != a}
    ((was, became),) = pairs
    return was, became


def _replace(value: Any, was: Any, became: Any) -> Any:
    if isinstance(value, str):
        return value.replace(was, became)
    if is_numeric(value):
        array = numbers(value)
        return np.where(array == was, became, array)
    if is_sequence(value):
        return [_replace(v, was, became) for v in value]
    return became if type(value) is type(was) and value == was else value
