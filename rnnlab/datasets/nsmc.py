"""Korean film reviews in the NSMC format."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from rnnlab.datasets.errors import DataError
from rnnlab.datasets.places import data_file


def load_nsmc(
    *, source: str | os.PathLike[str] | None = None
) -> tuple[tuple[list[str], np.ndarray], tuple[list[str], np.ndarray]]:
    """Return ``(documents, labels)`` for training and for testing; see ``read_nsmc``.

    ``source`` is a folder or "sample"; without it the package's rule holds.
    """
    return (
        read_nsmc(data_file("ratings_train.txt", source)),
        read_nsmc(data_file("ratings_test.txt", source)),
    )


def read_nsmc(path: str | os.PathLike[str]) -> tuple[list[str], np.ndarray]:
    """Read reviews in the NSMC format (github.com/e9t/nsmc): ``id<TAB>document<TAB>label``.

    Only a line feed ends a row, and quotes are text: it is no CSV. Returns the documents, some of
    them empty, and an int array of labels, 1 for praise and 0 for blame.

    Raises DataError with the file and the line at the first row that does not fit.
    """
    path = Path(path)
    lines = _utf8(path).split("\n")
    if lines[-1] == "":
        lines.pop()
    rows = [line.removesuffix("\r").split("\t") for line in lines]
    if not rows or rows.pop(0) != ["id", "document", "label"]:
        raise _bad_row(path, 1, "첫 행은 id, document, label", "the first line is the header")
    for line, row in enumerate(rows, start=2):
        if len(row) != 3 or row[2] not in ("0", "1"):
            raise _bad_row(path, line, f"이 행은 {row!r:.80}", f"this line is {row!r:.80}")
    return [row[1] for row in rows], np.array([int(row[2]) for row in rows], dtype=np.int64)


def _utf8(path: Path) -> str:
    """Return the file's text; raises DataError with the line that is not UTF-8."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _bad_row(path, line, "UTF-8이 아닌 글자", "these bytes are not UTF-8") from None


def _bad_row(path: Path, line: int, ko: str, en: str) -> DataError:
    return DataError(
        f"{path.name} {line}행을 읽을 수 없습니다({ko}). 행마다 id, document, label(0 또는 1)을 "
        "탭으로 나눈 UTF-8 파일이어야 합니다. 파일을 다시 받거나 그 행을 고치세요.",
        f"{path.name}, line {line}: {en}; each line must be id, document and label (0 or 1), "
        "separated by tabs, in UTF-8. Fetch the file again or mend that line.",
    )
