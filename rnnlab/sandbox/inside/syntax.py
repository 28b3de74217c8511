"""Fingerprints of a program's syntax tree, made in the student process; nothing of it is run.

Each top-level statement becomes the list of its tree's nodes, parents first. What a copy is
disguised by is not in it: names (but those of builtins, imports, attributes and keywords), values
of constants, docstrings, annotations, comments, layout. Every GRAM neighbouring nodes are hashed,
and the smallest hash of every WINDOW neighbours is kept: winnowing (Schleimer, Wilkerson and Aiken,
2003). So all that two programs share is found if it is GRAM + WINDOW - 1 nodes long, some may be
found from GRAM nodes on, and in what order functions stand does not matter.
"""

from __future__ import annotations

import ast
import builtins
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from rnnlab import source

GRAM = 16
WINDOW = 4
MAX_SHOWN = 1 << 18  # characters of the source that come back to be shown

_FACTORS = np.array([pow(0x5851F42D4C957F2D, i, 1 << 64) for i in range(GRAM)], np.uint64)
_BUILTINS = frozenset(dir(builtins))
_IGNORED = {"annotation", "ctx", "returns", "type_comment", "type_params"}


def answer(filename: str, data: bytes) -> dict[str, Any]:
    """Return the reply to ``{"syntax": filename}`` about the file ``data``."""
    try:
        return fingerprints(source.decode(data, filename), filename)
    except source.UnreadableError as error:
        return {"unreadable": tuple(error.text)}


def fingerprints(text: str, filename: str) -> dict[str, Any]:
    """Return a file's fingerprints, its code, and what could not be parsed of it.

    ``prints`` is an int64 array of shape (n, 5): the hash, then the first and last line of a
    top-level statement that has it, and of where in that it comes first. Lines count from 1 in
    ``source``, a notebook's cells one after another. ``problems`` are pairs (ko, en).
    Raises source.UnreadableError for a broken notebook file.
    """
    lines: list[str] = []
    statements: list[tuple[int, ast.stmt]] = []
    problems = []
    in_cells = filename.endswith(".ipynb")
    for label, code in source.cells(text, filename):
        code = re.sub("\r\n?", "\n", code)
        lines += [f"# %% {label}"] if in_cells else []
        try:
            code = source.python(code)
            statements += [(len(lines), s) for s in source.parsed(code).body]
        except Exception as error:  # noqa: BLE001  as in inside.load
            problems.append(tuple(source.syntax_problem(label, error)))
        lines += code.split("\n") if in_cells else []
    lines = lines if in_cells else re.sub("\r\n?", "\n", text).split("\n")
    trees = [_nodes(statement) for _, statement in statements]
    imported = _imported(node for nodes in trees for node, _ in nodes)
    found: dict[tuple[int, int], list[int]] = {}  # in each statement, where it comes first
    for (above, statement), nodes in zip(statements, trees, strict=True):
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            continue
        whole = statement.lineno, statement.end_lineno or statement.lineno
        for piece, *where in _prints(nodes, imported):
            found.setdefault((piece, above + whole[0]), [above + n for n in (*whole, *where)])
    rows = [(piece, *where) for (piece, _), where in found.items()]
    prints = np.array(rows, np.int64).reshape(-1, 5)
    return {"prints": prints, "source": "\n".join(lines)[:MAX_SHOWN], "problems": problems[:20]}


def _prints(nodes: list[tuple[ast.AST, int]], imported: dict[str, str]) -> Iterator[list[int]]:
    """Yield (hash, first line, last line) of a statement's fingerprints."""
    if len(nodes) < GRAM:
        return
    own = {n.id for n, _ in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    own |= {n.arg for n, _ in nodes if isinstance(n, ast.arg)}
    codes = np.array([_code(_label(node, own, imported)) for node, _ in nodes], np.uint64)
    hashes = (sliding_window_view(codes, GRAM) @ _FACTORS >> np.uint64(1)).tolist()
    lines = [line for _, line in nodes]
    for i in _winnowed(hashes):
        near = lines[i : i + GRAM]
        yield [hashes[i], min(near), max(near)]


@lru_cache(maxsize=4096)
def _code(label: str) -> int:
    """Return the same 64 bits in every process."""
    return int.from_bytes(hashlib.blake2b(label.encode(), digest_size=8).digest())


def _winnowed(hashes: list[int]) -> list[int]:
    """Return the positions, in order, of the last smallest hash of every WINDOW neighbours."""
    width = min(WINDOW, len(hashes))
    if not width:
        return []
    windows = sliding_window_view(np.array(hashes), width)
    last = width - 1 - windows[:, ::-1].argmin(axis=1)
    positions: list[int] = np.unique(np.arange(len(windows)) + last).tolist()
    return positions


def _nodes(statement: ast.stmt) -> list[tuple[ast.AST, int]]:
    """Return every node and its line, parents first; a tree may be deeper than the stack."""
    found = []
    waiting: list[tuple[ast.AST, int]] = [(statement, statement.lineno)]
    while waiting:
        node, line = waiting.pop()
        line = getattr(node, "lineno", line)
        found.append((node, line))
        waiting += [(child, line) for child in reversed(_children(node))]
    return found


def _label(node: ast.AST, own: set[str], imported: dict[str, str]) -> str:
    match node:
        case ast.Name(id=name) if name in imported:
            return imported[name]
        case ast.Name(id=name) if name in _BUILTINS and name not in own:
            return name
        case ast.Attribute():
            return f".{node.attr}"
        case ast.keyword():
            return f"{node.arg}="
        case ast.alias():
            return f"import {node.name}"
        case ast.AnnAssign():
            return "Assign"
        case ast.UnaryOp(operand=ast.Constant()):
            return "Constant"  # -1 is as much a constant as 1
    return type(node).__name__


def _children(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        return []
    found: list[object] = []
    for name in node._fields:
        if name not in _IGNORED:
            value = getattr(node, name, None)
            found += value if isinstance(value, list) else [value]
    return [n for n in found if isinstance(n, ast.AST) and not _is_prose(n)]


def _is_prose(node: ast.AST) -> bool:
    """Whether it is a docstring, or a constant that stands alone like one."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _imported(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Map what a program calls its imports to what these are called: np to numpy."""
    aliases = [n for n in nodes if isinstance(n, ast.alias)]
    return {(a.asname or a.name).split(".")[0]: a.name.split(".")[0] for a in aliases}
