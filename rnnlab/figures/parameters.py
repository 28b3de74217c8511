"""Parameters made visible: weight matrices to size, growth with units, a proofread slide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import cycle

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import ListedColormap, to_rgba
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from rnnlab.figures.style import COLORS, GREEN, GREY, VERMILION, say, styled

# Inches: the largest drawing, room for a label and between arrays, the smallest numbered cell.
_WIDTH, _HEIGHT, _LABEL, _GAP, _NUMBERED = 9.0, 6.0, 1.5, 0.3, 0.2


@styled
def plot_weights(shapes: Sequence, counted: int) -> Figure:
    """Draw W_x, W_h and b of a SimpleRNN to size, one numbered cell per parameter.

    Args:
        shapes: the three shapes as Keras stores them, (input_dim, units), (units, units), (units,).
        counted: the number of parameters by the formula; the title says so if the cells differ.
    """
    return _draw({"SimpleRNN": dict(zip(("$W_x$", "$W_h$", "$b$"), shapes, strict=True))}, counted)


@styled
def plot_model_weights(model) -> Figure:
    """Draw every weight array of a built Keras model to size, layer beside layer."""
    layers = {x.name: {w.name: w.shape for w in x.weights} for x in model.layers if x.weights}
    return _draw(layers, model.count_params())


@styled
def plot_parameter_growth(sizes: Sequence[int], counts: Mapping[str, Sequence[int]]) -> Figure:
    """Draw the number of parameters over units, a line for each layer in ``counts``."""
    figure, axes = plt.subplots(figsize=(7, 4))
    for layer, numbers in counts.items():
        (line,) = axes.plot(sizes, numbers)
        axes.text(sizes[-1], numbers[-1], f"  {layer}", color=line.get_color(), va="center")
    axes.set_xlabel("units")
    axes.set_ylabel(say("파라미터 수", "parameters"))
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_title(say("units에 따른 파라미터 수", "Parameters by units"))
    return figure


@styled
def plot_audit(printed: Mapping[str, object], corrections: Mapping[str, object]) -> Figure:
    """Draw a slide's cells, and beside each wrong one its right value."""
    cells = [*printed, *(cell for cell in corrections if cell not in printed)]
    rows = [[c, str(printed.get(c, "")), str(corrections.get(c, ""))] for c in cells]
    figure, axes = plt.subplots(figsize=(6, 0.32 * (len(rows) + 2)))
    axes.axis("off")
    header = [say("칸", "cell"), say("슬라이드", "slide"), say("바른 값", "right value")]
    whole = Bbox.unit()
    table = axes.table(rows, colLabels=header, cellLoc="left", colLoc="left", bbox=whole)
    plt.setp(list(table.get_celld().values()), edgecolor=GREY, linewidth=0.5)
    for row, cell in enumerate(cells, 1):
        if cell in corrections:
            table[row, 1].set_facecolor(to_rgba(VERMILION, 0.25))
            table[row, 2].set_facecolor(to_rgba(GREEN, 0.25))
    axes.set_title(say(f"고친 칸 {len(corrections)}개", f"{len(corrections)} cells corrected"))
    return figure


def _draw(layers: Mapping[str, Mapping[str, Sequence[int]]], counted: int) -> Figure:
    """Draw layers side by side; in each, the arrays are stacked so that a column is a neuron."""
    grids = {n: {w: _grid(shape) for w, shape in ws.items()} for n, ws in layers.items()}
    widths = [max(columns for _, columns in grid.values()) for grid in grids.values()]
    rows = max(sum(rows for rows, _ in grid.values()) for grid in grids.values())
    room = _LABEL * (len(grids) + 0.6), _GAP * 4
    cell = min((_WIDTH - room[0]) / sum(widths), (_HEIGHT - room[1]) / rows, 0.4)
    figure, axes = plt.subplots(figsize=(sum(widths) * cell + room[0], rows * cell + room[1] + 0.5))
    left, count = 0.0, 0
    for (name, grid), width in zip(grids.items(), widths, strict=True):
        left += _LABEL
        count = _draw_layer(axes, name, grid, (left, cell), count)
        left += width * cell
    axes.set(xlim=(0, left + room[0] - _LABEL * len(grids)), aspect="equal")
    axes.set_ylim(rows * cell + room[1] - _GAP, -_GAP)
    axes.axis("off")
    _compare(figure, count, counted)
    return figure


def _compare(figure: Figure, count: int, counted: int) -> None:
    """Say in the title how many cells there are, and whether the formula says so, too."""
    same = say(f"파라미터 {count:,}개", f"{count:,} parameters")
    differ = say(
        f"그림은 {count:,}칸인데 공식은 {counted:,}개",
        f"{count:,} cells, but {counted:,} by the formula",
    )
    agree = count == counted
    figure.suptitle(same if agree else differ, color="black" if agree else VERMILION)


def _grid(shape) -> tuple[int, int]:
    """Return rows and columns; an array with one axis is a single row."""
    rows, columns = (1, *np.atleast_1d(shape))[-2:]
    return int(rows), int(columns)


def _draw_layer(axes, name: str, grid: Mapping[str, tuple[int, int]], place, count: int) -> int:
    """Draw one layer's arrays below each other and return the number of its last cell."""
    (left, cell), top, first = place, 0.0, count
    axes.text(left, -0.08, name, va="bottom")
    for (label, shape), color in zip(grid.items(), cycle(COLORS)):
        rows, columns = shape
        _draw_array(axes, (left, top), shape, cell, color)
        if cell >= _NUMBERED:
            _number(axes, (left, top), shape, cell, count)
        text = f"{label}\n{rows} × {columns} = {rows * columns:,}"
        middle = top + rows * cell / 2
        axes.text(left - 0.1, middle, text, ha="right", va="center", color=color)
        count += rows * columns
        top += rows * cell + _GAP
    axes.text(left, top - _GAP + 0.08, _sum(list(grid.values()), count - first), va="top")
    return count


def _draw_array(axes, corner, shape, cell: float, color: str) -> None:
    x, y = (a + cell * np.arange(n + 1) for a, n in zip(corner, reversed(shape), strict=True))
    tint = ListedColormap([to_rgba(color, 0.3)])
    lines = {"edgecolors": "white", "linewidth": 0.5} if cell > 0.05 else {}
    axes.pcolormesh(x, y, np.zeros(shape), cmap=tint, **lines)


def _number(axes, corner, shape, cell: float, count: int) -> None:
    """Number the cells of one array row by row, going on from ``count``."""
    left, top = corner
    for i, (row, column) in enumerate(np.ndindex(shape), count + 1):
        x, y = left + (column + 0.5) * cell, top + (row + 0.5) * cell
        axes.text(x, y, str(i), ha="center", va="center", size=26 * cell)


def _sum(grid: list[tuple[int, int]], total: int) -> str:
    """Write the count as (rows + rows + …) × columns, the formula that the picture shows."""
    widths = {columns for _, columns in grid}
    if len(widths) == 1:
        rows = " + ".join(str(rows) for rows, _ in grid)
        return f"{f'({rows})' if len(grid) > 1 else rows} × {widths.pop()} = {total:,}"
    return f"{' + '.join(f'{rows * columns:,}' for rows, columns in grid)} = {total:,}"
