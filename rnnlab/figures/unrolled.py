"""An RNN unrolled along time, every number at its node and its edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from rnnlab.figures.style import BLUE, GREEN, GREY, ORANGE, PURPLE, VERMILION, say, styled

_STEP = 3.0  # inches from one timestep to the next
_ROWS = {"x": 0.0, "h": 1.9, "y": 3.7, "C": 4.9}  # inches up
_LINE, _DIGIT = 0.17, 0.085  # inches that a line of numbers, and a digit, takes


@styled
def plot_unrolled(X, H, Y, weights: Sequence, costs=None) -> Figure:
    """Draw h_0 and, for each timestep, x_t, h_t, y_t and its cost, with what is between them.

    Args:
        X, H, Y: inputs, states and outputs, arrays of shape (T, size, 1).
        weights: W_xh, W_hh, W_hy, b_h, b_y in the deck's shapes.
        costs: the cost of each timestep, shape (T,); without it the costs are left out.
    """
    W_xh, W_hh, W_hy, b_h, b_y = weights
    top = _ROWS["y" if costs is None else "C"]
    room = _LINE * max(np.size(b_h), 2) / 2 + 0.5
    size = _STEP * (len(X) + 0.7), top + 2 * room
    figure, axes = plt.subplots(figsize=size)
    axes.set(xlim=(-0.8, size[0] - 0.8), ylim=(-room, top + room), aspect="equal")
    axes.axis("off")
    past = _node(axes, (0, _ROWS["h"]), "h_0", np.zeros(np.shape(b_h)), GREY)
    for t, (x, h, y) in enumerate(zip(X, H, Y, strict=True), 1):
        below = _node(axes, (t * _STEP, _ROWS["x"]), f"x_{t}", x, ORANGE)
        state = _node(axes, (t * _STEP, _ROWS["h"]), f"h_{t}", h, BLUE)
        above = _node(axes, (t * _STEP, _ROWS["y"]), f"y_{t}", y, GREEN)
        _edge(axes, below, state, ("W_{xh}", W_xh), VERMILION)
        _edge(axes, past, state, ("W_{hh}", W_hh), PURPLE)
        _edge(axes, state, above, ("W_{hy}", W_hy), GREEN)
        _bias(axes, state, ("b_h", b_h))
        _bias(axes, above, ("b_y", b_y))
        if costs is not None:
            cost = _node(axes, (t * _STEP, _ROWS["C"]), f"C_{t}", costs[t - 1], GREY)
            _edge(axes, above, cost, None, GREY)
        past = state
    figure.suptitle(_title(len(X), costs))
    return figure


def _title(timesteps: int, costs) -> str:
    steps = "1 step" if timesteps == 1 else f"{timesteps} steps"
    title = say(f"{timesteps}걸음을 펼친 RNN", f"An RNN unrolled for {steps}")
    if costs is None:
        return title
    return title + say(", 비용의 평균 ", ", mean cost ") + f"{np.mean(costs):.4f}"


def _rows(values) -> str:
    """Write a matrix, or one number, as lines of numbers."""
    matrix = np.atleast_2d(np.asarray(values, float)).round(3) + 0  # and no -0.000
    return "\n".join("  ".join(f"{value:.3f}" for value in row) for row in matrix)


class _Node(NamedTuple):
    """Where a node is drawn: its middle, and half of its width and height."""

    x: float
    y: float
    width: float
    height: float


def _node(axes, where: tuple[float, float], name: str, values, color: str) -> _Node:
    """Draw a node of these numbers."""
    text = f"${name}$\n{_rows(values)}"
    lines = text.split("\n")
    width = _DIGIT * max(map(len, lines[1:])) / 2 + 0.12
    node = _Node(*where, width, _LINE * len(lines) / 2 + 0.1)
    corner = node.x - node.width, node.y - node.height
    style = "round,pad=0,rounding_size=0.08"
    box = FancyBboxPatch(corner, 2 * node.width, 2 * node.height, style)
    box.set(facecolor="white", edgecolor=color, linewidth=1.8, zorder=3)
    axes.add_patch(box)
    axes.text(*where, text, ha="center", va="center", zorder=4)
    return node


def _edge(axes, start: _Node, end: _Node, weight: tuple | None, color: str) -> None:
    """Draw an arrow between two nodes, and at it the matrix that multiplies what it carries."""
    upright = start.x == end.x
    tail = (start.x, start.y + start.height) if upright else (start.x + start.width, start.y)
    head = (end.x, end.y - end.height) if upright else (end.x - end.width, end.y)
    arrow = {"arrowstyle": "-|>", "color": color, "linewidth": 1.8, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", head, tail, arrowprops=arrow)
    if weight:
        place = {"ha": "left", "va": "center"} if upright else {"ha": "center", "va": "bottom"}
        gap = (0.1, 0) if upright else (0, 0.1)
        label = f"${weight[0]}$\n{_rows(weight[1])}"
        middle = (tail[0] + head[0]) / 2 + gap[0], (tail[1] + head[1]) / 2 + gap[1]
        axes.text(*middle, label, color=color, size=9, zorder=4, **place)


def _bias(axes, node: _Node, bias: tuple) -> None:
    """Write a bias at the lower left of its node, as what is added there."""
    label = f"+ ${bias[0]}$\n{_rows(bias[1])}"
    place = node.x - node.width - 0.08, node.y - 0.08
    axes.text(*place, label, size=9, color=GREY, ha="right", va="top", zorder=4)
