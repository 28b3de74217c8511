"""What Gradescope runs for a submission: ``python -m rnnlab.platforms.gradescope.run FOLDER``.

FOLDER is Gradescope's /autograder: the autograder's zip in ``source/``, what the student handed in
in ``submission/``. The grade goes to ``results/results.json``, without a score if there is none:
where student code could write there itself, nothing is graded.
"""

from __future__ import annotations

import json
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

from rnnlab import course, source
from rnnlab.classroom import late, schedule
from rnnlab.classroom.intake import content
from rnnlab.classroom.intake.archive import attempt
from rnnlab.classroom.intake.content import Content
from rnnlab.classroom.intake.submissions import fit
from rnnlab.course import Exercise
from rnnlab.files import write_whole
from rnnlab.grading.work import work_of
from rnnlab.platforms.gradescope import results
from rnnlab.platforms.gradescope.release import SETTINGS
from rnnlab.report.presentable import pathless
from rnnlab.sandbox.confine import ladder
from rnnlab.sandbox.confine.level import Level
from rnnlab.source import Submission
from rnnlab.text import Text, line


def main(folder: Path) -> None:
    """Grade what lies in ``submission/``, and write the results."""
    try:
        content = _results(folder)
    except Exception as error:  # noqa: BLE001  whatever it is, it is no grade
        traceback.print_exc()  # shown to the instructor alone
        what = pathless(line(f"{type(error).__name__}: {error}"))[:300]
        content = {
            "output": _both(
                Text(
                    f"채점 프로그램의 오류로 채점하지 못했습니다. 선생님께 알려 주세요. {what}",
                    f"The autograder failed, so this is not graded. Tell your instructor. {what}",
                )
            )
        }
    target = folder / "results" / "results.json"
    write_whole(target, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def _results(folder: Path) -> dict[str, Any]:
    settings = json.loads((folder / "source" / SETTINGS).read_text(encoding="utf-8"))
    exercise = course.exercise(settings["exercise"])
    files = handed_in(folder / "submission", exercise)
    if not files:
        name = exercise.stem
        return {
            "score": 0,
            "output": _both(
                Text(
                    f"채점할 파일이 없습니다. {name}.ipynb 또는 {name}.py를 제출하세요.",
                    f"There is nothing to grade. Hand in {name}.ipynb or {name}.py.",
                )
            ),
        }
    level = ladder.level()
    if level < Level.REDUCED:
        return {"output": _both(_unconfined(level))}
    first, *rest = files
    submitted, due = _times(folder / "submission_metadata.json")
    unused = tuple(path.name for path in rest)
    seen = _seen(first)
    submission = Submission(
        *("", exercise.stem, first, unused, submitted),
        read_as=content.right_name(first.name, seen.kind),
        problem=content.looks_like(seen, first.name, exercise.stem),
    )
    with schedule.local(1) as run:
        ((_, report),) = run.reports([work_of(submission, settings["seed"])])
    return results.results(report, late.policy(settings["late"]).penalty(report, due))


def _unconfined(level: Level) -> Text:
    title = level.title
    return Text(
        "이 컴퓨터에서는 학생 코드를 격리할 수 없어서 채점하지 않았습니다. 선생님께 알려 주세요. "
        f"(격리 수준: {title.ko}. 리눅스의 Landlock이나 사용자 네임스페이스가 필요합니다. "
        "제출물을 내려받아 rnnlab grade로 채점할 수 있습니다.)",
        "Student code cannot be confined on this machine, so this is not graded. Tell your "
        f"instructor. (Confinement: {title.en}. Linux's Landlock or user namespaces are needed; "
        "or download the submissions and use rnnlab grade.)",
    )


def handed_in(folder: Path, exercise: Exercise) -> list[Path]:
    """Return the notebooks and Python files in ``folder`` and below it, the one to grade first.

    They are told apart as in any class (:mod:`rnnlab.classroom.intake`): one with work in it comes
    first. A link, which the grader refuses to read, comes last. Hidden files are left out.
    """
    content.forget()
    tasks = {task.name for task in exercise.tasks}

    def rank(path: Path) -> tuple[object, ...]:
        worked = seen[path].worked & tasks
        return path.is_symlink(), not worked, *fit(path.name, exercise.stem), len(path.parts), path

    found = (p for p in folder.rglob("*") if content.may_be(p.name) and not p.is_dir())
    hidden = (".", "__MACOSX")
    shown = (p for p in found if not any(x.startswith(hidden) for x in p.relative_to(folder).parts))
    seen = {path: _seen(path) for path in shown}
    return sorted((path for path in seen if seen[path].kind), key=rank)


def _seen(path: Path) -> Content:
    found = attempt(path.name, lambda: content.read(path.name, source.read(path)))
    if isinstance(found, Content):
        return found
    suffix = path.suffix.lower()  # the grader says why it cannot be read
    return Content(suffix if suffix in content.SUFFIXES else "")


def _times(metadata: Path) -> tuple[str, datetime | None]:
    """Return when the submission came and when it was due, "" and None if that is not known."""
    try:
        content = json.loads(metadata.read_text(encoding="utf-8"))
        submitted = datetime.fromisoformat(content["created_at"])
        due = datetime.fromisoformat(content["assignment"]["due_date"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", None
    return submitted.isoformat(), due


def _both(text: Text) -> str:
    return f"{text.ko}\n{text.en}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
