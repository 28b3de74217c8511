"""What makes two models the same answer."""

from __future__ import annotations

from typing import TypeAlias

import keras

from rnnlab.sandbox.model.compiled import compile_settings, optimizer_name
from rnnlab.sandbox.model.describe import (
    LAYER_CLASSES,
    OPERATORS,
    Call,
    Graph,
    call_arguments,
    layer_arguments,
    refused_layer,
    tensors_in,
)

Line: TypeAlias = tuple[object, ...]
Origin: TypeAlias = tuple[int | str, int]  # a line's number, or "input", and which of its tensors


def signature(model: keras.Model) -> tuple[object, ...]:
    """Return what makes two models the same answer: comparable, hashable.

    Layers in topological order with their essential arguments, wiring and output shapes, nested
    models laid flat; the loss, the optimizer and its learning rate. Not names, seeds, initializers,
    dtypes, weights or metrics. Raises Refused as ``describe`` does.
    """
    lines: list[Line] = []
    numbers: dict[int, int] = {}
    shapes = [(tuple(t.shape), i) for i, t in enumerate(getattr(model, "inputs", None) or [])]
    outputs = _flat(model, [("input", i) for _, i in shapes], lines, numbers)
    settings = None
    compiled = compile_settings(model)
    if compiled is not None:
        rate = float(f"{compiled['optimizer']['arguments']['learning_rate']:.5g}")
        settings = (optimizer_name(model), rate, _frozen(compiled["loss"]))
    return tuple(s for s, _ in shapes), tuple(lines), tuple(outputs), settings


def _flat(
    model: keras.Model, inputs: list[Origin], lines: list[Line], numbers: dict[int, int]
) -> list[Origin]:
    """Append a line per call to ``lines``; return where the model's outputs come from."""
    functional = getattr(model, "_functional", model)
    if functional is None:
        lines.extend((None, *_essence(layer), None, ()) for layer in model.layers)
        return []
    graph = Graph(functional)
    origins = dict(enumerate(inputs))
    for node in graph.nodes:
        operation = node.operation
        sources = [origins[graph.numbers[id(t)]] for t in tensors_in(call_arguments(node))]
        if isinstance(operation, keras.Model):
            outputs = _flat(operation, sources, lines, numbers)
        else:
            number = numbers.setdefault(id(operation), len(numbers))
            outputs = [(len(lines), i) for i in range(len(node.outputs))]
            shapes = tuple(tuple(t.shape) for t in node.outputs)
            lines.append((number, *_essence(operation, node), shapes, tuple(sources)))
        origins.update(
            (graph.numbers[id(t)], o) for t, o in zip(node.outputs, outputs, strict=True)
        )
    return [origins[graph.numbers[id(t)]] for t in functional.outputs]


def _essence(layer: keras.Layer, node: Call = None) -> tuple[str, Line]:
    """Return (class name, frozen arguments) of a layer or an operator."""
    if isinstance(layer, keras.Model):
        lines: list[Line] = []
        _flat(layer, [("input", i) for i in range(len(layer.inputs or []))], lines, {})
        return type(layer).__name__, tuple(lines)
    name = LAYER_CLASSES.get(type(layer))
    if name is not None:
        keywords = sorted(call_arguments(node)[1]) if node else []
        return name, (_frozen(layer_arguments(layer, name)), tuple(keywords))
    if type(layer).__name__ not in OPERATORS:
        raise refused_layer(layer)
    rest = [
        x
        for x in keras.tree.flatten(call_arguments(node)[0])
        if not isinstance(x, keras.KerasTensor)
    ]
    return type(layer).__name__, tuple(map(repr, rest))


def _frozen(x: object) -> object:
    """Return data as nested tuples, without names, dtypes and weights."""
    if isinstance(x, dict):
        kept = sorted(k for k in x if k not in ("name", "dtype", "weights"))
        return tuple((k, _frozen(x[k])) for k in kept)
    return tuple(map(_frozen, x)) if isinstance(x, (list, tuple)) else x
