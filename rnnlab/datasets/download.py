"""Verified downloads: a file stands under its name whole and proven, or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

import requests
from rich.console import Console
from rich.progress import DownloadColumn, Progress, TransferSpeedColumn

from rnnlab.datasets.errors import DataError

TIMEOUT = (5.0, 10.0)  # seconds: to connect, and between two pieces
ATTEMPTS = 5
CHUNK = 1 << 14
BROKEN_OFF = (
    requests.exceptions.ConnectionError,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.Timeout,
)


def download(url: str, digest: str, target: Path, timeout: tuple[float, float] = TIMEOUT) -> None:
    """Fetch ``url`` to ``target``, showing a progress bar on stderr.

    ``digest`` is "sha256:…", "md5:…" or "git-blob:…" (the id that ``git hash-object`` prints).
    A connection that breaks off is resumed where the server can (HTTP 206), in this call or in a
    later one. Several processes may fetch the same file at once.

    Raises requests.RequestException or OSError when the file cannot be had, and DataError when
    what came is not the published file; neither leaves anything under ``target``.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    part, resumed = _claim(target)
    try:
        _transfer(url, part, timeout)
        if resumed and not matches(part, digest):  # the old piece may be of another version
            part.write_bytes(b"")
            _transfer(url, part, timeout)
        if not matches(part, digest):
            part.unlink()
            raise _wrong_file(url)
        os.replace(part, target)
    finally:
        _put_back(part, target)


def matches(path: Path, digest: str) -> bool:
    """Tell whether the file has the digest (see ``download``)."""
    kind, _, wanted = digest.partition(":")
    if kind == "git-blob":
        start = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    else:
        start = hashlib.new(kind, usedforsecurity=False)
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: start).hexdigest() == wanted


def _claim(target: Path) -> tuple[Path, bool]:
    """Take over the piece that an earlier call left, or start one; renaming lets one caller win."""
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        os.replace(_left_over(target), part)
    except FileNotFoundError:
        part.touch(exist_ok=False)
    return part, part.stat().st_size > 0


def _put_back(part: Path, target: Path) -> None:
    """Leave an unfinished piece for the next call to resume."""
    if part.exists() and part.stat().st_size:
        os.replace(part, _left_over(target))
    part.unlink(missing_ok=True)


def _left_over(target: Path) -> Path:
    return target.with_name(f"{target.name}.part")


def _transfer(url: str, part: Path, timeout: tuple[float, float]) -> None:
    """Fill ``part``, going on as long as each attempt brings something."""
    columns = (*Progress.get_default_columns(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        for attempt in range(1, ATTEMPTS + 1):
            before = part.stat().st_size
            try:
                _receive(url, part, timeout, progress)
            except BROKEN_OFF:
                if part.stat().st_size == before or attempt == ATTEMPTS:
                    raise
            else:
                return


def _receive(url: str, part: Path, timeout: tuple[float, float], progress: Progress) -> None:
    """Append the rest of ``url`` to ``part``, or all of it where the server knows no ranges."""
    have = part.stat().st_size
    headers = {"Accept-Encoding": "identity"}  # a range of compressed bytes would not fit
    if have:
        headers["Range"] = f"bytes={have}-"
    with requests.get(url, headers=headers, stream=True, timeout=timeout) as response:
        if have and response.status_code == requests.codes.requested_range_not_satisfiable:
            return  # nothing is left to fetch; the digest decides
        response.raise_for_status()
        if response.headers.get("Content-Range", "").partition("-")[0] != f"bytes {have}":
            have = 0
        length = response.headers.get("Content-Length")
        total = have + int(length) if length else None
        bar = progress.add_task(url.rpartition("/")[2], total=total, completed=have)
        with part.open("r+b") as file:
            file.seek(have)
            file.truncate()
            for chunk in response.iter_content(CHUNK):
                file.write(chunk)
                progress.advance(bar, len(chunk))


def _wrong_file(url: str) -> DataError:
    return DataError(
        f"{url}에서 받은 파일이 공개된 원본과 달라서 지웠습니다. 잠시 뒤 다시 시도하거나, "
        "RNNLAB_DATA=sample로 연습용 표본을 쓰세요.",
        f"What came from {url} is not the published file and was deleted. Try again later, or set "
        "RNNLAB_DATA=sample to use the bundled samples.",
    )
