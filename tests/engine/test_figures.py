"""Figures: what is drawn, in both languages, without a warning (a missing glyph is one)."""

import io

import browser
import keras
import matplotlib.image
import numpy as np
import pytest
from matplotlib.figure import Figure

from rnnlab import figures
from rnnlab.figures import style


def reader():
    layers = keras.layers.SimpleRNN(3, return_sequences=True), keras.layers.Dense(4, "softmax")
    return keras.Sequential([keras.Input((None, 4)), *layers])


CURVES = {"loss": [2, 1], "val_loss": [2, 1.5], "accuracy": [0.1, 0.9]}
COLUMNS = [np.full((3, n, 1), n / 7) for n in (4, 2, 1)]
MATRICES = [np.full(shape, -1 / 3) for shape in [(2, 4), (2, 2), (1, 2), (2, 1), (1, 1)]]
UNROLLED = (*COLUMNS, MATRICES)
DRAWN = {
    "plot_weights": lambda: ([(2, 3), (3, 3), (3,)], 18),
    "plot_model_weights": lambda: (reader(),),
    "plot_parameter_growth": lambda: ([1, 2, 3], {"LSTM": [12, 32, 60]}),
    "plot_audit": lambda: ({"SimpleRNN": 3, "Dense": "?"}, {"Dense": 4}),
    "plot_forecast": lambda: (np.arange(9) / 10, np.arange(4, 9) / 10, [0.9, 1.0], [0.9, 1.0]),
    "plot_gates": lambda: ("가 b", np.eye(4)[:3], [1, 2, -1], [0.7, 0.9, -0.7]),
    "plot_states": lambda: (reader(), "hell", "helo"),
    "plot_recurrence": lambda: (np.arange(6).reshape(3, 2) - 2.5, np.arange(12).reshape(3, 4)),
    "plot_influence": lambda: (np.tril(np.arange(9).reshape(3, 3)) / 8,),
    "plot_gradient_norms": lambda: ({"ρ = 0.5": [1, 0.5, 0], "ρ = 2": [1, 2, 4]},),
    "plot_history": lambda: (CURVES,),
    "plot_memory": lambda: ({"LSTM": [1, 0.9]}, [0, 5], {"LSTM": [1, 0.9]}),
    "plot_confusion": lambda: (np.arange(9).reshape(3, 3), ["a", "b", "가"]),
    "plot_positivity": lambda: (["와", "진짜", "재밌네요"], [0.6, 0.4, 0.9], [True, False, True]),
    "plot_unrolled": lambda: (*UNROLLED, [0.3, 0.2, 0.1]),
}


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", [name for name in figures.__all__ if name != "step_through"])
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


def test_every_number_of_an_unrolled_network_is_written_at_every_step():
    """So that one sees them shared; the costs come only where they are given."""
    (bare,), (axes,) = (figures.plot_unrolled(*UNROLLED, *c).axes for c in ([], [[0.3, 0.2, 0.1]]))
    said = [text.get_text() for text in axes.texts]
    assert sum("0.286\n0.286" in text for text in said) == 3  # h_1, h_2, h_3
    assert sum("-0.333" in text for text in said) == 5 * 3
    assert {f"$C_{t}$\n{c:.3f}" for t, c in ((1, 0.3), (2, 0.2), (3, 0.1))} <= {*said}
    assert not any("C_" in text.get_text() for text in bare.texts)
    assert "0.2000" in axes.figure._suptitle.get_text()


def drawn(value):
    return figures.plot_history({"loss": [value, 1]})


def shown(bundle, folder, extra=""):
    page = folder / "page.html"
    page.write_text(f"<meta charset=utf-8>{extra}{bundle['text/html']}", encoding="utf-8")
    return page


def test_frames_are_stepped_through_by_keys(tmp_path):
    frames = figures.step_through(drawn, [1, 2, "<3"], label="t & u")._repr_mimebundle_()
    where = "[...document.images].map(image => !image.hidden && image.naturalWidth > 100)"
    with browser.started() as tab:
        tab.open(shown(frames, tmp_path))
        said = "document.querySelector('label').innerText.trim()"
        assert (tab.run(where), tab.run(said)) == ([False, False, True], "t & u = <3")
        tab.press("Tab")
        tab.press("ArrowLeft")
        assert (tab.run(where), tab.run(said)) == ([False, True, False], "t & u = 2")
        assert tab.said == []


def test_without_scripts_and_on_paper_the_last_frame_is_seen(tmp_path):
    frames = figures.step_through(drawn, [1, 2])._repr_mimebundle_()
    last = matplotlib.image.imread(io.BytesIO(frames["image/png"]))
    wanted = io.BytesIO()
    drawn(2).savefig(wanted)
    np.testing.assert_array_equal(last, matplotlib.image.imread(io.BytesIO(wanted.getvalue())))
    no_scripts = "<meta http-equiv=Content-Security-Policy content=\"script-src 'none'\">"
    with browser.started() as tab:
        tab.open(shown(frames, tmp_path, no_scripts))
        assert tab.run("[...document.images].map(image => image.hidden)") == [True, False]
        assert tab.run("document.querySelector('label').hidden")
