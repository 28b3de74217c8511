"""What is surely so of values, call by call: they are an argument, or always the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rnnlab.diagnosis.models.layers import Compared
from rnnlab.text import Text


def argument(views: Sequence[Compared], values: Sequence[Any]) -> str | None:
    """Return the one argument that has these values in every call, if they vary."""
    if len({repr(value) for value in values}) < 2:
        return None
    names = _equal_arguments(views, values)
    return names[0] if len(names) == 1 else None


def _equal_arguments(views: Sequence[Compared], values: Sequence[Any]) -> list[str]:
    rows = [view.arguments for view in views]
    shared = [k for k in rows[0] if all(k in row for row in rows)]
    both = [(k, [row[k] for row in rows]) for k in shared]
    return [k for k, given in both if all(map(_same, given, values))]


def _same(a: Any, b: Any) -> bool:
    return type(a) is type(b) and isinstance(a, (int, float, str, type(None))) and bool(a == b)


def value(views: Sequence[Compared], values: Sequence[Any]) -> str | None:
    """Say what these values are in every call: an argument, or always the same."""
    name = argument(views, values)
    if name is not None:
        return f"`{name}`"
    if len({repr(each) for each in values}) > 1:
        return None
    size = type(values[0]) is int
    return None if size and _equal_arguments(views, values) else str(values[0])


def asked(views: Sequence[Compared], values: Sequence[Any]) -> str | None:
    """Return the argument that is the right size, where all calls ask for the same one."""
    names = _equal_arguments(views, values)
    return f"`{names[0]}`" if len(names) == 1 and type(values[0]) is int and values[0] > 2 else None


def condition(where: Sequence[Compared], others: Sequence[Compared]) -> Text | None:
    """Say where something holds, if one argument alone decides: None, True or False there."""
    found = [
        (name, wanted)
        for name in (where[0].arguments if where and others else ())
        for wanted in (None, True, False)
        if all(v.arguments.get(name, ...) is wanted for v in where)
        and not any(v.arguments.get(name, ...) is wanted for v in others)
    ]
    if len(found) != 1:
        return None
    name, wanted = found[0]
    return Text(f"`{name}` 인자가 {wanted}일 때 ", f"When `{name}` is {wanted}, ")
