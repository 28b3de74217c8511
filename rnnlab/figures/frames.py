"""Figures to step through. They are drawn beforehand, so that a slider needs no kernel."""

from __future__ import annotations

import base64
import io
import json
import uuid
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

from matplotlib.figure import Figure

from rnnlab.figures.style import say

# JupyterLab (4.6) would take the arrow keys for shortcuts of its own: they stop at the slider.
_PAGE = """<div id="{id}"><label hidden>{label} = <output>{last}</output>
<input type="range" min="0" max="{most}" value="{most}" aria-label="{label}"></label>
<div>{images}</div></div>
<script>(() => {{
  const [all, values] = [document.getElementById("{id}"), {values}];
  const [slider, images] = [all.querySelector("input"), all.querySelectorAll("img")];
  all.querySelector("label").hidden = false;
  slider.addEventListener("keydown", (event) => event.stopPropagation());
  slider.addEventListener("input", () => {{
    all.querySelector("output").value = values[slider.value];
    images.forEach((image, place) => {{ image.hidden = place != slider.value; }});
  }});
}})();</script>"""
_IMAGE = '<img alt="{alt}" src="data:image/png;base64,{data}"{hidden}>'


class Frames:
    """A figure for each of some values: in a notebook with a slider, elsewhere the last one."""

    def __init__(self, label: str, values: list[str], figures: list[Figure]) -> None:
        self._label, self._values = label, values
        self._images = [_png(figure) for figure in figures]

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        shown = f"{self._label} = {self._values[-1]}"
        return {"text/html": self._page(), "image/png": self._images[-1], "text/plain": shown}

    def _page(self) -> str:
        label, most = escape(self._label), len(self._images) - 1
        images = [
            _IMAGE.format(
                alt=f"{label} = {escape(value)}",
                data=base64.b64encode(image).decode(),
                hidden=" hidden" if place < most else "",
            )
            for place, (value, image) in enumerate(zip(self._values, self._images, strict=True))
        ]
        values = json.dumps(self._values).replace("<", "\\u003c")
        page = {"label": label, "last": escape(self._values[-1]), "most": most, "values": values}
        return _PAGE.format(id=f"rnnlab-{uuid.uuid4().hex}", images="".join(images), **page)


def _png(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


def step_through(draw: Callable[[Any], Figure], values: Iterable[Any], label: str = "") -> Frames:
    """Draw a figure for each value; a notebook shows them with a slider.

    Without scripts, and on paper, the last one is seen.

    Args:
        draw: returns the figure of one value, as the other functions here do.
        values: what to draw, at least one.
        label: what the values are, for example "t".
    """
    values = list(values)
    named = label or say("값", "value")
    return Frames(named, [f"{value}" for value in values], [draw(value) for value in values])
