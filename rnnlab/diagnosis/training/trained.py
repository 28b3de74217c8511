"""What can be told of a training from what came back, without training anything.

Each fact holds in all the wrong answers, and says what the right answer would be with this fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import keras
import numpy as np

from rnnlab.diagnosis.evidence import Case
from rnnlab.diagnosis.training.epochs import recorded
from rnnlab.diagnosis.training.lesson import (
    Data,
    Lesson,
    is_any,
    likeness,
    mean_loss,
    same_shapes,
    series,
    weights,
)
from rnnlab.diagnosis.training.readings import reading
from rnnlab.diagnosis.training.refits import with_settings
from rnnlab.sandbox import wire
from rnnlab.sandbox.model.compiled import compile_settings
from rnnlab.text import Text


@dataclass(frozen=True, eq=False)
class Fact:
    """What is true of the wrong answers, and the right answer with this fault alone."""

    name: str
    text: Text
    predict: Callable[[Case], Any]


Views: TypeAlias = Sequence[Lesson]


def swapped(views: Views, change: Callable[[Lesson], Any]) -> Callable[[Case], Any]:
    """Return the right answers, but ``change`` of them where the student was wrong."""
    known = {id(view.case): view for view in views}

    def predict(case: Case) -> Any:
        view = known.get(id(case))
        return change(view) if view else case.right

    return predict


def facts(views: Views) -> Iterator[Fact]:
    """Yield what is true of all these wrong answers, what explains the most first."""
    for find in (_model, _compiled, _epochs, _validation, _number):
        try:
            found = find(views)
        except Exception:  # noqa: BLE001  what cannot be measured is no fact
            continue
        if found is not None:
            yield found


def _all(views: Views, holds: Callable[[Lesson], object]) -> bool:
    return all(bool(holds(view)) for view in views)


# ---------------------------------------------------------------- the model

_MODELS = {
    "unchanged": Text(
        "돌려준 모델의 가중치가 받은 그대로입니다. 받은 모델의 fit을 부르고 바로 그 모델을 "
        "돌려주세요.",
        "The returned model's weights are exactly those of the given one. Call fit of the model "
        "that was given, and return that very model.",
    ),
    "another_architecture": Text(
        "돌려준 모델은 받은 모델과 층이나 그 크기가 다릅니다. 새로 만들지 말고 받은 모델을 "
        "학습하세요.",
        "The returned model has other layers than the given one, or other sizes. Build no other "
        "model: train the one that was given.",
    ),
    "new_weights": Text(
        "돌려준 모델의 가중치가 받은 모델의 가중치와 아무 관계가 없습니다. 모델을 새로 만들거나 "
        "복제하지 말고 받은 모델을 학습하세요.",
        "The returned model's weights have nothing to do with the given one's. Neither build nor "
        "clone a model: train the one that was given.",
    ),
}


def _model(views: Views) -> Fact | None:
    """Find a model that is the given one untrained, or another one."""
    if not _all(views, lambda v: v.got.model):
        return None
    for name, holds in (
        ("unchanged", _is_unchanged),
        ("another_architecture", lambda v: not same_shapes(v.got.model, v.given)),
        ("new_weights", lambda v: _is_new(v, views)),
    ):
        if _all(views, holds):
            changed = swapped(views, lambda v: v.right_but(model=v.got.model))
            return Fact(name, _MODELS[name], changed)
    return None


def _is_unchanged(view: Lesson) -> bool:
    mine, given = view.got.model, view.given
    return mine is not None and np.array_equal(weights(mine), weights(given))


def _is_new(view: Lesson, views: Views) -> bool:
    """Whether the weights are of another drawing, not only of a longer training."""
    mine, right = view.got.model, view.right.model
    if mine is None or right is None or not same_shapes(mine, view.given):
        return False
    apart = likeness(mine, view.given) < 0.3 and likeness(right, view.given) > 0.6
    alike = compile_settings(mine) == compile_settings(right)
    return apart and alike and (_is_short(view) or _is_blank(view) or _differ(view, views))


def _is_short(view: Lesson) -> bool:
    """Whether the History shows no longer training than was asked for."""
    epochs = len(series(view.got.history, "loss"))
    return bool(epochs) and view.epochs is not None and epochs <= view.epochs


def _is_blank(view: Lesson) -> bool:
    """Whether most weights are zero: copies of a model that was sent are drawn as zeros."""
    mine = weights(view.got.model) if view.got.model else np.zeros(0)
    return bool(np.mean((mine == 0) & (weights(view.given) != 0)) > 0.5)


def _differ(view: Lesson, views: Views) -> bool:
    """Whether the other models, trained from the same weights, are unlike this one."""
    mine, others = view.got.model, [v for v in views if v is not view]
    if mine is None or any(not same_shapes(v.given, view.given) for v in others):
        return False
    same = [v.got.model for v in others if np.array_equal(weights(v.given), weights(view.given))]
    return same != [] and all(other and likeness(mine, other) < 0.3 for other in same)


# ---------------------------------------------------------------- what it is compiled with

_COMPILED = {
    "loss": Text("손실 함수", "loss"),
    "optimizer": Text("옵티마이저", "optimizer"),
    "metrics": Text("지표(metrics)", "metrics"),
}


def _compiled(views: Views) -> Fact | None:
    """Find a setting of ``compile`` that is another than the right one in all answers."""
    models = [(v.got.model, v.right.model) for v in views]
    both = [(compile_settings(a), compile_settings(b)) for a, b in models if a and b]
    if len(both) < len(views) or any(right is None for _, right in both):
        return None
    if all(mine is None for mine, _ in both):
        text = Text(
            "돌려준 모델이 compile되어 있지 않습니다.", "The returned model is not compiled."
        )
        return Fact("not_compiled", text, swapped(views, lambda v: _with(v, None)))
    for setting in _COMPILED:
        pairs = [(mine[setting], right[setting]) for mine, right in both if mine and right]
        if len(pairs) == len(views) and all(mine != right for mine, right in pairs):
            said = {_said(setting, *pair) for pair in pairs}
            if len(said) == 1:
                told = _compile_told(views, setting, *pairs[0])
                return Fact(f"other_{setting}", told, swapped(views, _only(setting)))
    return None


def _only(setting: str) -> Callable[[Lesson], Any]:
    def change(view: Lesson) -> Any:
        right, mine = (compile_settings(m) for m in (view.right.model, view.got.model) if m)
        return _with(view, {**(right or {}), setting: (mine or {})[setting]})

    return change


def _with(view: Lesson, settings: Mapping[str, Any] | None) -> Any:
    assert view.right.model is not None
    return view.right_but(model=with_settings(view.right.model, settings))


def _said(setting: str, mine: Any, right: Any) -> str:
    """Return a setting in short; raises for one that has several outputs."""
    if setting == "metrics":
        return ", ".join(keras.tree.flatten(mine or [])) or "-"
    if setting == "optimizer":
        return str(mine["class"])
    name, options = mine
    other = [f"{k}={v}" for k, v in options.items() if name == right[0] and v != right[1].get(k)]
    return ", ".join([str(name), *other])


def _compile_told(views: Views, setting: str, mine: Any, right: Any) -> Text:
    what, is_ = _COMPILED[setting], _said(setting, mine, right)
    if setting == "optimizer" and mine["class"] == right["class"]:
        return Text(
            f"돌려준 모델의 옵티마이저 {is_}의 설정이 다릅니다. 학습률 같은 값을 바꾸지 마세요.",
            f"The settings of the returned model's optimizer, {is_}, are others. Leave its "
            "learning rate and the like as they are.",
        )
    text = Text(f"돌려준 모델의 {what.ko}: {is_}.", f"The returned model's {what.en}: {is_}.")
    if all(view.given.compiled for view in views):
        return Text(
            f"{text.ko} 받은 모델은 이미 다르게 compile되어 있으니 다시 compile하지 마세요.",
            f"{text.en} The given model came compiled, and otherwise: do not compile it again.",
        )
    return Text(
        f"{text.ko} 문제와 레이블에 맞는 것을 골라 compile하세요.",
        f"{text.en} Compile with what fits the question and its labels.",
    )


# ---------------------------------------------------------------- the History


def _epochs(views: Views) -> Fact | None:
    """Find a History of another number of epochs than was asked for."""
    counts = [(v.epochs, len(series(v.got.history, "loss"))) for v in views]
    pairs = [(asked, n) for asked, n in counts if asked is not None and n and n != asked]
    if len(pairs) < len(views):
        return None
    text = _another_argument(views, [n for _, n in pairs]) or recorded(pairs)
    return Fact("epochs_recorded", text, swapped(views, _stretched)) if text else None


def _another_argument(views: Views, counts: Sequence[int]) -> Text | None:
    """Say that there are as many epochs as another argument is large."""
    rows = [view.case.arguments for view in views]
    names = [k for k in rows[0] if all(type(row.get(k)) is int for row in rows)]
    same = [k for k in names if all(r[k] == n > 3 for r, n in zip(rows, counts, strict=True))]
    if len(same) != 1:
        return None
    return Text(
        f"History에 에포크가 `{same[0]}`개 기록되어 있습니다. fit에 넘기는 인수의 이름이나 순서를 "
        "확인하세요.",
        f"The History holds `{same[0]}` epochs. Look at the names or the order of what fit gets.",
    )


def _stretched(view: Lesson) -> Any:
    """Return the right answer with a History as long as the student's."""
    n = len(series(view.got.history, "loss"))
    rows: dict[object, object] = {
        k: [*r, *r[-1:] * n][:n] for k, r in (view.right.history or {}).items()
    }
    return view.right_but(history=wire.History(rows, list(range(n))))


def _validation(views: Views) -> Fact | None:
    """Find validation that is missing, or was done on data that are not for it."""
    if not _all(views, lambda v: len(series(v.right.history, "val_loss"))):
        return None
    if not _all(views, lambda v: v.got.history is not None):
        return None
    if _all(views, lambda v: "val_loss" not in (v.got.history or {})):
        text = Text(
            "History에 val_loss가 없습니다. fit이 학습 데이터의 일부를 검증에 쓰게 하세요.",
            "The History has no val_loss. Let fit set a part of the training data aside to "
            "validate on.",
        )
        return Fact("no_validation", text, swapped(views, _unvalidated))
    for name, data, tell in _VALIDATED:
        found = [(v, data(v)) for v in views]
        if all(d is not None and _is_validated_on(v, d) for v, d in found):
            return Fact(name, tell(views[0]), swapped(views, _validated_on(data)))
    return None


def _unvalidated(view: Lesson) -> Any:
    rows = {k: r for k, r in (view.right.history or {}).items() if not str(k).startswith("val_")}
    return view.right_but(history=wire.History(rows))


def _is_validated_on(view: Lesson, data: Data) -> bool:
    row = series(view.got.history, "val_loss")
    return bool(view.got.model and is_any(mean_loss(view.got.model, data), row))


def _validated_on(data: Callable[[Lesson], Data | None]) -> Callable[[Lesson], Any]:
    def change(view: Lesson) -> Any:
        rows, used = dict(view.right.history or {}), data(view)
        if used is not None and view.right.model is not None:
            rows["val_loss"] = [mean_loss(view.right.model, used)] * len(rows["loss"])
        return view.right_but(history=wire.History(rows))

    return change


_VALIDATED: tuple[tuple[str, Callable[[Lesson], Data | None], Callable[[Lesson], Text]], ...] = (
    (
        "validated_on_test_data",
        lambda v: v.test,
        lambda v: Text(
            f"val_loss가 테스트 데이터({v.test.said if v.test else ''})의 손실과 같습니다. "
            "검증에는 학습 데이터의 일부를 떼어 쓰고, 테스트 데이터는 학습이 끝난 뒤에만 쓰세요.",
            f"val_loss is the loss on the test data ({v.test.said if v.test else ''}). Validate on "
            "a part of the training data, and use the test data only after the training.",
        ),
    ),
    (
        "validated_on_training_data",
        lambda v: v.train,
        lambda v: Text(
            f"val_loss가 학습 데이터({v.train.said}) 전체의 손실과 같습니다. 검증 데이터는 "
            "학습에서 빼 두어야 합니다.",
            f"val_loss is the loss on all the training data ({v.train.said}). What is validated on "
            "has to be left out of the training.",
        ),
    ),
)


# ---------------------------------------------------------------- the number


def _number(views: Views) -> Fact | None:
    """Find what stands in the place of the accuracy on the test data."""
    found = reading(views)
    if found is None:
        return None
    return Fact(*found, swapped(views, lambda v: v.right_but(number=v.got.number)))
