"""Run a submission's statements one by one: each within its time, and what fails costs itself."""

from __future__ import annotations
import __future__

import ast
import asyncio
import contextlib
import inspect
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

from rnnlab.sandbox.inside.program.needed import Piece

SECONDS = 40.0  # for all statements of a submission
CHANGING = 15.0  # for one that runs only because it may change something

_FEATURES = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)


class TooLongError(BaseException):
    """A statement ran out of time; no ``except Exception`` of a student's catches it."""


class Runner:
    """Runs statements in ``namespace``, for ``seconds`` in all."""

    def __init__(self, namespace: dict[str, object], seconds: float = SECONDS) -> None:
        self._namespace, self._left = namespace, seconds
        self._features = 0  # what was imported from __future__, which holds from there on

    def run(self, pieces: list[Piece]) -> list[tuple[Piece, BaseException]]:
        """Execute statements in order, and return those that failed, each with its error.

        One that misses a name is tried again after the others: cells that were saved in another
        order than they were run in then still find each other's names.
        """
        failed: list[tuple[Piece, BaseException]] = []
        waiting = pieces
        while waiting:
            errors = [(piece, e) for piece in waiting if (e := self._execute(piece)) is not None]
            missing = [(piece, e) for piece, e in errors if type(e) is NameError]
            failed += [(piece, e) for piece, e in errors if type(e) is not NameError]
            if len(missing) == len(waiting):
                return failed + missing
            waiting = [piece for piece, _ in missing]
        return failed

    def _execute(self, piece: Piece) -> BaseException | None:
        flags = self._features | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        seconds = min(self._left, CHANGING) if piece.changes else self._left
        started = time.monotonic()
        try:
            tree = ast.Module([piece.statement], [])
            code = compile(tree, piece.label, "exec", flags, dont_inherit=True)
            self._features |= code.co_flags & _FEATURES
            with limited(seconds):
                result = eval(code, self._namespace)
                if code.co_flags & inspect.CO_COROUTINE:
                    asyncio.run(result)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  a student's statement may raise anything
            return error
        finally:
            self._left -= time.monotonic() - started
        return None


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise TooLongError inside the block when ``seconds`` are over, and every second from then on.

    Where there is no timer, or in another thread than the first, there is no limit.
    """
    if seconds <= 0:
        raise TooLongError
    if not hasattr(signal, "setitimer") or not _in_main_thread():
        yield
        return
    before: Any = signal.signal(signal.SIGALRM, _too_long)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TooLongError
