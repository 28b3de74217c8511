"""How the student's model differs from the right one: layer by layer, setting by setting.

Not every difference is wrong, since checks accept several models. So each is tried alone in the
right model: only one that makes a failed check fail is told.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import keras

from rnnlab.diagnosis.evidence import Case, Diagnosis, Evidence
from rnnlab.diagnosis.models.layers import Compared, Key, Layer, compared
from rnnlab.diagnosis.models.sure import argument
from rnnlab.diagnosis.models.words import name_of, pairs_of, place, told
from rnnlab.text import Text

_MOST = 2  # differences that are told
_TRIED = 4  # differences that are tried alone
_STRUCTURE = ("input_shape", "bidirectional")


@dataclass(frozen=True)
class Difference:
    """Keys that belong together, and the sentence that says so; None where none is sure."""

    name: str
    keys: frozenset[Key]
    text: Text | None

    @property
    def rank(self) -> int:
        """Structure comes before settings, and they come before what the model is compiled with."""
        if self.name in _STRUCTURE or self.name.startswith("layer"):
            return 0
        return 2 if any(key.kind.startswith("compile") for key in self.keys) else 1


def difference(evidence: Evidence) -> Diagnosis | None:
    """Name the differences of models that explain the failed checks; None where none surely do."""
    cases = [c for c in evidence.cases if _is_model(c.answer) and _is_model(c.right)]
    unexplained = any(c not in cases for c in evidence.wrong)
    if not cases or unexplained or any(case.gives_model for case in cases):
        return None
    views = {id(c): compared(c.arguments, c.answer, c.right) for c in cases}
    found = sorted(_differences(list(views.values())), key=lambda d: d.rank)
    told = [d for d in _mattering(evidence, views, found) if d.text][:_MOST]
    if not told:
        return None
    texts = [d.text for d in told if d.text]
    joined = Text(" ".join(t.ko for t in texts), " ".join(t.en for t in texts))
    return Diagnosis("model_" + "_and_".join(d.name for d in told), joined)


def _is_model(value: object) -> bool:
    return isinstance(value, keras.Model)


# ---------------------------------------------------------------- which of them matter


def _mattering(
    evidence: Evidence, views: dict[int, Compared], found: Sequence[Difference]
) -> list[Difference]:
    if not all(v.mine.linear and v.right.linear for v in views.values()):
        return list(found) if len(found) == 1 else []
    trial = _Trial(evidence, views)
    if not found or not trial.explains(found):
        return []
    if len(found) == 1:
        return list(found)
    alone = [d for d in found[:_TRIED] if trial.fails([d])]
    if not alone:
        return list(found) if len(found) <= _MOST else []
    if len(alone) > 3:
        alone = [d for d in alone if d.rank == 0] or alone
    told = [d for d in alone if d.text][:_MOST]
    # Two that are each wrong alone may be right together, and a third may be needed.
    if len(told) == len(found) or trial.explains(told):
        return told
    return list(found) if len(found) <= _MOST else []


class _Trial:
    """Failed checks, run on the right model with some of the differences."""

    def __init__(self, evidence: Evidence, views: dict[int, Compared]) -> None:
        self._evidence, self._views, self._broken = evidence, views, False

    def explains(self, found: Sequence[Difference]) -> bool:
        """Whether each failed check fails because of what was ``found``."""
        single = [dataclasses.replace(self._evidence, failed=(r,)) for r in self._evidence.failed]
        predict = self._predict(_keys(found))
        return all(each.fails(predict) for each in single or [self._evidence]) and not self._broken

    def fails(self, found: Sequence[Difference]) -> bool:
        """Whether a failed check fails because of what was ``found``, or nothing can be built."""
        return self._evidence.fails(self._predict(_keys(found)))

    def _predict(self, keys: frozenset[Key]) -> Callable[[Case], Any]:
        self._broken = False

        def predict(case: Case) -> Any:
            view = self._views.get(id(case))
            try:
                return view.with_only(keys) if view else case.right
            except Exception:
                self._broken = True
                raise

        return predict


def _keys(found: Iterable[Difference]) -> frozenset[Key]:
    return frozenset(key for d in found for key in d.keys)


# ---------------------------------------------------------------- which there are


def _differences(views: Sequence[Compared]) -> list[Difference]:
    """Return the differences between all the models, each with what is sure of it in words."""
    keys = [key for view in views for key in view.values if key in view.found]
    # A check may have set the weights of one model that it was given, but hardly of all.
    left = [k for k in dict.fromkeys(keys) if k.setting != "weights" or len(views) > 1]
    found: list[Difference] = []
    for grouped in (_moved, _too_many, _all_layers, _swapped, _fixed):
        for group in grouped(views, left):
            found.append(group)
            left = [key for key in left if key not in group.keys]
    for key in left:
        found.append(Difference(name_of(key), frozenset([key]), told(views, key)))
    return found


def _moved(views: Sequence[Compared], keys: Sequence[Key]) -> Iterable[Difference]:
    """Find a layer that is there, but not where it belongs."""
    for extra, missing in _of_kinds(keys, "extra", "missing"):
        name = extra.layer[0]
        both = all({extra, missing} <= v.found for v in views)
        if (
            both
            and name == missing.layer[0]
            and not any(_changed(v, extra, missing) for v in views)
        ):
            text = Text(
                f"{name} 층의 자리가 바뀌었습니다.", f"The {name} layer is in the wrong place."
            )
            yield Difference("layer_order", frozenset([extra, missing]), text)
            return


def _too_many(views: Sequence[Compared], keys: Sequence[Key]) -> Iterable[Difference]:
    """Find a layer that is always one too many, whichever of its class that is."""
    extra = [key for key in keys if key.kind == "extra"]
    for name in dict.fromkeys(key.layer[0] for key in extra):
        group = frozenset(key for key in extra if key.layer[0] == name)
        if len(group) > 1 and all(len(group & view.found) == 1 for view in views):
            text = Text(
                f"{name} 층이 하나 더 들어 있습니다. 빼세요.",
                f"There is one {name} layer too many.",
            )
            yield Difference("layer_extra", group, text)


def _of_kinds(keys: Sequence[Key], a: str, b: str) -> Iterable[tuple[Key, Key]]:
    return ((x, y) for x in keys if x.kind == a for y in keys if y.kind == b)


def _changed(view: Compared, extra: Key, missing: Key) -> bool:
    """Whether the two layers have other settings, or others of their class stand around."""
    mine, right = view.values[extra][0], view.values[missing][1]
    one = _count(view.mine.layers, mine.name) == _count(view.right.layers, right.name) == 1
    return not one or any(mine.settings[k] != right.settings[k] for k in mine.shares(right))


def _count(layers: Sequence[Layer], name: str) -> int:
    return sum(layer.name == name for layer in layers)


def _all_layers(views: Sequence[Compared], keys: Sequence[Key]) -> Iterable[Difference]:
    """Join what is said of several layers at once: frozen, or zero."""
    texts = {
        "trainable": Text(
            "층 여러 개가 얼어 있어(trainable=False) 학습되지 않습니다.",
            "Several layers are frozen (trainable=False), so they do not learn.",
        ),
        "weights": Text(
            "층 여러 개의 가중치가 모두 0입니다. 초기값을 Keras의 기본값으로 두세요.",
            "Several layers have only zeros as weights. Leave Keras's default initializers.",
        ),
    }
    for setting, text in texts.items():
        group = [k for k in keys if k.setting == setting and k.kind == "setting"]
        if len(group) > 1:
            sure = all(
                v.values.get(k, (False,))[0] in (False, "zero") for v in views for k in group
            )
            yield Difference(name_of(group[0]), frozenset(group), text if sure else None)


def _swapped(views: Sequence[Compared], keys: Sequence[Key]) -> Iterable[Difference]:
    """Find two sizes that stand in each other's place in every call."""
    sizes = [key for key in keys if key.setting in ("units", "input_dim", "output_dim")]
    for a, b in itertools.combinations(sizes, 2):
        pairs = [(v.values[a], v.values[b]) for v in views if {a, b} <= v.values.keys()]
        if len(pairs) == len(views) and all(x == y[::-1] for x, y in pairs):
            one, other = (place(views, key) for key in (a, b))
            yield Difference("sizes_swapped", frozenset([a, b]), _swap_told(a, b, one, other))
            return


def _swap_told(a: Key, b: Key, one: Text | None, other: Text | None) -> Text | None:
    if one is None or other is None:
        return None
    if a.layer == b.layer:
        return Text(
            f"{one.ko}의 {a.setting} 값과 {b.setting} 값이 서로 바뀌었습니다.",
            f"The {a.setting} and the {b.setting} of the {one.en} are swapped.",
        )
    return Text(
        f"{one.ko}의 {a.setting} 값과 {other.ko}의 {b.setting} 값이 서로 바뀌었습니다.",
        f"The {a.setting} of the {one.en} and the {b.setting} of the {other.en} are swapped.",
    )


def _fixed(views: Sequence[Compared], keys: Sequence[Key]) -> Iterable[Difference]:
    """Find several sizes that are always the same, whatever is asked for."""
    group, names = [], []
    for key in keys if len(views) > 2 else ():
        pairs = pairs_of(views, key)
        name = argument(views, [right for _, right in pairs]) if len(pairs) == len(views) else None
        if name and key.setting in _SIZES and len({mine for mine, _ in pairs}) == 1:
            group.append(key)
            names.append(name)
    if len(group) > 1:
        listed = ", ".join(f"`{name}`" for name in dict.fromkeys(names))
        yield Difference(
            "fixed_sizes",
            frozenset(group),
            Text(
                f"층의 크기가 언제나 같습니다. 인자 {listed}의 값을 쓰세요.",
                f"The sizes of the layers are always the same. Use what is given as {listed}.",
            ),
        )


_SIZES = ("units", "input_dim", "output_dim", "filters", "rate")
