"""A report as JSON, in both languages, and back."""

from __future__ import annotations

import json
import re
from itertools import starmap
from typing import Any

from rnnlab.report.data import CheckResult, Outcome, Report
from rnnlab.report.words import number
from rnnlab.sandbox.confine.level import Level
from rnnlab.text import INVISIBLE, LANGUAGES, Text, language, plain

_NOTHING = Text("", "")


def to_json(report: Report, lang: str | None = None) -> str:
    """Return all of the report as JSON, so that :func:`from_json` can restore it.

    The sentences stand in ``lang`` under the keys that others rely on, and in both languages under
    "ko" and "en" beside these; a passed check's message is "". The student's name is kept exact.
    """
    lang = lang or language()
    score, max_score, level = report.score, report.max_score, report.confinement
    content = {
        "student": report.student,
        "exercise": report.exercise,
        "score": None if score is None else number(score),
        "max_score": None if max_score is None else number(max_score),
        "outcome": report.outcome,
        "seed": report.seed,
        "checks": [_check_to_dict(check, lang) for check in report.checks],
        "seconds": round(report.seconds, 3),
        "notes": [plain(note.to(lang)) for note in report.notes],
        "reason": plain(report.reason.to(lang)) if report.reason else None,
        "confinement": None if level is None else level.name.lower(),
        "digest": report.digest,
        "submitted": report.submitted,
        "sources": {task: plain(source) for task, source in report.sources.items()},
        **{spoken: _texts(report, spoken) for spoken in LANGUAGES},
    }
    return dumps(content)


def dumps(content: Any) -> str:
    """Return ``content`` as JSON; what would act on a terminal that shows it is escaped."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return re.sub(INVISIBLE, lambda found: json.dumps(found[0])[1:-1], text) + "\n"


def _texts(report: Report, lang: str) -> dict[str, Any]:
    return {
        "title": plain(report.title.to(lang)),
        "notes": [plain(note.to(lang)) for note in report.notes],
        "reason": plain(report.reason.to(lang)) if report.reason else None,
    }


def _check_to_dict(check: CheckResult, lang: str) -> dict[str, Any]:
    spoken = {each: _check_texts(check, each) for each in LANGUAGES}
    return {
        "name": check.name,
        "title": spoken[lang]["title"],
        "task": check.task,
        "points": number(check.points),
        "max_points": number(check.max_points),
        "outcome": check.outcome,
        "message": spoken[lang]["message"],
        "hint": spoken[lang]["hint"],
        "diagnosis": check.diagnosis,
        "behaviour": check.behaviour,
        "answered": spoken[lang]["answered"],
        "follow_up": check.follow_up,
        "seconds": round(check.seconds, 3),
        **({} if check.automatic is None else _automatic(check, spoken[lang])),
        **spoken,
    }


def _automatic(check: CheckResult, spoken: dict[str, str]) -> dict[str, Any]:
    return {
        "automatic": spoken["automatic"],
        "automatic_diagnosis": check.automatic_diagnosis,
    }


def _check_texts(check: CheckResult, lang: str) -> dict[str, str]:
    texts = {"title": check.title, "message": check.message or _NOTHING, "hint": check.hint}
    texts["answered"] = check.answered or _NOTHING
    if check.automatic is not None:
        texts["automatic"] = check.automatic
    return {key: plain(text.to(lang)) for key, text in texts.items()}


def from_json(text: str) -> Report:
    """Read back what :func:`to_json` wrote. Raises ValueError for anything else."""
    try:
        content = json.loads(text)
        return Report(
            student=content["student"],
            exercise=content["exercise"],
            title=_text(content, "title"),
            seed=content["seed"],
            checks=tuple(map(_check_from_dict, content["checks"])),
            notes=tuple(starmap(Text, zip(*_in_each(content, "notes"), strict=True))),
            seconds=content["seconds"],
            reason=None if content["reason"] is None else _text(content, "reason"),
            confinement=content["confinement"] and Level[content["confinement"].upper()],
            digest=content["digest"],
            submitted=content["submitted"],
            sources={str(task): str(source) for task, source in content["sources"].items()},
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"not a report: {error!r}") from error


def _check_from_dict(check: dict[str, Any]) -> CheckResult:
    kept = {key: value for key, value in check.items() if key not in LANGUAGES}
    texts: dict[str, Text | None] = {key: _text(check, key) for key in check[LANGUAGES[0]]}
    for key in ("message", "answered"):
        if not check.get(key):
            texts[key] = None
    return CheckResult(**{**kept, **texts, "outcome": Outcome(check["outcome"])})


def _text(content: dict[str, Any], key: str) -> Text:
    return Text(*_in_each(content, key))


def _in_each(content: dict[str, Any], key: str) -> list[Any]:
    return [content[lang][key] for lang in LANGUAGES]
