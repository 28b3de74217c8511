"""Definitions out of a submission: a ``.py`` or ``.ipynb`` in, functions out.

Functions, classes and imports are kept. Of the other top-level statements only those run that the
kept functions need: a constant that a function reads is set, a plot or a training cell is not run.
"""

from __future__ import annotations
import __future__

import ast
import builtins
import linecache
import os
import symtable
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from rnnlab.sandbox.inside.said import said
from rnnlab.source import cells, in_korean, python, syntax_problem
from rnnlab.text import Text, line, particle

# Container methods by which a statement such as ``words.append(x)`` completes a constant.
_MUTATORS = {"add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove"}
_MUTATORS |= {"reverse", "setdefault", "sort", "update"}

_MAIN = "__name__ == '__main__'"  # as ast.unparse writes it

_FEATURES = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)

_DEFINITIONS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
)


@dataclass
class Loaded:
    """A submission's namespace, and what could not be run of it."""

    namespace: dict[str, object]
    problems: list[Text] = field(default_factory=list)
    features: int = 0  # those that it imported from __future__, which hold from there on
    broken: bool = False  # some cell has a syntax error, so a missing function may be in it
    tasks: frozenset[str] = frozenset()
    absent: dict[str, Text] = field(default_factory=dict)  # names that are not bound, and why

    def function(self, name: str) -> Callable[..., object] | None:
        """Return the function called ``name``, or None."""
        found = self.namespace.get(name)
        return found if callable(found) else None


def load(source: str, filename: str, wanted: Iterable[str]) -> Loaded:
    """Run the definitions of ``source`` and what they need, and return their namespace.

    ``wanted`` are the names of the tasks. Raises UnreadableError for a broken notebook file.
    """
    loaded = Loaded({"__name__": "__main__", "__builtins__": builtins}, tasks=frozenset(wanted))
    statements: list[tuple[str, ast.stmt]] = []
    for label, code in cells(source, filename):
        try:
            code = python(code)
            statements += [(label, s) for s in _statements(ast.parse(code))]
            _remember(code, label)
        except Exception as error:  # noqa: BLE001  Python's and IPython's parsers raise many kinds
            loaded.problems.append(syntax_problem(label, error))
            loaded.broken = True
            loaded.absent |= dict.fromkeys(_bound_by_lines(code), _unparsed(label))
    needed = _needed(statements, loaded.tasks)
    loaded.absent |= _set_by_calls(statements, needed)
    _run(needed, loaded)
    return loaded


def _bound_by_lines(code: str) -> Iterator[str]:
    """Yield the names that a cell which does not parse would have set, as its lines say."""
    for text in code.splitlines():
        try:
            (statement,) = ast.parse(text if text[-1:] != ":" else f"{text} pass").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        yield from _binds(statement)


def _statements(module: ast.Module) -> Iterator[ast.stmt]:
    """Yield the top-level statements; the body of ``if __name__ == "__main__"`` is no less so."""
    for statement in module.body:
        if isinstance(statement, ast.If) and ast.unparse(statement.test) == _MAIN:
            yield from statement.body
        else:
            yield statement


def _remember(code: str, label: str) -> None:
    """Let ``inspect`` find the source of what a cell defines: ``tf.function`` reads it."""
    linecache.cache[label] = len(code), None, code.splitlines(keepends=True), label


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


def _binds(statement: ast.stmt) -> frozenset[str]:
    """Return the names that a statement would set, those that it imports included."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return frozenset((a.asname or a.name).partition(".")[0] for a in statement.names)
    return _names(statement).bound


def _mutated(statement: ast.stmt) -> set[str]:
    """Names whose contents a statement changes: ``d[k] = v``, ``xs.append(v)``."""
    changed: set[str] = set()
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


def _set_by_calls(
    statements: list[tuple[str, ast.stmt]], kept: list[tuple[str, ast.stmt]]
) -> dict[str, Text]:
    """Return the names that functions set by ``global``, called only by statements not run."""
    functions = {s.name: s for _, s in statements if isinstance(s, ast.FunctionDef)}
    run = set().union(*(_names(s).read for _, s in kept))
    called = set().union(*(_names(s).read for s in _without(statements, kept))) - run
    return {
        name: _not_called(function)
        for function in functions.keys() & called
        for node in ast.walk(functions[function])
        if isinstance(node, ast.Global)
        for name in node.names
    }


def _without(
    statements: list[tuple[str, ast.stmt]], kept: list[tuple[str, ast.stmt]]
) -> list[ast.stmt]:
    ids = {id(s) for _, s in kept}
    return [s for _, s in statements if id(s) not in ids]


def _not_called(function: str) -> Text:
    call = f"{function}(...)"
    return Text(
        f"채점할 때는 정의만 실행하고, 이 이름을 만드는 `{call}` 호출은 실행하지 않습니다.",
        f"only definitions are run when this is graded, not the call `{call}` that sets it.",
    )


def _unparsed(label: str) -> Text:
    return Text(
        f"이 이름을 만드는 코드({in_korean(label)})에 문법 오류가 있어 실행하지 못했습니다.",
        f"the code that sets it ({label}) has a syntax error and was not run.",
    )


def _run(statements: list[tuple[str, ast.stmt]], loaded: Loaded) -> None:
    """Execute statements in order; one that fails is tried again after the others.

    Cells saved in another order than they were run in then still find each other's names.
    """
    waiting = statements
    while waiting:
        failed = [(s, e) for s in waiting if (e := _execute(s, loaded)) is not None]
        if len(failed) == len(waiting):
            loaded.problems += [_run_problem(label, s, error) for (label, s), error in failed]
            _note_absent(failed, loaded)
            return
        waiting = [s for s, _ in failed]


def _execute(labelled: tuple[str, ast.stmt], loaded: Loaded) -> Exception | SystemExit | None:
    label, statement = labelled
    try:
        tree = ast.Module([statement], [])
        code = compile(tree, label, "exec", loaded.features, dont_inherit=True)
        loaded.features |= code.co_flags & _FEATURES
        exec(code, loaded.namespace)
    except (Exception, SystemExit) as error:  # noqa: BLE001  a student's statement may raise anything
        return error
    return None


def _note_absent(
    failed: list[tuple[tuple[str, ast.stmt], Exception | SystemExit]], loaded: Loaded
) -> None:
    """Note for what ``failed`` statements would have bound that it is not there."""
    for (label, statement), error in failed:
        root = loaded.absent.get(getattr(error, "name", None) or "")
        why = root if root and type(error) is NameError else _failed(label, statement, error)
        loaded.absent |= dict.fromkeys(_binds(statement) - loaded.namespace.keys(), why)


def _failed(label: str, statement: ast.stmt, error: BaseException) -> Text:
    what = said(f"{type(error).__name__}: {error}")[:200]
    because = Text(what, what)
    if isinstance(error, ModuleNotFoundError) and error.name:
        name = line(error.name)[:80]
        because = Text(f"여기에는 {name} 패키지가 없습니다", f"{name} is not available here")
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        code = ast.unparse(statement)[:80]
        at = Text(f"`{code}`", f"`{code}`")
    else:
        n = statement.lineno
        at = Text(f"{in_korean(label)} {n}번째 줄", f"{label}, line {n}")
    object_ = particle(at.ko, "을/를")
    return Text(
        f"{at.ko}{object_} 실행하지 못했습니다: {because.ko}.", f"{at.en} failed: {because.en}."
    )


def why_absent(error: BaseException, loaded: Loaded) -> Text | None:
    """Return why the name that a NameError misses is not there, if loading knows."""
    name = getattr(error, "name", None)
    if type(error) is not NameError or name not in loaded.absent or name in loaded.namespace:
        return None
    why = loaded.absent[name]
    return Text(
        f"`{name}`{particle(name, '이/가')} 없는 까닭: {why.ko}",
        f"`{name}` is not there because {why.en}",
    )


def _run_problem(label: str, statement: ast.stmt, error: BaseException) -> Text:
    what = f"{type(error).__name__}: {error}"[:200]
    return Text(
        f"{in_korean(label)} {statement.lineno}번째 줄을 실행하지 못했습니다: {what}",
        f"{label}, line {statement.lineno} could not be run: {what}",
    )


def where(error: BaseException, label: str) -> str:
    """Return the innermost line of the code labelled ``label``: "cell 3, line 5", or "".

    A live notebook's own labels are paths of temporary files: then it is only "line 5".
    """
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == label]
    if not lines:
        return ""
    named = "" if os.path.dirname(label) or label.startswith("<") else f"{label}, "
    return f"{named}line {lines[-1]}"
