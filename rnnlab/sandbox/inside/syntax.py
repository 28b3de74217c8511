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
from typing import Any

import numpy as np

from rnnlab import source

GRAM = 16
WINDOW = 4
MAX_SHOWN = 1 << 18  # characters of the source that come back to be shown

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

    ``prints`` is an int64 array of shape (n, 5): the hash, then the first and last line of the
    top-level statement where it comes first, and of the fingerprint itself. Lines count from 1 in
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
            statements += [(len(lines), s) for s in ast.parse(code).body]
        except Exception as error:  # noqa: BLE001  as in inside.load
            problems.append(tuple(source.syntax_problem(label, error)))
        lines += code.split("\n") if in_cells else []
    lines = lines if in_cells else re.sub("\r\n?", "\n", text).split("\n")
    imported = _imported(s for _, s in statements)
    found: dict[int, list[int]] = {}  # where a fingerprint comes first
    for above, statement in statements:
        for piece, *where in _of_statement(statement, imported):
            found.setdefault(piece, [line + above for line in where])
    prints = np.array([(piece, *where) for piece, where in found.items()], np.int64).reshape(-1, 5)
    return {"prints": prints, "source": "\n".join(lines)[:MAX_SHOWN], "problems": problems[:20]}


def _of_statement(statement: ast.stmt, imported: dict[str, str]) -> Iterator[tuple[int, ...]]:
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return
    nodes = list(_nodes(statement, imported))
    grams = [nodes[i : i + GRAM] for i in range(len(nodes) - GRAM + 1)]
    hashes = [_hash(label for label, _ in gram) for gram in grams]
    for i in _winnowed(hashes):
        lines = [line for _, line in grams[i]]
        last = statement.end_lineno or statement.lineno
        yield hashes[i], statement.lineno, last, min(lines), max(lines)


def _hash(labels: Iterable[str]) -> int:
    """Return the same 63 bits in every process."""
    digest = hashlib.blake2b("\n".join(labels).encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def _winnowed(hashes: list[int]) -> list[int]:
    """Return the positions, in order, of the last smallest hash of every WINDOW neighbours."""
    width = min(WINDOW, len(hashes))
    if not width:
        return []
    windows = np.lib.stride_tricks.sliding_window_view(np.array(hashes), width)
    last = width - 1 - windows[:, ::-1].argmin(axis=1)
    positions: list[int] = np.unique(np.arange(len(windows)) + last).tolist()
    return positions


def _nodes(statement: ast.stmt, imported: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Yield (label, line) of every node, parents first; a tree may be deeper than the stack."""
    own = {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and _is_set(n)}
    own |= {n.arg for n in ast.walk(statement) if isinstance(n, ast.arg)}
    known = {name: name for name in _BUILTINS - own} | imported
    waiting: list[tuple[ast.AST, int]] = [(statement, statement.lineno)]
    while waiting:
        node, line = waiting.pop()
        line = getattr(node, "lineno", line)
        yield _label(node, known), line
        waiting += [(child, line) for child in reversed(list(_children(node)))]


def _label(node: ast.AST, known: dict[str, str]) -> str:
    match node:
        case ast.Name():
            return known.get(node.id, "Name")
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


def _children(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        return
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and name not in _IGNORED and not _is_prose(child):
                yield child


def _is_prose(node: ast.AST) -> bool:
    """Whether it is a docstring, or a constant that stands alone like one."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_set(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def _imported(statements: Iterable[ast.stmt]) -> dict[str, str]:
    """Map what a program calls its imports to what these are called: np to numpy."""
    nodes = (n for s in statements for n in ast.walk(s))
    aliases = [a for n in nodes if isinstance(n, (ast.Import, ast.ImportFrom)) for a in n.names]
    return {(a.asname or a.name).split(".")[0]: a.name.split(".")[0] for a in aliases}
