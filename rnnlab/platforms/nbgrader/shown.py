"""The notebook that formgrader and ``nbgrader generate_feedback`` show of a graded submission.

Both put what is in a notebook into an instructor's page as it is, Markdown and outputs with all
their scripts. So the released notebook is the frame: its prose and locked cells are as released.
Of the submission come in code, which is highlighted as text, and other cells as verbatim text;
outputs, attachments and metadata do not. A check's cell gets our feedback as its output.
"""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

from markupsafe import Markup
from rich.console import Console

from rnnlab.course import CHECK_CELL
from rnnlab.report.data import Outcome, Report
from rnnlab.report.html import to_html_fragment
from rnnlab.report.terminal import print_report
from rnnlab.report.words import WORDS
from rnnlab.source import MAX_SOURCE, Cell, UnreadableError, cell_key, decode, notebook_cells
from rnnlab.text import Text, UserError, plain

_MOST_CELLS = 1000


def read_released(file: Path) -> Any:
    """Return the released notebook. Raises UserError if it is gone or damaged."""
    import nbformat

    try:
        return nbformat.reads(file.read_text(encoding="utf-8"), as_version=4)
    except (OSError, ValueError, nbformat.ValidationError):
        raise UserError(
            f"{file}: 배포한 노트북을 읽을 수 없습니다. "
            "nbgrader generate_assignment를 다시 실행하세요.",
            f"{file}: the released notebook cannot be read. "
            "Run nbgrader generate_assignment again.",
        ) from None


def cells(data: bytes, filename: str) -> list[Cell]:
    """Return the cells of a submitted file, all of it for a Python file.

    Raises UnreadableError for what could not be graded either, and for a notebook without end.
    """
    text = decode(data, filename)
    if not filename.lower().endswith(".ipynb"):
        return [Cell("code", plain(text), "")]
    found = notebook_cells(text, filename)
    if len(found) <= _MOST_CELLS and sum(len(cell.source) for cell in found) <= MAX_SOURCE:
        return [cell._replace(source=plain(cell.source)) for cell in found]
    raise UnreadableError(
        f"{filename}: 너무 길어서 배포한 노트북만 보여 줍니다.",
        f"{filename} is too long, so only the released notebook is shown.",
    )


def notebook(released: Any, report: Report, mine: Iterable[Cell], remark: Text | None) -> str:
    """Return the notebook to show, as JSON: the same for the same arguments."""
    import nbformat

    book = deepcopy(released)
    book.nbformat_minor = max(book.nbformat_minor, 5)
    theirs, extra = _sorted(book.cells, mine)
    if remark:
        report = dataclasses.replace(report, notes=(*report.notes, remark))
    shown = [_said(report)] if report.notes or report.score is None else []
    shown += extra.get("", [])
    for cell in book.cells:
        key = cell_key(cell)
        if key in theirs:
            cell = _with_source(cell, theirs[key])
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = _feedback(key, report), None
        shown += [cell, *extra.get(key, [])]
    for place, cell in enumerate(shown):
        cell.setdefault("id", f"rnnlab-{place}")
    book.cells = shown
    return f"{nbformat.writes(book, indent=1, ensure_ascii=False)}\n"


def _sorted(
    released: list[Any], mine: Iterable[Cell]
) -> tuple[dict[str, Cell], dict[str, list[Any]]]:
    """Tell the submitted cells that fill released ones, by key, from those that were added.

    The added ones come by the key of the released cell that they follow, "" at the top.
    """
    known = {cell_key(cell) for cell in released} - {""}
    sources = {cell.source.strip() for cell in released}
    theirs: dict[str, Cell] = {}
    extra: dict[str, list[Any]] = {}
    last = ""
    for cell in mine:
        if cell.key in known and cell.key not in theirs:
            theirs[cell.key] = cell
            last = cell.key
        elif cell.source.strip() and cell.source.strip() not in sources:
            extra.setdefault(last, []).append(_new(cell.kind == "code", cell.source))
    return theirs, extra


def _with_source(released: Any, mine: Cell) -> Any:
    """Return a released cell with what the student wrote in it, unless it is locked."""
    locked = released.metadata.get("nbgrader", {}).get("locked", False)
    if locked or mine.source == released.source:
        return released
    cell = _new(released.cell_type == "code", mine.source)
    cell.metadata = released.metadata
    if "id" in released:
        cell.id = released.id
    return cell


def _new(is_code: bool, source: str) -> Any:
    """Return a cell of a student's: prose stands in a fence, where nothing in it is markup."""
    import nbformat

    if is_code:
        cell = nbformat.v4.new_code_cell(source)
    else:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", source)), default=0))
        cell = nbformat.v4.new_markdown_cell(f"{fence}\n{source}\n{fence}")
    del cell["id"]  # drawn at random
    return cell


def _said(report: Report) -> Any:
    """Return a cell that tells what the report says of the file, and why there is no grade."""
    cell = _new(True, "# rnnlab")
    if report.score is None:
        cell.outputs = _output(report)
        return cell
    notes = [plain(str(note)) for note in (WORDS["notes"], *report.notes)]
    paragraphs = Markup().join(Markup("<p>{}</p>").format(note) for note in notes)
    cell.outputs = [_shown(paragraphs, "\n".join(notes))]
    return cell


def _feedback(key: str, report: Report) -> list[Any]:
    checks = report.tasks.get(key.removeprefix(CHECK_CELL)) if key.startswith(CHECK_CELL) else None
    if not checks or report.outcome is Outcome.NOT_GRADED:
        return []
    return _output(dataclasses.replace(report, checks=tuple(checks), notes=()))


def _output(report: Report) -> list[Any]:
    text = io.StringIO()
    print_report(report, Console(file=text, width=100, color_system=None, force_jupyter=False))
    return [_shown(Markup(to_html_fragment(report)), text.getvalue().rstrip())]


def _shown(html: Markup, text: str) -> Any:
    """Return an output whose words a page takes for no formulas."""
    import nbformat

    html = Markup('<div class="tex2jax_ignore mathjax_ignore">{}</div>').format(html)
    data = {"text/html": str(html), "text/plain": text}
    return nbformat.v4.new_output("display_data", data=data)
