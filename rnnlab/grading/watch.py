"""What grading a submission may take of the grader's own memory and time, part by part.

A part is a check or a task's diagnosis. Whoever runs them says which one begins; whoever watches
the process (:mod:`rnnlab.grading.supervise`) ends it where a part takes too much, and grades again
without that part.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from rnnlab.text import Text, TextError

Part: TypeAlias = tuple[str, str]  # the task, and the check's name or one of these two
ALL = "*"
DIAGNOSIS = "diagnosis"

MEMORY = Text(
    "답을 확인하는 데 채점 프로그램이 허용하는 것보다 많은 메모리가 필요합니다. "
    "과제가 요구하는 크기의 값만 돌려주세요.",
    "The answer needs more memory to be checked than the grader allows. "
    "Return only values of the size that the task asks for.",
)
TIME = Text(
    "답을 확인하는 데 채점 프로그램이 허용하는 것보다 오랜 시간이 걸립니다. "
    "과제가 요구하는 크기의 값만 돌려주세요.",
    "The answer needs more time to be checked than the grader allows. "
    "Return only values of the size that the task asks for.",
)
CRASH = Text(
    "답을 확인하다가 채점 프로세스가 비정상적으로 끝났습니다. "
    "돌려주는 값이나 모델이 과제에서 요구한 것인지 살펴보세요.",
    "The grading process crashed while it checked the answer. "
    "Look whether the value or the model that you return is what the task asks for.",
)


@dataclass(frozen=True)
class Allowed:
    """What a submission may take of the process that grades it, beside the student's own limits.

    ``memory`` is in bytes, above what the process had before its first check. ``seconds`` are of
    processor time, for one check (a diagnosis, which ends itself, may take twice that), ``total``
    for all of them; ``wall`` is a net for a part that hangs.
    """

    memory: int = 1 << 30
    seconds: float = 60.0
    total: float = 240.0
    wall: float = 900.0


class ExceededError(TextError):
    """A part takes more than is allowed: it is not run."""


@dataclass
class Watch:
    """Who is told that a part begins; ``lost`` are parts that took too much before, and why."""

    lost: Mapping[Part, Text] = field(default_factory=dict)
    total: float = math.inf
    tell: Callable[[Part], object] = lambda _: None
    _since: float | None = None

    def begin(self, task: str, what: str) -> None:
        """Tell that a part begins. Raises ExceededError instead for one that is not to be run."""
        now = time.process_time()
        self._since = now if self._since is None else self._since
        found = (self.lost.get(part) for part in ((task, what), (task, ALL), (ALL, what)))
        why = next(filter(None, found), None)
        if why is None and now - self._since > self.total:
            why = TIME
        if why is not None:
            raise ExceededError(*why)
        self.tell((task, what))
