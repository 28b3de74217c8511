"""A true Sequential whose methods were replaced on the instance."""

import keras


def build(units):
    model = keras.Sequential([keras.Input((4, 1)), keras.layers.Flatten(), keras.layers.Dense(1)])
    model.count_params = lambda: 55
    model.__dict__["get_config"] = lambda: {"name": "x", "layers": [], "count": 55}
    model.__dict__["get_weights"] = lambda: [0] * 5
    return model
