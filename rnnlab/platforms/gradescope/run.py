"""What Gradescope runs for a submission: ``python -m rnnlab.platforms.gradescope.run FOLDER``.

FOLDER is Gradescope's /autograder: the autograder's zip in ``source/``, what the student handed in
in ``submission/``. The grade goes to ``results/results.json``, without a score if there is none.
"""

from __future__ import annotations

import json
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Any

from rnnlab import course
from rnnlab.classroom import late
from rnnlab.classroom.intake.submissions import fit
from rnnlab.course import Exercise
from rnnlab.files import write_whole
from rnnlab.grading.work import grade, work_of
from rnnlab.platforms.gradescope import results
from rnnlab.platforms.gradescope.release import SETTINGS
from rnnlab.source import Submission
from rnnlab.text import Text, line


def main(folder: Path) -> None:
    """Grade what lies in ``submission/``, and write the results."""
    try:
        content = _results(folder)
    except Exception as error:  # noqa: BLE001  whatever it is, it is no grade
        traceback.print_exc()  # shown to the instructor alone
        what = line(f"{type(error).__name__}: {error}")[:300]
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
    (exercise,) = course.exercises()
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
    first, *rest = files
    submitted, due = _times(folder / "submission_metadata.json")
    unused = tuple(path.name for path in rest)
    submission = Submission("", exercise.stem, first, unused, submitted)
    report = grade(work_of(submission, settings["seed"]))
    return results.results(report, late.policy(settings["late"]).penalty(report, due))


def handed_in(folder: Path, exercise: Exercise) -> list[Path]:
    """Return the notebooks and Python files in ``folder`` and below it, the one to grade first.

    Their names are told apart as in any class (:mod:`rnnlab.classroom.intake`); a link, which the
    grader refuses to read, comes last. Hidden files are left out.
    """

    def rank(path: Path) -> tuple[object, ...]:
        fits = fit(path.name, exercise.stem)
        return path.is_symlink(), *fits, len(path.parts), str(path)

    found = (p for p in folder.rglob("*") if p.suffix.lower() in (".ipynb", ".py"))
    hidden = (".", "__MACOSX")
    shown = (p for p in found if not any(x.startswith(hidden) for x in p.relative_to(folder).parts))
    return sorted((p for p in shown if not p.is_dir()), key=rank)


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
