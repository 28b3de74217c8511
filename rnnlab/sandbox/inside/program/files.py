"""Files beside a submission: handed in with it, or written by its cells (``%%writefile``)."""

from __future__ import annotations

import ast
import contextlib
import posixpath
import re
import shlex
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from rnnlab import source

_WRITES = re.compile(r"%%(?:writefile|file)[ \t]+((?:-a|--append)[ \t]+)?(\S+)[ \t]*\n")


class Files:
    """What lies beside a submission, by name: bytes, as files have them."""

    def __init__(self, beside: Mapping[str, bytes], cells: Iterable[str]) -> None:
        self._files = {_plain(name): data for name, data in beside.items() if _plain(name)}
        self._taken: set[str] = set()
        for code in cells:
            found = _WRITES.match(code.lstrip())
            name = _plain(found[2].strip("'\"")) if found else ""
            if found and name:
                before = self._files.get(name, b"") if found[1] else b""
                text = code.lstrip()[found.end() :].encode("utf-8", "replace")
                self._files[name] = before + text

    def take(self, name: str) -> str | None:
        """Return the text of a Python file or notebook, once; None if there is none."""
        name = _plain(name)
        name = name if name in self._files or name.endswith(".ipynb") else f"{name}.py"
        if name not in self._files:
            return None
        if name in self._taken:
            return ""
        self._taken.add(name)
        try:
            return source.decode(self._files[name], name)
        except source.UnreadableError:
            return None

    def lie_in(self, home: str) -> None:
        """Write the files into the folder ``home``, where the program looks for its modules."""
        sys.path.insert(0, home)
        for name, data in self._files.items():
            with contextlib.suppress(OSError):
                path = Path(home, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)


def _plain(name: str) -> str:
    """Return a name without detours, "" for one that leads out of the folder."""
    name = posixpath.normpath(name.replace("\\", "/"))
    within = not name.startswith(("/", "..", "~")) and ":" not in name and "\0" not in name
    return name if within and name != "." else ""


def named_by_run(statement: ast.stmt) -> str | None:
    """Return the file that ``%run`` is to run, None for any other statement."""
    match statement:
        case ast.Expr(
            ast.Call(
                func=ast.Attribute(attr="run_line_magic"),
                args=[ast.Constant("run"), ast.Constant(str(line))],
            )
        ):
            with contextlib.suppress(ValueError):
                return next((word for word in shlex.split(line) if word[0] != "-"), None)
    return None
