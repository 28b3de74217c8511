"""Exercises read from the syntax trees of their files; nothing of them is imported or executed.

So listing them takes milliseconds. An author's files are read strictly, a student's leniently: a
stub that is half filled in, or does not even parse, still names its exercise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from rnnlab.course import authored
from rnnlab.course.authored import functions_in, parse, text_of
from rnnlab.course.exercise import Check, CourseError, Exercise, Task
from rnnlab.text import LANGUAGES, Text


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


def _authored(path: Path) -> tuple[Text, dict[str, tuple[str, Text]]]:
    """Return the title of a solution, and the signature and summary of each task."""
    source = text_of(path)
    nodes = authored.tasks_in(source, parse(path, source))
    described = {
        node.name: (authored.signature(node), authored.summary_of(path, node)) for node in nodes
    }
    return authored.title_of(path, source), described


def _handed_out(path: Path, checked: list[str]) -> tuple[Text, dict[str, tuple[str, Text]]]:
    """Return the title and the tasks of a stub, which its student may have edited freely.

    A task is what a check asks for, also once it is filled in, renamed or gone, or a function
    that still raises NotImplementedError.
    """
    source = path.read_text(encoding="utf-8", errors="replace")
    try:
        nodes = list(functions_in(parse(path, source)))
    except CourseError:
        nodes = []
    functions = {}
    for node in nodes:
        if node.name in checked or any(map(_not_implemented, ast.walk(node))):
            functions[node.name] = authored.signature(node), _summary(node)
    for name in checked:
        functions.setdefault(name, (f"{name}(...)", Text(name, name)))
    plain = dict.fromkeys(LANGUAGES, path.stem)
    return Text(**plain | authored.titles_in(source)), functions


def _checks(path: Path, tasks: set[str] | None) -> Iterator[Check]:
    """Yield the checks of a file; with no ``tasks`` known, every parameter but rng is one."""
    if not path.exists():
        return
    nodes = authored.checks_in(parse(path, text_of(path)))
    for i, node in enumerate(nodes):
        if node.name in (before.name for before in nodes[:i]):
            raise authored.defined_twice(path, node)
        task, points = authored.task_of(path, node, tasks), authored.points_of(path, node)
        title, hint = authored.sentence_of(path, node), authored.hint_of(path, node)
        yield Check(node.name, title, task, points, hint, node.lineno)


def _summary(node: ast.FunctionDef) -> Text:
    try:
        return authored.described(ast.get_docstring(node))
    except ValueError:
        return Text(node.name, node.name)


def _not_implemented(node: ast.AST) -> bool:
    raised = node.exc if isinstance(node, ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
