"""What every way of showing a report says: words, marks, and each sentence only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rnnlab.report.data import CheckResult, Outcome
from rnnlab.text import Text, line

WORDS = {
    Outcome.PASSED: Text("통과", "passed"),
    Outcome.FAILED: Text("틀림", "failed"),
    Outcome.NOT_ATTEMPTED: Text("아직 안 함", "not attempted"),
    Outcome.ERROR: Text("오류", "error"),
    Outcome.NOT_GRADED: Text("채점 못 함", "not graded"),
    "what": Text("무슨 일이 있었나요", "What happened"),
    "code": Text("제출한 코드", "Your code"),
    "try": Text("이렇게 해 보세요", "What to try"),
    "same": Text("위와 같은 까닭입니다.", "The same reason as above."),
    "notes": Text("제출한 파일에 대하여", "About your file"),
    "student": Text("학생", "Student"),
    "total": Text("합계", "Total"),
    "mean": Text("평균", "Mean"),
    "points": Text("점", " points"),
    "unknown": Text("검사를 하나도 실행하지 못했습니다.", "No check could be run."),
    "ungraded": Text(
        "채점하지 못한 제출물 (0점이 아닙니다)", "Submissions that could not be graded (not zeros)"
    ),
    "confinement": Text("격리 수준", "Confinement"),
    "took": Text("채점에 걸린 시간", "Graded in"),
    "seconds": Text("초", " s"),
    "diagnosis": Text("진단", "diagnosis"),
    "given": Text(
        "점수는 주었습니다(--follow-through).", "its points are given (--follow-through)."
    ),
    "not given": Text(
        "--follow-through로 채점하면 점수를 받습니다.",
        "its points would be given with --follow-through.",
    ),
}
MARKS = {
    Outcome.PASSED: "✔",
    Outcome.FAILED: "✘",
    Outcome.NOT_ATTEMPTED: "–",
    Outcome.ERROR: "!",
    Outcome.NOT_GRADED: "?",
}
ASCII_MARKS = {**MARKS, Outcome.PASSED: "O", Outcome.FAILED: "X", Outcome.NOT_ATTEMPTED: "-"}
STYLES = {
    Outcome.PASSED: "green",
    Outcome.FAILED: "red",
    Outcome.NOT_ATTEMPTED: "dim",
    Outcome.ERROR: "magenta",
    Outcome.NOT_GRADED: "magenta",
}


def number(value: float) -> int | float:
    """Return an integral ``value`` as int: a score is written 7, not 7.0."""
    return int(value) if value == int(value) else value


def explained(
    checks: Iterable[CheckResult],
) -> Iterator[tuple[CheckResult, Text | None, Text | None]]:
    """Yield each check of a task with the message and the hint to show, each said only once.

    A check that passed, or whose task was not attempted, needs neither.
    """
    said: set[Text] = set()
    for check in checks:
        if check.outcome not in (Outcome.FAILED, Outcome.ERROR):
            yield check, None, None
            continue
        message = WORDS["same"] if check.message in said else check.message
        hint = check.hint if check.hint.en and check.hint not in said else None
        yield check, message, hint
        said |= {text for text in (check.message, check.hint) if text}


def follow_up(task: str) -> Text:
    """Return what a failure is called that follows from a mistake in ``task``."""
    task = line(task)
    return Text(f"{task}에서 이어진 오류", f"follow-up of {task}")


def followed(check: CheckResult, *, points: bool = True) -> Text | None:
    """Return the note on a check that waits for an earlier task to be mended, None on any other.

    With ``points`` it says whether those of a failure are given, or how they would be.
    """
    if check.follow_up is None or check.outcome is Outcome.PASSED:
        return None
    if check.outcome is Outcome.NOT_ATTEMPTED:
        task = line(check.follow_up)
        return Text(f"먼저 작성할 함수: {task}", f"write {task} first")
    note = follow_up(check.follow_up)
    if not points:
        return note
    more = WORDS["given" if check.points else "not given"]
    return Text(f"{note.ko}. {more.ko}", f"{note.en}: {more.en}")


def fraction(points: float | None, max_points: float | None) -> str:
    """Return "9 / 14", an unknown part as "-"."""
    return " / ".join("-" if n is None else str(number(n)) for n in (points, max_points))
