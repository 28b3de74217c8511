"""The course, found by looking: folders are roles, and the shared stem is the exercise.

Nothing here imports or executes a course file: tasks, checks and titles are read from the syntax
tree, so that listing them takes milliseconds. An author's files are read strictly, a student's
leniently: a stub that is half filled in, or does not even parse, still names its exercise.
"""

from __future__ import annotations

import ast
import contextlib
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from rnnlab.text import LANGUAGES, Text, UserError

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
ANSWERS = ".answers"  # the suffix of a file of recorded answers
COMMON = "common"  # the package in tests/ that checks and mistakes share

_PACKAGE = Path(__file__).resolve().parent
_STEM = re.compile(r"ex[0-9]{2}_\w+")
_NUMBER = re.compile(r"(?:ex[ _-]?)?0*([0-9]{1,2})|(?:test_)?ex[ _-]?0*([0-9]{1,2})(?![0-9]).*")
_LANGUAGE = re.compile(r"# %%.*\[markdown\].*\blang=\"(\w+)\"")
_HEADING = re.compile(r"# # (?:[0-9]+\.\s*)?(.+)")


class CourseError(UserError):
    """The course, or the exercise that was asked for, is not there or not well formed."""


@dataclass(frozen=True)
class Check:
    """One test function: what it asks of which task, and what it is worth."""

    name: str
    title: Text
    task: str
    points: int
    hint: Text
    lineno: int


@dataclass(frozen=True)
class Task:
    """One function that students write; ``points`` is the sum over its checks."""

    name: str
    signature: str
    summary: Text
    points: int


@dataclass(frozen=True)
class Exercise:
    """One stem: its files by role, its title, its tasks and its checks in file order."""

    root: Path
    stem: str
    title: Text
    tasks: tuple[Task, ...]
    checks: tuple[Check, ...]

    @property
    def id(self) -> str:
        """The short name, "ex05" of "ex05_sequence_predictor"."""
        return self.stem[:4]

    @property
    def points(self) -> int:
        """The points of all checks."""
        return sum(check.points for check in self.checks)

    @property
    def solution(self) -> Path:
        """The authored prose and code; instructors only."""
        return self.root / "solutions" / f"{self.stem}.py"

    @property
    def stub(self) -> Path:
        """The generated file that students fill in."""
        return self.root / "exercises" / f"{self.stem}.py"

    @property
    def checks_path(self) -> Path:
        """The authored checks."""
        return self.root / "tests" / f"test_{self.stem}.py"

    @property
    def mistakes_path(self) -> Path:
        """The authored mistakes."""
        return self.root / "tests" / "mistakes" / f"{self.stem}.py"

    @property
    def answers_path(self) -> Path:
        """What the mistakes answered, which a course for students has in their place."""
        return self.mistakes_path.with_suffix(ANSWERS)

    @property
    def common_paths(self) -> tuple[Path, ...]:
        """What the checks and mistakes of the whole course share."""
        return tuple(sorted((self.root / "tests" / COMMON).glob("*.py")))

    def notebook(self, lang: str) -> Path:
        """Return the generated notebook in ``lang``, "ko" or "en"."""
        return self.root / "notebooks" / lang / f"{self.stem}.ipynb"


def root() -> Path:
    """Return the course's folder.

    That is ``RNNLAB_COURSE``, else the checkout that holds this package, else the first course
    from the working directory upwards, else the copy inside an installed package.
    Raises CourseError when there is none.
    """
    wanted = os.environ.get("RNNLAB_COURSE")
    if wanted:
        if not _is_course(Path(wanted)):
            raise CourseError(
                f"RNNLAB_COURSE={wanted}: exercises/ 옆에 tests/가 없습니다. 과목 폴더를 정하세요.",
                f"RNNLAB_COURSE={wanted} has no tests/ beside exercises/",
            )
        return Path(wanted).resolve()
    here = Path.cwd()
    places = [_PACKAGE.parent, here, *here.parents, _PACKAGE / "_course"]
    found = next((place for place in places if _is_course(place)), None)
    if found is None:
        raise CourseError(
            f"{here}에도 그 위에도 과목이 없습니다. RNNLAB_COURSE로 과목의 폴더를 정하세요.",
            f"no course in {here} or above it; set RNNLAB_COURSE to its folder",
        )
    return found


def exercises() -> list[Exercise]:
    """Return every exercise, in the order of their numbers."""
    folder = root()
    return [read(folder, stem) for stem in stems(folder).values()]


def exercise(key: str | Path) -> Exercise:
    """Return the exercise that ``key`` names, as :func:`named` does. Raises CourseError."""
    return read(root(), named(key))


def named(key: str | Path) -> str:
    """Return the stem that ``key`` names: "ex05", "5", a stem, or a file's name or path.

    A file counts by the start of its name, so "Ex05 - copy.ipynb" is ex05.
    Raises CourseError, with the list of those there are, for anything else.
    """
    known = stems(root())
    match = _NUMBER.fullmatch(Path(key).stem.lower())
    stem = known.get(f"ex{int(match[1] or match[2]):02d}") if match else None
    if stem is None:
        raise CourseError(
            f"{str(key)!r}라는 실습은 없습니다. 있는 실습: {', '.join(known) or '없음'}",
            f"no exercise {str(key)!r}; there are: {', '.join(known) or 'none'}",
        )
    return stem


def stems(folder: Path) -> dict[str, str]:
    """Map each id to its stem, sorted: of the solutions and, for students, of the stubs."""
    paths = [p for role in ("solutions", "exercises") for p in (folder / role).glob("ex*.py")]
    found: dict[str, str] = {}
    for stem in sorted({p.stem for p in paths if _STEM.fullmatch(p.stem)}):
        if found.setdefault(stem[:4], stem) != stem:
            names = found[stem[:4]], stem
            raise CourseError(
                f"번호가 {stem[:4]}인 실습이 둘입니다: {', '.join(names)}. 하나의 이름을 바꾸세요.",
                f"two exercises are {stem[:4]}: {' and '.join(names)}; rename one of them",
            )
    return found


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


def parse(path: Path | str, source: str) -> ast.Module:
    """Return the syntax tree. Raises CourseError with file and line when there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "\\d" in a student's string is not our business
            return ast.parse(source)
    except SyntaxError as error:
        what = f"{path}:{error.lineno}: {error.msg}"
        raise CourseError(f"{what} (파이썬 문법 오류)", what) from None
    except ValueError as error:  # a null byte, up to Python 3.11
        raise CourseError(f"{path}:1: {error} (파이썬 문법 오류)", f"{path}:1: {error}") from None


@contextlib.contextmanager
def importable(tests: Path) -> Iterator[None]:
    """Let ``common`` be the package of that name in ``tests`` within the block, and only there.

    What was imported by that name before, of another course or a student's own, is put back.
    """
    others = _taken_out()
    sys.path.insert(0, str(tests))
    try:
        yield
    finally:
        sys.path.remove(str(tests))
        _taken_out()
        sys.modules.update(others)


def _taken_out() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.partition(".")[0] == COMMON]
    return {name: sys.modules.pop(name) for name in names}


def _is_course(folder: Path) -> bool:
    roles = (folder / "exercises", folder / "solutions")
    return (folder / "tests").is_dir() and any(role.is_dir() for role in roles)


def _authored(path: Path) -> tuple[Text, dict[str, tuple[str, Text]]]:
    """Return the title and the tasks of a solution: the functions that hold a BEGIN marker."""
    source = path.read_text(encoding="utf-8")
    titles = _titles(source)
    missing = [lang for lang in LANGUAGES if lang not in titles]
    if missing:
        raise CourseError(
            f'{path}:1: lang={missing}인 마크다운 셀에 "# # 제목" 줄이 필요합니다',
            f'{path}:1: no "# # Title" line in a markdown cell with lang={missing}',
        )
    lines = source.split("\n")  # as the syntax tree counts them
    functions = {}
    for node in _functions(parse(path, source)):
        body = lines[node.lineno - 1 : node.end_lineno]
        if any(line.strip() == BEGIN for line in body):
            functions[node.name] = _signature(node), _docstring(path, node, _described)
    return Text(**titles), functions


def _handed_out(path: Path, checked: list[str]) -> tuple[Text, dict[str, tuple[str, Text]]]:
    """Return the title and the tasks of a stub, which its student may have edited freely.

    A task is what a check asks for, also once it is filled in, renamed or gone, or a function
    that still raises NotImplementedError.
    """
    source = path.read_text(encoding="utf-8", errors="replace")
    try:
        nodes = list(_functions(parse(path, source)))
    except CourseError:
        nodes = []
    functions = {}
    for node in nodes:
        if node.name in checked or any(map(_not_implemented, ast.walk(node))):
            functions[node.name] = _signature(node), _summary(node)
    for name in checked:
        functions.setdefault(name, (f"{name}(...)", Text(name, name)))
    plain = dict.fromkeys(LANGUAGES, path.stem)
    return Text(**plain | _titles(source)), functions


def _checks(path: Path, tasks: set[str] | None) -> Iterator[Check]:
    """Yield the checks of a file; with no ``tasks`` known, every parameter but rng is one."""
    if not path.exists():
        return
    seen = set()
    for node in _functions(parse(path, path.read_text(encoding="utf-8"))):
        if not node.name.startswith("test_"):
            continue
        if node.name in seen:
            raise _problem(path, node, "두 번 정의되었습니다", "is defined twice")
        seen.add(node.name)
        task, value = _task(path, node, tasks), _points(path, node)
        title, hint = (_docstring(path, node, read) for read in (Text.parse, Text.parse_hint))
        yield Check(node.name, title, task, value, hint, node.lineno)


def _task(path: Path, node: ast.FunctionDef, tasks: set[str] | None) -> str:
    names = [a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg) and a.arg != "rng"]
    asked = [name for name in names if tasks is None or name in tasks]
    if len(asked) != 1:
        ko, en = (
            (f"{', '.join(asked)}", f"it has {', '.join(asked)}")
            if asked
            else ("없음", "it has none")
        )
        raise _problem(
            path,
            node,
            f"과제 함수 하나를 매개변수로 받아야 합니다. 지금은: {ko}",
            f"needs exactly one task as a parameter; {en}",
        )
    strange = [name for name in names if name not in asked]
    if strange:
        raise _problem(
            path,
            node,
            f"매개변수 {strange[0]}은(는) 이 실습의 과제도 rng도 아닙니다",
            f"takes {strange[0]}, neither a task of this exercise nor rng",
        )
    return asked[0]


def _points(path: Path, node: ast.FunctionDef) -> int:
    """Return the literal N of ``@points(N)``."""
    calls = [d for d in node.decorator_list if isinstance(d, ast.Call) and _is_points(d.func)]
    match calls:
        case [ast.Call(args=[ast.Constant(value)], keywords=[])] if (
            type(value) is int and value > 0
        ):
            return value
    raise _problem(
        path,
        node,
        "@points(N)이 하나 필요합니다. N은 1 이상의 정수입니다",
        "needs one @points(N), N a whole number above 0",
    )


def _is_points(func: ast.expr) -> bool:
    return getattr(func, "id", getattr(func, "attr", None)) == "points"


def _docstring(path: Path, node: ast.FunctionDef, read: Callable[[str | None], Text]) -> Text:
    try:
        return read(ast.get_docstring(node))
    except ValueError as error:
        raise _problem(
            path,
            node,
            "독스트링에 한국어와 영어 문장이, 검사에는 → 힌트 두 줄도 필요합니다",
            f"has no full docstring: {error}",
        ) from None


def _described(docstring: str | None) -> Text:
    """Read a task's docstring: what follows its first two paragraphs is for students alone."""
    return Text.parse(docstring, more=True)


def _summary(node: ast.FunctionDef) -> Text:
    try:
        return _described(ast.get_docstring(node))
    except ValueError:
        return Text(node.name, node.name)


def _signature(node: ast.FunctionDef) -> str:
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"{node.name}({ast.unparse(node.args)}){returns}"


def _titles(source: str) -> dict[str, str]:
    """Map each language to the first heading in a markdown cell of that language."""
    titles: dict[str, str] = {}
    lang = None
    for line in source.split("\n"):
        if line.startswith("# %%"):
            cell = _LANGUAGE.match(line)
            lang = cell[1] if cell else None
        elif lang in LANGUAGES and (heading := _HEADING.fullmatch(line)):
            titles.setdefault(lang, heading[1].strip())
    return titles


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in tree.body if isinstance(node, ast.FunctionDef))


def _not_implemented(node: ast.AST) -> bool:
    raised = node.exc if isinstance(node, ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _problem(path: Path, node: ast.FunctionDef, ko: str, en: str) -> CourseError:
    where = f"{path}:{node.lineno}: {node.name}"
    return CourseError(f"{where}: {ko}", f"{where} {en}")
