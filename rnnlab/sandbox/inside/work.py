"""Which definition of a task counts where it stands more than once: the last with work in it."""

from __future__ import annotations

import ast
from collections.abc import Collection

from rnnlab.source import in_korean, is_stub
from rnnlab.text import Text

Labelled = tuple[str, ast.stmt]  # the cell that a top-level statement stands in, and the statement


def work_first(
    statements: list[Labelled], tasks: Collection[str]
) -> tuple[list[Labelled], list[Text]]:
    """Return the statements without stubs of tasks that are written elsewhere, and remarks.

    A stub's cell that was copied below the solution so hides nothing. Where a task is written more
    than once the last counts, as when it is run, and a remark says so.
    """
    written: dict[str, list[str]] = {}
    for label, statement in statements:
        name = _task(statement, tasks)
        if name and not is_stub(statement):
            written.setdefault(name, []).append(label)
    kept = [
        (label, s) for label, s in statements if _task(s, tasks) not in written or not is_stub(s)
    ]
    twice = [_twice(name, labels) for name, labels in written.items() if len(labels) > 1]
    return kept, twice


def _task(statement: ast.stmt, tasks: Collection[str]) -> str:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) and statement.name in tasks:
        return statement.name
    return ""


def _twice(name: str, labels: list[str]) -> Text:
    last = labels[-1]
    return Text(
        f"`{name}` 함수가 {len(labels)}번 작성되어 있어서 마지막 것({in_korean(last)})만 "
        "채점했습니다.",
        f"`{name}` is written {len(labels)} times; the last one, in {last}, was graded.",
    )
