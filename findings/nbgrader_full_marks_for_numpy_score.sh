#!/usr/bin/env bash
# nbgrader gives full marks for a partial score that NumPy 2 worked out, zero included.
#
# nbgrader 0.9.6 with NumPy 2.4.6
#
# A check cell whose last value is a number gives that many points. One would guess
# that `4 * np.mean(right)` does so too: 0 points where nothing is right, 2 for half.
#
# Seen: both students get 4 of 4. nbgrader reads the text of the value, which since
# NumPy 2 is "np.float64(0.0)". That is no number to float(), and what is no number
# counts as a pass. All there is to see is a warning in the log of autograde.
#
# For those who grade: check cells that were right under NumPy 1 give everyone who
# raises no error full marks after an upgrade. End such cells in float(...).
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet nbgrader==0.9.6 numpy==2.4.6
export PATH="$tmp/venv/bin:$PATH" HOME="$tmp"  # no settings or kernels of the user's
unset JUPYTER_PATH JUPYTER_CONFIG_DIR JUPYTER_CONFIG_PATH JUPYTER_DATA_DIR IPYTHONDIR
mkdir -p "$tmp/course/source/ps1"
cd "$tmp/course"
echo 'c = get_config(); c.CourseDirectory.course_id = "course"' > nbgrader_config.py

python - <<'PY'
import nbformat
from nbformat.v4 import new_code_cell, new_notebook


def cell(name, source, points=None):
    graded = points is not None
    about = dict(grade_id=name, grade=graded, solution=not graded, locked=graded,
                 task=False, schema_version=3)
    if graded:
        about["points"] = points
    return new_code_cell(source, metadata={"nbgrader": about})


nbformat.write(new_notebook(cells=[
    cell("answers", "### BEGIN SOLUTION\nanswers = [1, 2, 3, 4]\n### END SOLUTION"),
    cell("numpy", "import numpy as np\nright = np.array(answers) == [1, 2, 3, 4]\n"
                  "4 * np.mean(right)", 4),
    cell("float", "float(4 * np.mean(right))", 4),
    cell("old_repr", "np.set_printoptions(legacy='1.25')\n4 * np.mean(right)", 4),
], metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}), "source/ps1/p.ipynb")
PY
nbgrader generate_assignment ps1 --create > log 2>&1 || { cat log; exit 1; }
for student in none=9,9,9,9 half=1,2,9,9; do
    mkdir -p "submitted/${student%=*}/ps1"
    sed -e "s/# YOUR CODE HERE/answers = [${student#*=}]/" -e 's/raise NotImplementedError()//' \
        release/ps1/p.ipynb > "submitted/${student%=*}/ps1/p.ipynb"
done
nbgrader autograde ps1 --create > log 2>&1 || { cat log; exit 1; }

python - <<'PY'
from nbgrader.api import Gradebook

points = {}
with Gradebook("sqlite:///gradebook.db") as book:
    for student in "none", "half":
        for grade in book.find_submission_notebook("p", "ps1", student).grades:
            points[student, grade.name] = grade.auto_score
            print(f"{student} right, cell {grade.name:8}: {grade.auto_score} of {grade.max_score}")
fair = {("none", c): 0 for c in ("float", "old_repr")} | {("half", c): 2 for c in ("float", "old_repr")}
assert points == fair | {("none", "numpy"): 4, ("half", "numpy"): 4}, points
PY
