"""Text for people, in Korean and English."""

from __future__ import annotations

import locale
import os
from typing import NamedTuple

LANGUAGES = ("ko", "en")


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
