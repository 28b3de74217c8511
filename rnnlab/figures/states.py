"""What a character RNN remembers at each character."""

from __future__ import annotations

import keras
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from rnnlab.figures.style import DIVERGING, SEQUENTIAL, say, styled


@styled
def plot_states(model, text: str, alphabet: str) -> Figure:
    """Draw the hidden state and the next character's probabilities, one column per character.

    Args:
        model: a character RNN on one-hot input (None, timesteps, len(alphabet)) whose recurrent
            layer returns sequences; its output is (None, timesteps, len(alphabet)).
        text: what the model reads.
        alphabet: the characters in the order of the one-hot axis.
    """
    states, probabilities = hidden_states(model, text, alphabet)
    heights = {"height_ratios": [len(states), len(alphabet)]}
    figure, (top, bottom) = plt.subplots(
        2, figsize=(1.6 + 0.9 * len(text), 6), sharex=True, gridspec_kw=heights
    )
    image = top.imshow(states, cmap=DIVERGING, vmin=-1, vmax=1, aspect="auto")
    figure.colorbar(image, ax=top, label="$h_t$")
    top.set_ylabel(say("은닉 상태의 뉴런", "hidden unit"))
    top.set_title(say("글자마다의 은닉 상태", "Hidden state per character"))
    image = bottom.imshow(probabilities, cmap=SEQUENTIAL, vmin=0, vmax=1, aspect="auto")
    figure.colorbar(image, ax=bottom, label=say("확률", "probability"))
    _label_characters(bottom, text, alphabet)
    for column, row in enumerate(probabilities.argmax(axis=0)):
        bottom.text(column, row, alphabet[row], color="white", ha="center", va="center")
    return figure


def hidden_states(model, text: str, alphabet: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the states (units, len(text)) and the probabilities (len(alphabet), len(text))."""
    recurrent = next(layer for layer in model.layers if isinstance(layer, keras.layers.RNN))
    probe = keras.Model(model.inputs, [recurrent.output, model.outputs[0]])
    read = np.eye(len(alphabet), dtype="float32")[[alphabet.index(c) for c in text]]
    states, probabilities = probe([read[None]])
    return np.asarray(states)[0].T, np.asarray(probabilities)[0].T


def _label_characters(axes, text: str, alphabet: str) -> None:
    axes.set_xticks(range(len(text)), list(text))
    axes.set_yticks(range(len(alphabet)), list(alphabet))
    axes.set_xlabel(say("읽은 글자", "character read"))
    axes.set_ylabel(say("다음 글자", "next character"))
