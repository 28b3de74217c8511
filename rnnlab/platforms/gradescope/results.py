"""Gradescope: a ``results.json`` per submission, as its autograder harness reads it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rnnlab.classroom.late import Penalty
from rnnlab.files import write_whole
from rnnlab.platforms.grades import Done, Grades, points
from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.report.folder import page_of
from rnnlab.report.words import WORDS
from rnnlab.text import Text, language, plain


def write(grades: Grades) -> Done:
    """Write ``gradescope/STUDENT/EXERCISE/results.json`` for every report."""
    texts = {}
    for report in grades.reports:
        folder = grades.out / "gradescope" / page_of(report).with_suffix("")
        content = results(report, grades.policy.penalty(report))
        texts[folder / "results.json"] = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    for file, text in texts.items():
        write_whole(file, text)
    return Done(list[Path](texts), [], [])


def results(report: Report, penalty: Penalty | None = None) -> dict[str, Any]:
    """Return a report as Gradescope wants it: one test per check, and the score after the penalty.

    Without a score and tests, as for what was not graded, Gradescope says that the autograder
    failed, and gives no 0.
    """
    lang = language()
    said = [note.to(lang) for note in report.notes]
    result: dict[str, Any] = {
        "execution_time": round(report.seconds, 3),
        "stdout_visibility": "hidden",
        "output_format": "text",
    }
    if report.score is None:
        reason = report.reason or WORDS["unknown"]
        said.append(f"{WORDS[Outcome.NOT_GRADED].to(lang)}: {reason.to(lang)}")
        return {"output": plain("\n".join(said)), **result}
    if penalty and penalty.points:
        said.append(_lateness(report, penalty).to(lang))
    taken = penalty.points if penalty else 0.0
    score = points(report.score - taken)
    tests = [_test(check, lang) for check in report.checks]
    return {"score": score, "output": plain("\n".join(said)), **result, "tests": tests}


def _test(check: CheckResult, lang: str) -> dict[str, Any]:
    said = []
    if check.outcome is Outcome.NOT_ATTEMPTED:
        said = [WORDS[check.outcome].to(lang)]
    elif check.outcome is not Outcome.PASSED:
        said = [check.message.to(lang)] if check.message else []
        said += [f"{WORDS['try'].to(lang)}: {check.hint.to(lang)}"]
    return {
        "name": plain(f"{check.task}: {check.title.to(lang)}"),
        "score": points(check.points),
        "max_score": points(check.max_points),
        "status": "passed" if check.outcome is Outcome.PASSED else "failed",
        "output": plain("\n".join(said)),
        "name_format": "text",
        "output_format": "text",
        "visibility": "visible",
    }


def _lateness(report: Report, penalty: Penalty) -> Text:
    raw, taken = points(report.score), points(penalty.points)
    return Text(
        f"늦게 제출해서 {raw}점에서 {taken}점을 뺐습니다.",
        f"{taken} taken off {raw} for lateness.",
    )
