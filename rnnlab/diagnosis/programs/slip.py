"""A slip in a program, and what may be said of the program's parts."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from rnnlab.text import Text


@dataclass(frozen=True)
class Slip:
    """A node's replacement, None to leave it out; the lower its rank, the more is said."""

    name: str
    text: Text
    new: ast.AST | None
    rank: int = 1


class Words:
    """What may be said of the parts of a function, given its tree."""

    def __init__(self, tree: ast.FunctionDef) -> None:
        self.parameters = [a.arg for a in (*tree.args.args, *tree.args.kwonlyargs)]
        self._made = {
            target.id: _names(node.value) & {*self.parameters}
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and target.id not in self.parameters
        }
        self.locals = set(self._made)

    def made_of(self, local: str) -> list[str]:
        """Return the parameters that a local name's value is computed from."""
        return sorted(self._made[local])

    def of(self, node: ast.AST) -> Text | None:
        """Return how an expression may be named, or None."""
        match node:
            case ast.Name(id=name) if name in self.parameters:
                return Text(f"`{name}`", f"`{name}`")
            case ast.Constant(value=int() | float() as value):
                return Text(f"{value:g}", f"{value:g}")
            case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]) if (
                name in self.parameters
            ):
                return Text(f"`{name}`의 길이", f"the length of `{name}`")
            case ast.Call() if called := self.called(node):
                return Text(f"`{called}`의 값", f"the value of `{called}`")
        return None

    def called(self, node: ast.Call) -> str | None:
        """Return the name of what is called, where a student knows it too."""
        match node.func:
            case ast.Attribute(attr=attr):
                return attr
            case ast.Name(id=name):
                return name
        return None


def _names(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
