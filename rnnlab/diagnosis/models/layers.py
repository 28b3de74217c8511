"""A model as a flat list of layers, two such lists laid side by side, and a mixture of both."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import keras
import numpy as np

from rnnlab.sandbox.model import allowed
from rnnlab.sandbox.model.compiled import from_logits, loss_name, metric_names, optimizer_name
from rnnlab.sandbox.model.describe import (
    LAYER_CLASSES,
    OPERATORS,
    Graph,
    call_arguments,
    layer_arguments,
    refused_layer,
    tensors_in,
)

MAX_LAYERS = 60
_GAP = 1.0
_UNSAID = ("initializer", "regularizer", "constraint", "unit_forget_bias")
# A layer that treats each timestep alone is the same inside TimeDistributed and outside.
_POINTWISE = ("Dense", "Dropout", "Activation", "ReLU", "LeakyReLU", "ELU", "Softmax")
_ROLES = {
    **dict.fromkeys(("SimpleRNN", "LSTM", "GRU", "RNN"), "recurrent"),
    **dict.fromkeys(("GlobalAveragePooling1D", "GlobalMaxPooling1D"), "pooling"),
    **dict.fromkeys(("AveragePooling1D", "MaxPooling1D", "Flatten"), "pooling"),
    **dict.fromkeys(("Dropout", "SpatialDropout1D", "GaussianNoise"), "noise"),
    **dict.fromkeys(("Activation", "Softmax", "ReLU", "LeakyReLU", "ELU"), "activation"),
    **dict.fromkeys(("BatchNormalization", "LayerNormalization"), "normalization"),
}


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer: its class and settings, those of a wrapper among them, and its weights."""

    name: str
    settings: Mapping[str, Any]
    weights: tuple[np.ndarray, ...] = ()

    def shares(self, other: Layer) -> list[str]:
        """Return the settings that both have; none where one cannot stand for the other."""
        related = self.name == other.name or (
            self.name in _ROLES and _ROLES[self.name] == _ROLES.get(other.name)
        )
        return [k for k in self.settings if k in other.settings] if related else []


@dataclass(frozen=True, eq=False)
class Flat:
    """A model laid flat; ``shape`` has no batch axis and is None where no input is declared."""

    shape: tuple[int | None, ...] | None
    dtype: str
    layers: tuple[Layer, ...]
    linear: bool
    compiled: Mapping[str, Any]
    model: keras.Model

    def ordinal(self, layer: Layer) -> int:
        """Return how many layers of its class stand before ``layer``."""
        same = [x for x in self.layers if x.name == layer.name]
        return next(n for n, x in enumerate(same) if x is layer)


def flat(model: keras.Model) -> Flat | None:
    """Return ``model`` laid flat, None for one too large; raises Refused as ``describe`` does."""
    found: list[keras.Layer] = []
    linear = _walk(model, found) and len(set(map(id, found))) == len(found)
    if len(found) > MAX_LAYERS:
        return None
    inputs = getattr(model, "inputs", None) or []
    shape, dtype = (tuple(inputs[0].shape[1:]), inputs[0].dtype) if inputs else (None, "float32")
    layers = tuple(_fused(map(_layer, found)))
    return Flat(shape, str(dtype), layers, linear, _compiled(model), model)


def _walk(model: keras.Model, found: list[keras.Layer]) -> bool:
    """Append the model's layers to ``found``; return whether each reads the one before it."""
    functional = getattr(model, "_functional", model)
    if functional is None:  # a Sequential that no input has reached yet
        return min([_step(layer, found) for layer in model.layers], default=True)
    linear = len(functional.inputs) == len(functional.outputs) == 1
    before = functional.inputs[0]
    for node in Graph(functional).nodes:
        read = tensors_in(call_arguments(node))
        linear &= len(read) == len(node.outputs) == 1 and read[0] is before
        linear &= not call_arguments(node)[1] and _step(node.operation, found)
        before = node.outputs[0]
    return linear and functional.outputs[0] is before


def _step(operation: Any, found: list[keras.Layer]) -> bool:
    if isinstance(operation, keras.Model):
        return _walk(operation, found)
    found.append(operation)
    return isinstance(operation, keras.Layer)


def _layer(layer: Any) -> Layer:
    if type(layer).__name__ in OPERATORS and not isinstance(layer, keras.Layer):
        return Layer(type(layer).__name__, {})
    around: dict[str, Any] = {"bidirectional": None, "time_distributed": False}
    inner = layer
    if isinstance(layer, keras.layers.Bidirectional):
        inner, around["bidirectional"] = layer.forward_layer, layer.merge_mode or "None"
    elif isinstance(layer, keras.layers.TimeDistributed):
        inner = layer.layer
        around["time_distributed"] = LAYER_CLASSES.get(type(inner)) not in _POINTWISE
    name, settings = _essence(inner)
    weights = tuple(np.asarray(w) for w in layer.get_weights())
    if weights or not layer.built:
        around["trainable"] = bool(layer.trainable)
    if weights:
        around["weights"] = "drawn" if any(w.any() for w in weights) else "zero"
    return Layer(name, {**settings, **around}, weights)


def _essence(layer: keras.Layer) -> tuple[str, dict[str, Any]]:
    name = LAYER_CLASSES.get(type(layer))
    if name is None:
        raise refused_layer(layer)
    settings = _settings(layer, name)
    cell = LAYER_CLASSES.get(type(getattr(layer, "cell", None)))
    if name == "RNN" and cell in ("SimpleRNNCell", "LSTMCell", "GRUCell"):
        return cell.removesuffix("Cell"), {**_settings(layer.cell, cell), **settings}
    if name == "Softmax" and settings["axis"] == -1:
        return "Activation", {"activation": "softmax"}
    if name == "ReLU" and not any(settings.values()):
        return "Activation", {"activation": "relu"}
    return name, settings


def _settings(layer: keras.Layer, name: str) -> dict[str, Any]:
    return {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in layer_arguments(layer, name).items()
        if not key.endswith(_UNSAID) and allowed.LAYERS[name][key] not in _LAYERS_INSIDE
    }


_LAYERS_INSIDE = (allowed.inner, allowed.inners)


def _fused(layers: Iterable[Layer]) -> list[Layer]:
    """Give an Activation to the Dense before it, which has none: both ways are one model."""
    found: list[Layer] = []
    for layer in layers:
        function = layer.settings["activation"] if layer.name == "Activation" else None
        last = found[-1] if found else None
        if function and last and last.name == "Dense" and last.settings["activation"] == "linear":
            settings = {**last.settings, "activation": function}
            found[-1] = Layer(last.name, settings, last.weights)
        elif function != "linear":
            found.append(layer)
    return found


def _compiled(model: keras.Model) -> dict[str, Any]:
    if not model.compiled or model.optimizer is None:
        return {}
    return {
        "loss": loss_name(model),
        "from_logits": from_logits(model),
        "optimizer": optimizer_name(model),
        "metrics": tuple(sorted({_metric(name) for name in metric_names(model)})),
    }


def _metric(name: str) -> str:
    return "accuracy" if name.endswith("accuracy") and "top_k" not in name else name


# ---------------------------------------------------------------- two lists side by side

Pair: TypeAlias = tuple[Layer | None, Layer | None]  # the student's layer and the right one


def aligned(mine: Sequence[Layer], right: Sequence[Layer]) -> tuple[Pair, ...]:
    """Lay the student's layers beside the right ones, so that they differ least."""

    @functools.cache
    def best(i: int, j: int) -> tuple[float, tuple[Pair, ...]]:
        if i == len(mine):
            return _GAP * (len(right) - j), tuple((None, r) for r in right[j:])
        if j == len(right):
            return _GAP * (len(mine) - i), tuple((m, None) for m in mine[i:])
        options: list[tuple[float, Pair, tuple[float, tuple[Pair, ...]]]] = [
            (_cost(mine[i], right[j]), (mine[i], right[j]), best(i + 1, j + 1)),
            (_GAP, (mine[i], None), best(i + 1, j)),
            (_GAP, (None, right[j]), best(i, j + 1)),
        ]
        cost, pair, (rest, pairs) = min(options, key=lambda o: o[0] + o[2][0])
        return cost + rest, (pair, *pairs)

    return best(0, 0)[1]


def _cost(a: Layer, b: Layer) -> float:
    shared = a.shares(b)
    differing = sum(bool(a.settings[k] != b.settings[k]) for k in shared)
    if a.name == b.name:
        return min(differing, 6) * 0.15
    if shared:
        return 0.9 + min(differing, 7) * 0.1
    return 1.85 if a.settings.get("units") == b.settings.get("units", ...) else 1.9


class Key(NamedTuple):
    """Where two models differ: the kind, the layer as (class, how many before it), the setting."""

    kind: str
    layer: tuple[str, int] = ("", 0)
    setting: str = ""


@dataclass(frozen=True, eq=False)
class Compared:
    """The student's model and the right one for a call of these ``arguments``."""

    arguments: Mapping[str, Any]
    mine: Flat
    right: Flat
    pairs: tuple[Pair, ...]

    @functools.cached_property
    def values(self) -> dict[Key, tuple[Any, Any]]:
        """The student's value and the right one of all that both models have."""
        found: dict[Key, tuple[Any, Any]] = {}
        if self.right.shape is not None:
            found[Key("input")] = self.mine.shape, self.right.shape
        for mine, right in self.pairs:
            found.update(self._of_pair(mine, right))
        if self.right.compiled:
            found[Key("compiled")] = bool(self.mine.compiled), True
        for key, value in self.right.compiled.items() if self.mine.compiled else ():
            own = self.mine.compiled[key]
            if key == "metrics" and set(value) <= set(own):
                own = value
            found[Key("compile", setting=key)] = own, value
        return found

    def _of_pair(self, mine: Layer | None, right: Layer | None) -> dict[Key, tuple[Any, Any]]:
        if right is None:
            assert mine is not None
            return {Key("extra", (mine.name, self.mine.ordinal(mine))): (mine, None)}
        place = right.name, self.right.ordinal(right)
        if mine is None:
            return {Key("missing", place): (None, right)}
        shared = mine.shares(right)
        settings = ((k, mine.settings[k], right.settings[k]) for k in shared)
        return {
            Key("exchanged", place): (mine.name, right.name),
            **{Key("setting", place, k): (m, r) for k, m, r in settings},
        }

    @functools.cached_property
    def found(self) -> frozenset[Key]:
        """Where the two differ."""
        return frozenset(k for k, (mine, right) in self.values.items() if mine != right)

    def with_only(self, keys: Set[Key]) -> keras.Model:
        """Build the right model with these differences alone; Keras may raise anything."""
        layers = [x for pair in self.pairs if (x := self._one_of(pair, keys)) is not None]
        shape = self.mine.shape if Key("input") in keys else self.right.shape
        first = [] if shape is None else [keras.Input(shape, dtype=self.right.dtype)]
        model = keras.Sequential([*first, *(made for made, _ in layers)])
        for made, source in layers if first else ():
            _set_weights(made, source)
        if self.right.compiled and Key("compiled") not in keys:
            self._compile(model, keys)
        return model

    def _one_of(self, pair: Pair, keys: Set[Key]) -> tuple[keras.Layer, Layer] | None:
        """Return the layer that stands there, made anew, and what it is made of."""
        mine, right = pair
        applied = keys & self._of_pair(mine, right).keys()
        if mine is None or right is None:
            kept = mine if applied and mine else right if not applied else None
            return (_made(kept), kept) if kept else None
        changed = {k.setting: mine.settings[k.setting] for k in applied if k.kind == "setting"}
        if any(k.kind == "exchanged" for k in applied):
            shared = {k: right.settings[k] for k in mine.shares(right)}
            layer = Layer(mine.name, {**mine.settings, **shared, **changed})
        else:
            layer = Layer(right.name, {**right.settings, **changed}, right.weights)
        return _made(layer), layer

    def _compile(self, model: keras.Model, keys: Set[Key]) -> None:
        wanted = dict(self.right.compiled)
        changed = {k.setting for k in keys if k.kind == "compile"}
        wanted.update({k: self.mine.compiled[k] for k in changed})
        optimizer = (self.mine if "optimizer" in changed else self.right).model.optimizer
        model.compile(
            optimizer=type(optimizer).from_config(optimizer.get_config()),
            loss=_loss(wanted["loss"], wanted["from_logits"]),
            metrics=list(wanted["metrics"]) or None,
        )


def _loss(name: str, logits: bool) -> keras.Loss | None:
    if not name:
        return None
    kind = allowed.LOSS_CLASSES[name]
    options = {"from_logits": logits} if "from_logits" in allowed.LOSSES[kind] else {}
    loss: keras.Loss = getattr(keras.losses, kind)(**options)
    return loss


def _made(layer: Layer) -> keras.Layer:
    settings = dict(layer.settings)
    merge, each = settings.pop("bidirectional", None), settings.pop("time_distributed", False)
    trainable = settings.pop("trainable", True)
    settings.pop("weights", None)
    made = getattr(keras.layers, layer.name)(**settings)
    if merge:
        made = keras.layers.Bidirectional(made, merge_mode=None if merge == "None" else merge)
    made = keras.layers.TimeDistributed(made) if each else made
    made.trainable = trainable
    return made


def _set_weights(made: keras.Layer, source: Layer) -> None:
    """Give ``made`` the weights of ``source`` where they fit, else always the same drawn ones."""
    own = made.get_weights()
    if source.settings.get("weights") == "zero":
        made.set_weights([np.zeros_like(w) for w in own])
    elif [w.shape for w in own] == [w.shape for w in source.weights]:
        made.set_weights(list(source.weights))
    else:
        rng = np.random.default_rng(0)
        made.set_weights([rng.normal(0, 0.3, w.shape) if w.ndim > 1 else w for w in own])


def compared(arguments: Mapping[str, Any], mine: keras.Model, right: keras.Model) -> Compared:
    """Compare two models; raises Refused or ValueError where they cannot be described."""
    mine_flat, right_flat = flat(mine), flat(right)
    if mine_flat is None or right_flat is None:
        raise ValueError("too many layers")
    return Compared(arguments, mine_flat, right_flat, aligned(mine_flat.layers, right_flat.layers))
