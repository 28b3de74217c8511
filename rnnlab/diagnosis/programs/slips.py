"""The slips that a piece of a program has room for, each with the sentence that it earns.

A sentence says how the answer comes out, "as if ...": it is true of every program that answers like
that. Names are said only of what the student knows too: parameters, keywords, functions.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from rnnlab.diagnosis.programs.arithmetic import of_operator, of_term
from rnnlab.diagnosis.programs.calls import of_call
from rnnlab.diagnosis.programs.slip import Slip, Words
from rnnlab.text import Text, particle


def slips_of(node: ast.AST, said: Words) -> Iterator[Slip]:
    """Yield every slip that can be made at ``node``."""
    match node:
        case ast.BinOp(op=ast.Add() | ast.Mult() | ast.Sub()):
            yield from of_term(node, said)
        case ast.BinOp():
            yield from of_operator(node)
        case ast.Name(id=name, ctx=ast.Load()) if name in said.parameters:
            yield from _of_name(node, said)
        case ast.Name(id=name, ctx=ast.Load()) if name in said.locals:
            yield from _of_local(name, said)
        case ast.Constant():
            yield from _of_constant(node)
        case ast.Compare(ops=[_]):
            yield from _of_comparison(node)
        case ast.IfExp() | ast.If():
            yield from _of_choice(node, said)
        case ast.Call():
            yield from of_call(node, said)
        case ast.Slice():
            yield from _of_slice(node)
        case ast.For():
            yield from _of_loop(node)
        case ast.Expr() | ast.AugAssign() | ast.comprehension():
            yield from _of_step(node, said)


def _of_step(node: ast.AST, said: Words) -> Iterator[Slip]:
    match node:
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


def _of_local(local: str, said: Words) -> Iterator[Slip]:
    for name in said.made_of(local):
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


# ------------------------------------------------------------------ slices, loops


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
                    f"꺼내는 부분의 {edge.ko}이 한 칸 {ko}로 밀린 결과와 같습니다.",
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
