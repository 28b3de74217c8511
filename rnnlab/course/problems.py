"""All that is wrong with the files of a course, found without running any of them.

Reading an exercise stops at the first; an author wants all of them, each with its line.
"""

from __future__ import annotations

import ast
import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from rnnlab.course import authored, build, cells, find
from rnnlab.course.exercise import COMMON, CourseError, Exercise
from rnnlab.course.read import read
from rnnlab.text import LANGUAGES, Text

_TAKEN = ("rng", "request")  # parameters of a check that are no task


class Problem(NamedTuple):
    """What is wrong in a line of an author's file, and what to do; a warning may stay."""

    path: Path
    lineno: int
    text: Text
    warning: bool = False

    @classmethod
    def of(cls, error: CourseError) -> Problem:
        """Return what was raised for a line of a file."""
        assert error.at_line is not None
        return cls(*error.at_line)

    def __str__(self) -> str:
        path = self.path
        with contextlib.suppress(ValueError):
            path = path.relative_to(Path.cwd())
        kind = Text("경고: ", "warning: ") if self.warning else ""
        return f"{path}:{self.lineno}: {kind}{self.text}"


def at(path: Path, lineno: int, ko: str, en: str, *, warning: bool = False) -> Problem:
    return Problem(path, lineno, Text(ko, en), warning)


def bare(folder: Path, stem: str) -> Exercise:
    """Return an exercise of which only the places of its files are known."""
    return Exercise(folder, stem, Text(stem, stem), (), ())


# ------------------------------------------------------------------------------- one exercise


def of_exercise(folder: Path, stem: str) -> Iterator[Problem]:
    """Yield what is wrong with an exercise's three authored files."""
    files = bare(folder, stem)
    found: list[Problem] = []
    tasks = _of_solution(files.solution, found)
    asked = _of_checks(files.checks_path, tasks, found)
    for name, node in (tasks or {}).items():
        if asked is not None and name not in asked:
            place = files.solution, node.lineno
            found.append(without(place, name, ("검사", "check"), files.checks_path))
    _tree(files.mistakes_path, found, ("틀린 답", "mistakes"))
    yield from dict.fromkeys(found)


def place_of(exercise: Exercise, task: str) -> tuple[Path, int]:
    """Return where the solution of a task is written."""
    tree = authored.parse(exercise.solution, authored.text_of(exercise.solution))
    nodes = authored.functions_in(tree)
    return exercise.solution, next(node.lineno for node in nodes if node.name == task)


def without(place: tuple[Path, int], task: str, what: tuple[str, str], missing: Path) -> Problem:
    """Return the problem of a task for which the file ``missing`` should have something."""
    ko, en = what
    return at(
        *place,
        f"{task}: {ko}이(가) 하나도 없습니다. {missing.name}에 쓰세요",
        f"{task} has no {en}: write one into {missing.name}",
    )


def unspoken(path: Path, lineno: int, name: str, text: Text) -> Iterator[Problem]:
    """Yield the languages in which ``text``, of the function ``name``, only seems to be there."""
    hangul = {lang: sum("가" <= letter <= "힣" for letter in text.to(lang)) for lang in LANGUAGES}
    latin = sum(letter.isascii() and letter.isalpha() for letter in text.en)
    if not hangul["ko"]:
        yield at(
            path,
            lineno,
            f"{name}: 한국어 글에 한글이 없습니다: {text.ko[:40]!r}. 한국어로 쓰세요",
            f"{name}: the Korean text has no Hangul: {text.ko[:40]!r}; write it in Korean",
        )
    if latin <= hangul["en"]:
        yield at(
            path,
            lineno,
            f"{name}: 영어 글이 영어가 아닙니다: {text.en[:40]!r}. 영어로 쓰세요",
            f"{name}: the English text is not English: {text.en[:40]!r}; write it in English",
        )


class _into:  # noqa: N801  it is used as a statement
    """Keep what is raised for a line of a file among the problems."""

    def __init__(self, found: list[Problem]) -> None:
        self._found = found

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> bool:
        if not (isinstance(error, CourseError) and error.at_line):
            return False
        self._found.append(Problem.of(error))
        return True


def _tree(path: Path, found: list[Problem], what: tuple[str, str]) -> tuple[str, ast.Module] | None:
    """Return an authored file's text and syntax tree, or None where it has none."""
    if not path.is_file():
        ko, en = what
        found.append(
            at(
                path,
                1,
                f"{ko} 파일이 없습니다. 새로 만드세요",
                f"there is no file of {en}; write it",
            )
        )
        return None
    with _into(found):
        source = authored.text_of(path)
        return source, authored.parse(path, source)
    return None


def _of_solution(path: Path, found: list[Problem]) -> dict[str, ast.FunctionDef] | None:
    """Return the tasks, or None where they cannot be told."""
    parsed = _tree(path, found, ("정답", "solutions"))
    if parsed is None:
        return None
    source, tree = parsed
    with _into(found):
        found += unspoken(path, 1, "title", authored.title_of(path, source))
    markers: list[Problem] = []
    with _into(markers):
        build.stub(source, path)
    found += markers
    tasks: dict[str, ast.FunctionDef] = {}
    for node in authored.tasks_in(source, tree):
        found += _of_task(path, node, tasks)
        tasks[node.name] = node
    found += map(Problem.of, cells.broken(path, source, tasks))
    found += _of_prose(path, source)
    if not (tasks or markers):
        found.append(
            at(
                path,
                1,
                "과제가 없습니다. 함수의 본문에 ### BEGIN SOLUTION과 ### END SOLUTION을 쓰세요",
                "no task: write ### BEGIN SOLUTION and ### END SOLUTION into a function's body",
            )
        )
    return tasks or None


def _of_task(path: Path, node: ast.FunctionDef, before: Iterable[str]) -> list[Problem]:
    found: list[Problem] = []
    if node.name in before:
        found.append(Problem.of(authored.defined_twice(path, node)))
    if node.name in _TAKEN:
        found.append(
            at(
                path,
                node.lineno,
                f"과제의 이름이 {node.name}일 수 없습니다. 검사가 쓰는 이름입니다",
                f"no task can be called {node.name}, which checks use; rename it",
            )
        )
    with _into(found):
        text = authored.summary_of(path, node)
        english = "" if text.en.startswith(("Args:", "Returns:")) else text.en
        found += unspoken(path, node.lineno, node.name, text._replace(en=english))
    return found


def _of_prose(path: Path, source: str) -> Iterator[Problem]:
    for cell in cells.untranslated(source):
        other = next(lang for lang in LANGUAGES if lang != cell.lang)
        yield at(
            path,
            cell.lineno,
            f'이 글은 lang="{cell.lang}"만 있습니다. 바로 옆에 lang="{other}"인 셀을 쓰세요',
            f'this prose is in lang="{cell.lang}" alone: write a lang="{other}" cell beside it',
        )
    for cell in cells.cells(source):
        if cell.prose and cell.lang in LANGUAGES:
            text = " ".join(cell.lines).strip(" #")
            both = Text("한글", "English")._replace(**{cell.lang: text})
            yield from unspoken(path, cell.lineno, "prose", both)


def _of_checks(path: Path, tasks: Iterable[str] | None, found: list[Problem]) -> set[str] | None:
    """Return the tasks that are asked for, or None where that cannot be known."""
    parsed = _tree(path, found, ("검사", "checks"))
    if parsed is None:
        return None
    found += _of_imports(path, parsed[1])
    asked, names = set(), set()
    for node in authored.checks_in(parsed[1]):
        if node.name in names:
            found.append(Problem.of(authored.defined_twice(path, node)))
        names.add(node.name)
        if tasks is not None:
            with _into(found):
                asked.add(authored.task_of(path, node, set(tasks)))
        found += _of_check(path, node)
    return None if tasks is None else asked


def _of_check(path: Path, node: ast.FunctionDef) -> list[Problem]:
    found: list[Problem] = []
    with _into(found):
        authored.points_of(path, node)
    with _into(found):
        found += unspoken(path, node.lineno, node.name, authored.sentence_of(path, node))
    if ast.get_docstring(node):
        with _into(found):
            found += unspoken(path, node.lineno, node.name, authored.hint_of(path, node))
    return found


def _of_imports(path: Path, tree: ast.Module) -> Iterator[Problem]:
    """Yield the lines that reach for a solution, which students do not have."""
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if any(name.startswith("solutions") or find.is_stem(name) for name in names):
            yield at(
                path,
                node.lineno,
                "정답을 import합니다. 학생에게는 정답이 없으니 기대하는 값을 여기서 구하세요",
                "imports a solution, which students do not have: compute what you expect here",
            )


# ------------------------------------------------------------------------------- the course


def stems(folder: Path) -> list[str]:
    """Return the names of the solutions there are, also where two have one number."""
    return [p.stem for p in _files(folder / "solutions") if find.is_stem(p.stem)]


def of_course(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with no exercise of its own: names, stray files, what is shared."""
    numbers: dict[str, str] = {}
    for path in _files(folder / "solutions"):
        if not (path.suffix == ".py" and find.is_stem(path.stem)):
            yield at(
                path,
                1,
                "정답 파일의 이름은 ex05_name.py처럼 지어야 합니다. 이름을 바꾸거나 지우세요",
                "a solution is called as ex05_name.py is; rename or remove this file",
            )
        elif numbers.setdefault(path.stem[:4], path.stem) != path.stem:
            first = numbers[path.stem[:4]]
            yield at(
                path,
                1,
                f"번호가 {path.stem[:4]}인 실습이 또 있습니다({first}). 하나의 이름을 바꾸세요",
                f"{first} is {path.stem[:4]} too; rename one of them",
            )
    yield from _strays(folder, set(stems(folder)))
    for path in sorted((folder / "tests" / COMMON).glob("*.py")):
        found: list[Problem] = []
        parsed = _tree(path, found, ("공용", "shared code"))
        yield from [*found, *(_of_imports(path, parsed[1]) if parsed else ())]


def _files(folder: Path) -> list[Path]:
    """Return the files in a folder but those that begin with a dot, as editors' own do."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(p for p in found if p.is_file() and not p.name.startswith("."))


def _strays(folder: Path, known: set[str]) -> Iterator[Problem]:
    roles = ["exercises", "tests/mistakes", *(f"notebooks/{lang}" for lang in LANGUAGES)]
    found = [p for role in roles for p in _files(folder / role) if p.stem not in known]
    found += [
        p
        for p in _files(folder / "tests")
        if p.name.startswith("test_") and p.stem.removeprefix("test_") not in known
    ]
    for path in found:
        yield at(
            path,
            1,
            "이 이름의 정답이 solutions/에 없습니다. 이름을 바꾸거나 지우세요",
            "no solution in solutions/ has this name; rename or remove this file",
        )


# ------------------------------------------------------------------------------- what is made


def well_formed(folder: Path, stem: str) -> tuple[Exercise | None, list[Problem]]:
    """Return an exercise, and which of its stub and notebooks are not what its solution makes them.

    One that cannot be read, which has problems enough, is None.
    """
    files = bare(folder, stem)
    if not (files.checks_path.is_file() and files.mistakes_path.is_file()):
        return None, []
    found: list[Problem] = []
    try:
        authored.parse(files.mistakes_path, authored.text_of(files.mistakes_path))
        exercise = read(folder, stem)
        for path, content in build.generated(exercise):
            found += _differing(path, content)
    except CourseError as error:
        if not error.at_line:
            raise
        return None, []
    return exercise, found


def page_out_of_step(folder: Path) -> Iterator[Problem]:
    """Yield the README if its table is not that of the exercises."""
    page = folder / "README.md"
    with contextlib.suppress(CourseError):  # of an exercise that cannot be read
        if page.is_file():
            yield from _differing(page, build.readme(authored.text_of(page), folder))


def _differing(path: Path, content: str) -> Iterator[Problem]:
    held = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    if held == content:
        return
    lines, wanted = held.split("\n"), content.split("\n")
    pairs = zip(lines, wanted, strict=False)
    lineno = next((i for i, (a, b) in enumerate(pairs, 1) if a != b), min(len(lines), len(wanted)))
    missing = not path.is_file()
    ko = "아직 없습니다" if missing else "원본과 다릅니다"
    en = "is not there yet" if missing else "is out of step with what it is made from"
    yield at(path, lineno, f"{ko}. rnnlab build를 실행하세요", f"{en}: run rnnlab build")
