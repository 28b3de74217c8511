"""A model's answers in NumPy are Keras's."""

import keras
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from keras import layers

from rnnlab.diagnosis.programs import forward

RECURRENT = [layers.SimpleRNN, layers.LSTM, layers.GRU]


def drawn(model, seed):
    rng = np.random.default_rng(seed)
    model.set_weights([rng.normal(0, 0.7, w.shape) for w in model.get_weights()])
    return model


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from(RECURRENT),
    st.integers(1, 5),
    st.integers(1, 6),
    st.booleans(),
    st.sampled_from(["softmax", "sigmoid", "relu", None]),
    st.integers(0, 1000),
)
def test_recurrent_chains_equal_keras(kind, units, timesteps, sequences, activation, seed):
    stack = [keras.Input((timesteps, 2)), kind(units, return_sequences=sequences)]
    model = drawn(keras.Sequential([*stack, layers.Dense(3, activation=activation)]), seed)
    x = np.random.default_rng(seed).normal(size=(4, timesteps, 2)).astype("float32")
    want = np.asarray(model(x, training=False))
    np.testing.assert_allclose(forward.predict(model, x), want, rtol=1e-4, atol=1e-5)


def test_embeddings_are_looked_up_and_pooled():
    stack = [keras.Input((5,), dtype="int32"), layers.Embedding(7, 3)]
    model = drawn(keras.Sequential([*stack, layers.GlobalAveragePooling1D(), layers.Dense(2)]), 1)
    x = np.arange(10).reshape(2, 5) % 7
    want = np.asarray(model(keras.ops.convert_to_tensor(x), training=False))
    np.testing.assert_allclose(forward.predict(model, x), want, rtol=1e-4, atol=1e-5)


def test_other_models_are_left_to_keras():
    inputs = keras.Input((4,))
    model = keras.Model(inputs, layers.Add()([inputs, layers.Dense(4)(inputs)]))
    x = np.ones((2, 4), "float32")
    np.testing.assert_allclose(forward.predict(model, x), np.asarray(model(x)), rtol=1e-5)
