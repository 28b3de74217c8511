"""Text for people, in Korean and English, and what of others' text may be shown."""

from __future__ import annotations

import locale
import os
import re
from typing import NamedTuple

LANGUAGES = ("ko", "en")

_ESCAPES = r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
_EMOJI = r"\u203c-\u3299\U0001f000-\U0001faff"
# Control and format characters (Cc but newline and tab, Cf), what else shows nothing, and halves of
# pairs; between emoji, what joins and colours them stays.
INVISIBLE = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    r"\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800"
    r"\u3164\ud800-\udfff\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\U000110bd\U000110cd"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    rf"\U000e0000-\U000e0fff]|(?<![{_EMOJI}])(?<![{_EMOJI}]\ufe0f)\u200d|\u200d(?![{_EMOJI}])"
    rf"|(?<![{_EMOJI}0-9#*\xa9\xae])\ufe0f"
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

    Terminal sequences, control characters (but newline and tab), whatever is invisible or turns the
    direction of writing, and lone surrogates are removed.
    """
    return re.sub(f"{_ESCAPES}|{INVISIBLE}", "", text)


def line(text: str) -> str:
    """Return ``text`` as :func:`plain` does, on one line."""
    return " ".join(plain(text).split())


_WITHOUT, _ENDS, _IN_L = range(3)  # how a word's last syllable ends: a vowel, a consonant, ㄹ
_DIGITS = dict(
    zip("0123456789", (1, 2, 0, 1, 0, 0, 1, 2, 2, 0), strict=True)
)  # 영일이삼사오육칠팔구
_LETTERS = {
    "l": _IN_L,
    "r": _IN_L,
    "m": _ENDS,
    "n": _ENDS,
}  # 엘 알 엠 엔; others: a vowel
_LAST_WORD = re.compile(r"[A-Za-z]+$")
_NAMED = re.compile(r"(?:^|[^A-Za-z])[A-Za-z]$|[A-Z]$|(?:^|[^A-Za-z])[^AEIOUYaeiouy\W\d_]+$")
_SPOKEN_L = re.compile(r"(?:l|[a-z]le)$")
_SPOKEN_END = re.compile(r"(?:m|n|ng|[a-z]{2}[mn]e|ck|ic|out|ype|(?<![aeiou])[aeiou][bpt])$")


def particle(word: str, pair: str) -> str:
    """Return the particle of ``pair`` that ``word`` takes: of "을/를" 을 after a final consonant.

    Of "으로/로" it is 로 after ㄹ, too. Digits and Latin letters count as they are read aloud, and
    what is not read (quotes, brackets) does not count. Where nothing is known of the reading it is
    both: "을(를)".
    """
    closed, opened = pair.split("/")
    last = word[-40:].replace("%", "퍼센트")  # a student's string may be long
    ending = _ending(re.sub(r"[\W_]+$", "", last))
    if ending is None:
        return f"{closed}({opened})"
    return closed if ending == _ENDS or (ending == _IN_L and closed != "으로") else opened


def _ending(word: str) -> int | None:
    last = word[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return _IN_L if final == 8 else min(final, 1)
    if "ㄱ" <= last <= "ㅎ":  # read by their names, 기역 to 히읗
        return _IN_L if last == "ㄹ" else _ENDS
    if last in _DIGITS:
        return _DIGITS.get(last)
    return _read_aloud(word) if last.isascii() and last.isalpha() else None


def _read_aloud(word: str) -> int:
    """How a Latin word ends in Korean: letter by letter (RNN, x), or spoken (layer, model)."""
    if _NAMED.search(word):
        return _LETTERS.get(word[-1].lower(), _WITHOUT)
    found = _LAST_WORD.search(word)
    spoken = found.group().lower() if found else ""
    if _SPOKEN_L.search(spoken):
        return _IN_L
    return _ENDS if _SPOKEN_END.search(spoken) else _WITHOUT


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
