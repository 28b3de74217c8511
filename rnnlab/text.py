"""Text for people, in Korean and English."""

from __future__ import annotations

import locale
import os
import re
from typing import NamedTuple

LANGUAGES = ("ko", "en")

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
        return getattr(self, lang)

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
