"""What checks compare models with agrees with Keras, whatever the sizes."""

import keras
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnlab import course

with course.importable(course.root() / "tests"):
    from common import oracles

SIZES = st.tuples(*[st.integers(1, 5)] * 4)
SEEDS = st.integers(0, 2**32 - 1)


def drawn(layer, n, shape, seed):
    """Draw weights, biases too, and inputs; return the layer's answer, the inputs, the weights."""
    rng = np.random.default_rng(seed)
    layer.build((None, *shape))
    layer.set_weights([rng.normal(0, 1, w.shape) for w in layer.weights])
    x = rng.normal(0, 1, (n, *shape)).astype("float32")
    return np.asarray(layer(x)), x, layer.get_weights()


@settings(deadline=None, max_examples=15)
@given(sizes=SIZES, seed=SEEDS)
def test_a_recurrent_layer(sizes, seed):
    n, timesteps, features, units = sizes
    layer = keras.layers.SimpleRNN(units, return_sequences=True)
    got, x, weights = drawn(layer, n, (timesteps, features), seed)
    states = oracles.simple_rnn(x, *weights)
    assert states.shape == (n, timesteps, units)
    np.testing.assert_allclose(states, got, rtol=1e-4, atol=1e-5)
    final = keras.layers.SimpleRNN(units)
    final.build((None, timesteps, features))
    final.set_weights(weights)
    np.testing.assert_allclose(oracles.last(states), np.asarray(final(x)), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("activation", [None, "softmax", "sigmoid"])
@settings(deadline=None, max_examples=15)
@given(sizes=SIZES, seed=SEEDS)
def test_dense_and_its_activations(activation, sizes, seed):
    n, timesteps, features, units = sizes
    layer = keras.layers.Dense(units + 1, activation=activation)  # a softmax of one is warned of
    got, x, weights = drawn(layer, n, (timesteps, features), seed)
    apply = getattr(oracles, activation) if activation else np.asarray
    np.testing.assert_allclose(apply(oracles.dense(x, *weights)), got, rtol=1e-4, atol=1e-5)


@settings(deadline=None, max_examples=15)
@given(n=st.integers(1, 9), classes=st.integers(2, 5), seed=SEEDS)
def test_crossentropies(n, classes, seed):
    rng = np.random.default_rng(seed)
    p = rng.dirichlet(np.full(classes, 0.1), n).astype("float32")
    y = rng.integers(0, classes, n)
    want = keras.losses.SparseCategoricalCrossentropy()(y, p)
    np.testing.assert_allclose(oracles.crossentropy(p, y), float(want), rtol=1e-4, atol=1e-5)
    two = (y > 0).astype("float32")
    want = keras.losses.BinaryCrossentropy()(two[:, None], p[:, :1])
    np.testing.assert_allclose(
        oracles.crossentropy(p[:, 0], two), float(want), rtol=1e-4, atol=1e-5
    )
