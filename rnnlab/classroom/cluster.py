"""Grading on a Dask cluster."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from rnnlab.classroom.schedule import Run
from rnnlab.grading.supervise import supervised
from rnnlab.text import UserError


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Run]:
    """Run on the workers of the Dask scheduler at ``address``, one submission on each.

    A submission's bytes travel with its work and the report comes back as data: the workers need
    rnnlab and the course, in the same version, and no shared folder. A worker watches a process of
    its own that grades; Dask itself gives the work of a worker that died to another. Raises
    UserError if the scheduler does not answer.
    """
    try:
        from distributed import Client
    except ImportError:
        raise UserError(
            "--scheduler에는 Dask가 필요합니다: pip install 'rnnlab[cluster]'",
            "--scheduler needs Dask: pip install 'rnnlab[cluster]'",
        ) from None
    try:
        client = Client(address, timeout=5, set_as_default=False)
    except (OSError, ValueError) as error:
        raise UserError(
            f"Dask 스케줄러 {address}에 연결하지 못했습니다: {error}",
            f"No Dask scheduler answers at {address}: {error}",
        ) from None
    with client:
        workers = client.get_executor(pure=False)
        try:
            yield Run(workers, lambda: max(1, len(client.nthreads())), supervised)
        finally:
            workers.shutdown(wait=False)
