"""Which names' objects a value may be, belong to, or hold."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from rnnlab.sandbox.inside.program.known import FRESH, FRESH_METHODS, name_of

DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


def flows(value: ast.expr) -> Iterator[str]:
    """Yield the names whose objects a value may be, belong to, or hold."""
    match value:
        case ast.Name(id=name):
            yield name
        case ast.Call():
            yield from _through(value)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            parts = [g.iter for g in value.generators]
            parts += [value.value] if isinstance(value, ast.DictComp) else [value.elt]
            yield from each(parts)
        case ast.IfExp(body=body, orelse=other):
            yield from each((body, other))
        case ast.BoolOp(values=parts) | ast.Dict(values=parts):
            yield from each(parts)
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
            yield from each(parts)
        case ast.Lambda(body=body):
            yield from (n.id for n in ast.walk(body) if isinstance(n, ast.Name))
        case ast.NamedExpr(target=target, value=inner):
            yield from each((target, inner))
        case ast.Attribute() | ast.Subscript() | ast.Starred() | ast.Await():
            yield from flows(value.value)


def each(parts: Iterable[ast.expr]) -> Iterator[str]:
    for part in parts:
        yield from flows(part)


def _through(call: ast.Call) -> Iterator[str]:
    """Yield the names whose objects a call may return, or something that holds them."""
    function, name = call.func, name_of(call)
    values = [*call.args, *(k.value for k in call.keywords)]
    if isinstance(function, ast.Attribute):
        if name not in FRESH_METHODS:
            yield from flows(function.value)
            yield from each(values)
    elif name not in FRESH:
        yield from each(values)


def values_in(statement: ast.AST) -> Iterator[ast.expr]:
    """Yield the expressions whose values a statement gives to names."""
    for node in ast.walk(statement):
        match node:
            case ast.Assign(value=value) | ast.AugAssign(value=value) | ast.NamedExpr(value=value):
                yield value
            case ast.AnnAssign(value=ast.expr() as value):
                yield value
            case ast.For(iter=value) | ast.AsyncFor(iter=value) | ast.withitem(context_expr=value):
                yield value


def shared_in(node: ast.AST) -> dict[str, set[str]]:
    """Map the names that a function sets to those whose objects they may be, or be part of."""
    shared: dict[str, set[str]] = {}
    for statement in ast.walk(node):
        if not isinstance(statement, (ast.stmt, ast.NamedExpr)) or isinstance(
            statement, DEFINITIONS
        ):
            continue
        targets: list[ast.expr] = []
        for place in ("targets", "target"):
            found = getattr(statement, place, [])
            targets += found if isinstance(found, list) else [found]
        targets += [i.optional_vars for i in getattr(statement, "items", []) if i.optional_vars]
        sources = [getattr(statement, name, None) for name in ("value", "iter")]
        sources += [i.context_expr for i in getattr(statement, "items", [])]
        flowing = set(each(source for source in sources if source))
        flowing |= set(each(targets)) if len(targets) > 1 else set()
        for target in targets:
            for part in ast.walk(target):
                if isinstance(part, ast.Name):
                    shared.setdefault(part.id, set()).update(flowing)
    return shared


def with_sources(names: set[str], shared: dict[str, set[str]]) -> set[str]:
    found, waiting = set(names), list(names)
    while waiting:
        more = shared.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    return found


def is_set(node: ast.AST) -> bool:
    return not isinstance(getattr(node, "ctx", None), ast.Load)
