"""Figures: what is drawn, in both languages, without a warning (a missing glyph is one)."""

import keras
import numpy as np
import pytest
from matplotlib.figure import Figure

from rnnlab import figures
from rnnlab.figures import style


def reader():
    layers = keras.layers.SimpleRNN(3, return_sequences=True), keras.layers.Dense(4, "softmax")
    return keras.Sequential([keras.Input((None, 4)), *layers])


CURVES = {"loss": [2, 1], "val_loss": [2, 1.5], "accuracy": [0.1, 0.9]}
DRAWN = {
    "plot_weights": lambda: ([(2, 3), (3, 3), (3,)], 18),
    "plot_model_weights": lambda: (reader(),),
    "plot_parameter_growth": lambda: ([1, 2, 3], {"LSTM": [12, 32, 60]}),
    "plot_audit": lambda: ({"SimpleRNN": 3, "Dense": "?"}, {"Dense": 4}),
    "plot_forecast": lambda: (np.arange(9) / 10, np.arange(4, 9) / 10, [0.9, 1.0], [0.9, 1.0]),
    "plot_gates": lambda: ("가 b", np.eye(4)[:3], [1, 2, -1], [0.7, 0.9, -0.7]),
    "plot_states": lambda: (reader(), "hell", "helo"),
    "plot_history": lambda: (CURVES,),
    "plot_confusion": lambda: (np.arange(9).reshape(3, 3), ["a", "b", "가"]),
    "plot_positivity": lambda: (["와", "진짜", "재밌네요"], [0.6, 0.4, 0.9], [True, False, True]),
}


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", figures.__all__)
def test_every_figure_can_be_drawn(name, lang, monkeypatch):
    monkeypatch.setenv("RNNLAB_LANG", lang)
    figure = getattr(figures, name)(*DRAWN[name]())
    assert isinstance(figure, Figure)
    figure.canvas.draw()
    assert any(axes.has_data() or axes.tables for axes in figure.axes)


def test_labels_are_korean_wherever_the_font_is():
    assert style.hangul_font()


def test_cells_are_counted_one_by_one():
    shapes = [(2, 3), (3, 3), (3,)]
    right, wrong = (figures.plot_weights(shapes, n)._suptitle.get_text() for n in (18, 15))
    assert "18" in right
    assert "15" in wrong
    assert "18" in wrong
