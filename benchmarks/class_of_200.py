"""Grade a class of 200, right, wrong and hostile; then once more, killing a worker and the run.

    python benchmarks/class_of_200.py [--students 40] [--jobs 2] [--costly 10]

Every student hands in all the exercises; ``--costly`` of these answer what is short to send and
dear to check, which must cost nobody else anything. The second grading loses a worker to SIGKILL
when a third is done, and the run itself at two thirds; the same command then goes on, and must end
with the same reports as the first, but for the seconds that were measured.
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
COSTLY = {
    "a long text in a list": "import numpy; return [numpy.array('x' * 10**5)] + [0] * 3000",
    "wide arrays": "import numpy; return [numpy.array(['x' * 16_000] + [''] * 999)] * 9",
    "the last layer": "return model(L.RepeatVector(50_000))",
    "attention": "return model(L.RepeatVector(3000), attention)",
    "pools": "return model(L.RepeatVector(5000), L.MaxPooling1D(1000, strides=1, padding='same'))",
    "padding": "return model(L.Reshape((1, -1)), padding)",
    "ever longer": "return model(L.Reshape((-1, 1)), *[longer] * 6)",
}
HELPERS = """

import keras
from keras import layers as L

padding = L.Conv1D(64, 64, dilation_rate=1000, padding="causal")


def attention(x):
    return L.Attention()([x, x])


def longer(x):
    return L.Concatenate(axis=1)([x] * 8)


def model(*steps):
    x = y = keras.Input((None, 1))
    y = L.GRU(64)(y)
    for step in steps:
        y = step(y)
    return keras.Model(x, y)
"""


def make_class(folder: Path, students: int, costly: int) -> Counter[str]:
    """Write submitted/STUDENT/EXERCISE/FILE; return how many there are of each kind."""
    kinds, rng = Counter(), random.Random(200)
    places = [(n, e.id) for n in range(students) for e in course.exercises()]
    dear = set(rng.sample(places, costly))
    for n in range(students):
        for exercise in course.exercises():
            kind = rng.choices(["right", "wrong", "hostile"], [60, 32, 8])[0]
            kind = "costly" if (n, exercise.id) in dear else kind
            source = exercise.solution.read_text("utf-8")
            if kind != "right":
                bodies = {"wrong": WRONG, "hostile": HOSTILE, "costly": COSTLY}[kind]
                body = rng.choice([*bodies.values()])
                source += HELPERS if kind == "costly" else ""
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
        self.out, self.peak, self.worker = out, 0.0, 0.0
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
                used = process.memory_full_info()
                memory += used.pss
                if process.name() == "rnnlab-grader":
                    self.worker = max(self.worker, used.rss / 2**30)
        self.peak = max(self.peak, memory / 2**30)

    def kill_a_worker(self) -> None:
        """Kill one of the grading processes."""
        family = self.process.children(recursive=True)
        workers = [p for p in family if p.name() == "rnnlab-grader"]
        workers[0].send_signal(signal.SIGKILL)

    def __str__(self) -> str:
        wall = time.perf_counter() - self._started
        used = cpu() - self._before
        memory = f"peak memory {self.peak:.1f} GB, of one worker {self.worker:.1f} GB"
        return f"wall {wall:.0f} s, CPU {used:.0f} s, {memory}"


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
    parser.add_argument("--costly", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, calm, stormy = Path(name), Path(name, "calm"), Path(name, "stormy")
        kinds = make_class(folder, options.students, options.costly)
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
