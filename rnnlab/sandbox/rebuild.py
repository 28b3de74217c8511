"""Rebuild a Keras model from a description that nobody vouches for.

Every layer is constructed from the tables in ``allowed``; nothing that was sent reaches Keras's own
deserialisation. Sizes are added up *before* each layer is built, so that a short description can
take neither memory nor minutes.
"""

from __future__ import annotations

import itertools
import math
import re
import warnings

import keras
import numpy as np

from rnnlab.sandbox import allowed
from rnnlab.sandbox.allowed import Refused, malformed, refused_size
from rnnlab.sandbox.describe import OPERATORS, describe, mapped, tensors_in

MAX_CALLS = 8192
MAX_DRAWN = 5_000_000
MAX_ELEMENTS = 1 << 20
MAX_RANK = 8
MAX_WORK = 1_000_000_000
_CALL = 16
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}", re.ASCII)
_INPUT_DTYPES = ("float16", "float32", "float64", "bool", "int8", "int16", "int32", "int64")
# Where a layer's weights are: in its description, in that of the layer around it, or nowhere.
_HERE, _OUTSIDE, _DRAWN = "here", "outside", "drawn"


def rebuild(description: dict) -> keras.Model:
    """Return a new model built from ``description``; raises Refused, and nothing else."""
    return _guarded(lambda: _Builder().top(description))


def build(model: keras.Model, input_shape: tuple, dtype: str = "float32") -> keras.Model:
    """Return a built copy of an unbuilt Sequential, its sizes checked like those of a rebuilt one.

    ``input_shape`` has no batch axis. Raises Refused.
    """
    description = {**describe(model), "input": [[None, *input_shape], dtype]}
    return _guarded(lambda: _Builder().top(description, _DRAWN))


def _guarded(function):
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

    def __init__(self):
        self.layers = self.calls = self.work = 0
        self.parameters = {_HERE: 0, _OUTSIDE: 0, _DRAWN: 0}
        self.costs = {}

    def top(self, description, weights=_HERE):
        if type(description) is not dict or "compile" not in description:
            raise malformed()
        architecture = {k: v for k, v in description.items() if k != "compile"}
        if architecture.get("input", ()) is None:
            weights = _DRAWN
        model = self._model(architecture, weights, set())
        if description["compile"] is not None:
            _compile(model, *_fields(description["compile"], *_COMPILE))
        return model

    def _any(self, description, weights, names):
        if type(description) is dict and description.get("class") in ("Sequential", "Functional"):
            return self._model(description, weights, names)
        return self._layer(description, weights, names)

    def _model(self, description, weights, names):
        self._count_layer()
        calls, work = self.calls, self.work
        kinds = {"Sequential": self._sequential, "Functional": self._functional}
        model = kinds[description.get("class")](description, weights, names)
        self.costs[id(model)] = (self.calls - calls) // _CALL, self.work - work
        if description["trainable"] is False:
            model.trainable = False
        return model

    def _sequential(self, description, weights, names):
        _, name, _, source, layers = _fields(
            description, "class", "name", "trainable", "input", "layers"
        )
        if source is None and weights != _DRAWN:
            raise malformed()
        name, inside = _free_name(name, names), set()
        built = [self._any(d, weights, inside) for d in _list(layers)]
        first = [] if source is None else [_input(*_list(source, 2))]
        shape = first[0].shape if first else (None, None, 1)
        for layer in built:
            self._charge(layer, shape, weights, known=bool(first))
            shape = _shape_after(layer, shape, known=bool(first))
        model = keras.Sequential([*first, *built], name=name)
        _set_weights(built, layers, weights)
        return model

    def _functional(self, description, weights, names):
        _, name, _, inputs, layers, steps, structure = _fields(
            description, "class", "name", "trainable", "inputs", "layers", "steps", "structure"
        )
        name, inside = _free_name(name, names), set()
        tensors = [_input(*_list(x, 3), inside) for x in _list(inputs)]
        built = [self._any(d, weights, inside) for d in _list(layers)]
        for step in _list(steps):
            tensors.extend(self._step(built, tensors, weights, *_list(step, 3)))
        inputs, outputs = (_untree(x, tensors) for x in _list(structure, 2))
        if type(inputs) is list and len(inputs) == 1:
            inputs = inputs[0]  # else Keras warns at every call with a bare array
        model = keras.Model(inputs, outputs, name=name)
        _set_weights(built, layers, weights)
        return model

    def _step(self, layers, tensors, weights, operation, args, kwargs):
        args, kwargs = _untree(args, tensors), _untree(kwargs, tensors)
        if type(args) is not tuple or type(kwargs) is not dict:
            raise malformed()
        if type(operation) is str:
            self._spend(_CALL)
            outputs = _operate(operation, *args)
            # Keras counts its automatic names, so one of them may be a layer's name already.
            outputs._keras_history.operation.name = f"operator_{len(tensors)}"
        else:
            layer = _at(layers, operation)
            if not set(kwargs) <= {"initial_state", "mask"}:
                raise malformed()
            self._charge_call(layer, [t.shape for t in tensors_in(args)], weights)
            outputs = layer(*args, **kwargs)
        outputs = keras.tree.flatten(outputs)
        for tensor in outputs:
            _check_shape(tensor.shape)
        return outputs

    def _layer(self, description, weights, names):
        """Construct (not build) one layer."""
        self._count_layer()
        kind, name, trainable, dtype, arguments, _ = _fields(
            description, "class", "name", "trainable", "dtype", "arguments", "weights"
        )
        if type(arguments) is not dict or type(trainable) is not bool:
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

    def _constructor(self, kind, arguments, weights):
        specs = allowed.LAYERS[kind]
        inside = {k: v for k, v in arguments.items() if specs.get(k) in _INSIDE}
        plain = {k: v for k, v in arguments.items() if k not in inside}
        plain = allowed.checked(plain, specs)
        if weights != _DRAWN:  # they follow, and an orthogonal matrix takes long to draw
            plain.update({k: "zeros" for k in specs if k.endswith("_initializer")})
            weights = _OUTSIDE
        return {**plain, **{k: self._inside(kind, v, weights) for k, v in inside.items()}}

    def _inside(self, kind, value, weights):
        if kind == "StackedRNNCells":
            return [self._inner(v, _WITHIN[kind], weights) for v in _list(value)]
        return self._inner(value, _WITHIN[kind], weights)

    def _inner(self, description, wanted, weights):
        if type(description) is not dict or description.get("class") not in wanted:
            raise malformed()
        return self._any(description, weights, set())

    def _count_layer(self):
        self.layers += 1
        if self.layers > allowed.MAX_LAYERS:
            raise refused_size()

    def _spend(self, calls=0, work=0):
        self.calls += calls
        self.work += work
        if self.calls > MAX_CALLS or self.work > MAX_WORK:
            raise refused_size()

    def _charge_call(self, layer, shapes, weights):
        self._charge(layer, shapes[0], weights)
        if len(shapes) > 1 and type(layer) in (keras.layers.Dot, keras.layers.Attention):
            sizes = [math.prod(n or 1 for n in shape[1:]) for shape in shapes]
            work = math.prod(sizes) // (shapes[0][-1] or 1)
            _check_shape((None, work // (shapes[1][-1] or 1)))
            self._spend(0, work)

    def _charge(self, layer, shape, weights, known=True, times=1):
        """Account for ``times`` calls of ``layer`` on ``shape``, as far as that is ``known``."""
        _check_shape(shape)
        if id(layer) in self.costs and layer.built:
            calls, work = self.costs[id(layer)]
            self._spend(calls * max(times, _CALL), work * times)
        elif isinstance(layer, keras.Sequential):
            for inner in layer.layers:
                self._charge(inner, shape, weights, known, times)
                shape = _shape_after(inner, shape, known)
        elif type(layer) is keras.layers.TimeDistributed:
            step = (shape[0], *shape[2:]) if known else shape
            self._charge(layer.layer, step, weights, known, times * (shape[1] or 1))
        elif type(layer) is keras.layers.Bidirectional:
            self._charge(layer.forward_layer, shape, weights, known, times)
            self._charge(layer.backward_layer, shape, weights, known, times)
        else:
            self._charge_leaf(layer, shape, weights, times)

    def _charge_leaf(self, layer, shape, weights, times):
        count = _parameter_bound(layer, shape)
        self.parameters[weights] += 0 if layer.built else count
        if self.parameters[weights] > (MAX_DRAWN if weights == _DRAWN else allowed.MAX_PARAMETERS):
            raise refused_size()
        positions = math.prod(n or 1 for n in shape[1:-1])
        looked_up = type(layer) is keras.layers.Embedding
        steps = positions if hasattr(layer, "cell") else 1  # a loop, one call after another
        self._spend(max(times * steps, _CALL), 0 if looked_up else count * positions * times)


_INSIDE = (allowed.inner, allowed.inners)
_COMPILE = ("optimizer", "loss", "loss_weights", "metrics")
_WITHIN = {
    "RNN": allowed.CELLS,
    "StackedRNNCells": allowed.CELLS,
    "Bidirectional": allowed.RECURRENT,
    "TimeDistributed": ("Sequential", "Functional", *(set(allowed.LAYERS) - set(allowed.CELLS))),
}


def _parameter_bound(layer, shape):
    """Return at least the number of parameters that ``layer`` will have."""
    last = shape[-1] or 1
    if type(layer) is keras.layers.Embedding:
        return layer.input_dim * layer.output_dim
    if type(layer) is keras.layers.Dense:
        return layer.units * (last + 1)
    if type(layer) is keras.layers.Conv1D:
        return layer.filters * (layer.kernel_size[0] * last + 1)
    if hasattr(layer, "cell"):
        widths = [last, *_cell_units(layer)]
        return sum(4 * u * (x + u + 2) for x, u in itertools.pairwise(widths))
    if type(layer) in (keras.layers.BatchNormalization, keras.layers.LayerNormalization):
        return 4 * math.prod(n or 1 for n in shape[1:])
    return 0


def _cell_units(layer):
    return [cell.units for cell in getattr(layer.cell, "cells", [layer.cell])]


def _width(layer):
    """Return the size of the last axis that ``layer`` gives, None when it keeps its input's."""
    if isinstance(layer, keras.Model):
        return layer.output_shape[-1]
    if type(layer) is keras.layers.TimeDistributed:
        return _width(layer.layer)
    if type(layer) is keras.layers.Bidirectional:
        return 2 * _width(layer.forward_layer)
    if hasattr(layer, "cell"):
        return _cell_units(layer)[-1]
    return next(
        (getattr(layer, k) for k in ("units", "filters", "output_dim") if hasattr(layer, k)), None
    )


def _shape_after(layer, shape, known):
    """Return the output's shape; in a model yet to be built only the last axis is followed."""
    if known:
        return layer.compute_output_shape(shape)
    return (None, None, _width(layer) or shape[-1])


def _check_shape(shape):
    if len(shape) > MAX_RANK or math.prod(n or 1 for n in shape) > MAX_ELEMENTS:
        raise refused_size()


def _input(shape, dtype, name=None, names=None):
    if (
        any(n is not None and type(n) is not int for n in _list(shape))
        or dtype not in _INPUT_DTYPES
    ):
        raise malformed()
    _check_shape(shape)
    name = None if names is None else _free_name(name, names)
    return keras.Input(batch_shape=tuple(shape), dtype=dtype, name=name)


def _free_name(name, names):
    """Return ``name``, or another one if it is unsafe or taken."""
    if type(name) is not str or not _NAME.fullmatch(name) or name in names:
        name = next(f"layer_{i}" for i in range(len(names) + 1) if f"layer_{i}" not in names)
    names.add(name)
    return name


def _operate(name, *args):
    tensors = [isinstance(x, keras.KerasTensor) for x in args]
    plain = all(t or type(x) in (int, float) for t, x in zip(tensors, args, strict=True))
    if not (tensors[0] if name == "GetItem" else any(tensors) and plain):
        raise malformed()
    return OPERATORS[name](*args)


def _untree(x, tensors):
    """Return the call arguments that ``Graph.tree`` described."""
    if x is None or type(x) in (bool, int, float):
        return x
    kind, *parts = _list(x)
    if kind == "tensor":
        return _at(tensors, *parts)
    if kind == "dict":
        return {k: _untree(v, tensors) for k, v in parts}
    kinds = {"slice": slice, "list": lambda *v: list(v), "tuple": lambda *v: v}
    kinds["ellipsis"] = lambda: Ellipsis
    return kinds[kind](*(_untree(v, tensors) for v in parts))


def _at(items, index):
    if type(index) is not int or not 0 <= index < len(items):
        raise malformed()
    return items[index]


def _list(x, length=None):
    if type(x) is not list or (length is not None and len(x) != length):
        raise malformed()
    return x


def _fields(description, *names):
    if type(description) is not dict or set(description) != set(names):
        raise malformed()
    return [description[name] for name in names]


def _set_weights(layers, descriptions, weights):
    if weights != _HERE:
        return
    for layer, description in zip(layers, descriptions, strict=True):
        if isinstance(layer, keras.Model):
            continue
        arrays = _list(description["weights"], len(layer.weights))
        for array, variable in zip(arrays, layer.weights, strict=True):
            _check_weight(array, variable)
        layer.set_weights(arrays)


def _check_weight(array, variable):
    if type(array) is not np.ndarray or array.shape != tuple(variable.shape):
        raise malformed()
    if array.dtype.name != keras.backend.standardize_dtype(variable.dtype):
        raise malformed()
    allowed.check_finite(array)


def _compile(model, optimizer, loss, loss_weights, metrics):
    name, arguments = _fields(optimizer, "class", "arguments")
    optimizer = allowed.one_of(keras.optimizers, allowed.OPTIMIZERS)([name, arguments])
    model.compile(
        optimizer=optimizer,
        loss=mapped(_loss, loss, list),
        loss_weights=mapped(allowed.number(-1e6, 1e6), loss_weights, list),
        metrics=mapped(allowed.choice(*allowed.METRICS), metrics, list),
    )


def _loss(description):
    if type(description) is not tuple or len(description) != 2:
        raise malformed()
    name, arguments = description
    return allowed.one_of(keras.losses, allowed.LOSSES)([allowed.LOSS_CLASSES[name], arguments])
