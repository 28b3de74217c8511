"""A student's file, ``.py`` or ``.ipynb``: its bytes, its text, its cells; nothing of it is run.

The grader reads the bytes and looks no further: all that parses them runs where students' code
runs (:mod:`rnnlab.sandbox.inside`), or on files of the course's own.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import re
import stat
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from rnnlab.text import Text, TextError

MAX_FILE = 32 << 20  # bytes read of a file: a notebook's outputs may be large, and are dropped
MAX_SOURCE = 1 << 20  # characters of code and prose that are left

# These cell magics run their cell as Python; under any other one the cell is not Python.
_PYTHON_MAGICS = ("%%time", "%%timeit", "%%capture", "%%prun")


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
                f"이 실습의 파일이 여럿이어서 {used}만 채점했습니다. 실습과 이름이 같은 파일이 "
                "먼저이고, 그다음은 노트북, 그다음은 나중에 낸 것입니다. "
                f"채점하지 않은 파일: {others}",
                f"Of several files for this exercise only {used} was graded: the one of the "
                "exercise's own name comes first, then a notebook, then the one handed in last. "
                f"Not graded: {others}",
            ),
        )


def read(path: Path) -> bytes:
    """Return the bytes of a submitted file, which nobody looks into outside the student process.

    Raises UnreadableError for what is not a regular file (links are not followed) or too large.
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
            data = file.read(MAX_FILE + 1)
    finally:
        os.close(descriptor)
    if len(data) > MAX_FILE:
        raise _too_large(path.name)
    return data


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
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(
            f"{filename}이(가) UTF-8이 아닙니다. UTF-8로 다시 저장하세요.",
            f"{filename} is not UTF-8. Save it again as UTF-8.",
        ) from None
    if "\0" in text:
        raise UnreadableError(
            f"{filename}에 NUL 문자가 들어 있습니다. 편집기에서 파일을 다시 저장하세요.",
            f"{filename} contains NUL characters. Save it again from your editor.",
        )
    if sum(len(code) for _, code in cells(text, filename)) > MAX_SOURCE:
        raise _too_large(filename)
    return text


def cells(text: str, filename: str) -> list[tuple[str, str]]:
    """Split a file into its code cells, each with a label for messages. Raises UnreadableError."""
    if not filename.endswith(".ipynb"):
        return [(filename, text)]
    code = [cell for cell in notebook_cells(text, filename) if cell.kind == "code"]
    return [(f"cell {i}", cell.source) for i, cell in enumerate(code, 1)]


def notebook_cells(text: str, filename: str) -> list[Cell]:
    """Return a notebook's cells, of format 4 or 3. Raises UnreadableError for what is none."""
    try:
        notebook = json.loads(text)
        found = notebook["cells"] if "cells" in notebook else notebook["worksheets"][0]["cells"]
        return [_cell(cell) for cell in found]
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        raise UnreadableError(
            f"{filename}은(는) 올바른 노트북 파일이 아닙니다. Jupyter에서 열어 다시 저장하세요.",
            f"{filename} is not a valid notebook. Open it in Jupyter and save it again.",
        ) from None


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

    Of several definitions it is the last. Raises UnreadableError for a broken notebook file.
    """
    found: dict[str, str] = {}
    for _, code in cells(source, filename):
        with contextlib.suppress(Exception):  # what does not parse is told when it is loaded
            text = python(code)
            for statement in ast.parse(text).body:
                if isinstance(statement, ast.FunctionDef) and statement.name in wanted:
                    found[statement.name] = _text(text, statement)
    return found


def _text(code: str, function: ast.FunctionDef) -> str:
    first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
    return "\n".join(code.split("\n")[first - 1 : function.end_lineno])


def python(code: str) -> str:
    """Return a cell as plain Python: without IPython's magics and shell lines, if it has any."""
    code = code.lstrip("\ufeff")
    try:
        ast.parse(code)
        return code
    except SyntaxError:
        first, _, rest = code.lstrip().partition("\n")
        if first.startswith("%%"):
            return python(rest) if first.split()[0] in _PYTHON_MAGICS else ""
        from IPython.core.inputtransformer2 import TransformerManager

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return TransformerManager().transform_cell(code)


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
