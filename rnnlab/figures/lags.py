"""How far back gradients reach, and what is remembered after a gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter
from numpy.typing import ArrayLike

from rnnlab.figures.style import GREY, say, styled

_LEAST = 1e-12  # below this a gradient is drawn as nothing


@styled
def plot_gradient_norms(curves: Mapping[str, ArrayLike]) -> Figure:
    """Draw the norms of gradients by lag, on a logarithmic axis.

    Args:
        curves: by label, the norms of lag 0, 1, …
    """
    figure, axes = plt.subplots(figsize=(6.5, 3.8))
    _draw_norms(axes, curves)
    figure.legend(loc="outside right upper")
    return figure


@styled
def plot_memory(
    norms: Mapping[str, ArrayLike],
    gaps: Sequence[int],
    accuracies: Mapping[str, ArrayLike],
    chance: float = 0.25,
) -> Figure:
    """Draw the norms of gradients by lag, beside the accuracy by gap, of the same networks.

    Args:
        norms: by name of the network, the norms of lag 0, 1, …
        gaps: how many words stand between the clue and the blank.
        accuracies: by name, the accuracy at each gap.
        chance: the accuracy of a guess.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8))
    _draw_norms(left, norms)
    for name, (shape, values) in zip(accuracies, _marked(accuracies), strict=True):
        right.plot(gaps, values, f"{shape}-", ms=4, label=name)
    right.axhline(chance, color=GREY, ls=":", label=say("찍기", "guessing"))
    right.set_ylim(0, 1.03)
    right.set_xlabel(say("간격 $k$: 도시와 빈칸 사이의 낱말", "gap $k$: words from city to blank"))
    right.set_title(say("간격마다의 정확도", "Accuracy by gap"))
    handles, labels = right.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
    return figure


def _draw_norms(axes: Axes, curves: Mapping[str, ArrayLike]) -> None:
    for name, (shape, values) in zip(curves, _marked(curves), strict=True):
        seen = np.where(values > _LEAST, values, np.nan)
        axes.plot(seen, f"{shape}-", ms=3, label=name)
    axes.set_yscale("log")
    # Without powers of ten, whose minus some Hangul fonts lack.
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(say("시차 $k$", "lag $k$"))
    axes.set_title(say("시차마다 기울기의 노름", "Norm of the gradient by lag"))


def _marked(curves: Mapping[str, ArrayLike]) -> list[tuple[str, np.ndarray]]:
    """Return the curves' values, each with a marker of its own."""
    return [("os^Dv"[n % 5], np.asarray(values)) for n, values in enumerate(curves.values())]
