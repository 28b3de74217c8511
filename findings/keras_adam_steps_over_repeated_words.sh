#!/usr/bin/env bash
# On TensorFlow, Adam takes longer steps for a word that is often in a batch.
#
# Keras 3.15.1 with TensorFlow 2.21.0 and, beside it, JAX 0.10.2; NumPy 2.4.6
#
# Adam's first step moves every weight that has a gradient by the learning rate, whatever
# the gradient's size: m / sqrt(v) is 1 or -1. One would guess that this holds for the
# vectors of an Embedding as well, and that the same model, weights and batch come out
# alike on every backend of Keras.
#
# Seen: on TensorFlow a word's vector moves by sqrt(n) times the learning rate if the word
# stands n times in the batch: 1, 1.41, 2 and 3 for n = 1, 2, 4 and 9. The gradient of an
# Embedding is a list of slices there, one for each place of the word, and v adds up the
# squares of the slices, not the square of their sum (equal slices: g*g/n). On JAX, where
# the gradient is dense, it is 1 each time, as in a table that is multiplied by one-hot rows.
#
# For those who teach: frequent words and padding without a mask learn faster by this than
# Adam's paper says, and a figure from a notebook on JAX differs from one on TensorFlow.
# Who checks a training by its weights must let a word stand once in a batch.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet \
    keras==3.15.1 tensorflow==2.21.0 jax==0.10.2 jaxlib==0.10.2 numpy==2.4.6
export HOME="$tmp" KERAS_HOME="$tmp" JAX_PLATFORMS=cpu TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=

cat > "$tmp/steps.py" <<'PY'
import sys

import keras
import numpy as np

RATE, TIMES = 0.01, (1, 2, 4, 9)
x = np.zeros((1, 20), int)
places = iter(range(20))
for word, n in enumerate(TIMES, 1):
    for _ in range(n):
        x[0, next(places)] = word

rng = np.random.default_rng(0)
table = keras.layers.Embedding(5, 8)
model = keras.Sequential(
    [keras.Input((20,)), table, keras.layers.GlobalAveragePooling1D(), keras.layers.Dense(1)]
)
model.set_weights([rng.normal(size=w.shape) for w in model.get_weights()])
model.compile(keras.optimizers.Adam(RATE), "mse")
before = np.array(table.get_weights()[0])
model.train_on_batch(x, np.array([[9.0]]))
moved = np.abs(table.get_weights()[0] - before).mean(axis=1)[1:] / RATE
print(f"{keras.backend.backend():10}", *(f"{n} times: {m:.2f}" for n, m in zip(TIMES, moved)))
wanted = np.sqrt(TIMES) if sys.argv[1] == "longer" else np.ones(len(TIMES))
assert np.allclose(moved, wanted, atol=0.01), moved
PY

KERAS_BACKEND=tensorflow "$tmp/venv/bin/python" "$tmp/steps.py" longer 2> "$tmp/log" ||
    { cat "$tmp/log" >&2; exit 1; }
KERAS_BACKEND=jax "$tmp/venv/bin/python" "$tmp/steps.py" alike
