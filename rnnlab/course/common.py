"""The package ``tests/common`` of a course, importable by its own name while its files run."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from rnnlab.course.exercise import COMMON


@contextlib.contextmanager
def importable(tests: Path) -> Iterator[None]:
    """Let ``common`` be the package of that name in ``tests`` within the block, and only there.

    What was imported by that name before, of another course or a student's own, is put back.
    """
    others = _taken_out()
    sys.path.insert(0, str(tests))
    importlib.invalidate_caches()  # a file may be there since a moment ago
    try:
        yield
    finally:
        sys.path.remove(str(tests))
        _taken_out()
        sys.modules.update(others)


def imported(path: Path) -> ModuleType:
    """Run an author's file of checks or mistakes and return its module; raises what it raises."""
    spec = importlib.util.spec_from_file_location(f"rnnlab_{path.parent.name}_{path.stem}", path)
    assert spec is not None  # there is one for every .py
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _taken_out() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name.partition(".")[0] == COMMON]
    return {name: sys.modules.pop(name) for name in names}
