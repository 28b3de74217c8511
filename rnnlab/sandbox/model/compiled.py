"""What a model is compiled with: optimizer, loss and metrics, by their canonical names."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import keras

from rnnlab.sandbox.model import allowed
from rnnlab.sandbox.model.allowed import Refused
from rnnlab.text import particle

CUSTOM = "custom"  # what is not among Keras's: of it only the name crosses
OWN = "custom "  # before the name of what is the student's own


def loss_name(model: keras.Model) -> str:
    """Return e.g. "mean_squared_error"; "" without a loss; several outputs' joined by commas.

    A loss of the student's own is "custom " and its name.
    """
    return ",".join(
        str(options["name"] if name == CUSTOM else name) for name, options in losses(model)
    )


def from_logits(model: keras.Model) -> bool:
    """Return whether the loss (of any output) takes logits."""
    return any(arguments.get("from_logits", False) for _, arguments in losses(model))


def optimizer_name(model: keras.Model) -> str:
    """Return e.g. "adam" or "rmsprop"; "" for a model that has not been compiled.

    An optimizer of the student's own is "custom " and its name.
    """
    if not model.compiled:
        return ""
    described = _describe_optimizer(model.optimizer)
    own = described["arguments"].get("name")
    return str(own or described["class"].lower())


def metric_names(model: keras.Model) -> list[str]:
    """Return the canonical names of the metrics, those of all outputs in one list."""
    return keras.tree.flatten(describe_metrics(model) or []) if model.compiled else []


def losses(model: keras.Model) -> list[tuple[str, dict[str, object]]]:
    """Return (canonical name, arguments) of the loss of each output."""
    found: list[tuple[str, dict[str, object]]] = []
    if model.compiled:
        mapped(lambda x: found.append(describe_loss(x)), model.loss)
    return found


def with_keras(model: keras.Model) -> bool:
    """Whether the model is compiled, and with nothing that is not Keras's."""
    if not model.compiled or model.optimizer is None:
        return False
    settings = [_compiled_with(model, k) for k in ("loss", "metrics", "weighted_metrics")]
    others = [x for x in keras.tree.flatten(settings) if x is not None and not _is_keras(x)]
    return not others and _describe_optimizer(model.optimizer)["class"] != CUSTOM


def config_of(thing: Any) -> dict[str, Any]:
    """Return Keras's configuration of a layer, a loss or an optimizer."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras warns that a lambda is unsafe; it is refused here
        return thing.get_config()


def compile_settings(model: keras.Model) -> dict[str, Any] | None:
    if not model.compiled or model.optimizer is None:
        return None
    return {
        "optimizer": _describe_optimizer(model.optimizer),
        "loss": mapped(describe_loss, model.loss),
        "loss_weights": mapped(_loss_weight, _compiled_with(model, "loss_weights")),
        "metrics": describe_metrics(model),
    }


def _loss_weight(weight: Any) -> float:
    """Return a weight as a float: NaN for what is not a number, which a check can then say."""
    try:
        return float(weight)
    except (TypeError, ValueError):
        return float("nan")


def _compiled_with(model: keras.Model, key: str) -> object:
    config = getattr(model, "_compile_config", None)
    return None if config is None else config.config.get(key)


def mapped(
    function: Callable[[Any], object],
    x: object,
    lists: tuple[type[Sequence[object]], ...] = (list, tuple),
) -> object:
    """Apply ``function`` to the leaves of a list or dict with one entry per output."""
    if isinstance(x, dict):
        return {str(k): mapped(function, v, lists) for k, v in x.items()}
    if isinstance(x, lists):
        return [mapped(function, v, lists) for v in x]
    return None if x is None else function(x)


def _describe_optimizer(optimizer: keras.Optimizer) -> dict[str, Any]:
    if isinstance(optimizer, CustomOptimizer):
        return {"class": CUSTOM, "arguments": optimizer.get_config()}
    name, rate = type(optimizer).__name__, _rate(optimizer)
    is_keras = getattr(keras.optimizers, name, None) is type(optimizer)
    if name not in allowed.OPTIMIZERS or not is_keras:
        shown = name.lower() if is_keras else _own(name)
        return {"class": CUSTOM, "arguments": {"name": shown, "learning_rate": rate}}
    config = {k: v for k, v in config_of(optimizer).items() if k in allowed.SETTINGS}
    return {"class": name, "arguments": {**config, "learning_rate": rate}}


def _rate(optimizer: keras.Optimizer) -> float:
    """Return the learning rate, of a schedule the first that is not zero: some begin with it."""
    rate = optimizer._learning_rate
    if not isinstance(rate, keras.optimizers.schedules.LearningRateSchedule):
        return float(optimizer.learning_rate)
    steps = (float(rate(step)) for step in (0, 1, 10, 100, 1000))
    return next((r for r in steps if r != 0), 0.0)


def describe_loss(loss: object) -> tuple[str, dict[str, object]]:
    """Return (canonical name, arguments); "mse", the function and the object give the same."""
    if isinstance(loss, CustomLoss):
        return CUSTOM, {"name": loss.shown}
    name = allowed.canonical(_name_of(loss))
    if name not in allowed.LOSS_CLASSES or not _is_keras(loss):
        return CUSTOM, {"name": name if _is_keras(loss) else _own(_name_of(loss))}
    class_name = allowed.LOSS_CLASSES[name]
    exact = type(loss) is getattr(keras.losses, class_name)
    config = config_of(loss if exact else getattr(keras.losses, class_name)())
    return name, {k: v for k, v in config.items() if k in allowed.LOSSES[class_name]}


def _own(name: str) -> str:
    return OWN + (name if name.isidentifier() else "lambda")[: allowed.MAX_NAME - len(OWN)]


class CustomLoss(keras.Loss):  # type: ignore[misc]  # Keras has no types
    """A loss in the place of one that is not among Keras's: its name, but nothing to compute."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.shown = name

    def call(self, y_true: object, y_pred: object) -> NoReturn:
        raise refused_training(self.shown)


class CustomOptimizer(keras.optimizers.Optimizer):  # type: ignore[misc]
    """An optimizer in the place of one that is not among Keras's: its name and learning rate."""

    def __init__(self, name: str, learning_rate: float) -> None:
        super().__init__(learning_rate=learning_rate)
        self.shown = name

    def update_step(self, gradient: object, variable: object, learning_rate: object) -> NoReturn:
        raise refused_training(self.shown)

    def get_config(self) -> dict[str, object]:
        return {"name": self.shown, "learning_rate": _rate(self)}


def refused_training(name: str) -> Refused:
    name = name.removeprefix(OWN)
    return Refused(
        f"{name}{particle(name, '으로/로')} compile한 모델은 여기에서 학습할 수 없습니다. "
        "Keras의 손실 함수와 옵티마이저를 쓰세요.",
        f"A model that is compiled with {name} cannot be trained here; use a loss and an optimizer "
        "of Keras's.",
    )


def _name_of(thing: object) -> str:
    """Return the name of a loss or metric given as a string, a function or an object."""
    thing = _unwrapped(thing)
    if isinstance(thing, str):
        return thing
    return getattr(thing, "__name__", None) or type(thing).__name__


def _unwrapped(thing: Any) -> Any:
    """Return the function in what Keras puts around one, and nothing of a student's class."""
    wrapped = type(thing).__name__ in ("LossFunctionWrapper", "MeanMetricWrapper")
    return getattr(thing, "fn", thing) if wrapped else thing


def _is_keras(thing: object) -> bool:
    thing = _unwrapped(thing)
    if isinstance(thing, str):
        return True
    module = getattr(thing, "__module__", None) or ""
    return module.split(".")[0] == "keras"


def describe_metrics(model: keras.Model) -> object:
    """Return the canonical names of the metrics; custom ones decide nothing and are left out."""
    metrics = _compiled_with(model, "metrics")
    metrics = mapped(lambda m: allowed.canonical(_name_of(m)), metrics)
    return _known(metrics) if metrics else None


def _known(metrics: object) -> object:
    if isinstance(metrics, list):
        return [_known(m) for m in metrics if type(m) is not str or m in allowed.METRICS]
    if isinstance(metrics, dict):
        return {
            k: _known(v) for k, v in metrics.items() if type(v) is not str or v in allowed.METRICS
        }
    return metrics
