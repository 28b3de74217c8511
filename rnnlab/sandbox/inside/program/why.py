"""Why something of a submission could not be run, or is not there, and what to do instead."""

from __future__ import annotations

import ast
import os
import traceback
from collections.abc import Collection, Mapping

from rnnlab.sandbox.inside.program import older
from rnnlab.sandbox.inside.program.run import TooLongError
from rnnlab.sandbox.inside.said import said
from rnnlab.source import in_korean
from rnnlab.text import Text, line, particle


def why(
    error: BaseException, absent: Mapping[str, Text], bound: Collection[str] = ()
) -> Text | None:
    """Return what is known of an error: today's name, what a library is replaced by, or why a name
    is not there.

    ``absent`` are the names that loading could not bind, and ``bound`` those that are there.
    """
    try:
        if isinstance(error, NameError):
            return _absent(error, absent, bound)
        if found := older.today(error):
            return found
        if isinstance(error, ModuleNotFoundError) and error.name:
            return _sentence(*_no_package(error.name))
    except Exception:  # noqa: BLE001  an exception of a student's own may be anything
        return None
    return None


def _absent(error: NameError, absent: Mapping[str, Text], bound: Collection[str]) -> Text | None:
    name = error.name or ""
    if type(error) is not NameError or name not in absent or name in bound:
        return None
    text = absent[name]
    return Text(
        f"`{name}`{particle(name, '이/가')} 없는 까닭: {text.ko}",
        f"`{name}` is not there because {text.en}",
    )


def unparsed(label: str) -> Text:
    """Return why a name is not there that a cell with a syntax error would have set."""
    return Text(
        f"이 이름을 만드는 코드({in_korean(label)})에 문법 오류가 있어 실행하지 못했습니다.",
        f"the code that sets it ({label}) has a syntax error and was not run.",
    )


def not_there(name: str) -> Text:
    """Return the note on a file that ``%run`` names and that was not handed in."""
    name = line(name)[:80]
    return Text(
        f"`%run {name}`: 그 파일이 함께 제출되지 않아 실행하지 못했습니다. "
        "노트북과 함께 제출하거나 그 코드를 셀에 넣으세요.",
        f"`%run {name}`: that file was not handed in. Hand it in beside the notebook, or put its "
        "code into a cell.",
    )


def failed(label: str, statement: ast.stmt, error: BaseException) -> Text:
    """Return why a name is not there that ``statement`` would have set."""
    because, more = _because(error)
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        code = ast.unparse(statement)[:80]
        at = Text(f"`{code}`", f"`{code}`")
    else:
        n = statement.lineno
        at = Text(f"{in_korean(label)} {n}번째 줄", f"{label}, line {n}")
    object_ = particle(at.ko, "을/를")
    first = Text(
        f"{at.ko}{object_} 실행하지 못했습니다: {because.ko}", f"{at.en} failed: {because.en}"
    )
    return _sentence(first, more)


def not_run(label: str, statement: ast.stmt, error: BaseException) -> Text:
    """Return the note on a statement that failed."""
    because, more = _because(error)
    n = statement.lineno
    first = Text(
        f"{in_korean(label)} {n}번째 줄을 실행하지 못했습니다: {because.ko}",
        f"{label}, line {n} could not be run: {because.en}",
    )
    return _sentence(first, more)


def _because(error: BaseException) -> tuple[Text, Text | None]:
    """Return what is wrong, and what to do about it."""
    if isinstance(error, TooLongError):
        return Text("너무 오래 걸립니다", "it takes too long"), None
    known = older.today(error)
    if isinstance(error, ModuleNotFoundError) and error.name and not known:
        return _no_package(error.name)
    what = said(f"{type(error).__name__}: {error}")[:200]
    return Text(what, what), known


def _no_package(name: str) -> tuple[Text, Text]:
    short = line(name)[:80]
    here = Text(f"여기에는 {short} 패키지가 없습니다", f"{short} is not available here")
    return here, older.instead_of(name)


def _sentence(first: Text, more: Text | None) -> Text:
    both = zip(first, more or ("", ""), strict=True)
    return Text(*(". ".join(part.rstrip(".") for part in parts if part) + "." for parts in both))


def where(error: BaseException, label: str) -> str:
    """Return the innermost line of the code labelled ``label``: "cell 3, line 5", or "".

    A live notebook's own labels are paths of temporary files: then it is only "line 5".
    """
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == label]
    if not lines:
        return ""
    named = "" if os.path.dirname(label) or label.startswith("<") else f"{label}, "
    return f"{named}line {lines[-1]}"
