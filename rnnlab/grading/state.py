"""Keras's global state: deterministic, quiet, and the same before every submission."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import logging
import os
from collections.abc import Iterator
from types import ModuleType

from rnnlab.sandbox.zygote import KERAS_ENVIRONMENT


def prepare(*labels: object) -> None:
    """Bring Keras's global state to where it is before every submission, whatever came before.

    Names of layers count from one again, what earlier models left is freed, and random numbers
    depend on ``labels`` alone.
    """
    keras = _import_keras()
    keras.utils.clear_session(free_memory=False)
    keras.config.set_floatx("float32")
    text = "/".join(map(str, labels))
    keras.utils.set_random_seed(int.from_bytes(hashlib.sha256(text.encode()).digest()[:3]))


@functools.cache
def _import_keras() -> ModuleType:
    """Import Keras deterministic and on the CPU, without the noise that TensorFlow starts with."""
    os.environ.update(KERAS_ENVIRONMENT)
    with quiet_stderr():
        import keras

        from rnnlab.sandbox.inside import runtime

        logging.getLogger("tensorflow").setLevel(logging.ERROR)

        # In a process that has used TensorFlow already its threads are what they are.
        with contextlib.suppress(RuntimeError):
            runtime.make_deterministic()
    return keras


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Discard what is written to stderr, by C++ too: TensorFlow does not write through Python."""
    kept = os.dup(2)
    with open(os.devnull, "w") as null, contextlib.redirect_stderr(null):
        os.dup2(null.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
