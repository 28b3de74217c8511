"""First steps taken eagerly come to what Keras's graphs come to, and are no one's but Keras's."""

import contextlib

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from rnnlab.sandbox.inside import eager

pytestmark = pytest.mark.usefixtures("as_graded")
RNG = np.random.default_rng(1)
NUMBERS, IDS = RNG.normal(size=(40, 6, 2)), RNG.integers(0, 9, (40, 6))


def recurrent(loss="mse", **compiled):
    stack = [keras.Input((None, 2)), layers.SimpleRNN(4), layers.Dense(1)]
    return NUMBERS, made(stack, loss=loss, **compiled)


def embedded():
    stack = [keras.Input((6,)), layers.Embedding(9, 3, mask_zero=True), layers.Dropout(0.3)]
    stack += [layers.Bidirectional(layers.LSTM(3)), layers.Dense(1, activation="sigmoid")]
    return IDS, made(stack, loss="binary_crossentropy", metrics=["accuracy"])


def flat():
    stack = [keras.Input((6, 2)), layers.Flatten(), layers.Dense(1)]
    return NUMBERS, made(stack, loss="mae", optimizer=keras.optimizers.RMSprop(0.01))


def made(stack, **compiled):
    model = keras.Sequential(stack)
    model.compile(**{"optimizer": "adam", **compiled})
    return model


def fitted(make, **given):
    keras.utils.set_random_seed(3)
    x, model = make()
    y = np.arange(len(x)) % 2
    history = model.fit(x, y, verbose=0, **given).history
    return model, history, model.evaluate(x, y, verbose=0)


@pytest.mark.parametrize("make", [recurrent, embedded, flat])
@pytest.mark.parametrize(
    ("given", "is_short"),
    [
        ({"epochs": 2}, True),
        ({"epochs": 3, "batch_size": 40, "validation_split": 0.2}, True),
        ({"epochs": 4, "batch_size": 4, "validation_split": 0.2}, False),
    ],
)
def test_a_training_is_the_same(make, given, is_short):
    model, history, scores = fitted(make, **given)
    with eager.first_steps():
        mine, own_history, own_scores = fitted(make, **given)
    assert (mine.train_function._spent <= eager._MOST) == is_short
    for a, b in zip(mine.get_weights(), model.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-6)
    assert own_history.keys() == history.keys()
    for name, values in history.items():
        np.testing.assert_allclose(own_history[name], values, rtol=1e-5)
    np.testing.assert_allclose(own_scores, scores, rtol=1e-5)


def test_steps_that_nobody_announced_go_on_in_a_graph():
    def steps():
        keras.utils.set_random_seed(3)
        x, model = recurrent()
        for _ in range(25):
            model.train_on_batch(x, np.ones(len(x)))
        return model

    want = steps().get_weights()
    with eager.first_steps():
        model = steps()
    assert model.train_function._spent > eager._MOST
    for a, b in zip(model.get_weights(), want, strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-6)


@pytest.mark.parametrize("make", [recurrent, embedded, flat])
@pytest.mark.parametrize("given", [{}, {"batch_size": 40}, {"batch_size": 7}, {"steps": 1}])
def test_a_prediction_is_the_same_to_the_last_bit(make, given):
    x, model = make()
    for inputs in (x[:30], x, x[:1].tolist(), x.astype("float32")):
        inputs = np.asarray(inputs)
        with eager.first_steps():
            got = model.predict(inputs, verbose=0, **given)
        want = model.predict(inputs, verbose=0, **given)
        assert (got.dtype, got.tobytes()) == (want.dtype, want.tobytes())
        got += 1


def test_several_outputs_are_predicted_as_keras_gives_them():
    inputs = keras.Input((6, 2))
    model = keras.Model(inputs, {"a": layers.GRU(2)(inputs), "b": [layers.Flatten()(inputs)]})
    with eager.first_steps():
        got = model.predict(NUMBERS[:5], verbose=0)
    want = model.predict(NUMBERS[:5], verbose=0)
    assert got["a"].tobytes() == want["a"].tobytes()
    assert got["b"][0].tobytes() == want["b"][0].tobytes()


@pytest.mark.parametrize(
    "call",
    [
        lambda model: model.predict(np.zeros((2, 3, 5)), verbose=0),
        lambda model: model.fit(np.zeros((2, 3, 2)), np.zeros((2, 4, 4)), verbose=0),
        lambda model: model.fit(np.zeros((2, 3, 2)), np.zeros(3), verbose=0),
        lambda model: model.fit(np.zeros((2, 3, 2)), epochs="2", verbose=0),
    ],
)
def test_what_is_wrong_raises_what_keras_raises(call):
    with pytest.raises(Exception) as want:  # noqa: PT011  whatever Keras raises
        call(recurrent()[1])
    with eager.first_steps(), pytest.raises(type(want.value)) as got:
        call(recurrent()[1])
    assert str(got.value).split("\n")[0] == str(want.value).split("\n")[0]


class Own(layers.Layer):
    def call(self, x):
        return x


def own_loss(y, p):
    return keras.losses.mean_squared_error(y, p)


@pytest.mark.parametrize(
    "model",
    [
        lambda: recurrent(own_loss)[1],
        lambda: recurrent(metrics=[own_loss])[1],
        lambda: recurrent(run_eagerly=True)[1],
        lambda: made([keras.Input((2,)), Own(), layers.Dense(1)], loss="mse"),
        lambda: made([keras.Input((2,)), layers.Lambda(lambda x: x), layers.Dense(1)], loss="mse"),
    ],
)
def test_what_is_not_keras_s_is_left_as_it_is(model):
    with eager.first_steps():
        model = model()
        model.make_train_function()
    assert not isinstance(model.train_function, eager._Step)


def test_what_a_submission_puts_in_keras_s_place_stays_there(monkeypatch):
    monkeypatch.setattr(keras.Model, "predict", lambda self, x: "mine")
    with eager.first_steps():
        assert recurrent()[1].predict(NUMBERS) == "mine"


def test_keras_is_itself_again_afterwards():
    names = ("predict", "make_train_function", "make_test_function")
    before = [getattr(keras.Model, name) for name in names]
    with contextlib.suppress(KeyError), eager.first_steps():
        assert keras.Model.predict is not before[0]
        raise KeyError
    assert [getattr(keras.Model, name) for name in names] == before


@pytest.mark.filterwarnings("ignore:Your input ran out of data")  # as Keras says of a generator
@pytest.mark.parametrize(
    "data",
    [
        lambda: tf.data.Dataset.from_tensor_slices((NUMBERS, np.ones(40))).batch(16),
        lambda: ((NUMBERS[i : i + 8], np.ones(8)) for i in range(0, 40, 8)),
    ],
    ids=["dataset", "generator"],
)
def test_data_of_unknown_length_are_read_to_their_end(data):
    def fitted():
        keras.utils.set_random_seed(3)
        model = recurrent()[1]
        history = model.fit(data(), shuffle=False, verbose=0)
        return model, history.history["loss"]

    want, losses = fitted()
    with eager.first_steps():
        model, own = fitted()
    np.testing.assert_allclose(own, losses, rtol=1e-5)
    for a, b in zip(model.get_weights(), want.get_weights(), strict=True):
        np.testing.assert_allclose(a, b, rtol=0, atol=1e-6)
