"""What checks say about an answer.

Each function returns the answer in a plain form, or raises :class:`Mismatch` with one kind sentence
in Korean and English: what came back and what was expected. They accept every reasonable way of
writing a value: lists or arrays, tuples or lists, Python or NumPy numbers, built or unbuilt models.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import keras
import numpy as np

from rnnlab.sandbox import models
from rnnlab.sandbox.wire import Opaque
from rnnlab.text import Text, TextError

# A tiny number of significant digits keeps messages short; it never decides a comparison.
_SHOWN = 6


class Mismatch(TextError, AssertionError):
    """An answer that is not what the check expects; ``text`` says so in both languages."""


def that(condition: object, ko: str, en: str) -> None:
    """Raise :class:`Mismatch` with these sentences unless ``condition`` holds."""
    if not condition:
        raise Mismatch(ko, en)


def kind(value: object) -> Text:
    """Name what ``value`` is, without its contents: "배열 (6, 4, 1)", "an array (6, 4, 1)"."""
    match value:
        case None:
            return Text("None", "None")
        case Opaque():
            return Text(f"{value.type_name} 객체", f"a {value.type_name} object")
        case bool() | int() | float():
            return Text(f"수 {_number(value)}", f"the number {_number(value)}")
        case str():
            return Text(f"문자열 {_short(value)}", f"the string {_short(value)}")
        case np.ndarray():
            return Text(f"배열 {value.shape}", f"an array {value.shape}")
        case list() | tuple() | dict() | set():
            name = type(value).__name__
            return Text(f"원소가 {len(value)}개인 {name}", f"a {name} of {len(value)}")
        case keras.Model():
            return Text("Keras 모델", "a Keras model")
    return Text(f"{type(value).__name__} 객체", f"a {type(value).__name__} object")


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.{_SHOWN}g}"


def _short(value: object, limit: int = 60) -> str:
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _returned(value: object, ko: str, en: str) -> Mismatch:
    """Build "expected …, but … came back", with the usual reason for None."""
    if value is None:
        return Mismatch(
            f"{ko} 돌려주어야 하는데 None이 돌아왔습니다. return 문을 확인하세요.",
            f"Expected {en}, but the function returned None. Is a return statement missing?",
        )
    what = kind(value)
    return Mismatch(
        f"{ko} 돌려주어야 하는데 {what.ko}이(가) 돌아왔습니다.",
        f"Expected {en}, but got {what.en}.",
    )


def array(value: Any) -> np.ndarray:
    """Return ``value`` as a numeric or boolean array; lists, tuples and numbers count as arrays."""
    wrong = _returned(value, "숫자 배열을", "an array of numbers")
    if value is None or isinstance(value, (str, dict, Opaque, keras.Model)):
        raise wrong
    if isinstance(value, (set, frozenset)):
        raise wrong
    try:
        result = np.asarray(value)
    except ValueError:
        raise Mismatch(
            "행마다 길이가 달라 배열이 될 수 없는 값이 돌아왔습니다.",
            "The rows have different lengths, so they do not form an array.",
        ) from None
    if result.dtype.kind not in "biuf":
        raise wrong
    return result


def shape(value: Any, expected: Iterable[int | None]) -> np.ndarray:
    """Return ``value`` as an array of shape ``expected``; None stands for any size."""
    result, expected = array(value), tuple(expected)
    fits = result.ndim == len(expected) and all(
        want in (None, size) for size, want in zip(result.shape, expected, strict=True)
    )
    if not fits:
        raise Mismatch(
            f"배열의 모양이 {expected}이어야 하는데 {result.shape}입니다.",
            f"The array should have the shape {expected}, but has {result.shape}.",
        )
    return result


def number(value: Any) -> float:
    """Return ``value`` as a float; an array that holds exactly one number counts."""
    wrong = _returned(value, "수 하나를", "one number")
    if not isinstance(value, (bool, int, float, np.ndarray, list, tuple)):
        raise wrong
    try:
        result = array(value)
    except Mismatch:
        raise wrong from None
    if result.size != 1:
        raise wrong
    return float(result.reshape(()))


def text(value: Any) -> str:
    """Return ``value`` if it is a string."""
    if not isinstance(value, str):
        raise _returned(value, "문자열을", "a string")
    return value


def pair(value: Any, n: int = 2) -> tuple[Any, ...]:
    """Return ``value`` as a tuple of ``n`` things; a list counts."""
    if not isinstance(value, (tuple, list)) or len(value) != n:
        raise _returned(value, f"값 {n}개를", f"{n} values")
    return tuple(value)


def close(got: Any, want: Any, rtol: float = 1e-4, atol: float = 1e-5) -> None:
    """Numbers or arrays must have equal shapes and nearly equal values; NaN equals nothing."""
    want = np.asarray(want)
    got = shape(got, want.shape) if want.ndim else np.asarray(number(got))
    wrong = ~np.isclose(got, want, rtol=rtol, atol=atol)
    if not wrong.any():
        return
    where = tuple(int(i) for i in np.argwhere(wrong)[0])
    here, expected = _number(float(got[where])), _number(float(want[where]))
    at = f"[{', '.join(map(str, where))}]" if where else ""
    raise Mismatch(
        f"값{at}이 {expected}이어야 하는데 {here}입니다."
        + (f" (틀린 값 {wrong.sum()}/{wrong.size}개)" if at else ""),
        f"The value{at} should be {expected}, but is {here}."
        + (f" ({wrong.sum()} of {wrong.size} values are wrong)" if at else ""),
    )


def equal(got: Any, want: Any) -> None:
    """Whole values must be equal: numbers, strings, and lists, tuples, arrays or dicts of them."""
    path = _difference(got, want)
    if path is None:
        return
    at, here, expected = path
    should, but = _contents(expected), _contents(here)
    raise Mismatch(
        f"값{at}이 {should.ko}이어야 하는데 {but.ko}입니다.",
        f"The value{at} should be {should.en}, but is {but.en}.",
    )


def _contents(value: Any) -> Text:
    """Show a value by its contents, or an array of many numbers by what it is."""
    if not isinstance(value, np.ndarray):
        return Text(*[_short(_plain(value))] * 2)
    return kind(value) if value.size > 1000 else Text(*[_short(value.tolist())] * 2)


def _plain(value: Any) -> Any:
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


def _difference(got: Any, want: Any, at: str = "") -> tuple[str, Any, Any] | None:
    """Return where ``got`` first differs from ``want``, or None."""
    if isinstance(got, np.ndarray) and got.ndim and len(got) != _length(want):
        return at, got, want  # before a large array becomes a list
    got, want = _plain(got), _plain(want)
    if isinstance(want, list) and isinstance(got, list) and len(got) == len(want):
        parts = (
            _difference(g, w, f"{at}[{i}]") for i, (g, w) in enumerate(zip(got, want, strict=True))
        )
        return next((p for p in parts if p), None)
    if isinstance(want, dict) and isinstance(got, dict) and got.keys() == want.keys():
        parts = (_difference(got[k], want[k], f"{at}[{k!r}]") for k in want)
        return next((p for p in parts if p), None)
    same_kind = isinstance(got, str) == isinstance(want, str)
    simple = not isinstance(got, (list, dict, keras.Model, Opaque))
    return None if same_kind and simple and got == want else (at, got, want)


def model(value: Any, input_shape: Iterable[int | None] | None = None, dtype: str = "float32"):
    """Return ``value`` as a built ``keras.Model`` that takes ``(batch, *input_shape)``.

    A model that was not given its input shape is built here, as its first ``fit`` would do.
    """
    if not isinstance(value, keras.Model):
        raise _returned(value, "Keras 모델을", "a Keras model")
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


def _same_input(own: Any, wanted: tuple) -> None:
    if not _fits(own, wanted):
        raise Mismatch(
            f"모델의 입력 모양이 {wanted}이어야 하는데 {own}입니다.",
            f"The model's input shape should be {wanted}, but is {own}.",
        )


def _fits(own: Any, wanted: tuple) -> bool:
    """Whether two shapes agree, None standing for any size on either side."""
    return (
        isinstance(own, tuple)
        and len(own) == len(wanted)
        and all(None in (a, b) or a == b for a, b in zip(own, wanted, strict=True))
    )


def _built(value: keras.Model, input_shape: tuple, dtype: str) -> keras.Model:
    try:
        return models.build(value, input_shape, dtype)
    except models.Refused as error:
        why = error.text
        if error.__cause__ is not None:  # Keras's own words say more of an honest model
            why = Text(*[_short(str(error.__cause__), 200)] * 2)
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
            f"모델의 출력 모양이 {expected}이어야 하는데 {got}입니다.",
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
            f"모델에 {names} 레이어가 있어야 합니다. 지금 있는 레이어: {have}.",
            f"The model should have a {names} layer. It has: {have}.",
        )
    return found[0]


def loss_name(value: keras.Model) -> str:
    """Return the name of the model's loss, one name for each of its spellings in Keras."""
    return models.loss_name(value)


def from_logits(value: keras.Model) -> bool:
    """Whether the model's loss applies softmax or sigmoid itself."""
    return models.from_logits(value)


def compiled(value: keras.Model, loss: Any = None, optimizer: Any = None) -> None:
    """The model must be compiled, with one of these losses and optimizers (Keras's names)."""
    if not getattr(value, "compiled", False):
        raise Mismatch(
            "모델을 compile하지 않았습니다. model.compile(optimizer=..., loss=...)을 부르세요.",
            "The model is not compiled. Call model.compile(optimizer=..., loss=...).",
        )
    _one_of(models.loss_name(value), loss, Text("손실 함수", "loss"))
    _one_of(models.optimizer_name(value), optimizer, Text("옵티마이저", "optimizer"))


def _one_of(got: str, wanted: Any, what: Text) -> None:
    names = (wanted,) if isinstance(wanted, str) else wanted
    if names is not None and got not in names:
        listed = ", ".join(names)
        raise Mismatch(
            f"{what.ko}는 {listed}이어야 하는데 {got}입니다.",
            f"The {what.en} should be {listed}, but is {got}.",
        )


def akin(value: keras.Model, given: keras.Model) -> None:
    """The weights of ``value`` are those of ``given`` after a little training.

    They differ, but correlate: about 0 would be the correlation with weights drawn anew.
    """
    before, after = ([w.ravel() for w in m.get_weights()] for m in (given, value))
    shapes = [[w.shape for w in weights] for weights in (before, after)]
    before, after = (np.concatenate([np.zeros(0), *weights]) for weights in (before, after))
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
            f"모델이 모양 {np.shape(x)}의 입력을 계산하지 못합니다: {_short(str(error), 160)}",
            f"The model fails on an input of shape {np.shape(x)}: {_short(str(error), 160)}",
        ) from None
