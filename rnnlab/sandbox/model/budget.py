"""What a model costs to build and to run, added up before each step and refused in time."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

import keras

from rnnlab.sandbox.model import allowed
from rnnlab.sandbox.model.allowed import refused_size

MAX_CALLS = 8192
MAX_DRAWN = 5_000_000
MAX_ELEMENTS = 1 << 21  # of one tensor, for one sample where the batch is not fixed
LENGTH = 60  # what an axis of unknown length is taken for; many numbers divide it
MAX_RANK = 8
MAX_WORK = 1_000_000_000
CALL = 16
# Where a layer's weights are: in its description, in that of the layer around it, or nowhere.
Place: TypeAlias = Literal["here", "outside", "drawn"]
HERE: Final = "here"
OUTSIDE: Final = "outside"
DRAWN: Final = "drawn"
Shape: TypeAlias = Sequence[int | None]


class Cost(NamedTuple):
    """What one call of a model costs, on an input of that many elements."""

    calls: int
    work: int
    largest: int  # elements of the largest tensor inside
    given: int


class Budget:
    """What building one model has cost so far, and how much that may be."""

    def __init__(self) -> None:
        self.layers = self.calls = self.work = self.largest = 0
        self.parameters: dict[Place, int] = {HERE: 0, OUTSIDE: 0, DRAWN: 0}
        self.costs: dict[int, Cost] = {}

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

    def hold(self, shape: Shape) -> None:
        """Account for a tensor. Raises Refused for one of too many axes or elements."""
        size = elements(shape)
        self.largest = max(self.largest, size)
        if len(shape) > MAX_RANK or size > MAX_ELEMENTS:
            raise refused_size()

    def charge_call(self, layer: keras.Layer, shapes: Sequence[Shape], weights: Place) -> None:
        """Account for a call of ``layer`` on tensors of these shapes."""
        self.charge(layer, shapes[0], weights)
        if len(shapes) > 1 and type(layer) is keras.layers.Dot:
            self._charge_dot(layer, shapes)
        elif len(shapes) > 1 and type(layer) is keras.layers.Attention:
            self._charge_attention(layer, shapes)

    def _charge_dot(self, layer: keras.Layer, shapes: Sequence[Shape]) -> None:
        axis = layer.axes if isinstance(layer.axes, int) else layer.axes[0]
        product = layer.compute_output_shape(shapes)
        self.hold(product)
        self.spend(0, elements(product) * _length(shapes[0][axis]))

    def _charge_attention(self, layer: keras.Layer, shapes: Sequence[Shape]) -> None:
        features = _length(shapes[0][-1])
        rows, columns = (elements(shape) // _length(shape[-1]) for shape in shapes[:2])
        summed = features if layer.score_mode == "concat" else 1  # which adds all pairs up
        self.hold((None, rows, columns * summed))
        self.spend(0, rows * columns * max(features, _length(shapes[1][-1])))

    def charge(
        self, layer: keras.Layer, shape: Shape, weights: Place, known: bool = True, times: int = 1
    ) -> None:
        """Account for ``times`` calls of ``layer`` on ``shape``, as far as that is ``known``."""
        self.hold(shape)
        if id(layer) in self.costs and layer.built:
            self._charge_again(self.costs[id(layer)], shape, times)
        elif isinstance(layer, keras.Sequential):
            for inner in layer.layers:
                self.charge(inner, shape, weights, known, times)
                shape = shape_after(inner, shape, known)
                self.hold(shape)
        elif type(layer) is keras.layers.TimeDistributed:
            step = (shape[0], *shape[2:]) if known else shape
            self.charge(layer.layer, step, weights, known, times * _length(shape[1]))
        elif type(layer) is keras.layers.Bidirectional:
            self.charge(layer.forward_layer, shape, weights, known, times)
            self.charge(layer.backward_layer, shape, weights, known, times)
        else:
            self._charge_leaf(layer, shape, weights, times)

    def _charge_again(self, cost: Cost, shape: Shape, times: int) -> None:
        """Account for a model on a longer input than was reckoned with; pairs grow by squares."""
        longer = max(1, elements(shape) // cost.given)
        self.hold((None, cost.largest * longer**2))
        self.spend(cost.calls * max(times, CALL) * longer, cost.work * times * longer**2)

    def _charge_leaf(self, layer: keras.Layer, shape: Shape, weights: Place, times: int) -> None:
        count = _parameter_bound(layer, shape)
        self.parameters[weights] += 0 if layer.built else count
        if self.parameters[weights] > (MAX_DRAWN if weights == DRAWN else allowed.MAX_PARAMETERS):
            raise refused_size()
        positions = elements(shape[:-1])
        steps = math.prod(map(_length, shape[1:-1])) if hasattr(layer, "cell") else 1  # a loop
        if type(layer) is keras.layers.Conv1D:
            positions += (shape[0] or 1) * layer.dilation_rate[0] * (layer.kernel_size[0] - 1)
            self.hold((None, positions, _length(shape[-1])))  # as it is padded
        if type(layer) in (keras.layers.AveragePooling1D, keras.layers.MaxPooling1D):
            count = layer.pool_size[0] * _length(shape[-1])
        if type(layer) is keras.layers.Embedding:
            count = layer.output_dim  # it is looked up
        self.spend(max(times * steps, CALL), count * positions * times)


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
    if not known:
        return (None, None, _width(layer) or shape[-1])
    try:
        return layer.compute_output_shape(shape)
    except ValueError:  # a length that was guessed does not fit; Keras judges the real ones
        return (*shape[:-1], _width(layer) or shape[-1])


def _length(n: int | None) -> int:
    return LENGTH if n is None else max(n, 1)


def guessed(shape: Shape) -> Shape:
    """Return ``shape`` with a length for each axis, but for that of the batch."""
    return (*shape[:1], *map(_length, shape[1:]))


def elements(shape: Shape) -> int:
    """Return how many elements a tensor has, of one sample where the batch is not fixed."""
    return math.prod((max(n or 1, 1) for n in shape[:1]), start=math.prod(map(_length, shape[1:])))
