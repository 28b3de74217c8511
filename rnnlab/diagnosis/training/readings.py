"""What stands in the place of the accuracy on the test data, by its value.

Only one reading may fit the number, or it is left unsaid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import keras
import numpy as np

from rnnlab.diagnosis.training.lesson import Data, Lesson, accuracy, is_, mean_loss, outputs, series
from rnnlab.diagnosis.values.relating import is_number
from rnnlab.diagnosis.values.shapes import PLACES
from rnnlab.text import Text

Reading: TypeAlias = tuple[str, Text, Callable[[Lesson, keras.Model, Data], Any]]


def reading(views: Sequence[Lesson]) -> tuple[str, Text] | None:
    """Return a name and a sentence for a wrong number; None for a right one, or an unknown."""
    if not all(v.tests_accuracy and v.got.model is not None and _is_wrong(v) for v in views):
        return None
    found = [r for r in _READINGS if all(_reads(v, r) for v in views)]
    if len(found) != 1:
        return None
    name, text, _ = found[0]
    place = PLACES[views[0].kinds.index("number")]
    told = Text(f"{place.ko} 값이 {text.ko}", f"The {place.en} value is {text.en}")
    return f"number_is_{name}", told


def _is_wrong(view: Lesson) -> bool:
    got, model, test = view.got, view.got.model, view.test
    if model is None or test is None:
        return False
    wanted = accuracy(outputs(model, test.x), test.y)
    return not (is_number(got.number) and abs(float(got.number) - wanted) < 1e-4)


def _reads(view: Lesson, reading: Reading) -> bool:
    _, _, how = reading
    model, test, value = view.got.model, view.test, view.got.number
    if model is None or test is None:
        return False
    try:
        wanted = how(view, model, test)
    except Exception:  # noqa: BLE001  it cannot be computed for this model
        return False
    if isinstance(wanted, tuple):
        pair = np.asarray(value, dtype=float).ravel()
        return pair.size == len(wanted) and all(map(is_, pair, wanted))
    return is_(value, wanted)


def _hit(model: keras.Model, data: Data) -> float:
    return accuracy(outputs(model, data.x), data.y)


def _last(row: str) -> Callable[..., Any]:
    return lambda v, _model, _data: series(v.got.history, row)[-1]


def _each_class(_view: Lesson, model: keras.Model, data: Data) -> float:
    p = outputs(model, data.x)
    return float(((p > 0.5) == np.eye(p.shape[-1], dtype=bool)[data.y]).mean())


def _all_with_all(_view: Lesson, model: keras.Model, data: Data) -> float:
    p = outputs(model, data.x)
    if p.shape != (len(data.y), 1) or data.y.ndim != 1:
        return float("nan")
    return float(((p > 0.5) == (data.y > 0.5)).mean())


def _unless_last(row: np.ndarray) -> float:
    return float("nan") if row.max() == row[-1] else float(row.max())


_READINGS: tuple[Reading, ...] = (
    (
        "test_loss",
        Text(
            "정확도가 아니라 테스트 데이터의 손실입니다. evaluate는 [손실, 정확도]를 돌려줍니다.",
            "the loss on the test data, not the accuracy. evaluate returns [loss, accuracy].",
        ),
        lambda _v, m, d: mean_loss(m, d),
    ),
    (
        "loss_and_accuracy",
        Text(
            "손실과 정확도를 함께 담고 있습니다. 그 가운데 정확도만 돌려주세요.",
            "both the loss and the accuracy. Return the accuracy alone.",
        ),
        lambda _v, m, d: (mean_loss(m, d), _hit(m, d)),
    ),
    (
        "training_accuracy",
        Text(
            "학습 데이터의 정확도입니다. 테스트 데이터로 재세요.",
            "the accuracy on the training data. Measure it on the test data.",
        ),
        lambda v, m, _d: _hit(m, v.train),
    ),
    (
        "last_val_accuracy",
        Text(
            "History의 마지막 val_accuracy입니다. 학습이 끝난 뒤 테스트 데이터로 재세요.",
            "the History's last val_accuracy. Measure it on the test data, after the training.",
        ),
        _last("val_accuracy"),
    ),
    (
        "last_accuracy",
        Text(
            "History의 마지막 accuracy, 곧 학습하면서 잰 정확도입니다. 테스트 데이터로 재세요.",
            "the History's last accuracy, measured while training. Measure it on the test data.",
        ),
        _last("accuracy"),
    ),
    (
        "best_val_accuracy",
        Text(
            "History에서 가장 큰 val_accuracy입니다. 학습이 끝난 뒤 테스트 데이터로 재세요.",
            "the History's best val_accuracy. Measure it on the test data, after the training.",
        ),
        lambda v, *_: _unless_last(series(v.got.history, "val_accuracy")),
    ),
    (
        "last_loss",
        Text(
            "History의 마지막 손실입니다. 테스트 데이터의 정확도를 돌려주세요.",
            "the History's last loss. Return the accuracy on the test data.",
        ),
        _last("loss"),
    ),
    (
        "last_val_loss",
        Text(
            "History의 마지막 val_loss입니다. 테스트 데이터의 정확도를 돌려주세요.",
            "the History's last val_loss. Return the accuracy on the test data.",
        ),
        _last("val_loss"),
    ),
    (
        "percent",
        Text(
            "정확도의 100배입니다. 0과 1 사이의 값을 돌려주세요.",
            "100 times the accuracy. Return a number between 0 and 1.",
        ),
        lambda _v, m, d: 100 * _hit(m, d),
    ),
    (
        "share_of_errors",
        Text(
            "맞힌 비율이 아니라 틀린 비율입니다.",
            "the share of wrong answers, not of right ones.",
        ),
        lambda _v, m, d: 1 - _hit(m, d),
    ),
    (
        "number_of_hits",
        Text(
            "맞힌 비율이 아니라 맞힌 개수입니다. 테스트 데이터의 개수로 나누세요.",
            "the number of right answers. Divide it by the number of test samples.",
        ),
        lambda _v, m, d: round(len(d.y) * _hit(m, d)),
    ),
    (
        "before_training",
        Text(
            "학습하기 전 모델의 정확도입니다. 학습이 끝난 뒤에 재세요.",
            "the accuracy of the model before its training. Measure it after the training.",
        ),
        lambda v, _m, d: _hit(v.given, d),
    ),
    (
        "accuracy_of_each_class",
        Text(
            "클래스마다 예/아니요로 따로 센 정확도(binary_accuracy)입니다. 가장 확률이 큰 "
            "클래스가 정답인 비율을 재세요.",
            "a yes-or-no accuracy counted for every class (binary_accuracy). Count how often "
            "the most probable class is the right one.",
        ),
        _each_class,
    ),
    (
        "all_with_all",
        Text(
            "모든 예측을 모든 정답과 견주어 나온 비율입니다. 예측은 (n, 1), 정답은 (n,) "
            "모양이므로 견주기 전에 모양을 맞추세요.",
            "what comes of comparing every prediction with every label. The predictions have "
            "the shape (n, 1) and the labels (n,): make the shapes equal first.",
        ),
        _all_with_all,
    ),
)
