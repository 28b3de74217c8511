"""Is only one part of the answer wrong, or are two, each in its own way?

An answer has parts where the right one is a tuple of always the same length, a short list of
different kinds, or a dict with always the same keys. Each part is explained by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np

from rnnlab.diagnosis.agree import agree
from rnnlab.diagnosis.evidence import Case, Diagnosis, Evidence
from rnnlab.diagnosis.facts import kinds
from rnnlab.diagnosis.values.relating import Relation, enough, first
from rnnlab.diagnosis.values.relations import relation
from rnnlab.diagnosis.values.shapes import PLACES
from rnnlab.text import Text

Key: TypeAlias = int | str
MOST = 6


def parts(evidence: Evidence) -> Diagnosis | None:
    """Return what explains each wrong part, two at most, where the other parts are right."""
    keys = keys_of(evidence)
    each = {key: part(evidence, key) for key in keys}
    wrong = [key for key in keys if each[key].wrong]
    if not 1 <= len(wrong) <= MOST:
        return None
    found = [_explained(evidence, each[key], [k for k in keys if k != key], wrong) for key in wrong]
    diagnoses = [d for d in found if d is not None]
    if len(diagnoses) < len(wrong) or not diagnoses:
        return None
    if {d.name for d in diagnoses} == {_belongs(key) for key in wrong}:
        return _EXCHANGED
    if len(set(diagnoses)) == 1:
        return _alike(wrong, diagnoses[0], alone=len(wrong) == 1 and len(keys) > 1)
    if len(wrong) > 2:
        return None
    names = [f"{_slug(k)}_{d.name}" for k, d in zip(wrong, diagnoses, strict=True)]
    texts = [_of_part(k, d.text) for k, d in zip(wrong, diagnoses, strict=True)]
    text = Text(" ".join(t.ko for t in texts), " ".join(t.en for t in texts))
    return Diagnosis("_and_".join(names), text)


def _alike(wrong: Sequence[Key], found: Diagnosis, alone: bool) -> Diagnosis:
    """Say one diagnosis of one part, or of several at once."""
    name = f"{'_'.join(_slug(key) for key in wrong)}_{found.name}"
    if alone:
        where = said(wrong[0])
        text = Text(f"{where.ko}만 틀렸습니다. ", f"Only {where.en} is wrong. ")
        return Diagnosis(name, Text(text.ko + found.text.ko, text.en + found.text.en))
    names = [said(key) for key in wrong]
    ko, en = ", ".join(t.ko for t in names), " and ".join(t.en for t in names)
    return Diagnosis(name, Text(f"{ko}: {found.text.ko}", f"{_upper(en)}: {found.text.en}"))


def _explained(
    evidence: Evidence, of_part: Evidence, others: Sequence[Key], wrong: Sequence[Key]
) -> Diagnosis | None:
    rights = {case.call.frame: case.right for case in evidence.known}
    copies = [_is_another(rights, other, other in wrong) for other in others]
    return first(of_part, [*kinds.WRAPPINGS, copies]) or relation(of_part)


def _is_another(rights: dict[bytes, Any], other: Key, wrong: bool) -> Relation:
    """Return "this part is another one", which is there as well unless that is ``wrong``."""
    ko, en = said(other)
    if wrong:
        text = Text(f"{ko}이어야 할 것이 여기에 있습니다.", f"Here stands what should be {en}.")
        return Relation(_belongs(other), text, _right_of(rights, other), guard=enough)
    text = Text(
        f"{ko}과 똑같습니다. 서로 달라야 합니다.",
        f"It is the same as {en}. The two should differ.",
    )
    return Relation(f"same_as_{_slug(other)}", text, _right_of(rights, other), guard=enough)


def _belongs(key: Key) -> str:
    return f"is_{_slug(key)}"


_EXCHANGED = Diagnosis(
    "parts_exchanged",
    Text(
        "돌려준 값 하나하나는 맞지만 자리가 바뀌었습니다.",
        "Each of the values that came back is right, but they have changed places.",
    ),
)


def _right_of(rights: dict[bytes, Any], key: Key) -> Any:
    return lambda _, case: rights[case.call.frame][key]


def said(key: Key) -> Text:
    """Name a part: "the second value", or by its key."""
    if isinstance(key, int):
        return Text(f"{PLACES[key].ko} 값", f"the {PLACES[key].en} value")
    return Text(f"`{key}` 값", f"the value of `{key}`")


def _of_part(key: Key, text: Text) -> Text:
    where = said(key)
    return Text(f"{where.ko}: {text.ko}", f"{_upper(where.en)}: {text.en}")


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _slug(key: Key) -> str:
    return f"part_{key + 1}" if isinstance(key, int) else key


def keys_of(evidence: Evidence) -> list[Key]:
    """Return the keys of the parts that right answers and the student's all have; [] for none."""
    known = evidence.known
    if not evidence.wrong or not known:
        return []
    right = known[0].right
    if isinstance(right, dict):
        keys = list(right)
        named = all(isinstance(k, str) and k.isidentifier() and len(k) < 30 for k in keys)
        fits = named and all(_has(x, keys) for c in known for x in (c.right, c.answer))
        return keys if fits and 2 <= len(keys) <= 2 * MOST and len(known) > 1 else []
    if not _has_roles(right):
        return []
    n = len(right)
    fits = all(_long(x, n) for c in known for x in (c.right, c.answer))
    return list(range(n)) if fits else []


def _has_roles(right: Any) -> bool:
    """Whether it is a tuple, or a list of different kinds: no list of values of a kind."""
    if isinstance(right, tuple):
        return 2 <= len(right) <= MOST
    return isinstance(right, list) and 2 <= len(right) <= MOST and len(set(map(type, right))) > 1


def _has(value: Any, keys: list[Any]) -> bool:
    return isinstance(value, dict) and value.keys() == set(keys)


def _long(value: Any, n: int) -> bool:
    if isinstance(value, np.ndarray):
        return value.ndim > 0 and len(value) == n
    return isinstance(value, (list, tuple)) and len(value) == n


def part(evidence: Evidence, key: Key) -> Evidence:
    """Return the evidence on one part of the answers alone."""
    cases = tuple(_part(case, key) for case in evidence.known)
    return replace(evidence, cases=cases)


def _part(case: Case, key: Any) -> Case:
    answer: Any = case.call.answer
    got, right = answer[key], case.right[key]
    wrong = not agree(got, right, weights=case.trains)
    new = replace(case, call=replace(case.call, answer=got), right=right, wrong=wrong)
    # Both are read off the frame, which may hold a model and then takes long to unpack.
    new.__dict__.update(
        {k: case.__dict__[k] for k in ("gives_model", "arguments") if k in vars(case)}
    )
    return new
