"""Who grades what: a class spread over the workers of an executor, here or on a cluster.

An executor is all that this asks for. :class:`Workers` is the one of this machine; a Dask client's
is that of a cluster. At most one submission is with a worker at a time, so what a worker that dies
takes with it is one submission, and that one is graded once more, alone, at the end.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, ParamSpec, TypeVar

import psutil

from rnnlab.grading import state
from rnnlab.grading.work import Work, grade, not_graded
from rnnlab.report.data import Report

_P = ParamSpec("_P")
_T = TypeVar("_T")
# Seconds after which a grading process is taken for stuck. A submission's own time is limited far
# below this by the sandbox; this is for a grader that hangs.
STUCK = 900.0
# Bytes that a worker may grow by before it is replaced.
GROWTH = 512 << 20


class Run:
    """Submissions being graded on ``workers``, of which there are ``width()``.

    ``current`` holds what is being graded right now, and since when (``time.monotonic``).
    """

    def __init__(
        self,
        workers: Executor,
        width: Callable[[], int],
        unit: Callable[[Work], Report] | None = None,
    ) -> None:
        self._workers, self._width, self._unit = workers, width, unit or graded_in_time
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
            done, _ = wait(self.current, return_when=FIRST_COMPLETED)
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
    """Return the report, or None: the unit of work raises nothing, so its worker is gone."""
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


def graded_in_time(work: Work) -> Report:
    """Grade in a worker, which ends itself, even from within native code, once it is stuck."""
    with state.one_at_a_time, open(os.devnull, "w") as null:
        faulthandler.dump_traceback_later(STUCK, exit=True, file=null)
        try:
            return grade(work)
        finally:
            faulthandler.cancel_dump_traceback_later()


# ---------------------------------------------------------------- on this machine


@contextlib.contextmanager
def local(jobs: int) -> Iterator[Run]:
    """Run on ``jobs`` worker processes of this machine; leaving early kills them."""
    workers = Workers(jobs)
    try:
        yield Run(workers, lambda: jobs)
    except BaseException:
        for process in multiprocessing.active_children():
            process.kill()
        workers.shutdown(cancel_futures=True)
        raise
    workers.shutdown()


class Workers(Executor):
    """``n`` worker processes, each of which does one thing at a time."""

    def __init__(self, n: int) -> None:
        self._workers = [_Worker() for _ in range(n)]

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Run ``fn`` on a free worker. Raises RuntimeError if there is none."""
        free = next((w for w in self._workers if w.free), None)
        if free is None:
            raise RuntimeError("every worker is busy")
        return free.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.close(wait, cancel_futures)


class _Worker:
    """A pool of one process, replaced when the process has died or grown."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._pid: Future[int] | None = None
        self._task: Future[Any] | None = None
        self._size = 0

    @property
    def free(self) -> bool:
        return self._task is None or self._task.done()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        pool = self._pool
        if pool is None or self._worn():
            pool = self._renew()
        try:
            task = pool.submit(fn, *args, **kwargs)
        except BrokenProcessPool:  # it died between two tasks
            task = self._renew().submit(fn, *args, **kwargs)
        self._task = task
        return task

    def _worn(self) -> bool:
        """Whether the process is gone, or far larger than it was after its first task."""
        if self._pid is None:
            return True
        try:
            size = psutil.Process(self._pid.result()).memory_info().rss
        except (psutil.Error, BrokenProcessPool):
            return True
        self._size = self._size or size
        return size > self._size + GROWTH

    def _renew(self) -> ProcessPoolExecutor:
        self.close(wait=False)
        context = multiprocessing.get_context("spawn")
        pool = self._pool = ProcessPoolExecutor(1, context, _begin)
        self._size = 0
        with _interrupts_held():
            self._pid = pool.submit(os.getpid)
        return pool

    def close(self, wait: bool = True, cancel_futures: bool = False) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait, cancel_futures=cancel_futures)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process is started, which then never hears of it.

    Blocking it is not enough: then the system hands it to a thread of NumPy's, for Python to raise
    it here all the same, and a pool whose process was half started never ends.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: held.append(number))
    try:
        with _blocked():
            yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if held:
        signal.raise_signal(signal.SIGINT)


@contextlib.contextmanager
def _blocked() -> Iterator[None]:
    """Have processes that are started meanwhile be born with Ctrl-C blocked."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Begin a worker: Ctrl-C is for the run to answer, with which it ends, even a killed one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    run = multiprocessing.parent_process()
    threading.Thread(target=_end_with, args=(run,), daemon=True).start()


def _end_with(run: multiprocessing.process.BaseProcess) -> None:
    run.join()
    os._exit(1)
