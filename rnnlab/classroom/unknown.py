"""Wrong answers that no mistake explains: grouped for the teacher, who names each once.

A group is the students whose answers to the same calls of a task were the same. The teacher's
sentences lie in a file of the course's own. They are put into reports where these are written, and
the message that was there is kept beside them: so nothing is graded anew, and nothing is lost.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rnnlab.files import write_whole
from rnnlab.report.data import SYMPTOM, CheckResult, Outcome, Report
from rnnlab.report.json import dumps
from rnnlab.text import Text, UserError, line

FILE = Path("named.json")
_WRONG = (Outcome.FAILED, Outcome.ERROR)
_NOTHING = Text("", "")
_SHORTEST = 8  # digits of an id


@dataclass(frozen=True)
class Name:
    """A teacher's sentence for one behaviour: ``name`` is what the mistake is called in reports."""

    exercise: str
    task: str
    name: str
    ko: str
    en: str

    @property
    def text(self) -> Text:
        """The sentence in both languages."""
        return Text(self.ko, self.en)


Names = Mapping[str, Name]  # by behaviour


@dataclass(frozen=True)
class Group:
    """Who answered a task in the same wrong way; ``reports`` are sorted by student."""

    id: str
    exercise: str
    task: str
    behaviour: str
    reports: tuple[Report, ...]

    @property
    def students(self) -> list[str]:
        """The students, sorted."""
        return [report.student for report in self.reports]

    @property
    def checks(self) -> list[CheckResult]:
        """The checks that failed so, as they ended for the first student."""
        of_first = self.reports[0].tasks[self.task]
        return [c for c in of_first if c.behaviour == self.behaviour and is_unknown(c)]

    @property
    def answered(self) -> list[Text]:
        """What they were asked and answered, else what the checks say of it, each once."""
        said = (check.answered or check.message for check in self.checks)
        return list(dict.fromkeys(text for text in said if text))

    @property
    def code(self) -> str:
        """One student's function, the shortest; "" where none is known."""
        written = [r.sources[self.task] for r in self.reports if r.sources.get(self.task)]
        return min(written, key=len, default="")


def is_unknown(check: CheckResult) -> bool:
    """Whether the check failed in a way that nobody has named, and that can be told again.

    To say how an answer is wrong is not to name the mistake.
    """
    is_named = check.diagnosis is not None and not check.diagnosis.startswith(SYMPTOM)
    is_explained = is_named or check.follow_up is not None
    return check.outcome in _WRONG and not is_explained and check.behaviour != ""


def groups(reports: Iterable[Report]) -> list[Group]:
    """Return the groups of unnamed wrong answers, the largest first."""
    found: dict[tuple[str, str, str], list[Report]] = {}
    reports = sorted(reports, key=lambda report: (report.student, report.exercise))
    for report in reports:
        unknown = [c for c in report.checks if report.score is not None and is_unknown(c)]
        for task, behaviour in dict.fromkeys((c.task, c.behaviour) for c in unknown):
            found.setdefault((report.exercise, task, behaviour), []).append(report)
    ids = short(check.behaviour for report in reports for check in report.checks)
    made = [Group(ids[key[2]], *key, tuple(of)) for key, of in sorted(found.items())]
    return sorted(made, key=lambda group: -len(group.reports))


def short(behaviours: Iterable[str]) -> dict[str, str]:
    """Map each behaviour to its first digits, as many as tell it from the others."""
    ordered = sorted({*behaviours, ""})
    ids = {}
    for before, this, after in zip(ordered, ordered[1:], [*ordered[2:], ""], strict=False):
        digits = _SHORTEST
        while digits < len(this) and any(b.startswith(this[:digits]) for b in (before, after)):
            digits += 1
        ids[this] = this[:digits]
    return ids


def examples(report: Report) -> dict[str, str]:
    """Return those of the student's functions that may stand as an example of an unnamed answer."""
    tasks = {check.task for check in report.checks if is_unknown(check)}
    return {task: source for task, source in report.sources.items() if task in tasks}


# ---------------------------------------------------------------- names in reports


def named(report: Report, names: Names) -> Report:
    """Return the report with the teacher's ``names`` and no others."""
    checks = tuple(_named(report.exercise, _unnamed(check), names) for check in report.checks)
    return dataclasses.replace(report, checks=checks)


def _named(exercise: str, check: CheckResult, names: Names) -> CheckResult:
    name = names.get(check.behaviour)
    if (
        name is None
        or not is_unknown(check)
        or (name.exercise, name.task) != (exercise, check.task)
    ):
        return check
    automatic = check.message or _NOTHING
    return dataclasses.replace(
        check,
        diagnosis=name.name,
        message=name.text,
        automatic=automatic,
        automatic_diagnosis=check.diagnosis,
    )


def _unnamed(check: CheckResult) -> CheckResult:
    if check.automatic is None:
        return check
    message = check.automatic if any(check.automatic) else None
    return dataclasses.replace(
        check,
        diagnosis=check.automatic_diagnosis,
        message=message,
        automatic=None,
        automatic_diagnosis=None,
    )


# ---------------------------------------------------------------- the file of names


def names_in(file: Path | None) -> dict[str, Name]:
    """Return the names in ``file``, by default those in the current folder, if there are any.

    Raises UserError where ``file`` is missing, or is not such a file.
    """
    if file is None and not FILE.exists():
        return {}
    return read(file or FILE)


def read(file: Path) -> dict[str, Name]:
    """Return the names in ``file``. Raises UserError where it is missing, or is no such file."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return {behaviour: _name(fields) for behaviour, fields in content.items()}
    except FileNotFoundError:
        raise UserError(
            f"{file}: 그런 파일이 없습니다. 이름은 rnnlab name으로 붙입니다.",
            f"there is no file {file}; rnnlab name writes it",
        ) from None
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise UserError(
            f"{file}: rnnlab name이 쓴 파일이 아니거나 손상되었습니다. "
            "고치거나 다른 곳으로 옮기세요.",
            f"{file} was not written by rnnlab name, or is damaged. Mend it or move it away.",
        ) from None


def _name(fields: dict[str, Any]) -> Name:
    name = Name(**fields)
    if not all(isinstance(value, str) and value for value in fields.values()):
        raise ValueError("not a name")
    return name


def save(names: Names, file: Path) -> None:
    """Write ``names`` to ``file``, sorted by exercise, task and behaviour."""
    ordered = sorted(names.items(), key=lambda item: (item[1].exercise, item[1].task, item[0]))
    write_whole(file, dumps({key: dataclasses.asdict(name) for key, name in ordered}))


def behind(wanted: str, reports: Iterable[Report], names: Names) -> tuple[str, str, str]:
    """Return the exercise, the task and the behaviour whose id is ``wanted``.

    Unnamed answers in ``reports`` have one, and those in ``names``. Raises UserError for an id that
    is none, or is several ones' beginning.
    """
    known = {(name.exercise, name.task, behaviour) for behaviour, name in names.items()}
    unnamed = groups(named(report, {}) for report in reports)
    known |= {(group.exercise, group.task, group.behaviour) for group in unnamed}
    digits = line(wanted).lower().removeprefix("named_")
    found = [key for key in sorted(known) if digits and key[2].startswith(digits)]
    found = [key for key in found if key[2] == digits] or found
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError(
            f"{line(wanted)}: 그런 ID의 오답이 없습니다. rnnlab unknown으로 ID를 확인하세요.",
            f"no wrong answer has the ID {line(wanted)}; rnnlab unknown lists them",
        )
    ids = ", ".join(short(behaviour for *_, behaviour in found).values())
    raise UserError(
        f"{line(wanted)}: 이렇게 시작하는 ID가 여럿입니다. 더 길게 쓰세요: {ids}",
        f"{line(wanted)} begins several IDs; write more of it: {ids}",
    )
