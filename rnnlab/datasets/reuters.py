"""Reuters newswires in the format of Keras, whose pickle is read without running code."""

from __future__ import annotations

import io
import json
import os
import pickle
import zipfile
from pathlib import Path

import numpy as np

from rnnlab.datasets.errors import DataError
from rnnlab.datasets.places import data_file

# Keras's label order: keras.datasets.reuters.get_label_names().
REUTERS_TOPICS = (
    "cocoa", "grain", "veg-oil", "earn", "acq", "wheat", "copper", "housing", "money-supply",
    "coffee", "sugar", "trade", "reserves", "ship", "cotton", "carcass", "crude", "nat-gas",
    "cpi", "money-fx", "interest", "gnp", "meal-feed", "alum", "oilseed", "gold", "tin",
    "strategic-metal", "livestock", "retail", "ipi", "iron-steel", "rubber", "heat", "jobs",
    "lei", "bop", "zinc", "orange", "pet-chem", "dlr", "gas", "silver", "wpi", "hog", "lead",
)  # fmt: skip


def load_reuters(
    num_words: int | None = None,
    skip_top: int = 0,
    maxlen: int | None = None,
    test_split: float = 0.2,
    seed: int = 113,
    start_char: int | None = 1,
    oov_char: int | None = 2,
    index_from: int = 3,
    *,
    source: str | os.PathLike[str] | None = None,
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Return ``(x_train, y_train), (x_test, y_test)`` as keras.datasets.reuters.load_data does.

    Each ``x`` is an object array of lists of word ids, each ``y`` an int array of topic numbers
    (see ``REUTERS_TOPICS``). ``maxlen`` drops documents of that length or longer. ``source`` is a
    folder or "sample"; without it the package's rule holds.

    Raises DataError when the file is missing or is no Reuters file.
    """
    documents, labels = _read_reuters(data_file("reuters.npz", source))
    order = np.arange(len(documents))
    np.random.RandomState(seed).shuffle(order)
    start = [] if start_char is None else [start_char]
    rows = [(start + [w + index_from for w in documents[i]], labels[i]) for i in order]
    if maxlen:
        rows = [(ids, label) for ids, label in rows if len(ids) < maxlen]
    # As in Keras: without num_words the last word's own id is the limit, which it does not pass.
    limit = num_words or max((max(ids) for ids, _ in rows if ids), default=0)
    rows = [(_limited(ids, skip_top, limit, oov_char), label) for ids, label in rows]
    cut = int(len(rows) * (1 - test_split))
    return _columns(rows[:cut]), _columns(rows[cut:])


def reuters_word_index(*, source: str | os.PathLike[str] | None = None) -> dict[str, int]:
    """Return each word's id, its rank by frequency from 1; ``load_reuters`` adds ``index_from``."""
    path = data_file("reuters_word_index.json", source)
    try:
        index: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
        return index
    except ValueError as error:
        raise _unreadable(path, error) from None


def _limited(ids: list[int], low: int, high: int, oov_char: int | None) -> list[int]:
    """Put ``oov_char`` in place of ids below ``low`` or from ``high`` on; None drops them."""
    if oov_char is None:
        return [w for w in ids if low <= w < high]
    return [w if low <= w < high else oov_char for w in ids]


def _columns(rows: list[tuple[list[int], int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the documents as an object array of lists, even if all are equally long."""
    documents = np.empty(len(rows), dtype=object)
    documents[:] = [ids for ids, _ in rows]
    return documents, np.array([label for _, label in rows], dtype=np.int64)


class _Lists(pickle.Unpickler):
    """Unpickles an array of plain lists, and nothing that could run code."""

    ALLOWED = frozenset(
        {
            ("numpy", "ndarray"),
            ("numpy", "dtype"),
            ("numpy.core.multiarray", "_reconstruct"),
            ("numpy._core.multiarray", "_reconstruct"),
        }
    )

    def find_class(self, module: str, name: str) -> object:
        if (module, name) not in self.ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name} is not allowed")
        return super().find_class(module, name)


_UNREADABLE: tuple[type[Exception], ...]
_UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, IndexError, AttributeError)
_UNREADABLE += (zipfile.BadZipFile, pickle.UnpicklingError)


def _read_reuters(path: Path) -> tuple[list[list[int]], list[int]]:
    """Return the documents and labels of an npz in Keras's format, whose ``x`` is a pickle."""
    try:
        with zipfile.ZipFile(path) as archive:
            labels = np.lib.format.read_array(io.BytesIO(archive.read("y.npy")))
            file = io.BytesIO(archive.read("x.npy"))
        if np.lib.format.read_magic(file) != (1, 0):
            raise ValueError("x.npy is of another version")
        np.lib.format.read_array_header_1_0(file)
        documents = [list(ids) for ids in _Lists(file).load()]
    except _UNREADABLE as error:
        raise _unreadable(path, error) from None
    if len(documents) != len(labels):
        raise _unreadable(path, ValueError(f"{len(documents)} x, {len(labels)} y"))
    return documents, labels.tolist()


def _unreadable(path: Path, error: Exception) -> DataError:
    return DataError(
        f"{path.name} 파일을 읽을 수 없습니다({error}). 파일을 지우고 다시 받으세요.",
        f"{path.name} cannot be read ({error}). Delete it and fetch it again.",
    )
