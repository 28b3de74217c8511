"""What checks say about numbers, texts, arrays and whatever else is a value."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from numbers import Real
from typing import Any

import keras
import numpy as np

from rnnlab.expect.differences import difference, should_be
from rnnlab.expect.kinds import digits, short
from rnnlab.expect.kinds import kind as kind  # a check's own door to it
from rnnlab.sandbox.wire.values import Opaque
from rnnlab.text import Text, TextError, particle


class Mismatch(TextError, AssertionError):
    """An answer that is not what the check expects; ``text`` says so in both languages."""


def that(condition: object, ko: str, en: str) -> None:
    """Raise :class:`Mismatch` with these sentences unless ``condition`` holds."""
    if not condition:
        raise Mismatch(ko, en)


def returned(value: object, ko: str, en: str) -> Mismatch:
    """Build "expected …, but … came back", with the usual reason for None."""
    if value is None:
        return Mismatch(
            f"{ko} 돌려주어야 하는데 None이 돌아왔습니다. return 문을 확인하세요.",
            f"Expected {en}, but the function returned None. Is a return statement missing?",
        )
    what, comma = kind(value), _comma(value)
    return Mismatch(
        f"{ko} 돌려주어야 하는데 {what.ko}{particle(what.ko, '이/가')} 돌아왔습니다.{comma.ko}",
        f"Expected {en}, but got {what.en}.{comma.en}",
    )


def _comma(value: object) -> Text:
    """Ask about the usual reason for a tuple of one."""
    if not isinstance(value, tuple) or len(value) != 1:
        return Text("", "")
    return Text(
        " return 문의 값 뒤에 쉼표가 있는지 보세요.",
        " Is there a comma after the value in the return statement?",
    )


def has_text(value: Any) -> bool:
    """Whether a list holds a string, by whose length NumPy would widen every element."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind == "U"
    return isinstance(value, str) or (
        isinstance(value, (list, tuple)) and any(map(has_text, value))
    )


def array(value: Any) -> np.ndarray:
    """Return ``value`` as a numeric or boolean array; lists, tuples and numbers count as arrays."""
    wrong = returned(value, "숫자 배열을", "an array of numbers")
    if value is None or isinstance(value, (str, dict, Opaque, keras.Model)):
        raise wrong
    if isinstance(value, (set, frozenset)) or has_text(value):
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
        raise _misshapen(value, result.shape, expected)
    return result


def _misshapen(value: Any, got: tuple[int, ...], expected: tuple[int | None, ...]) -> Mismatch:
    what = Text("배열의", "The array should")
    if isinstance(value, (list, tuple)):
        name = type(value).__name__
        what = Text(
            f"{name}{particle(name, '을/를')} 배열로 바꾼", f"As an array, the {name} should"
        )
    comma = _comma(value)
    return Mismatch(
        f"{what.ko} 모양이 {expected}{particle(str(expected), '이어야/여야')} 하는데 {got}입니다."
        f"{comma.ko}",
        f"{what.en} have the shape {expected}, but has {got}.{comma.en}",
    )


def integers(value: Any, expected: Iterable[int | None] | None = None) -> np.ndarray:
    """Return ``value`` as an array of integers, of shape ``expected`` where one is given.

    A list of ints counts. Floats do not, not even whole ones, nor do truth values.
    """
    result = array(value) if expected is None else shape(value, expected)
    if result.size and result.dtype.kind not in "iu":
        raise Mismatch(
            f"정수 배열이어야 하는데 원소의 형이 {result.dtype}입니다. "
            "dtype=int나 astype(int)로 정수로 만드세요.",
            f"The array should hold integers, but its values are of type {result.dtype}. "
            "Make them integers with dtype=int or astype(int).",
        )
    return result


def integer(value: Any) -> int:
    """Return ``value`` as an int; the float 3.0 does not count."""
    result = number(value)
    if np.asarray(value).dtype.kind == "f" or result % 1:
        shown = repr(result)
        raise Mismatch(
            f"정수를 돌려주어야 하는데 실수 {shown}{particle(shown, '이/가')} 돌아왔습니다. "
            "나눗셈은 //로, 다른 계산은 int(...)로 정수로 만드세요.",
            f"Expected an integer, but got the float {shown}. "
            "Divide with //, or make it an integer with int(...).",
        )
    return int(result)


def number(value: Any) -> float:
    """Return ``value`` as a float; an array of one number counts, a list or tuple does not."""
    wrong = returned(value, "수 하나를", "one number")
    if isinstance(value, str) and _reads_as_number(value):
        raise Mismatch(
            f"수 대신 문자열 {short(value)}{particle(value, '이/가')} 돌아왔습니다. "
            "따옴표나 str() 없이 수를 돌려주세요.",
            f"Expected one number, but got the string {short(value)}. "
            "Return a number, without quotes or str().",
        )
    try:
        return float(value if isinstance(value, (Real, Decimal)) else _only(value))
    except (Mismatch, ArithmeticError, ValueError):
        raise wrong from None


def _only(value: Any) -> Any:
    """Return the number in an array of one."""
    if isinstance(value, (list, tuple)):
        raise ValueError
    return array(value).item()


def _reads_as_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True


def text(value: Any) -> str:
    """Return ``value`` if it is a string."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value.item()
    if not isinstance(value, str):
        raise returned(value, "문자열을", "a string")
    return value


def pair(value: Any, n: int = 2) -> tuple[Any, ...]:
    """Return ``value`` as a tuple of ``n`` things; a list counts."""
    if isinstance(value, (tuple, list)) and len(value) == n:
        return tuple(value)
    wrong = returned(value, f"값 {n}개를", f"{n} values")
    if isinstance(value, (np.ndarray, set, frozenset, dict)):
        ko, en = wrong.text
        wrong = Mismatch(
            f"{ko} return 문에 값 {n}개를 쉼표로 나누어 쓰세요.",
            f"{en} Return the {n} values with commas between them.",
        )
    raise wrong


def close(got: Any, want: Any, rtol: float = 1e-4, atol: float = 1e-5) -> None:
    """Numbers or arrays must have equal shapes and nearly equal values; NaN equals nothing."""
    want = np.asarray(want)
    got = shape(got, want.shape) if want.ndim else np.asarray(number(got))
    wrong = ~np.isclose(got, want, rtol=rtol, atol=atol)
    if not wrong.any():
        return
    where = tuple(int(i) for i in np.argwhere(wrong)[0])
    here, expected = digits(float(got[where])), digits(float(want[where]))
    at = f"[{', '.join(map(str, where))}]" if where else ""
    many = wrong.size > 1
    ko, en = should_be(at, Text(expected, expected), Text(here, here))
    raise Mismatch(
        ko + (f" (값 {wrong.size:,}개 가운데 {wrong.sum():,}개가 틀렸습니다)" if many else ""),
        en + (f" ({wrong.sum():,} of {wrong.size:,} values are wrong)" if many else ""),
    )


def equal(got: Any, want: Any) -> None:
    """Whole values must be equal: numbers, strings, and lists, tuples, arrays or dicts of them."""
    found = difference(got, want)
    if found is not None:
        comma = Text("", "") if isinstance(want, (list, tuple)) else _comma(got)
        raise Mismatch(*(f"{said}{asked}" for said, asked in zip(found, comma, strict=True)))
