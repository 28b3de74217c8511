"""Known mistakes: wrong programs, each with the sentence that explains it.

A mistake is a whole wrong program, or a right builder with some of its settings changed. A file of
mistakes is imported by :func:`load` alone.
"""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import inspect
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rnnlab import course
from rnnlab.course import CourseError
from rnnlab.sandbox.answers import Answers, Live
from rnnlab.text import Text


@dataclass(frozen=True, eq=False)
class Mistake(ABC):
    """A wrong version of ``task``, and the sentence that explains it."""

    name: str
    task: str
    text: Text

    @abstractmethod
    def answers(self) -> Answers:
        """Return where to send calls, to learn what this mistake answers."""


@dataclass(frozen=True, eq=False)
class Program(Mistake):
    """A mistake that is there as a whole wrong program."""

    function: Callable[..., Any]

    def answers(self) -> Answers:
        """Return the program itself."""
        return Live({self.task: self.function})

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)


@dataclass(frozen=True, eq=False)
class Variation(Program):
    """The right program of ``builder`` with the settings ``changes``."""

    builder: Callable[..., Any]
    changes: Mapping[str, Any]


def mistake(task: str) -> Callable[[Callable[..., Any]], Program]:
    """Declare the decorated function to be a known mistake in ``task``, told by its docstring."""

    def declare(function: Callable[..., Any]) -> Program:
        name, code = function.__name__, function.__code__
        where = f"{code.co_filename}:{code.co_firstlineno}"
        try:
            text = Text.parse(function.__doc__)
        except ValueError as error:
            raise CourseError(
                f"{where}: {name}: 독스트링에 한국어 한 줄과 영어 한 줄이 필요합니다",
                f"{where}: {name} has no full docstring: {error}",
            ) from None
        new = Program(name, task, text, function)
        _declare(new, where)
        return new

    return declare


def variations(
    task: str, builder: Callable[..., Any] | Mapping[str, Callable[..., Any]]
) -> Callable[..., _Unsaid]:
    """Return ``wrong``, which declares mistakes in ``task`` as changes of one right program.

    ``wrong("name", setting=value).says(ko, en)`` is ``builder`` called with this keyword. Of
    several builders, by what to add to the name, each gives a mistake.
    """
    builders = builder if isinstance(builder, Mapping) else {"": builder}

    def wrong(name: str, /, **changes: Any) -> _Unsaid:
        frame = sys._getframe(1)
        where = f"{frame.f_code.co_filename}:{frame.f_lineno}"
        for setting in changes:
            if not all(_takes(each, setting) for each in builders.values()):
                raise CourseError(
                    f"{where}: {name}: 바르게 만드는 함수에 {setting!r}라는 설정이 없습니다",
                    f"{where}: {name}: the builder has no setting {setting!r}",
                )
        unsaid = _Unsaid(name, task, builders, changes, where)
        if _files:
            _files[-1].append(unsaid)
        return unsaid

    return wrong


def compose(a: Variation, b: Variation) -> Callable[..., Any] | None:
    """Return the program that makes both mistakes, or None where no program can."""
    if a.builder is not b.builder or a.changes.keys() & b.changes.keys():
        return None
    return functools.partial(a.builder, **a.changes, **b.changes)


def _takes(builder: Callable[..., Any], setting: str) -> bool:
    parameter = inspect.signature(builder).parameters.get(setting)
    return parameter is not None and parameter.kind is parameter.KEYWORD_ONLY


@dataclass(frozen=True, eq=False)
class _Unsaid:
    """A variation that has no sentence yet."""

    name: str
    task: str
    builders: Mapping[str, Callable[..., Any]]
    changes: Mapping[str, Any]
    where: str

    def says(self, ko: str, en: str) -> tuple[Variation, ...]:
        """Give the variation its sentence, which makes it a mistake of the file."""
        if not (ko.strip() and en.strip()):
            raise CourseError(
                f"{self.where}: {self.name}: 한국어 문장과 영어 문장이 필요합니다",
                f"{self.where}: {self.name} needs a Korean and an English sentence",
            )
        if _files:
            _files[-1].remove(self)
        new = tuple(
            self._of(builder, self.name + suffix, Text(ko, en))
            for suffix, builder in self.builders.items()
        )
        for variation in new:
            _declare(variation, self.where)
        return new

    def _of(self, builder: Callable[..., Any], name: str, text: Text) -> Variation:
        function = functools.partial(builder, **self.changes)
        return Variation(name, self.task, text, function, builder, self.changes)


# ---------------------------------------------------------------- the file that declares them

_files: list[list[Program | _Unsaid]] = []  # what each file that is being loaded has declared


@contextlib.contextmanager
def declared() -> Iterator[list[Program | _Unsaid]]:
    """Collect the mistakes that are declared within the block, in their order.

    Raises CourseError for a variation without its sentence.
    """
    found: list[Program | _Unsaid] = []
    _files.append(found)
    try:
        yield found
    finally:
        _files.pop()
    for unsaid in found:
        if isinstance(unsaid, _Unsaid):
            says = '.says("한국어", "English")'
            raise CourseError(
                f"{unsaid.where}: {unsaid.name}: {says}가 필요합니다",
                f"{unsaid.where}: {unsaid.name} needs {says}",
            )


def _declare(new: Program, where: str) -> None:
    if not _files:
        return
    if any((m.task, m.name) == (new.task, new.name) for m in _files[-1]):
        raise CourseError(
            f"{where}: {new.task}의 {new.name}이(가) 두 번 선언되었습니다",
            f"{where}: {new.name} is declared twice for {new.task}",
        )
    _files[-1].append(new)


@functools.cache
def load(path: Path) -> tuple[Program, ...]:
    """Return the mistakes declared in the file ``path``, in file order; none without one.

    Raises CourseError with file and name for what is declared badly.
    """
    if not path.exists():
        return ()
    spec = importlib.util.spec_from_file_location(f"rnnlab_mistakes_{path.stem}", path)
    assert spec is not None  # there is one for every .py
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with course.importable(path.parents[1]), declared() as mistakes:
        spec.loader.exec_module(module)
    return tuple(m for m in mistakes if isinstance(m, Program))
