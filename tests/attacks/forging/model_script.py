"""Sends a model description that names modules, functions and files instead of layers."""

import keras

from rnnlab.sandbox.model import describe


def _description(model):
    layer = {
        "class": "Lambda",
        "name": "../../x",
        "trainable": True,
        "dtype": "float32",
        "arguments": {"function": "os.system", "arguments": [f"touch {LAB['drop']}"]},
        "weights": [],
    }
    common = {"name": "m", "trainable": True, "compile": None}
    return {"class": "Sequential", **common, "input": [[None, 4, 1], "float32"], "layers": [layer]}


def build(units):
    describe.describe = _description
    return keras.Sequential([keras.Input((4, 1)), keras.layers.Dense(1)])
