"""Slips in sums, products and divisions."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from rnnlab.diagnosis.programs.slip import Slip, Words
from rnnlab.text import Text, particle

_VERBS = {
    ast.Add: (Text("더하지", "added"), "term"),
    ast.Sub: (Text("빼지", "subtracted"), "term"),
    ast.Mult: (Text("곱하지", "multiplied by"), "factor"),
}


def of_term(node: ast.BinOp, said: Words) -> Iterator[Slip]:
    """Yield slips in a sum, a difference or a product."""
    verb, what = _VERBS[type(node.op)]
    for part, rest in ((node.right, node.left), (node.left, node.right)):
        if isinstance(part, (ast.List, ast.Tuple)) or isinstance(rest, (ast.List, ast.Tuple)):
            continue
        yield Slip(f"{what}_missing", _missing(said.of(part), verb, what), rest, 1)
        if isinstance(node.op, ast.Sub):
            break
        name = said.of(part)
        twice = ast.BinOp(copy.deepcopy(node), node.op, copy.deepcopy(part))
        yield Slip(f"{what}_twice", _twice(name, what), twice, 2)
    other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    yield Slip(
        "wrong_operator",
        Text(
            "덧셈, 뺄셈, 곱셈 가운데 하나를 다른 것으로 계산한 결과와 같습니다.",
            "It comes out as if one of the additions, subtractions or products were another.",
        ),
        ast.BinOp(node.left, other, node.right),
        3,
    )
    yield from _of_brackets(node)


def _missing(name: Text | None, verb: Text, what: str) -> Text:
    if name is None:
        ko = "더하거나 빼야 할 항" if what == "term" else "곱해야 할 것"
        return Text(
            f"{ko} 하나가 빠진 결과와 같습니다.",
            f"It comes out as if one {what} were left out.",
        )
    return Text(
        f"{name.ko}{particle(name.ko, '을/를')} {verb.ko} 않은 결과와 같습니다.",
        f"It comes out as if {name.en} were left out (not {verb.en}).",
    )


def _twice(name: Text | None, what: str) -> Text:
    ko = "더한" if what == "term" else "곱한"
    if name is None:
        return Text(
            f"하나를 두 번 {ko} 결과와 같습니다.",
            f"It comes out as if one {what} were there twice.",
        )
    return Text(
        f"{name.ko}{particle(name.ko, '을/를')} 두 번 {ko} 결과와 같습니다.",
        f"It comes out as if {name.en} were there twice as a {what}.",
    )


_BRACKETS = Text(
    "괄호가 빠져 곱셈이 먼저 계산된 결과와 같습니다.",
    "It comes out as if brackets were missing, so that the product comes first.",
)


def _of_brackets(node: ast.BinOp) -> Iterator[Slip]:
    """Yield (a + b) * c as a + b * c."""
    if not isinstance(node.op, ast.Mult):
        return
    for inner, outer in ((node.left, node.right), (node.right, node.left)):
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, (ast.Add, ast.Sub)):
            late = ast.BinOp(inner.left, inner.op, ast.BinOp(inner.right, ast.Mult(), outer))
            early = ast.BinOp(ast.BinOp(inner.left, ast.Mult(), outer), inner.op, inner.right)
            yield Slip("brackets_missing", _BRACKETS, late, 1)
            yield Slip("brackets_missing", _BRACKETS, early, 1)


def of_operator(node: ast.BinOp) -> Iterator[Slip]:
    """Yield slips in a division."""
    if isinstance(node.op, ast.Div):
        yield Slip(
            "whole_division",
            Text(
                "나눗셈의 소수 부분을 버린 결과와 같습니다.",
                "It comes out as if the fraction of a division were cut off.",
            ),
            ast.BinOp(node.left, ast.FloorDiv(), node.right),
        )
        yield Slip(
            "not_divided",
            Text("나누지 않은 결과와 같습니다.", "It comes out as if nothing were divided."),
            node.left,
        )
