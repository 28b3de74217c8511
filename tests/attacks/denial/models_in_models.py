"""Returns models nested in models, the same one many times, and a ring of lists of them."""

import keras


def build(units):
    model = keras.Sequential([keras.Input((4, 1)), keras.layers.SimpleRNN(1)])
    for _ in range(40):
        model = keras.Sequential([keras.Input((4, 1)), model, keras.layers.Reshape((1, 1))])
        model = keras.Sequential([keras.Input((4, 1)), model, keras.layers.RepeatVector(4)])
    return model


def double(x):
    model = keras.Sequential([keras.Input((4, 1)), keras.layers.Dense(1)])
    return [model] * 10_000
