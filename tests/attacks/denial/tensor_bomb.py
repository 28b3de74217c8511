"""Lets TensorFlow take the memory, past Python's allocator; at most 6 GB here."""

import keras


def double(x):
    return [keras.ops.ones((1 << 27,)) for _ in range(12)]
