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
            "층을 부를 때 텐서와 숫자 말고 다른 값을 넣었습니다. Keras 층의 출력만 넘겨 주세요.",
            "A layer is called with something other than tensors and numbers; "
            "pass it the outputs of Keras layers.",
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
    for key, value in config_of(layer).items():
        if key in arguments or (key.endswith("_initializer") and not initializers):
            continue
        if key in specs:
            if key.endswith("activation") and isinstance(value, dict):
                value = _tensorflows(getattr(layer, key, None))
            arguments[key] = _plain(value, name, key)
        elif key not in allowed.IRRELEVANT and value not in (None, False):
            raise _refused_argument(name, key)
    return arguments


def _tensorflows(function: object) -> object:
    """Return Keras's name for a function of TensorFlow's: ``activation=tf.nn.relu``."""
    import tensorflow as tf

    names = (n for n in allowed.ACTIVATIONS if getattr(tf.nn, n, None) is function)
    return next(names, function)


def _plain(value: object, owner: str, key: str) -> object:
    """Return a configuration value as data: scalars, tuples, or [class name, arguments]."""
    if value is None or type(value) in (bool, int, float, str):
        if key.endswith("activation") and value not in allowed.ACTIVATIONS:
            raise _refused_activation()
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(v, owner, key) for v in value]
    if key.endswith("activation"):
        raise _refused_activation()
    if isinstance(value, dict) and str(value.get("module")).startswith("keras."):
        config = {k: v for k, v in value["config"].items() if v is not None and k != "seed"}
        return [value["class_name"], {k: _plain(v, owner, key) for k, v in config.items()}]
    if isinstance(value, np.generic):
        return value.item()
    raise _refused_argument(owner, key)


def refused_layer(layer: object) -> Refused:
    if isinstance(layer, keras.layers.Lambda):
        return Refused(
            "Lambda 층은 채점할 수 없습니다. Dense나 Activation 같은 Keras의 층으로 써 주세요.",
            "Lambda layers cannot be graded; write the step with an ordinary Keras layer "
            "such as Dense or Activation.",
        )
    if isinstance(layer, keras.Model):
        return Refused(
            "keras.Model을 상속한 모델은 채점할 수 없습니다. Sequential이나 함수형 API로 만드세요.",
            "Subclassed models cannot be graded; build the model with keras.Sequential "
            "or with keras.Model(inputs, outputs).",
        )
    name = type(layer).__name__
    if isinstance(layer, keras.layers.Layer) and type(layer).__module__.split(".")[0] != "keras":
        return Refused(
            f"직접 만든 층({name})은 채점할 수 없습니다. Keras의 층을 쓰세요.",
            f"Layers of your own ({name}) cannot be graded; use Keras's layers.",
        )
    return Refused(
        f"{name}{particle(name, '은/는')} 이 과정에서 채점할 수 없습니다. "
        "SimpleRNN, Dense 같은 Keras의 층을 쓰세요.",
        f"{name} cannot be graded in this course; use Keras layers such as SimpleRNN or Dense.",
    )


def _refused_activation() -> Refused:
    names = ", ".join(repr(n) for n in ("tanh", "relu", "sigmoid", "softmax"))
    return Refused(
        f"직접 만든 활성화 함수는 채점할 수 없습니다. {names} 같은 이름을 쓰세요.",
        f"Custom activations cannot be graded; use one of Keras's by name, such as {names}.",
    )


def _refused_argument(layer: str, key: str) -> Refused:
    return Refused(
        f"{layer} 층의 {key} 인수에 채점할 수 없는 값이 있습니다. Keras의 기본 제공 값을 쓰세요.",
        f"{layer} has a {key} that cannot be graded; use one of the values that Keras provides.",
    )
