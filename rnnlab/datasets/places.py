"""Where a data file comes from, by the rule that the package states."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path

import platformdirs

from rnnlab.datasets.errors import DataError
from rnnlab.datasets.published import CORPORA, Published
from rnnlab.text import Text

_PACKAGE = Path(__file__).parents[1]
_INSTALLED = _PACKAGE / "_course" / "data"
SAMPLES = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "data"


def data_file(name: str, source: str | os.PathLike[str] | None = None) -> Path:
    """Return where the data file ``name`` stands on this machine, by the package's rule.

    Raises DataError when a folder was named that lacks the file, or a download is not genuine.
    """
    corpus = next(files for files in CORPORA if name in files)
    source = source or os.environ.get("RNNLAB_DATA")
    if source and str(source) != "sample":
        return _in_folder(Path(source).expanduser(), name)
    cache = _cache_folder()
    offline = os.environ.get("RNNLAB_OFFLINE", "0") not in ("", "0")
    if not source and _fill_cache(tuple(corpus.items()), cache, offline):
        return cache / name
    return SAMPLES / corpus[name].sample


def _in_folder(folder: Path, name: str) -> Path:
    """Return where the named folder has the file; raises DataError where it lacks it."""
    if (folder / name).is_file():
        return folder / name
    raise DataError(
        f"데이터 폴더 {folder}에 {name} 파일이 없습니다. 파일을 그 폴더에 넣거나, RNNLAB_DATA를 "
        "지워서 내려받거나, RNNLAB_DATA=sample로 연습용 표본을 쓰세요.",
        f"The data folder {folder} has no {name}. Put the file there, unset RNNLAB_DATA to "
        "download it, or set RNNLAB_DATA=sample to use the bundled samples.",
    )


def _cache_folder() -> Path:
    """Return the folder that ``RNNLAB_CACHE`` names, else the user's own."""
    named = os.environ.get("RNNLAB_CACHE")
    return Path(named).expanduser() if named else platformdirs.user_cache_path("rnnlab", False)


@functools.cache  # one answer per process: no mix of sample and real files, no second wait
def _fill_cache(files: tuple[tuple[str, Published], ...], cache: Path, offline: bool) -> bool:
    """Tell whether the cache holds all of a corpus, after fetching what it lacks."""
    missing = [(name, file) for name, file in files if not (cache / name).is_file()]
    for name, file in missing:
        failure = "RNNLAB_OFFLINE=1" if offline else _failure(file, cache / name)
        if failure:
            print(_samples_instead(name, failure), file=sys.stderr)
            return False
    return True


def _failure(file: Published, target: Path) -> str | None:
    """Fetch a file; return what went wrong, if anything did."""
    from rnnlab.datasets.download import download  # what needs no download loads no HTTP

    try:
        download(file.url, file.digest, target)
    except OSError as error:  # requests' errors are OSErrors too
        return type(error).__name__
    return None


def _samples_instead(name: str, reason: str) -> Text:
    """Return the one line that says that samples serve, why, and the way out."""
    return Text(
        f"⚠ {name} 파일을 받지 못해서({reason}) 연습용 작은 표본을 씁니다. 정확도는 실제 데이터와 "
        "다릅니다. 인터넷에 연결한 뒤 커널을 다시 시작하면 실제 데이터를 받습니다.",
        f"⚠ {name} could not be downloaded ({reason}): the small bundled sample is used instead, "
        "so accuracies differ from the real data's. Go online and restart the kernel to get the "
        "real data.",
    )
