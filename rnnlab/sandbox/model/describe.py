"""Describe a Keras model as plain data; this runs where the student's code runs.

Tensors of a functional model are numbered in the order in which they appear: first the inputs,
then the outputs of every step.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any, TypeAlias

import keras
import numpy as np
from keras.src.models.functional import Functional

from rnnlab.sandbox.model import allowed
from rnnlab.sandbox.model.allowed import Refused, check_finite, refused_size
from rnnlab.sandbox.model.compiled import compile_settings, config_of
from rnnlab.text import particle

Description: TypeAlias = dict[str, object]
# A call in Keras's graph (keras.src.ops.node.Node): the layer or operation, its arguments, outputs.
Call: TypeAlias = Any
Numbered: TypeAlias = "bool | int | float | str | list[Numbered] | None"  # arguments as data

OPERATORS: dict[str, Callable[..., object]] = {
    **{"GetItem": operator.getitem, "Add": operator.add, "Subtract": operator.sub},
    **{"Multiply": operator.mul, "TrueDivide": operator.truediv, "Negative": operator.neg},
}
LAYER_CLASSES = {getattr(keras.layers, name): name for name in allowed.LAYERS}


def describe(model: keras.Model) -> Description:
    """Return ``model`` as plain data: architecture, weights (when built) and compile settings.

    Raises Refused when it holds something that the grader cannot rebuild.
    """
    if _size(model) > allowed.MAX_PARAMETERS:
        raise refused_size()
    return {**_architecture(model, weights=True), "compile": compile_settings(model)}


def _size(model: keras.Model) -> int:
    return sum(math.prod(w.shape) for w in model.weights)


def _architecture(model: keras.Model, weights: bool) -> Description:
    common = {"name": model.name, "trainable": bool(model.trainable)}
    if type(model) is keras.Sequential:
        return {"class": "Sequential", **common, **_sequential(model, weights)}
    if type(model) is Functional:
        return {"class": "Functional", **common, **_functional(model, weights)}
    raise refused_layer(model)


def _sequential(model: keras.Model, weights: bool) -> Description:
    source = _sequential_input(model)
    weights = weights and source is not None
    return {"input": source, "layers": [_any_layer(x, weights) for x in model.layers]}


def _sequential_input(model: keras.Model) -> list[object] | None:
    """Return [shape, dtype] of the model's input, or None when it has not been built."""
    layers = model.layers
    if model.built and model.inputs:
        shape, dtype = model.inputs[0].shape, model.inputs[0].dtype
    elif layers and all(x.built for x in layers) and layers[0].get_build_config():
        shape = layers[0].get_build_config()["input_shape"]
        dtype = "int32" if type(layers[0]) is keras.layers.Embedding else "float32"
    else:
        return None
    # A model that was built by data remembers their batch; only stateful layers depend on it.
    stateful = any(getattr(x, "stateful", False) for x in layers)
    return [[shape[0] if stateful else None, *shape[1:]], dtype]


def _functional(model: keras.Model, weights: bool) -> Description:
    graph = Graph(model)
    layers = [_any_layer(x, weights) for x in graph.layers]
    return {
        "inputs": [[list(t.shape), str(t.dtype), t._keras_history[0].name] for t in model.inputs],
        "layers": layers,
        "steps": [[graph.operation(n), *map(graph.tree, call_arguments(n))] for n in graph.nodes],
        "structure": [graph.tree(model._inputs_struct), graph.tree(model._outputs_struct)],
    }


class Graph:
    """The steps of a functional model: nodes in topological order, layers, numbered tensors.

    Nodes are found backwards from the outputs, so that the operations with which Keras computes
    its own masks, which come again by themselves, are left out.
    """

    def __init__(self, model: keras.Model) -> None:
        self.layers: list[keras.Layer] = []
        self.nodes: list[Call] = []
        self.numbers: dict[int, int] = {id(t): i for i, t in enumerate(model.inputs)}
        for tensor in model.outputs:
            self._visit(tensor)

    def _visit(self, tensor: keras.KerasTensor) -> None:
        pending = [tensor]
        while pending:
            tensor = pending[-1]
            if id(tensor) in self.numbers:
                pending.pop()
                continue
            operation, index, _ = tensor._keras_history
            node = operation._inbound_nodes[index]
            missing = [t for t in tensors_in(call_arguments(node)) if id(t) not in self.numbers]
            pending.extend(reversed(missing))
            if not missing:
                self._append(node)

    def _append(self, node: Call) -> None:
        self.nodes.append(node)
        if isinstance(node.operation, keras.Layer) and node.operation not in self.layers:
            self.layers.append(node.operation)
        for tensor in node.outputs:
            self.numbers[id(tensor)] = len(self.numbers)

    def operation(self, node: Call) -> int | str:
        """Return the number of the node's layer, or the name of its operator."""
        if node.operation in self.layers:
            return self.layers.index(node.operation)
        if type(node.operation).__name__ not in OPERATORS:
            raise refused_layer(node.operation)
        return type(node.operation).__name__

    def tree(self, x: object) -> Numbered:
        """Return call arguments as data: every structure a list that begins with its kind."""
        if isinstance(x, keras.KerasTensor):
            return ["tensor", self.numbers[id(x)]]
        if isinstance(x, slice):
            return ["slice", *map(self.tree, (x.start, x.stop, x.step))]
        if isinstance(x, (list, tuple)):
            return ["list" if isinstance(x, list) else "tuple", *map(self.tree, x)]
        if isinstance(x, dict):
            return ["dict", *([str(k), self.tree(v)] for k, v in x.items())]
        if x is Ellipsis:
            return ["ellipsis"]
        if x is None or type(x) is bool or type(x) is int or type(x) is float:
            return x
        raise Refused(
            "모델의 계산에 텐서와 숫자 말고 다른 값(직접 만든 가중치 같은)이 들어 있어서 채점할 수 "
            "없습니다. keras.layers의 층만 불러서 만드세요.",
            "The model cannot be graded, as it computes with other things than tensors and "
            "numbers, such as weights of your own; build it only of layers in keras.layers.",
        )


def call_arguments(node: Call) -> tuple[tuple[object, ...], dict[str, object]]:
    """Return (args, kwargs) of a call, without a mask that Keras put there by itself."""
    args, kwargs = node.arguments.args, dict(node.arguments.kwargs)
    kwargs.pop("training", None)
    mask = kwargs.get("mask")
    if mask is not None and any(getattr(t, "_keras_mask", None) is mask for t in tensors_in(args)):
        del kwargs["mask"]
    return args, {k: v for k, v in kwargs.items() if v is not None}


def tensors_in(x: object) -> list[keras.KerasTensor]:
    """Return the Keras tensors in nested arguments, in order."""
    return [t for t in keras.tree.flatten(x) if isinstance(t, keras.KerasTensor)]


def _any_layer(layer: keras.Layer, weights: bool) -> Description:
    if isinstance(layer, keras.Model):
        return _architecture(layer, weights)
    name = LAYER_CLASSES.get(type(layer))
    if name is None:
        raise refused_layer(layer)
    policy = layer.dtype_policy.name
    return {
        "class": name,
        "name": layer.name,
        "trainable": bool(layer.trainable),
        "dtype": policy,
        "arguments": layer_arguments(layer, name, initializers=not layer.built),
        "weights": _weights(layer) if weights else None,
    }


def _weights(layer: keras.Layer) -> list[np.ndarray]:
    weights = [np.asarray(w) for w in layer.get_weights()]  # a weight without axes is a scalar
    for array in weights:
        check_finite(array)
    return weights


def layer_arguments(layer: keras.Layer, name: str, initializers: bool = False) -> Description:
    """Return the constructor arguments of an allowed layer as plain data."""
    specs = allowed.LAYERS[name]
    found: dict[str, Any] = {
        "layer": getattr(layer, "forward_layer", None) or getattr(layer, "layer", None),
        **{k: getattr(layer, k, None) for k in ("backward_layer", "cell", "cells")},
    }
    arguments: Description = {
        k: [_any_layer(x, False) for x in found[k]] if k == "cells" else _any_layer(found[k], False)
        for k, spec in specs.items()
        if spec in (allowed.inner, allowed.inners)
    }
    activations = {k: _activation(layer, k) for k in specs if k.endswith("activation")}
    for key, value in config_of(layer).items():
        if key in arguments or (key.endswith("_initializer") and not initializers):
            continue
        if key in specs:
            value = activations.get(key, value)
            arguments[key] = _plain(value, name, key)
        elif key not in allowed.IRRELEVANT and value not in (None, False):
            raise _refused_argument(name, key)
    return arguments


def _activation(layer: keras.Layer, key: str) -> str:
    """Return Keras's name for the layer's activation, and give the layer what has the name.

    ``tf.nn.relu``, ``lambda x: keras.ops.tanh(x)`` and a layer are found by what they return.
    Keras cannot write a lambda into a configuration where its source is not in a file.
    """
    function, named = getattr(layer, key), {n: getattr(keras.activations, n) for n in _NAMES}
    name = next((n for n, known in named.items() if function is known), None)
    if name is None:
        name = next((n for n, known in named.items() if _equal(function, known)), None)
        if name is None:
            raise _refused_activation()
        setattr(getattr(layer, "cell", layer), key, named[name])
    return name


_NAMES = allowed.ACTIVATIONS
_PROBE = np.random.default_rng(0).uniform(-8, 8, (8, 16)).astype("float32")


def _equal(function: Any, known: Any) -> bool:
    try:
        got = np.asarray(function(keras.ops.convert_to_tensor(_PROBE)))
    except Exception:  # noqa: BLE001  the student's own function raises whatever it raises
        return False
    alike = got.shape == _PROBE.shape and got.dtype.kind == "f"
    return alike and np.allclose(got, known(_PROBE), rtol=1e-4, atol=1e-6)


def _plain(value: object, owner: str, key: str) -> object:
    """Return a configuration value as data: scalars, tuples, or [class name, arguments]."""
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(v, owner, key) for v in value]
    if isinstance(value, dict) and str(value.get("module")).startswith("keras."):
        config = {k: v for k, v in value["config"].items() if v is not None and k != "seed"}
        return [value["class_name"], {k: _plain(v, owner, key) for k, v in config.items()}]
    if isinstance(value, np.generic):
        return value.item()
    raise _refused_argument(owner, key)


def refused_layer(layer: object) -> Refused:
    """Say what cannot be rebuilt, and what a model may consist of."""
    name = type(layer).__name__
    ko, en = f"{name}{particle(name, '은/는')}", name
    if isinstance(layer, keras.layers.Lambda):
        ko, en = "이 Lambda 층의 계산은", "What this Lambda layer computes"
    elif isinstance(layer, keras.Model):
        ko, en = (
            f"keras.Model을 상속한 {name}의 계산은",
            f"What the subclassed model {name} computes",
        )
    elif isinstance(layer, keras.Layer) and type(layer).__module__.split(".")[0] != "keras":
        ko, en = f"직접 만든 층 {name}의 계산은", f"What {name}, a layer of your own, computes"
    return Refused(
        f"{ko} 채점할 수 없습니다. 모델은 SimpleRNN, Dense, Activation 같은 keras.layers의 층만 "
        "불러서 만드세요.",
        f"{en} cannot be graded; build the model only of layers in keras.layers, such as "
        "SimpleRNN, Dense or Activation.",
    )


def _refused_activation() -> Refused:
    names = ", ".join(repr(n) for n in ("tanh", "relu", "sigmoid", "softmax"))
    return Refused(
        f"Keras에 없는 활성화 함수는 채점할 수 없습니다. {names} 같은 이름을 쓰세요.",
        f"An activation that Keras does not have cannot be graded; use one of Keras's by name, "
        f"such as {names}.",
    )


def _refused_argument(layer: str, key: str) -> Refused:
    return Refused(
        f"{layer} 층의 {key} 인수에 채점할 수 없는 값이 있습니다. Keras의 기본 제공 값을 쓰세요.",
        f"{layer} has a {key} that cannot be graded; use one of the values that Keras provides.",
    )
