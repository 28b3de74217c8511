"""What a chain of layers is computed to be here is what Keras makes of it, to the last bit."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers

from rnnlab.sandbox.model import forward

pytestmark = pytest.mark.usefixtures("as_graded")
RECURRENT = [layers.SimpleRNN, layers.LSTM, layers.GRU]


def drawn(model, seed):
    rng = np.random.default_rng(seed)
    model.set_weights([rng.normal(0, 0.7, w.shape) for w in model.get_weights()])
    return model


def equals_keras(model, x):
    got, want = forward.chained(model, x), model.predict(x, verbose=0)
    assert (got.dtype, got.shape) == (want.dtype, want.shape)
    assert got.tobytes() == want.tobytes()
    got += 1  # as of any answer of Keras's


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(RECURRENT),
    st.integers(1, 5),
    st.integers(1, 6),
    st.booleans(),
    st.sampled_from(["softmax", "sigmoid", "relu", None]),
    st.sampled_from(["float32", "float64", "int64"]),
    st.integers(0, 1000),
)
def test_recurrent_chains_equal_keras(kind, units, timesteps, sequences, activation, dtype, seed):
    stack = [keras.Input((timesteps, 2)), kind(units, return_sequences=sequences)]
    model = drawn(keras.Sequential([*stack, layers.Dense(3, activation=activation)]), seed)
    equals_keras(model, np.random.default_rng(seed).normal(size=(4, timesteps, 2)).astype(dtype))


@pytest.mark.parametrize("pooling", [layers.GlobalAveragePooling1D(), layers.Flatten()])
def test_embeddings_are_looked_up_and_pooled(pooling):
    stack = [keras.Input((5,), dtype="int32"), layers.Embedding(7, 3), pooling, layers.Dense(2)]
    equals_keras(drawn(keras.Sequential(stack), 1), np.arange(10).reshape(2, 5) % 7)


@pytest.mark.parametrize("length", [1, 3, 7])
def test_a_sequence_may_have_another_length(length):
    stack = [keras.Input((5,)), layers.Embedding(7, 3), layers.GRU(2), layers.Dense(1)]
    equals_keras(drawn(keras.Sequential(stack), 1), np.arange(2 * length).reshape(2, -1) % 7)


def relu(x):
    return 2 * x


OTHERS = {
    "an activation that has the name of Keras's": keras.Sequential(
        [keras.Input((4, 1)), layers.SimpleRNN(2, activation=relu), layers.Dense(2)]
    ),
    "two branches": keras.Model(
        (inputs := keras.Input((4,))), layers.Add()([inputs, layers.Dense(4)(inputs)])
    ),
    "a mask": keras.Sequential(
        [keras.Input((4,)), layers.Embedding(7, 3, mask_zero=True), layers.LSTM(2)]
    ),
    "whole numbers": keras.Sequential([keras.Input((4,), dtype="int32"), layers.Dense(2)]),
    "half precision": keras.Sequential([keras.Input((4,)), layers.Dense(2, dtype="float16")]),
    "features first": keras.Sequential(
        [keras.Input((4, 1)), layers.GlobalAveragePooling1D("channels_first"), layers.Dense(2)]
    ),
}


@pytest.mark.parametrize("model", OTHERS.values(), ids=OTHERS)
def test_other_models_are_left_to_keras(model):
    x = np.linspace(0, 6, 8).reshape(2, *model.input_shape[1:])
    assert forward.chained(model, x) is None
    want = model.predict(x, verbose=0)
    np.testing.assert_allclose(forward.predict(model, x), want, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(
    ("stack", "shape"),
    [
        ([keras.Input((3, 2)), layers.SimpleRNN(2)], (1, 3, 5)),
        ([keras.Input((3, 2)), layers.Flatten(), layers.Dense(2)], (1, 4, 2)),
        ([keras.Input((3,)), layers.Embedding(7, 3), layers.Flatten(), layers.Dense(2)], (1, 4)),
        ([keras.Input((3,)), layers.Dense(2)], (1, 4)),
    ],
)
def test_what_is_wrong_is_said_by_keras(stack, shape):
    model, x = keras.Sequential(stack), np.zeros(shape)
    assert forward.chained(model, x) is None
    with pytest.raises((ValueError, tf.errors.InvalidArgumentError), match="incompatible"):
        forward.predict(model, x)
