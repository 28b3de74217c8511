"""What the files of an exercise's author import: points, oracles, mistakes, variations, expect.

A check names its task as its parameter. What checks and mistakes say stands in their docstrings:
Korean, then English, and a check's hints behind arrows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rnnlab.diagnosis.mistakes import mistake, variations
from rnnlab.grading.oracle import oracle, recorded

if TYPE_CHECKING:
    import pytest

    from rnnlab import expect

__all__ = ["expect", "mistake", "oracle", "points", "recorded", "variations"]


def points(n: int) -> pytest.MarkDecorator:
    """Give a check its points: its only decoration."""
    import pytest

    return pytest.mark.points(n)


def __getattr__(name: str) -> Any:
    if name != "expect":  # which imports Keras
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from rnnlab import expect

    return expect
