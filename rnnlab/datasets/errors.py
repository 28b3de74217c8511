"""The error that the loaders raise, in both languages."""

from __future__ import annotations

from rnnlab.text import UserError


class DataError(UserError):
    """A data file is missing or wrong; the message says which and what to do."""
