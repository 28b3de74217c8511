"""Which top-level statements run: definitions, and what sets or changes what the tasks use."""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rnnlab.sandbox.inside.program.effects import Program, Use
from rnnlab.sandbox.inside.program.flow import DEFINITIONS

# sys.path decides what later statements find.
_ALWAYS = ("sys.",)


@dataclass(frozen=True)
class Piece:
    """A statement that is to run, with the label of its cell.

    ``matters`` to a task, or is a definition that none uses. One that ``changes`` runs only because
    it may change an object that a task uses.
    """

    label: str
    statement: ast.stmt
    matters: bool = True
    changes: bool = False


def needed(statements: list[tuple[str, ast.stmt]], wanted: Iterable[str]) -> list[Piece]:
    """Return the statements to run, in their order, for the tasks ``wanted``."""
    statements = [(label, part) for label, s in statements for part in _unguarded(s)]
    program = Program(s for _, s in statements)
    leaves = [leaf for _, s in statements for leaf in _leaves(s, program)]
    kept = _Search([use for _, use in leaves]).search(wanted)
    by_id = {id(leaves[n][0]): changes for n, changes in kept.items()}
    return [piece for label, s in statements if (piece := _piece(label, s, by_id))]


def _piece(label: str, statement: ast.stmt, kept: dict[int, bool]) -> Piece | None:
    if isinstance(statement, ast.If) and id(statement) not in kept:
        changes: list[bool] = []
        pruned = _pruned(statement, kept, changes)
        return Piece(label, pruned, changes=all(changes)) if changes else None
    if id(statement) in kept:
        return Piece(label, statement, changes=kept[id(statement)])
    return Piece(label, statement, matters=False) if isinstance(statement, DEFINITIONS) else None


def _pruned(branches: ast.If, kept: dict[int, bool], changes: list[bool]) -> ast.If:
    """Return an if statement with what is kept of it; what is, is added to ``changes``."""
    bodies: list[list[ast.stmt]] = []
    for body in (branches.body, branches.orelse):
        bodies.append([])
        for part in body:
            if id(part) in kept:
                changes.append(kept[id(part)])
                bodies[-1].append(part)
            elif isinstance(part, ast.If):
                before = len(changes)
                inner = _pruned(part, kept, changes)
                bodies[-1] += [inner] if len(changes) > before else []
    nothing = ast.copy_location(ast.Pass(), branches)
    pruned = ast.If(branches.test, bodies[0] or [nothing], bodies[1])
    return ast.copy_location(pruned, branches)


def _unguarded(statement: ast.stmt) -> Iterator[ast.stmt]:
    """Yield the branch that runs of an if statement about ``__name__``; any other as it is."""
    branch = _branch(statement)
    if branch is None:
        yield statement
        return
    for part in branch:
        yield from _unguarded(part)


_IN_A_GUARD: tuple[type[ast.AST], ...]
_IN_A_GUARD = (ast.Compare, ast.BoolOp, ast.UnaryOp, ast.Constant, ast.Name, ast.Tuple, ast.List)
_IN_A_GUARD += (ast.Set, ast.expr_context, ast.boolop, ast.unaryop, ast.cmpop)


def _branch(statement: ast.stmt) -> list[ast.stmt] | None:
    if not isinstance(statement, ast.If):
        return None
    nodes = list(ast.walk(statement.test))
    names = {n.id for n in nodes if isinstance(n, ast.Name)}
    if not names <= {"__name__"} or not all(isinstance(n, _IN_A_GUARD) for n in nodes):
        return None
    try:
        test = compile(ast.Expression(statement.test), "guard", "eval", dont_inherit=True)
        holds = eval(test, {"__name__": "__main__", "__builtins__": {}})
    except Exception:  # noqa: BLE001  then running it says what is wrong
        return None
    return statement.body if holds else statement.orelse


def _leaves(statement: ast.stmt, program: Program) -> Iterator[tuple[ast.stmt, Use]]:
    """Yield the parts of a statement that run or not by themselves, and what each does."""
    if not isinstance(statement, ast.If) or program.use(statement.test).bound:
        yield statement, program.use(statement)
        return
    test = program.use(statement.test)
    for part in (*statement.body, *statement.orelse):
        for leaf, use in _leaves(part, program):
            yield leaf, replace(use, read=use.read | test.read)


class _Search:
    """Finds, from names that are used, the statements that set or change their objects."""

    def __init__(self, uses: list[Use]) -> None:
        self._uses = uses
        self._kept: dict[int, bool] = {}  # the number of a use: whether it only changes
        self._names: set[str] = set()
        self._watched: set[str] = set()
        self._setting, self._changing = (
            _index(u.bound for u in uses),
            _index(u.changed for u in uses),
        )
        self._sharing: defaultdict[str, set[str]] = defaultdict(set)
        for use in uses:
            for name in use.shared:
                self._sharing[name] |= use.bound

    def search(self, wanted: Iterable[str]) -> dict[int, bool]:
        """Return the numbers of the statements to keep, and whether each only changes something."""
        self._need([*wanted, *_ALWAYS])
        missing = (n for n in self._names - self._setting.keys() if not n.endswith("."))
        if any(not hasattr(builtins, name) for name in missing):
            for n, use in enumerate(self._uses):
                if use.anything:
                    self._need(self._keep(n, changes=True))
        return self._kept

    def _need(self, names: Iterable[str]) -> None:
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name in self._names:
                continue
            self._names.add(name)
            for n in self._setting.get(name, ()):
                waiting += self._keep(n, changes=False)
            waiting += self._watch(name)

    def _watch(self, name: str) -> Iterator[str]:
        """Keep what changes the object of a name, by whatever other name; yield what it reads."""
        waiting = [name]
        while waiting:
            name = waiting.pop()
            if name in self._watched:
                continue
            self._watched.add(name)
            waiting += self._sharing.get(name, ())
            for n in self._changing.get(name, ()):
                yield from self._keep(n, changes=True)

    def _keep(self, n: int, changes: bool) -> Iterable[str]:
        """Keep a statement; return what it reads, if that is not known."""
        new = n not in self._kept
        self._kept[n] = changes and self._kept.get(n, True)
        return self._uses[n].read if new else ()


def _index(groups: Iterable[frozenset[str]]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for n, names in enumerate(groups):
        for name in names:
            found[name].append(n)
    return found
