"""How positive a sentence sounds, word by word."""

from __future__ import annotations

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from rnnlab.figures.style import BLUE, GREY, VERMILION, readable, say, styled


@styled
def plot_positivity(tokens, probabilities, known=None) -> Figure:
    """Draw the probability that a sentence is positive after each of its tokens.

    A bar rises from 0.5 where the sentence so far sounds positive, and hangs from it where it
    sounds negative. The picture is that of deck 003.

    Args:
        tokens: the n words of the sentence.
        probabilities: n numbers from 0 to 1, one after each token.
        known: n booleans, False where the model does not know the word: its bar is hatched.
    """
    probabilities = np.ravel(probabilities)
    known = np.ones(len(tokens), bool) if known is None else np.asarray(known, bool)
    figure, axes = plt.subplots(figsize=(1.8 + 1.1 * len(tokens), 4))
    places = np.arange(len(tokens))
    colors = np.where(probabilities >= 0.5, BLUE, VERMILION)
    bars = axes.bar(places, probabilities - 0.5, 0.6, bottom=0.5, color=colors, alpha=0.75)
    for bar in np.array(bars, object)[~known]:
        bar.set(hatch="//", edgecolor="white")
    axes.plot(places, probabilities, "o-", color=GREY, ms=4)
    for x, p in zip(places, probabilities, strict=True):
        up = p >= 0.5
        offset, side = ((0, 5), "bottom") if up else ((0, -5), "top")
        axes.annotate(f"{p:.2f}", (x, p), offset, textcoords="offset points", ha="center", va=side)
    _label(axes, tokens, known)
    return figure


def _label(axes, tokens, known) -> None:
    stranger = say("(모르는 낱말)", "(unknown)")
    words = [
        readable(t) if k else f"{readable(t)}\n{stranger}"
        for t, k in zip(tokens, known, strict=True)
    ]
    axes.set_xticks(range(len(words)), words, fontsize=11)
    axes.set_xlim(-0.6, len(words) - 0.4)
    axes.set_ylim(-0.08, 1.08)
    axes.set_yticks([0, 0.5, 1], [say("부정 0", "negative 0"), "0.5", say("긍정 1", "positive 1")])
    axes.axhline(0.5, color=GREY, lw=1)
    axes.set_title(
        say("한 낱말씩 읽을 때의 긍정 확률", "The probability of a positive review, word by word")
    )
