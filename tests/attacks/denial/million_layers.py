"""Builds models of very many layers."""

import keras


def build(units):
    layers = [keras.layers.Activation("relu") for _ in range(20_000)]
    return keras.Sequential([keras.Input((4, 1)), *layers])
