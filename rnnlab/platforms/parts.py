"""What several platforms are given: the engine, the course without its answers, zips, templates."""

from __future__ import annotations

import functools
import io
import stat
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rnnlab.course import Exercise, build
from rnnlab.text import UserError

_PACKAGE = Path(__file__).resolve().parents[1]


def engine() -> dict[str, bytes]:
    """Return this package as source."""
    hidden = ("__pycache__", "_course")
    found = {p.relative_to(_PACKAGE): p for p in _PACKAGE.rglob("*") if p.is_file()}
    return {
        f"rnnlab/{name.as_posix()}": path.read_bytes()
        for name, path in found.items()
        if not any(part in hidden or part.startswith(".") for part in name.parts)
    }


def without_answers(exercises: Iterable[Exercise]) -> dict[str, bytes]:
    """Return stubs, checks and samples, the stubs fresh: those in the checkout may be filled in."""
    files = {}
    for exercise in exercises:
        solution = exercise.solution.read_text(encoding="utf-8")
        files[f"exercises/{exercise.stem}.py"] = build.stub(solution, exercise.solution).encode()
        for path in (exercise.checks_path, *exercise.common_paths):
            files[path.relative_to(exercise.root).as_posix()] = path.read_bytes()
        files |= _samples(exercise.root / "data")
    return files


def _samples(folder: Path) -> dict[str, bytes]:
    """Return the files of the data folder that are no programs, without the folders in it."""
    found = (p for p in folder.glob("[!.]*") if p.is_file() and not p.is_symlink())
    return {f"data/{p.name}": p.read_bytes() for p in found if p.suffix != ".py"}


def project(exercises: Iterable[Exercise], name: str) -> bytes:
    """Return a file of the project that the engine, or else the course, is: pyproject.toml, …

    Raises UserError where neither has it.
    """
    folders = [_PACKAGE.parent, *(exercise.root for exercise in exercises)]
    path = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if path is None:
        raise UserError(
            f"{folders[-1]}에 {name}이(가) 없습니다. rnnlab 저장소의 것을 넣으세요.",
            f"There is no {name} in {folders[-1]}. Put that of rnnlab's repository there.",
        )
    return path.read_bytes()


def requirements(exercises: Iterable[Exercise]) -> bytes:
    """Return what the engine needs, in pip's format."""
    pyproject = tomllib.loads(project(exercises, "pyproject.toml").decode())
    return ("\n".join(pyproject["project"]["dependencies"]) + "\n").encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of ``files``, the same bytes whenever and wherever it is made."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        for path, content in sorted(files.items()):
            info = zipfile.ZipInfo(path)  # dated 1980
            info.create_system = 3  # Unix, whose modes these are
            mode = 0o755 if content.startswith(b"#!") else 0o644
            info.external_attr = (stat.S_IFREG | mode) << 16
            opened.writestr(info, content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def rendered(template: Path, **values: Any) -> bytes:
    """Return the file ``template``, filled in."""
    return _templates(template.parent).get_template(template.name).render(values).encode()


@functools.cache
def _templates(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=False,  # no HTML, and nothing of a student's
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
