"""What checks say about an answer.

Each function returns the answer in a plain form, or raises :class:`Mismatch` with one kind sentence
in Korean and English: what came back and what was expected. They accept every reasonable way of
writing a value: lists or arrays, tuples or lists, Python or NumPy numbers, built or unbuilt models.
"""

from rnnlab.expect.learning import learns
from rnnlab.expect.models import (
    compiled,
    layer,
    layers,
    leaves,
    model,
    output_shape,
    params,
    predict,
    steady,
)
from rnnlab.expect.values import (
    Mismatch,
    array,
    close,
    equal,
    integer,
    integers,
    kind,
    number,
    pair,
    shape,
    text,
    that,
)
from rnnlab.sandbox.model.compiled import from_logits, loss_name

__all__ = [
    "Mismatch",
    "array",
    "close",
    "compiled",
    "equal",
    "from_logits",
    "integer",
    "integers",
    "kind",
    "layer",
    "layers",
    "learns",
    "leaves",
    "loss_name",
    "model",
    "number",
    "output_shape",
    "pair",
    "params",
    "predict",
    "shape",
    "steady",
    "text",
    "that",
]
