"""Code in the model: a Lambda layer whose function would run in the grader."""

import keras


def _owned(x):
    open(LAB["drop"], "w").write("lambda")
    return x[:, 0]


def build(units):
    return keras.Sequential([keras.Input((4, 1)), keras.layers.Lambda(_owned)])
