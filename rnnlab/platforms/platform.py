"""What a room says of its tool, so that nothing outside the room has to know it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rnnlab.classroom.intake.layout import Origin
from rnnlab.classroom.roster import Kind
from rnnlab.platforms.grades import Done
from rnnlab.text import Text


@dataclass(frozen=True)
class Option:
    """An option of a command that is for this platform alone.

    ``name`` is what the functions call it, ``flag`` what people type. ``type`` is bool for a
    switch, Path for a folder that is there, else str.
    """

    name: str
    flag: str
    help: str
    metavar: str | None = None
    type: type = str


@dataclass(frozen=True)
class Export:
    """How grades get there. ``write(grades, **options)`` raises UserError before it writes."""

    write: Callable[..., Done]
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Release:
    """How exercises get there.

    ``files(exercises, langs, out, **options)`` returns files by their path in the folder ``out``,
    and writes nothing; it raises UserError. ``private`` files are their owner's alone. With
    ``one_language`` the first of ``langs`` is used. ``wait`` is said before what takes long.
    """

    files: Callable[..., dict[str, bytes]]
    options: tuple[Option, ...] = ()
    one_language: bool = False
    private: bool = False
    wait: Text | None = None


@dataclass(frozen=True)
class Platform:
    """An outside tool. It offers some of these:

    ``origin`` reads the name of a file or folder in its downloads, None for any other name.
    ``stamps`` are its files that say when the folder around them was handed in, with what reads
    them. ``roster`` is its student list, ``export`` takes grades, and ``release`` exercises.
    """

    name: str
    origin: Callable[[str], Origin | None] | None = None
    stamps: Mapping[str, Callable[[bytes], datetime]] = field(default_factory=dict)
    roster: Kind | None = None
    export: Export | None = None
    release: Release | None = None
