"""What people and teams are called, and when two such names are the same."""

from __future__ import annotations

import re
import unicodedata
from itertools import permutations

_AS_DECIMAL = re.compile(r"([0-9]+)\.0+")  # as a spreadsheet may have left a number
_ACCENTS = re.compile("[\u0300-\u036f]")
_NOT_IN_FOLDERS = re.compile(r"""[\x00-\x1f&<>"`|':\\/*?~_]+""")


def plain_id(name: str) -> str:
    """Return an id composed (NFC), and a number as it is: 901 for 901.0."""
    name = unicodedata.normalize("NFC", name).strip()
    decimal = _AS_DECIMAL.fullmatch(name)
    return decimal[1] if decimal else name


def orders(name: str) -> set[str]:
    """Return a name's words, without accents and case, run together in all their orders."""
    words = re.findall(r"[^\W_]+", _ACCENTS.sub("", unicodedata.normalize("NFKD", name).casefold()))
    return {"".join(each) for each in permutations(words[:6])} - {""}


def words(name: str) -> str:
    """Return a team's name without what a folder's name cannot have."""
    name = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(_NOT_IN_FOLDERS.sub(" ", name).split())
