"""One call that trains: the roles of what it was given, what came back, and how good that is.

Nothing is trained here. Roles are found from the call itself: the argument that is a model, arrays
in pairs of equal length (to train on, then to test on), and the number named ``epochs``.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from rnnlab.diagnosis.evidence import Case
from rnnlab.diagnosis.values.relating import Unfit, is_number, near
from rnnlab.sandbox import wire
from rnnlab.sandbox.model import allowed
from rnnlab.sandbox.model.compiled import compile_settings

_OF_CLASSES = ("categorical_crossentropy", "binary_crossentropy")  # not of their numbers


@dataclass(frozen=True, eq=False)
class Data:
    """Inputs and labels, and the names of the parameters that they came in."""

    names: tuple[str, str]
    x: np.ndarray
    y: np.ndarray

    @property
    def said(self) -> str:
        """Their names, as code."""
        return f"`{self.names[0]}`, `{self.names[1]}`"


@dataclass(frozen=True, eq=False)
class Parts:
    """An answer's model, the numbers of its History, and its number; None for what is not there."""

    model: keras.Model | None = None
    history: Mapping[Any, Any] | None = None
    number: Any = None


@dataclass(frozen=True, eq=False)
class Lesson:
    """A case that trains, by the roles of what is in it."""

    case: Case
    given: keras.Model
    train: Data
    test: Data | None
    epochs: int | None
    kinds: tuple[str, ...]  # of what is to be returned, in order

    @functools.cached_property
    def right(self) -> Parts:
        """The right answer's parts."""
        return self.parts(self.case.right)

    @functools.cached_property
    def got(self) -> Parts:
        """The student's answer's parts, as far as they are what they should be."""
        return self.parts(self.case.answer)

    def parts(self, answer: Any) -> Parts:
        """Return the parts of an answer to this case, each where it belongs."""
        values = [answer] if len(self.kinds) == 1 else answer
        if not isinstance(values, (tuple, list)) or len(values) != len(self.kinds):
            return Parts()
        found = dict(zip(self.kinds, values, strict=True))
        model = found.get("model")
        history = numbers_of(found.get("history"))
        return Parts(
            model if isinstance(model, keras.Model) else None, history, found.get("number")
        )

    def right_but(self, **parts: Any) -> Any:
        """Return the right answer with other ``parts``, by their kinds."""
        if len(self.kinds) == 1:
            return parts.get(self.kinds[0], self.case.right)
        right = zip(self.kinds, self.case.right, strict=True)
        return tuple(parts.get(name, value) for name, value in right)

    @functools.cached_property
    def tests_accuracy(self) -> bool:
        """Whether the number that is asked for is the model's accuracy on the test data."""
        model, number = self.right.model, self.right.number
        if self.test is None or model is None or not is_number(number):
            return False
        return bool(abs(accuracy(outputs(model, self.test.x), self.test.y) - number) < 1e-4)


def lesson(case: Case) -> Lesson | None:
    """Return ``case`` by its roles; None where it does not train, or they are not clear."""
    if not case.trains:
        return None
    models = [v for v in case.arguments.values() if isinstance(v, keras.Model)]
    kinds = tuple(kind_of(part) for part in _listed(case.right))
    arrays = [(k, v) for k, v in case.arguments.items() if isinstance(v, np.ndarray) and v.ndim]
    data = [Data((a, b), x, y) for (a, x), (b, y) in zip(arrays[::2], arrays[1::2], strict=False)]
    paired = len(arrays) in (2, 4) and all(len(d.x) == len(d.y) for d in data)
    clear = len(models) == 1 == kinds.count("model") and len(set(kinds)) == len(kinds)
    if not paired or not clear:
        return None
    epochs = case.arguments.get("epochs")
    epochs = epochs if type(epochs) is int else None
    return Lesson(case, models[0], data[0], data[1] if data[1:] else None, epochs, kinds)


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (tuple, list)) else [value]


def kind_of(value: Any) -> str:
    """Say what a part of an answer is: "model", "history", "number" or something else."""
    if isinstance(value, keras.Model):
        return "model"
    if numbers_of(value) is not None:
        return "history"
    if value is None:
        return "none"
    return "number" if is_number(value) and not isinstance(value, bool) else "other"


def numbers_of(history: Any) -> Mapping[Any, Any] | None:
    """Return the numbers of a History, or of the dict that it holds; None for anything else."""
    if isinstance(history, wire.History):
        return history.history
    return history if isinstance(history, dict) and "loss" in history else None


def series(history: Mapping[Any, Any] | None, key: str) -> np.ndarray:
    """Return one row of a History's numbers, epoch by epoch; an empty one where it has none."""
    values = [] if history is None else history.get(key, [])
    row = np.asarray(values, dtype=float)
    return row if row.ndim == 1 else np.zeros(0)


# ---------------------------------------------------------------- how good a model is


def outputs(model: keras.Model, x: np.ndarray) -> np.ndarray:
    """Run the model on ``x`` in inference mode."""
    return np.asarray(model(keras.ops.convert_to_tensor(x), training=False))


def hits(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return for each answer whether it is right; raises Unfit for what is no classification."""
    if p.ndim == y.ndim + 1 and p.shape[-1] > 1:
        return np.asarray(p.argmax(axis=-1) == y)
    if p.shape == y.shape and p.ndim > 1 and p.shape[-1] > 1:
        return np.asarray(p.argmax(axis=-1) == y.argmax(axis=-1))
    if p.size == y.size == len(y):
        return np.asarray((p.ravel() > 0.5) == (y.ravel() > 0.5))
    raise Unfit


def accuracy(p: np.ndarray, y: np.ndarray) -> float:
    """Return the share of right answers; raises Unfit for what is no classification."""
    return float(hits(p, y).mean())


def losses(model: keras.Model, data: Data) -> np.ndarray:
    """Return each sample's loss, as the model is compiled; raises Unfit where there is none."""
    settings = compile_settings(model)
    if settings is None or not isinstance(settings["loss"], tuple):
        raise Unfit
    name, options = settings["loss"]
    if name not in allowed.LOSS_CLASSES:  # the student's own, of which only the name is known
        raise Unfit
    loss = getattr(keras.losses, allowed.LOSS_CLASSES[name])(**{**options, "reduction": "none"})
    p, y = outputs(model, data.x), data.y
    if name in _OF_CLASSES and p.ndim == y.ndim + 1 and p.shape[-1] > 1:
        y = np.eye(p.shape[-1])[y]
    each = np.asarray(loss(y, p))
    if each.ndim == 0 or len(each) != len(data.x):
        raise Unfit
    penalty = float(sum(map(float, model.losses)))
    return np.asarray(each.reshape(len(each), -1).mean(axis=1) + penalty)


def mean_loss(model: keras.Model, data: Data) -> float:
    """Return what ``evaluate`` gives as the loss; NaN where that cannot be known."""
    try:
        return float(losses(model, data).mean())
    except Exception:  # noqa: BLE001  the student's loss and labels may not fit together
        return float("nan")


def held_back(lesson: Lesson, share: float) -> Data:
    """Return the last ``share`` of the training data, as ``validation_split`` sets it aside."""
    at = int(len(lesson.train.x) * (1 - share))
    return Data(lesson.train.names, lesson.train.x[at:], lesson.train.y[at:])


# ---------------------------------------------------------------- weights


def weights(model: keras.Model) -> np.ndarray:
    """Return all weights of a model in one row."""
    return np.concatenate([np.zeros(0), *(np.ravel(w) for w in model.get_weights())])


def same_shapes(a: keras.Model, b: keras.Model) -> bool:
    """Whether two models have weights of the same shapes in the same order."""
    return [np.shape(w) for w in a.get_weights()] == [np.shape(w) for w in b.get_weights()]


def likeness(a: keras.Model, b: keras.Model) -> float:
    """Return the correlation of two models' weights: about 0 if one of them was drawn anew."""
    x, y = weights(a), weights(b)
    if x.size <= 20:  # too few to tell
        return 1.0
    return float(np.corrcoef(x, y)[0, 1]) if x.std() * y.std() > 0 else 0.0


def is_any(value: float, row: np.ndarray) -> bool:
    """Whether a number stands in a row of a History, but for rounding errors."""
    return np.isfinite(value) and bool(np.isclose(row, value, rtol=3e-5, atol=1e-9).any())


def is_(value: Any, wanted: float) -> bool:
    """Whether a number is the one that was ``wanted``, but for rounding errors."""
    return is_number(value) and near(float(value), wanted)
