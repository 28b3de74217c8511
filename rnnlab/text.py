"""Text for people, in Korean and English, and what of others' text may be shown."""

from __future__ import annotations

import locale
import os
import re
from typing import NamedTuple

LANGUAGES = ("ko", "en")

_ESCAPES = r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
INVISIBLE = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_ARROW = re.compile(r"^\s*→ ", re.MULTILINE)
_BLANK = re.compile(r"\n\s*\n")


class Text(NamedTuple):
    """One message in both languages; ``str()`` gives the current language's."""

    ko: str
    en: str

    def __str__(self) -> str:
        return self.to(language())

    def to(self, lang: str) -> str:
        """Return the message in ``lang``, "ko" or "en"."""
        text: str = getattr(self, lang)
        return text

    @classmethod
    def parse(cls, docstring: str | None, *, more: bool = False) -> Text:
        """Read the sentence of a docstring: two lines, or two paragraphs, Korean and then English.

        Hints may follow it, and with ``more`` other paragraphs. Raises ValueError when a language
        is missing or there is more than is due.
        """
        sentence = _ARROW.split(docstring or "")[0].strip()
        paragraphs = _BLANK.split(sentence)
        parts = paragraphs if len(paragraphs) > 1 else sentence.split("\n")
        if len(parts) < 2 or (len(parts) > 2 and not (more and parts is paragraphs)):
            raise ValueError("a Korean and an English line, or paragraph, are needed")
        return cls(*map(_joined, parts[:2]))

    @classmethod
    def parse_hint(cls, docstring: str | None) -> Text:
        """Read the hint that ends a docstring: Korean and English, each behind an arrow.

        A line without an arrow goes on with the one above it. Raises ValueError unless the hints
        are two.
        """
        hints = [_joined(hint) for hint in _ARROW.split(docstring or "")[1:]]
        if len(hints) != 2 or not all(hints):
            raise ValueError('a hint is needed: "→ " and Korean, "→ " and English, at the end')
        return cls(*hints)


def _joined(lines: str) -> str:
    return " ".join(lines.split())


def language() -> str:
    """Return "ko" or "en": ``RNNLAB_LANG`` if set, else the locale's, else English."""
    wanted = os.environ.get("RNNLAB_LANG", "").lower()[:2]
    if wanted in LANGUAGES:
        return wanted
    spoken = next(
        (os.environ[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(k)),
        locale.getlocale()[0] or "",
    )
    return "ko" if spoken.lower().startswith(("ko", "korean")) else "en"


def plain(text: str) -> str:
    """Return ``text`` fit to be shown anywhere.

    Terminal sequences, control characters (but newline and tab), bidirectional overrides and lone
    surrogates are removed.
    """
    return re.sub(f"{_ESCAPES}|{INVISIBLE}", "", text)


def line(text: str) -> str:
    """Return ``text`` as :func:`plain` does, on one line."""
    return " ".join(plain(text).split())


class TextError(Exception):
    """An error whose message, in both languages, is all that a person needs of it."""

    def __init__(self, ko: str, en: str) -> None:
        super().__init__(ko, en)
        self.text = Text(ko, en)

    def __str__(self) -> str:
        return str(self.text)

    def _render_traceback_(self) -> list[str]:
        """Show the sentence alone in Jupyter: the way to it is not the student's."""
        return [str(self)]


class UserError(TextError):
    """What was asked for cannot be done as it was asked; the message says what can."""
