"""Slips in calls: an argument left out or exchanged, another function, none."""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Iterator

from rnnlab.diagnosis.programs.slip import Slip, Words
from rnnlab.text import Text, particle

_EXCHANGES = {
    "argmax": "argmin",
    "max": "min",
    "min": "max",
    "sum": "max",
    "zeros": "ones",
    "append": "insert",
}
_TRANSPARENT = {"sorted", "set", "list", "len", "reversed", "int", "float", "str", "abs", "round"}


def of_call(node: ast.Call, said: Words) -> Iterator[Slip]:
    """Yield slips in what a function is given, and in which function it is."""
    called = said.called(node)
    for i, keyword in enumerate(node.keywords):
        if keyword.arg and keyword.arg not in ("verbose", "strict"):
            yield _without(node, i, keyword.arg, called or "")
    for i in range(len(node.args) - 1):
        swapped = copy.copy(node)
        swapped.args = [*node.args[:i], node.args[i + 1], node.args[i], *node.args[i + 2 :]]
        yield Slip(
            "arguments_exchanged",
            Text(
                f"`{called}`에 넘기는 값의 순서가 바뀐 결과와 같습니다.",
                f"It comes out as if two arguments of `{called}` were exchanged.",
            ),
            swapped,
        )
    if called and len(node.args) == 1 and not node.keywords and _passes_on(node):
        yield Slip(
            "not_applied",
            Text(
                f"`{called}`{particle(called, '을/를')} 쓰지 않은 결과와 같습니다.",
                f"It comes out as if `{called}` were not applied.",
            ),
            node.args[0],
        )
    if called in ("max", "min") and len(node.args) == 1 and isinstance(node.func, ast.Name):
        yield from _of_best(node.args[0], called)
    if called in _EXCHANGES:
        other = copy.deepcopy(node)
        if isinstance(other.func, ast.Attribute):
            other.func.attr = _EXCHANGES[called]
        elif isinstance(other.func, ast.Name):
            other.func.id = _EXCHANGES[called]
        new = _EXCHANGES[called]
        yield Slip(
            "another_function",
            Text(
                f"`{called}` 자리에 `{new}`{particle(new, '이/가')} 있는 결과와 같습니다.",
                f"It comes out as if `{new}` stood in the place of `{called}`.",
            ),
            other,
        )


def _of_best(values: ast.expr, called: str) -> Iterator[Slip]:
    """Yield another one of ``values`` than the largest or smallest."""
    best = Text("가장 큰", "largest") if called == "max" else Text("가장 작은", "smallest")
    for place, which in ((0, Text("처음", "first")), (-1, Text("마지막", "last"))):
        listed = ast.Call(ast.Name("list", ast.Load()), [values], [])
        yield Slip(
            f"{which.en}_not_{best.en}",
            Text(
                f"{best.ko} 것이 아니라 {which.ko} 것을 고른 결과와 같습니다.",
                f"It comes out as if the {which.en} were taken instead of the {best.en}.",
            ),
            ast.Subscript(listed, ast.Constant(place), ast.Load()),
        )


def _passes_on(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and (
        node.func.id in _TRANSPARENT or not hasattr(builtins, node.func.id)
    )


def _without(node: ast.Call, i: int, keyword: str, called: str) -> Slip:
    rest = copy.copy(node)
    rest.keywords = [*node.keywords[:i], *node.keywords[i + 1 :]]
    return Slip(
        "keyword_missing",
        Text(
            f"`{called}`에 `{keyword}`{particle(keyword, '을/를')} 주지 않은 결과와 같습니다.",
            f"It comes out as if `{called}` were not given `{keyword}`.",
        ),
        rest,
        0,
    )
