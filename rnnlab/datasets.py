"""The two corpora of the lectures: Reuters newswires and Korean film reviews (NSMC).

Where a file comes from: the folder that ``RNNLAB_DATA`` names; else the user's cache, filled by
a verified download; else, said on stderr, the small samples in ``data/``. ``source="sample"`` or
``RNNLAB_DATA=sample`` asks for the samples, ``RNNLAB_OFFLINE=1`` forbids downloads, and
``RNNLAB_CACHE`` moves the cache.
"""

from __future__ import annotations

import functools
import io
import json
import os
import pickle
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import platformdirs

from rnnlab.download import DataError, download
from rnnlab.text import Text

__all__ = [
    "REUTERS_TOPICS",
    "DataError",
    "data_file",
    "load_nsmc",
    "load_reuters",
    "read_nsmc",
    "reuters_word_index",
]

# Keras's label order: keras.datasets.reuters.get_label_names().
REUTERS_TOPICS = (
    "cocoa", "grain", "veg-oil", "earn", "acq", "wheat", "copper", "housing", "money-supply",
    "coffee", "sugar", "trade", "reserves", "ship", "cotton", "carcass", "crude", "nat-gas",
    "cpi", "money-fx", "interest", "gnp", "meal-feed", "alum", "oilseed", "gold", "tin",
    "strategic-metal", "livestock", "retail", "ipi", "iron-steel", "rubber", "heat", "jobs",
    "lei", "bop", "zinc", "orange", "pet-chem", "dlr", "gas", "silver", "wpi", "hog", "lead",
)  # fmt: skip

_INSTALLED = Path(__file__).parent / "_course" / "data"
SAMPLES = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parents[1] / "data"
KERAS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets"
NSMC = "https://raw.githubusercontent.com/e9t/nsmc/master"


class Published(NamedTuple):
    """A file as its authors publish it, and the sample that stands in for it."""

    url: str
    digest: str
    sample: str


# A corpus's files are taken from one place together: word ids of one index mean nothing in another.
CORPORA = (
    {
        "reuters.npz": Published(
            f"{KERAS}/reuters.npz",
            "sha256:d6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916",
            "reuters_sample.npz",
        ),
        "reuters_word_index.json": Published(
            f"{KERAS}/reuters_word_index.json",
            "md5:4d44cc38712099c9e383dc6e5f11a921",
            "reuters_sample_word_index.json",
        ),
    },
    {
        "ratings_train.txt": Published(
            f"{NSMC}/ratings_train.txt",
            "git-blob:ac0dba272895dc1d0b3dd5f11afbeaeb7abe7876",
            "ratings_train_sample.txt",
        ),
        "ratings_test.txt": Published(
            f"{NSMC}/ratings_test.txt",
            "git-blob:b6cfcd8cd1557bcd9bf06617b0e429ed73e9a367",
            "ratings_test_sample.txt",
        ),
    },
)


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
    folder or "sample"; without it the module's rule holds.

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
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise _unreadable(path, error) from None


def load_nsmc(
    *, source: str | os.PathLike[str] | None = None
) -> tuple[tuple[list[str], np.ndarray], tuple[list[str], np.ndarray]]:
    """Return ``(documents, labels)`` for training and for testing; see ``read_nsmc``.

    ``source`` is a folder or "sample"; without it the module's rule holds.
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


def data_file(name: str, source: str | os.PathLike[str] | None = None) -> Path:
    """Return where the data file ``name`` stands on this machine, by the module's rule.

    Raises DataError when a folder was named that lacks the file, or a download is not genuine.
    """
    corpus = next(files for files in CORPORA if name in files)
    source = source or os.environ.get("RNNLAB_DATA")
    if source and str(source) != "sample":
        return _in_folder(Path(source).expanduser(), name)
    cache = _cache_folder()
    offline = os.environ.get("RNNLAB_OFFLINE", "0") not in ("", "0")
    if not source and _fill_cache(tuple(corpus), cache, offline):
        return cache / name
    return SAMPLES / corpus[name].sample


def _in_folder(folder: Path, name: str) -> Path:
    if (folder / name).is_file():
        return folder / name
    raise DataError(
        f"데이터 폴더 {folder}에 {name} 파일이 없습니다. 파일을 그 폴더에 넣거나, RNNLAB_DATA를 "
        "지워서 내려받거나, RNNLAB_DATA=sample로 연습용 표본을 쓰세요.",
        f"The data folder {folder} has no {name}. Put the file there, unset RNNLAB_DATA to "
        "download it, or set RNNLAB_DATA=sample to use the bundled samples.",
    )


def _cache_folder() -> Path:
    named = os.environ.get("RNNLAB_CACHE")
    return Path(named).expanduser() if named else platformdirs.user_cache_path("rnnlab", False)


@functools.cache  # one answer per process: no mix of sample and real files, no second wait
def _fill_cache(names: tuple[str, ...], cache: Path, offline: bool) -> bool:
    """Tell whether the cache holds all these files, after fetching those that it lacks."""
    published = {name: file for files in CORPORA for name, file in files.items()}
    missing = [name for name in names if not (cache / name).is_file()]
    for name in missing:
        failure = "RNNLAB_OFFLINE=1" if offline else _failure(published[name], cache / name)
        if failure:
            print(_samples_instead(name, failure), file=sys.stderr)
            return False
    return True


def _failure(file: Published, target: Path) -> str | None:
    try:
        download(file.url, file.digest, target)
    except OSError as error:  # requests' errors are OSErrors too
        return type(error).__name__
    return None


def _samples_instead(name: str, reason: str) -> Text:
    return Text(
        f"⚠ {name} 파일을 받지 못해서({reason}) 연습용 작은 표본을 씁니다. 정확도는 실제 데이터와 "
        "다릅니다. 인터넷에 연결한 뒤 커널을 다시 시작하면 실제 데이터를 받습니다.",
        f"⚠ {name} could not be downloaded ({reason}): the small bundled sample is used instead, "
        "so accuracies differ from the real data's. Go online and restart the kernel to get the "
        "real data.",
    )


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


UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, IndexError, AttributeError)
UNREADABLE += (zipfile.BadZipFile, pickle.UnpicklingError)


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
    except UNREADABLE as error:
        raise _unreadable(path, error) from None
    if len(documents) != len(labels):
        raise _unreadable(path, ValueError(f"{len(documents)} x, {len(labels)} y"))
    return documents, labels.tolist()


def _limited(ids: list[int], low: int, high: int, oov_char: int | None) -> list[int]:
    if oov_char is None:
        return [w for w in ids if low <= w < high]
    return [w if low <= w < high else oov_char for w in ids]


def _columns(rows: list[tuple[list[int], int]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the documents as an object array of lists, even if all are equally long."""
    documents = np.empty(len(rows), dtype=object)
    documents[:] = [ids for ids, _ in rows]
    return documents, np.array([label for _, label in rows], dtype=np.int64)


def _utf8(path: Path) -> str:
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


def _unreadable(path: Path, error: Exception) -> DataError:
    return DataError(
        f"{path.name} 파일을 읽을 수 없습니다({error}). 파일을 지우고 다시 받으세요.",
        f"{path.name} cannot be read ({error}). Delete it and fetch it again.",
    )
