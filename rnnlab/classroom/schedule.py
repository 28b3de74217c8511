"""Who grades what: a class spread over the workers of an executor, here or on a cluster.

An executor is all that this asks for: threads of this process, each of which watches a grading
process, or those of a Dask cluster. At most one submission is with a worker at a time, so what a
worker that dies takes with it is one submission, and that one is graded once more, alone, at the
end.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait

from rnnlab.grading.supervise import Graders, Unit
from rnnlab.grading.watch import Allowed
from rnnlab.grading.work import Work, grade, not_graded
from rnnlab.report.data import Report

AWAKE = 0.5  # seconds after which to look whether somebody has pressed Ctrl-C


class Run:
    """Submissions being graded on ``workers``, of which there are ``width()``.

    ``unit`` grades one of them and raises where it is lost with its worker. ``current`` holds what
    is being graded right now, and since when (``time.monotonic``).
    """

    def __init__(
        self, workers: Executor, width: Callable[[], int], unit: Callable[[Work], Report]
    ) -> None:
        self._workers, self._width, self._unit = workers, width, unit
        self.current: dict[Future[Report], tuple[Work, float]] = {}

    def reports(self, works: Iterable[Work]) -> Iterator[tuple[Work, Report]]:
        """Yield every work with its report, in the order in which they are done."""
        lost: list[Work] = []
        yield from self._spread(works, lost)
        for work in lost:
            dead: list[Work] = []
            yield from self._spread([work], dead)
            for twice in dead:
                yield twice, _died_twice(twice)

    def _spread(self, works: Iterable[Work], lost: list[Work]) -> Iterator[tuple[Work, Report]]:
        waiting = iter(works)
        while self._fill(waiting):
            # Python may miss a Ctrl-C that comes as it begins to wait, until it wakes.
            done, _ = wait(self.current, timeout=AWAKE, return_when=FIRST_COMPLETED)
            for future in done:
                work, _ = self.current.pop(future)
                report = _result(future)
                if report is None:
                    lost.append(work)
                else:
                    yield work, report

    def _fill(self, waiting: Iterator[Work]) -> bool:
        """Give every free worker something to do; return whether anything is being done."""
        while len(self.current) < self._width() and (work := next(waiting, None)):
            self.current[self._workers.submit(self._unit, work)] = work, time.monotonic()
        return bool(self.current)


def _result(future: Future[Report]) -> Report | None:
    """Return the report, or None: its worker is gone."""
    try:
        return future.result()
    except Exception:  # noqa: BLE001  each executor has its own errors for a dead worker
        return None


def _died_twice(work: Work) -> Report:
    return not_graded(
        work,
        "채점 프로세스가 두 번이나 도중에 끝났습니다. 메모리가 모자라지 않은지 확인하고 "
        "다시 채점하세요.",
        "The grading process died twice. Check that there is enough memory and grade again.",
    )


@contextlib.contextmanager
def local(jobs: int, allowed: Allowed | None = None, unit: Unit = grade) -> Iterator[Run]:
    """Run on ``jobs`` worker processes of this machine; leaving early kills them."""
    graders = Graders(allowed)
    threads = ThreadPoolExecutor(jobs)
    try:
        yield Run(threads, lambda: jobs, functools.partial(graders.report, unit=unit))
    except BaseException:
        graders.close(wait=False)
        threads.shutdown(cancel_futures=True)
        raise
    graders.close()
    threads.shutdown()
