"""What a model that crosses the boundary may consist of: layers, their arguments, their bounds.

Nothing sent by a student is ever looked up in Keras by name alone: every class and every argument
stands in a table here, beside the check that its value must pass.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import NoReturn, TypeAlias

import keras
import numpy as np

from rnnlab.text import TextError

# The check of one argument: it returns what Keras is given, or raises Refused.
Spec: TypeAlias = Callable[[object], object]
Specs: TypeAlias = Mapping[str, Spec]  # by the arguments' names

MAX_LAYERS = 64
MAX_PARAMETERS = 20_000_000
MAX_UNITS = 20_000
MAX_INPUT_DIM = 1_000_000
MAX_AXIS = 100_000
MAX_NAME = 60


class Refused(TextError, ValueError):
    """A model may not cross the boundary; ``text`` says what to write instead."""


def malformed() -> Refused:
    return Refused(
        "모델의 설명이 올바르지 않아서 채점할 수 없습니다.",
        "The model's description is malformed, so it cannot be graded.",
    )


def refused_size() -> Refused:
    return Refused(
        "모델이 너무 큽니다. 층의 크기(units)와 층의 수를 줄이세요.",
        "The model is too large; use fewer units or fewer layers.",
    )


def check_finite(weights: np.ndarray) -> None:
    """Raise Refused when trained weights hold NaN or infinity."""
    if np.isfinite(weights).all():
        return
    raise Refused(
        "가중치에 NaN이나 무한대가 있습니다. 학습이 발산했으니 학습률을 더 작게 해 보세요.",
        "The weights are NaN or infinite: training diverged; try a smaller learning rate.",
    )


def snake_case(name: str) -> str:
    """``"KLDivergence"`` -> ``"kl_divergence"``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def whole(low: int, high: int) -> Spec:
    def check(value: object) -> int:
        if type(value) is not int or not low <= value <= high:
            raise malformed()
        return value

    return check


def number(low: float, high: float) -> Spec:
    def check(value: object) -> float:
        if (type(value) is int or type(value) is float) and low <= value <= high:
            return value
        raise malformed()

    return check


def choice(*values: object) -> Spec:
    def check(value: object) -> object:
        if not any(type(value) is type(v) and value == v for v in values):
            raise malformed()
        return value

    return check


def optional(spec: Spec) -> Spec:
    return lambda value: None if value is None else spec(value)


def several(spec: Spec, most: int = 8) -> Spec:
    """A list or tuple of at most ``most`` values that pass ``spec``, or one such value."""

    def check(value: object) -> object:
        if type(value) is not list and type(value) is not tuple:
            return spec(value)
        if len(value) > most:
            raise malformed()
        return tuple(spec(v) for v in value)

    return check


def short_name(value: object) -> str:
    """Let a name pass that stands in sentences."""
    if type(value) is str and re.fullmatch(rf"[\w ]{{1,{MAX_NAME}}}", value):
        return value
    raise malformed()


def one_of(module: ModuleType, table: Mapping[str, Specs]) -> Spec:
    """``[class name, arguments]`` of a class in ``module`` that ``table`` names, or None."""

    def check(value: object) -> object:
        if value is None:
            return None
        if type(value) is not list or len(value) != 2 or type(value[0]) is not str:
            raise malformed()
        name, arguments = value
        return getattr(module, name)(**checked(arguments, table.get(name)))

    return check


def checked(arguments: object, specs: Specs | None) -> dict[str, object]:
    """Return ``arguments`` as its ``specs`` (name to check) let them pass, or raise Refused."""
    if specs is None or type(arguments) is not dict:
        raise malformed()
    if not arguments.keys() <= specs.keys():
        raise malformed()
    return {name: specs[name](value) for name, value in arguments.items()}


ACTIVATIONS = (
    *("linear", "relu", "tanh", "sigmoid", "softmax", "elu", "selu", "softplus", "softsign"),
    *("gelu", "silu", "exponential", "hard_sigmoid", "leaky_relu", "relu6", "mish"),
    *("log_softmax", "hard_silu", "log_sigmoid", "hard_tanh", "celu"),
)
_FLAG = choice(True, False)
_UNITS = whole(1, MAX_UNITS)
_AXIS = whole(-8, 8)
_SCALAR = number(-1e6, 1e6)
_SIZE = several(whole(1, 1000), most=1)
_RATE = number(0, 1)
_ACTIVATION = choice(*ACTIVATIONS)
_SEED: Specs = {"seed": optional(whole(-(1 << 31), 1 << 32))}
_SPREAD: Specs = {"mean": _SCALAR, "stddev": number(0, 1e6), **_SEED}

INITIALIZERS: dict[str, Specs] = {
    **{
        f"{kind}{law}": _SEED for kind in ("Glorot", "He", "Lecun") for law in ("Normal", "Uniform")
    },
    **{"Zeros": {}, "Ones": {}, "Constant": {"value": _SCALAR}, "Identity": {"gain": _SCALAR}},
    **{"RandomNormal": _SPREAD, "TruncatedNormal": _SPREAD},
    "RandomUniform": {"minval": _SCALAR, "maxval": _SCALAR, **_SEED},
    "Orthogonal": {"gain": _SCALAR, **_SEED},
    "VarianceScaling": {
        "scale": number(1e-6, 1e6),
        "mode": choice("fan_in", "fan_out", "fan_avg"),
        "distribution": choice("normal", "truncated_normal", "untruncated_normal", "uniform"),
        **_SEED,
    },
}
REGULARIZERS: dict[str, Specs] = {
    "L1": {"l1": _SCALAR},
    "L2": {"l2": _SCALAR},
    "L1L2": {"l1": _SCALAR, "l2": _SCALAR},
}
CONSTRAINTS: dict[str, Specs] = {
    "NonNeg": {},
    "UnitNorm": {"axis": _AXIS},
    "MaxNorm": {"max_value": _SCALAR, "axis": _AXIS},
    "MinMaxNorm": {"min_value": _SCALAR, "max_value": _SCALAR, "rate": _RATE, "axis": _AXIS},
}
_REGULARIZER = one_of(keras.regularizers, REGULARIZERS)


def _weights(*names: str) -> Specs:
    kinds = {
        "initializer": one_of(keras.initializers, INITIALIZERS),
        "regularizer": _REGULARIZER,
        "constraint": one_of(keras.constraints, CONSTRAINTS),
    }
    return {f"{name}_{kind}": spec for name in names for kind, spec in kinds.items()}


def inner(value: object) -> NoReturn:
    """Mark an argument that is itself a layer; only the builder of the model can build it."""
    raise AssertionError(value)


def inners(value: object) -> NoReturn:
    """Mark an argument that is a list of layers."""
    raise AssertionError(value)


_DENSE: Specs = {
    **{"activation": _ACTIVATION, "use_bias": _FLAG, "activity_regularizer": _REGULARIZER},
    **_weights("kernel", "bias"),
}
_CELL: Specs = {
    **{"units": _UNITS, "activation": _ACTIVATION, "use_bias": _FLAG},
    **{"dropout": _RATE, "recurrent_dropout": _RATE},
    **_weights("kernel", "recurrent", "bias"),
}
_LSTM: Specs = {**_CELL, "recurrent_activation": _ACTIVATION, "unit_forget_bias": _FLAG}
_GRU: Specs = {**_CELL, "recurrent_activation": _ACTIVATION, "reset_after": _FLAG}
_SEQUENCES = dict.fromkeys(
    ("return_sequences", "return_state", "go_backwards", "stateful", "zero_output_for_mask"), _FLAG
)
_RNN: Specs = {**_SEQUENCES, "activity_regularizer": _REGULARIZER}
_NORMAL: Specs = {
    "center": _FLAG,
    "scale": _FLAG,
    "epsilon": number(0, 1),
    **_weights("beta", "gamma"),
}
_POOL: Specs = {"pool_size": _SIZE, "strides": _SIZE, "padding": choice("valid", "same")}
_GLOBAL: Specs = {"keepdims": _FLAG}

LAYERS: dict[str, Specs] = {
    "Dense": {"units": _UNITS, **_DENSE},
    "SimpleRNN": {**_CELL, **_RNN},
    "LSTM": {**_LSTM, **_RNN},
    "GRU": {**_GRU, **_RNN},
    "RNN": {"cell": inner, **_SEQUENCES},
    "SimpleRNNCell": _CELL,
    "LSTMCell": _LSTM,
    "GRUCell": _GRU,
    "StackedRNNCells": {"cells": inners},
    "Bidirectional": {
        **{"layer": inner, "backward_layer": inner},
        "merge_mode": choice("concat", "sum", "mul", "ave", None),
    },
    "TimeDistributed": {"layer": inner},
    "Embedding": {
        **{"input_dim": whole(1, MAX_INPUT_DIM), "output_dim": _UNITS, "mask_zero": _FLAG},
        "activity_regularizer": _REGULARIZER,
        **_weights("embeddings"),
    },
    "Masking": {"mask_value": _SCALAR},
    "Dropout": {"rate": _RATE},
    "SpatialDropout1D": {"rate": _RATE},
    "GaussianNoise": {"stddev": number(0, 1e6)},
    "Activation": {"activation": _ACTIVATION},
    "ReLU": {"max_value": optional(_SCALAR), "negative_slope": _SCALAR, "threshold": _SCALAR},
    "LeakyReLU": {"negative_slope": _SCALAR},
    "ELU": {"alpha": _SCALAR},
    "Softmax": {"axis": several(_AXIS)},
    "Flatten": {},
    "Reshape": {"target_shape": several(whole(-1, MAX_AXIS))},
    "RepeatVector": {"n": whole(1, MAX_AXIS)},
    "Permute": {"dims": several(whole(1, 8))},
    "BatchNormalization": {
        **{"axis": _AXIS, "momentum": _RATE, **_NORMAL},
        **_weights("moving_mean", "moving_variance"),
    },
    "LayerNormalization": {"axis": several(_AXIS), **_NORMAL},
    "Concatenate": {"axis": _AXIS},
    **{name: {} for name in ("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")},
    "Dot": {"axes": several(_AXIS), "normalize": _FLAG},
    "GlobalAveragePooling1D": _GLOBAL,
    "GlobalMaxPooling1D": _GLOBAL,
    "AveragePooling1D": _POOL,
    "MaxPooling1D": _POOL,
    "Conv1D": {
        **{"filters": _UNITS, "kernel_size": _SIZE, "strides": _SIZE, "dilation_rate": _SIZE},
        **{"padding": choice("valid", "same", "causal"), "groups": whole(1, 1000), **_DENSE},
    },
    "Rescaling": {"scale": _SCALAR, "offset": _SCALAR},
    "Attention": {
        **{"use_scale": _FLAG, "score_mode": choice("dot", "concat"), "dropout": _RATE},
    },
}
RECURRENT = ("SimpleRNN", "LSTM", "GRU", "RNN")
CELLS = ("SimpleRNNCell", "LSTMCell", "GRUCell", "StackedRNNCells")
# Arguments that change no result here: unroll only trades time for memory.
IRRELEVANT = frozenset(
    ("name", "dtype", "trainable", "seed", "unroll", "data_format", "synchronized")
    + ("renorm_momentum", "noise_shape", "renorm_clipping", "quantization_config")
)

_LOSS: Specs = {"reduction": choice("sum_over_batch_size", "sum", "mean", "none", None)}
_SMOOTH: Specs = {"from_logits": _FLAG, "label_smoothing": _RATE, "axis": _AXIS, **_LOSS}
_FOCAL: Specs = {"alpha": _SCALAR, "gamma": _SCALAR, **_SMOOTH}
LOSSES: dict[str, Specs] = {
    **dict.fromkeys(
        ("MeanSquaredError", "MeanAbsoluteError", "MeanAbsolutePercentageError")
        + ("MeanSquaredLogarithmicError", "LogCosh", "KLDivergence", "Poisson", "Hinge")
        + ("SquaredHinge", "CategoricalHinge"),
        _LOSS,
    ),
    "CosineSimilarity": {"axis": _AXIS, **_LOSS},
    "Huber": {"delta": number(1e-6, 1e6), **_LOSS},
    "BinaryCrossentropy": _SMOOTH,
    "CategoricalCrossentropy": _SMOOTH,
    "BinaryFocalCrossentropy": {"apply_class_balancing": _FLAG, **_FOCAL},
    "CategoricalFocalCrossentropy": _FOCAL,
    "SparseCategoricalCrossentropy": {
        **{"from_logits": _FLAG, "axis": _AXIS, "ignore_class": optional(whole(-1000, 1_000_000))},
        **_LOSS,
    },
}
LOSS_CLASSES = {snake_case(name): name for name in LOSSES}
METRICS = frozenset(
    (*LOSS_CLASSES, "accuracy", "binary_accuracy", "categorical_accuracy", "auc", "precision")
    + ("sparse_categorical_accuracy", "top_k_categorical_accuracy", "recall", "f1_score")
    + ("sparse_top_k_categorical_accuracy", "root_mean_squared_error", "r2_score")
)
_ALIASES = {
    **{"mse": "mean_squared_error", "mae": "mean_absolute_error", "acc": "accuracy"},
    **{"mape": "mean_absolute_percentage_error", "msle": "mean_squared_logarithmic_error"},
    **{"bce": "binary_crossentropy", "kld": "kl_divergence", "ce": "crossentropy"},
}


def canonical(name: str) -> str:
    """``"MSE"``, ``"MeanSquaredError"``, ``"mean_squared_error"`` -> ``"mean_squared_error"``."""
    return _ALIASES.get(name.lower()) or snake_case(name)


def _finite(value: object) -> float:
    if (type(value) is int or type(value) is float) and math.isfinite(value) and abs(value) <= 1e9:
        return value
    raise malformed()


def _rate(value: object) -> float:
    """Let any rate pass: a check says what a learning rate of infinity is."""
    if type(value) is int or type(value) is float:
        return float(value)
    raise malformed()


NAMED: Specs = {"name": short_name}
SETTINGS: Specs = {
    **{"learning_rate": _rate, "gradient_accumulation_steps": optional(whole(2, 1_000_000))},
    **dict.fromkeys(
        ("rho", "epsilon", "momentum", "beta_1", "beta_2", "weight_decay")
        + ("clipnorm", "clipvalue", "global_clipnorm", "ema_momentum", "learning_rate_power")
        + ("initial_accumulator_value", "l1_regularization_strength", "beta", "beta_2_decay")
        + ("l2_regularization_strength", "l2_shrinkage_regularization_strength")
        + ("epsilon_1", "epsilon_2", "clip_threshold"),
        optional(_finite),
    ),
    **dict.fromkeys(("nesterov", "amsgrad", "centered", "use_ema", "relative_step"), _FLAG),
}
OPTIMIZERS: dict[str, Specs] = dict.fromkeys(
    ("Adam", "AdamW", "SGD", "RMSprop", "Adagrad", "Adadelta", "Adamax", "Nadam", "Ftrl", "Lion")
    + ("Adafactor", "Lamb"),
    SETTINGS,
)
