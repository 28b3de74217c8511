"""What a model is compiled with: optimizer, loss and metrics, by their canonical names."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import keras

from rnnlab.sandbox.model import allowed
from rnnlab.sandbox.model.allowed import Refused


def loss_name(model: keras.Model) -> str:
    """Return e.g. "mean_squared_error"; "" without a loss; several outputs' joined by commas."""
    return ",".join(name for name, _ in _losses(model))


def from_logits(model: keras.Model) -> bool:
    """Return whether the loss (of any output) takes logits."""
    return any(arguments.get("from_logits", False) for _, arguments in _losses(model))


def optimizer_name(model: keras.Model) -> str:
    """Return e.g. "adam" or "rmsprop"; "" for a model that has not been compiled."""
    return type(model.optimizer).__name__.lower() if model.compiled else ""


def metric_names(model: keras.Model) -> list[str]:
    """Return the canonical names of the metrics, those of all outputs in one list."""
    return keras.tree.flatten(describe_metrics(model) or []) if model.compiled else []


def _losses(model: keras.Model) -> list[tuple[str, dict[str, object]]]:
    found: list[tuple[str, dict[str, object]]] = []
    if model.compiled:
        mapped(lambda x: found.append(describe_loss(x)), model.loss)
    return found


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
    try:
        return float(weight)
    except (TypeError, ValueError):
        raise Refused(
            "compile의 세 번째 인자는 loss_weights입니다. 지표는 metrics=[...]처럼 이름을 붙여 "
            "주세요.",
            "The third argument of compile is loss_weights: write metrics=[...] with its name.",
        ) from None


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


def _describe_optimizer(optimizer: keras.Optimizer) -> dict[str, object]:
    name = type(optimizer).__name__
    if name not in allowed.OPTIMIZERS or type(optimizer) is not getattr(keras.optimizers, name):
        raise Refused(
            "직접 만든 옵티마이저는 채점할 수 없습니다. 'adam'처럼 Keras의 옵티마이저를 쓰세요.",
            "Custom optimizers cannot be graded; use one of Keras's, such as 'adam'.",
        )
    config = {k: v for k, v in config_of(optimizer).items() if k in allowed.SETTINGS}
    if type(config["learning_rate"]) is dict:
        config["learning_rate"] = float(optimizer._learning_rate(0))
    return {"class": name, "arguments": config}


def describe_loss(loss: object) -> tuple[str, dict[str, object]]:
    """Return (canonical name, arguments); "mse", the function and the object give the same."""
    name = allowed.canonical(_name_of(loss))
    if name not in allowed.LOSS_CLASSES or not _is_keras(loss):
        raise Refused(
            "직접 만든 손실 함수는 채점할 수 없습니다. 'mse'처럼 Keras의 손실을 쓰세요.",
            "Custom loss functions cannot be graded; use one of Keras's, such as 'mse'.",
        )
    class_name = allowed.LOSS_CLASSES[name]
    exact = type(loss) is getattr(keras.losses, class_name)
    config = config_of(loss if exact else getattr(keras.losses, class_name)())
    return name, {k: v for k, v in config.items() if k in allowed.LOSSES[class_name]}


def _name_of(thing: object) -> str:
    """Return the name of a loss or metric given as a string, a function or an object."""
    thing = getattr(thing, "fn", thing) if "Wrapper" in type(thing).__name__ else thing
    if isinstance(thing, str):
        return thing
    return getattr(thing, "__name__", None) or type(thing).__name__


def _is_keras(thing: object) -> bool:
    thing = getattr(thing, "fn", thing) if "Wrapper" in type(thing).__name__ else thing
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
