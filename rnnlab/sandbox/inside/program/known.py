"""What is known of calls by their names: what they change, read and write, and what they return."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Functions that change none of their arguments, and those that return nothing of an argument's.
PURE = _words("""
    abs all any bool callable chr complex dict display divmod enumerate filter float format
    frozenset getattr hasattr hash help id input int isinstance issubclass iter len list map
    max min open ord pow print range repr reversed round set slice sorted str sum tuple type
    vars zip
""")
FRESH = _words("""
    abs all any bool callable chr complex display divmod float format frozenset hasattr hash
    help id input int isinstance issubclass len open ord pow print range repr round set slice
    str sum type
""")

# Methods that do not change their object, that change it alone, that return nothing of it.
PURE_METHODS = _words("""
    astype copy count count_params decode describe encode endswith flatten format get
    get_config get_weights head index info items join keys lower mean numpy ravel replace
    reshape split startswith std strip sum summary tail tolist upper values
""")
KEEPING = _words("""
    adapt compile evaluate fit predict test_on_batch train_on_batch
""")
FRESH_METHODS = _words("""
    array astype copy count decode encode evaluate fit flatten format index join lower mean
    numpy predict replace split std strip sum tolist upper
""")

# Libraries that change nothing that they are handed, but for these functions of theirs.
HARMLESS = _words("""
    IPython collections itertools json math matplotlib numpy operator re rnnlab seaborn
    statistics string time
""")
IN_PLACE = _words("""
    at copyto fill_diagonal place put put_along_axis putmask shuffle
""")

# Libraries whose own state decides no answer, and those that a seed may be of.
_SILENT = _words("""
    IPython matplotlib pprint rnnlab seaborn time tqdm warnings
""")
_SEEDED = ("keras", "numpy", "random", "tensorflow")

# The files are a state of their own, which these calls read and write.
FILES = "files."
_READING = _words("""
    exists fromfile genfromtxt glob isfile iterdir listdir load load_model load_weights loadtxt
    open read_bytes read_csv read_json read_pickle read_text
""")
_WRITING = _words("""
    copyfile dump makedirs mkdir save save_weights savetxt savez savez_compressed to_csv
    to_json to_pickle tofile touch unlink urlretrieve write_bytes write_text
""")

# Calls that read names, or set them, that are not written as names.
INDIRECT = _words("eval exec getattr globals locals vars")
ANYTHING = _words("exec globals locals setattr vars")

SETTING = _words("setattr delattr update_wrapper")  # functions that set attributes of the first
MAKING = _words("__init__ __new__ __post_init__")  # methods that run where a class is called


def name_of(call: ast.Call) -> str:
    """Return the name of the function or method that is called, "" where it has none."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls in a piece of code."""
    return (part for part in ast.walk(node) if isinstance(part, ast.Call))


def reads_files(node: ast.AST) -> bool:
    """Whether a call in it may read a file."""
    return any(name_of(call) in _READING for call in calls(node))


def writes_files(node: ast.AST) -> bool:
    """Whether a call in it may write a file, by its name and mode."""
    return any(map(_writes, calls(node)))


def _writes(call: ast.Call) -> bool:
    if name_of(call) != "open":
        return name_of(call) in _WRITING
    modes = [*call.args[:2], *(k.value for k in call.keywords if k.arg == "mode")]
    texts = [m.value for m in modes if isinstance(m, ast.Constant) and isinstance(m.value, str)]
    return any(re.fullmatch("[rwaxbt+]*[wax+][rwaxbt+]*", text) for text in texts)


def state(libraries: set[str], name: str) -> Iterator[str]:
    """Yield the libraries whose state a call changes that is made for nothing else."""
    if libraries and "seed" in name:
        yield from (f"{library}." for library in _SEEDED)
    if not name.startswith(("assert", "save", "plot")):
        yield from (f"{library}." for library in libraries - _SILENT)
