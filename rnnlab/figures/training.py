"""How a training went, and which classes the trained model takes for which."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from rnnlab.figures.style import BLUE, SEQUENTIAL, VERMILION, say, styled


@styled
def plot_history(history) -> Figure:
    """Draw loss and accuracy per epoch, on the training and on the validation data.

    Args:
        history: what ``fit`` returned, or its ``.history`` dict, with "loss" and, where they were
            measured, "accuracy", "val_loss" and "val_accuracy". A quantity that is missing is left
            out.
    """
    curves = getattr(history, "history", history)
    names = {"loss": say("손실", "loss"), "accuracy": say("정확도", "accuracy")}
    shown = [name for name in names if name in curves]
    figure, axes = plt.subplots(1, len(shown), figsize=(4.2 * len(shown), 3.4), squeeze=False)
    for ax, name in zip(axes[0], shown, strict=True):
        _draw_curves(ax, curves[name], curves.get(f"val_{name}"))
        ax.set_title(names[name])
    axes[0, 0].legend()
    return figure


def _draw_curves(axes, training, validation) -> None:
    epochs = np.arange(1, len(training) + 1)
    axes.plot(epochs, training, "o-", ms=4, color=BLUE, label=say("학습 데이터", "training data"))
    if validation is not None:
        label = say("검증 데이터", "validation data")
        axes.plot(epochs, validation, "s--", ms=4, color=VERMILION, label=label)
    axes.set_xlabel(say("에포크", "epoch"))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_ylim(bottom=0)


@styled
def plot_confusion(matrix, names, top: int = 8) -> Figure:
    """Draw a confusion matrix of the classes with the most documents.

    Colours are shares of a row, so that small classes can be compared with large ones; the numbers
    are counts. What was predicted as none of the drawn classes stands in a last column.

    Args:
        matrix: counts, shape (n, n); rows are the truth, columns the prediction.
        names: the n class names.
        top: how many classes to draw at most; a class without documents is never drawn.
    """
    matrix = np.asarray(matrix)
    sizes = matrix.sum(axis=1)
    main = [i for i in np.argsort(-sizes, kind="stable")[:top] if sizes[i]]
    counts, columns = matrix[np.ix_(main, main)], [names[i] for i in main]
    rest = sizes[main] - counts.sum(axis=1)
    if len(main) < len(matrix) and rest.any():
        counts = np.column_stack([counts, rest])
        columns.append(say("그 밖", "other"))
    rows = [f"{names[i]} ({sizes[i]})" for i in main]
    return _draw_matrix(counts, counts / sizes[main, None], rows, columns)


def _draw_matrix(counts, shares, rows, columns) -> Figure:
    width, height = 2.6 + 0.55 * len(columns), 1.6 + 0.45 * len(rows)
    figure, axes = plt.subplots(figsize=(width, height))
    image = axes.imshow(shares, cmap=SEQUENTIAL, vmin=0, vmax=1, aspect="auto")
    figure.colorbar(image, ax=axes, label=say("행 안의 비율", "share of the row"))
    axes.set_xticks(range(len(columns)), columns, rotation=45, ha="right")
    axes.set_yticks(range(len(rows)), rows)
    axes.set_xlabel(say("예측", "prediction"))
    axes.set_ylabel(say("정답 (개수)", "truth (count)"))
    axes.set_title(say("혼동 행렬", "Confusion matrix"))
    for row, column in np.argwhere(counts):
        color = "white" if shares[row, column] > 0.5 else "black"
        text = str(int(counts[row, column]))
        axes.text(column, row, text, color=color, ha="center", va="center", fontsize=9)
    return figure
