"""The right program of an exercise: the solution, run in this process, or what it answered."""

from __future__ import annotations

import ast
import copy
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from types import CodeType
from typing import Any, Protocol

import keras

from rnnlab import source
from rnnlab.course import Exercise, Task
from rnnlab.diagnosis.call import Call
from rnnlab.diagnosis.programs import replay
from rnnlab.sandbox.answers import Answers, Live
from rnnlab.sandbox.confine.level import Level
from rnnlab.sandbox.errors import StudentError
from rnnlab.sandbox.inside.program import load
from rnnlab.text import Text

_FITS = ("fit", "train_on_batch", "set_weights", "apply_gradients")

MISSING = object()  # the default of a parameter that has none


def parameters(task: Task) -> dict[str, object]:
    """Return the task's parameters and their defaults, ``MISSING`` for none."""
    try:
        (node,) = ast.parse(f"def {task.signature}: ...").body
    except (SyntaxError, ValueError):  # a stub that its student has broken
        return {}
    assert isinstance(node, ast.FunctionDef)
    names = [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
    values: list[object] = []
    for default in node.args.defaults:
        try:
            values.append(ast.literal_eval(default))
        except ValueError:
            values.append(MISSING)
    return dict(zip(names, [MISSING] * (len(names) - len(values)) + values, strict=True))


class RightAnswers(Answers, Protocol):
    """Where the right answers come from, and the calls that checks make of them, by check."""

    planned: dict[tuple[str, int], Sequence[Call]]


class Reference:
    """The solution's functions, as answers to calls, and as syntax trees to be varied."""

    def __init__(self, exercise: Exercise) -> None:
        path = exercise.solution
        text = source.decode(source.read(path), path.name)
        self._text = text
        names = [task.name for task in exercise.tasks]
        self._namespace = load.load(text, path.name, names).namespace
        self.trees = {
            node.name: node
            for node in ast.parse(text).body
            if isinstance(node, ast.FunctionDef) and node.name in self._namespace
        }
        self._codes = {name: _compiled(tree) for name, tree in self.trees.items()}
        self.tasks = [name for name in names if name in self.trees]
        self.planned: dict[tuple[str, int], Sequence[Call]] = {}
        self._trainers = {name for name in self.tasks if _trains(self.trees[name])}
        self._answers: dict[bytes, Any] = {}
        self._live = Live({name: self._function(name) for name in self.tasks})
        self.notes: tuple[Text, ...] = ()
        self.confinement: Level | None = None
        self.sources: dict[str, str] = {}

    def _function(self, name: str) -> Callable[..., Any]:
        function: Any = self._namespace[name]
        return function  # type: ignore[no-any-return]  # a namespace holds anything

    def call(self, task: str, frame: bytes) -> object:
        """Return the right answer to a packed call; raises StudentError."""
        if task in self._trainers:
            return self._live.call(task, frame)
        if frame not in self._answers:
            answer = replay.reading(self._function(task), frame)
            if isinstance(answer, keras.Model):  # which whoever asks may change
                return answer
            self._answers[frame] = answer
        answer = self._answers[frame]
        if isinstance(answer, StudentError):
            raise answer
        return copy.deepcopy(answer)

    def printed(self, frame: bytes) -> str:
        """Return "": a right program's answer is returned."""
        return ""

    def tells(self, value: str | int) -> bool:
        """Whether the exercise's text has this value, so that a student may know it by heart."""
        if type(value) is bool or len(str(value)) < 2:
            return False
        quoted = value if isinstance(value, str) else str(value)
        return re.search(rf"(?<![\w.]){re.escape(quoted)}(?![\w.])", self._text) is not None

    def uses(self, task: str) -> list[str]:
        """Return the other tasks that the solution of ``task`` calls, in file order."""
        read = {n.id for n in ast.walk(self.trees[task]) if isinstance(n, ast.Name)}
        return [name for name in self.tasks if name in read and name != task]

    def variant(
        self,
        task: str,
        trees: Mapping[str, ast.FunctionDef] | None = None,
        functions: Mapping[str, Callable[..., Any]] | None = None,
    ) -> Callable[..., Any]:
        """Return the solution of ``task`` with other trees or functions in the place of its own."""
        namespace = dict(self._namespace)
        for name, code in self._codes.items():
            tree = (trees or {}).get(name)
            exec(_compiled(tree) if tree else code, namespace)
        namespace.update(functions or {})
        function: Any = namespace[task]
        return function  # type: ignore[no-any-return]  # a namespace holds anything


def _trains(tree: ast.FunctionDef) -> bool:
    """Whether a function changes the weights of a model that it is given."""
    return any(isinstance(n, ast.Attribute) and n.attr in _FITS for n in ast.walk(tree))


def _compiled(tree: ast.FunctionDef) -> CodeType:
    return compile(ast.Module([tree], []), "solution", "exec", dont_inherit=True)


@functools.lru_cache(maxsize=64)
def of(exercise: Exercise) -> Reference | None:
    """Return the reference of ``exercise``, None where there is no solution."""
    return Reference(exercise) if exercise.solution.exists() else None
