"""Which relation do a task's wrong answers have to the right ones?

All that is tried is in :data:`RANKS`, the simplest first. No relation knows an exercise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import keras
import numpy as np

from rnnlab.diagnosis.agree import agree
from rnnlab.diagnosis.evidence import Case, Diagnosis, Evidence
from rnnlab.diagnosis.values import numeric, ordered, shapes, textual
from rnnlab.diagnosis.values.relating import (
    Rank,
    Relation,
    Unfit,
    bind,
    distinct,
    enough,
    first,
    is_composite,
    is_number,
    numbers,
)
from rnnlab.text import Text


def relation(evidence: Evidence) -> Diagnosis | None:
    """Return the simplest relation that holds in every case, None where none does.

    What goes on inside of several results at once is a matter of each (see parts.py).
    """
    several = any(is_composite(case.right) for case in evidence.known)
    return first(evidence, OF_SEVERAL if several else RANKS)


def arguments(evidence: Evidence) -> Iterator[Relation]:
    """Yield "an argument came back as it was"."""
    for name in evidence.parameters:
        yield Relation(
            f"returns_{name}",
            Text(
                f"`{name}` 인자로 받은 것이 그대로 돌아왔습니다. 이 과제가 돌려줄 값을 만드세요.",
                f"What was given as `{name}` came back unchanged. Make what the task asks for.",
            ),
            bind(lambda _, case, name: case.arguments[name], name),
            guard=lambda evidence: enough(evidence) or _is_model(evidence.wrong[0].right),
        )


def _is_model(value: Any) -> bool:
    return isinstance(value, keras.Model)


def constants(evidence: Evidence) -> Iterator[Relation]:
    """Yield "the same whatever is asked", as it is in one wrong case."""
    answer = evidence.wrong[0].answer
    if len(evidence.known) < 3 or isinstance(answer, Exception) or _is_model(answer):
        return
    said, check = _constant(answer), _CHECK_ITSELF if answer is not None else _CHECK_CALLED
    yield Relation(
        "always_the_same",
        Text(
            f"무엇을 물어도 늘 {said.ko} 돌아옵니다. {check.ko}",
            f"Whatever is asked, {said.en} comes back. {check.en}",
        ),
        lambda *_: answer,
        guard=lambda evidence: distinct(evidence) >= 2,
    )


_CHECK_ITSELF = Text("받은 인자를 쓰는지 확인하세요.", "Check that your code uses its arguments.")
_CHECK_CALLED = Text(  # what is looked for and never found may be somebody else's fault
    "찾는 조건이 맞는지, 이 함수가 부르는 함수도 맞는지 확인하세요.",
    "Check what it looks for, and the functions that it calls.",
)


def _constant(value: Any) -> Text:
    if value is None or isinstance(value, bool):
        return Text({None: "None이", True: "True가", False: "False가"}[value], str(value))
    if is_number(value) and np.asarray(value).ndim == 0:
        return Text(f"수 {value:g} 하나만", f"the number {value:g}")
    if isinstance(value, (str, list, tuple, dict)) and not value:
        return Text("빈 값이", "something empty")
    return Text("같은 값이", "the same")


def padding(evidence: Evidence) -> Iterator[Relation]:
    """Yield how rows of an argument were filled up and cut on the wrong side."""
    sides = [(fill, cut) for fill in (True, False) for cut in (True, False)]
    for name in evidence.parameters:
        for right in sides:
            if not all(_fills(case, name, *right) for case in evidence.known):
                continue
            for other in sides:
                if other != right:
                    yield _padded(name, right, other)


def _fills(case: Case, name: str, fill_front: bool, cut_front: bool) -> bool:
    try:
        return agree(_filled(case, name, fill_front, cut_front), case.right)
    except (TypeError, ValueError, KeyError):
        return False


def _filled(case: Case, name: str, fill_front: bool, cut_front: bool) -> Any:
    rows, width = case.arguments[name], numbers(case.right).shape[1]
    filled = np.zeros((len(rows), width), np.int64)
    for row, values in zip(filled, rows, strict=True):
        kept = list(values)[-width:] if cut_front else list(values)[:width]
        if kept and fill_front:
            row[width - len(kept) :] = kept
        else:
            row[: len(kept)] = kept
    return filled


def _padded(name: str, right: tuple[bool, bool], other: tuple[bool, bool]) -> Relation:
    fills, cuts = (a != b for a, b in zip(right, other, strict=True))
    front, behind = Text("앞", "in front"), Text("뒤", "at the end")
    texts = []
    if fills:
        is_, should = (front, behind) if other[0] else (behind, front)
        texts.append(
            Text(
                f"0을 {is_.ko}에 채웠습니다. {should.ko}에 채우세요.",
                f"Zeros are filled in {is_.en}; they should be {should.en}.",
            )
        )
    if cuts:
        is_, should = (front, behind) if other[1] else (behind, front)
        texts.append(
            Text(
                f"긴 것의 {is_.ko}을 잘라 냈습니다. {should.ko}을 자르세요."
                if is_ is front
                else f"긴 것의 {is_.ko}를 잘라 냈습니다. {should.ko}을 자르세요.",
                f"What is too long is cut {is_.en}; it should be cut {should.en}.",
            )
        )
    kind = "filled" * fills + "_and_" * (fills and cuts) + "cut" * cuts
    return Relation(
        f"{kind}_on_other_side",
        Text(" ".join(t.ko for t in texts), " ".join(t.en for t in texts)),
        lambda _, case: _filled(case, name, *other),
    )


def _moved_zeros(value: Any, to_end: bool) -> Any:
    """Move the zeros that fill rows up to the other end."""
    array = numbers(value)
    if array.ndim not in (1, 2) or array.dtype.kind != "i":
        raise Unfit
    rows = [array] if array.ndim == 1 else array
    moved = []
    for row in rows:
        used = np.flatnonzero(row)
        n = (used[0] if to_end else len(row) - 1 - used[-1]) if len(used) else 0
        moved.append(np.roll(row, -n if to_end else n))
    return moved[0] if array.ndim == 1 else np.array(moved)


ZEROS = [
    Relation(
        f"zeros_{'behind' if to_end else 'in_front'}",
        Text(
            f"0을 {ko[0]}에 채웠습니다. {ko[1]}에 채우세요.",
            f"Zeros are filled in {en[0]}; they should be {en[1]}.",
        ),
        bind(lambda right, _, to_end: _moved_zeros(right, to_end), to_end),
    )
    for to_end, ko, en in (
        (True, ("뒤", "앞"), ("at the end", "in front")),
        (False, ("앞", "뒤"), ("in front", "at the end")),
    )
]


def _one_by_one(relations: list[Relation]) -> list[Rank]:
    return [[relation] for relation in relations]


OF_SEVERAL: list[Rank] = [
    [arguments],
    [constants],
    *_one_by_one(shapes.swaps()),
    *_one_by_one(shapes.PAIRED),
]
RANKS: list[Rank] = [
    *OF_SEVERAL,
    *_one_by_one(shapes.axes()),
    *_one_by_one(ordered.order()[: len(ordered.LEVELS)]),
    *shapes.shapes(),
    *_one_by_one(numeric.LABELS + numeric.ONE_HOT),
    *_one_by_one(shapes.SHARED),
    *_one_by_one(numeric.SIMPLE),
    [numeric.sums, numeric.products, *numeric.CURVES, *numeric.ROUNDED],
    *_one_by_one(numeric.WHOLE),
    *_one_by_one(numeric.DIGITS),
    *_one_by_one(textual.SPACES + textual.CASES + textual.LOOSE),
    *_one_by_one(textual.DROPPED + textual.CHARACTERS),
    [padding],
    *_one_by_one(ZEROS),
    *ordered.ends(),
    *_one_by_one(ordered.order()[len(ordered.LEVELS) :]),
    *ordered.alike(),
    [textual.left_out],
    [textual.replacements],
    *ordered.shifts(),
    *shapes.dicts(),
    [textual.additions],
    [numeric.lengths],
]
