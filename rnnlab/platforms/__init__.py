"""Every outside tool, with all that is known of it.

A tool is a module or package that has a ``PLATFORM`` and a line in ROOMS. It knows no other tool,
and nothing but its room knows it. Rooms are imported when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from rnnlab.classroom.intake.layout import Downloads

if TYPE_CHECKING:
    from rnnlab.classroom.roster import Kind
    from rnnlab.platforms.platform import Export, Option, Platform, Release

ROOMS = [
    "rnnlab.platforms.table",
    "rnnlab.platforms.moodle",  # before Canvas, as whose some of its names could be read
    "rnnlab.platforms.canvas",
    "rnnlab.platforms.nbgrader",
    "rnnlab.platforms.students",
    "rnnlab.platforms.gradescope",
    "rnnlab.platforms.colab",
]


def every() -> list[Platform]:
    """Return all platforms."""
    return [import_module(room).PLATFORM for room in ROOMS]


def exports() -> dict[str, Export]:
    """Map the names of the platforms that grades can go to to how they get there."""
    return {platform.name: platform.export for platform in every() if platform.export}


def releases() -> dict[str, Release]:
    """Map the names of the platforms that exercises can go to to how they get there."""
    return {platform.name: platform.release for platform in every() if platform.release}


def options(offered: Mapping[str, Export | Release]) -> dict[Option, str]:
    """Map the options that are one platform's own to its name."""
    return {option: name for name, offer in offered.items() for option in offer.options}


def downloads() -> Downloads:
    """Return how classes come from the platforms."""
    origins = tuple(platform.origin for platform in every() if platform.origin)
    stamps = {name: read for platform in every() for name, read in platform.stamps.items()}
    return Downloads(origins, stamps)


def lists() -> list[Kind]:
    """Return the platforms' kinds of student lists."""
    return [platform.roster for platform in every() if platform.roster]
