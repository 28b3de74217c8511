"""Where two values differ first, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import keras
import numpy as np

from rnnlab.expect.kinds import kind, short
from rnnlab.sandbox.wire.values import Opaque, extent
from rnnlab.text import Text, particle

_WHOLE = 40  # characters of a text that is shown whole
_AROUND = 12  # characters shown before and after the first wrong one


def difference(got: Any, want: Any) -> Text | None:
    """Say where ``got`` first differs from ``want``, what is there, and what should be."""
    found = _first(got, want)
    return None if found is None else _said(*found)


def _first(got: Any, want: Any, at: str = "") -> tuple[str, Any, Any] | None:
    """Return where ``got`` first differs from ``want``, and both; or None."""
    here = at, got, want
    if isinstance(got, np.ndarray) and got.ndim and len(got) != _length(want):
        return here  # before a large array becomes a list
    got, want = plain(got), plain(want)
    if isinstance(want, list) and isinstance(got, list) and len(got) == len(want):
        pairs = enumerate(zip(got, want, strict=True))
        return next((p for i, (g, w) in pairs if (p := _first(g, w, f"{at}[{i}]"))), None)
    if isinstance(want, dict) and isinstance(got, dict) and got.keys() == want.keys():
        return next((p for k in want if (p := _first(got[k], want[k], f"{at}[{k!r}]"))), None)
    same_kind = isinstance(got, str) == isinstance(want, str)
    simple = not isinstance(got, (list, dict, keras.Model, Opaque))
    return None if same_kind and simple and got == want else here


def plain(value: Any) -> Any:
    """Arrays, by one axis, tuples and shapes as lists, so that only contents are compared."""
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim < 2):
        return value.tolist()
    if isinstance(value, (str, dict, set, frozenset)) or not isinstance(value, Iterable):
        return value
    return list(value)


def _length(value: Any) -> int | None:
    try:
        return len(value)
    except TypeError:
        return None


def _said(at: str, got: Any, want: Any) -> Text:
    if isinstance(got, str) and isinstance(want, str):
        return texts(got, want, at)
    if isinstance(got, dict) and isinstance(want, dict):
        return _keys(got, want, at)
    if _is_listed(got) and _is_listed(want):
        return _lengths(list(got), list(want), at)
    if _sort(got) is _sort(want) and _sort(got) is not list:
        return should_be(at, _contents(want), _contents(got))
    return should_be(at, kind(want), kind(got))


def _is_listed(value: Any) -> bool:
    """Whether its elements are told one by one: a list, a tuple, an array that is not large."""
    small = isinstance(value, np.ndarray) and value.ndim > 0 and extent(value.shape) <= 1000
    return small or isinstance(value, (list, tuple))


def should_be(at: str, should: Text, but: Text, noun: Text | None = None) -> Text:
    """Say that what is at ``at`` should be one thing, but is another."""
    noun = noun or Text("값", "value")
    place = f"{noun.ko}{at}"
    return Text(
        f"{place}{particle(place, '이/가')} {should.ko}{particle(should.ko, '이어야/여야')} 하는데 "
        f"{but.ko}입니다.",
        f"The {noun.en}{at} should be {should.en}, but is {but.en}.",
    )


def _sort(value: Any) -> type:
    return next((s for s in (bool, list) if isinstance(value, _SORTS[s])), type(value))


_SORTS: dict[type, tuple[type, ...]] = {
    bool: (bool, int, float, np.number, np.bool_),
    list: (list, tuple, np.ndarray),
}


def _contents(value: Any) -> Text:
    """Show a value by its contents, or an array of many numbers by what it is."""
    if isinstance(value, (keras.Model, Opaque)):
        return kind(value)
    if not isinstance(value, np.ndarray):
        return Text(*[short(plain(value))] * 2)
    return kind(value) if value.size > 1000 else Text(*[short(value.tolist())] * 2)


def texts(got: str, want: str, at: str = "") -> Text:
    """Say where two texts differ: whole if they are short, else what is around the place."""
    noun = _noun(want)
    if max(len(got), len(want)) <= _WHOLE or not (got and want):
        return should_be(at, _contents(want), _contents(got), noun)
    n = _agreeing(got, want)
    place = f"{noun.ko}{at}"
    if n == len(want):
        more = short(got[n:], _WHOLE)
        return Text(
            f"{place}의 앞 {n:,}자는 맞지만, 그 뒤에 {more}{particle(more, '이/가')} 더 있습니다.",
            f"The {noun.en}{at} is right for {n:,} characters, but goes on with {more}.",
        )
    here, wanted = _window(got, n), _window(want, n)
    return Text(
        f"{place}{particle(place, '은/는')} 인덱스 {n}에서 처음 다릅니다. {wanted}"
        f"{particle(wanted, '이어야/여야')} 하는데 {here}입니다.",
        f"The {noun.en}{at} first differs at index {n}: it should be {wanted}, but is {here}.",
    )


def _window(text: str, n: int) -> str:
    start, end = max(n - _AROUND, 0), n + _AROUND
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return f"{before}{text[start:end]!r}{after}"


def _agreeing(got: Sequence[Any], want: Sequence[Any]) -> int:
    """Return how many of the first elements agree."""
    pairs = enumerate(zip(got, want, strict=False))
    return next((i for i, (g, w) in pairs if _first(g, w)), min(len(got), len(want)))


def _noun(text: str) -> Text:
    if len(text) == 1:
        return Text("글자", "character")
    return Text("단어", "word") if text.isalpha() else Text("문자열", "text")


def _noun_of(values: list[Any]) -> Text:
    """Name what a list holds, in the singular."""
    if not values or not all(isinstance(v, str) for v in values):
        return Text("값", "value")
    if all(len(v) == 1 for v in values):
        return Text("글자", "character")
    spaced = any(c.isspace() for v in values for c in v)
    return Text("문자열", "text") if spaced else Text("단어", "word")


def _lengths(got: list[Any], want: list[Any], at: str) -> Text:
    noun = _noun_of([*want, *got])
    rest = _rest(got, want, _agreeing(got, want), at)
    place = Text(f"값{at}에 ", f"The value{at} holds ") if at else Text("", "")
    plural = "" if len(got) == 1 else "s"
    return Text(
        f"{place.ko}{noun.ko}{particle(noun.ko, '이/가')} {len(want):,}개여야 하는데 "
        f"{len(got):,}개입니다. {rest.ko}".rstrip(),
        f"{place.en}{len(got):,} {noun.en}{plural}, expected {len(want):,}; {rest.en}",
    )


def _rest(got: list[Any], want: list[Any], n: int, at: str) -> Text:
    """Say how far two lists of different lengths agree, and what stands where they end to."""
    if n == len(want):
        return Text(f"앞의 {n:,}개는 맞습니다.", f"{_firsts(n)}.")
    if n == len(got):
        return Text(
            f"있는 {n:,}개는 맞습니다." if n else "", f"{_firsts(n)}." if n else "none came."
        )
    here, wanted = _contents(got[n]), _contents(want[n])
    agree = Text(f"앞의 {n:,}개는 맞고, ", f"{_firsts(n)}, then ") if n else Text("", "")
    place = f"{at}[{n}]"
    return Text(
        f"{agree.ko}{place}에는 {wanted.ko}{particle(wanted.ko, '이/가')} 와야 하는데 "
        f"{here.ko}{particle(here.ko, '이/가')} 있습니다.",
        f"{agree.en}{place} should be {wanted.en}, but is {here.en}.",
    )


def _firsts(n: int) -> str:
    return "the first agrees" if n == 1 else f"the first {n:,} agree"


def _keys(got: dict[Any, Any], want: dict[Any, Any], at: str) -> Text:
    """Say which keys are missing or too many."""
    missing, more = [k for k in want if k not in got], [k for k in got if k not in want]
    keys = missing or more
    listed = short(keys[0]) if len(keys) == 1 else ", ".join(short(k, 20) for k in keys[:3])
    listed += ", …" if len(keys) > 3 else ""
    ko, en = ("없습니다", "is missing") if missing else ("더 있습니다", "should not be there")
    if len(keys) > 1:
        en = "are missing" if missing else en
    place = Text(f"값{at}", f"the value{at}") if at else Text("딕셔너리", "the dict")
    return Text(
        f"{place.ko}에 키 {listed}{particle(listed, '이/가')} {ko}.",
        f"In {place.en} the {'key' if len(keys) == 1 else 'keys'} {listed} {en}.",
    )
