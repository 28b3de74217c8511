"""The checks as students get them: the calls of oracles, without their code and what it needs."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping

ORACLE, RECORDED = "oracle", "recorded"  # in rnnlab.author


def without_oracles(modules: Mapping[str, str]) -> dict[str, str]:
    """Return the source of check files and of what they share, by the names of the modules.

    Of an oracle its name and parameters stay, of the rest what the checks still read.
    """
    parsed = {name: _Module(text) for name, text in modules.items()}
    read: dict[str, set[str]] = {name: set() for name in modules}
    before = -1
    while before != (before := sum(map(len, read.values()))):
        for name, module in parsed.items():
            for of, names in module.imported(read[name]):
                if f"{of}.{names}" in parsed:  # a module as a whole
                    read[f"{of}.{names}"] |= parsed[f"{of}.{names}"].names
                elif of in parsed:
                    read[of].add(names)
    return {name: module.text(read[name]) for name, module in parsed.items()}


class _Module:
    """The statements of a module, and which of them are needed where some names are read."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._body = ast.parse(text).body
        self.names = {name for node in self._body for name in _defined(node)}

    def imported(self, names: Collection[str]) -> Iterator[tuple[str, str]]:
        """Yield the module and the name of what is imported and needed."""
        needed = self._needed(names)
        for node in self._body:
            if isinstance(node, ast.ImportFrom):
                yield from ((node.module or "", a.name) for a in node.names if _bound(a) in needed)

    def text(self, names: Collection[str]) -> str:
        """Return the source of what is needed: oracles without a body, imports of what is read."""
        needed, lines, after = self._needed(names), list[str](), 0
        for node in self._body:
            begin = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
            lines += self._lines[after : begin - 1]
            after = node.end_lineno or begin
            cut = _cut(node, needed)
            lines += self._lines[begin - 1 : after] if cut is None else cut
        text = "\n".join([*lines, *self._lines[after:]])
        text = re.sub("\n{4,}", "\n\n\n", text)
        return re.sub("\n{2,}$", "\n", text)

    def _needed(self, names: Collection[str]) -> set[str]:
        """Return the names that are read if ``names``, and all that does something, are."""
        left = {*names, *(n for n in self.names if n.startswith("test_"))}
        left |= {n for node in self._body if not _defined(node) for n in _reads(node)}
        found: set[str] = set()
        while left:
            found |= left
            of = [node for node in self._body if found & set(_defined(node))]
            left = {n for node in of for n in _reads(node)} - found
        return found


def _cut(node: ast.stmt, needed: set[str]) -> list[str] | None:
    """Return the lines that stay of a statement, None where all of it does."""
    defined = set(_defined(node))
    if defined and not defined & needed:
        return []
    if _is_oracle(node):
        assert isinstance(node, ast.FunctionDef)
        return [f"@{RECORDED}", f"def {node.name}({ast.unparse(node.args)}): ..."]
    if not isinstance(node, ast.Import | ast.ImportFrom) or defined <= needed - {ORACLE}:
        return None
    read = [a for a in node.names if _bound(a) in needed]
    names = sorted(RECORDED if a.name == ORACLE else ast.unparse(a) for a in read)
    imports = f"import {', '.join(names)}"
    if isinstance(node, ast.Import):
        return [imports]
    return [f"from {'.' * node.level}{node.module or ''} {imports}"]


def _is_oracle(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and ORACLE in map(ast.unparse, node.decorator_list)


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _defined(node: ast.stmt) -> list[str]:
    """Return the names that a statement defines, none where it does something else."""
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Import() | ast.ImportFrom():
            return [_bound(alias) for alias in node.names]
        case ast.Assign() | ast.AnnAssign():
            names = (n for n in ast.walk(node) if isinstance(n, ast.Name))
            return [n.id for n in names if isinstance(n.ctx, ast.Store)]
    return []


def _reads(node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement reads; of an oracle's body nothing is read."""
    parts: list[ast.AST] = [node]
    if _is_oracle(node):
        assert isinstance(node, ast.FunctionDef)
        defaults = (*node.args.defaults, *filter(None, node.args.kw_defaults))
        parts = [*node.decorator_list, *defaults]
    for part in parts:
        names = (n for n in ast.walk(part) if isinstance(n, ast.Name))
        yield from (n.id for n in names if isinstance(n.ctx, ast.Load))
