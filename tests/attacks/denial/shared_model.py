"""Returns nested models that call one another many times: 2**30 calls of one layer."""

import keras


def build(units):
    inner = keras.Sequential([keras.Input((4, 1)), keras.layers.Dense(1)])
    for _ in range(10):
        inputs = keras.Input((4, 1))
        x = inputs
        for _ in range(8):
            x = inner(x)
        inner = keras.Model(inputs, x)
    return inner
