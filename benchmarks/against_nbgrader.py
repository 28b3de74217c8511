"""Grade one class with `rnnlab grade` and with `nbgrader autograde`, and compare.

    python benchmarks/against_nbgrader.py [--students N] [--jobs N]

The class is N students who fill in nbgrader's own release of ex04, every second one with a wrong
formula. Both graders get the same files, are run by the same clock, and must give the same scores.
nbgrader runs one notebook after another; rnnlab has a worker per core, or as
--jobs says.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from class_speed import measured

from rnnlab import course
from rnnlab.course import build

EX04 = course.exercise("ex04")
RIGHT, WRONG = "(units + input_dim + 1) * units", "(units + input_dim) * units"


def make_class(folder: Path, students: int) -> None:
    """Release ex04 with nbgrader and write submitted/STUDENT/ex04/ beside it."""
    solved = nbformat.reads(build.notebook(EX04, "en", solved=True), as_version=4)
    answers = {cell.id: cell.source for cell in solved.cells}
    save(solved, folder / "source")
    subprocess.run(nbgrader(folder, "generate_assignment"), check=True, capture_output=True)
    handed_out = nbformat.read(folder / "release" / EX04.id / f"{EX04.stem}.ipynb", as_version=4)
    for n in range(students):
        for cell in handed_out.cells:
            cell.source = answers[cell.id]
            if n % 2 and cell.id == "simple_rnn_params":
                cell.source = cell.source.replace(RIGHT, WRONG)
        save(handed_out, folder / "submitted" / f"student{n:03}")


def save(book: nbformat.NotebookNode, folder: Path) -> None:
    """Write a notebook where nbgrader looks for ex04."""
    (folder / EX04.id).mkdir(parents=True)
    nbformat.write(book, folder / EX04.id / f"{EX04.stem}.ipynb")


def nbgrader(folder: Path, command: str) -> list[str]:
    """Return the command line of an nbgrader command on ex04."""
    options = [f"--CourseDirectory.root={folder}", "--ExecutePreprocessor.timeout=300"]
    return [sys.executable, "-m", "nbgrader", command, EX04.id, *options]


def scores(path: Path, student: str) -> dict[str, float]:
    """Return each student's score from a CSV file whose names are in the column ``student``."""
    with open(path, newline="") as file:
        return {row[student]: float(row["score"]) for row in csv.DictReader(file)}


def compare(folder: Path, jobs: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return wall and CPU seconds of both graders, after checking that their scores agree."""
    theirs = measured([nbgrader(folder, "autograde")])
    grade = [sys.executable, "-m", "rnnlab", "grade", str(folder / "submitted"), "--seed", "1"]
    ours = measured([[*grade, "--out", str(folder / "graded"), "--jobs", str(jobs)]])
    export, table = nbgrader(folder, "export"), folder / "theirs.csv"
    export.remove(EX04.id)
    subprocess.run([*export, "--to", str(table)], check=True, capture_output=True)
    mine = scores(folder / "graded" / "grades.csv", "student")
    if mine != scores(table, "student_id"):
        raise SystemExit(f"the scores differ: {mine} and {scores(table, 'student_id')}")
    return ours, theirs


def main() -> None:
    """Print wall and CPU seconds per submission of both, and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # alembic
    with tempfile.TemporaryDirectory() as folder:
        make_class(Path(folder), options.students)
        ours, theirs = compare(Path(folder), options.jobs)
    print(f"{options.students} submissions of {EX04.stem}, rnnlab with {options.jobs} worker(s)")
    for name, mine, other in zip(("wall", "CPU"), ours, theirs, strict=True):
        mine, other = mine / options.students, other / options.students
        print(
            f"{name}: rnnlab {mine:6.2f} s, nbgrader {other:6.2f} s per submission, "
            f"ratio {other / mine:.1f}"
        )


if __name__ == "__main__":
    main()
