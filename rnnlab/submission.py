"""Definitions out of a submission: a ``.py`` or ``.ipynb`` in, functions out.

Functions, classes and imports are kept. Of the other top-level statements only those run that the
kept functions need: a constant that a function reads is set, a plot or a training cell is not run.
Everything here runs in the student process; the grader only reads the file's bytes.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import json
import os
import re
import stat
import symtable
import traceback
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from rnnlab.text import Text

MAX_FILE = 32 << 20  # bytes read of a file: a notebook's outputs may be large, and are dropped
MAX_SOURCE = 1 << 20  # characters of code and prose that are left

# These cell magics run their cell as Python; under any other one the cell is not Python.
_PYTHON_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")

# Container methods by which a statement such as ``words.append(x)`` completes a constant.
_MUTATORS = {"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove"}
_MUTATORS |= {"reverse", "setdefault", "sort", "update"}

_DEFINITIONS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
)


class UnreadableError(ValueError):
    """The file is not a Python file or notebook at all; ``text`` says why."""

    def __init__(self, ko: str, en: str) -> None:
        self.text = Text(ko, en)
        super().__init__(self.text.en)


@dataclass
class Loaded:
    """A submission's namespace, and what could not be run of it."""

    namespace: dict[str, object]
    problems: list[Text] = field(default_factory=list)
    broken: bool = False  # some cell has a syntax error, so a missing function may be in it

    def function(self, name: str) -> Callable[..., object] | None:
        """Return the function called ``name``, or None."""
        found = self.namespace.get(name)
        return found if callable(found) else None


def read(path: Path) -> bytes:
    """Return the bytes of a submitted file, which nobody looks into outside the student process.

    Raises UnreadableError for what is not a regular file (links are not followed) or too large.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError:
        raise _not_regular(path) from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _not_regular(path)
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(MAX_FILE + 1)
    finally:
        os.close(descriptor)
    if len(data) > MAX_FILE:
        raise _too_large(path.name)
    return data


def _not_regular(path: Path) -> UnreadableError:
    return UnreadableError(
        f"{path.name}은(는) 열 수 있는 보통 파일이 아닙니다. 링크가 아닌 파일 자체를 제출하세요.",
        f"{path.name} is not a regular file that can be read. Submit the file itself, not a link.",
    )


def _too_large(name: str) -> UnreadableError:
    return UnreadableError(
        f"{name}이(가) 너무 큽니다. 코드는 1 MB까지입니다. 데이터는 파일에 넣지 마세요.",
        f"{name} is too large: 1 MB of code at most. Keep data out of the file.",
    )


def decode(data: bytes, filename: str) -> str:
    """Return a file's text, a notebook's without its outputs. Raises UnreadableError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(
            f"{filename}이(가) UTF-8이 아닙니다. UTF-8로 다시 저장하세요.",
            f"{filename} is not UTF-8. Save it again as UTF-8.",
        ) from None
    if "\0" in text:
        raise UnreadableError(
            f"{filename}에 NUL 문자가 들어 있습니다. 편집기에서 파일을 다시 저장하세요.",
            f"{filename} contains NUL characters. Save it again from your editor.",
        )
    if sum(len(code) for _, code in cells(text, filename)) > MAX_SOURCE:
        raise _too_large(filename)
    return text


def load(source: str, filename: str, wanted: Iterable[str]) -> Loaded:
    """Run the definitions of ``source`` and what they need, and return their namespace.

    ``wanted`` are the names of the tasks. Raises UnreadableError for a broken notebook file.
    """
    loaded = Loaded({"__name__": "submission", "__builtins__": builtins})
    statements: list[tuple[str, ast.stmt]] = []
    for label, code in cells(source, filename):
        try:
            statements += [(label, s) for s in _parse(code)]
        except Exception as error:  # noqa: BLE001  Python's and IPython's parsers raise many kinds
            loaded.problems.append(syntax_problem(label, error))
            loaded.broken = True
    _run(_needed(statements, frozenset(wanted)), loaded)
    return loaded


def cells(source: str, filename: str) -> list[tuple[str, str]]:
    """Split a file into its code cells, each with a label for messages."""
    if not filename.endswith(".ipynb"):
        return [(filename, source)]
    try:
        notebook = json.loads(source)
        found = notebook["cells"] if "cells" in notebook else notebook["worksheets"][0]["cells"]
        code = [c for c in found if c.get("cell_type") == "code"]
        texts = [c.get("source", c.get("input", "")) for c in code]
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        raise UnreadableError(
            f"{filename}은(는) 올바른 노트북 파일이 아닙니다. Jupyter에서 열어 다시 저장하세요.",
            f"{filename} is not a valid notebook. Open it in Jupyter and save it again.",
        ) from None
    joined = ("".join(map(str, t)) if isinstance(t, list) else str(t) for t in texts)
    return [(f"cell {i}", text) for i, text in enumerate(joined, 1)]


def functions(source: str, filename: str, wanted: Iterable[str]) -> dict[str, str]:
    """Return the text of each function in ``wanted`` as it stands in ``source``; nothing is run.

    Of several definitions it is the last. Raises UnreadableError for a broken notebook file.
    """
    found: dict[str, str] = {}
    for _, code in cells(source, filename):
        with contextlib.suppress(Exception):  # what does not parse is told when it is loaded
            text = python(code)
            for statement in ast.parse(text).body:
                if isinstance(statement, ast.FunctionDef) and statement.name in wanted:
                    found[statement.name] = _text(text, statement)
    return found


def _text(code: str, function: ast.FunctionDef) -> str:
    first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
    return "\n".join(code.split("\n")[first - 1 : function.end_lineno])


def _parse(code: str) -> list[ast.stmt]:
    return ast.parse(python(code)).body


def python(code: str) -> str:
    """Return a cell as plain Python: without IPython's magics and shell lines, if it has any."""
    code = code.lstrip("\ufeff")
    try:
        ast.parse(code)
        return code
    except SyntaxError:
        first, _, rest = code.lstrip().partition("\n")
        if first.startswith("%%"):
            return python(rest) if first.split()[0] in _PYTHON_MAGICS else ""
        from IPython.core.inputtransformer2 import TransformerManager

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return TransformerManager().transform_cell(code)


def syntax_problem(label: str, error: Exception) -> Text:
    """Return the sentence for a cell, called ``label``, that does not parse."""
    line = getattr(error, "lineno", None)
    where_ko, where_en = (f" {line}번째 줄", f", line {line}") if line else ("", "")
    what = getattr(error, "msg", None) or type(error).__name__
    return Text(
        f"{in_korean(label)}{where_ko}에 문법 오류가 있어 읽지 못했습니다: {what}",
        f"{label}{where_en} could not be read because of a syntax error: {what}",
    )


def _needed(
    statements: list[tuple[str, ast.stmt]], wanted: frozenset[str]
) -> list[tuple[str, ast.stmt]]:
    """Keep definitions, and the statements that bind what they read, in their order."""
    kept = {i for i, (_, s) in enumerate(statements) if isinstance(s, _DEFINITIONS)}
    uses = [_names(s) for _, s in statements]
    names = set(wanted).union(*(uses[i].read for i in kept))
    changed = True
    while changed:
        changed = False
        for i, use in enumerate(uses):
            if i not in kept and use.bound & names:
                kept.add(i)
                names |= use.read
                changed = True
    return [statements[i] for i in sorted(kept)]


@dataclass(frozen=True)
class _Use:
    """The global names that a top-level statement reads and those that it sets or changes."""

    read: frozenset[str]
    bound: frozenset[str]


def _names(statement: ast.stmt) -> _Use:
    try:
        table = symtable.symtable(ast.unparse(statement), "submission", "exec")
    except (SyntaxError, ValueError, RecursionError):
        return _Use(frozenset(), frozenset())
    read = {s.get_name() for s in table.get_symbols() if s.is_referenced()}
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned()}
    tables = list(table.get_children())
    while tables:
        inner = tables.pop()
        read |= {s.get_name() for s in inner.get_symbols() if s.is_global()}
        tables += inner.get_children()
    return _Use(frozenset(read), frozenset(bound | _mutated(statement)))


def _mutated(statement: ast.stmt) -> set[str]:
    """Names whose contents a statement changes: ``d[k] = v``, ``xs.append(v)``."""
    changed = set()
    if isinstance(statement, _DEFINITIONS):
        return changed
    for node in ast.walk(statement):
        if isinstance(node, (ast.Subscript, ast.Attribute)) and isinstance(node.ctx, ast.Store):
            changed.add(_root(node))
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in _MUTATORS:
            changed.add(_root(node.func))
    return changed - {""}


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _run(statements: list[tuple[str, ast.stmt]], loaded: Loaded) -> None:
    """Execute statements in order; one that fails is tried again after the others.

    Cells saved in another order than they were run in then still find each other's names.
    """
    waiting = statements
    while waiting:
        failed = [(s, e) for s in waiting if (e := _execute(s, loaded.namespace)) is not None]
        if len(failed) == len(waiting):
            loaded.problems += [_run_problem(label, s, error) for (label, s), error in failed]
            return
        waiting = [s for s, _ in failed]


def _execute(labelled: tuple[str, ast.stmt], namespace: dict[str, object]) -> Exception | None:
    label, statement = labelled
    try:
        code = compile(ast.Module([statement], []), label, "exec")
        exec(code, namespace)
    except (Exception, SystemExit) as error:  # noqa: BLE001  a student's statement may raise anything
        return error
    return None


def _run_problem(label: str, statement: ast.stmt, error: BaseException) -> Text:
    what = f"{type(error).__name__}: {error}"[:200]
    return Text(
        f"{in_korean(label)} {statement.lineno}번째 줄을 실행하지 못했습니다: {what}",
        f"{label}, line {statement.lineno} could not be run: {what}",
    )


def in_korean(place: str) -> str:
    """Translate a place in a submission: "cell 3, line 5" is "3번째 셀, 5번째 줄"."""
    return re.sub(r"\bline (\d+)", r"\1번째 줄", re.sub(r"^cell (\d+)", r"\1번째 셀", place))


def where(error: BaseException, label: str) -> str:
    """Return the innermost line of the code labelled ``label``: "cell 3, line 5", or "".

    A live notebook's own labels are paths of temporary files: then it is only "line 5".
    """
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == label]
    if not lines:
        return ""
    named = "" if os.path.dirname(label) or label.startswith("<") else f"{label}, "
    return f"{named}line {lines[-1]}"
