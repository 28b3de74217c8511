"""What the files of an exercise's author import: points, mistakes and their variations, expect.

A check gives its task's name as its parameter; a mistake is a whole wrong program, or one that
differs from a right builder by some of its settings. Their docstrings hold what they say.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rnnlab.course import CourseError
from rnnlab.text import Text

if TYPE_CHECKING:  # which import Keras or pytest
    import pytest

    from rnnlab import expect, recorded

__all__ = ["Mistake", "Variation", "compose", "expect", "mistake", "points", "variations"]


def __getattr__(name: str) -> Any:
    if name != "expect":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from rnnlab import expect

    return expect


def points(n: int) -> pytest.MarkDecorator:
    """Give a check its points: its only decoration."""
    import pytest

    return pytest.mark.points(n)


# ---------------------------------------------------------------- mistakes


@dataclass(frozen=True)
class Mistake:
    """A wrong version of ``task``, or what is recorded of it, and the sentence that explains it."""

    name: str
    task: str
    text: Text
    function: Callable[..., Any] | recorded.Replies

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(*args, **kwargs)


@dataclass(frozen=True)
class Variation(Mistake):
    """The right program of ``builder`` with the settings ``changes``."""

    builder: Callable[..., Any] = field(compare=False)
    changes: Mapping[str, Any] = field(compare=False)


def mistake(task: str) -> Callable[[Callable[..., Any]], Mistake]:
    """Declare the decorated function to be a known mistake in ``task``, told by its docstring."""

    def declare(function: Callable[..., Any]) -> Mistake:
        name, code = function.__name__, function.__code__
        where = f"{code.co_filename}:{code.co_firstlineno}"
        try:
            text = Text.parse(function.__doc__)
        except ValueError as error:
            raise CourseError(f"{where}: {name} has no full docstring: {error}") from None
        new = Mistake(name, task, text, function)
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
                raise CourseError(f"{where}: {name}: the builder has no setting {setting!r}")
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
            raise CourseError(f"{self.where}: {self.name} needs a Korean and an English sentence")
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

_files: list[list[Mistake | _Unsaid]] = []  # what each file that is being loaded has declared


@contextlib.contextmanager
def declared() -> Iterator[list[Mistake]]:
    """Collect the mistakes that are declared within the block, in their order.

    Raises CourseError for a variation without its sentence.
    """
    found: list[Mistake | _Unsaid] = []
    _files.append(found)
    try:
        yield found
    finally:
        _files.pop()
    for unsaid in found:
        if isinstance(unsaid, _Unsaid):
            raise CourseError(f'{unsaid.where}: {unsaid.name} needs .says("한국어", "English")')


def _declare(new: Mistake, where: str) -> None:
    if not _files:
        return
    if any((m.task, m.name) == (new.task, new.name) for m in _files[-1]):
        raise CourseError(f"{where}: {new.name} is declared twice for {new.task}")
    _files[-1].append(new)
