"""What a model costs to build and to run, added up before each step and refused in time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

import keras

from rnnlab.sandbox.model import allowed
from rnnlab.sandbox.model.allowed import refused_size

MAX_CALLS = 8192
MAX_DRAWN = 5_000_000
MAX_ELEMENTS = 1 << 20
MAX_RANK = 8
MAX_WORK = 1_000_000_000
CALL = 16
# Where a layer's weights are: in its description, in that of the layer around it, or nowhere.
Place: TypeAlias = Literal["here", "outside", "drawn"]
HERE: Final = "here"
OUTSIDE: Final = "outside"
DRAWN: Final = "drawn"
Shape: TypeAlias = Sequence[int | None]


class Budget:
    """What building one model has cost so far, and how much that may be."""

    def __init__(self) -> None:
        self.layers = self.calls = self.work = 0
        self.parameters: dict[Place, int] = {HERE: 0, OUTSIDE: 0, DRAWN: 0}
        self.costs: dict[int, tuple[int, int]] = {}

    def count_layer(self) -> None:
        """Count one layer. Raises Refused for one too many."""
        self.layers += 1
        if self.layers > allowed.MAX_LAYERS:
            raise refused_size()

    def spend(self, calls: int = 0, work: int = 0) -> None:
        self.calls += calls
        self.work += work
        if self.calls > MAX_CALLS or self.work > MAX_WORK:
            raise refused_size()

    def charge_call(self, layer: keras.Layer, shapes: Sequence[Shape], weights: Place) -> None:
        self.charge(layer, shapes[0], weights)
        if len(shapes) > 1 and type(layer) in (keras.layers.Dot, keras.layers.Attention):
            sizes = [math.prod(n or 1 for n in shape[1:]) for shape in shapes]
            work = math.prod(sizes) // (shapes[0][-1] or 1)
            check_shape((None, work // (shapes[1][-1] or 1)))
            self.spend(0, work)

    def charge(
        self, layer: keras.Layer, shape: Shape, weights: Place, known: bool = True, times: int = 1
    ) -> None:
        """Account for ``times`` calls of ``layer`` on ``shape``, as far as that is ``known``."""
        check_shape(shape)
        if id(layer) in self.costs and layer.built:
            calls, work = self.costs[id(layer)]
            self.spend(calls * max(times, CALL), work * times)
        elif isinstance(layer, keras.Sequential):
            for inner in layer.layers:
                self.charge(inner, shape, weights, known, times)
                shape = shape_after(inner, shape, known)
        elif type(layer) is keras.layers.TimeDistributed:
            step = (shape[0], *shape[2:]) if known else shape
            self.charge(layer.layer, step, weights, known, times * (shape[1] or 1))
        elif type(layer) is keras.layers.Bidirectional:
            self.charge(layer.forward_layer, shape, weights, known, times)
            self.charge(layer.backward_layer, shape, weights, known, times)
        else:
            self._charge_leaf(layer, shape, weights, times)

    def _charge_leaf(self, layer: keras.Layer, shape: Shape, weights: Place, times: int) -> None:
        count = _parameter_bound(layer, shape)
        self.parameters[weights] += 0 if layer.built else count
        if self.parameters[weights] > (MAX_DRAWN if weights == DRAWN else allowed.MAX_PARAMETERS):
            raise refused_size()
        positions = math.prod(n or 1 for n in shape[1:-1])
        looked_up = type(layer) is keras.layers.Embedding
        steps = positions if hasattr(layer, "cell") else 1  # a loop, one call after another
        self.spend(max(times * steps, CALL), 0 if looked_up else count * positions * times)


def _parameter_bound(layer: keras.Layer, shape: Shape) -> int:
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


def _cell_units(layer: keras.Layer) -> list[int]:
    return [cell.units for cell in getattr(layer.cell, "cells", [layer.cell])]


def _width(layer: keras.Layer) -> int | None:
    """Return the size of the last axis that ``layer`` gives, None when it keeps its input's."""
    if isinstance(layer, keras.Model):
        return layer.output_shape[-1]
    if type(layer) is keras.layers.TimeDistributed:
        return _width(layer.layer)
    if type(layer) is keras.layers.Bidirectional:
        return 2 * _cell_units(layer.forward_layer)[-1]
    if hasattr(layer, "cell"):
        return _cell_units(layer)[-1]
    return next(
        (getattr(layer, k) for k in ("units", "filters", "output_dim") if hasattr(layer, k)), None
    )


def shape_after(layer: keras.Layer, shape: Shape, known: bool) -> Shape:
    """Return the output's shape; in a model yet to be built only the last axis is followed."""
    if known:
        return layer.compute_output_shape(shape)
    return (None, None, _width(layer) or shape[-1])


def check_shape(shape: Shape) -> None:
    """Raise Refused for a shape of too many axes or elements."""
    if len(shape) > MAX_RANK or math.prod(n or 1 for n in shape) > MAX_ELEMENTS:
        raise refused_size()
