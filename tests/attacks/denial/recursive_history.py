"""Returns records of training that are endless, deep, or full of large numbers."""

import keras


def double(x):
    history = keras.callbacks.History()
    history.history = {"loss": history, "val_loss": [float("inf")] * 10**6}
    history.epoch = range(10**12)
    return history


def cumulate(values):
    history = keras.callbacks.History()
    history.history = {str(n): [n] for n in range(10**5)}
    return history
