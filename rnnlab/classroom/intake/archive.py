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
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeVar

from rnnlab import source
from rnnlab.classroom.intake.content import may_be
from rnnlab.files import safe_name
from rnnlab.source import MAX_FILE
from rnnlab.text import Text, TextError, UserError, line

MAX_FILES, MAX_TOTAL = 100_000, 4 << 30  # files and bytes that are taken out of a download
MAX_OWN_FILES, MAX_OWN_TOTAL = 1_000, 2 * MAX_FILE  # and out of all zips of one student
MAX_INDEX, MAX_OWN_INDEX = 16 << 20, 1 << 20  # bytes of their lists, which zipfile holds whole

_T = TypeVar("_T")
_ENCRYPTED, _UTF8 = 0x1, 0x800  # flags of a file in a zip
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # zipfile cannot unpack others in small steps
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
    is where its bytes lie, if they are of use; a folder that has one is a zip. ``problem`` says why
    it was left out; what has no name that can be told has no ``parts``. What is a student's
    ``own`` lay in a zip of theirs.
    """

    parts: tuple[str, ...]
    path: Path | None = None
    problem: Text | None = None
    own: bool = False


class _LeftOut(TextError):
    """Why a file of a zip is left out."""


@dataclass
class Budget:
    """How many more files and bytes may be taken out of zips: a download's, or one student's."""

    files: int
    bytes: int
    index: int

    @classmethod
    def of_a_download(cls) -> Budget:
        """Return what there is for a download itself."""
        return cls(MAX_FILES, MAX_TOTAL, MAX_INDEX)

    @classmethod
    def of_a_student(cls) -> Budget:
        """Return what there is for all zips of a student, so that they use up nobody else's."""
        return cls(MAX_OWN_FILES, MAX_OWN_TOTAL, MAX_OWN_INDEX)


def attempt(name: str, look: Callable[[], _T]) -> _T | Text:
    """Return what ``look`` returns or, whatever goes wrong, the line that names the file.

    All that looks into a student's file goes through here: what is wrong with it costs it alone.
    """
    try:
        return look()
    except TextError as error:
        return left_out(name, error.text)
    except Exception as error:  # noqa: BLE001  one file must never stop the class
        what = type(error).__name__
        return left_out(
            name,
            Text(
                f"읽을 수 없는 파일입니다 ({what}). 파일을 다시 받아 보세요.",
                f"it cannot be read ({what}). Get the file once more.",
            ),
        )


def unpack(path: Path, folders: Folders) -> list[Entry]:
    """Unpack the zip at ``path`` and return all that it names, sorted.

    Only files of use to ``folders`` are written. A zip inside is a folder of its name, not yet
    unpacked. Raises UserError for what is not a zip that can be read.
    """
    with open(path, "rb") as file:
        return _unpacked(file, path.name, (), folders, Budget.of_a_download())


def unpack_own(zipped: Entry, folders: Folders, budget: Budget) -> list[Entry]:
    """Unpack a student's own zip within what is left of their ``budget``.

    A zip in it is left out, and one that cannot be read is a problem.
    """
    within, path = zipped.parts[:-1], zipped.path

    def look() -> list[Entry]:
        file = io.BytesIO(source.read(path)) if path else io.BytesIO()
        return _unpacked(file, shown(within), within, folders, budget)

    found = attempt(shown(within), look)
    return [Entry(within, problem=found, own=True)] if isinstance(found, Text) else found


def shown(parts: tuple[str, ...]) -> str:
    """Return a name of any length, with anything in it, fit for a message."""
    name = line("/".join(parts))
    return name if len(name) <= 200 else f"{name[:100]}…{name[-80:]}"


def left_out(name: str, why: Text) -> Text:
    """Return the line that names what was left out."""
    ko, en = (text if name in text else f"{name}: {text}" for text in why)
    return Text(ko, en)


class Folders:
    """Numbered folders in a new one below ``into``, for ``left`` more bytes.

    Files of the names ``also`` are of use besides what may be a notebook, Python or a zip.
    """

    def __init__(self, into: Path, also: Collection[str] = ()) -> None:
        self.left = MAX_TOTAL
        self._also = also
        self._into = Path(tempfile.mkdtemp(dir=into))
        self._taken: Counter[str] = Counter()

    def takes(self, name: str) -> bool:
        """Whether a file of this name is of use."""
        return is_zip(name) or may_be(name) or name in self._also

    def write(self, data: bytes, name: str) -> Path:
        """Write a file by its own name, if every system can have it, and return where."""
        stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
        name = safe_name(f"{stem}{suffix}") if len(suffix) > 10 else f"{safe_name(stem)}{suffix}"
        folder = self._into / str(self._taken[name.casefold()])
        self._taken[name.casefold()] += 1
        self.left -= len(data)
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        return folder / name


def is_zip(name: str) -> bool:
    """Tell a zip by its name."""
    return PurePosixPath(name).suffix.lower() == ".zip"


def _unpacked(
    file: IO[bytes], name: str, within: tuple[str, ...], folders: Folders, budget: Budget
) -> list[Entry]:
    """Return what the zip called ``within`` (nothing for a whole download) holds."""
    entries = _entries(file, name, within, folders, budget)
    return sorted(entries, key=lambda entry: entry.parts)


def _entries(
    file: IO[bytes], name: str, within: tuple[str, ...], folders: Folders, budget: Budget
) -> Iterator[Entry]:
    own = bool(within)
    with _opened(_Bounded(file, budget.index), name) as archive:
        for info, label in _listed(archive, name, budget):
            where = _parts(label)
            full = shown((*within, *(where or (label,))))
            found = attempt(full, partial(_taken, archive, info, where, own, folders, budget))
            parts = (*within, *where) if where else ()
            if isinstance(found, Text):
                yield Entry(parts, problem=found, own=own)
            else:
                yield Entry((*parts, "") if is_zip(parts[-1]) else parts, found, own=own)


def _taken(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    where: tuple[str, ...],
    own: bool,
    folders: Folders,
    budget: Budget,
) -> Path | None:
    """Write a file of a zip and return where, None for a folder and for what is of no use."""
    if not where:
        raise _LeftOut(
            "zip 밖을 가리키는 이름이거나 이름이 없어서 풀지 않았습니다.",
            "its name leads out of the zip, or there is none, so it was not unpacked.",
        )
    if own and is_zip(where[-1]):
        raise _LeftOut(
            "zip 안의 zip은 풀지 않습니다. 직접 풀어서 그 파일을 두세요.",
            "a zip in a zip is not unpacked. Unpack it by hand.",
        )
    if not folders.takes(where[-1]):
        return None
    return folders.write(_read(archive, info, budget, folders.left), where[-1])


class _Bounded:
    """An open file of which no more than ``most`` bytes are read at once."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file, self._most = file, most

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise zipfile.BadZipFile("its list of files is too long")
        return self._file.read(size)


def _opened(file: _Bounded, name: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except _DAMAGED as error:
        raise UserError(
            f"{name}: 읽을 수 있는 zip이 아닙니다 ({line(str(error))}). 다시 내려받거나, "
            "직접 풀어서 폴더로 두세요.",
            f"{name} is not a zip that can be read ({line(str(error))}). Download it again, or "
            "unpack it by hand into a folder.",
        ) from None


def _listed(
    archive: zipfile.ZipFile, name: str, budget: Budget
) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Yield the files and folders of a zip with their names, but for hidden ones.

    Small ones come first and zips last: what is too much in total is the largest.
    """
    infos = [(info, _name(info)) for info in archive.infolist()]
    infos = [(info, label) for info, label in infos if not _is_hidden(label)]
    files = [info for info, label in infos if not label.endswith("/")]
    if len(files) > budget.files:
        raise UserError(
            f"{name}: 파일이 {budget.files}개보다 많아서 풀지 않았습니다. 필요한 파일만 담으세요.",
            f"{name} holds more than {budget.files} files and was not unpacked. "
            "Keep what is needed.",
        )
    if files and all(info.flag_bits & _ENCRYPTED for info in files):
        raise UserError(
            f"{name}: 암호가 걸린 zip입니다. 직접 풀어서 폴더로 두세요.",
            f"{name} is encrypted. Unpack it by hand into a folder.",
        )
    budget.files -= len(files)
    yield from sorted(infos, key=lambda each: (is_zip(each[1]), each[0].file_size))


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
    """Return the parts of a file's name, nothing if it leads out of the zip or there are none."""
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    if not parts or name.startswith("/") or ".." in parts or re.match("[A-Za-z]:", name):
        return ()
    return (*parts, "") if name.endswith("/") else parts


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget, left: int) -> bytes:
    """Return a file's bytes, ``left`` of them at most; what is too much is spent all the same."""
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
    most, data = min(MAX_FILE, budget.bytes, left), bytearray()
    try:
        with archive.open(info) as file:
            while len(data) <= most and (chunk := file.read(1 << 20)):
                data += chunk
    except _DAMAGED:
        raise _LeftOut(
            "zip 안에서 손상된 파일입니다. 다시 내려받으세요.",
            "it is damaged in the zip. Download it again.",
        ) from None
    finally:
        budget.bytes = max(0, budget.bytes - len(data))
    if len(data) > most:
        raise _LeftOut(
            f"파일 하나({MAX_FILE >> 20} MB)나 zip 전체의 크기 한도를 넘어서 풀지 않았습니다.",
            f"it is larger than a file ({MAX_FILE >> 20} MB), or all of a zip, may be.",
        )
    return bytes(data)
