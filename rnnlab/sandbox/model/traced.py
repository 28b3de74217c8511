"""A model written in another way, as the graph of the Keras layers that it calls.

A subclass of ``keras.Model``, a layer of the student's own or a Lambda is called with symbolic
tensors, as Keras itself does to find its shapes. Where all that it does is to call Keras's layers,
and operations that a layer does as well, these make up the same model. This runs where the
student's code runs.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import keras
from keras.src.models.functional import Functional

from rnnlab.sandbox.model.allowed import Refused
from rnnlab.sandbox.model.compiled import compile_settings
from rnnlab.sandbox.model.describe import (
    LAYER_CLASSES,
    OPERATORS,
    Description,
    Graph,
    call_arguments,
    describe,
    refused_layer,
)

MAX_DEPTH = 8  # layers of one's own inside layers of one's own


def described(model: keras.Model) -> Description:
    """Return :func:`describe` of ``model``, or of the same model made of Keras's layers only.

    Raises Refused when there is no such model.
    """
    if not _is_foreign(model):
        return describe(model)
    same = {"name": model.name, "compile": compile_settings(model)}
    return {**describe(_traced(model)), **same}


def _is_foreign(operation: Any) -> bool:
    """Whether an operation, or one in it, is not among those that can be described."""
    if type(operation) is keras.Sequential:
        return any(map(_is_foreign, operation.layers))
    if type(operation) is Functional:
        return any(_is_foreign(node.operation) for node in Graph(operation).nodes)
    if isinstance(operation, keras.Layer):
        return type(operation) not in LAYER_CLASSES
    return type(operation).__name__ not in OPERATORS


def _traced(model: keras.Model) -> keras.Model:
    known, same = model.built, model
    for _ in range(MAX_DEPTH):
        same = _expanded(same)
        if not _is_foreign(same):
            return same if known or not same.built else _unbuilt(same)
    raise refused_layer(_strange(model))


def _expanded(model: keras.Model) -> keras.Model:
    """Replace what is not Keras's by what it calls; that may hold more of the kind."""
    stacked = type(model).call is keras.Sequential.call
    if stacked and not model.built and type(model) is not keras.Sequential:
        return keras.Sequential(model.layers)
    if model.built and (stacked or type(model).call is Functional.call):
        return _rerun(getattr(model, "_functional", model))
    source = _source(model)
    return keras.Model(source, _opened(model, source))


def _source(model: keras.Model) -> keras.KerasTensor:
    """Return an input for ``model``, of the shape it was built for, or of an example's."""
    looks_up = any(type(x) is keras.layers.Embedding for x in model._flatten_layers())
    shape = (model.get_build_config() or {}).get("input_shape") if model.built else None
    if not isinstance(shape, (tuple, list)):
        shape = (None, 5) if looks_up else (None, 5, 3)
    return keras.Input(tuple(shape[1:]), dtype="int32" if looks_up else "float32")


def _rerun(model: keras.Model) -> keras.Model:
    """Return the functional ``model`` anew, each operation that is not Keras's replaced once."""
    new: dict[int, keras.KerasTensor] = {
        id(t): keras.Input(batch_shape=t.shape, dtype=t.dtype) for t in model.inputs
    }

    def replaced(structure: Any) -> Any:
        return keras.tree.map_structure(lambda x: new.get(id(x), x), structure)

    for node in Graph(model).nodes:
        args, kwargs = replaced(call_arguments(node))
        call = _opened if _is_foreign(node.operation) else _called
        outputs = keras.tree.flatten(call(node.operation, *args, **kwargs))
        new.update(zip(map(id, node.outputs), outputs, strict=True))
    return keras.Model(replaced(model._inputs_struct), replaced(model._outputs_struct))


def _called(operation: Any, *args: Any, **kwargs: Any) -> Any:
    return operation(*args, **kwargs)


def _opened(operation: Any, *args: Any, **kwargs: Any) -> Any:
    """Call what ``operation`` calls, in inference; raises Refused where that cannot be followed."""
    try:
        if not isinstance(operation, keras.Layer):
            return _AS_LAYERS[type(operation).__name__](operation, *args)
        if "training" in inspect.signature(operation.call).parameters:
            kwargs.setdefault("training", False)
        return operation.call(*args, **kwargs)
    except Exception as error:
        raise refused_layer(_strange(operation)) from error


def _strange(operation: Any) -> Any:
    """Return what cannot be described in an operation: in a stack, the layer that cannot."""
    inner = operation.layers if type(operation) is keras.Sequential else []
    return next((_strange(layer) for layer in inner if _is_foreign(layer)), operation)


def _unbuilt(model: keras.Model) -> keras.Model:
    """Return a chain of layers that was traced with an example's shape as a model without one."""
    before, layers = model.inputs[0], []
    for node in Graph(model).nodes:
        (argument, *more), kwargs = call_arguments(node)
        if argument is not before or more or kwargs or not isinstance(node.operation, keras.Layer):
            raise _refused_unbuilt()
        before = node.outputs[0]
        layers.append(node.operation)
    if len(set(map(id, layers))) < len(layers) or before is not model.outputs[0]:
        raise _refused_unbuilt()
    return keras.Sequential([type(x).from_config(x.get_config()) for x in layers])


def _refused_unbuilt() -> Refused:
    return Refused(
        "모델의 입력 모양을 알 수 없어서 채점할 수 없습니다. keras.Input(...)을 넣거나, 돌려주기 "
        "전에 model.build((None, ...))를 부르세요.",
        "The model cannot be graded, as its input shape is not known; add keras.Input(...), or "
        "call model.build((None, ...)) before you return it.",
    )


# ---------------------------------------------------------------- operations as layers


def _activated(name: str) -> Callable[..., Any]:
    return lambda _, x: keras.layers.Activation(name)(x)


def _reshaped(operation: Any, x: keras.KerasTensor) -> Any:
    shape = operation(x).shape
    if shape[:1] != x.shape[:1]:
        raise refused_layer(operation)
    return keras.layers.Reshape([-1 if n is None else n for n in shape[1:]])(x)


def _pooled(layer: type[keras.Layer]) -> Callable[..., Any]:
    def pool(operation: Any, x: keras.KerasTensor) -> Any:
        if len(x.shape) != 3 or operation.axis not in (1, -2, (1,), [1], (-2,), [-2]):
            raise refused_layer(operation)
        return layer(keepdims=operation.keepdims)(x)

    return pool


_AS_LAYERS: dict[str, Callable[..., Any]] = {
    **{n.title(): _activated(n) for n in ("tanh", "sigmoid", "relu", "softplus", "silu")},
    "Softmax": lambda op, x: keras.layers.Softmax(axis=op.axis)(x),
    "Concatenate": lambda op, xs: keras.layers.Concatenate(axis=op.axis)(xs),
    **dict.fromkeys(("Squeeze", "ExpandDims", "Reshape"), _reshaped),
    "Mean": _pooled(keras.layers.GlobalAveragePooling1D),
    "Max": _pooled(keras.layers.GlobalMaxPooling1D),
}
