"""Small slips in the right program, made on its syntax tree: what a student may have done.

An edit's sentence says how the answer comes out, "as if ...": it is true of every program that
answers like that, however it is written. Names are said only of what the student knows too:
parameters, keywords, functions of Python, NumPy and Keras.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from rnnlab.diagnosis.programs.slip import Words
from rnnlab.diagnosis.programs.slips import slips_of
from rnnlab.text import Text


@dataclass(frozen=True, eq=False)
class Edit:
    """A changed tree; the lower its rank, the more its sentence says."""

    name: str
    text: Text
    tree: ast.FunctionDef
    rank: int


def edits(tree: ast.FunctionDef) -> Iterator[Edit]:
    """Yield the function with one slip in it, for every slip that it has room for."""
    if any(isinstance(node, ast.While) for node in ast.walk(tree)):
        return  # a slip may make it run for ever
    said = Words(tree)
    for node in ast.walk(tree):
        for slip in slips_of(node, said):
            changed = _replaced(tree, node, slip.new)
            if changed is not None:
                yield Edit(slip.name, slip.text, changed, slip.rank)


def _replaced(tree: ast.FunctionDef, node: ast.AST, new: ast.AST | None) -> ast.FunctionDef | None:
    memo: dict[int, ast.AST] = {}
    copied = copy.deepcopy(tree, memo)
    changed = _Swap(memo[id(node)], copy.deepcopy(new)).visit(copied)
    if not isinstance(changed, ast.FunctionDef):
        return None
    for inner in ast.walk(changed):
        if isinstance(inner, (ast.For, ast.If, ast.FunctionDef)) and not inner.body:
            inner.body = [ast.Pass()]
    return ast.fix_missing_locations(changed)


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST | None) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST | None:
        if node is self._old:
            return self._new
        visited: ast.AST | None = super().visit(node)
        return visited
