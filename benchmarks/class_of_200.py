"""Grade a class of 200, right, wrong and hostile; then once more, killing a worker and the run.

    python benchmarks/class_of_200.py [--students 40] [--jobs 2]

Every student hands in all the exercises. The second grading loses a worker to SIGKILL when a third
is done, and the run itself at two thirds; the same command then goes on, and must end with the same
reports as the first, but for the seconds that were measured.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import json
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

from rnnlab import course

WRONG = {
    "nothing": "return None",
    "echo": "return arguments[0] if arguments else 0",
    "raises": "raise ValueError('wrong')",
    "not attempted": "raise NotImplementedError",
}
HOSTILE = {
    "loop": "while True: pass",
    "exit": "import os; os._exit(0)",
    "memory": "return bytearray(1 << 40)",
    "fork bomb": "import os\n    while True: os.fork()",
    "kill": "import os, signal; os.kill(-1, signal.SIGKILL); os.kill(os.getppid(), signal.SIGKILL)",
    "flood": "import sys\n    for _ in range(10**6): sys.stdout.write('x' * 100)",
    "huge": "return [0] * 10**8",
    "read": "return [open(p).read() for p in __import__('glob').glob('/**/solutions/*.py')]",
}


def make_class(folder: Path, students: int) -> Counter[str]:
    """Write submitted/STUDENT/EXERCISE/FILE; return how many there are of each kind."""
    kinds, rng = Counter(), random.Random(200)
    for n in range(students):
        for exercise in course.exercises():
            kind = rng.choices(["right", "wrong", "hostile"], [60, 32, 8])[0]
            source = exercise.solution.read_text("utf-8")
            if kind != "right":
                body = rng.choice([*(WRONG if kind == "wrong" else HOSTILE).values()])
                task = rng.choice(exercise.tasks).name
                source += f"\n\ndef {task}(*arguments, **named):\n    {body}\n"
            file = folder / "submitted" / f"s{n:03}" / exercise.id / f"{exercise.stem}.py"
            file.parent.mkdir(parents=True)
            file.write_text(source, "utf-8")
            kinds[kind] += 1
    return kinds


class Watched:
    """A run of ``rnnlab grade``, with the peak memory of all its processes.

    Its CPU seconds are known once it has ended by itself: those of a killed run are not all told.
    """

    def __init__(self, folder: Path, out: Path, jobs: int) -> None:
        command = [sys.executable, "-m", "rnnlab", "grade", str(folder), "--seed", "1"]
        command += ["--out", str(out), "--jobs", str(jobs)]
        self.out, self.peak = out, 0.0
        self._before = cpu()
        self._started = time.perf_counter()
        null = subprocess.DEVNULL
        self.process = psutil.Popen(command, stdout=null, stderr=null)

    def until(self, done: float) -> None:
        """Wait until that many reports are there, or the run has ended."""
        seconds = 0
        while self.process.poll() is None and len([*self.out.glob("*/*.json")]) < done:
            if seconds % 5 == 0:  # not more often: a process that is measured waits
                self._measure()
            time.sleep(1)
            seconds += 1

    def _measure(self) -> None:
        memory = 0
        for process in [self.process, *self.process.children(recursive=True)]:
            with contextlib.suppress(psutil.Error):
                memory += process.memory_full_info().pss
        self.peak = max(self.peak, memory / 2**30)

    def kill_a_worker(self) -> None:
        """Kill one of the grading processes."""
        workers = [p for p in self.process.children() if "spawn_main" in " ".join(p.cmdline())]
        workers[0].send_signal(signal.SIGKILL)

    def __str__(self) -> str:
        wall = time.perf_counter() - self._started
        used = cpu() - self._before
        return f"wall {wall:.0f} s, CPU {used:.0f} s, peak memory {self.peak:.1f} GB"


def cpu() -> float:
    """Return the CPU seconds of all processes that have been started and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def reports(out: Path) -> dict[str, object]:
    """Return the grades and all reports without their seconds."""
    with open(out / "grades.csv", newline="", encoding="utf-8") as file:
        rows = [{**row, "seconds": ""} for row in csv.DictReader(file)]
    found: dict[str, object] = {"grades": rows}
    for path in out.glob("*/*.json"):
        report = json.loads(path.read_text("utf-8"))
        report["checks"] = [{**check, "seconds": 0} for check in report["checks"]]
        found[str(path.relative_to(out))] = {**report, "seconds": 0}
    return found


def main() -> None:
    """Print what both gradings took and whether their reports are equal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, calm, stormy = Path(name), Path(name, "calm"), Path(name, "stormy")
        kinds = make_class(folder, options.students)
        total = kinds.total()
        print(f"{total} submissions: {dict(kinds)}, {options.jobs} worker(s)")
        run = Watched(folder, calm, options.jobs)
        run.until(total + 1)
        print(f"undisturbed: exit {run.process.wait()}, {run}", flush=True)
        run = Watched(folder, stormy, options.jobs)
        run.until(total / 3)
        run.kill_a_worker()
        run.until(2 * total / 3)
        run.process.kill()
        run.process.wait()
        left = len([*stormy.glob("*/*.json")])
        print(f"a worker and the run killed: {run}; {left} reports were there", flush=True)
        run = Watched(folder, stormy, options.jobs)
        run.until(total + 1)
        print(f"the same command again: exit {run.process.wait()}, {run}")
        print(f"reports equal: {reports(calm) == reports(stormy)}")
        outcomes = Counter(row["outcome"] for row in reports(calm)["grades"])
        print(f"outcomes: {dict(outcomes)}")


if __name__ == "__main__":
    main()
