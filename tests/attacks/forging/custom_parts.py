"""Code in the model's arguments: an activation, an initializer and a loss of one's own."""

import keras


def _owned(*args, **kwargs):
    open(LAB["drop"], "w").write("part")
    return 0.0


def build(units):
    layer = keras.layers.SimpleRNN(units, activation=_owned, kernel_initializer=_owned)
    model = keras.Sequential([layer, keras.layers.Dense(1)])
    model.compile(loss=_owned)
    return model
