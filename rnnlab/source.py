"""A student's file, ``.py`` or ``.ipynb``: its bytes, its text, its cells; nothing of it is run.

The grader reads the bytes and looks no further: all that parses them runs where students' code
runs (:mod:`rnnlab.sandbox.inside`), or on files of the course's own.
"""

from __future__ import annotations

import ast
import codecs
import contextlib
import functools
import json
import os
import re
import stat
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from rnnlab.text import Text, TextError

MAX_FILE = 128 << 20  # bytes read of a file: a notebook's outputs may be large, and are dropped
MAX_SOURCE = 1 << 20  # characters of code and prose that are left

# These cell magics run their cell as Python; under any other one the cell is not Python.
_PYTHON_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")
_PYTHON_LINE = re.compile(r"^([ \t]*)%(?:time|prun)[ \t]+(?=\S)", re.MULTILINE)  # so is its rest

# What editors and nbconvert write between the cells of a Python file.
_MARKER = re.compile(r"#\s*(?:%%|In\s*\[|<codecell>)")
_MOST_PIECES = 1_000
_MOST_HELPERS = 20
_CONFLICT = re.compile(r"(?:<{7}|\|{7}|={7}|>{7})(?:\s|$)")
_POINTER = b"version https://git-lfs.github.com/spec/"

# Marks that a text begins with, the longer ones first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
# No encoding in which what is a comment to every reader could be code.
_CHARSETS = {"cp949", "euc_kr", "johab", "iso8859-1", "iso8859-15", "cp1252", "cp932", "shift_jis"}
_CHARSETS |= {"euc_jp", "gbk", "gb2312", "gb18030", "big5"}


class UnreadableError(TextError, ValueError):
    """The file is not a Python file or notebook at all; ``text`` says why."""


class Cell(NamedTuple):
    """A notebook's cell. ``key`` is its nbgrader id, else its own, "" where it has none."""

    kind: Any  # "code" or "markdown" in a sound notebook
    source: str
    key: str


@dataclass(frozen=True)
class Submission:
    """One file of one student. ``exercise`` is a stem, or the file's own if it names none."""

    student: str
    exercise: str
    path: Path
    unused: tuple[str, ...] = ()  # other files of the same student for the same exercise
    submitted: str = ""  # when it was handed in, ISO 8601 with the offset from UTC
    remarks: tuple[Text, ...] = ()  # what else the report is to say of the file
    read_as: str = ""  # what it would be called with the right suffix, "" if it has it
    problem: Text | None = None  # why it is not to be graded
    helpers: tuple[tuple[str, Path], ...] = ()  # the student's own modules: names, where they lie

    @property
    def notes(self) -> tuple[Text, ...]:
        """What the report says of the file: which one was chosen, if there were several."""
        if not self.unused:
            return self.remarks
        used, others = self.path.name, ", ".join(self.unused[:20])
        others += "…" if len(self.unused) > 20 else ""
        return (
            *self.remarks,
            Text(
                f"이 실습의 파일이 여럿이어서 {used}만 채점했습니다. 작성한 코드가 있는 파일이 "
                "먼저이고, 그다음은 실습과 이름이 같은 파일, 노트북, 나중에 낸 것의 순서입니다. "
                f"채점하지 않은 파일: {others}",
                f"Of several files for this exercise only {used} was graded: one with work in it "
                "comes first, then one of the exercise's own name, then a notebook, then the one "
                "handed in last. "
                f"Not graded: {others}",
            ),
        )


def read(path: Path, most: int = MAX_FILE) -> bytes:
    """Return the bytes of a submitted file, which nobody looks into outside the student process.

    Raises UnreadableError for what is not a regular file (links are not followed) or larger than
    ``most`` bytes.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except OSError:
        raise _not_regular(path) from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _not_regular(path)
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(most + 1)
    finally:
        os.close(descriptor)
    if len(data) > most:
        raise _too_large(path.name)
    return data


def beside(file: Submission) -> tuple[tuple[str, bytes], ...]:
    """Return the names and bytes of a student's own modules; what cannot be read is left out."""
    found = []
    for name, path in file.helpers[:_MOST_HELPERS]:
        with contextlib.suppress(UnreadableError):
            found.append((name, read(path, MAX_SOURCE)))
    return tuple(found)


def _not_regular(path: Path) -> UnreadableError:
    return UnreadableError(
        f"{path.name}은(는) 열 수 있는 보통 파일이 아닙니다. 링크가 아닌 파일 자체를 제출하세요.",
        f"{path.name} is not a regular file that can be read. Submit the file itself, not a link.",
    )


def _too_large(name: str) -> UnreadableError:
    return UnreadableError(
        f"{name}이(가) 너무 큽니다. 코드는 1 MB까지입니다. 데이터는 파일에 넣지 마세요.",
        f"{name} is too large: 1 MB of code at most. Keep data out of the file.",
    )


def decode(data: bytes, filename: str) -> str:
    """Return a file's text, a notebook's without its outputs. Raises UnreadableError."""
    if not data.strip():
        raise UnreadableError(
            f"{filename}이(가) 비어 있습니다. 저장한 다음 다시 제출하세요.",
            f"{filename} is empty. Save your work and hand it in again.",
        )
    if data.startswith(_POINTER):
        raise UnreadableError(
            f"{filename}에는 Git LFS 포인터만 있고 내용이 없습니다. git lfs pull을 실행하고 "
            "파일 자체를 제출하세요.",
            f"{filename} is only a Git LFS pointer. Run git lfs pull and hand in the file itself.",
        )
    try:
        return _checked(_decoded(data, filename), filename)
    except MemoryError:
        raise _too_large(filename) from None


def _decoded(data: bytes, filename: str) -> str:
    marked = [name for mark, name in _MARKS if data.startswith(mark)]
    for encoding in marked or ["utf-8", *_declared(data), "cp949"]:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise UnreadableError(
        f"{filename}을(를) 글자로 읽을 수 없습니다. UTF-8로 다시 저장하세요.",
        f"{filename} cannot be read as text. Save it again as UTF-8.",
    )


def _declared(data: bytes) -> Iterator[str]:
    """Yield the encoding that a Python file's first lines declare, if ASCII stays ASCII in it."""
    for row in data.split(b"\n", 2)[:2]:
        if found := _DECLARED.match(row):
            with contextlib.suppress(LookupError):
                name = codecs.lookup(found[1].decode()).name
                yield from [name] if name in _CHARSETS else ()


def _checked(text: str, filename: str) -> str:
    """Return the text, a notebook's without its outputs; raises UnreadableError if it is none."""
    if text[:1000].lstrip().lower().startswith(("<!doctype", "<html")):
        raise UnreadableError(
            f"{filename}은(는) 웹 페이지입니다. 로그인한 다음 파일을 다시 내려받아 제출하세요.",
            f"{filename} is a web page. Log in, download the file again and hand that in.",
        )
    if "\0" in text:
        raise UnreadableError(
            f"{filename}에 NUL 문자가 들어 있습니다. 편집기에서 파일을 다시 저장하세요.",
            f"{filename} contains NUL characters. Save it again from your editor.",
        )
    size = len(text)
    if filename.endswith(".ipynb"):
        found = notebook_cells(text, filename)
        size = sum(len(cell.source) for cell in found if cell.kind == "code")
        kept = [{"cell_type": c.kind, "source": c.source, "id": c.key} for c in found]
        text = json.dumps({"cells": kept})
    if size > MAX_SOURCE:
        raise _too_large(filename)
    return text


def cells(text: str, filename: str) -> list[tuple[str, str]]:
    """Split a file into its code cells, each with a label for messages. Raises UnreadableError.

    A Python file is one cell, unless it does not parse: then those are cells that its markers tell,
    each with empty lines above it, so that its lines are numbered as the file's.
    """
    if filename.endswith(".ipynb"):
        code = [cell for cell in notebook_cells(text, filename) if cell.kind == "code"]
        return [(f"cell {i}", cell.source) for i, cell in enumerate(code, 1)]
    if _parses(text):
        return [(filename, text)]
    if _sides(text):
        raise _conflicting(filename)
    return [(filename, piece) for piece in _pieces(text)]


@functools.lru_cache(maxsize=1)
def parsed(code: str) -> ast.Module:
    """Parse code once for all that look at it, who leave the tree as it is."""
    return ast.parse(code)


def _parses(code: str) -> bool:
    try:
        parsed(python(code))
    except Exception:  # noqa: BLE001  Python's and IPython's parsers raise many kinds
        return False
    return True


def _pieces(text: str) -> Iterator[str]:
    lines = re.sub("\r\n?", "\n", text).split("\n")
    starts = [n for n, row in enumerate(lines) if n and _MARKER.match(row)][:_MOST_PIECES]
    for start, end in pairwise([0, *starts, len(lines)]):
        yield "\n" * start + "\n".join(lines[start:end])


def notebook_cells(text: str, filename: str) -> list[Cell]:
    """Return a notebook's cells, of format 4 or 3. Raises UnreadableError for what is none.

    One with merge conflicts is read where both sides have the same code.
    """
    found = _cells(text)
    if found is not None:
        return found
    sides = _sides(text)
    if not sides:
        raise UnreadableError(
            f"{filename}은(는) 올바른 노트북 파일이 아닙니다. Jupyter에서 열어 다시 저장하세요.",
            f"{filename} is not a valid notebook. Open it in Jupyter and save it again.",
        )
    ours, theirs = map(_cells, sides)
    if ours is None or theirs is None or [c[:2] for c in ours] != [c[:2] for c in theirs]:
        raise _conflicting(filename)
    return ours


def _cells(text: str) -> list[Cell] | None:
    try:
        notebook = json.loads(text)
        found = notebook["cells"] if "cells" in notebook else notebook["worksheets"][0]["cells"]
        return [_cell(cell) for cell in found]
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return None


def _sides(text: str) -> tuple[str, str] | None:
    """Return a file as it is on either side of Git's merge conflicts, None if it has none."""
    if not re.search(r"^<{7} ", text, re.MULTILINE):
        return None
    sides: tuple[list[str], list[str]] = ([], [])
    within = "both"
    for row in text.splitlines(keepends=True):
        if mark := _CONFLICT.match(row):
            within = {"<": "ours", "|": "neither", "=": "theirs", ">": "both"}[mark[0][0]]
            continue
        for side, name in zip(sides, ("ours", "theirs"), strict=True):
            side.extend([row] if within in ("both", name) else [])
    return "".join(sides[0]), "".join(sides[1])


def _conflicting(filename: str) -> UnreadableError:
    return UnreadableError(
        f"{filename}에 Git 병합 충돌 표시(<<<<<<<)가 남아 있습니다. 한쪽을 골라 충돌을 해결하고 "
        "다시 제출하세요.",
        f"{filename} has merge conflicts of Git's in it (<<<<<<<). Resolve them and hand it in "
        "again.",
    )


def _cell(cell: dict[str, Any]) -> Cell:
    source = cell.get("source", cell.get("input", ""))
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    return Cell(cell.get("cell_type"), text, cell_key(cell))


def cell_key(cell: Mapping[str, Any]) -> str:
    """Return a cell's nbgrader id, else its own, "" where it has none."""
    meta = cell.get("metadata")
    meta = meta.get("nbgrader") if isinstance(meta, dict) else None
    key = meta.get("grade_id") if isinstance(meta, dict) else None
    key = key or cell.get("id")
    return key if isinstance(key, str) else ""


def functions(source: str, filename: str, wanted: Iterable[str]) -> dict[str, str]:
    """Return the text of each function in ``wanted`` as it stands in ``source``; nothing is run.

    Of several definitions it is the last with work in it. Raises UnreadableError for a broken
    notebook file.
    """
    found: dict[str, str] = {}
    for _, code in cells(source, filename):
        with contextlib.suppress(Exception):  # what does not parse is told when it is loaded
            text = python(code)
            for statement in parsed(text).body:
                if not isinstance(statement, ast.FunctionDef) or statement.name not in wanted:
                    continue
                if statement.name not in found or not is_stub(statement):
                    found[statement.name] = _text(text, statement)
    return found


def is_stub(statement: ast.stmt) -> bool:
    """Tell a function in which nothing is written: it says only that it is not implemented."""
    body = getattr(statement, "body", [])
    return all(map(_is_nothing, body))


def _is_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Raise):
        raised = statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    constant = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return constant or isinstance(statement, ast.Pass)


def _text(code: str, function: ast.FunctionDef) -> str:
    first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
    return "\n".join(code.split("\n")[first - 1 : function.end_lineno])


def python(code: str) -> str:
    """Return a cell as plain Python: without IPython's magics and shell lines, if it has any."""
    code = code.lstrip("\ufeff")
    try:
        parsed(code)
        return code
    except SyntaxError:
        first, _, rest = code.lstrip().partition("\n")
        if first.startswith("%%"):
            return python(rest) if first.split()[0] in _PYTHON_MAGICS else ""
        code = _PYTHON_LINE.sub(r"\1", code)
        from IPython.core.inputtransformer2 import TransformerManager

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return TransformerManager().transform_cell(code)


def faults(source: str, filename: str) -> list[tuple[str, Text]]:
    """Return the code of each cell that does not parse, with the sentence for it.

    Raises UnreadableError for what is no Python file or notebook.
    """
    found = []
    for label, code in cells(source, filename):
        try:
            parsed(python(code))
        except Exception as error:  # noqa: BLE001  Python's and IPython's parsers raise many kinds
            found.append((code, syntax_problem(label, error)))
    return found


def syntax_problem(label: str, error: Exception) -> Text:
    """Return the sentence for a cell, called ``label``, that does not parse."""
    line = getattr(error, "lineno", None)
    where_ko, where_en = (f" {line}번째 줄", f", line {line}") if line else ("", "")
    what = getattr(error, "msg", None) or type(error).__name__
    return Text(
        f"{in_korean(label)}{where_ko}에 문법 오류가 있어 읽지 못했습니다: {what}",
        f"{label}{where_en} could not be read because of a syntax error: {what}",
    )


def in_korean(place: str) -> str:
    """Translate a place in a submission: "cell 3, line 5" is "3번째 셀, 5번째 줄"."""
    return re.sub(r"\bline (\d+)", r"\1번째 줄", re.sub(r"^cell (\d+)", r"\1번째 셀", place))
