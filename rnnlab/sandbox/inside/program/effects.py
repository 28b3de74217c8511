"""What a statement reads, sets and may change, told from its syntax tree; nothing is run.

Where it cannot be told, a statement is taken to change what it is handed: to run one too many costs
time, to leave one out costs a right answer.
"""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from rnnlab.sandbox.inside.program.flow import (
    DEFINITIONS,
    each,
    flows,
    is_set,
    shared_in,
    values_in,
    with_sources,
)
from rnnlab.sandbox.inside.program.known import (
    ANYTHING,
    FILES,
    HARMLESS,
    IN_PLACE,
    INDIRECT,
    KEEPING,
    MAKING,
    PURE,
    PURE_METHODS,
    SETTING,
    calls,
    name_of,
    reads_files,
    state,
    writes_files,
)

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Use:
    """The global names that a statement reads, sets, and whose objects it may change.

    What it sets a name to may be, or belong to, the objects of the names in ``shared``. A library's
    own state is its name with a dot behind it. With ``anything`` it may set names that are not
    written in it as names.
    """

    read: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()
    anything: bool = False


@dataclass
class _Function:
    """A function of the program's own: its parameters, and what its calls change."""

    node: ast.FunctionDef | ast.AsyncFunctionDef
    names: list[str] = field(default_factory=list)
    parameters: frozenset[str] = frozenset()  # those whose objects it changes
    outside: frozenset[str] = frozenset()  # global names that it sets or changes

    def __post_init__(self) -> None:
        given = self.node.args
        self.names = [a.arg for a in (*given.posonlyargs, *given.args)]

    def handed(self, call: ast.Call) -> Iterator[ast.expr]:
        """Yield the arguments of a call that it may change."""
        names = self.names[self.names[:1] in (["self"], ["cls"]) :]
        plain = {*names, *(a.arg for a in self.node.args.kwonlyargs)}
        for n, value in enumerate(call.args):
            if isinstance(value, ast.Starred) or n >= len(names) or names[n] in self.parameters:
                yield value
        for keyword in call.keywords:
            if keyword.arg not in plain or keyword.arg in self.parameters:
                yield keyword.value


class Program:
    """The statements of a submission, and what is known of the names in them."""

    def __init__(self, statements: Iterable[ast.stmt]) -> None:
        self._libraries: dict[str, str] = {}  # the library that an imported name is of
        self._functions: dict[str, _Function] = {}
        self._classes: set[str] = set()
        self._varied: set[str] = set()  # objects that can be changed, numbers and texts are not
        self._starred = False
        for statement in statements:
            self._learn(statement)
            self._varied |= _set_to_what_may_change(statement)
        self._not_data = (self._functions.keys() | self._classes) - self._varied
        self._study()

    def use(self, statement: ast.AST) -> Use:
        """Return what a statement does, or an expression by itself."""
        try:
            read, bound = _names(statement)
            read |= {f"{self._libraries[name]}." for name in read & self._libraries.keys()}
            read |= {FILES} if reads_files(statement) else set()
            if isinstance(statement, DEFINITIONS):
                return Use(read, bound)
            changed = frozenset(self._changed(statement))
            shared = frozenset(self._data(values_in(statement)))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return Use()
        if isinstance(statement, ast.Assign) and len(statement.targets) > 1:
            shared |= bound
        written = {FILES} if writes_files(statement) else set()
        indirect = any(name_of(call) in ANYTHING for call in calls(statement))
        return Use(read, bound, changed | written, shared, indirect)

    def _learn(self, statement: ast.stmt) -> None:
        for node in ast.walk(statement):
            match node:
                case ast.Import() | ast.ImportFrom():
                    self._libraries |= _imported(node)
                    self._starred |= "*" in self._libraries
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    self._functions[node.name] = _Function(node)
                case ast.ClassDef():
                    self._classes.add(node.name)
                    made = [f for f in node.body if isinstance(f, _FUNCTIONS) and f.name in MAKING]
                    self._functions.update((node.name, _Function(f)) for f in made)
                case ast.Global(names=names):
                    self._varied.update(names)
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute() as value):
                    root = _root(value)
                    if root in self._libraries:
                        self._libraries[name] = self._libraries[root]

    def _study(self) -> None:
        """Find out what calls of the program's own functions change, through each other too."""
        callers: dict[str, set[str]] = {}
        for name, function in self._functions.items():
            for called in set(map(name_of, calls(function.node))) & self._functions.keys():
                callers.setdefault(called, set()).add(name)
        waiting = list(self._functions)
        again = 20 * len(waiting)
        while waiting and again:
            again -= 1
            name = waiting.pop()
            function = self._functions[name]
            before = function.parameters, function.outside
            self._study_one(function)
            if before != (function.parameters, function.outside):
                waiting += callers.get(name, ())

    def _study_one(self, function: _Function) -> None:
        node = function.node
        given = {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
        said = {name for n in ast.walk(node) if isinstance(n, ast.Global) for name in n.names}
        own = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and is_set(n)} - said
        try:
            changed = {n for n in self._changed(node, given | own) if not n.endswith(".")}
            changed = with_sources(changed, shared_in(node))
        except RecursionError:
            return
        function.parameters = frozenset(changed & given)
        function.outside = frozenset((changed | said) - given - own)

    def _changed(self, node: ast.AST, local: AbstractSet[str] = frozenset()) -> Iterator[str]:
        """Yield the names whose objects a piece of code may change; its ``local`` ones vary."""
        alone = {id(n.value) for n in ast.walk(node) if isinstance(n, ast.Expr)}
        for part in ast.walk(node):
            if isinstance(part, (ast.Subscript, ast.Attribute)) and is_set(part):
                yield from self._touched(part.value)
            elif isinstance(part, ast.AugAssign) and isinstance(part.target, ast.Name):
                yield part.target.id
            elif isinstance(part, ast.Call):
                found = self._by_call(part, id(part) in alone)
                yield from (n for n in found if n.endswith(".") or self._varies(n, local))

    def _touched(self, value: ast.expr) -> Iterator[str]:
        """Yield the names of an object that is written to, its library for one of a library."""
        for name in flows(value):
            yield f"{self._libraries[name]}." if name in self._libraries else name

    def _varies(self, name: str, local: AbstractSet[str]) -> bool:
        """Whether a call can change the object of this name."""
        own = name in self._varied or name in self._classes or name in self._functions
        elsewhere = self._starred and name not in self._libraries and not hasattr(builtins, name)
        return own or elsewhere or name in local

    def _by_call(self, call: ast.Call, alone: bool) -> Iterator[str]:
        """Yield the names that a call hands to who may change them."""
        name = name_of(call)
        own = self._functions.get(name)
        values = [*call.args, *(k.value for k in call.keywords)]
        yield from self._by_callbacks(values)
        if own:
            yield from own.outside
            values = list(own.handed(call))
        if name in SETTING:
            yield from (owner for value in values[:1] for owner in self._touched(value))
        if isinstance(call.func, ast.Attribute):
            owners = set(flows(call.func.value))
            libraries = {self._libraries[n] for n in owners if n in self._libraries}
            written = not {"inplace", "out"}.isdisjoint(k.arg for k in call.keywords)
            if name not in PURE_METHODS or written:
                yield from owners - self._libraries.keys()
            harmless = not libraries and name in KEEPING | PURE_METHODS
        else:
            libraries = {self._libraries[name]} if name in self._libraries else set()
            harmless = name in PURE and not libraries
            if name not in self._not_data:
                yield name  # an object that is called may change itself
        harmless |= bool(libraries) and libraries <= HARMLESS and name not in IN_PLACE
        if alone:
            yield from state(libraries, name)
        if harmless and not own:
            values = [k.value for k in call.keywords if k.arg == "out"]
        yield from set(each(values)) - self._not_data

    def _by_callbacks(self, values: Iterable[ast.expr]) -> Iterator[str]:
        """Yield what the program's own functions change, for who is handed one may call it."""
        called = (self._functions[name] for name in each(values) if name in self._functions)
        return (name for function in called for name in function.outside)

    def _data(self, values: Iterable[ast.expr]) -> Iterator[str]:
        """Yield the names of objects that ``values`` may be, belong to, or hold."""
        values = list(values)
        yield from self._by_callbacks(values)
        yield from set(each(values)) - self._libraries.keys() - self._not_data


def _names(statement: ast.AST) -> tuple[frozenset[str], frozenset[str]]:
    """Return the global names that a statement reads, and those that it sets."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return frozenset(), binds(statement)
    try:
        table = symtable.symtable(ast.unparse(statement), "submission", "exec")
    except SyntaxError:  # a top-level await, for one
        found = [n for n in ast.walk(statement) if isinstance(n, ast.Name)]
        names = (frozenset(n.id for n in found if is_set(n) is kind) for kind in (False, True))
        return next(names), next(names)
    symbols = table.get_symbols()
    read = {s.get_name() for s in symbols if s.is_referenced()}
    bound = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
    tables = list(table.get_children())
    while tables:
        inner = tables.pop()
        read |= {s.get_name() for s in inner.get_symbols() if s.is_global()}
        tables += inner.get_children()
    extended = [n.target for n in ast.walk(statement) if isinstance(n, ast.AugAssign)]
    read |= {target.id for target in extended if isinstance(target, ast.Name)}
    if read & INDIRECT:
        text = (n.value for n in ast.walk(statement) if isinstance(n, ast.Constant))
        read |= {word for t in text if isinstance(t, str) for word in re.findall(r"\w+", t)}
    return frozenset(read), frozenset(bound)


def binds(statement: ast.stmt) -> frozenset[str]:
    """Return the names that a statement would set, those that it imports included."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return frozenset((a.asname or a.name).partition(".")[0] for a in statement.names)
    try:
        return _names(statement)[1]
    except (ValueError, RecursionError, MemoryError):
        return frozenset()


def _imported(node: ast.Import | ast.ImportFrom) -> dict[str, str]:
    within = node.module or "" if isinstance(node, ast.ImportFrom) else ""
    return {
        (a.asname or a.name).partition(".")[0]: (within or a.name).partition(".")[0]
        for a in node.names
    }


def _root(node: ast.expr) -> str:
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _set_to_what_may_change(statement: ast.stmt) -> set[str]:
    """Return the names that a statement sets to something other than a number or a text."""
    if isinstance(statement, (ast.Assign, ast.AnnAssign)) and _is_constant(statement.value):
        return set()
    if isinstance(statement, DEFINITIONS):
        return set()
    return {n.id for n in ast.walk(statement) if isinstance(n, ast.Name) and is_set(n)}


def _is_constant(value: ast.expr | None) -> bool:
    match value:
        case None | ast.Constant() | ast.JoinedStr():
            return True
        case ast.UnaryOp(operand=operand):
            return _is_constant(operand)
        case ast.Call(func=ast.Name(id="len" | "int" | "float" | "str" | "round" | "sum")):
            return True
    return isinstance(value, ast.Tuple) and all(map(_is_constant, value.elts))
