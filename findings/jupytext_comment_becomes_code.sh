#!/usr/bin/env bash
# jupytext turns a comment that starts with "copy", "cat", "echo" or "cd" into code.
#
# jupytext 1.19.6
#
# One would guess that a comment in a .py file in the percent format is still that
# comment in the notebook made from it: only "# %magic" and "# !command" are special.
#
# Seen: "# copy the weights before training" loses its "# " and the cell is a syntax
# error. The list of words is cat, cd, cp, mv, rm, rmdir, mkdir, copy, ddir, echo, ls,
# ldir and ren, for lines that aren't indented. "# move ..." and "#   copy ..." are safe.
# Writing the notebook back as .py puts the "# " there again, so a check of the round
# trip from .py and back finds nothing, and the .py file runs.
#
# For those who teach: handouts kept as .py files pass their tests as .py and break as
# notebooks, for students only. Run the notebooks, or set comment_magics to false.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet jupytext==1.19.6
cd "$tmp"

cat > lesson.py <<'PY'
# %%
weights = [0.5, -0.5]
# copy the weights before training, which changes them in place
before = list(weights)
# echo state networks would leave them as they are
# move on to the next cell
PY
printf '# %s\n' --- jupyter: '  jupytext:' '    comment_magics: false' --- | cat - lesson.py > opted_out.py
for name in lesson opted_out; do
    venv/bin/jupytext --quiet --to ipynb "$name.py"
done
venv/bin/jupytext --quiet --to py:percent --opt notebook_metadata_filter=-all lesson.ipynb -o back.py

venv/bin/python - <<'PY'
import json
from pathlib import Path


def code(name):
    cells = json.loads(Path(name).read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")


def runs(source):
    try:
        exec(compile(source, "cell", "exec"), {})
    except SyntaxError as e:
        return f"SyntaxError: {e.text.strip()}"
    return "runs"


lesson = Path("lesson.py").read_text()
print("The cell of the notebook:", code("lesson.ipynb"), sep="\n", end="\n\n")
seen = {"lesson.py": runs(lesson), "the notebook": runs(code("lesson.ipynb")),
        "with comment_magics false": runs(code("opted_out.ipynb")),
        "back as .py": "the same" if Path("back.py").read_text() == lesson else "changed"}
for name, what in seen.items():
    print(f"{name}: {what}")
assert list(seen.values()) == [
    "runs", "SyntaxError: copy the weights before training, which changes them in place",
    "runs", "the same"], seen
PY
