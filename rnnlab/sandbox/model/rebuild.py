"""Rebuild a Keras model from a description that nobody vouches for.

Every layer is constructed from the tables in ``allowed``; nothing that was sent reaches Keras's own
deserialisation. Sizes are added up *before* each layer is built, so that a short description can
take neither memory nor minutes.
"""

from __future__ import annotations

import contextlib
import functools
import math
import re
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

import keras
import numpy as np

from rnnlab.sandbox.model import allowed
from rnnlab.sandbox.model.allowed import Refused, malformed
from rnnlab.sandbox.model.budget import (
    CALL,
    DRAWN,
    HERE,
    OUTSIDE,
    Budget,
    Cost,
    Place,
    Shape,
    elements,
    guessed,
    shape_after,
)
from rnnlab.sandbox.model.compiled import CUSTOM, CustomLoss, CustomOptimizer, mapped
from rnnlab.sandbox.model.describe import OPERATORS, describe, tensors_in

_T = TypeVar("_T")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)
_INPUT_DTYPES = ("float16", "float32", "float64", "bool", "int8", "int16", "int32", "int64")


def rebuild(description: object) -> keras.Model:
    """Return a new model built from ``description``; raises Refused, and nothing else."""
    return _guarded(lambda: _Builder().top(description))


def build(
    model: keras.Model, input_shape: tuple[int | None, ...], dtype: str = "float32"
) -> keras.Model:
    """Return a built copy of an unbuilt Sequential, its sizes checked like those of a rebuilt one.

    ``input_shape`` has no batch axis. Raises Refused.
    """
    description = {**describe(model), "input": [[None, *input_shape], dtype]}
    return _guarded(lambda: _Builder().top(description, DRAWN))


def _guarded(function: Callable[[], _T]) -> _T:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return function()
    except Refused:
        raise
    except Exception as error:
        raise malformed() from error


class _Builder:
    """Builds one model, adding up what it costs before each step."""

    def __init__(self) -> None:
        self.budget = Budget()
        self.sizes: dict[int, Shape] = {}  # of tensors that have an axis of unknown length

    def top(self, description: object, weights: Place = HERE) -> keras.Model:
        if type(description) is not dict or "compile" not in description:
            raise malformed()
        architecture = {k: v for k, v in description.items() if k != "compile"}
        if architecture.get("input", ()) is None:
            weights = DRAWN
        model = self._model(architecture, weights, set())
        if description["compile"] is not None:
            _compile(model, *_fields(description["compile"], *_COMPILE))
        return model

    def _any(self, description: object, weights: Place, names: set[str]) -> keras.Layer:
        if type(description) is dict and description.get("class") in ("Sequential", "Functional"):
            return self._model(description, weights, names)
        return self._layer(description, weights, names)

    def _model(
        self, description: dict[object, object], weights: Place, names: set[str]
    ) -> keras.Model:
        self.budget.count_layer()
        budget = self.budget
        calls, work, largest, budget.largest = budget.calls, budget.work, budget.largest, 0
        kinds: dict[object, Callable[[object, Place, set[str]], keras.Model]] = {
            "Sequential": self._sequential,
            "Functional": self._functional,
        }
        model = kinds[description.get("class")](description, weights, names)
        given = sum(elements(t.shape) for t in getattr(model, "inputs", None) or []) or 1
        spent = (budget.calls - calls) // CALL, budget.work - work
        budget.costs[id(model)] = Cost(*spent, budget.largest, given)
        budget.largest = max(budget.largest, largest)
        if description["trainable"] is False:
            model.trainable = False
        return model

    def _sequential(self, description: object, weights: Place, names: set[str]) -> keras.Model:
        _, name, _, source, layers = _fields(
            description, "class", "name", "trainable", "input", "layers"
        )
        if source is None and weights != DRAWN:
            raise malformed()
        inside: set[str] = set()
        described = _list(layers)
        built = [self._any(d, weights, inside) for d in described]
        first = [] if source is None else [_input(*_pair(source))]
        shape: Shape = guessed(first[0].shape) if first else (None, None, 1)
        for layer in built:
            self.budget.charge(layer, shape, weights, known=bool(first))
            shape = shape_after(layer, shape, known=bool(first))
            self.budget.hold(shape)
        model = keras.Sequential([*first, *built], name=_free_name(name, names))
        _set_weights(built, described, weights)
        return model

    def _functional(self, description: object, weights: Place, names: set[str]) -> keras.Model:
        _, name, _, inputs, layers, steps, structure = _fields(
            description, "class", "name", "trainable", "inputs", "layers", "steps", "structure"
        )
        inside: set[str] = set()
        tensors = [_named_input(x, inside) for x in _list(inputs)]
        described = _list(layers)
        built = [self._any(d, weights, inside) for d in described]
        for step in _list(steps):
            tensors.extend(self._step(built, tensors, weights, *_list(step, 3)))
        inputs, outputs = (_untree(x, tensors) for x in _list(structure, 2))
        if type(inputs) is list and len(inputs) == 1:
            inputs = inputs[0]  # else Keras warns at every call with a bare array
        model = keras.Model(inputs, outputs, name=_free_name(name, names))
        _set_weights(built, described, weights)
        return model

    def _step(
        self,
        layers: list[keras.Layer],
        tensors: list[keras.KerasTensor],
        weights: Place,
        operation: object,
        args: object,
        kwargs: object,
    ) -> list[keras.KerasTensor]:
        args, kwargs = _untree(args, tensors), _untree(kwargs, tensors)
        if type(args) is not tuple or type(kwargs) is not dict:
            raise malformed()
        if type(operation) is str:
            self.budget.spend(CALL)
            function: Callable[..., Any] = functools.partial(_operate, operation)
            outputs = function(*args)
            # Keras counts its automatic names, so one of them may be a layer's name already.
            outputs._keras_history.operation.name = f"operator_{len(tensors)}"
        else:
            layer = _at(layers, operation)
            if not set(kwargs) <= {"initial_state", "mask"}:
                raise malformed()
            self.budget.charge_call(layer, list(map(self._size, tensors_in(args))), weights)
            function = layer.compute_output_spec
            outputs = layer(*args, **kwargs)
        outputs = keras.tree.flatten(outputs)
        if any(None in tensor.shape[1:] for tensor in outputs):
            self._guess(function, args, kwargs, outputs)
        for tensor in outputs:
            self.budget.hold(self._size(tensor))
        return outputs

    def _size(self, tensor: keras.KerasTensor) -> Shape:
        return self.sizes.get(id(tensor)) or guessed(tensor.shape)

    def _guess(self, function: Callable[..., Any], args: Any, kwargs: Any, outputs: Any) -> None:
        """Note how long outputs would be, had the inputs the lengths that they are taken for."""

        def sized(x: object) -> object:
            if isinstance(x, keras.KerasTensor):
                return keras.KerasTensor(self._size(x), dtype=x.dtype)
            return x

        args, kwargs = (keras.tree.map_structure(sized, x) for x in (args, kwargs))
        with contextlib.suppress(ValueError):  # lengths that do not fit
            found = keras.tree.flatten(function(*args, **kwargs))
            self.sizes |= {id(t): f.shape for t, f in zip(outputs, found, strict=True)}

    def _layer(self, description: object, weights: Place, names: set[str]) -> keras.Layer:
        """Construct (not build) one layer."""
        self.budget.count_layer()
        kind, name, trainable, dtype, arguments, _ = _fields(description, *_LAYER)
        if type(kind) is not str or type(arguments) is not dict or type(trainable) is not bool:
            raise malformed()
        if dtype not in ("float32", "float64"):
            raise Refused(
                "모델의 dtype은 float32나 float64여야 합니다.",
                "The model's dtype must be float32 or float64.",
            )
        arguments = self._constructor(kind, arguments, weights)
        name = _free_name(name, names)
        layer = getattr(keras.layers, kind)(**arguments, name=name, dtype=dtype)
        layer.trainable = trainable
        return layer

    def _constructor(
        self, kind: str, arguments: dict[str, object], weights: Place
    ) -> dict[str, object]:
        specs = allowed.LAYERS[kind]
        inside = {k: v for k, v in arguments.items() if specs.get(k) in _INSIDE}
        plain = {k: v for k, v in arguments.items() if k not in inside}
        plain = allowed.checked(plain, specs)
        if weights != DRAWN:  # they follow, and an orthogonal matrix takes long to draw
            plain.update({k: "zeros" for k in specs if k.endswith("_initializer")})
            weights = OUTSIDE
        return {**plain, **{k: self._inside(kind, v, weights) for k, v in inside.items()}}

    def _inside(self, kind: str, value: object, weights: Place) -> keras.Layer | list[keras.Layer]:
        if kind == "StackedRNNCells":
            return [self._inner(v, _WITHIN[kind], weights) for v in _list(value)]
        return self._inner(value, _WITHIN[kind], weights)

    def _inner(self, description: object, wanted: tuple[str, ...], weights: Place) -> keras.Layer:
        if type(description) is not dict or description.get("class") not in wanted:
            raise malformed()
        return self._any(description, weights, set())


_INSIDE = (allowed.inner, allowed.inners)
_LAYER = ("class", "name", "trainable", "dtype", "arguments", "weights")
_COMPILE = ("optimizer", "loss", "loss_weights", "metrics")
_WITHIN = {
    "RNN": allowed.CELLS,
    "StackedRNNCells": allowed.CELLS,
    "Bidirectional": allowed.RECURRENT,
    "TimeDistributed": ("Sequential", "Functional", *(set(allowed.LAYERS) - set(allowed.CELLS))),
}


def _named_input(description: object, names: set[str]) -> keras.KerasTensor:
    shape, dtype, name = _list(description, 3)
    return _input(shape, dtype, _free_name(name, names))


def _input(shape: object, dtype: object, name: str | None = None) -> keras.KerasTensor:
    axes = [_axis(n) for n in _list(shape)]
    if dtype not in _INPUT_DTYPES:
        raise malformed()
    Budget().hold(axes)
    return keras.Input(batch_shape=tuple(axes), dtype=dtype, name=name)


def _axis(n: object) -> int | None:
    if n is None or type(n) is int:
        return n
    raise malformed()


def _free_name(name: object, names: set[str]) -> str:
    """Return ``name``, or another one if it is unsafe or taken."""
    if type(name) is not str or not _NAME.fullmatch(name) or name in names:
        name = next(f"layer_{i}" for i in range(len(names) + 1) if f"layer_{i}" not in names)
    names.add(name)
    return name


def _operate(name: str, *args: object) -> keras.KerasTensor:
    tensors = [isinstance(x, keras.KerasTensor) for x in args]
    plain = all(t or type(x) in (int, float) for t, x in zip(tensors, args, strict=True))
    if not (tensors[0] if name == "GetItem" else any(tensors) and plain):
        raise malformed()
    return OPERATORS[name](*args)


def _untree(x: object, tensors: list[keras.KerasTensor]) -> object:
    """Return the call arguments that ``Graph.tree`` described."""
    if x is None or type(x) in (bool, int, float):
        return x
    kind, *parts = _list(x)
    if kind == "tensor":
        return _at(tensors, *parts)
    if kind == "dict":
        return {k: _untree(v, tensors) for k, v in map(_pair, parts)}
    kinds: dict[object, Callable[..., object]]
    kinds = {"slice": slice, "list": lambda *v: list(v), "tuple": lambda *v: v}
    kinds["ellipsis"] = lambda: Ellipsis
    return kinds[kind](*(_untree(v, tensors) for v in parts))


def _at(items: list[_T], index: object) -> _T:
    if type(index) is not int or not 0 <= index < len(items):
        raise malformed()
    return items[index]


def _list(x: object, length: int | None = None) -> list[object]:
    if type(x) is not list or (length is not None and len(x) != length):
        raise malformed()
    return x


def _pair(x: object) -> tuple[object, object]:
    first, second = _list(x, 2)
    return first, second


def _fields(description: object, *names: str) -> list[object]:
    if type(description) is not dict or set(description) != set(names):
        raise malformed()
    return [description[name] for name in names]


def _set_weights(layers: list[keras.Layer], descriptions: list[object], weights: Place) -> None:
    if weights != HERE:
        return
    for layer, description in zip(layers, descriptions, strict=True):
        if isinstance(layer, keras.Model):
            continue
        *_, found = _fields(description, *_LAYER)
        arrays = _list(found, len(layer.weights))
        for array, variable in zip(arrays, layer.weights, strict=True):
            _check_weight(array, variable)
        layer.set_weights(arrays)


def _check_weight(array: object, variable: keras.Variable) -> None:
    if type(array) is not np.ndarray or array.shape != tuple(variable.shape):
        raise malformed()
    if array.dtype.name != keras.backend.standardize_dtype(variable.dtype):
        raise malformed()
    allowed.check_finite(array)


def _compile(
    model: keras.Model, optimizer: object, loss: object, loss_weights: object, metrics: object
) -> None:
    model.compile(
        optimizer=_optimizer(*_fields(optimizer, "class", "arguments")),
        loss=mapped(_loss, loss, (list,)),
        loss_weights=mapped(_loss_weight, loss_weights, (list,)),
        metrics=mapped(allowed.choice(*allowed.METRICS), metrics, (list,)),
    )


def _optimizer(name: object, arguments: object) -> keras.Optimizer:
    if name == CUSTOM:
        specs = {**allowed.NAMED, "learning_rate": allowed.SETTINGS["learning_rate"]}
        return CustomOptimizer.from_config(allowed.checked(arguments, specs))
    return allowed.one_of(keras.optimizers, allowed.OPTIMIZERS)([name, arguments])


def _loss_weight(value: object) -> object:
    if type(value) is float and math.isnan(value):
        return value
    return allowed.number(-1e6, 1e6)(value)


def _loss(description: object) -> keras.Loss:
    if type(description) is not tuple or len(description) != 2:
        raise malformed()
    name, arguments = description
    if name == CUSTOM:
        return CustomLoss(str(allowed.checked(arguments, allowed.NAMED)["name"]))
    return allowed.one_of(keras.losses, allowed.LOSSES)([allowed.LOSS_CLASSES[name], arguments])
