"""Which known mistake does a wrong answer look like?

``tests/mistakes/exNN_*.py`` holds wrong programs. The calls are replayed on each mistake of the
task; the first one that gives the same answers to all of them names the student's. Students' copies
of the course hold what these programs answered instead (:mod:`rnnlab.diagnosis.recorded`).
"""

from __future__ import annotations

import itertools

from rnnlab.diagnosis.evidence import Diagnosis, Evidence
from rnnlab.diagnosis.mistakes import Variation, compose
from rnnlab.diagnosis.programs.generated import Generated, explains
from rnnlab.text import Text

MAX_PAIRS = 400


def written(evidence: Evidence) -> Diagnosis | None:
    """Return the written mistake that explains everything known."""
    for mistake in evidence.mistakes:
        if mistake.kind == "written" and explains(mistake, evidence):
            return Diagnosis(mistake.name, mistake.text)
    return None


def pair(evidence: Evidence) -> Diagnosis | None:
    """Return the two variations that together explain everything known; both sentences are said."""
    variations = [m for m in evidence.mistakes if isinstance(m, Variation)]
    for a, b in itertools.islice(itertools.combinations(variations, 2), MAX_PAIRS):
        function = compose(a, b)
        if function is None:
            continue
        text = Text(f"{a.text.ko} {b.text.ko}", f"{a.text.en} {b.text.en}")
        both = Generated(f"{a.name}+{b.name}", evidence.task.name, text, function)
        if explains(both, evidence):
            return Diagnosis(both.name, both.text)
    return None
