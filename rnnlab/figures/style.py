"""The look of every figure: one palette, and a font that can write Hangul."""

from __future__ import annotations

import functools
import re
from importlib.util import find_spec
from pathlib import Path

import matplotlib.pyplot as plt
from cycler import cycler
from matplotlib import font_manager

from rnnlab.text import Text, language

# Okabe and Ito's colours, which colour-blind readers can tell apart.
BLUE = "#0072B2"
VERMILION = "#D55E00"
GREEN = "#009E73"
ORANGE = "#E69F00"
SKY = "#56B4E9"
PURPLE = "#CC79A7"
GREY = "#7F7F7F"
COLORS = (BLUE, VERMILION, GREEN, ORANGE, SKY, PURPLE, GREY)
SEQUENTIAL = "Blues"
DIVERGING = "RdBu_r"

HANGUL_FONTS = (
    "NanumGothic",
    "Noto Sans KR",
    "Noto Sans CJK KR",
    "Noto Sans CJK JP",
    "Malgun Gothic",
    "AppleGothic",
    "Apple SD Gothic Neo",
)


@functools.cache
def hangul_font() -> str | None:
    """Return the name of a font that has Hangul, or None where there is none.

    An installed font comes first, then NanumGothic, which koreanize-matplotlib ships.
    """
    installed = set(font_manager.get_font_names())
    return next((name for name in HANGUL_FONTS if name in installed), None) or _shipped_font()


def _shipped_font() -> str | None:
    # Found but not imported: its import changes rcParams and needs distutils, gone from 3.12.
    package = find_spec("koreanize_matplotlib")
    where = package.origin if package else None
    files = sorted(Path(where).parent.glob("fonts/NanumGothic*.ttf")) if where else []
    for file in files:
        font_manager.fontManager.addfont(file)
    return "NanumGothic" if files else None


def say(ko: str, en: str) -> str:
    """Return a label in the reader's language, in English where no font has Hangul."""
    return Text(ko, en).to(language() if hangul_font() else "en")


def readable(text: str) -> str:
    """Return text from the data, its Hangul as boxes where no font has it."""
    return text if hangul_font() else re.sub("[가-힣ㄱ-ㅣ]", "□", text)


def styled(draw):
    """Draw a function's figure in the house style.

    The figure is closed in pyplot, so that a notebook shows it once: where it is returned.
    """

    @functools.wraps(draw)
    def drawn(*args, **kwargs):
        with plt.rc_context(_settings()):
            figure = draw(*args, **kwargs)
        plt.close(figure)
        return figure

    return drawn


def _settings() -> dict:
    fonts = [hangul_font(), "DejaVu Sans"]
    return {
        "font.family": [font for font in fonts if font],
        "font.size": 10,
        "axes.prop_cycle": cycler(color=COLORS),
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlelocation": "left",
        "figure.constrained_layout.use": True,
        "figure.dpi": 110,
        "legend.frameon": False,
    }
