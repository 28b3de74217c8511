"""Frames as an attacker would write them: real ones, with their structure mutated."""

import contextlib
import json
import random
import struct
from copy import deepcopy

import keras
import numpy as np
import pytest

from rnnlab.sandbox import wire
from rnnlab.sandbox.wire import decode, values

LEAVES = [None, True, 0, -1, 3, 7, 2**31, 2**63, 1e308, -0.0, "", "relu", "seed", "../x", "a" * 500]
LEAVES += [
    [],
    {},
    ["a", "float32", [1], 0],
    ["m", {}],
    [2**40, 2**40],
    *decode.DECODERS,
    *values.DTYPES,
]


def seeds():
    """Return frames of everything that crosses."""
    layers = keras.layers
    x = keras.Input((5, 3))
    branch = layers.Bidirectional(layers.LSTM(2, return_sequences=True))(x)
    branch = layers.TimeDistributed(layers.Dense(2, activation="relu"))(branch)
    functional = keras.Model(x, layers.Dense(4, "softmax")(layers.GRU(3)(branch) + 1.0))
    functional.compile(
        keras.optimizers.Adam(0.01), "categorical_crossentropy", metrics=["accuracy"]
    )
    words = keras.Sequential([keras.Input((6,)), layers.Embedding(9, 2), layers.SimpleRNN(3)])
    unbuilt = keras.Sequential([layers.LSTM(4, dropout=0.1), functional.layers[-1].__class__(2)])
    history = wire.History({"loss": [0.5, 0.25]}, [0, 1])
    plain = {"a": (1, 2.5, "글"), "b": [np.arange(6).reshape(2, 3), {3, 4}], "c": np.array(["x"])}
    return [wire.pack(v) for v in (functional, words, unbuilt, history, plain, [plain, words])]


def parts(frame):
    length, _ = struct.unpack("<IQ", frame[:12])
    return json.loads(frame[12 : 12 + length]), frame[12 + length :]


def places(node, path=()):
    """Yield the path of every node."""
    yield path
    items = enumerate(node) if isinstance(node, list) else ()
    items = node.items() if isinstance(node, dict) else items
    for key, child in items:
        yield from places(child, (*path, key))


def mutate(node, rng, donors):
    """Change one place: put something else there, drop it, double it, or nest it."""
    path = rng.choice(list(places(node)))
    if not path:
        return deepcopy(rng.choice(donors))
    parent = node
    for key in path[:-1]:
        parent = parent[key]
    key = path[-1]
    match rng.randrange(5):
        case 0:
            del parent[key]
        case 1 if isinstance(parent, list):
            parent.insert(key, deepcopy(parent[key]))
        case 2:
            parent[key] = [parent[key]]
        case 3 if type(parent[key]) is int:
            parent[key] += rng.choice([-1, 1, 1000, 2**40])
        case _:
            parent[key] = deepcopy(rng.choice(donors))
    return node


@pytest.mark.parametrize("n", [300, pytest.param(20_000, marks=pytest.mark.slow)])
def test_the_decoder_raises_nothing_but_wire_errors(n):
    rng = random.Random(n)
    frames, sound = seeds(), 0
    for _ in range(n):
        header, payload = parts(rng.choice(frames))
        nodes = [parts(frame)[0] for frame in frames]
        for _ in range(rng.randint(1, 4)):
            header = mutate(header, rng, [*LEAVES, *nodes])
        payload = payload[: rng.choice([len(payload)] * 3 + [rng.randrange(len(payload) + 1)])]
        text = json.dumps(header).encode()
        with contextlib.suppress(wire.WireError):
            wire.unpack(struct.pack("<IQ", len(text), len(payload)) + text + payload)
            sound += 1
    assert 0 < sound < n
