"""The slips that a piece of a program has room for, each with the sentence that it earns.

A sentence says how the answer comes out, "as if ...": it is true of every program that answers like
that. Names are said only of what the student knows too: parameters, keywords, functions.
"""

from __future__ import annotations

import ast
import builtins
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from rnnlab.text import Text, particle


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
        names = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
        self.locals = {n.id for n in names if isinstance(n.ctx, ast.Store)} - {*self.parameters}

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


def slips_of(node: ast.AST, said: Words) -> Iterator[Slip]:
    """Yield every slip that can be made at ``node``."""
    match node:
        case ast.BinOp(op=ast.Add() | ast.Mult() | ast.Sub()):
            yield from _of_term(node, said)
        case ast.BinOp():
            yield from _of_operator(node)
        case ast.Name(id=name, ctx=ast.Load()) if name in said.parameters:
            yield from _of_name(node, said)
        case ast.Name(id=name, ctx=ast.Load()) if name in said.locals:
            yield from _of_local(said)
        case ast.Constant():
            yield from _of_constant(node)
        case ast.Compare(ops=[_]):
            yield from _of_comparison(node)
        case ast.IfExp() | ast.If():
            yield from _of_choice(node, said)
        case ast.Call():
            yield from _of_call(node, said)
        case ast.Slice():
            yield from _of_slice(node)
        case ast.For():
            yield from _of_loop(node)
        case ast.Expr(value=ast.Call() as call):
            name = said.called(call) or ""
            yield Slip(
                "step_missing",
                Text(
                    f"`{name}`{particle(name, '을/를')} 부르지 않은 것과 같은 결과입니다.",
                    f"It comes out as if `{name}` were not called.",
                ),
                None,
            )
        case ast.AugAssign(op=ast.Add()):
            yield Slip(
                "replaced_not_added",
                Text(
                    "앞의 값에 더하지 않고 마지막 값으로 바꾸어 쓴 결과와 같습니다.",
                    "It comes out as if each value replaced the one before instead of being added.",
                ),
                ast.Assign([node.target], node.value),
            )
        case ast.comprehension(ifs=[_, *_]):
            bare = ast.comprehension(node.target, node.iter, [], node.is_async)
            yield Slip(
                "condition_missing",
                Text(
                    "걸러 내야 할 것까지 모두 들어간 결과와 같습니다.",
                    "It comes out as if nothing were left out that has to be.",
                ),
                bare,
            )


# ------------------------------------------------------------------ arithmetic

_VERBS = {
    ast.Add: (Text("더하지", "added"), "term"),
    ast.Sub: (Text("빼지", "subtracted"), "term"),
    ast.Mult: (Text("곱하지", "multiplied by"), "factor"),
}


def _of_term(node: ast.BinOp, said: Words) -> Iterator[Slip]:
    verb, what = _VERBS[type(node.op)]
    for part, rest in ((node.right, node.left), (node.left, node.right)):
        if isinstance(part, (ast.List, ast.Tuple)) or isinstance(rest, (ast.List, ast.Tuple)):
            continue
        yield Slip(f"{what}_missing", _missing(said.of(part), verb, what), rest, 1)
        if isinstance(node.op, ast.Sub):
            break
        name = said.of(part)
        twice = ast.BinOp(copy.deepcopy(node), node.op, copy.deepcopy(part))
        yield Slip(f"{what}_twice", _twice(name, what), twice, 2)
    other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
    yield Slip(
        "wrong_operator",
        Text(
            "덧셈, 뺄셈, 곱셈 가운데 하나를 다른 것으로 계산한 결과와 같습니다.",
            "It comes out as if one of the additions, subtractions or products were another.",
        ),
        ast.BinOp(node.left, other, node.right),
        3,
    )
    yield from _of_brackets(node)


def _missing(name: Text | None, verb: Text, what: str) -> Text:
    if name is None:
        ko = "더하거나 빼야 할 항" if what == "term" else "곱해야 할 것"
        return Text(
            f"{ko} 하나가 빠진 결과와 같습니다.",
            f"It comes out as if one {what} were left out.",
        )
    return Text(
        f"{name.ko}: {verb.ko} 않은 결과와 같습니다.",
        f"It comes out as if {name.en} were left out (not {verb.en}).",
    )


def _twice(name: Text | None, what: str) -> Text:
    ko = "더한" if what == "term" else "곱한"
    if name is None:
        return Text(
            f"하나를 두 번 {ko} 결과와 같습니다.",
            f"It comes out as if one {what} were there twice.",
        )
    return Text(
        f"{name.ko}: 두 번 {ko} 결과와 같습니다.",
        f"It comes out as if {name.en} were there twice as a {what}.",
    )


_BRACKETS = Text(
    "괄호가 빠져 곱셈이 먼저 계산된 결과와 같습니다.",
    "It comes out as if brackets were missing, so that the product comes first.",
)


def _of_brackets(node: ast.BinOp) -> Iterator[Slip]:
    """Yield (a + b) * c as a + b * c."""
    if not isinstance(node.op, ast.Mult):
        return
    for inner, outer in ((node.left, node.right), (node.right, node.left)):
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, (ast.Add, ast.Sub)):
            late = ast.BinOp(inner.left, inner.op, ast.BinOp(inner.right, ast.Mult(), outer))
            early = ast.BinOp(ast.BinOp(inner.left, ast.Mult(), outer), inner.op, inner.right)
            yield Slip("brackets_missing", _BRACKETS, late, 1)
            yield Slip("brackets_missing", _BRACKETS, early, 1)


def _of_operator(node: ast.BinOp) -> Iterator[Slip]:
    if isinstance(node.op, ast.Div):
        yield Slip(
            "whole_division",
            Text(
                "나눗셈의 소수 부분을 버린 결과와 같습니다.",
                "It comes out as if the fraction of a division were cut off.",
            ),
            ast.BinOp(node.left, ast.FloorDiv(), node.right),
        )
        yield Slip(
            "not_divided",
            Text("나누지 않은 결과와 같습니다.", "It comes out as if nothing were divided."),
            node.left,
        )


# ------------------------------------------------------------------ values


def _of_name(node: ast.Name, said: Words) -> Iterator[Slip]:
    for other in said.parameters:
        if other != node.id:
            yield Slip(
                "wrong_argument",
                Text(
                    f"`{node.id}` 자리에 `{other}`{particle(other, '을/를')} 쓴 결과와 같습니다.",
                    f"It comes out as if `{other}` stood where `{node.id}` belongs.",
                ),
                ast.Name(other, ast.Load()),
            )


def _of_local(said: Words) -> Iterator[Slip]:
    for name in said.parameters:
        the = particle(name, "을/를")
        yield Slip(
            "argument_as_it_is",
            Text(
                f"한 곳에서 `{name}`{the} 다루지 않고 그대로 쓴 결과와 같습니다.",
                f"It comes out as if `{name}` were used as it is where something has to be done "
                "with it first.",
            ),
            ast.Name(name, ast.Load()),
            2,
        )


def _of_constant(node: ast.Constant) -> Iterator[Slip]:
    value = node.value
    if type(value) is bool:
        yield Slip(
            "flag_negated",
            Text(
                f"{value}여야 할 설정이 {not value}인 결과와 같습니다.",
                f"It comes out as if a setting were {not value}.",
            ),
            ast.Constant(not value),
            2,
        )
    elif type(value) is int:
        for other in sorted({value - 1, value + 1, 0, 1} - {value}):
            yield Slip("wrong_number", _off(value, other), ast.Constant(other), 2)
    elif type(value) is float:
        for share in (0.1, 0.2, 0.25, 0.3, 0.4, 0.5):
            the = particle(str(share), "을/를")
            if share != value:
                yield Slip(
                    "wrong_share",
                    Text(
                        f"정해진 값 대신 {share:g}{the} 쓴 결과와 같습니다.",
                        f"It comes out as if {share:g} were used instead of the value asked for.",
                    ),
                    ast.Constant(share),
                    1,
                )


def _off(value: int, other: int) -> Text:
    if other == value + 1:
        return Text(
            "계산에 쓰인 수 하나가 1만큼 큰 결과와 같습니다.",
            "It comes out as if one of the numbers in it were too large by one.",
        )
    if other == value - 1:
        return Text(
            "계산에 쓰인 수 하나가 1만큼 작은 결과와 같습니다.",
            "It comes out as if one of the numbers in it were too small by one.",
        )
    return Text(
        f"계산에 쓰인 수 하나가 {other}인 결과와 같습니다.",
        f"It comes out as if one of the numbers in it were {other}.",
    )


_EDGES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def _of_comparison(node: ast.Compare) -> Iterator[Slip]:
    (operator,) = node.ops
    if type(operator) in _EDGES:
        yield Slip(
            "wrong_edge",
            Text(
                "경계에 꼭 맞는 값을 반대로 다룬 결과와 같습니다.",
                "It comes out as if a value exactly at the limit were treated the other way.",
            ),
            ast.Compare(node.left, [_EDGES[type(operator)]()], node.comparators),
        )
    yield Slip(
        "condition_negated",
        Text("조건을 반대로 쓴 결과와 같습니다.", "It comes out as if a condition were negated."),
        ast.Compare(node.left, [_OPPOSITES[type(operator)]()], node.comparators),
    )


def _of_choice(node: ast.IfExp | ast.If, said: Words) -> Iterator[Slip]:
    asked = [said.of(n) for n in ast.walk(node.test) if isinstance(n, ast.Name)]
    name = next((n for n in asked if n), None)
    for value in (True, False):
        text = Text(
            "서로 다르게 다루어야 할 경우를 나누지 않은 결과와 같습니다.",
            "It comes out as if two cases that differ were treated alike.",
        )
        if name:
            text = Text(
                f"{name.ko}에 따라 경우를 나누지 않은 결과와 같습니다.",
                f"It comes out as if {name.en} made no difference.",
            )
        fixed = copy.copy(node)
        fixed.test = ast.Constant(value)
        yield Slip("case_not_told_apart", text, fixed)


# ------------------------------------------------------------------ calls, slices, loops

_EXCHANGES = {
    "argmax": "argmin",
    "max": "min",
    "min": "max",
    "sum": "max",
    "zeros": "ones",
    "append": "insert",
}
_TRANSPARENT = {"sorted", "set", "list", "len", "reversed", "int", "float", "str", "abs", "round"}


def _of_call(node: ast.Call, said: Words) -> Iterator[Slip]:
    called = said.called(node)
    for i, keyword in enumerate(node.keywords):
        if keyword.arg and keyword.arg not in ("verbose", "strict"):
            yield _without(node, i, keyword.arg, called or "")
    for i in range(len(node.args) - 1):
        swapped = copy.copy(node)
        swapped.args = [*node.args[:i], node.args[i + 1], node.args[i], *node.args[i + 2 :]]
        yield Slip(
            "arguments_exchanged",
            Text(
                f"`{called}`에 넘기는 값의 순서가 바뀐 결과와 같습니다.",
                f"It comes out as if two arguments of `{called}` were exchanged.",
            ),
            swapped,
        )
    if called and len(node.args) == 1 and not node.keywords and _passes_on(node):
        yield Slip(
            "not_applied",
            Text(
                f"`{called}`{particle(called, '을/를')} 쓰지 않은 결과와 같습니다.",
                f"It comes out as if `{called}` were not applied.",
            ),
            node.args[0],
        )
    if called in ("max", "min") and len(node.args) == 1 and isinstance(node.func, ast.Name):
        yield from _of_best(node.args[0], called)
    if called in _EXCHANGES:
        other = copy.deepcopy(node)
        if isinstance(other.func, ast.Attribute):
            other.func.attr = _EXCHANGES[called]
        elif isinstance(other.func, ast.Name):
            other.func.id = _EXCHANGES[called]
        yield Slip(
            "another_function",
            Text(
                f"`{called}`가 아니라 `{_EXCHANGES[called]}`인 결과와 같습니다.",
                f"It comes out as if `{_EXCHANGES[called]}` stood in the place of `{called}`.",
            ),
            other,
        )


def _of_best(values: ast.expr, called: str) -> Iterator[Slip]:
    """Yield another one of ``values`` than the largest or smallest."""
    best = Text("가장 큰", "largest") if called == "max" else Text("가장 작은", "smallest")
    for place, which in ((0, Text("처음", "first")), (-1, Text("마지막", "last"))):
        listed = ast.Call(ast.Name("list", ast.Load()), [values], [])
        yield Slip(
            f"{which.en}_not_{best.en}",
            Text(
                f"{best.ko} 것이 아니라 {which.ko} 것을 고른 결과와 같습니다.",
                f"It comes out as if the {which.en} were taken instead of the {best.en}.",
            ),
            ast.Subscript(listed, ast.Constant(place), ast.Load()),
        )


def _passes_on(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and (
        node.func.id in _TRANSPARENT or not hasattr(builtins, node.func.id)
    )


def _without(node: ast.Call, i: int, keyword: str, called: str) -> Slip:
    rest = copy.copy(node)
    rest.keywords = [*node.keywords[:i], *node.keywords[i + 1 :]]
    return Slip(
        "keyword_missing",
        Text(
            f"`{called}`에 `{keyword}`{particle(keyword, '을/를')} 주지 않은 결과와 같습니다.",
            f"It comes out as if `{called}` were not given `{keyword}`.",
        ),
        rest,
        0,
    )


def _of_slice(node: ast.Slice) -> Iterator[Slip]:
    for name in ("lower", "upper"):
        bound = getattr(node, name)
        if bound is None:
            continue
        edge = Text("시작", "beginning") if name == "lower" else Text("끝", "end")
        for step, ko, en in ((1, "뒤", "late"), (-1, "앞", "early")):
            moved = copy.copy(node)
            setattr(moved, name, ast.BinOp(bound, ast.Add(), ast.Constant(step)))
            yield Slip(
                "slice_off_by_one",
                Text(
                    f"잘라 내는 {edge.ko}이 한 칸 {ko}인 결과와 같습니다.",
                    f"It comes out as if the {edge.en} of a part were one too {en}.",
                ),
                moved,
            )
        whole = copy.copy(node)
        setattr(whole, name, None)
        yield Slip(
            "slice_open",
            Text(
                f"{edge.ko} 쪽을 잘라 내지 않은 결과와 같습니다.",
                f"It comes out as if nothing were cut off at the {edge.en}.",
            ),
            whole,
        )
    if (node.lower is None) != (node.upper is None):
        bound = node.lower or node.upper
        assert bound is not None
        opposite = (
            bound.operand if isinstance(bound, ast.UnaryOp) else ast.UnaryOp(ast.USub(), bound)
        )
        turned = ast.Slice(node.upper and opposite, node.lower and opposite, node.step)
        yield Slip(
            "other_end",
            Text(
                "앞과 뒤가 바뀌어 다른 쪽을 남긴 결과와 같습니다.",
                "It comes out as if the other end were kept.",
            ),
            turned,
        )


def _of_loop(node: ast.For) -> Iterator[Slip]:
    once = copy.copy(node)
    once.body = [*node.body, ast.Break()]
    yield Slip(
        "loop_once",
        Text(
            "반복문이 한 번만 돌고 끝난 결과와 같습니다. return의 들여쓰기도 확인하세요.",
            "It comes out as if the loop ended after its first pass. Look at how far return is "
            "indented.",
        ),
        once,
    )
