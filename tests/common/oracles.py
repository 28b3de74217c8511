"""Keras's layers and losses written out in NumPy, from the weights in Keras's order.

Recurrent layers return their states at every timestep, (n, timesteps, units), for inputs
(n, timesteps, features); ``last`` takes the last one's.
"""

import numpy as np


def dense(x, kernel, bias):
    return x @ kernel + bias


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    exponentials = np.exp(x - x.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


def last(states):
    return states[:, -1]


def simple_rnn(x, kernel, recurrent_kernel, bias):
    h, states = np.zeros((len(x), len(bias))), []
    for now in np.moveaxis(x, 1, 0):
        h = np.tanh(now @ kernel + h @ recurrent_kernel + bias)
        states.append(h)
    return np.stack(states, axis=1)


def lstm(x, kernel, recurrent_kernel, bias):
    h = c = np.zeros((len(x), len(recurrent_kernel)))
    states = []
    for now in np.moveaxis(x, 1, 0):
        i, f, new, o = np.split(now @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(new)
        h = sigmoid(o) * np.tanh(c)
        states.append(h)
    return np.stack(states, axis=1)


def gru(x, kernel, recurrent_kernel, bias):
    """With reset_after=True, as is Keras's default: ``bias`` is that of the inputs and of h."""
    h, states = np.zeros((len(x), len(recurrent_kernel))), []
    for now in np.moveaxis(x, 1, 0):
        z, r, new = np.split(now @ kernel + bias[0], 3, axis=-1)
        z_of_h, r_of_h, new_of_h = np.split(h @ recurrent_kernel + bias[1], 3, axis=-1)
        z, r = sigmoid(z + z_of_h), sigmoid(r + r_of_h)
        h = z * h + (1 - z) * np.tanh(new + r * new_of_h)
        states.append(h)
    return np.stack(states, axis=1)


def crossentropy(p, y):
    """Mean crossentropy of labels ``y`` and probabilities: (n, classes), or (n,) of label 1."""
    p = np.clip(p, 1e-7, 1 - 1e-7)
    right = np.where(y == 1, p, 1 - p) if p.ndim == 1 else p[np.arange(len(y)), y]
    return -np.log(right).mean()
