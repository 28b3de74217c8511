"""Grade one class with `rnnlab grade`, and each of its submissions in a cold process of its own.

    python benchmarks/class_speed.py [--copies N] [--jobs N]

The class is N copies of every solution. The cold process is the cheapest that a grader without a
fork server can have: it imports Keras once and runs the same checks on the file in place, with no
sandbox at all. Both are run by the same clock; CPU is that of all processes started.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rnnlab import course

COLD = """
import sys
from pathlib import Path
from rnnlab import course
from rnnlab.grading.plugin import run_checks
from rnnlab.sandbox.answers import Live
from rnnlab.sandbox.inside.program import load as loading
path = Path(sys.argv[1])
exercise = course.exercise(path.name)
names = [t.name for t in exercise.tasks]
loaded = loading.load(path.read_text("utf-8"), path.name, names)
report = run_checks(exercise, Live({n: loaded.function(n) for n in names}), student="", seed=1)
sys.exit(report.score != exercise.points)
"""


def make_class(folder: Path, copies: int) -> list[Path]:
    """Write submitted/STUDENT/EXERCISE/FILE for every solution, ``copies`` times."""
    files = []
    for n in range(copies):
        for exercise in course.exercises():
            file = folder / "submitted" / f"student{n:03}" / exercise.id / f"{exercise.stem}.py"
            file.parent.mkdir(parents=True)
            shutil.copy(exercise.solution, file)
            files.append(file)
    return files


def measured(commands: list[list[str]]) -> tuple[float, float]:
    """Run the commands one after another; return wall and CPU seconds of all of it."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    for command in commands:
        subprocess.run(command, check=True, capture_output=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print wall and CPU seconds per submission of both, and their ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--cold-copies", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = make_class(Path(folder), options.copies)
        cold_files = files[: options.cold_copies * len(course.exercises())]
        cold = measured([[sys.executable, "-c", COLD, str(f)] for f in cold_files])
        grade = [sys.executable, "-m", "rnnlab", "grade", folder, "--seed", "1"]
        ours = measured([[*grade, "--out", f"{folder}/out", "--jobs", str(options.jobs)]])
    print(f"{len(files)} submissions, {options.jobs} worker(s); cold: {len(cold_files)}")
    for name, mine, theirs in zip(("wall", "CPU"), ours, cold, strict=True):
        mine, theirs = mine / len(files), theirs / len(cold_files)
        print(
            f"{name}: rnnlab {mine:6.2f} s, cold process {theirs:6.2f} s per submission, "
            f"ratio {theirs / mine:.1f}"
        )


if __name__ == "__main__":
    main()
