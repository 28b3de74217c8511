"""The guard: floors stand on lower ones, nothing goes in circles, no file outgrows a reader."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import rnnlab

PACKAGE = Path(rnnlab.__file__).parent
FLOORS = [
    {"text"},
    {"files", "source"},
    {"course", "datasets", "figures"},
    {"sandbox"},
    {"report", "expect"},
    {"diagnosis"},
    {"grading"},
    {"author", "notebook", "classroom"},
    {"platforms"},
    {"commands"},
    {"", "__main__"},  # the package itself, the one door for students
]
BESIDE_STUDENTS = ("rnnlab.text", "rnnlab.source", "rnnlab.sandbox.inside", "rnnlab.sandbox.wire")
BESIDE_STUDENTS += ("rnnlab.sandbox.model", "rnnlab.sandbox.confine")


def name_of(file: Path) -> str:
    parts = ("rnnlab", *file.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


MODULES = {name_of(f): f for f in PACKAGE.rglob("*.py") if "_course" not in f.parts}


def imports(file: Path) -> Iterator[str]:
    """Yield our own modules that ``file`` imports, at its top or in its functions."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in MODULES:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else node.module


IMPORTS = {name: set(imports(file)) - {name} for name, file in MODULES.items()}


def floor(module: str) -> int:
    room = (module.split(".") + [""])[1]
    return next(n for n, rooms in enumerate(FLOORS) if room in rooms)


def test_every_room_has_its_floor():
    assert {m for m in MODULES if not any((m + ".").split(".")[1] in f for f in FLOORS)} == set()


@pytest.mark.parametrize("module", MODULES)
def test_a_floor_stands_only_on_lower_ones(module):
    def room(name):
        return (name.split(".") + [""])[1]

    beneath = {m for m in IMPORTS[module] if floor(m) < floor(module) or room(m) == room(module)}
    assert IMPORTS[module] - beneath == set()


def test_nothing_is_imported_in_a_circle():
    left = {name: set(found) for name, found in IMPORTS.items()}
    while free := [name for name, found in left.items() if not found & left.keys()]:
        for name in free:
            del left[name]
    assert left == {}


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("rnnlab.sandbox.inside")])
def test_what_runs_beside_students_knows_nothing_of_grading(module):
    assert {m for m in IMPORTS[module] if not m.startswith(BESIDE_STUDENTS)} == set()


def test_platforms_do_not_know_each_other():
    shared = {"rnnlab.platforms", "rnnlab.platforms.platform", "rnnlab.platforms.grades"}
    shared |= {"rnnlab.platforms.parts", "rnnlab.platforms.export", "rnnlab.platforms.release"}
    own = {m: m.split(".")[2] for m in MODULES if m.startswith("rnnlab.platforms.")}
    for module in own.keys() - shared:
        others = {m for m in IMPORTS[module] if own.get(m, own[module]) != own[module]}
        assert others <= shared, module


@pytest.mark.parametrize("file", MODULES.values(), ids=MODULES.keys())
def test_a_file_can_be_read_whole(file):
    assert len(file.read_text("utf-8").splitlines()) <= 400


def strings_that_import():
    """Every line that imports something of ours, in programs that stand in strings too."""
    root = PACKAGE.parent
    for file in [*root.glob("benchmarks/*.py"), *root.glob("tests/**/*.py")]:
        for found in re.findall(r"from (rnnlab[\w.]*) import (\w+)", file.read_text("utf-8")):
            yield (file.relative_to(root).as_posix(), *found)


@pytest.mark.parametrize(("file", "module", "name"), sorted(set(strings_that_import())))
def test_what_is_imported_anywhere_is_there(file, module, name):
    inner = f"{module}.{name}"
    assert inner in MODULES or name in names_in(MODULES[module]), file


def names_in(file: Path) -> set[str]:
    """Names that a module defines or imports at its top, or offers as it is asked for them."""
    tree = ast.parse(file.read_text("utf-8"))
    nodes = [n for n in ast.walk(tree) if isinstance(n, (ast.Name, ast.alias, ast.Constant))]
    found = {getattr(n, "name", None) or getattr(n, "id", None) for n in nodes}
    found |= {n.asname for n in nodes if isinstance(n, ast.alias)}
    found |= {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    defined = (ast.FunctionDef, ast.ClassDef)
    return found | {n.name for n in tree.body if isinstance(n, defined)}
