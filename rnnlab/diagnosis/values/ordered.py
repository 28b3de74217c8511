"""Relations of order and length: reversed, sorted, cut, shifted; of characters, values, rows.

Each is written once, for anything that can be sliced, and tried at every level of nesting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnlab.diagnosis.agree import is_numeric, is_sequence
from rnnlab.diagnosis.values.relating import Relation, Unfit, bind, of, same, test
from rnnlab.text import Text

AMOUNTS = {1: Text("하나", ""), 2: Text("2개", "2 "), 3: Text("3개", "3 ")}


@dataclass(frozen=True)
class Level:
    """Where in a nest something happens: what it happens to there, and how it is said."""

    name: str
    form: str
    noun: Text
    prefix: Text
    axis: int = 0

    def inside(self, value: Any) -> list[Any]:
        """Return the sequences at this level; raises Unfit for a value of another form."""
        if form(value) not in (self.form, "empty"):
            raise Unfit
        if self.axis == 0:
            return [value]
        if isinstance(value, np.ndarray):
            return [np.moveaxis(value, self.axis, 0)]
        return list(value)

    def lift(self, change: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Return ``change`` for whole values, made at this level."""

        def lifted(value: Any) -> Any:
            value = _even(value)
            parts = [change(part) for part in self.inside(value)]
            if self.axis and not isinstance(value, np.ndarray):
                return parts
            return np.moveaxis(parts[0], 0, self.axis) if self.axis else parts[0]

        return lifted

    def both(self, holds: Callable[[Any, Any], Any]) -> Callable[[Any, Any], bool]:
        """Return ``holds`` for whole answers and right ones, at this level."""

        def lifted(answer: Any, right: Any) -> bool:
            inner = self.inside(_even(answer)), self.inside(_even(right))
            pairs = list(zip(*inner, strict=True))
            return bool(pairs) and all(holds(a, r) for a, r in pairs)

        return lifted


def _even(value: Any) -> Any:
    """Return numbers in rows as an array."""
    nested = isinstance(value, (list, tuple)) and any(is_sequence(part) for part in value)
    return np.asarray(value) if nested and is_numeric(value) else value


def form(value: Any) -> str:
    """Name how a value nests: "text", "values", "texts", "rows" (two axes), "entries" (more)."""
    if isinstance(value, str):
        return "text"
    if not is_sequence(value):
        return "none"
    if len(value) == 0:
        return "empty"
    if isinstance(value, np.ndarray):
        return ("values", "rows")[value.ndim - 1] if value.ndim < 3 else "entries"
    if all(isinstance(part, str) for part in value):
        return "texts"
    if not all(is_sequence(part) for part in value):
        return "values"
    deeper = any(is_sequence(part) for row in value for part in row)
    return ("entries" if is_numeric(value) else "none") if deeper else "rows"


_NOTHING, _VALUE, _ROW = Text("", ""), Text("값", "value"), Text("행", "row")
_LETTER, _ENTRY = Text("글자", "character"), Text("항목", "entry")
LEVELS = (
    Level("", "text", _LETTER, _NOTHING),
    Level("", "values", _VALUE, _NOTHING),
    Level("", "texts", _VALUE, _NOTHING),
    Level("", "rows", _ROW, _NOTHING),
    Level("", "entries", _ENTRY, Text("첫째 축에서 ", "along the first axis, ")),
    Level("_in_rows", "rows", _VALUE, Text("행마다 ", "in every row, "), 1),
    Level("_in_texts", "texts", _LETTER, Text("문자열마다 ", "in every string, "), 1),
    Level("_on_axis_2", "entries", _ENTRY, Text("둘째 축에서 ", "along the second axis, "), 1),
    Level("_on_axis_3", "entries", _ENTRY, Text("셋째 축에서 ", "along the third axis, "), 2),
)


def join(a: Any, b: Any) -> Any:
    """Return one sequence of two of a kind."""
    return np.concatenate([a, b]) if isinstance(a, np.ndarray) else a + b


def _wording(level: Level, ko: str, en: str) -> tuple[str, str]:
    """Put the level's noun for {n}, its plural for {ns}, and the level itself in front."""
    noun = level.noun.en
    nouns = {"n": noun, "ns": "entries" if noun == "entry" else f"{noun}s"}
    text = level.prefix.en + en.format(**nouns)
    korean = ko.format(n=level.noun.ko, ns=level.noun.ko)
    return f"{level.prefix.ko}{korean}", text[0].upper() + text[1:]


def at_all_levels(
    name: str,
    ko: str,
    en: str,
    change: Callable[[Any], Any],
    levels: tuple[Level, ...] = LEVELS,
) -> list[Relation]:
    """Return a relation at all ``levels``."""
    return [of(name + x.name, *_wording(x, ko, en), x.lift(change)) for x in levels]


def tests_at_all_levels(
    name: str, ko: str, en: str, holds: Callable[[Any, Any], Any]
) -> list[Relation]:
    """Return a relation that is no prediction but a test, at all levels."""
    return [test(name + x.name, *_wording(x, ko, en), x.both(holds)) for x in LEVELS]


def order() -> list[Relation]:
    """Return what changes the order alone."""
    turned = at_all_levels(
        "reversed",
        "{n}의 순서가 거꾸로입니다. 원래의 순서를 지키세요.",
        "the {ns} come in reverse order. Keep their right order.",
        lambda v: v[::-1],
    )
    rolled = at_all_levels(
        "rolled_on",
        "순서가 {n} 하나만큼 뒤로 밀렸고, 마지막이 맨 앞에 있습니다. 시작 자리를 확인하세요.",
        "the {ns} are moved on by one place, the last to the front. Check where they begin.",
        lambda v: join(v[-1:], v[:-1]),
    )
    rolled += at_all_levels(
        "rolled_back",
        "순서가 {n} 하나만큼 앞으로 밀렸고, 첫 번째가 맨 뒤에 있습니다. 시작 자리를 확인하세요.",
        "the {ns} are moved back by one place, the first to the end. Check where they begin.",
        lambda v: join(v[1:], v[:1]),
    )
    return turned + rolled + _sorted()


def _sorted() -> list[Relation]:
    """Return what puts things in the order of their values."""
    found = []
    for name, first, en, down in (
        ("sorted", "작은", "smallest", False),
        ("sorted_down", "큰", "largest", True),
    ):
        found += [
            of(
                name + level.name,
                *_wording(
                    level,
                    f"순서가 바뀌어 {first} {{n}}부터 정렬되어 있습니다. 원래의 순서를 지키세요.",
                    f"the {{ns}} come sorted, {en} first. Keep their right order.",
                ),
                bind(lambda v, level, down: _sort(v, level, down), level, down),
            )
            for level in LEVELS
            if level.form != "entries"
        ]
    return found


def _sort(value: Any, level: Level, down: bool) -> Any:
    """Sort each row by itself where the level is inside of rows."""
    level.inside(value)
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if level.axis:
        return [_sort(part, LEVELS[0 if level.form == "texts" else 1], down) for part in value]
    ordered = sorted(value, reverse=down)
    return "".join(ordered) if isinstance(value, str) else ordered


def ends() -> Iterator[list[Relation]]:
    """Yield, rank by rank, what is missing or too many at an end."""
    for k, amount in AMOUNTS.items():
        s = "" if k == 1 else "s"
        are = "is" if k == 1 else "are"
        yield at_all_levels(
            f"last_{k}_missing",
            f"끝에서 {{n}} {amount.ko}가 빠졌습니다. 어디까지 가는지 확인하세요.",
            f"the last {amount.en}{{n{s}}} {are} missing. Check how far your code goes.",
            bind(lambda v, k: v[:-k], k),
        )
        yield at_all_levels(
            f"first_{k}_missing",
            f"앞에서 {{n}} {amount.ko}가 빠졌습니다. 어디에서 시작하는지 확인하세요.",
            f"the first {amount.en}{{n{s}}} {are} missing. Check where your code begins.",
            bind(lambda v, k: v[k:], k),
        )
    yield at_all_levels(
        "both_ends_missing",
        "앞과 끝에서 {n} 하나씩이 빠졌습니다. 어디에서 어디까지 가는지 확인하세요.",
        "the first and the last {n} are missing. Check where your code begins and ends.",
        lambda v: v[1:-1],
    )
    yield from _repeats()
    yield from _extra()
    yield from _only()


def _repeats() -> Iterator[list[Relation]]:
    yield at_all_levels(
        "last_repeated",
        "맨 끝의 {n} 하나가 두 번 나옵니다. 끝나는 자리를 확인하세요.",
        "the last {n} comes twice. Check where your code ends.",
        lambda v: join(v, v[-1:]),
    )
    yield at_all_levels(
        "first_repeated",
        "맨 앞의 {n} 하나가 두 번 나옵니다. 시작하는 자리를 확인하세요.",
        "the first {n} comes twice. Check where your code begins.",
        lambda v: join(v[:1], v),
    )
    yield at_all_levels(
        "all_repeated",
        "전체가 두 번 이어져 있습니다. 한 번만 담으세요.",
        "everything comes twice, one after the other. Put it in once.",
        lambda v: join(v, v),
    )
    yield at_all_levels(
        "each_repeated",
        "{n} 하나하나가 두 번씩 나옵니다. 한 번씩만 담으세요.",
        "each {n} comes twice in a row. Put each in once.",
        lambda v: [x for x in v for _ in range(2)] if not isinstance(v, str) else _doubled(v),
    )


def _doubled(text: str) -> str:
    return "".join(letter * 2 for letter in text)


def _extra() -> Iterator[list[Relation]]:
    for k, amount in AMOUNTS.items():
        s, are = ("", "is") if k == 1 else ("s", "are")
        yield tests_at_all_levels(
            f"extra_{k}_at_end",
            f"끝에 {{n}} {amount.ko}가 더 있습니다. 나머지는 맞으니 끝나는 곳을 확인하세요.",
            f"there {are} {amount.en or 'one '}{{n{s}}} too many at the end; the others are right. "
            "Check how far your code goes.",
            bind(lambda a, r, k: len(a) == len(r) + k and same(a[:-k], r), k),
        )
        yield tests_at_all_levels(
            f"extra_{k}_at_front",
            f"앞에 {{n}} {amount.ko}가 더 있습니다. 나머지는 맞으니 시작하는 곳을 확인하세요.",
            f"there {are} {amount.en or 'one '}{{n{s}}} too many in front; the others are right. "
            "Check where your code begins.",
            bind(lambda a, r, k: len(a) == len(r) + k and same(a[k:], r), k),
        )


def _only() -> Iterator[list[Relation]]:
    for k, amount in AMOUNTS.items():
        s = "" if k == 1 else "s"
        yield at_all_levels(
            f"only_first_{k}",
            f"앞의 {{n}} {amount.ko}만 있습니다. 나머지도 모두 담으세요.",
            f"there is nothing but the first {amount.en}{{n{s}}}. Put all of them in.",
            bind(lambda v, k: v[:k], k),
        )
        yield at_all_levels(
            f"only_last_{k}",
            f"끝의 {{n}} {amount.ko}만 있습니다. 나머지도 모두 담으세요.",
            f"there is nothing but the last {amount.en}{{n{s}}}. Put all of them in.",
            bind(lambda v, k: v[-k:], k),
        )
    yield [
        of(
            f"{name}_alone",
            f"{ko} 값만, 목록에 담기지 않은 채 돌아왔습니다. 모두 담아서 돌려주세요.",
            f"Only the {name} value came back, not in a list. Return all of them.",
            bind(lambda v, at: _item(v, at), at),
        )
        for name, ko, at in (("first", "첫 번째", 0), ("last", "마지막", -1))
    ]
    yield at_all_levels(
        "every_second",
        "{n} 하나씩을 건너뛰었습니다. 하나도 건너뛰지 마세요.",
        "every second {n} was skipped. Skip none of them.",
        lambda v: v[::2],
    )


def _item(value: Any, at: int) -> Any:
    if form(value) in ("none", "empty") or len(value) < 2:
        raise Unfit
    return value[at]


def shifts() -> Iterator[list[Relation]]:
    """Yield what is moved by one place, with anything in the place that became free."""
    yield tests_at_all_levels(
        "shifted_on",
        "{n} 하나만큼 뒤로 밀렸습니다. 첫 자리의 것이 둘째 자리에 있습니다.",
        "everything is one {n} too late: what belongs in the first place is in the second.",
        lambda a, r: len(a) == len(r) > 3 and same(a[1:], r[:-1]),
    )
    yield tests_at_all_levels(
        "shifted_back",
        "{n} 하나만큼 앞으로 밀렸습니다. 둘째 자리의 것이 첫 자리에 있습니다.",
        "everything is one {n} too early: what belongs in the second place is in the first.",
        lambda a, r: len(a) == len(r) > 3 and same(a[:-1], r[1:]),
    )


def alike() -> Iterator[list[Relation]]:
    """Yield what is the same in all places."""
    for name, ko, at in (("first", "첫 번째", slice(0, 1)), ("last", "마지막", slice(-1, None))):
        yield at_all_levels(
            f"all_as_{name}",
            f"{{n}} 모두가 {ko} 것과 같습니다. 하나를 여러 자리에 쓰지 않았는지 확인하세요.",
            f"all {{ns}} are the same as the {name} one. Check that each place gets its own.",
            bind(lambda v, at: _all_as(v, at), at),
        )


def _all_as(value: Any, at: slice) -> Any:
    if len(value) < 2:
        return value
    one = value[at]
    if isinstance(value, np.ndarray):
        return np.repeat(one, len(value), axis=0)
    return one * len(value)
