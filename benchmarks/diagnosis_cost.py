"""What does a diagnosis cost? Grade right and wrong submissions one after another in one process.

    python benchmarks/diagnosis_cost.py FOLDER [--exercise ex04…] [--seed N] [--most N]

FOLDER holds wrong programs as for ``benchmarks/diagnosis.py``. For each exercise every wrong
program is graded whole (in the place of the solution's function, ``--most`` of them, spread
evenly), then all of these once more, as in a class where others have made the same mistakes. Before
each one the solution is graded, so that both feel the same load. Printed are medians and means of
wall seconds, the student's process included, and their ratios to the right submissions' median.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from diagnosis import blocks

from rnnlab import course
from rnnlab.grading import state
from rnnlab.sandbox import process


def graded(exercise: course.Exercise, source: str, seed: int) -> float:
    """Grade a submission; return the seconds that it took."""
    from rnnlab.grading.plugin import run_checks
    from rnnlab.sandbox.answers import Student

    started = time.perf_counter()
    state.prepare(exercise.stem, seed)
    student = Student(source.encode(), exercise.solution.name, [t.name for t in exercise.tasks])
    try:
        run_checks(exercise, student, student="s", seed=seed)
    finally:
        student.close()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--exercise", nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--most", type=int, default=1000)
    options = parser.parse_args()
    process.prepare()
    state.prepare("warm")
    process.level()
    for path in sorted(options.folder.glob("ex*.py")):
        if options.exercise and path.stem not in options.exercise:
            continue
        exercise = course.read(course.root(), course.exercise(path.stem).stem)
        solution = exercise.solution.read_text("utf-8")
        graded(exercise, solution, options.seed)  # the first one warms up
        programs = blocks(path)
        programs = programs[:: max(1, len(programs) // options.most)]
        for which in ("first", "again"):
            right, wrong = [], []
            for *_, code in programs:
                right.append(graded(exercise, solution, options.seed))
                wrong.append(graded(exercise, f"{solution}\n# %%\n{code}", options.seed))
            print(row(f"{exercise.id} {which}", right, wrong), flush=True)


def row(name: str, right: list[float], wrong: list[float]) -> str:
    base = statistics.median(right)
    middle, mean = statistics.median(wrong), statistics.fmean(wrong)
    return (
        f"{name}: right {base:.2f} s; {len(wrong)} wrong: median {middle:.2f} s "
        f"({middle / base:.2f} ×), mean {mean:.2f} s ({mean / base:.2f} ×), most {max(wrong):.2f} s"
    )


if __name__ == "__main__":
    main()
