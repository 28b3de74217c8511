#!/usr/bin/env bash
# Keras draws the same weights from one initializer each time, whatever seed is set.
#
# Keras 3.15.1 with JAX 0.10.2 and NumPy 2.4.6
#
# `init = RandomUniform(-0.1, 0.1)`, with no seed, looks like a distribution to draw
# from. One would guess that two layers given `init` start apart, as they do when both
# are given "random_uniform", and that keras.utils.set_random_seed decides the weights.
#
# Seen: init fixes a seed of its own when it is made. Three networks, each built after
# set_random_seed with another seed, start with the same kernel. A SimpleRNN with as
# many inputs as units that takes init for both its matrices has W equal to U. But the
# two halves of a Bidirectional differ, as they are made anew from a config with no seed.
# The last releases of Keras 2 warned of the repeated call; Keras 3 says nothing.
#
# For those who teach: "the mean over three seeds" of such a model is one start three
# times, and layers of one shape, side by side, that share init start as copies of each
# other. Pass the name, or make an initializer for each use.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet keras==3.15.1 jax==0.10.2 numpy==2.4.6
export HOME="$tmp" KERAS_HOME="$tmp" KERAS_BACKEND=jax JAX_PLATFORMS=cpu

"$tmp/venv/bin/python" - <<'PY'
import warnings

import keras
import numpy as np
from keras import layers

warnings.simplefilter("error", UserWarning)  # that Keras says nothing is part of it
init = keras.initializers.RandomUniform(-0.1, 0.1)


def same(first, *others):
    return all(np.array_equal(first.numpy(), w.numpy()) for w in others)


def built(layer):
    layer.build((None, 5, 4))
    return layer


def kernels(initializer):
    for seed in 1, 2, 3:
        keras.utils.set_random_seed(seed)
        yield built(layers.SimpleRNN(4, kernel_initializer=initializer)).cell.kernel


def w_is_u(init):
    cell = built(layers.SimpleRNN(4, kernel_initializer=init, recurrent_initializer=init)).cell
    return same(cell.kernel, cell.recurrent_kernel)


def directions(initializer):
    both = built(layers.Bidirectional(layers.SimpleRNN(4, kernel_initializer=initializer)))
    return same(both.forward_layer.cell.kernel, both.backward_layer.cell.kernel)


seen = {"same kernel with seeds 1, 2, 3": (same(*kernels(init)), same(*kernels("random_uniform"))),
        "W equals U": (w_is_u(init), w_is_u("random_uniform")),
        "both directions the same": (directions(init), directions("random_uniform"))}
for what, (shared, named) in seen.items():
    print(f"{what}: {shared} with init, {named} with the name")
assert list(seen.values()) == [(True, False), (True, False), (False, False)], seen
PY
