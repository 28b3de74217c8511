"""Submissions that are not what a submission should be: odd bytes, odd files, odd names.

Each function writes one into a student's folder. Its docstring says what it tries.
"""

from __future__ import annotations

import io
import json
import os
import socket
import zipfile
from pathlib import Path

NAME = "ex99_target"
RIGHT = "def double(x):\n    return 2 * x\n"
FORGED = "def double(x):\n    return 2 * x  # the file must not have been read as this\n"


def notebook(*sources: object, **extra: object) -> str:
    """Return a notebook with these code cells."""
    cells = [{"cell_type": "code", "id": "same", "source": s, **extra} for s in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _py(folder: Path, data: bytes | str) -> None:
    data = data.encode() if isinstance(data, str) else data
    (folder / f"{NAME}.py").write_bytes(data)


def _ipynb(folder: Path, data: bytes | str) -> None:
    data = data.encode() if isinstance(data, str) else data
    (folder / f"{NAME}.ipynb").write_bytes(data)


# ------------------------------------------------------------------------------------- odd bytes


def cookie_utf_7(folder):
    """A coding cookie under which a comment would be code."""
    code = FORGED.replace("\n", "+AAo-")
    _py(folder, f"# coding: utf-7\n# +AAo-{code}\n")


def cookie_escape(folder):
    """A coding cookie under which escapes in a comment are line ends."""
    _py(folder, "# coding: raw_unicode_escape\n# \\u000adef double(x): return 2 * x\n")


def nul_bytes(folder):
    """NUL in the middle of the source."""
    _py(folder, FORGED + "\0" + FORGED)


def empty(folder):
    """No byte at all."""
    _py(folder, b"")


def binary(folder):
    """A megabyte of random bytes."""
    _py(folder, os.urandom(1 << 20))


def lone_surrogates(folder):
    """Surrogates that no file may hold, as escapes in a string and in a notebook."""
    _ipynb(folder, notebook("def double(x):\n    return '\\ud800'\n", "\ud800 = 1\n"))


# ---------------------------------------------------------------------------- sources out of shape


def giant_source(folder):
    """Two megabytes of code."""
    _py(folder, FORGED + "# " + "x" * (2 << 20))


def giant_file(folder):
    """A file of 200 GB, which has no content (sparse)."""
    with open(folder / f"{NAME}.py", "wb") as file:
        file.truncate(200 << 30)


def deep_parentheses(folder):
    """A hundred thousand parentheses."""
    _py(folder, "x = " + "(" * 100_000 + ")" * 100_000 + "\n" + FORGED)


def deep_operators(folder):
    """An expression that is deep without any parentheses."""
    _py(folder, "def double(x):\n    return " + "-" * 200_000 + "x\n")


def long_sum(folder):
    """A sum of two hundred thousand terms, which parses and then overflows whoever walks it."""
    _py(folder, "A = 1" + " + 1" * 200_000 + "\ndef double(x):\n    return A\n")


def long_chain(folder):
    """Forty thousand constants, each of which needs the next one."""
    lines = [f"a{n} = a{n + 1}" for n in range(40_000)]
    _py(folder, "\n".join([*lines, "a40000 = 1", "def double(x):\n    return a0\n"]))


def many_functions(folder):
    """Fifty thousand functions."""
    _py(folder, "\n".join(f"def f{n}(): 0" for n in range(50_000)))


def shell_lines(folder):
    """IPython's magics and shell lines, which would run programs."""
    _ipynb(folder, notebook("!touch owned", "%run x.py", "%%bash\ntouch owned", "%load_ext os"))


# -------------------------------------------------------------------------------- odd notebooks


def truncated(folder):
    """A notebook that ends in the middle."""
    _ipynb(folder, notebook(FORGED)[:-40])


def web_page(folder):
    """The page that a portal shows to those who are not logged in."""
    _ipynb(folder, "<!DOCTYPE html><title>Log in</title>")


def wrong_kinds(folder):
    """Cells that are numbers, sources that are dicts, metadata that is text."""
    _ipynb(folder, json.dumps({"cells": [1, None, {"cell_type": "code", "source": {"a": 1}}]}))


def cells_as_dict(folder):
    """Cells that are a dict, and sources that are lists of lists."""
    _ipynb(folder, json.dumps({"cells": {"cell_type": "code", "source": [[["x"]]]}}))


def not_an_object(folder):
    """JSON that is a number."""
    _ipynb(folder, "1e999")


def deep_json(folder):
    """JSON nested a million levels deep."""
    _ipynb(folder, '{"cells": ' + "[" * 1_000_000)


def huge_numbers(folder):
    """JSON with a number of a million digits, and NaN."""
    _ipynb(folder, '{"cells": [], "nbformat": ' + "9" * 1_000_000 + "}")


def giant_notebook(folder):
    """A notebook of 40 MB of code cells."""
    _ipynb(folder, notebook(*["x = 1\n" * 100_000] * 70))


def million_cells(folder):
    """A notebook with half a million empty cells."""
    _ipynb(folder, '{"cells": [' + "{}," * 500_000 + "{}]}")


def zip_as_notebook(folder):
    """An archive bomb called .ipynb, with names that climb out of its folder."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../owned.py", b"0" * (32 << 20))
    _ipynb(folder, data.getvalue())


# ------------------------------------------------------------------------- not regular files


def link_to_solution(folder):
    """A link to the solution."""
    solution = folder.parents[2] / "course" / "solutions" / f"{NAME}.py"
    (folder / f"{NAME}.py").symlink_to(solution)


def link_to_zero(folder):
    """A link to a device that never ends."""
    (folder / f"{NAME}.py").symlink_to("/dev/zero")


def broken_link(folder):
    """A link to nowhere, and one to itself."""
    (folder / f"{NAME}.py").symlink_to(f"{NAME}.py")


def fifo(folder):
    """A pipe, whose reader waits for a writer."""
    os.mkfifo(folder / f"{NAME}.py")


def socket_file(folder):
    """A socket."""
    with socket.socket(socket.AF_UNIX) as sock:
        here = os.open(folder, os.O_RDONLY)
        sock.bind(f"/proc/self/fd/{here}/{NAME}.py")
        os.close(here)


def folder_as_file(folder):
    """A folder with the name of a file."""
    (folder / f"{NAME}.py").mkdir()


def linked_folder(folder):
    """The assignment's folder is a link to the course."""
    (folder / "assignment").symlink_to(folder.parents[2] / "course" / "solutions")


def endless_folders(folder):
    """A folder that contains itself, and folders four hundred levels deep."""
    (folder / "loop").symlink_to(folder)
    deep = folder
    for _ in range(400):
        deep = deep / "d"
    deep.mkdir(parents=True)


def beside(folder):
    """Files that Python, pytest and IPython would read beside the submission."""
    _py(folder, "def double(x):\n    return 0\n")
    poison = f"open({str(folder.parents[2] / 'public' / 'dropped')!r}, 'w').write('beside')\n"
    for name in ("sitecustomize.py", "conftest.py", "keras.py", "zz.pth", "ipython_config.py"):
        (folder / name).write_text(poison)
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / f"{NAME}.cpython-311.pyc").write_bytes(b"\0" * 100)


# -------------------------------------------------------------------------------------- odd texts


def hostile_error(folder):
    """An error message of HTML, terminal sequences and a spreadsheet's formula."""
    _py(folder, f"def double(x):\n    raise ValueError({HOSTILE!r})\n")


def hostile_values(folder):
    """The same as a returned string, and as the name of a type."""
    code = f"H = {HOSTILE!r}\ndef double(x):\n    return H\n"
    _py(folder, code + "def cumulate(values):\n    return type(H.replace('\\0', ''), (), {})()\n")


def hostile_syntax(folder):
    """The same inside a syntax error."""
    _py(folder, f"def double(x):\n    return {'<script>alert(1)</script>'}\n")


HOSTILE = (
    "=1+1<script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}\x1b[2J\x1b]0;owned\x07\r"
)

ODD_NAMES = {
    "html": "<img src=x onerror=alert(1)>",
    "formula": "=HYPERLINK(A1)",
    "command": "@SUM(1+1)*cmd|' C calc'!A0",
    "escape": "\x1b]0;owned\x07\x1b[2J",
    "newline": "new\nline,4,4,passed",
    "option": "--help",
    "device": "CON",
    "device_file": "aux.ipynb",
    "trailing_dot": "name.",
    "backslash": "a\\..\\..\\up",
    "drive": "C:evil",
    "right_to_left": "abc\u202edrowssap",
    "markup": "[bold red]x[nonsense=1]{{7*7}}",
    "reports": "grades.csv",
    "long": "n" * 250,
    "bytes": "bad\udcff",
    "composed": "é",
    "decomposed": "e\u0301",
}

# Files that are odd but honest: what is right in them must count.
HONEST = {
    "byte_order_mark": lambda folder: _py(folder, "\ufeff" + RIGHT),
    "latin_1": lambda folder: _py(folder, ("# coding: latin-1\n# é\n" + RIGHT).encode("latin-1")),
    "utf_16": lambda folder: _py(folder, RIGHT.encode("utf-16")),
    "windows_lines": lambda folder: _py(folder, RIGHT.replace("\n", "\r\n")),
    "duplicate_ids": lambda folder: _ipynb(folder, notebook(RIGHT, "x = 1", RIGHT)),
    "large_outputs": lambda folder: _ipynb(
        folder, notebook(RIGHT, outputs=[{"data": {"image/png": "A" * (8 << 20)}}])
    ),
    "magics": lambda folder: _ipynb(folder, notebook("%matplotlib inline\n!pip list\n" + RIGHT)),
    "broken_cell": lambda folder: _ipynb(folder, notebook("def broken(:\n", RIGHT)),
}

BAD = [
    *(cookie_utf_7, cookie_escape, nul_bytes, empty, binary, lone_surrogates),
    *(giant_source, giant_file, deep_parentheses, deep_operators, long_sum, long_chain),
    *(many_functions, shell_lines, truncated, web_page, wrong_kinds, cells_as_dict, not_an_object),
    *(deep_json, huge_numbers, giant_notebook, million_cells, zip_as_notebook, link_to_solution),
    *(link_to_zero, broken_link, fifo, socket_file, folder_as_file, linked_folder),
    *(endless_folders, beside, hostile_error, hostile_values, hostile_syntax),
]
