"""Models across the boundary: rebuilt equal, refused kindly, never expensive."""

import copy
import time

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers as kl

from rnnlab import expect
from rnnlab.diagnosis import signature
from rnnlab.sandbox import wire
from rnnlab.sandbox.model import allowed
from rnnlab.sandbox.model.allowed import Refused
from rnnlab.sandbox.model.compiled import from_logits, loss_name, metric_names, optimizer_name
from rnnlab.sandbox.model.describe import describe
from rnnlab.sandbox.model.rebuild import build, rebuild

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")


def crossed(model):
    return wire.unpack(wire.pack(model))


def sample(model, n=3):
    """Random inputs for a model, token ids where an Embedding reads them."""
    rng = np.random.default_rng(0)
    shapes = [[n, *(d or 5 for d in t.shape[1:])] for t in model.inputs]
    tokens = [any(isinstance(x, kl.Embedding) for x in model.layers)] * len(shapes)
    draws = [
        rng.integers(0, 7, s) if t else rng.normal(size=s)
        for s, t in zip(shapes, tokens, strict=True)
    ]
    return [d.astype("float32") for d in draws] if len(draws) > 1 else draws[0].astype("float32")


def assert_same(model):
    """The rebuilt model is the original in all that a check may ask."""
    for i, weight in enumerate(model.weights):
        weight.assign(np.random.default_rng(i).normal(0, 0.3, weight.shape) ** 2 + 0.01)
    other = crossed(model)
    assert other is not model
    assert signature.signature(other) == signature.signature(model)
    assert other.count_params() == model.count_params()
    assert other.output_shape == model.output_shape
    assert other.input_shape == model.input_shape
    assert [x.name for x in other.layers] == [x.name for x in model.layers]
    assert [t.dtype for t in other.inputs] == [t.dtype for t in model.inputs]
    x = sample(model)
    got, want = other(x, training=False), model(x, training=False)
    for a, b in zip(keras.tree.flatten(got), keras.tree.flatten(want), strict=True):
        np.testing.assert_array_equal(a, b)
    return other


SEQUENCE = {
    "simple": lambda: [kl.SimpleRNN(5), kl.Dense(1)],
    "lecture style": lambda: [kl.LSTM(3, return_sequences=True), kl.GRU(4, reset_after=False)],
    "options": lambda: [
        kl.LSTM(3, activation="relu", use_bias=False, go_backwards=True, return_sequences=True),
        kl.SimpleRNN(2, activation=None, kernel_regularizer="l2", kernel_constraint="non_neg"),
    ],
    "bidirectional": lambda: [kl.Bidirectional(kl.LSTM(3), merge_mode="sum")],
    "backward layer": lambda: [
        kl.Bidirectional(
            kl.LSTM(3, return_sequences=True),
            backward_layer=kl.GRU(3, go_backwards=True, return_sequences=True),
        )
    ],
    "wrapped": lambda: [kl.TimeDistributed(kl.Dense(3, "relu")), kl.TimeDistributed(kl.Flatten())],
    "wrapped model": lambda: [
        kl.TimeDistributed(keras.Sequential([kl.Dense(3), kl.Dropout(0.2), kl.Dense(2)]))
    ],
    "cells": lambda: [kl.RNN([kl.LSTMCell(3), kl.GRUCell(2), kl.SimpleRNNCell(4)])],
    "cell": lambda: [kl.RNN(kl.SimpleRNNCell(3, activation="relu"), return_sequences=True)],
    "shapes": lambda: [kl.Flatten(), kl.RepeatVector(3), kl.Permute((2, 1)), kl.Reshape((-1, 2))],
    "masking": lambda: [kl.Masking(0.0), kl.LSTM(3)],
    "normal": lambda: [kl.BatchNormalization(), kl.LayerNormalization(), kl.Softmax()],
    "noise": lambda: [kl.Dropout(0.1), kl.SpatialDropout1D(0.1), kl.GaussianNoise(0.1)],
    "activations": lambda: [
        *(kl.Activation("gelu"), kl.ReLU(3.0), kl.LeakyReLU(0.1), kl.ELU(0.3)),
        kl.Rescaling(0.5, offset=1.0),
    ],
    "pooling": lambda: [
        *(kl.Conv1D(4, 2, padding="causal"), kl.MaxPooling1D(), kl.AveragePooling1D(2)),
        kl.GlobalAveragePooling1D(),
    ],
    "nested": lambda: [keras.Sequential([kl.SimpleRNN(3), kl.Dense(4)]), kl.Dense(1)],
    "frozen": lambda: [kl.SimpleRNN(3, trainable=False), kl.Dense(1)],
    "float64": lambda: [kl.GRU(3, dtype="float64"), kl.Dense(1, dtype="float64")],
    "unrolled": lambda: [kl.SimpleRNN(3, unroll=True)],
    "keras's functions": lambda: [kl.Dense(3, activation=keras.ops.tanh)],
    "tensorflow's functions": lambda: [
        kl.LSTM(3, activation=tf.nn.relu, recurrent_activation=tf.sigmoid, return_sequences=True),
        kl.Bidirectional(kl.SimpleRNN(2, activation=tf.tanh)),
        kl.Activation(tf.nn.softmax),
    ],
}


@pytest.mark.parametrize("layers", SEQUENCE.values(), ids=SEQUENCE)
def test_sequential_models_are_rebuilt(layers):
    assert_same(keras.Sequential([keras.Input((6, 4)), *layers()]))


def embedded(**kwargs):
    return [kl.Embedding(7, 3, mask_zero=True), kl.LSTM(4, **kwargs), kl.Dense(2, "softmax")]


def test_token_models_are_rebuilt():
    assert_same(keras.Sequential([keras.Input((None,), dtype="int32"), *embedded()]))


def test_the_lectures_input_shape_is_rebuilt():
    with pytest.warns(UserWarning, match="input_shape"):
        model = keras.Sequential([kl.SimpleRNN(10, input_shape=(4, 1)), kl.Dense(1)])
    assert assert_same(model).count_params() == 131


def test_a_model_built_by_data_takes_batches_of_any_size():
    model = keras.Sequential([kl.SimpleRNN(3), kl.Dense(1)])
    model(np.zeros((2, 4, 1)))
    assert crossed(model).input_shape == (None, 4, 1)


def test_a_stateful_model_keeps_its_batch_and_state():
    layers = [keras.Input(batch_shape=(2, 4, 1)), kl.SimpleRNN(3, stateful=True)]
    model = crossed(keras.Sequential(layers))
    assert model.layers[0].stateful
    assert model.input_shape == (2, 4, 1)


def branches():
    a, b = keras.Input((6, 4), name="left"), keras.Input((6, 4), name="right")
    shared = kl.GRU(3, return_sequences=True)
    both = kl.Concatenate()([shared(a), shared(b)])
    return keras.Model([a, b], [kl.Dense(2)(both), kl.Add()([a, b])])


def encoder_decoder():
    tokens = keras.Input((6,), name="tokens", dtype="int32")
    sequence = kl.Embedding(7, 3, mask_zero=True)(tokens)
    _, h, c = kl.LSTM(4, return_state=True)(sequence)
    decoded = kl.LSTM(4, return_sequences=True)(sequence, initial_state=[h, c])
    weighted = kl.Attention()([decoded, decoded])
    dotted = kl.Dot(axes=(1, 1), normalize=True)([weighted, decoded])
    return keras.Model(tokens, [dotted, h])


def sliced():
    x = keras.Input((6, 4))
    steps = kl.SimpleRNN(3, return_sequences=True)(x)
    return keras.Model(x, kl.Dense(1)(1 - steps[:, -1] * 2 + steps[:, 0]))


def nested():
    x = keras.Input((6, 4))
    inner = keras.Model(x, kl.Dense(4, "relu")(x))
    y = keras.Input((6, 4))
    return keras.Model(y, kl.Bidirectional(kl.GRU(2))(inner(inner(y))))


def bidirectional_states():
    x = keras.Input((6, 4))
    y, *states = kl.Bidirectional(kl.LSTM(2, return_state=True))(x)
    return keras.Model(x, [y, kl.Average()([states[0], states[2]])])


def scored():
    """A weight of Keras's own without axes: the scale of additive scores."""
    x = keras.Input((6, 4))
    return keras.Model(x, kl.Dense(1)(kl.Attention(score_mode="concat")([x, x])))


FUNCTIONAL = (branches, encoder_decoder, sliced, nested, bidirectional_states, scored)


@pytest.mark.parametrize("build", FUNCTIONAL)
def test_functional_models_are_rebuilt(build):
    assert_same(build())


def test_a_list_of_one_input_takes_a_bare_array_without_a_warning():
    x = keras.Input((4,))
    assert crossed(keras.Model([x], [kl.Dense(2)(x)]))(np.zeros((3, 4))).shape == (3, 2)


RECURRENT = st.builds(
    lambda kind, units, **kw: ("rnn", kind, units, kw),
    st.sampled_from(["SimpleRNN", "LSTM", "GRU"]),
    st.integers(1, 4),
    activation=st.sampled_from(["tanh", "relu", "linear"]),
    use_bias=st.booleans(),
    go_backwards=st.booleans(),
)
STACKS = st.lists(
    RECURRENT | st.sampled_from([("Dense", 2), ("Dropout", 0.5), ("LayerNormalization",)]),
    min_size=1,
    max_size=3,
)


@settings(max_examples=12)
@given(STACKS, st.booleans(), st.booleans())
def test_drawn_stacks_are_rebuilt(stack, bidirectional, functional):
    built = []
    for kind, *rest in stack:
        if kind != "rnn":
            built.append(getattr(kl, kind)(*rest))
            continue
        options = {**rest[2], "go_backwards": rest[2]["go_backwards"] and not bidirectional}
        layer = getattr(kl, rest[0])(rest[1], return_sequences=True, **options)
        built.append(kl.Bidirectional(layer) if bidirectional else layer)
    model = keras.Sequential([keras.Input((4, 3)), *built])
    if functional:
        model = keras.Model(model.inputs[0], model.outputs[0])
    assert_same(model)


def test_unbuilt_models_stay_unbuilt_and_keep_their_initializers():
    model = keras.Sequential([kl.SimpleRNN(3, recurrent_initializer="identity"), kl.Dense(2)])
    model.compile("sgd", "mse")
    other = crossed(model)
    assert not other.built
    assert signature.signature(other) == signature.signature(model)
    built = build(other, (4, 5))
    assert built.input_shape == (None, 4, 5)
    assert built.count_params() == 3 * (5 + 3 + 1) + 2 * 4
    np.testing.assert_array_equal(built.layers[0].cell.recurrent_kernel, np.eye(3))
    assert loss_name(built) == "mean_squared_error"


@pytest.mark.parametrize("shape", [(100_000,), (4, 30_000), (1 << 30, 2)])
def test_building_for_a_shape_is_bounded_too(shape):
    model = keras.Sequential([kl.Flatten(), kl.Dense(2000)])
    with pytest.raises(Refused):
        build(model, shape)


def test_hidden_layers_of_a_rebuilt_model_can_be_read():
    model = crossed(keras.Sequential([keras.Input((4, 1)), kl.SimpleRNN(3), kl.Dense(1)]))
    hidden = keras.Model(model.inputs[0], model.layers[0].output)
    assert hidden(np.zeros((2, 4, 1))).shape == (2, 3)


# --- every layer that is named --------------------------------------------------------------------

UNUSUAL = {
    "Dense": {"units": 3, "activation": "selu"},
    **{name: {"units": 3, "return_sequences": True} for name in ("SimpleRNN", "LSTM", "GRU")},
    "RNN": {"cell": kl.LSTMCell(3), "return_sequences": True},
    "Bidirectional": {"layer": kl.LSTM(2, return_sequences=True), "merge_mode": "mul"},
    "TimeDistributed": {"layer": kl.Dense(2)},
    "Embedding": {"input_dim": 7, "output_dim": 3},
    "Dropout": {"rate": 0.5},
    "SpatialDropout1D": {"rate": 0.5},
    "GaussianNoise": {"stddev": 1.0},
    "Activation": {"activation": "celu"},
    "Softmax": {"axis": (1, 2)},
    "Reshape": {"target_shape": (4, 6)},
    "RepeatVector": {"n": 3},
    "Permute": {"dims": (2, 1)},
    "BatchNormalization": {"axis": 1},
    "LayerNormalization": {"axis": (1, 2)},
    "Concatenate": {"axis": 1},
    "Dot": {"axes": 2},
    "AveragePooling1D": {"pool_size": 2, "strides": 1, "padding": "same"},
    "Conv1D": {"filters": 4, "kernel_size": 2, "groups": 2, "padding": "causal"},
    "Rescaling": {"scale": 0.5, "offset": -1.0},
    "Attention": {"use_scale": True, "score_mode": "concat"},
}
MERGING = ("Concatenate", "Dot", "Attention", "Add", "Subtract", "Multiply", "Average")
MERGING += ("Maximum", "Minimum")
WHOLE_LAYERS = sorted(set(allowed.LAYERS) - set(allowed.CELLS))


@pytest.mark.parametrize("name", WHOLE_LAYERS)
def test_every_layer_that_may_cross_predicts_the_same(name):
    """With the weights that it has by default, and with those of its unusual settings."""
    for options in ({}, UNUSUAL[name]) if name in UNUSUAL else ({},):
        needed = {k: v for k, v in UNUSUAL.get(name, {}).items() if k in NEEDED}
        made = getattr(kl, name)(**{**needed, **options})
        x = keras.Input((4,) if name in ("Embedding", "RepeatVector") else (6, 4))
        model = keras.Model(x, made([x, 2 - x] if name in MERGING else x))
        assert_same(model)


NEEDED = ("units", "cell", "layer", "input_dim", "output_dim", "rate", "stddev", "activation")
NEEDED += ("target_shape", "n", "dims", "axes", "filters", "kernel_size", "scale", "pool_size")


@pytest.mark.parametrize("cell", [kl.SimpleRNNCell, kl.LSTMCell, kl.GRUCell])
def test_every_cell_that_may_cross_predicts_the_same(cell):
    assert_same(sequential(kl.RNN(kl.StackedRNNCells([cell(2), cell(3, use_bias=False)]))))


LOSSES = [
    *("mse", "MSE", "mean_squared_error", "MeanSquaredError", keras.losses.mean_squared_error),
    keras.losses.MeanSquaredError(),
    *(tf.keras.losses.MeanSquaredError(), keras.losses.get("mse")),
]


@pytest.mark.parametrize("loss", LOSSES)
def test_equal_losses_are_one(loss):
    model = keras.Sequential([keras.Input((3,)), kl.Dense(1)])
    plain = keras.models.clone_model(model)
    model.compile("adam", loss, metrics=["mae"])
    plain.compile(keras.optimizers.Adam(0.001), "mse")
    for each in (model, crossed(model)):
        assert loss_name(each) == "mean_squared_error"
        assert optimizer_name(each) == "adam"
        assert metric_names(each) == ["mean_absolute_error"]
        assert signature.signature(each) == signature.signature(plain)


def test_settings_that_matter_are_kept():
    model = keras.Sequential([keras.Input((3,)), kl.Dense(2)])
    logits = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    schedule = keras.optimizers.schedules.ExponentialDecay(0.25, 10, 0.5)
    optimizer = keras.optimizers.SGD(schedule, momentum=0.5, nesterov=True, clipnorm=1.0)
    model.compile(optimizer, logits, metrics=["accuracy", keras.metrics.AUC(), lambda *y: y[0]])
    other = crossed(model)
    assert from_logits(other)
    assert not from_logits(crossed(keras.Sequential([keras.Input((3,))])))
    config = other.optimizer.get_config()
    kept = [config[k] for k in ("learning_rate", "momentum", "nesterov", "clipnorm")]
    assert kept == [0.25, 0.5, True, 1.0]
    assert metric_names(other) == ["accuracy", "auc"]


def test_uncompiled_stays_uncompiled():
    other = crossed(keras.Sequential([keras.Input((3,)), kl.Dense(2)]))
    assert not other.compiled
    assert (loss_name(other), optimizer_name(other)) == ("", "")
    assert metric_names(other) == []


def test_a_rebuilt_model_trains_as_the_original():
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((4,)), *embedded()])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    other = crossed(model)
    x, y = sample(model, 8), np.arange(8) % 2
    losses = [
        m.fit(x, y, epochs=2, shuffle=False, verbose=0).history["loss"] for m in (model, other)
    ]
    np.testing.assert_allclose(*losses, rtol=1e-5)


def test_several_outputs_keep_their_losses():
    model = branches()
    model.compile("adam", ["mse", "mae"], metrics=[["mae"], ["mse"]], loss_weights=[1.0, 0.5])
    other = crossed(model)
    assert loss_name(other) == "mean_squared_error,mean_absolute_error"
    x = sample(model)
    y = [np.zeros(o.shape) for o in model(x)]
    np.testing.assert_allclose(model.evaluate(x, y, verbose=0), other.evaluate(x, y, verbose=0))


# --- signatures -----------------------------------------------------------------------------------


def sequential(*layers, shape=(6, 4)):
    return keras.Sequential([keras.Input(shape), *layers])


def functional(*layers, shape=(6, 4)):
    x = y = keras.Input(shape)
    for layer in layers:
        y = layer(y)
    return keras.Model(x, y)


def test_signatures_ignore_spelling():
    def layers():
        return kl.SimpleRNN(3, kernel_initializer="ones", name="a"), kl.Dense(1, dtype="float64")

    first, *others = (
        *(sequential(*layers()), functional(*layers())),
        sequential(keras.Sequential([kl.SimpleRNN(3, seed=3), kl.Dense(1, activation="linear")])),
        functional(sequential(kl.SimpleRNN(3)), kl.Dense(1)),
    )
    assert all(signature.signature(first) == signature.signature(m) for m in others)
    assert isinstance(hash(signature.signature(first)), int)


@pytest.mark.parametrize(
    "layer",
    [
        kl.SimpleRNN(4),
        kl.GRU(3),
        kl.SimpleRNN(3, activation="relu"),
        kl.SimpleRNN(3, use_bias=False),
        kl.SimpleRNN(3, return_sequences=True),
        kl.SimpleRNN(3, go_backwards=True),
        kl.RNN(kl.SimpleRNNCell(3)),
        kl.Bidirectional(kl.SimpleRNN(3)),
    ],
)
def test_signatures_see_what_matters(layer):
    assert signature.signature(sequential(layer)) != signature.signature(
        sequential(kl.SimpleRNN(3))
    )


def test_signatures_see_the_compile_settings():
    def compiled(*args):
        model = sequential(kl.Dense(1))
        model.compile(*args)
        return signature.signature(model)

    assert compiled("adam", "mse") != compiled("sgd", "mse")
    assert compiled("adam", "mse") != compiled("adam", "mae")
    assert compiled("adam", "mse") != compiled(keras.optimizers.Adam(0.1), "mse")
    logits = keras.losses.BinaryCrossentropy(from_logits=True)
    assert compiled("adam", logits) != compiled("adam", "binary_crossentropy")


def test_signatures_see_the_wiring():
    def wired(first):
        a, b = keras.Input((3,)), keras.Input((3,))
        return keras.Model([a, b], kl.Subtract()([a, b] if first else [b, a]))

    assert signature.signature(wired(True)) != signature.signature(wired(False))


# --- refusals -------------------------------------------------------------------------------------


class Custom(kl.Layer):
    def call(self, x):
        return x


class SimpleRNN(kl.SimpleRNN):
    """A layer of the right name."""


class Subclassed(keras.Model):
    def call(self, x):
        return x


class Cell(kl.SimpleRNNCell):
    """A cell of one's own."""


REFUSED = {
    "Lambda": lambda: sequential(kl.Lambda(lambda x: x)),
    "Subclassed": lambda: Subclassed(),
    "keras.Sequential": lambda: sequential(Subclassed()),
    "Custom": lambda: sequential(Custom()),
    "SimpleRNN": lambda: sequential(SimpleRNN(3)),
    "Cell": lambda: sequential(kl.RNN(Cell(3))),
    "activations": lambda: sequential(kl.Dense(3, activation=lambda x: x**2)),
    "activations of another shape": lambda: sequential(kl.Dense(3, activation=keras.ops.sum)),
    "Conv2D": lambda: sequential(kl.Conv2D(1, 1), shape=(4, 4, 1)),
    "ops": lambda: functional(lambda x: keras.ops.exp(x)),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("build", REFUSED.values(), ids=REFUSED)
def test_what_the_grader_cannot_rebuild_is_refused_kindly(build):
    with pytest.raises(Refused) as caught:
        describe(build())
    assert "keras" in caught.value.text.ko.lower()
    assert "keras" in caught.value.text.en.lower()
    assert "malformed" not in str(caught.value)


REFUSED_WHOLE = {
    "Lambda of TensorFlow": lambda: sequential(kl.Lambda(lambda x: tf.reduce_mean(x, axis=1))),
    "weights of one's own": lambda: sequential(Scaled()),
    "no layer": lambda: functional(lambda x: keras.ops.logsumexp(x, axis=1)),
    "pooled over features": lambda: functional(lambda x: keras.ops.mean(x, axis=2)),
    "activation": lambda: sequential(kl.Dense(3, activation=lambda x: x**2)),
    "in a wrapper": lambda: sequential(kl.TimeDistributed(kl.Lambda(lambda x: x))),
    "unbuilt": lambda: keras.Sequential([kl.LSTM(3, return_sequences=True), Last(), kl.Dense(1)]),
}


class Scaled(kl.Layer):
    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1],))

    def call(self, x):
        return x * self.w


class Last(kl.Layer):
    def call(self, x):
        return x[:, -1]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("build", REFUSED_WHOLE.values(), ids=REFUSED_WHOLE)
def test_what_no_layer_does_is_refused_with_what_to_use(build):
    with pytest.raises(wire.Unsupported) as caught:
        wire.pack(build())
    assert "keras" in caught.value.text.ko.lower()
    assert "cannot be graded" in caught.value.text.en


# --- written otherwise ----------------------------------------------------------------------------


class Two(keras.Model):
    def __init__(self, **options):
        super().__init__()
        self.rnn = kl.GRU(3, **options)
        self.drop = kl.Dropout(0.5)
        self.out = kl.Dense(2)

    def call(self, x, training=None):
        return self.out(self.drop(self.rnn(x), training=training))


class LastOfAll(Two):
    def call(self, x):
        return self.out(keras.ops.softmax(self.rnn(x)[:, -1] * 2))


class Block(kl.Layer):
    def __init__(self):
        super().__init__()
        self.inner = kl.Dense(3)

    def call(self, x):
        return keras.ops.tanh(self.inner(x))


class Blocks(keras.Model):
    def __init__(self):
        super().__init__()
        self.stack = keras.Sequential([kl.Dense(4), Block(), kl.Lambda(lambda x: x * 2)])

    def call(self, inputs):
        return keras.ops.squeeze(kl.Dense(1)(self.stack(inputs)), axis=-1)


class Wired(keras.Model):
    def __init__(self):
        x = keras.Input((6, 4))
        super().__init__(x, kl.Dense(1)(kl.LSTM(2)(x)))


class Stacked(keras.Sequential):
    def __init__(self, *first):
        super().__init__([*first, kl.LSTM(3), kl.Dense(1)])


class Tokens(keras.Model):
    def __init__(self):
        super().__init__()
        self.embed, self.lstm = kl.Embedding(7, 3, mask_zero=True), kl.LSTM(4)

    def call(self, x, training):
        return keras.ops.concatenate([self.lstm(self.embed(x))] * 2, axis=-1)


def built(model, *shape):
    model.build((None, *shape))
    return model


def called(model, *shape):
    model(np.zeros((2, *shape)))
    return model


WRITTEN = {
    "built": lambda: built(Two(), 6, 4),
    "called": lambda: called(Two(), 6, 4),
    "any length": lambda: built(Two(), None, 4),
    "slices": lambda: called(LastOfAll(return_sequences=True), 6, 4),
    "functional": lambda: Wired(),
    "sequential": lambda: Stacked(keras.Input((6, 4))),
    "sequential built": lambda: built(Stacked(), 6, 4),
    "inside": lambda: sequential(called(Two(), 6, 4), kl.Dense(1)),
    "Lambda": lambda: sequential(
        *(kl.SimpleRNN(3, return_sequences=True), kl.Lambda(lambda x: x[:, -1]), kl.Dense(1))
    ),
    "Lambdas": lambda: functional(
        *(kl.Lambda(lambda x: keras.ops.mean(x, axis=1)), kl.Lambda(lambda x, by: x * by)),
        keras.ops.sigmoid,
    ),
    "expanded": lambda: functional(lambda x: keras.ops.expand_dims(x, -1), kl.Flatten()),
    "largest": lambda: functional(lambda x: keras.ops.max(x, axis=1, keepdims=True)),
    "layer": lambda: sequential(kl.SimpleRNN(3, return_sequences=True), Block(), Last()),
}
WRITTEN["Lambdas"] = lambda: functional(
    kl.Lambda(lambda x: keras.ops.mean(x, axis=1)),
    kl.Lambda(lambda x, by: x * by, arguments={"by": 3}),
    keras.ops.sigmoid,
)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("build", WRITTEN.values(), ids=WRITTEN)
def test_models_written_otherwise_are_the_same_model(build):
    model = build()
    for i, weight in enumerate(model.weights):
        weight.assign(np.random.default_rng(i).normal(0, 0.3, weight.shape))
    x = np.random.default_rng(0).normal(size=(3, 6, 4)).astype("float32")
    other = crossed(model)
    assert other.count_params() == model.count_params()
    assert other.output_shape[1:] == model(x).shape[1:] or other.output_shape[1] is None
    np.testing.assert_allclose(other(x), model(x), rtol=1e-5, atol=1e-6)
    assert other.name == model.name


def test_tokens_keep_their_masks():
    model = Tokens()
    x = np.array([[3, 2, 0, 0, 0], [1, 2, 3, 4, 5]])
    wanted = model(x, training=False)
    np.testing.assert_allclose(crossed(model)(x), wanted, atol=1e-6)


@pytest.mark.filterwarnings("ignore")
def test_a_subclass_keeps_what_it_is_compiled_with_and_learned():
    model = Two()
    model.compile("sgd", "mae", metrics=["mse"])
    model.fit(np.ones((4, 6, 4)), np.ones((4, 2)), verbose=0)
    other = crossed(model)
    assert (loss_name(other), optimizer_name(other)) == ("mean_absolute_error", "sgd")
    np.testing.assert_allclose(other(np.ones((2, 6, 4))), model(np.ones((2, 6, 4))), rtol=1e-5)


@pytest.mark.parametrize("make", [Two, Stacked, Wired])
def test_a_subclass_without_an_input_shape_is_built_by_the_grader(make):
    other = crossed(make())
    other = other if other.built else build(other, (6, 4))
    assert other.input_shape == (None, 6, 4)
    assert other(np.zeros((2, 6, 4))).shape[0] == 2
    assert [x.name for x in other.layers if x.count_params()]


ACTIVATIONS = {
    "lambda": (lambda x: keras.activations.tanh(x), "tanh"),
    "keras.ops": (lambda x: keras.ops.maximum(x, 0), "relu"),
    "tensorflow": (lambda x: tf.math.sigmoid(x), "sigmoid"),
    "by hand": (lambda x: 1 / (1 + keras.ops.exp(-x)), "sigmoid"),
    "softmax": (lambda x: tf.exp(x) / tf.reduce_sum(tf.exp(x), -1, keepdims=True), "softmax"),
    "layer": (kl.ReLU(), "relu"),
    "alias": (tf.nn.swish, "silu"),
    "nothing": (lambda x: x, "linear"),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("function", "name"), ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_an_activation_is_named_by_what_it_computes(function, name):
    other = crossed(sequential(kl.SimpleRNN(3, activation=function), kl.Dense(2, function)))
    assert [layer.activation.__name__ for layer in other.layers] == [name, name]


def test_a_function_that_borrows_a_name_is_not_believed():
    def tanh(x):
        return 2 * x

    with pytest.raises(Refused, match="Keras does not have"):
        describe(sequential(kl.Dense(3, activation=tanh)))


# --- what is not Keras's in compile ---------------------------------------------------------------


def mean_squared_error(y, p):
    return keras.ops.mean((y - p) ** 2)


class Loss(keras.losses.MeanSquaredError):
    pass


class Adam(keras.optimizers.Adam):
    pass


CUSTOM = {
    "function": ("adam", mean_squared_error, "custom mean_squared_error", "adam"),
    "lambda": ("adam", lambda y, p: y - p, "custom lambda", "adam"),
    "class": ("sgd", Loss(), "custom Loss", "sgd"),
    "optimizer": (Adam(0.25), "mse", "mean_squared_error", "custom Adam"),
    "of Keras": ("adam", keras.losses.Dice(), "dice", "adam"),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("optimizer", "loss", *"lo"), CUSTOM.values(), ids=CUSTOM)
def test_a_loss_of_ones_own_costs_the_loss_only(optimizer, loss, l, o):  # noqa: E741
    model = sequential(kl.SimpleRNN(3), kl.Dense(1))
    model.compile(optimizer, loss, metrics=[lambda y, p: p])
    other = assert_same(model)
    assert (loss_name(other), optimizer_name(other)) == (l, o)
    assert (loss_name(crossed(other)), optimizer_name(crossed(other))) == (l, o)
    with pytest.raises(expect.Mismatch) as caught:
        expect.compiled(other, loss="mean_squared_error", optimizer="adam")
    named = (o if "mean_squared_error" in l and "custom" not in l else l).removeprefix("custom ")
    assert named in caught.value.text.ko
    assert ("직접 만든" in caught.value.text.ko) == ("custom" in l + o)
    expect.learns(other)


def test_a_model_with_a_loss_of_ones_own_is_not_trained_here():
    model = sequential(kl.Dense(1), shape=(4,))
    model.compile("adam", mean_squared_error)
    with pytest.raises(Refused, match="mean_squared_error cannot be trained here"):
        crossed(model).fit(np.zeros((2, 4)), np.zeros((2, 1)), verbose=0)


def test_metrics_in_the_place_of_loss_weights_cost_the_compile_check_only():
    model = sequential(kl.Dense(1))
    model.compile("adam", "mse", ["accuracy"])
    with pytest.raises(expect.Mismatch, match="write metrics="):
        expect.compiled(assert_same(model))


def test_diverged_weights_say_so():
    model = sequential(kl.Dense(1))
    model.layers[0].set_weights([np.full((4, 1), np.nan), np.zeros(1)])
    with pytest.raises(Refused, match="diverged"):
        describe(model)
    with pytest.raises(wire.Unsupported, match="diverged"):
        wire.pack([model])


# --- hostile descriptions -------------------------------------------------------------------------


def honest():
    return describe(sequential(kl.SimpleRNN(3), kl.Dense(2)))


def changed(edit):
    description = copy.deepcopy(honest())
    edit(description)
    return description


def argument(name, value, layer=0):
    return lambda d: d["layers"][layer]["arguments"].update({name: value})


def deep(d):
    for _ in range(200):
        inner = {k: v for k, v in d.items() if k != "compile"}
        d = {**d, "layers": [inner]}
    return d


def one(kind, shape=(None, 4), dtype="float32", **arguments):
    layer = dict(
        zip(("class", "name", "trainable", "dtype"), (kind, "x", True, "float32"), strict=True)
    )
    layer |= {"arguments": arguments, "weights": []}
    common = {"class": "Sequential", "name": "m", "trainable": True, "compile": None}
    return {**common, "input": [list(shape), dtype], "layers": [layer]}


def doubling(n):
    layer = one("Concatenate", axis=1)["layers"][0]
    steps = [[0, ["tuple", ["list", ["tensor", i], ["tensor", i]]], ["dict"]] for i in range(n)]
    return {
        **{"class": "Functional", "name": "m", "trainable": True, "compile": None},
        **{"inputs": [[[None, 64], "float32", "x"]], "layers": [layer], "steps": steps},
        "structure": [["tensor", 0], ["tensor", n]],
    }


def operated(*step):
    return {**doubling(1), "layers": [], "steps": [list(step)]}


HOSTILE = {
    "not a dict": [],
    "empty": {},
    "20,000 units": changed(argument("units", 20_000)),
    "10**9 units": changed(argument("units", 10**9)),
    "unbuilt and wide": changed(argument("units", 5000)) | {"input": None},
    "units of a bool": changed(argument("units", True)),
    "units of a string": changed(argument("units", "3")),
    "unknown argument": changed(argument("weights", [])),
    "unknown activation": changed(argument("activation", "os.system")),
    "activation object": changed(argument("activation", ["Lambda", {}])),
    "unknown initializer": changed(argument("bias_initializer", ["Callable", {}])),
    "unknown layer": changed(lambda d: d["layers"][0].update({"class": "Lambda"})),
    "attribute": changed(lambda d: d["layers"][0].update({"class": "__dict__"})),
    "class of a list": changed(lambda d: d["layers"][0].update({"class": ["Dense"]})),
    "extra field": changed(lambda d: d.update({"module": "os"})),
    "float16": changed(lambda d: d["layers"][0].update({"dtype": "float16"})),
    "string input": changed(lambda d: d.update({"input": [[None, 4], "string"]})),
    "10,000 layers": changed(lambda d: d.update({"layers": d["layers"] * 5000})),
    "deep nesting": deep(honest()),
    "huge input": changed(lambda d: d.update({"input": [[None, 10**9, 10**9], "float32"]})),
    "negative input": changed(lambda d: d.update({"input": [[None, -4, 4], "float32"]})),
    "no weights": changed(lambda d: d["layers"][0].update({"weights": None})),
    "few weights": changed(lambda d: d["layers"][0]["weights"].pop()),
    "wrong shapes": changed(lambda d: d["layers"][0]["weights"].reverse()),
    "wrong dtype": changed(
        lambda d: d["layers"][1].update(
            {"weights": [w.astype("float64") for w in d["layers"][1]["weights"]]}
        )
    ),
    "infinite weights": changed(lambda d: d["layers"][0]["weights"][0].fill(np.inf)),
    "huge embedding": one("Embedding", dtype="int32", input_dim=10**6, output_dim=10**4),
    "endless embedding": one("Embedding", input_dim=10**9, output_dim=1),
    "huge dense": one("Dense", (None, 20_000), units=20_000),
    "huge repeat": one("RepeatVector", n=10**9),
    "huge reshape": one("Reshape", target_shape=[10**9, -1]),
    "huge kernel": one("Conv1D", (None, 4, 4), filters=3, kernel_size=10**9),
    "cell as layer": one("LSTMCell", units=3),
    "self-attention": one("Attention", (None, 4, 4), score_mode="magic"),
    "bidirectional dense": one(
        "Bidirectional", (None, 4, 4), layer=one("Dense", units=3)["layers"][0]
    ),
    "inner layer of a number": one("TimeDistributed", (None, 4, 4), layer=3),
    "doubling": doubling(40),
    "many steps": doubling(1) | {"steps": doubling(1)["steps"] * 100_000},
    "unknown tensor": operated("Negative", ["tuple", ["tensor", 7]], ["dict"]),
    "unknown operator": operated("Eval", ["tuple", ["tensor", 0]], ["dict"]),
    "operator on lists": operated("Multiply", ["tuple", ["list", 1], 10**9], ["dict"]),
    "layer index": operated(-1, ["tuple", ["tensor", 0]], ["dict"]),
    "keyword": doubling(1) | {"steps": [[0, ["tuple", ["tensor", 0]], ["dict", ["out", 1]]]]},
    "keyword in a tuple": operated("Negative", ["tuple", ["tensor", 0]], ["dict", ("mask", None)]),
    "unknown optimizer": changed(
        lambda d: d.update(
            {"compile": {"optimizer": {"class": "Optimizer", "arguments": {}}, "loss": None}}
        )
    ),
}


@pytest.mark.parametrize("description", HOSTILE.values(), ids=HOSTILE)
def test_hostile_descriptions_are_refused_quickly(description):
    started = time.process_time()
    with pytest.raises(Refused) as caught:
        rebuild(description)
    assert time.process_time() - started < 5
    assert caught.value.text.ko


SETTINGS = {
    "optimizer": {"class": "Adam", "arguments": {"learning_rate": 0.1}},
    **{"loss": ("mean_squared_error", {}), "loss_weights": None, "metrics": ["accuracy"]},
}


@pytest.mark.parametrize(
    "change",
    [
        {"optimizer": {"class": "Adam", "arguments": {"learning_rate": "0.1"}}},
        {"optimizer": {"class": "Adam", "arguments": {"learning_rate": 10**400}}},
        {"optimizer": {"class": "Adam", "arguments": {"gradient_accumulation_steps": 0}}},
        {"optimizer": {"class": "custom", "arguments": {"learning_rate": 0.1}}},
        {"optimizer": {"class": "custom", "arguments": {"name": "<b>", "learning_rate": 0.1}}},
        {"loss": ("custom", {"name": "x" * 100})},
        {"loss": ("custom", {"name": ["x"]})},
        {"loss": ("custom", {})},
        {"optimizer": {"class": "Adam", "arguments": {"learning_rate": ["f"]}}},
        {"optimizer": {"class": "Adam", "arguments": {"name": "x"}}},
        {"optimizer": None},
        {"loss": "mse"},
        {"loss": ("CTC", {})},
        {"loss": ("mean_squared_error", {"fn": "x"})},
        {"loss": ["mean_squared_error", {}]},
        {"metrics": ["os"]},
        {"loss_weights": "x"},
        {"jit_compile": True},
    ],
)
def test_hostile_compile_settings_are_refused(change):
    assert rebuild(changed(lambda d: d.update({"compile": SETTINGS}))).compiled
    with pytest.raises(Refused):
        rebuild(changed(lambda d: d.update({"compile": {**SETTINGS, **change}})))


def test_unsafe_and_duplicate_names_are_replaced():
    def rename(d):
        for layer in d["layers"]:
            layer["name"] = "<script>"
        d["name"] = "../x"

    model = rebuild(changed(rename))
    assert len({x.name for x in model.layers}) == 2
    assert all(x.name.isidentifier() for x in [model, *model.layers])


@settings(max_examples=60)
@given(st.data())
def test_mutated_descriptions_raise_only_refusals(data):
    description = honest()
    for _ in range(data.draw(st.integers(1, 2))):
        node = description
        while True:
            items = list(node.items() if isinstance(node, dict) else enumerate(node))
            key, value = data.draw(st.sampled_from(items))
            if not isinstance(value, (dict, list)) or not value or data.draw(st.booleans()):
                break
            node = value
        junk = st.none() | st.integers() | st.floats() | st.text() | st.just([]) | st.just({})
        node[key] = data.draw(junk)
    try:
        rebuild(description)
    except Refused:
        return
