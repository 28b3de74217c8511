"""What checks say about numbers, texts, arrays and whatever else is a value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import keras
import numpy as np

from rnnlab.sandbox.wire.values import Opaque
from rnnlab.text import Text, TextError

# A tiny number of significant digits keeps messages short; it never decides a comparison.
_SHOWN = 6


class Mismatch(TextError, AssertionError):
    """An answer that is not what the check expects; ``text`` says so in both languages."""


def that(condition: object, ko: str, en: str) -> None:
    """Raise :class:`Mismatch` with these sentences unless ``condition`` holds."""
    if not condition:
        raise Mismatch(ko, en)


def kind(value: object) -> Text:
    """Name what ``value`` is, without its contents: "배열 (6, 4, 1)", "an array (6, 4, 1)"."""
    match value:
        case None:
            return Text("None", "None")
        case Opaque():
            return Text(f"{value.type_name} 객체", f"a {value.type_name} object")
        case bool() | int() | float():
            return Text(f"수 {_number(value)}", f"the number {_number(value)}")
        case str():
            return Text(f"문자열 {short(value)}", f"the string {short(value)}")
        case np.ndarray():
            return Text(f"배열 {value.shape}", f"an array {value.shape}")
        case list() | tuple() | dict() | set():
            name = type(value).__name__
            return Text(f"원소가 {len(value)}개인 {name}", f"a {name} of {len(value)}")
        case keras.Model():
            return Text("Keras 모델", "a Keras model")
    return Text(f"{type(value).__name__} 객체", f"a {type(value).__name__} object")


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.{_SHOWN}g}"


def short(value: object, limit: int = 60) -> str:
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def returned(value: object, ko: str, en: str) -> Mismatch:
    """Build "expected …, but … came back", with the usual reason for None."""
    if value is None:
        return Mismatch(
            f"{ko} 돌려주어야 하는데 None이 돌아왔습니다. return 문을 확인하세요.",
            f"Expected {en}, but the function returned None. Is a return statement missing?",
        )
    what = kind(value)
    return Mismatch(
        f"{ko} 돌려주어야 하는데 {what.ko}이(가) 돌아왔습니다.",
        f"Expected {en}, but got {what.en}.",
    )


def array(value: Any) -> np.ndarray:
    """Return ``value`` as a numeric or boolean array; lists, tuples and numbers count as arrays."""
    wrong = returned(value, "숫자 배열을", "an array of numbers")
    if value is None or isinstance(value, (str, dict, Opaque, keras.Model)):
        raise wrong
    if isinstance(value, (set, frozenset)):
        raise wrong
    try:
        result = np.asarray(value)
    except ValueError:
        raise Mismatch(
            "행마다 길이가 달라 배열이 될 수 없는 값이 돌아왔습니다.",
            "The rows have different lengths, so they do not form an array.",
        ) from None
    if result.dtype.kind not in "biuf":
        raise wrong
    return result


def shape(value: Any, expected: Iterable[int | None]) -> np.ndarray:
    """Return ``value`` as an array of shape ``expected``; None stands for any size."""
    result, expected = array(value), tuple(expected)
    fits = result.ndim == len(expected) and all(
        want in (None, size) for size, want in zip(result.shape, expected, strict=True)
    )
    if not fits:
        raise Mismatch(
            f"배열의 모양이 {expected}이어야 하는데 {result.shape}입니다.",
            f"The array should have the shape {expected}, but has {result.shape}.",
        )
    return result


def number(value: Any) -> float:
    """Return ``value`` as a float; an array that holds exactly one number counts."""
    wrong = returned(value, "수 하나를", "one number")
    if not isinstance(value, (bool, int, float, np.ndarray, list, tuple)):
        raise wrong
    try:
        result = array(value)
    except Mismatch:
        raise wrong from None
    if result.size != 1:
        raise wrong
    return float(result.reshape(()))


def text(value: Any) -> str:
    """Return ``value`` if it is a string."""
    if not isinstance(value, str):
        raise returned(value, "문자열을", "a string")
    return value


def pair(value: Any, n: int = 2) -> tuple[Any, ...]:
    """Return ``value`` as a tuple of ``n`` things; a list counts."""
    if not isinstance(value, (tuple, list)) or len(value) != n:
        raise returned(value, f"값 {n}개를", f"{n} values")
    return tuple(value)


def close(got: Any, want: Any, rtol: float = 1e-4, atol: float = 1e-5) -> None:
    """Numbers or arrays must have equal shapes and nearly equal values; NaN equals nothing."""
    want = np.asarray(want)
    got = shape(got, want.shape) if want.ndim else np.asarray(number(got))
    wrong = ~np.isclose(got, want, rtol=rtol, atol=atol)
    if not wrong.any():
        return
    where = tuple(int(i) for i in np.argwhere(wrong)[0])
    here, expected = _number(float(got[where])), _number(float(want[where]))
    at = f"[{', '.join(map(str, where))}]" if where else ""
    raise Mismatch(
        f"값{at}이 {expected}이어야 하는데 {here}입니다."
        + (f" (값 {wrong.size}개 가운데 {wrong.sum()}개가 틀렸습니다)" if at else ""),
        f"The value{at} should be {expected}, but is {here}."
        + (f" ({wrong.sum()} of {wrong.size} values are wrong)" if at else ""),
    )


def equal(got: Any, want: Any) -> None:
    """Whole values must be equal: numbers, strings, and lists, tuples, arrays or dicts of them."""
    path = _difference(got, want)
    if path is None:
        return
    at, here, expected = path
    should, but = _contents(expected), _contents(here)
    raise Mismatch(
        f"값{at}이 {should.ko}이어야 하는데 {but.ko}입니다.",
        f"The value{at} should be {should.en}, but is {but.en}.",
    )


def _contents(value: Any) -> Text:
    """Show a value by its contents, or an array of many numbers by what it is."""
    if not isinstance(value, np.ndarray):
        return Text(*[short(_plain(value))] * 2)
    return kind(value) if value.size > 1000 else Text(*[short(value.tolist())] * 2)


def _plain(value: Any) -> Any:
    """Arrays, by one axis, tuples and shapes as lists, so that only contents are compared."""
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim < 2):
        return value.tolist()
    if isinstance(value, (str, dict, set, frozenset)) or not isinstance(value, Iterable):
        return value
    return list(value)


def _length(value: Any) -> int | None:
    try:
        return len(value)
    except TypeError:
        return None


def _difference(got: Any, want: Any, at: str = "") -> tuple[str, Any, Any] | None:
    """Return where ``got`` first differs from ``want``, or None."""
    if isinstance(got, np.ndarray) and got.ndim and len(got) != _length(want):
        return at, got, want  # before a large array becomes a list
    got, want = _plain(got), _plain(want)
    if isinstance(want, list) and isinstance(got, list) and len(got) == len(want):
        parts = (
            _difference(g, w, f"{at}[{i}]") for i, (g, w) in enumerate(zip(got, want, strict=True))
        )
        return next((p for p in parts if p), None)
    if isinstance(want, dict) and isinstance(got, dict) and got.keys() == want.keys():
        parts = (_difference(got[k], want[k], f"{at}[{k!r}]") for k in want)
        return next((p for p in parts if p), None)
    same_kind = isinstance(got, str) == isinstance(want, str)
    simple = not isinstance(got, (list, dict, keras.Model, Opaque))
    return None if same_kind and simple and got == want else (at, got, want)
