"""Grade thousands of tiny submissions and watch the memory of the processes that do it.

    python benchmarks/memory.py [--size 2000] [--jobs 1]

Each submission returns a number and a small Keras model, which the grader rebuilds and runs. The
grading process and its fork server should be as large at the end as they were after the first
hundred; a process counts by the memory that is its own (USS).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

SOLUTION = '''
# %% [markdown] lang="ko"
# # 1. 작은 것
# %% [markdown] lang="en"
# # 1. Something tiny
# %%
import keras
# %%
def double(x):
    """두 배를 돌려줍니다.

    Return twice x.
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
# %%
def build(units):
    """작은 모델을 돌려줍니다.

    Return a small model.
    """
    ### BEGIN SOLUTION
    return keras.Sequential([keras.Input((5, 2)), keras.layers.SimpleRNN(units)])
    ### END SOLUTION
'''
CHECKS = '''
import numpy as np
from rnnlab.author import expect, points

@points(1)
def test_double(double, rng):
    """두 배입니다.
    It is twice the number.
    → 더하세요.
    → Add."""
    x = int(rng.integers(1, 1000))
    expect.equal(double(x), 2 * x)

@points(1)
def test_build(build, rng):
    """출력의 모양이 맞습니다.
    The output has the right shape.
    → 층 하나입니다.
    → It is one layer."""
    model = expect.model(build(3), (5, 2))
    expect.shape(expect.predict(model, rng.normal(size=(4, 5, 2))), (4, 3))
'''


def make(folder: Path, size: int) -> None:
    """Write a course of one tiny exercise, and a class of ``size`` that answers it."""
    files = {"solutions/ex01_tiny.py": SOLUTION, "tests/test_ex01_tiny.py": CHECKS}
    right = SOLUTION.encode()
    for name, text in files.items():
        (folder / "course" / name).parent.mkdir(parents=True)
        (folder / "course" / name).write_text(text, encoding="utf-8")
    for n in range(size):
        student = folder / "class" / f"s{n:05}"
        student.mkdir(parents=True)
        wrong = right.replace(b"return 2 * x", b"return x + %d" % n)
        (student / "ex01_tiny.py").write_bytes(right if n % 3 else wrong)


# A student process is named as its fork server, but is smaller.
ROLES = {"rnnlab-grader": "grader", "rnnlab-server": "fork server"}


def sizes(run: psutil.Process) -> dict[str, dict[int, float]]:
    """Return the megabytes of the run's processes, by what they are and by pid."""
    found: dict[str, dict[int, float]] = {"grader": {}, "fork server": {}, "run": {}}
    for process in (run, *run.children(recursive=True)):
        try:
            role = "run" if process is run else ROLES.get(process.name())
            if role:
                found[role][process.pid] = process.memory_full_info().uss / 2**20
        except psutil.Error:
            continue
    return found


def watch(command: list[str], environment: dict[str, str], out: Path, every: float) -> list[tuple]:
    """Run ``command``; return samples (submissions done, megabytes by role)."""
    samples = []
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    run = psutil.Process(process.pid)
    while process.poll() is None:
        samples.append((sum(1 for _ in out.glob("*/*.json")), sizes(run)))
        time.sleep(every)
    if process.returncode:
        sys.exit(f"rnnlab grade exited with {process.returncode}")
    return samples


def table(samples: list[tuple], rows: int) -> None:
    """Print evenly spaced samples: the largest process of each role."""
    print(f"{'done':>6} {'grader':>8} {'server':>8} {'run':>8}  MB, each role's largest process")
    step = max(1, len(samples) // rows)
    for done, roles in samples[::step]:
        largest = [max(by_pid.values(), default=0) for by_pid in roles.values()]
        print(f"{done:6}" + "".join(f" {size:8.0f}" for size in largest))


def main() -> None:
    """Print how large each process was along the way."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=2000)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--every", type=float, default=2.0, help="seconds between samples")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder, options.size)
        command = [sys.executable, "-m", "rnnlab", "grade", str(folder / "class"), "--seed", "1"]
        command += ["--out", str(folder / "out"), "--jobs", str(options.jobs)]
        environment = {**os.environ, "RNNLAB_COURSE": str(folder / "course")}
        with open(os.devnull, "w") as null:
            kept = os.dup(1)
            os.dup2(null.fileno(), 1)
            started = time.perf_counter()
            samples = watch(command, environment, folder / "out", options.every)
            wall = time.perf_counter() - started
            os.dup2(kept, 1)
        print(f"{options.size} submissions in {wall:.0f} s, {options.jobs} worker(s)")
        table(samples, 20)


if __name__ == "__main__":
    main()
