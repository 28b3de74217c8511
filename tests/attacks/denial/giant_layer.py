"""Builds layers of far too many units, built and unbuilt."""

import keras


def double(x):
    return keras.Sequential([keras.layers.SimpleRNN(20_000), keras.layers.LSTM(20_000)])


def build(units):
    return keras.Sequential([keras.layers.Dense(10**9), keras.layers.SimpleRNN(10**9)])
