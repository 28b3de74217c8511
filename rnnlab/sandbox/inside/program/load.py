"""Definitions out of a submission: a ``.py`` or ``.ipynb`` in, functions out.

Functions, classes and imports are kept. Of the other top-level statements only those run that set
or change what the tasks use (see ``needed`` beside this): a constant that a function reads is set,
a table is filled, a plot or a training cell is not run.
"""

from __future__ import annotations

import ast
import builtins
import linecache
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import ModuleType

from rnnlab.sandbox.inside.program import why
from rnnlab.sandbox.inside.program.effects import binds
from rnnlab.sandbox.inside.program.files import Files, named_by_run
from rnnlab.sandbox.inside.program.needed import Piece, needed
from rnnlab.sandbox.inside.program.older import other_copy
from rnnlab.sandbox.inside.program.run import SECONDS, Runner
from rnnlab.sandbox.inside.work import work_first
from rnnlab.source import cells, python, syntax_problem
from rnnlab.text import Text

_MOST_FAILURES = 200  # that are noted


@dataclass
class Loaded:
    """A submission's namespace, and what could not be run of it."""

    namespace: dict[str, object]
    problems: list[Text] = field(default_factory=list)
    syntax: list[Text] = field(default_factory=list)  # cells that do not parse
    tasks: frozenset[str] = frozenset()
    absent: dict[str, Text] = field(default_factory=dict)  # names that are not bound, and why

    def function(self, name: str) -> Callable[..., object] | None:
        """Return the function called ``name``, or None."""
        found = self.namespace.get(name)
        return found if callable(found) else None


def load(
    source: str,
    filename: str,
    wanted: Iterable[str],
    *,
    beside: Mapping[str, bytes] | None = None,
    home: str = "",
    plain: bool = False,
    seconds: float = SECONDS,
) -> Loaded:
    """Run the definitions of ``source`` and what they need, and return their namespace.

    ``wanted`` are the names of the tasks, and ``beside`` the files that lie beside this one. In the
    folder ``home``, in a process of the student's own, these are there for the program, which is
    then this process's ``__main__``. If ``plain``, nothing runs only because it may change an
    object. Raises UnreadableError for a file that is none.
    """
    module = ModuleType("__main__")
    module.__dict__["__builtins__"] = builtins
    module.__dict__.update(_of_jupyter())
    loaded = Loaded(module.__dict__, tasks=frozenset(wanted))
    found = cells(source, filename)
    files = Files(beside or {}, [code for _, code in found])
    if home:
        sys.modules["__main__"] = module
        files.lie_in(home)
    if not filename.endswith(".ipynb"):
        module.__file__, module.__dict__["__loader__"] = filename, _Loader(source)
        _remember(source, filename)
    statements, remarks = work_first(
        list(_statements(found, filename, files, loaded)), loaded.tasks
    )
    loaded.problems += remarks
    pieces = needed(statements, loaded.tasks)
    pieces = [piece for piece in pieces if not (plain and piece.changes)]
    loaded.problems += _of_other_copies(pieces)
    for piece, error in Runner(loaded.namespace, seconds).run(pieces)[:_MOST_FAILURES]:
        _note(piece, error, loaded)
    return loaded


def _of_jupyter() -> dict[str, object]:
    """Return the names that Jupyter adds to Python's; magics do nothing here."""
    from IPython.display import display

    return {"display": display, "get_ipython": _Shell}


class _Loader:
    """Gives a program's source: TensorFlow asks the loader of a module that has a file."""

    def __init__(self, source: str) -> None:
        self._source = source

    def get_source(self, _name: str) -> str:
        """Return the text of the program."""
        return self._source


class _Shell:
    """Stands for IPython's shell, of which every method does nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_, **__: None


def _statements(
    found: list[tuple[str, str]], filename: str, files: Files, loaded: Loaded
) -> Iterator[tuple[str, ast.stmt]]:
    """Yield the statements of the cells that parse, and note the others."""
    for label, code in found:
        try:
            text = python(code)
            statements = ast.parse(text).body
        except Exception as error:  # noqa: BLE001  Python's and IPython's parsers raise many kinds
            _note_broken(label, code, error, loaded)
            continue
        if label != filename:
            _remember(text, label)
        for statement in statements:
            name = named_by_run(statement)
            if name is None:
                yield label, statement
            elif (run := files.take(name)) is not None:
                yield from _statements(cells(run, name), "", files, loaded)
            else:
                loaded.problems.append(why.not_there(name))


def _note_broken(label: str, code: str, error: Exception, loaded: Loaded) -> None:
    loaded.syntax.append(syntax_problem(label, error))
    loaded.absent |= dict.fromkeys(_bound_by_lines(code), why.unparsed(label))


def _bound_by_lines(code: str) -> Iterator[str]:
    """Yield the names that a cell which does not parse would have set, as its lines say."""
    for text in code.splitlines():
        try:
            (statement,) = ast.parse(text if text[-1:] != ":" else f"{text} pass").body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        yield from binds(statement)


def _remember(code: str, label: str) -> None:
    """Let ``inspect`` find the source of what a cell defines: ``tf.function`` reads it."""
    linecache.cache[label] = len(code), None, code.splitlines(keepends=True), label


def _of_other_copies(pieces: list[Piece]) -> list[Text]:
    """Return a remark if a Keras is imported whose models are not this one's."""
    imports = (p.statement for p in pieces if isinstance(p.statement, (ast.Import, ast.ImportFrom)))
    return list(filter(None, map(other_copy, map(ast.unparse, imports))))[:1]


def _note(piece: Piece, error: BaseException, loaded: Loaded) -> None:
    """Note that a statement failed, and for what it would have set that it is not there."""
    idle = type(error) is NameError and not piece.matters  # what it uses was not run either
    if not idle and not (isinstance(error, SystemExit) and piece.changes):
        loaded.problems.append(why.not_run(piece.label, piece.statement, error))
    root = loaded.absent.get(getattr(error, "name", None) or "")
    known = root if root and type(error) is NameError else None
    text = known or why.failed(piece.label, piece.statement, error)
    loaded.absent |= dict.fromkeys(binds(piece.statement) - loaded.namespace.keys(), text)
