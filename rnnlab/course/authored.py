"""What an author's file says, part by part, from its syntax tree; each part names its own fault.

Nothing of a file is imported or executed.
"""

from __future__ import annotations

import ast
import functools
import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

from rnnlab.course.cells import cells
from rnnlab.course.exercise import BEGIN, CourseError
from rnnlab.text import LANGUAGES, Text

_SENTENCE = "독스트링에 한국어 문장과 영어 문장이 한 줄, 또는 한 문단씩 필요합니다"
_HINT = '독스트링 끝에 "→ "로 시작하는 한국어 힌트와 영어 힌트가 하나씩 필요합니다'
_HEADING = re.compile(r"# # (?:[0-9]+\.\s*)?(.+)")


@functools.lru_cache(maxsize=64)  # a solution is read for its stub, its notebooks and its tasks
def parse(path: Path | str, source: str) -> ast.Module:
    """Return the syntax tree, which nobody changes: the same source gives the same tree.

    Raises CourseError with file and line when there is none.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\\d" in a student's string is not our business
            return ast.parse(source)
    except (SyntaxError, ValueError) as error:  # ValueError: a null byte, up to Python 3.11
        what, lineno = getattr(error, "msg", str(error)), getattr(error, "lineno", None) or 1
        raise CourseError.at(path, lineno, f"{what} (파이썬 문법 오류)", what) from None


def text_of(path: Path) -> str:
    """Return what an author's file holds. Raises CourseError for one that is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].count(b"\n")
        raise CourseError.at(
            path,
            before + 1,
            "UTF-8이 아닙니다. UTF-8로 다시 저장하세요.",
            "is not UTF-8; save it again as UTF-8",
        ) from None


def title_of(path: Path, source: str) -> Text:
    """Return the title of a solution. Raises CourseError where a language has none."""
    titles = titles_in(source)
    missing = [lang for lang in LANGUAGES if lang not in titles]
    if missing:
        raise CourseError.at(
            path,
            1,
            f'lang="{missing[0]}"인 마크다운 셀에 "# # 제목" 줄을 쓰세요',
            f'no "# # Title" line in a markdown cell with lang="{missing[0]}"',
        )
    return Text(**titles)


def tasks_in(source: str, tree: ast.Module) -> list[ast.FunctionDef]:
    """Return the functions of a solution that students write."""
    lines = source.split("\n")  # as the syntax tree counts them
    return [
        node
        for node in functions_in(tree)
        if any(line.strip() == BEGIN for line in lines[node.lineno - 1 : node.end_lineno])
    ]


def summary_of(path: Path, node: ast.FunctionDef) -> Text:
    """Return what a task's docstring says first. Raises CourseError where a language is missing."""
    return _docstring(path, node, described, _SENTENCE)


def checks_in(tree: ast.Module) -> list[ast.FunctionDef]:
    """Return the functions of a file that are checks."""
    return [node for node in functions_in(tree) if node.name.startswith("test_")]


def defined_twice(path: Path, node: ast.FunctionDef) -> CourseError:
    return _problem(
        path,
        node,
        "두 번 정의되었습니다. 하나의 이름을 바꾸세요",
        "is defined twice; rename one of the two",
    )


def sentence_of(path: Path, node: ast.FunctionDef) -> Text:
    """Return what a check asks for. Raises CourseError where a language is missing."""
    return _docstring(path, node, Text.parse, _SENTENCE)


def hint_of(path: Path, node: ast.FunctionDef) -> Text:
    """Return a check's hint. Raises CourseError where there is none in a language."""
    return _docstring(path, node, Text.parse_hint, _HINT)


def task_of(path: Path, node: ast.FunctionDef, tasks: set[str] | None) -> str:
    """Return the task that a check asks for. Raises CourseError unless it is one."""
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


def points_of(path: Path, node: ast.FunctionDef) -> int:
    """Return the literal N of ``@points(N)``. Raises CourseError where there is none."""
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


def _docstring(
    path: Path, node: ast.FunctionDef, read: Callable[[str | None], Text], ko: str
) -> Text:
    try:
        return read(ast.get_docstring(node))
    except ValueError as error:
        raise _problem(path, node, ko, f"has no full docstring: {error}") from None


def described(docstring: str | None) -> Text:
    """Read a task's docstring: what follows its first two paragraphs is for students alone."""
    return Text.parse(docstring, more=True)


def signature(node: ast.FunctionDef) -> str:
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{node.name}({ast.unparse(node.args)}){returns}"


def titles_in(source: str) -> dict[str, str]:
    """Map each language to the first heading in a markdown cell of that language."""
    titles: dict[str, str] = {}
    for cell in cells(source):
        if cell.prose and cell.lang in LANGUAGES:
            for heading in filter(None, map(_HEADING.fullmatch, cell.lines)):
                titles.setdefault(cell.lang, heading[1].strip())
    return titles


def functions_in(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in tree.body if isinstance(node, ast.FunctionDef))


def _problem(path: Path, node: ast.FunctionDef, ko: str, en: str) -> CourseError:
    return CourseError.at(path, node.lineno, f"{node.name}: {ko}", f"{node.name} {en}")
