"""Which wrong programs get a diagnosis? Run them as submissions, and print what each is told.

    python benchmarks/diagnosis.py FOLDER [--exercise ex04…] [--match WORD] [--quiet]

FOLDER holds ``ex04.py``, …: blocks that begin with ``# wrong: TASK: what is wrong with it`` and go
on with the code of a student's cell. Each block is put in the place of the solution's function and
graded in a student process, by its own task's checks. Printed are the share that is named, the
share that keeps all points, and every message beside what is wrong, for a person to judge.
"""

from __future__ import annotations

import argparse
import collections
import json
import re
import sys
import time
from pathlib import Path

from rnnlab import course
from rnnlab.grading import state
from rnnlab.report.data import Outcome


def blocks(path: Path) -> list[tuple[str, str, str]]:
    """Return (task, what is wrong, code) of each block."""
    parts = re.split(r"(?m)^# wrong: ", path.read_text("utf-8"))[1:]
    heads = [part.split("\n", 1) for part in parts]
    return [(*head.split(": ", 1), code) for head, code in heads]


def graded(exercise: course.Exercise, task: str, code: str, seed: int):
    """Return the results of the task's checks on the solution with ``code`` after it."""
    from rnnlab.grading.plugin import run_checks
    from rnnlab.sandbox.answers import Student

    names = [t.name for t in exercise.tasks]
    source = exercise.solution.read_text("utf-8") + "\n# %%\n" + code
    state.prepare(exercise.stem, seed)
    student = Student(source.encode(), exercise.solution.name, names)
    try:
        return run_checks(exercise, student, student="s", seed=seed, tasks=[task])
    finally:
        student.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--exercise", nargs="*", default=[])
    parser.add_argument("--match", default="")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = []
    for path in sorted(options.folder.glob("ex*.py")):
        if options.exercise and path.stem not in options.exercise:
            continue
        exercise = course.exercise(path.stem)
        exercise = course.read(course.root(), exercise.stem)
        for number, (task, wrong, code) in enumerate(blocks(path), start=1):
            if options.match not in f"{task} {wrong}":
                continue
            started = time.process_time()
            report = graded(exercise, task, code, options.seed)
            seconds = time.process_time() - started
            rows.append(row(exercise.id, number, task, wrong, report, seconds))
            if not options.quiet:
                show(rows[-1])
    summary(rows)
    if options.json:
        options.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1))


def row(exercise, number, task, wrong, report, seconds) -> dict[str, object]:
    failed = [c for c in report.checks if c.outcome is not Outcome.PASSED]
    told = list(dict.fromkeys((c.diagnosis or "-", str(c.message)) for c in failed))
    named = [c.diagnosis for c in failed if c.diagnosis]
    return {
        "exercise": exercise,
        "number": number,
        "task": task,
        "wrong": wrong,
        "kept": not failed,
        "reason": report.reason and report.reason.en,
        "named": bool(failed) and len(named) == len(failed),
        "partly": bool(named) and len(named) < len(failed),
        "told": told,
        "seconds": round(seconds, 2),
    }


def show(one) -> None:
    mark = "KEPT" if one["kept"] else "ok" if one["named"] else "part" if one["partly"] else "----"
    print(f"{one['exercise']} {one['number']:3} {mark:4} {one['task']}: {one['wrong']}")
    for name, message in one["told"]:
        print(f"           [{name}] {message}")
    if one["reason"]:
        print(f"           NOT GRADED {one['reason']}")
    sys.stdout.flush()


def summary(rows) -> None:
    groups = collections.defaultdict(list)
    for one in rows:
        groups[one["exercise"]].append(one)
        groups["all"].append(one)
    for name, members in sorted(groups.items()):
        judged = [one for one in members if not one["kept"]]
        named = sum(one["named"] for one in judged)
        partly = sum(one["partly"] for one in judged)
        cpu = sum(one["seconds"] for one in members)
        print(
            f"{name}: {len(members)} programs, {len(members) - len(judged)} keep all points; "
            f"of {len(judged)} others named {named} ({named / max(len(judged), 1):.0%}), "
            f"partly {partly}; grader's CPU {cpu:.0f} s"
        )


if __name__ == "__main__":
    main()
