"""What a zip holds, safely unpacked: students made it, or some of what is in it.

No folder's name in a zip becomes one on this machine. Files lie in numbered folders, those of the
same name in different ones, and what they were called is kept beside them: nothing is written
elsewhere, and no two files collide. Limits are kept while reading, whatever the zip says of itself.
"""

from __future__ import annotations

import contextlib
import io
import re
import stat
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from rnnlab.files import safe_name
from rnnlab.source import MAX_FILE
from rnnlab.text import Text, TextError, UserError, line

SUFFIXES = (".ipynb", ".py")
MAX_FILES, MAX_TOTAL = 100_000, 4 << 30  # files and bytes that are taken out of a download
MAX_OWN_FILES, MAX_OWN_TOTAL = 1_000, 2 * MAX_FILE  # and of a student's own zip
MAX_INDEX, MAX_OWN_INDEX = 16 << 20, 1 << 20  # bytes of their lists, which zipfile holds whole

_ENCRYPTED, _UTF8 = 0x1, 0x800  # flags of a file in a zip
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # zipfile cannot unpack others in small steps
_UNKNOWN_TIME = datetime(1980, 1, 1)
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class Entry:
    """One name in a download.

    ``parts`` are the folders that it lies in and its own name, which is "" for a folder. ``path``
    is where its bytes lie, if they are of use, and ``sent`` the time that its zip gives.
    ``problem`` says why it was left out; what has no name that can be told has no ``parts``.
    """

    parts: tuple[str, ...]
    path: Path | None = None
    sent: datetime | None = None
    problem: Text | None = None


class _LeftOut(TextError):
    """Why a file of a zip is left out."""


def unpack(path: Path, into: Path, also: Collection[str] = ()) -> list[Entry]:
    """Unpack the zip at ``path`` into the folder ``into`` and return all that it names, sorted.

    Only notebooks, Python files and files of the names ``also`` are written. A zip inside is a
    folder of its name; one inside that is left out. Raises UserError for what is not a zip that can
    be read.
    """
    with open(path, "rb") as file:
        return _sorted(_entries(file, path.name, (), _Folders(into, also)))


def unpack_own(
    data: bytes, within: tuple[str, ...], into: Path, also: Collection[str] = ()
) -> list[Entry]:
    """Unpack a student's own zip as :func:`unpack` does; its name in the class is ``within``.

    It has smaller limits, so that it uses up nobody else's. One that cannot be read is a problem.
    """
    return _own(data, within, _Folders(into, also))


def shown(parts: tuple[str, ...]) -> str:
    """Return a name of any length, with anything in it, fit for a message."""
    name = line("/".join(parts))
    return name if len(name) <= 200 else f"{name[:100]}…{name[-80:]}"


def left_out(name: str, why: Text) -> Text:
    """Return the line that names what was left out."""
    return Text(f"{name}: {why.ko}", f"{name}: {why.en}")


class _Folders:
    """Numbered folders in a new one below ``into``, for ``left`` more bytes."""

    def __init__(self, into: Path, also: Collection[str]) -> None:
        self.left = MAX_TOTAL
        self._also = also
        self._into = Path(tempfile.mkdtemp(dir=into))
        self._taken: Counter[str] = Counter()

    def takes(self, name: str) -> bool:
        """Whether a file of this name is of use."""
        return _kind(name) in (*SUFFIXES, ".zip") or name in self._also

    def write(self, data: bytes, name: str) -> Path:
        """Write a file by its own name, if every system can have it, and return where."""
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
        name = f"{safe_name(stem)}{suffix}"
        folder = self._into / str(self._taken[name.casefold()])
        self._taken[name.casefold()] += 1
        self.left -= len(data)
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        return folder / name


def _own(data: bytes, within: tuple[str, ...], folders: _Folders) -> list[Entry]:
    try:
        return _sorted(_entries(io.BytesIO(data), shown(within), within, folders))
    except UserError as error:
        return [Entry(within, problem=error.text)]


def _sorted(entries: Iterator[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.parts)


def _entries(
    file: IO[bytes], name: str, within: tuple[str, ...], folders: _Folders
) -> Iterator[Entry]:
    """Yield what a zip called ``within`` (nothing for a whole download) holds."""
    most, left = (MAX_OWN_FILES, MAX_OWN_TOTAL) if within else (MAX_FILES, MAX_TOTAL)
    source = _Source(file, MAX_OWN_INDEX if within else MAX_INDEX)
    with _opened(source, name) as archive:
        for info, label in _listed(archive, name, most):
            where: tuple[str, ...] = ()
            data: bytes | None = None
            try:
                where = (*within, *_parts(label))
                if _kind(where[-1]) == ".zip" and within:
                    raise _LeftOut(
                        "zip 안의 zip은 풀지 않습니다. 직접 풀어서 그 파일을 두세요.",
                        "a zip in a zip is not unpacked. Unpack it by hand.",
                    )
                if folders.takes(where[-1]):
                    data = _read(archive, info, min(left, folders.left))
                    left -= len(data)
            except _LeftOut as why:
                yield Entry(where, problem=left_out(shown((*within, label)), why.text))
                continue
            if data is None:
                yield Entry(where)
            elif _kind(where[-1]) == ".zip":
                own = _own(data, where, folders)
                yield from (replace(entry, sent=_time(info)) for entry in own)
            else:
                yield Entry(where, folders.write(data, where[-1]), _time(info))


class _Source:
    """An open file of which no more than ``most`` bytes are read at once."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._most = file, most

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise zipfile.BadZipFile("its list of files is too long")
        return self._file.read(size)


def _opened(source: _Source, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except _DAMAGED as error:
        raise UserError(
            f"{name}: 읽을 수 있는 zip이 아닙니다 ({line(str(error))}). 다시 내려받거나, "
            "직접 풀어서 폴더로 두세요.",
            f"{name} is not a zip that can be read ({line(str(error))}). Download it again, or "
            "unpack it by hand into a folder.",
        ) from None


def _listed(
    archive: zipfile.ZipFile, name: str, most: int
) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Yield the files and folders of a zip with their names, but for hidden ones.

    Small ones come first and zips last: what is too much in total is the largest.
    """
    infos = [(info, _name(info)) for info in archive.infolist()]
    infos = [(info, label) for info, label in infos if not _is_hidden(label)]
    files = [info for info, label in infos if not label.endswith("/")]
    if len(files) > most:
        raise UserError(
            f"{name}: 파일이 {most}개보다 많아서 풀지 않았습니다. 필요한 파일만 담으세요.",
            f"{name} holds more than {most} files and was not unpacked. Keep what is needed.",
        )
    if files and all(info.flag_bits & _ENCRYPTED for info in files):
        raise UserError(
            f"{name}: 암호가 걸린 zip입니다. 직접 풀어서 폴더로 두세요.",
            f"{name} is encrypted. Unpack it by hand into a folder.",
        )
    yield from sorted(infos, key=lambda each: (_kind(each[1]) == ".zip", each[0].file_size))


def _name(info: zipfile.ZipInfo) -> str:
    """Return a file's name with "/" between its parts, "/" last for a folder, composed (NFC)."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:  # then zipfile took the bytes for CP437, which any bytes are
        name = _decoded(name.encode("cp437"))
    return unicodedata.normalize("NFC", name).replace("\\", "/")


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "cp949"):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return raw.decode("cp437")


def _is_hidden(name: str) -> bool:
    parts = name.split("/")
    return "__MACOSX" in parts or any(p.startswith(".") and p not in (".", "..") for p in parts)


def _parts(name: str) -> tuple[str, ...]:
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    if not parts or name.startswith("/") or ".." in parts or re.match("[A-Za-z]:", name):
        raise _LeftOut(
            "zip 밖을 가리키는 이름이거나 이름이 없어서 풀지 않았습니다.",
            "its name leads out of the zip, or there is none, so it was not unpacked.",
        )
    return (*parts, "") if name.endswith("/") else parts


def _kind(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """Return a file's bytes, ``left`` of them at most."""
    if info.flag_bits & _ENCRYPTED:
        raise _LeftOut(
            "암호가 걸려 있습니다. 직접 풀어 두세요.", "it is encrypted. Unpack it by hand."
        )
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        raise _LeftOut(
            "링크나 장치여서 풀지 않았습니다. 파일 자체를 넣으세요.",
            "it is a link or a device and was not unpacked. Put the file itself there.",
        )
    if info.compress_type not in _METHODS:
        raise _LeftOut(
            "모르는 방법으로 압축되어 있습니다. 직접 풀어 두세요.",
            "it is compressed in a way that is not known here. Unpack it by hand.",
        )
    most, data = min(MAX_FILE, left), bytearray()
    try:
        with archive.open(info) as file:
            while len(data) <= most and (chunk := file.read(1 << 20)):
                data += chunk
    except _DAMAGED:
        raise _LeftOut(
            "zip 안에서 손상된 파일입니다. 다시 내려받으세요.",
            "it is damaged in the zip. Download it again.",
        ) from None
    if len(data) > most:
        raise _LeftOut(
            f"파일 하나({MAX_FILE >> 20} MB)나 zip 전체의 크기 한도를 넘어서 풀지 않았습니다.",
            f"it is larger than a file ({MAX_FILE >> 20} MB), or all of a zip, may be.",
        )
    return bytes(data)


def _time(info: zipfile.ZipInfo) -> datetime | None:
    try:
        time = datetime(*info.date_time)
    except ValueError:
        return None
    return None if time == _UNKNOWN_TIME else time.astimezone()
