"""Returns weights that are NaN, infinite, or overflow when the grader computes."""

import keras


def build(units):
    model = keras.Sequential(
        [keras.Input((4, 1)), keras.layers.SimpleRNN(units), keras.layers.Dense(1)]
    )
    model.set_weights([w * float("nan") for w in model.get_weights()])
    return model
