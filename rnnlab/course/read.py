"""Exercises read from the syntax trees of their files; nothing of them is imported or executed.

So listing them takes milliseconds. An author's files are read strictly, a student's leniently: a
stub that is half filled in, or does not even parse, still names its exercise.
"""

from __future__ import annotations

import ast
import functools
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from rnnlab.course.exercise import BEGIN, Check, CourseError, Exercise, Task
from rnnlab.text import LANGUAGES, Text

_LANGUAGE = re.compile(r"# %%.*\[markdown\].*\blang=\"(\w+)\"")
_HEADING = re.compile(r"# # (?:[0-9]+\.\s*)?(.+)")


def read(folder: Path, stem: str) -> Exercise:
    """Return one exercise. Raises CourseError with file and line for what is not well formed."""
    bare = Exercise(folder, stem, Text(stem, stem), (), ())
    if bare.solution.exists():
        titles, functions = _authored(bare.solution)
        checks = tuple(_checks(bare.checks_path, set(functions)))
    else:
        checks = tuple(_checks(bare.checks_path, None))
        titles, functions = _handed_out(bare.stub, [check.task for check in checks])
    tasks = tuple(
        Task(name, *described, sum(c.points for c in checks if c.task == name))
        for name, described in functions.items()
    )
    return Exercise(folder, stem, titles, tasks, checks)


@functools.lru_cache(maxsize=64)  # a solution is read for its stub, its notebooks and its tasks
def parse(path: Path | str, source: str) -> ast.Module:
    """Return the syntax tree, which nobody changes: the same source gives the same tree.

    Raises CourseError with file and line when there is none.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\\d" in a student's string is not our business
            return ast.parse(source)
    except SyntaxError as error:
        what = f"{path}:{error.lineno}: {error.msg}"
        raise CourseError(f"{what} (파이썬 문법 오류)", what) from None
    except ValueError as error:  # a null byte, up to Python 3.11
        raise CourseError(f"{path}:1: {error} (파이썬 문법 오류)", f"{path}:1: {error}") from None


def _authored(path: Path) -> tuple[Text, dict[str, tuple[str, Text]]]:
    """Return the title and the tasks of a solution: the functions that hold a BEGIN marker."""
    source = path.read_text(encoding="utf-8")
    titles = _titles(source)
    missing = [lang for lang in LANGUAGES if lang not in titles]
    if missing:
        raise CourseError(
            f'{path}:1: lang={missing}인 마크다운 셀에 "# # 제목" 줄이 필요합니다',
            f'{path}:1: no "# # Title" line in a markdown cell with lang={missing}',
        )
    lines = source.split("\n")  # as the syntax tree counts them
    functions = {}
    for node in _functions(parse(path, source)):
        body = lines[node.lineno - 1 : node.end_lineno]
        if any(line.strip() == BEGIN for line in body):
            functions[node.name] = _signature(node), _docstring(path, node, _described)
    return Text(**titles), functions


def _handed_out(path: Path, checked: list[str]) -> tuple[Text, dict[str, tuple[str, Text]]]:
    """Return the title and the tasks of a stub, which its student may have edited freely.

    A task is what a check asks for, also once it is filled in, renamed or gone, or a function
    that still raises NotImplementedError.
    """
    source = path.read_text(encoding="utf-8", errors="replace")
    try:
        nodes = list(_functions(parse(path, source)))
    except CourseError:
        nodes = []
    functions = {}
    for node in nodes:
        if node.name in checked or any(map(_not_implemented, ast.walk(node))):
            functions[node.name] = _signature(node), _summary(node)
    for name in checked:
        functions.setdefault(name, (f"{name}(...)", Text(name, name)))
    plain = dict.fromkeys(LANGUAGES, path.stem)
    return Text(**plain | _titles(source)), functions


def _checks(path: Path, tasks: set[str] | None) -> Iterator[Check]:
    """Yield the checks of a file; with no ``tasks`` known, every parameter but rng is one."""
    if not path.exists():
        return
    seen = set()
    for node in _functions(parse(path, path.read_text(encoding="utf-8"))):
        if not node.name.startswith("test_"):
            continue
        if node.name in seen:
            raise _problem(path, node, "두 번 정의되었습니다", "is defined twice")
        seen.add(node.name)
        task, value = _task(path, node, tasks), _points(path, node)
        title, hint = (_docstring(path, node, read) for read in (Text.parse, Text.parse_hint))
        yield Check(node.name, title, task, value, hint, node.lineno)


def _task(path: Path, node: ast.FunctionDef, tasks: set[str] | None) -> str:
    names = [a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg) and a.arg != "rng"]
    asked = [name for name in names if tasks is None or name in tasks]
    if len(asked) != 1:
        ko, en = (
            (f"{', '.join(asked)}", f"it has {', '.join(asked)}")
            if asked
            else ("없음", "it has none")
        )
        raise _problem(
            path,
            node,
            f"과제 함수 하나를 매개변수로 받아야 합니다. 지금은: {ko}",
            f"needs exactly one task as a parameter; {en}",
        )
    strange = [name for name in names if name not in asked]
    if strange:
        raise _problem(
            path,
            node,
            f"매개변수 {strange[0]}은(는) 이 실습의 과제도 rng도 아닙니다",
            f"takes {strange[0]}, neither a task of this exercise nor rng",
        )
    return asked[0]


def _points(path: Path, node: ast.FunctionDef) -> int:
    """Return the literal N of ``@points(N)``."""
    calls = [d for d in node.decorator_list if isinstance(d, ast.Call) and _is_points(d.func)]
    match calls:
        case [ast.Call(args=[ast.Constant(value)], keywords=[])] if (
            type(value) is int and value > 0
        ):
            return value
    raise _problem(
        path,
        node,
        "@points(N)이 하나 필요합니다. N은 1 이상의 정수입니다",
        "needs one @points(N), N a whole number above 0",
    )


def _is_points(func: ast.expr) -> bool:
    return getattr(func, "id", getattr(func, "attr", None)) == "points"


def _docstring(path: Path, node: ast.FunctionDef, read: Callable[[str | None], Text]) -> Text:
    try:
        return read(ast.get_docstring(node))
    except ValueError as error:
        raise _problem(
            path,
            node,
            "독스트링에 한국어와 영어 문장이, 검사에는 → 힌트 두 줄도 필요합니다",
            f"has no full docstring: {error}",
        ) from None


def _described(docstring: str | None) -> Text:
    """Read a task's docstring: what follows its first two paragraphs is for students alone."""
    return Text.parse(docstring, more=True)


def _summary(node: ast.FunctionDef) -> Text:
    try:
        return _described(ast.get_docstring(node))
    except ValueError:
        return Text(node.name, node.name)


def _signature(node: ast.FunctionDef) -> str:
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{node.name}({ast.unparse(node.args)}){returns}"


def _titles(source: str) -> dict[str, str]:
    """Map each language to the first heading in a markdown cell of that language."""
    titles: dict[str, str] = {}
    lang = None
    for line in source.split("\n"):
        if line.startswith("# %%"):
            cell = _LANGUAGE.match(line)
            lang = cell[1] if cell else None
        elif lang in LANGUAGES and (heading := _HEADING.fullmatch(line)):
            titles.setdefault(lang, heading[1].strip())
    return titles


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in tree.body if isinstance(node, ast.FunctionDef))


def _not_implemented(node: ast.AST) -> bool:
    raised = node.exc if isinstance(node, ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _problem(path: Path, node: ast.FunctionDef, ko: str, en: str) -> CourseError:
    where = f"{path}:{node.lineno}: {node.name}"
    return CourseError(f"{where}: {ko}", f"{where} {en}")
