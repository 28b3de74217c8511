"""The gates and the states of an LSTM along a text."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from rnnlab.figures.style import BLUE, DIVERGING, VERMILION, readable, say, styled


@styled
def plot_gates(text, gates, cells, states) -> Figure:
    """Draw the gates and the candidate of one LSTM neuron above its states, a column per letter.

    Args:
        text: what was read, n letters.
        gates: f, i, the candidate and o at each letter, shape (n, 4).
        cells: the cell state after each letter, shape (n,).
        states: the hidden state after each letter, shape (n,).
    """
    figure, (top, bottom) = plt.subplots(
        2, figsize=(1 + 0.42 * len(text), 4.5), sharex=True, height_ratios=[1, 1.3]
    )
    _draw_gates(top, np.asarray(gates).T)
    _draw_states(bottom, np.ravel(cells), np.ravel(states))
    letters = ["␣" if letter == " " else readable(letter) for letter in text]
    bottom.set_xticks(range(len(letters)), letters)
    bottom.set_xlabel(say("읽은 글자", "letter read"))
    return figure


def _draw_gates(axes, gates) -> None:
    # A wider range than -1 to 1 keeps the colours so light that the numbers can be read.
    at = range(gates.shape[1]), range(len(gates)), gates
    axes.pcolormesh(*at, cmap=DIVERGING, vmin=-2.5, vmax=2.5, edgecolors="white", linewidth=1)
    axes.invert_yaxis()
    for (row, column), value in np.ndenumerate(gates):
        axes.text(column, row, f"{value:.1f}", ha="center", va="center", fontsize=8)
    axes.set_yticks(range(4), ["$f_t$", "$i_t$", r"$\tilde{C}_t$", "$o_t$"])
    axes.set_title(say("게이트와 셀 상태", "Gates and cell state"))


def _draw_states(axes, cells, states) -> None:
    places, label = np.arange(len(cells)), say("셀 상태 $C_t$", "cell state $C_t$")
    axes.bar(places, cells, 0.7, color=BLUE, alpha=0.6, label=label)
    label = say("은닉 상태 $h_t$", "hidden state $h_t$")
    axes.plot(places, states, "o-", color=VERMILION, ms=4, label=label)
    axes.set_ylim(min(0, *cells, *states) - 0.1, max(1, *cells) * 1.35)
    axes.legend(loc="upper left", ncols=2)
