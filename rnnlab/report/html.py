"""A report as a page of its own, or as a notebook's output."""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rnnlab.report.data import Report
from rnnlab.report.words import MARKS, WORDS, explained, follow_up, followed, fraction, number
from rnnlab.text import language, line, plain


def to_html(report: Report, lang: str | None = None) -> str:
    """Return a page that needs nothing else: both languages, ``lang`` first, and no script.

    The seed is left out: it is the instructor's.
    """
    return _render("page", report, lang or language())


def to_html_fragment(report: Report, lang: str | None = None) -> str:
    """Return the checks in ``lang`` for a notebook's output, light or dark."""
    return _render("fragment", report, lang or language())


def _render(kind: str, report: Report, lang: str) -> str:
    template = environment().get_template("report.html.j2")
    return template.render(kind=kind, report=report, lang=lang, words=WORDS, marks=MARKS)


@functools.cache
def environment(folder: Path | None = None) -> Environment:
    """Return where templates are, in ``folder`` too, and what they may use."""
    folders = [Path(__file__).parent / "templates", *([folder] if folder else [])]
    templates = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    templates.filters |= {"line": line, "number": number, "sha256": _sha256}
    templates.globals |= {"explained": explained, "fraction": fraction}
    templates.globals |= {"follow_up": follow_up, "followed": followed}
    return templates


def _finalize(value: Any) -> Any:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _sha256(text: str) -> str:
    """Return the hash by which a Content-Security-Policy allows one inline element."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
