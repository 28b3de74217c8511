"""Known mistakes: wrong programs, each with the sentence that explains it.

A mistake is a whole wrong program, or a right builder with some of its settings changed. A file of
mistakes is imported by :func:`load` alone.
"""

from __future__ import annotations

import functools
import inspect
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rnnlab import course
from rnnlab.course import CourseError
from rnnlab.sandbox.answers import Answers, Live
from rnnlab.text import Text


@dataclass(frozen=True, eq=False)
class Mistake(ABC):
    """A wrong version of ``task``, the sentence that explains it, and by what it was made.

    One that ignores an ``argument`` can be told only from calls with several values of it.
    """

    name: str
    task: str
    text: Text
    kind: str = field(default="written", kw_only=True)
    argument: str = field(default="", kw_only=True)

    @abstractmethod
    def answers(self) -> Answers:
        """Return where to send calls, to learn what this mistake answers."""


@dataclass(frozen=True, eq=False)
class Program(Mistake):
    """A mistake that is there as a whole wrong program, declared in this line of its file."""

    function: Callable[..., Any]
    place: tuple[Path, int] = field(kw_only=True)

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
        place = Path(code.co_filename), code.co_firstlineno
        try:
            text = Text.parse(function.__doc__)
        except ValueError as error:
            text = Text(name, name)
            _fault(
                place,
                f"{name}: 독스트링에 한국어 한 줄과 영어 한 줄이 필요합니다",
                f"{name} has no full docstring: {error}",
            )
        new = Program(name, task, text, function, place=place)
        _declare(new)
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
        place = Path(frame.f_code.co_filename), frame.f_lineno
        for setting in changes:
            if not all(_takes(each, setting) for each in builders.values()):
                _fault(
                    place,
                    f"{name}: 정답을 만드는 함수에 {setting!r}이라는 키워드 전용 인수가 없습니다",
                    f"{name}: the right program has no keyword-only argument {setting!r}",
                )
        unsaid = _Unsaid(name, task, builders, changes, place)
        if _files:
            _files[-1].declared.append(unsaid)
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
    place: tuple[Path, int]

    def says(self, ko: str, en: str) -> tuple[Variation, ...]:
        """Give the variation its sentence, which makes it a mistake of the file."""
        if not (ko.strip() and en.strip()):
            _fault(
                self.place,
                f"{self.name}: 한국어 문장과 영어 문장이 필요합니다",
                f"{self.name} needs a Korean and an English sentence",
            )
        if _files:
            _files[-1].declared.remove(self)
        new = tuple(
            self._of(builder, self.name + suffix, Text(ko, en))
            for suffix, builder in self.builders.items()
        )
        for variation in new:
            _declare(variation)
        return new

    def _of(self, builder: Callable[..., Any], name: str, text: Text) -> Variation:
        function = functools.partial(builder, **self.changes)
        return Variation(name, self.task, text, function, builder, self.changes, place=self.place)


# ---------------------------------------------------------------- the file that declares them


@dataclass
class _File:
    """What a file that is being loaded has declared so far, and what is wrong with it."""

    declared: list[Program | _Unsaid] = field(default_factory=list)
    faults: list[CourseError] = field(default_factory=list)


_files: list[_File] = []


def _fault(place: tuple[Path, int], ko: str, en: str) -> None:
    """Keep what is declared badly for the end of the file; raise it where there is no file."""
    error = CourseError.at(*place, ko, en)
    if not _files:
        raise error
    _files[-1].faults.append(error)


def _declare(new: Program) -> None:
    if not _files:
        return
    if any((m.task, m.name) == (new.task, new.name) for m in _files[-1].declared):
        _fault(
            new.place,
            f"{new.task}의 {new.name}이(가) 두 번 선언되었습니다. 하나의 이름을 바꾸세요",
            f"{new.name} is declared twice for {new.task}; rename one of the two",
        )
    _files[-1].declared.append(new)


def survey(path: Path) -> tuple[tuple[Program, ...], tuple[CourseError, ...]]:
    """Return the mistakes declared in the file ``path``, in file order, and all its faults.

    Raises whatever the file itself raises.
    """
    _files.append(_File())
    try:
        with course.importable(path.parents[1]):
            course.imported(path)
    finally:
        file = _files.pop()
    unsaid = [m for m in file.declared if isinstance(m, _Unsaid)]
    faults = [*file.faults, *map(_needs_a_sentence, unsaid)]
    return tuple(m for m in file.declared if isinstance(m, Program)), tuple(faults)


def _needs_a_sentence(unsaid: _Unsaid) -> CourseError:
    says = '.says("한국어", "English")'
    return CourseError.at(
        *unsaid.place, f"{unsaid.name}: {says}가 필요합니다", f"{unsaid.name} needs {says}"
    )


@functools.cache
def load(path: Path) -> tuple[Program, ...]:
    """Return the mistakes declared in the file ``path``, in file order; none without one.

    Raises CourseError with file and name for what is declared badly.
    """
    if not path.exists():
        return ()
    found, faults = survey(path)
    if faults:
        raise faults[0]
    return found
