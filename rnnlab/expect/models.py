"""What checks say about a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import keras
import numpy as np

from rnnlab.expect.kinds import article
from rnnlab.expect.values import Mismatch, returned, that
from rnnlab.sandbox.inside.said import said
from rnnlab.sandbox.model.allowed import Refused
from rnnlab.sandbox.model.compiled import loss_name, optimizer_name
from rnnlab.sandbox.model.rebuild import build
from rnnlab.text import Text, particle


def model(
    value: Any, input_shape: Iterable[int | None] | None = None, dtype: str = "float32"
) -> keras.Model:
    """Return ``value`` as a built ``keras.Model`` that takes ``(batch, *input_shape)``.

    A model that was not given its input shape is built here, as its first ``fit`` would do.
    """
    if not isinstance(value, keras.Model):
        raise returned(value, "Keras 모델을", "a Keras model")
    if input_shape is None:
        that(
            value.built,
            "모델의 입력 모양이 정해지지 않았습니다. keras.Input(...)을 넣으세요.",
            "The model does not know its input shape. Add keras.Input(...).",
        )
    elif value.built:
        _same_input(value.input_shape, (None, *input_shape))
    else:
        value = _built(value, tuple(input_shape), dtype)
    return value


def _same_input(own: Any, wanted: tuple[int | None, ...]) -> None:
    if not _fits(own, wanted):
        raise Mismatch(
            f"모델의 입력 모양이 {wanted}{particle(str(wanted), '이어야/여야')} "
            f"하는데 {own}입니다.",
            f"The model's input shape should be {wanted}, but is {own}.",
        )


def _fits(own: Any, wanted: tuple[int | None, ...]) -> bool:
    """Whether two shapes agree, None standing for any size on either side."""
    return (
        isinstance(own, tuple)
        and len(own) == len(wanted)
        and all(None in (a, b) or a == b for a, b in zip(own, wanted, strict=True))
    )


def _built(value: keras.Model, input_shape: tuple[int | None, ...], dtype: str) -> keras.Model:
    try:
        return build(value, input_shape, dtype)
    except Refused as error:
        why = error.text
        if error.__cause__ is not None:  # Keras's own words say more of an honest model
            why = Text(*[said(str(error.__cause__))] * 2)
        raise Mismatch(
            f"모델이 모양 {(None, *input_shape)}의 입력을 받지 못합니다. {why.ko}",
            f"The model does not accept an input of shape {(None, *input_shape)}. {why.en}",
        ) from None


def params(value: keras.Model, expected: int) -> None:
    """``model.count_params()`` must be ``expected``."""
    got = value.count_params()
    if got != expected:
        each = ", ".join(f"{x.name} {x.count_params():,}" for x in leaves(value))
        raise Mismatch(
            f"파라미터가 {expected:,}개여야 하는데 {got:,}개입니다 ({each}).",
            f"The model should have {expected:,} parameters, but has {got:,} ({each}).",
        )


def output_shape(value: keras.Model, expected: Iterable[int | None]) -> None:
    """``model.output_shape`` must be ``expected``, None standing for any size on either side."""
    got, expected = value.output_shape, tuple(expected)
    if not _fits(got, expected):
        raise Mismatch(
            f"모델의 출력 모양이 {expected}{particle(str(expected), '이어야/여야')} "
            f"하는데 {got}입니다.",
            f"The model's output shape should be {expected}, but is {got}.",
        )


def leaves(value: keras.Layer) -> Iterator[keras.Layer]:
    """Yield every layer of a model, inside nested models and wrappers too, in order."""
    if isinstance(value, keras.Model):
        for inner in value.layers:
            yield from leaves(inner)
    elif isinstance(value, keras.layers.Bidirectional):
        yield from (value.forward_layer, value.backward_layer)
    elif isinstance(value, keras.layers.TimeDistributed):
        yield from leaves(value.layer)
    elif not isinstance(value, keras.layers.InputLayer):
        yield value


def layers(value: keras.Model, *kinds: type[keras.Layer]) -> list[keras.Layer]:
    """Return the model's layers of these classes, nested and wrapped ones too, in order."""
    cells = {keras.layers.SimpleRNN: "SimpleRNNCell", keras.layers.LSTM: "LSTMCell"}
    cells[keras.layers.GRU] = "GRUCell"
    wanted = {cells[k] for k in kinds if k in cells}
    return [
        x
        for x in leaves(value)
        if isinstance(x, kinds) or type(getattr(x, "cell", None)).__name__ in wanted
    ]


def layer(value: keras.Model, *kinds: type[keras.Layer]) -> keras.Layer:
    """Return the model's first layer of one of these classes; there must be one."""
    found = layers(value, *kinds)
    if not found:
        names = " / ".join(k.__name__ for k in kinds)
        have = ", ".join(type(x).__name__ for x in leaves(value)) or "-"
        raise Mismatch(
            f"모델에 {names} 층이 있어야 합니다. 지금 있는 층: {have}.",
            f"The model should have {article(names)} layer. It has: {have}.",
        )
    return found[0]


def compiled(value: keras.Model, loss: Any = None, optimizer: Any = None) -> None:
    """The model must be compiled, with one of these losses and optimizers (Keras's names)."""
    if not getattr(value, "compiled", False):
        raise Mismatch(
            "모델을 compile하지 않았습니다. model.compile(optimizer=..., loss=...)을 부르세요.",
            "The model is not compiled. Call model.compile(optimizer=..., loss=...).",
        )
    _one_of(loss_name(value), loss, Text("손실 함수", "loss"))
    _one_of(optimizer_name(value), optimizer, Text("옵티마이저", "optimizer"))


def _one_of(got: str, wanted: Any, what: Text) -> None:
    names = (wanted,) if isinstance(wanted, str) else wanted
    if names is not None and got not in names:
        listed = ", ".join(names)
        raise Mismatch(
            f"{what.ko}는 {listed}{particle(listed, '이어야/여야')} 하는데 {got}입니다.",
            f"The {what.en} should be {listed}, but is {got}.",
        )


def akin(value: keras.Model, given: keras.Model) -> None:
    """The weights of ``value`` are those of ``given`` after a little training.

    They differ, but correlate: about 0 would be the correlation with weights drawn anew.
    """
    both = [[w.ravel() for w in m.get_weights()] for m in (given, value)]
    shapes = [[w.shape for w in weights] for weights in both]
    before, after = (np.concatenate([np.zeros(0), *weights]) for weights in both)
    that(
        not np.array_equal(before, after),
        "돌려준 모델의 가중치가 받은 그대로입니다. 받은 모델의 fit을 부르세요.",
        "The returned model's weights are as they were. Call fit of the model that was given.",
    )
    that(
        shapes[0] == shapes[1] and np.corrcoef(before, after)[0, 1] > 0.5,
        "돌려준 모델의 가중치가 받은 모델의 가중치와 전혀 다릅니다. 받은 모델을 학습하세요.",
        "The returned model's weights have nothing to do with the given one's. Train the model "
        "that was given.",
    )


def predict(value: keras.Model, x: Any) -> np.ndarray:
    """Run the model on ``x`` in inference mode; returns its output as an array."""
    try:
        return np.asarray(value(keras.ops.convert_to_tensor(x), training=False))
    except Exception as error:  # noqa: BLE001  Keras raises whatever the layer raises
        raise Mismatch(
            f"모델이 모양 {np.shape(x)}의 입력을 계산하지 못합니다: {said(str(error))}",
            f"The model fails on an input of shape {np.shape(x)}: {said(str(error))}",
        ) from None
