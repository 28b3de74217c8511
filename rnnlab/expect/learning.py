"""Whether a model can learn at all, told from what it is made of and compiled with.

Only what surely keeps a model from learning is refused. Another rate, initializer or a usual
regularizer is the student's own choice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import keras
import numpy as np

from rnnlab.expect.kinds import digits
from rnnlab.expect.models import leaves
from rnnlab.expect.values import Mismatch
from rnnlab.sandbox.model.compiled import compile_settings, losses, optimizer_name
from rnnlab.text import Text, particle

_SLOWEST, _FASTEST, _FASTEST_OF_PLAIN = 1e-6, 0.5, 1.0
_PLAIN = ("sgd", "adagrad", "adadelta", "ftrl")  # their steps grow and shrink with the gradient
_USUAL: dict[str, tuple[float, float]] = {  # settings of an optimizer with which a model learns
    **dict.fromkeys(("momentum", "beta_1", "beta_2", "rho"), (0, 0.99999)),
    **dict.fromkeys(("clipnorm", "clipvalue", "global_clipnorm"), (1e-6, np.inf)),
    **{"epsilon": (0, 10), "weight_decay": (0, 1), "gradient_accumulation_steps": (1, 1000)},
}
_SMOOTHED, _DROPPED, _STRONGEST, _NARROWEST = 0.5, 0.9, 0.1, 0.01
_BLANK, _LARGE = 1e-6, 10.0
_WEIGHTS = ("kernel", "recurrent", "bias", "embeddings", "activity", "gamma", "beta")


def learns(value: keras.Model) -> None:
    """The model must be able to learn: nothing in it may hold its weights where they are.

    Nor may what it is compiled with, if it is. Raises Mismatch for the first thing that does.
    """
    reasons = (_optimizer, _losses, _frozen, _blank, _large, _held)
    found = next(chain.from_iterable(reason(value) for reason in reasons), None)
    if found is not None:
        raise Mismatch(*found)


def _setting(place: Text, name: str, value: Any) -> Text:
    """Say that a setting keeps the model from learning, and what to do."""
    shown = f"{name}={digits(value)}"
    return Text(
        f"{place.ko}의 {shown}{particle(shown, '으로/로')}는 모델이 제대로 학습할 수 없습니다. "
        "빼거나 흔히 쓰는 값으로 바꾸세요.",
        f"With {shown} in {place.en} the model cannot learn properly. "
        "Leave it out or give a usual value.",
    )


def _optimizer(model: keras.Model) -> Iterator[Text]:
    settings = (compile_settings(model) or {}).get("optimizer", {}).get("arguments", {})
    fastest = _FASTEST_OF_PLAIN if optimizer_name(model) in _PLAIN else _FASTEST
    for name, (low, high) in {"learning_rate": (_SLOWEST, fastest), **_USUAL}.items():
        value = settings.get(name)
        if value is not None and not low <= value <= high:
            yield _setting(Text("옵티마이저", "the optimizer"), name, value)


def _losses(model: keras.Model) -> Iterator[Text]:
    for weight in keras.tree.flatten((compile_settings(model) or {}).get("loss_weights")):
        if weight is not None and not weight > 0:
            yield _setting(Text("compile", "compile"), "loss_weights", weight)
    for _, options in losses(model):
        smoothed = options.get("label_smoothing", 0)
        if isinstance(smoothed, float | int) and smoothed > _SMOOTHED:
            yield _setting(Text("손실 함수", "the loss"), "label_smoothing", smoothed)


def _frozen(model: keras.Model) -> Iterator[Text]:
    for layer in leaves(model):
        own = [w for w in layer.weights if not w.name.startswith("moving_")]
        trained = {id(w) for w in layer.trainable_weights}
        if any(id(w) not in trained for w in own):
            name = type(layer).__name__
            yield Text(
                f"{name} 층이 얼어 있어서(trainable=False) 가중치가 학습되지 않습니다. "
                "trainable=False를 빼세요.",
                f"The {name} layer is frozen (trainable=False), so its weights are not trained. "
                "Leave trainable=False out.",
            )


# ---------------------------------------------------------------- the weights to begin with


def _blank(model: keras.Model) -> Iterator[Text]:
    """Find kernels that are zero in several layers, or make the units of a hidden layer alike."""
    kernels = [
        (type(x).__name__, np.asarray(w))
        for x in leaves(model)
        for w in x.weights
        if w.name in ("kernel", "embeddings")
    ]
    zero = [name for name, w in kernels if np.abs(w).max(initial=0) < _BLANK]
    if len(zero) > 1:
        yield _same(", ".join(zero), 0)
    for name, w in kernels[:-1]:
        if w.shape[-1] > 1 and np.ptp(w) < _BLANK and name != "Embedding":
            yield _same(name, w.flat[0])


def _same(layers: str, value: float) -> Text:
    shown = digits(float(value))
    return Text(
        f"{layers} 층의 가중치가 모두 같은 값({shown})에서 시작하면 뉴런들이 서로 다른 것을 "
        "배우지 못합니다. 초깃값(initializer)을 기본값으로 두세요.",
        f"All kernel weights of {layers} start from the same value, {shown}, so that the neurons "
        "do not learn different things. Leave the initializer at its default.",
    )


def _large(model: keras.Model) -> Iterator[Text]:
    for layer in leaves(model):
        name = type(layer).__name__
        for w in map(np.asarray, layer.trainable_weights):
            if w.size and np.sqrt(np.mean(np.square(w, dtype=float))) > _LARGE:
                yield Text(
                    f"{name} 층의 가중치가 너무 큰 값에서 시작해서 제대로 학습할 수 없습니다. "
                    "초깃값(initializer)을 기본값으로 두세요.",
                    f"The weights of {name} start from values so large that it cannot learn "
                    "properly. Leave the initializer at its default.",
                )


# ---------------------------------------------------------------- what holds them


def _held(model: keras.Model) -> Iterator[Text]:
    """Find regularizers, constraints and dropout so strong that nothing is left to learn."""
    for part in _parts(leaves(model)):
        place = Text(f"{type(part).__name__} 층", type(part).__name__)
        rates = {k: getattr(part, k, 0) for k in ("rate", "dropout", "recurrent_dropout")}
        found = [(k, v) for k, v in rates.items() if isinstance(v, float | int) and v > _DROPPED]
        for name in _WEIGHTS:
            regularizer = getattr(part, f"{name}_regularizer", None)
            found += [(f"{name}_regularizer {k}", v) for k, v in _strengths(regularizer)]
            most = getattr(getattr(part, f"{name}_constraint", None), "max_value", None)
            if most is not None and most < _NARROWEST:
                found.append((f"{name}_constraint max_value", most))
        yield from (_setting(place, name, value) for name, value in found)


def _parts(layers: Iterable[keras.Layer]) -> Iterator[keras.Layer]:
    """Yield layers, and the cells inside an RNN of cells."""
    for layer in layers:
        yield layer
        if type(layer) is keras.layers.RNN:
            yield from getattr(layer.cell, "cells", [layer.cell])


def _strengths(regularizer: Any) -> list[tuple[str, float]]:
    strengths = [(k, float(getattr(regularizer, k, 0))) for k in ("l1", "l2")]
    return [(k, v) for k, v in strengths if not 0 <= v <= _STRONGEST]
