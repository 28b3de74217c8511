"""What students get, made from what authors write: solution → stub → notebook.

``stub`` and ``notebook`` are pure; ``build`` writes what they return, or says what is out of step.
The same solution and checks give the same bytes everywhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from rnnlab import course
from rnnlab.course import BEGIN, CHECK_CELL, END, CourseError, Exercise
from rnnlab.course.authored import text_of
from rnnlab.course.cells import broken
from rnnlab.files import write_whole
from rnnlab.text import LANGUAGES

PLACEHOLDER = ("# 여기에 코드를 작성하세요. / Write your code here.", "raise NotImplementedError")

_KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_ROLES = ("exercises/ex[0-9][0-9]_*.py", "notebooks/*/ex[0-9][0-9]_*.ipynb")
_TABLE = re.compile(r"(<!-- exercises -->).*?(<!-- /exercises -->)", re.DOTALL)


def stub(solution: str, name: str | Path = "<solution>") -> str:
    """Return ``solution`` (percent format) with a placeholder for each SOLUTION region.

    Every region raises NotImplementedError, so that a half-filled task is still not attempted;
    docstrings, prose and the code around the regions stay. A stub is its own stub.
    Raises CourseError, with ``name`` and line, for a region that cannot be replaced or a source
    that does not parse.
    """
    lines = solution.split("\n")  # as the syntax tree counts them
    kept, after = [], 0
    for begin, end in _regions(solution, name):
        indent = lines[begin - 1].partition("#")[0]
        kept += lines[after : begin - 1] + [indent + line for line in PLACEHOLDER]
        after = end
    result = "\n".join(kept + lines[after:])
    course.parse(f"{name} (its stub)", result)
    return result


def notebook(exercise: Exercise, lang: str, *, solved: bool = False) -> str:
    """Return the exercise's notebook in ``lang`` as JSON (nbformat 4.5) with nbgrader's metadata.

    After each task comes a locked ``check(task)`` cell that is worth the task's points.
    ``solved`` keeps the solutions and their markers, as ``nbgrader generate_assignment`` wants its
    source. Raises CourseError for a cell in an unknown language, and for one that holds two tasks.
    """
    nbformat, jupytext = _tools()
    path = exercise.solution
    source = text_of(path)
    # Without comment_magics jupytext takes "# copy the weights" for a command of the shell's.
    percent = {"extension": ".py", "format_name": "percent", "comment_magics": False}
    authored = jupytext.reads(source if solved else stub(source, path), fmt=percent).cells
    points = {task.name: task.points for task in exercise.tasks}
    for error in broken(path, source, points):
        raise error
    cells: list[Any] = []
    for cell in _spoken(authored, lang):
        cell.id = f"{exercise.id}-{lang}-{len(cells):02}"
        cells.append(cell)
        for task in _tasks(cell, points):
            cells.append(nbformat.v4.new_code_cell(f"check({task})"))
            _graded(cell, task)
            _graded(cells[-1], f"{CHECK_CELL}{task}", points=points[task])
    book = nbformat.v4.new_notebook(cells=cells, metadata=_KERNEL)
    return nbformat.writes(book, indent=1, ensure_ascii=False) + "\n"


def build(root: Path, check: bool = False) -> list[Path]:
    """Write the stubs and notebooks of every solution and return the files that changed.

    With ``check``, nothing is written, and the files returned are those that are out of step,
    missing, or left over from a solution that is gone (which only a person should delete).
    Raises CourseError, before anything is written, when an exercise is not well formed.
    """
    wanted = dict(_generated(course.with_solutions(root)))
    stale = [path for path, content in wanted.items() if not _holds(path, content)]
    if check:
        found = [path for role in _ROLES for path in sorted(root.glob(role))]
        return stale + [path for path in found if path not in wanted]
    for path in stale:
        write_whole(path, wanted[path])
    return stale


def _generated(root: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted((root / "solutions").glob("ex[0-9][0-9]_*.py")):
        stub(text_of(path), path)  # whose errors come before those of reading it whole
        yield from generated(course.read(root, path.stem))
    page = root / "README.md"
    if page.exists():
        yield page, readme(page.read_text(encoding="utf-8"), root)


def generated(exercise: Exercise) -> Iterator[tuple[Path, str]]:
    """Yield the files that are made from an exercise's solution, with what they should hold."""
    yield exercise.stub, stub(text_of(exercise.solution), exercise.solution)
    for lang in LANGUAGES:
        yield exercise.notebook(lang), notebook(exercise, lang)


def readme(text: str, root: Path) -> str:
    """Return a README with its table of exercises, between two comments, made anew."""
    rows = ["| | exercise | 실습 | tasks | points |", "|---|---|---|---|---|"]
    for stem in course.stems(root).values():
        e = course.read(root, stem)
        tasks = ", ".join(f"`{task.name}`" for task in e.tasks)
        rows.append(f"| {e.id} | {e.title.en} | {e.title.ko} | {tasks} | {e.points} |")
    table = "\n".join(rows)
    return _TABLE.sub(lambda found: f"{found[1]}\n{table}\n{found[2]}", text)


def _spoken(cells: Iterable, lang: str) -> Iterator:
    """Yield the cells of ``lang`` and of no language, without what jupytext noted in them."""
    for cell in cells:
        spoken = cell.metadata.pop("lang", None)
        cell.metadata.pop("lines_to_next_cell", None)
        if spoken in (None, lang):
            yield cell


def _regions(source: str, name: str | Path) -> Iterator[tuple[int, int]]:
    """Yield the lines, from 1, of each BEGIN and its END, which stand in one function's body."""
    nodes = course.parse(name, source).body
    lines = source.split("\n")
    for begin, end in _pairs(lines, name):
        inside = any(
            isinstance(node, ast.FunctionDef) and node.lineno < begin <= (node.end_lineno or 0)
            for node in nodes
        )
        leaves = any(begin < node.lineno < end for node in nodes)
        if not inside or leaves or any(line.startswith("# %%") for line in lines[begin:end]):
            raise CourseError.at(
                name,
                begin,
                "정답은 한 함수의 본문 안에 있어야 합니다",
                "a solution stands in the body of one function",
            )
        yield begin, end


def _pairs(lines: list[str], name: str | Path) -> Iterator[tuple[int, int]]:
    begin = None
    for number, line in enumerate(lines, start=1):
        if "BEGIN SOLUTION" not in line and "END SOLUTION" not in line:
            continue
        marker = line.strip()
        if marker not in (BEGIN, END):  # what is nearly a marker would give the solution away
            raise CourseError.at(
                name,
                number,
                f'표시 줄에는 "{BEGIN}"이나 "{END}"만 쓸 수 있습니다',
                f'a marker is "{BEGIN}" or "{END}", nothing else',
            )
        if (marker == BEGIN) != (begin is None):
            raise CourseError.at(
                name,
                number,
                f"다른 표시가 올 자리에 {marker}이(가) 있습니다",
                f"{marker} where the other marker is due",
            )
        if begin is not None:
            yield begin, number
        begin = number if marker == BEGIN else None
    if begin is not None:
        raise CourseError.at(
            name, begin, f"{BEGIN}이 닫히지 않았습니다", f"{BEGIN} that is not closed"
        )


def _tasks(cell, known: Iterable[str]) -> list[str]:
    """Return the task that a cell defines, if any, as a list."""
    if cell.cell_type != "code":
        return []
    return [name for name in re.findall(r"^def (\w+)", cell.source, re.MULTILINE) if name in known]


def _graded(cell, grade_id: str, *, points: int | None = None) -> None:
    """Mark a cell as nbgrader's release does: the solution, or, with ``points``, its check."""
    grade = points is not None
    cell.id = grade_id
    cell.metadata["deletable"] = False
    cell.metadata["nbgrader"] = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": grade,
        "schema_version": 3,
        "solution": not grade,
        "task": False,
    }
    if grade:
        cell.metadata["editable"] = False
        cell.metadata["nbgrader"]["points"] = points


def _holds(path: Path, content: str) -> bool:
    return path.is_file() and path.read_bytes() == content.encode()


def _tools():
    """Import what only authors have."""
    try:
        import jupytext
        import nbformat
    except ImportError as error:
        raise CourseError(
            f"만들려면 {error.name}이(가) 필요합니다: pip install 'rnnlab[dev]'",
            f"building needs {error.name}: pip install 'rnnlab[dev]'",
        ) from None
    return nbformat, jupytext
