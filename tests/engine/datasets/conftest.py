"""What the tests of the data sets share: a plain environment, a server, the real data."""

import os
import threading

import pytest
from file_server import Server

from rnnlab.datasets import places

REAL = os.environ.get("RNNLAB_DATA", "sample")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("RNNLAB_DATA", "RNNLAB_CACHE", "RNNLAB_OFFLINE", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RNNLAB_LANG", "en")
    places._fill_cache.cache_clear()


@pytest.fixture
def server():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def real_data():
    if REAL == "sample":
        pytest.skip("RNNLAB_DATA names no folder with the real data")
    return REAL
