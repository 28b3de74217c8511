"""The error that the loaders raise, in both languages."""

from __future__ import annotations

from rnnlab.text import Text


class DataError(Exception):
    """A data file is missing or wrong; the message says which and what to do."""

    def __init__(self, ko: str, en: str) -> None:
        self.text = Text(ko, en)
        super().__init__(self.text)

    def __str__(self) -> str:
        return str(self.text)
