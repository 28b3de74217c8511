"""The right program with another ``fit``: fitted twice, on other data, for other epochs.

The solution runs as it is, on a model whose ``fit`` is called otherwise. A training that gives the
student's very weights is what the student's comes to, however the code is written.
"""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import keras
import numpy as np

from rnnlab.course import Task
from rnnlab.diagnosis.evidence import Case, Evidence
from rnnlab.diagnosis.programs.generated import Generated, answer
from rnnlab.diagnosis.reference import Reference
from rnnlab.diagnosis.training.lesson import Lesson, same_shapes, weights
from rnnlab.sandbox.errors import StudentError
from rnnlab.sandbox.model.compiled import compile_settings
from rnnlab.sandbox.model.describe import describe
from rnnlab.sandbox.model.rebuild import rebuild
from rnnlab.text import Text

Key: TypeAlias = tuple[Any, ...]  # the name of a change, and its numbers
Fit: TypeAlias = Callable[..., Any]
LARGEST = 200_000  # weights of a model that is trained here
EPOCHS = 40  # that are run to see after which of them the student's weights were reached


@dataclass(frozen=True, eq=False)
class _Called:
    """How the right program calls ``fit``, and what it was itself asked."""

    fit: Fit
    given: dict[str, Any]
    asked: Mapping[str, Any]

    def __call__(self, **changes: Any) -> Any:
        return self.fit(**{**self.given, **changes})

    def with_batches_of(self, size: int) -> _Called:
        """Return the same call with this batch size."""
        return _Called(self.fit, {**self.given, "batch_size": size}, self.asked)

    @property
    def arrays(self) -> list[np.ndarray]:
        """The arrays that were handed over, in order."""
        return [v for v in self.asked.values() if isinstance(v, np.ndarray) and v.ndim]

    @property
    def epochs(self) -> int:
        """The number of epochs that was asked for."""
        return int(self.asked["epochs"])


def _overlapping(c: _Called, share: float) -> Any:
    x, y = c.given["x"], c.given["y"]
    at = int(len(x) * (1 - share))
    return c(validation_split=0.0, validation_data=(x[at:], y[at:]))


def _joined(c: _Called) -> Any:
    x, y, more_x, more_y = c.arrays
    return c(x=np.concatenate([x, more_x]), y=np.concatenate([y, more_y]))


def _fewer_fits(c: _Called) -> Any:
    return [c(epochs=1) for _ in range(c.epochs - 1)]


_CHANGES: dict[str, Callable[..., Any]] = {
    "epochs": lambda c, n: c(epochs=n),
    "epochs_times": lambda c, n: c(epochs=c.epochs * n),
    "epochs_more": lambda c, n: c(epochs=c.epochs + n),
    "epochs_and_batch": lambda c, n, size: c(epochs=n, batch_size=size),
    "batch": lambda c, size: c(batch_size=size),
    "epochs_as_batch_size": lambda c: c(epochs=1, batch_size=c.epochs),
    "fitted_twice": lambda c: [c(), c()][1],
    "one_fit_less": _fewer_fits,
    "exchanged": lambda c: c(x=c.given["y"], y=c.given["x"]),
    "inputs_as_targets": lambda c: c(y=c.given["x"]),
    "targets_as_inputs": lambda c: c(x=c.given["y"]),
    "share": lambda c, share: c(validation_split=share),
    "overlapping": _overlapping,
    "joined": _joined,
    "one_by_one": lambda c, name, *numbers: _CHANGES[name](c.with_batches_of(1), *numbers),
    "test_only": lambda c: c(x=c.arrays[2], y=c.arrays[3]),
}


@functools.lru_cache(maxsize=512)
def refit(reference: Reference, task: Task, key: Key) -> Generated:
    """Return the solution of ``task`` with the change of ``fit`` that ``key`` names."""
    name, *numbers = key
    return _generated(reference, task, name, lambda called: _CHANGES[name](called, *numbers))


def _generated(
    reference: Reference, task: Task, name: str, fitted: Callable[[_Called], Any]
) -> Generated:
    right = reference.variant(task.name)
    signature = inspect.signature(right)

    def function(*args: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        asked = dict(bound.arguments)
        model = next(v for v in asked.values() if isinstance(v, keras.Model))
        original = model.fit

        def fit(*a: Any, **k: Any) -> Any:
            given = dict(inspect.signature(original).bind(*a, **k).arguments)
            return fitted(_Called(original, given, asked))

        model.fit = fit
        try:
            return right(**asked)
        finally:
            del model.fit

    return Generated(name, task.name, Text(name, name), function, kind="refit")


def recompiled(reference: Reference, task: Task, model: keras.Model) -> Generated:
    """Return the solution of ``task`` on a model compiled as ``model`` is, and never again."""
    return _recompiled(reference, task, json.dumps(compile_settings(model)))


@functools.lru_cache(maxsize=64)
def _recompiled(reference: Reference, task: Task, settings: str) -> Generated:
    right = reference.variant(task.name)
    signature = inspect.signature(right)

    def function(*args: Any, **kwargs: Any) -> Any:
        asked = dict(signature.bind(*args, **kwargs).arguments)
        name = next(k for k, v in asked.items() if isinstance(v, keras.Model))
        model = with_settings(asked[name], json.loads(settings))
        model.compile = lambda *_args, **_kwargs: None
        try:
            return right(**{**asked, name: model})
        finally:
            del model.compile

    return Generated("recompiled", task.name, Text("", ""), function, kind="refit")


def with_settings(model: keras.Model, settings: Any) -> keras.Model:
    """Return a copy of ``model`` that is compiled with these settings; raises Refused."""
    if settings is not None:
        settings = {**settings, "loss": _tuple(settings["loss"])}
    return rebuild({**describe(model), "compile": settings})


def _tuple(loss: Any) -> Any:
    return tuple(loss) if isinstance(loss, list) and len(loss) == 2 else loss


# ---------------------------------------------------------------- what a program comes to


def trains_alike(program: Generated, evidence: Evidence, lessons: list[Lesson]) -> bool:
    """Whether it gives the student's weights, or exception, in every case."""
    views = {id(each.case): each for each in lessons}
    ordered = sorted(evidence.cases, key=lambda case: (not case.wrong, _length(case)))
    return all(_alike(views.get(id(case)), case, program) for case in ordered)


def _length(case: Case) -> int:
    epochs = case.arguments.get("epochs", 0)
    return epochs if isinstance(epochs, int) else 0


def _alike(view: Lesson | None, case: Case, program: Generated) -> bool:
    predicted = answer(program, case)
    if view is None or isinstance(case.answer, Exception) or isinstance(predicted, Exception):
        return case.is_answered_by(predicted)
    mine, other = view.got.model, view.parts(predicted).model
    return mine is not None and other is not None and same_weights(mine, weights(other))


def same_weights(model: keras.Model, row: np.ndarray) -> bool:
    """Whether a model's weights are those in ``row``, but for rounding errors."""
    mine = weights(model)
    return mine.shape == row.shape and np.allclose(mine, row, rtol=1e-3, atol=1e-5)


def reached(reference: Reference, task: Task, lesson: Lesson) -> int | None:
    """Return after how many epochs of the right training the weights are the student's."""
    mine, given = lesson.got.model, lesson.given
    if mine is None or not same_shapes(mine, given) or weights(mine).size > LARGEST:
        return None
    rows = _path(reference, task, lesson.case.call.frame)
    found = [n for n, row in enumerate(rows, 1) if same_weights(mine, row)]
    return found[0] if len(found) == 1 else None


@functools.lru_cache(maxsize=64)
def _path(reference: Reference, task: Task, frame: bytes) -> list[np.ndarray]:
    rows: list[np.ndarray] = []

    def fitted(called: _Called) -> Any:
        follow = keras.callbacks.LambdaCallback(
            on_epoch_end=lambda *_: rows.append(weights(called.fit.__self__))  # type: ignore[attr-defined]
        )
        return called(epochs=EPOCHS, callbacks=[follow])

    try:
        _generated(reference, task, "path", fitted).answers().call(task.name, frame)
    except StudentError:
        return []
    return rows
