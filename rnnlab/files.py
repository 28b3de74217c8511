"""Files that are written whole, and names and table fields that hold no surprise."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path

from rnnlab.text import UserError, line, plain


def cell_text(name: str) -> str:
    """Return ``name`` as a cell that no spreadsheet takes for a formula."""
    name = line(name)
    return f"'{name}" if name.startswith(tuple("=+-@＝＋－＠")) else name


def write_whole(path: Path, content: str | bytes, *, private: bool = False) -> None:
    """Write ``content``, text as UTF-8, to ``path`` as a whole or not at all.

    The folder is made if need be. A ``private`` file is its owner's alone.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        part.write_bytes(content.encode() if isinstance(content, str) else content)
        if private:
            part.chmod(0o600)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def kept_number(path: Path) -> int | None:
    """Return the number that a file of ours holds, None without one. Raises UserError."""
    try:
        return int(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        raise UserError(
            f"{path}: 시드가 아닙니다. 이 파일을 지우거나 다른 폴더를 정하세요.",
            f"{path} holds no seed. Delete it, or choose another folder.",
        ) from None


_DEVICES = r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])"
_NOT_A_FOLDER = re.compile(
    rf"""\.|.*[.\s]$|\s|{_DEVICES}\s*(\.|$)|.*\.(csv|html|json|log)$|.*[<>:"/\\|?*~\n\t]""",
    re.IGNORECASE | re.DOTALL,
)


def safe_name(name: str) -> str:
    """Return ``name`` if every system can have a folder of that name beside ``grades.csv``.

    Any other becomes what is readable of it, ``~`` and a hash of the exact name. No name that is
    kept has a ``~``, so two students never share a folder.
    """
    kept = name and plain(name) == name and len(name.encode()) <= 180
    if kept and not _NOT_A_FOLDER.match(name):
        return name
    readable = re.sub(r"[\W_]+", "_", plain(name)).strip("_")[:40]
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return f"{readable}~{digest}"
