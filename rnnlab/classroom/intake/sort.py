"""Whose each file of a class is, which exercise it is for, and which of several is graded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from rnnlab import course, source
from rnnlab.classroom.intake import content
from rnnlab.classroom.intake.archive import MAX_OWN_FILES, Entry, attempt, is_zip, shown
from rnnlab.classroom.intake.content import NOTEBOOK, PYTHON, Content
from rnnlab.classroom.intake.layout import Downloads, Origin, is_work, named
from rnnlab.source import Submission
from rnnlab.text import Text, line, particle


@dataclass(frozen=True)
class Intake:
    """What was found: submissions, students without any file, and what was skipped, with why."""

    submissions: list[Submission]
    empty: list[str]
    skipped: list[Text]


def fit(name: str, exercise: str) -> tuple[bool, ...]:
    """Return what sorts a student's files for an exercise by their names, the one to grade first.

    That is the one of the exercise's own name, then one that stands for it, then a notebook.
    """
    own = Path(name).stem == exercise, named(name) == exercise
    return *(not good for good in own), not name.lower().endswith(NOTEBOOK)


@dataclass(frozen=True)
class _File:
    """A file of a student, with the ``names`` of its folders and its own below the student's.

    What cannot be graded has no ``content`` and perhaps a ``problem``.
    """

    entry: Entry
    names: tuple[str, ...]
    origin: Origin | None
    content: Content | None = None
    problem: Text | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return next((name for name in reversed(self.names) if name), self.entry.parts[0])

    @property
    def given(self) -> tuple[str, int]:
        """The name that the student gave, and how often a platform says that it came."""
        return self.origin.given(self.name) if self.origin else (self.name, 0)

    @property
    def exercise(self) -> str | None:
        """The exercise that the file's name, or else a folder's, stands for or mentions."""
        names = [self.given[0], *reversed(self.names[:-1])]
        found = [named(name) for name in names] + [course.mentioned(name) for name in names]
        return next(filter(None, found), None)

    @property
    def read_as(self) -> str:
        """What it would be called with the right suffix, "" if it has it."""
        return content.right_name(self.name, self.content.kind) if self.content else ""

    @property
    def likeness(self) -> str | None:
        """The exercise that its functions are of."""
        return content.likeness(self.content) if self.content else None

    def defines(self, exercise: str) -> bool:
        """Whether it defines a function of the exercise's."""
        tasks = content.tasks_of_the_course().get(exercise, frozenset())
        return bool(self.content and self.content.defined & tasks)

    def rank(self, exercise: str) -> tuple[object, ...]:
        """Return what sorts the files of one exercise, the one to be graded first."""
        tasks = content.tasks_of_the_course().get(exercise, frozenset())
        worked = self.content.worked & tasks if self.content else ()
        name, times = self.given
        newest = -(self.origin.upload if self.origin else 0), -times
        suffixed = not self.read_as
        return not worked, not suffixed, *fit(name, exercise), *newest, len(self.names), self.names


@dataclass
class _Student:
    """What is there of a student. ``rest`` cannot be graded. ``stamps`` lie in which folders."""

    files: list[_File] = field(default_factory=list)
    rest: list[_File] = field(default_factory=list)
    stamps: dict[tuple[str, ...], tuple[str, Path]] = field(default_factory=dict)


class Sorter:
    """Sorts out whose the entries of a class are, and which exercise a file is for.

    ``hints`` are names of the whole, the nearest first; ``only`` are the exercises wanted, if any.
    """

    def __init__(
        self, downloads: Downloads, hints: Iterable[str], only: Collection[str] = ()
    ) -> None:
        self._downloads, self._only = downloads, only
        hinted = filter(None, map(course.mentioned, hints))
        self._likely = [*(only if len(only) == 1 else ()), *hinted]
        self._students: dict[str, _Student] = {}
        self._skipped: list[Text] = []

    def intake(self, entries: list[Entry]) -> Intake:
        """Return what is to be graded, sorted by student and exercise."""
        for entry in entries:
            origin = self._downloads.origin(entry.parts[0]) if entry.parts else None
            if len(entry.parts) > 1 or origin:
                self._add(entry, origin)
            elif entry.problem:
                self._skipped.append(entry.problem)
            elif entry.path and (is_work(entry.parts[0]) or is_zip(entry.parts[0])):
                self._skipped.append(_nobodys(entry.parts[0]))
        found = [s for student in sorted(self._students) for s in self._submissions(student)]
        empty = [name for name, of in self._students.items() if not (of.files or of.rest)]
        return Intake(found, sorted(empty), self._skipped)

    def _add(self, entry: Entry, origin: Origin | None) -> None:
        first, *names = entry.parts
        of = self._students.setdefault(self._downloads.student(first), _Student())
        names = [origin.file, *names] if origin and origin.file else names
        name = names[-1] if names else ""
        file = _File(entry, tuple(names), origin, problem=entry.problem)
        if name in self._downloads.stamps:  # in a download, or a zip, its student made it
            if entry.path and not origin and not entry.own:
                of.stamps[tuple(names[:-1])] = name, entry.path
        elif entry.problem:
            of.rest.append(file)
        elif entry.path and len(of.files) < MAX_OWN_FILES:
            self._look(of, file, entry.path)
        elif name:
            of.rest.append(replace(file, problem=_too_many()) if entry.path else file)

    def _look(self, of: _Student, file: _File, path: Path) -> None:
        found = attempt(shown(file.entry.parts), lambda: content.read(file.name, source.read(path)))
        if isinstance(found, Text):
            of.rest.append(replace(file, problem=found))
        elif found.kind:
            of.files.append(replace(file, content=found))
        else:
            of.rest.append(file)

    def _submissions(self, student: str) -> Iterator[Submission]:
        """Yield a submission for each exercise of which the student handed something in."""
        of = self._students[student]
        groups = self._groups(of)
        for exercise in sorted(groups):
            if groups[exercise].files:
                yield self._best(student, of, exercise, groups[exercise])
            elif groups[exercise].rest:
                yield _unusable(student, exercise, groups[exercise].rest)

    def _groups(self, of: _Student) -> dict[str, _Student]:
        """Return a student's files by exercise, those that are wanted.

        All that are for no exercise are one group, called as the file to grade first.
        """
        known = {stem for file in of.files if (stem := file.exercise or file.likeness)}
        groups: dict[str, _Student] = {}
        unknown = _Student()
        for file in (*of.files, *of.rest):
            exercise = self._exercise(file, known)
            group = groups.setdefault(exercise, _Student()) if exercise else unknown
            (group.files if file.content else group.rest).append(file)
        if unknown.files or (unknown.rest and not groups):
            first = min(unknown.files or unknown.rest, key=lambda file: file.rank(""))
            groups[Path(first.name).stem] = unknown
        elif groups:
            groups[min(groups)].rest += unknown.rest
        return self._wanted(groups)

    def _exercise(self, file: _File, known: Collection[str]) -> str | None:
        """Return which exercise a file is for: by its name, or by what is in it and around it.

        A file that defines nothing of an exercise's is taken for a helper of the others.
        """
        if file.exercise:
            return file.exercise
        for exercise in self._likely:
            if file.defines(exercise) or not known or known == {file.likeness}:
                return exercise
        return file.likeness or min(known, default=None)

    def _wanted(self, groups: dict[str, _Student]) -> dict[str, _Student]:
        """Leave out other exercises than those wanted, if a file's being for one is beyond doubt.

        What came for an assignment, by a platform, is named even if it is for another one.
        """
        if not self._only:
            return groups
        stems = content.stems()
        wanted = {n: group for n, group in groups.items() if n in self._only or n not in stems}
        strange = [f for group in groups.values() for f in (*group.files, *group.rest) if f.origin]
        if not wanted and len(self._only) == 1 and strange:
            (exercise,) = self._only
            wanted[exercise] = _Student(rest=[_of_another(file, exercise) for file in strange])
        return wanted

    def _best(self, student: str, all_: _Student, exercise: str, group: _Student) -> Submission:
        """Return the file to be graded of several, with remarks on the others."""
        first, *others = sorted(group.files, key=lambda f: (_alien(f, exercise), *f.rank(exercise)))
        lost = list(dict.fromkeys(file.problem for file in group.rest if file.problem))
        self._skipped += lost
        submitted, remarks = self._submitted(all_, first)
        if first.exercise != exercise and exercise in content.stems():
            remarks += (_guessed(first.name, exercise),)
        if first.read_as:
            remarks += (_renamed(first),)
        return Submission(
            student,
            exercise,
            first.entry.path or Path(first.name),
            tuple(file.entry.parts[-1] for file in others),
            submitted,
            (*remarks, *lost),
            read_as=first.read_as,
            problem=_looks_like(first, exercise),
            helpers=tuple(_modules(first, all_.files)),
        )

    def _submitted(self, of: _Student, file: _File) -> tuple[str, tuple[Text, ...]]:
        """Return when a file was handed in, "" if that is not known, and what to say of it."""
        if file.origin:
            return "", file.origin.remarks
        near = (of.stamps.get(file.names[:-1][:1]), of.stamps.get(()))
        stamp = next(filter(None, near), None)
        if stamp is None:
            return "", ()
        name, path = stamp
        time = attempt(name, lambda: _iso(self._downloads.stamps[name](source.read(path))))
        return (time, ()) if isinstance(time, str) else ("", (_no_time(name),))


def _iso(time: datetime) -> str:
    time.astimezone()  # a time at the end of all days has none
    return time.isoformat(timespec="seconds")


def _alien(file: _File, exercise: str) -> bool:
    """Whether what is in a file is another exercise's."""
    return bool(file.content and content.likeness(file.content, exercise))


def _modules(file: _File, files: Iterable[_File]) -> Iterator[tuple[str, Path]]:
    """Yield the Python files that lie beside and below a file: their names there, and where."""
    folder = file.names[:-1]
    for other in files:
        name = (*other.names[len(folder) : -1], other.given[0])
        beside = other.names[: len(folder)] == folder and name[-1].lower().endswith(PYTHON)
        if beside and other is not file and other.entry.path:
            yield "/".join(name), other.entry.path


def _unusable(student: str, exercise: str, rest: list[_File]) -> Submission:
    """Return what is not graded: none of the files can be."""
    first = next((file for file in rest if file.problem), rest[0])
    others = tuple(file.name for file in rest if file is not first)
    path = first.entry.path or Path(first.name)
    problem = first.problem or _no_notebook([file.name for file in rest])
    return Submission(student, exercise, path, others if first.problem else (), problem=problem)


def _looks_like(file: _File, exercise: str) -> Text | None:
    return content.looks_like(file.content, file.name, exercise) if file.content else None


def _of_another(file: _File, exercise: str) -> _File:
    if file.problem or not file.exercise:
        return replace(file, problem=file.problem or _looks_like(file, exercise))
    name, that = line(file.name), file.exercise[:4]
    why = Text(
        f"{name}: 다른 실습({that})의 파일이어서 채점하지 않았습니다.",
        f"{name}: it is for another exercise, {that}, so it was not graded.",
    )
    return replace(file, problem=why)


def _guessed(name: str, exercise: str) -> Text:
    name, known = line(name), exercise[:4]
    return Text(
        f"{name}: 이름만으로는 어느 실습인지 알 수 없어서 {known}{particle(known, '으로/로')} 보고 "
        "채점했습니다.",
        f"{name}: its name tells no exercise. It was taken for {known}.",
    )


def _renamed(file: _File) -> Text:
    name, kind = line(file.name), Path(file.read_as).suffix
    return Text(
        f"{name}: 내용이 {kind} 파일이어서 그렇게 읽었습니다. 확장자를 {kind}로 고치세요.",
        f"{name}: it holds a {kind} file and was read as one. Mend its suffix.",
    )


def _no_notebook(names: list[str]) -> Text:
    what = ", ".join(map(line, names[:10])) + ("…" if len(names) > 10 else "")
    return Text(
        f"{what}: 노트북(.ipynb)이나 .py 파일이 아니어서 채점하지 않았습니다. "
        "노트북 파일 자체를 내야 합니다.",
        f"{what}: no notebook (.ipynb) and no .py file, so it was not graded. "
        "The notebook itself is to be handed in.",
    )


def _too_many() -> Text:
    return Text(
        f"파일이 {MAX_OWN_FILES}개보다 많아서 나머지는 보지 않았습니다.",
        f"There are more than {MAX_OWN_FILES} files; the others were not looked at.",
    )


def _no_time(stamp: str) -> Text:
    return Text(
        f"{stamp}에서 시각을 읽을 수 없어 언제 냈는지 모릅니다.",
        f"No time can be read from {stamp}, so it is not known when this was handed in.",
    )


def _nobodys(name: str) -> Text:
    return Text(
        f"{shown((name,))}: 누구의 파일인지 이름으로 알 수 없어 채점하지 않았습니다. "
        "학생 이름의 폴더에 넣으세요.",
        f"{shown((name,))}: its name does not tell whose it is, so it was not graded. "
        "Put it into a folder named for the student.",
    )
