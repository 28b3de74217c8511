"""What the checks of training share: the models that they hand out, and what comes back."""

import keras
import numpy as np

from common.oracles import crossentropy
from rnnlab.author import expect


def given(layers, weights, **compiled):
    """Return a model to be trained, compiled if need be.

    Its ``weights`` are arrays, or a function that draws one of a shape.
    """
    model = keras.Sequential(layers, name="given")
    if callable(weights):
        weights = [weights(w.shape) for w in model.get_weights()]
    model.set_weights(weights)
    if compiled:
        model.compile(**compiled)
    return model


def trained(answer, input_shape, dtype="float32", fit="model.fit(...)"):
    """Return the model, the history as a dict and the accuracy in the answer of ``train``."""
    model, history, accuracy = expect.pair(answer, 3)
    history = getattr(history, "history", history)
    expect.that(
        isinstance(history, dict) and "loss" in history,
        f"두 번째 값은 {fit}이 돌려준 History여야 합니다.",
        f"The second value should be the History that {fit} returns.",
    )
    return expect.model(model, input_shape, dtype), history, accuracy


def loss_and_accuracy(p, y):
    """Return crossentropy and accuracy of probabilities, computed here and not by the student."""
    guesses = p > 0.5 if p.ndim == 1 else p.argmax(axis=1)
    return crossentropy(p, y), np.mean(guesses == y)
