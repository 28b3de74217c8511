"""Predictions of a series against the truth."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from rnnlab.figures.style import BLUE, GREY, ORANGE, VERMILION, say, styled


@styled
def plot_forecast(series, predictions, forecast, truth=None) -> Figure:
    """Draw one-step predictions over a series and the forecast beyond its end.

    The part beyond the data is shaded: there the model is fed its own outputs.

    Args:
        series: the known values, shape (n,).
        predictions: one for each of the last values of ``series``, shape (k,) or (k, 1), k <= n.
        forecast: the values after the last known one, shape (steps,).
        truth: how the series really goes on, shape (steps,), where that is known.
    """
    series, predictions, forecast = (np.ravel(a) for a in (series, predictions, forecast))
    n, steps = len(series), len(forecast)
    known, beyond = np.arange(n), np.arange(n, n + steps)
    figure, axes = plt.subplots(figsize=(7.5, 4))
    axes.axvspan(n - 0.5, n + steps - 0.5, color=ORANGE, alpha=0.15, lw=0)
    axes.plot(known, series, "o-", color=GREY, label=say("실제 값", "truth"))
    if truth is not None:
        label = say("실제 값 (보지 못한 부분)", "truth (never seen)")
        axes.plot(beyond, np.ravel(truth), "o--", color=GREY, mfc="white", label=label)
    fitted = known[n - len(predictions) :]
    label = say("다음 값 예측", "prediction of the next value")
    axes.plot(fitted, predictions, "x", color=BLUE, ms=8, mew=2, label=label)
    label = say("예측을 다시 입력한 예측", "forecast from its own output")
    axes.plot(beyond, forecast, "s-", color=VERMILION, label=label)
    _annotate(axes, n + steps)
    figure.legend(loc="outside lower center", ncols=4)
    return figure


def _annotate(axes, end: int) -> None:
    axes.set_xlim(-0.5, end - 0.5)
    axes.set_xlabel(say("타임스텝", "timestep"))
    axes.set_ylabel(say("값", "value"))
    axes.set_title(say("예측과 실제 값", "Predictions and truth"))
    label = say("외삽: 학습 데이터 밖", "extrapolation: beyond the data")
    place = {"x": 1, "y": 1.02, "ha": "right", "transform": axes.transAxes}
    axes.text(s=label, **place, color=VERMILION)
