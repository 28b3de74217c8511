"""Returns a model whose values between two layers are far larger than its input."""

import keras


def build(units):
    inputs = keras.Input((4, 1))
    x = inputs
    for _ in range(7):
        x = keras.layers.Concatenate(axis=1)([x] * 8)
    x = keras.layers.GlobalAveragePooling1D()(x)
    return keras.Model(inputs, keras.layers.Dense(1)(x))
