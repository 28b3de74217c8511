"""Puts another class where keras.layers.SimpleRNN stood, so that names no longer mean anything."""

import keras

from rnnlab.sandbox.model import allowed, describe


def build(units):
    describe.LAYER_CLASSES[keras.layers.Flatten] = "SimpleRNN"
    allowed.LAYERS["Flatten"] = allowed.LAYERS["SimpleRNN"]
    return keras.Sequential([keras.Input((4, 1)), keras.layers.Flatten(), keras.layers.Dense(1)])
