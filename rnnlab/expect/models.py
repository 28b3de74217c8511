"""What checks say about a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import keras
import numpy as np

from rnnlab.expect.kinds import article
from rnnlab.expect.values import Mismatch, returned, that
from rnnlab.sandbox.inside.said import said
from rnnlab.sandbox.model import forward
from rnnlab.sandbox.model.allowed import Refused
from rnnlab.sandbox.model.compiled import OWN, compile_settings, loss_name, optimizer_name
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
    weights = keras.tree.flatten((compile_settings(value) or {}).get("loss_weights"))
    that(
        not any(w is not None and np.isnan(w) for w in weights),
        "compile의 세 번째 인자는 loss_weights이고 수여야 합니다. 지표는 metrics=[...]처럼 이름을 "
        "붙여 주세요.",
        "The third argument of compile is loss_weights, which are numbers: write metrics=[...] "
        "with its name.",
    )
    _one_of(loss_name(value), loss, Text("손실 함수", "loss"))
    _one_of(optimizer_name(value), optimizer, Text("옵티마이저", "optimizer"))


def _one_of(got: str, wanted: Any, what: Text) -> None:
    names = (wanted,) if isinstance(wanted, str) else wanted
    if names is not None and got not in names:
        listed, own = ", ".join(names), got.removeprefix(OWN)
        found = (
            Text(got, got) if own == got else Text(f"직접 만든 {own}", f"{own}, one of your own")
        )
        raise Mismatch(
            f"{what.ko}는 {listed}{particle(listed, '이어야/여야')} 하는데 {found.ko}입니다.",
            f"The {what.en} should be {listed}, but is {found.en}.",
        )


def predict(value: keras.Model, x: Any) -> np.ndarray:
    """Run the model on ``x`` in inference mode; returns its output as an array."""
    try:
        return forward.predict(value, x)
    except MemoryError:  # which is an outcome of its own
        raise
    except Exception as error:  # noqa: BLE001  Keras raises whatever the layer raises
        raise Mismatch(
            f"모델이 모양 {np.shape(x)}의 입력을 계산하지 못합니다: {said(str(error))}",
            f"The model fails on an input of shape {np.shape(x)}: {said(str(error))}",
        ) from None


def steady(value: keras.Model, x: Any) -> None:
    """The model must compute in training what it computes in prediction: no Dropout, no noise."""
    calm, noisy = (
        np.asarray(value(keras.ops.convert_to_tensor(x), training=t)) for t in (False, True)
    )
    that(
        np.allclose(calm, noisy, rtol=1e-3, atol=1e-4),
        "학습할 때와 예측할 때 모델의 계산이 다릅니다. Dropout처럼 과제에 없는 것을 빼세요.",
        "The model computes otherwise in training than in prediction. Leave out what the task does "
        "not ask for, such as Dropout.",
    )
