"""What a value is, in words."""

from __future__ import annotations

import re
from decimal import Decimal
from numbers import Real
from typing import Any

import keras
import numpy as np

from rnnlab.sandbox.wire.values import History, Opaque
from rnnlab.text import Text

# A tiny number of significant digits keeps messages short; it never decides a comparison.
_SHOWN = 6

_INITIALS = re.compile(r"[AEFHILMNORSX](?![a-z])")  # letters whose names begin with a vowel
_LIKE_YOU = re.compile(r"u(?:ni[^nm]|int|s[aei]|t[ei])|one\b|eu", re.IGNORECASE)


def article(name: str) -> str:
    """Put "a" or "an" before ``name``, as it is read aloud: "a unit", "an LSTM", "an array"."""
    spoken = name.lstrip("`'\"(")
    if re.match(r"[A-Z](?![a-z])", spoken):
        vowel = _INITIALS.match(spoken) is not None
    else:
        vowel = spoken[:1].lower() in {*"aeiou"} and not _LIKE_YOU.match(spoken)
    return f"{'an' if vowel else 'a'} {name}"


def kind(value: object) -> Text:
    """Name what ``value`` is, without its contents: "배열 (6, 4, 1)", "an array (6, 4, 1)"."""
    match value:
        case None:
            return Text("None", "None")
        case bool() | np.bool_():
            return Text(f"참/거짓 값 {value}", f"the truth value {value}")
        case Real() | Decimal() | np.number():
            return Text(f"수 {digits(value)}", f"the number {digits(value)}")
        case str():
            return Text(f"문자열 {short(value)}", f"the string {short(value)}")
        case np.ndarray():
            return _array(value) if value.ndim else kind(value.item())
        case list() | tuple() | dict() | set() | frozenset():
            name = type(value).__name__
            return Text(f"원소가 {len(value)}개인 {name}", f"{article(name)} of {len(value)}")
        case keras.Model():
            return _model(value)
        case History():
            return Text("fit이 돌려준 History 객체", "the History object that fit returns")
    name = value.type_name if isinstance(value, Opaque) else type(value).__name__
    return _OF_OTHERS.get(name, Text(f"{name} 객체", f"{article(name)} object"))


_OF_OTHERS = {
    "function": Text("함수 자체", "a function itself"),
    "builtin_function_or_method": Text("함수 자체", "a function itself"),
    "method": Text("메서드 자체", "a method itself"),
    "type": Text("클래스 자체", "a class itself"),
}


def _array(value: np.ndarray) -> Text:
    of = {"b": Text("참/거짓 값의 ", " of truth values"), "U": Text("문자열의 ", " of strings")}
    what = of.get(value.dtype.kind, Text("", ""))
    return Text(f"{what.ko}배열 {value.shape}", f"an array {value.shape}{what.en}")


def _model(value: Any, most: int = 6) -> Text:
    names = [type(layer).__name__ for layer in value.layers]
    listed = ", ".join(names[:most]) + (", …" if len(names) > most else "")
    return Text(*(f"{what} ({listed})" for what in ("Keras 모델", "a Keras model")))


def digits(value: Any) -> str:
    """Show a number."""
    whole = isinstance(value, (int, np.integer))
    return str(int(value)) if whole else f"{float(value):.{_SHOWN}g}"


def short(value: object, limit: int = 60) -> str:
    """Show a value by the beginning of its contents."""
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"
