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
    def parse(cls, paragraphs: str | None) -> Text:
        """Read a docstring: the first paragraph is Korean, the second English.

        Raises ValueError when one of them is missing.
        """
        parts = [" ".join(p.split()) for p in (paragraphs or "").strip().split("\n\n")]
        if len(parts) < 2 or not all(parts[:2]):
            raise ValueError("a Korean paragraph and an English paragraph are needed")
        return cls(*parts[:2])


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
