"""A recurrent layer through time: its states step by step, and what each of them depends on."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from rnnlab.figures.style import DIVERGING, GREY, SEQUENTIAL, say, styled

_WIDTH, _GAP = 0.6, 1.5  # of a column, whose steps are 1 apart; rows between inputs and outputs


@styled
def plot_recurrence(inputs, outputs) -> Figure:
    """Draw a layer unrolled through time: a column of inputs and one of outputs for each step.

    Args:
        inputs: one sequence, shape (timesteps, features).
        outputs: the layer's output at every timestep, shape (timesteps, units).
    """
    inputs, outputs = np.asarray(inputs), np.asarray(outputs)
    steps, features = inputs.shape
    units = outputs.shape[1]
    height = features + _GAP + units
    figure, axes = plt.subplots(figsize=(2.2 + 0.8 * steps, 1.2 + 0.32 * height))
    _columns(figure, axes, inputs, 0, "$x_t$")
    _columns(figure, axes, outputs, features + _GAP, "$y_t$")
    middle = features + _GAP + units / 2
    for step in range(steps):
        _arrow(axes, (step, features), (step, features + _GAP))
        if step:
            _arrow(axes, (step - 1 + _WIDTH / 2, middle), (step - _WIDTH / 2, middle))
    axes.text(0.08, features + _GAP / 2, "$W_x$", va="center")
    axes.text(0.5, middle + 0.15, "$W_y$", ha="center", va="bottom")
    axes.set_xticks(range(steps), _numbered(steps))
    axes.set_yticks([features / 2, middle], [say("입력", "input"), say("출력", "output")])
    axes.set(xlim=(-0.5, steps - 0.5), ylim=(height + 0.1, -0.1))
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.set_xlabel(say("타임스텝 t", "timestep t"))
    axes.set_title(say("시간을 따라 펼친 순환층", "The recurrent layer, unrolled through time"))
    return figure


def _columns(figure: Figure, axes, values: np.ndarray, bottom: float, label: str) -> None:
    """Draw a heat map that is cut into columns; the first value of a step is on top."""
    limit = np.abs(values).max() or 1
    edges = bottom + np.arange(values.shape[1] + 1)
    for step, column in enumerate(values):
        image = axes.pcolormesh(
            [step - _WIDTH / 2, step + _WIDTH / 2],
            edges,
            column[::-1, np.newaxis],
            cmap=DIVERGING,
            vmin=-limit,
            vmax=limit,
            edgecolors=GREY,
            linewidth=0.5,
        )
    figure.colorbar(image, ax=axes, label=label, pad=0.02, aspect=12)


def _arrow(axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": GREY})


@styled
def plot_influence(moved) -> Figure:
    """Draw how far each step's output moves when one step's input is changed.

    Args:
        moved: shape (timesteps, timesteps), a row for each output and a column for each input.
    """
    moved = np.asarray(moved)
    steps = len(moved)
    figure, axes = plt.subplots(figsize=(1.8 + 0.55 * steps, 1 + 0.5 * steps))
    image = axes.imshow(moved, cmap=SEQUENTIAL, vmin=0)
    figure.colorbar(image, ax=axes, label=say("출력이 움직인 거리", "how far the output moves"))
    for row, column in np.ndindex(moved.shape):
        value = moved[row, column]
        color = "white" if value > moved.max() / 2 else "black"
        text = f"{value:.2f}" if value else "0"
        axes.text(column, row, text, ha="center", va="center", color=color, size=8)
    axes.set_xticks(range(steps), _numbered(steps))
    axes.set_yticks(range(steps), _numbered(steps))
    axes.set_xlabel(say("바꾼 입력의 시점 s", "step s of the changed input"))
    axes.set_ylabel(say("출력의 시점 t", "step t of the output"))
    axes.set_title(say("입력 하나를 바꾸면 움직이는 출력", "Which outputs one changed input moves"))
    return figure


def _numbered(steps: int) -> list[str]:
    return [str(step + 1) for step in range(steps)]
