"""Grade the same files with two checkouts of rnnlab in turn, and print what each took.

    python benchmarks/against.py OLD NEW [--rounds 3] [--students 2] [--jobs 2] [--only one,empty]

OLD and NEW are folders of the repository; both run on this Python. Each round grades every class
below with both, the first one changing places. Printed are medians of wall seconds, of CPU seconds
(of all processes) and of the peak memory (PSS, of all processes, looked at twice a second), the
median of each round's ratio NEW / OLD, and whether all reports are equal but for their
seconds and their digest, which names the build.

    one     the solution of ex04, one file
    right   every solution of both, of as many students as --students says
    empty   every stub, of as many students
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from class_of_200 import cpu, reports

from rnnlab import course
from rnnlab.course import build


class Took(NamedTuple):
    """Seconds and gigabytes of a run."""

    wall: float
    cpu: float
    memory: float


def make_class(folder: Path, name: str, students: int, checkouts: list[Path]) -> None:
    """Write submitted/STUDENT/EXERCISE/FILE, of the exercises that all checkouts have."""
    exercises = [
        exercise
        for exercise in course.exercises()
        if all((each / "solutions" / exercise.solution.name).is_file() for each in checkouts)
    ]
    exercises = [e for e in exercises if e.id == "ex04"] if name == "one" else exercises
    for n in range(1 if name == "one" else students):
        for exercise in exercises:
            source = exercise.solution.read_text("utf-8")
            source = build.stub(source, exercise.solution) if name == "empty" else source
            file = folder / "submitted" / f"s{n:03}" / exercise.id / f"{exercise.stem}.py"
            file.parent.mkdir(parents=True)
            file.write_text(source, "utf-8")


def graded(checkout: Path, submitted: Path, out: Path, jobs: int) -> Took:
    """Grade a class with one checkout."""
    command = [sys.executable, "-P", "-m", "rnnlab", "grade", str(submitted), "--out", str(out)]
    command += ["--seed", "1", "--jobs", str(jobs)]
    environment = {**os.environ, "PYTHONPATH": str(checkout), "RNNLAB_COURSE": str(checkout)}
    null, peak, ended = subprocess.DEVNULL, [0.0], threading.Event()
    used, started = cpu(), time.perf_counter()
    run = psutil.Popen(command, env=environment, stdout=null, stderr=null)
    watch = threading.Thread(target=_watch, args=(run, peak, ended))
    watch.start()
    status = run.wait()
    took = Took(time.perf_counter() - started, cpu() - used, peak[0])
    ended.set()
    watch.join()
    if status not in (0, 1):
        raise SystemExit(f"{checkout}: rnnlab grade exited with {status}")
    return took


def _watch(run: psutil.Popen, peak: list[float], ended: threading.Event) -> None:
    while not ended.wait(0.5):
        memory = 0
        with contextlib.suppress(psutil.Error):
            for process in [run, *run.children(recursive=True)]:
                with contextlib.suppress(psutil.Error):
                    memory += process.memory_full_info().pss
        peak[0] = max(peak[0], memory / 2**30)


def _but_for_digests(found: dict[str, Any]) -> dict[str, Any]:
    """Leave out what names the build itself."""
    grades = found.pop("grades")
    return {"grades": grades, **{k: {**v, "digest": ""} for k, v in found.items()}}


def compare(name: str, folder: Path, checkouts: list[Path], options: argparse.Namespace) -> None:
    """Print what both took for one class, and whether they agree."""
    make_class(folder, name, options.students, checkouts)
    took: list[list[Took]] = [[], []]
    found: list[dict[str, object]] = [{}, {}]
    for turn in range(options.rounds):
        for which in (0, 1) if turn % 2 == 0 else (1, 0):
            out = folder / f"out{turn}{which}"
            took[which].append(graded(checkouts[which], folder / "submitted", out, options.jobs))
            found[which] = _but_for_digests(reports(out))
    print(f"{name}: reports {'equal' if found[0] == found[1] else 'DIFFER'}")
    for what in Took._fields:
        old, new = ([getattr(each, what) for each in some] for some in took)
        ratio = statistics.median(b / a for a, b in zip(old, new, strict=True))
        old_, new_ = statistics.median(old), statistics.median(new)
        print(f"    {what:6}  {old_:7.2f}  {new_:7.2f}  × {ratio:.2f}", flush=True)


def main() -> None:
    """Print a table of both checkouts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--students", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="one,right,empty")
    options = parser.parse_args()
    checkouts = [options.old.resolve(), options.new.resolve()]
    load = os.getloadavg()[0]
    print(f"medians of {options.rounds} rounds, {options.jobs} worker(s), load {load:.1f}")
    for name in options.only.split(","):
        with tempfile.TemporaryDirectory() as folder:
            compare(name, Path(folder), checkouts, options)


if __name__ == "__main__":
    main()
