"""The corpora's files as their authors publish them: addresses, digests, stand-ins."""

from __future__ import annotations

from typing import NamedTuple

KERAS = "https://storage.googleapis.com/tensorflow/tf-keras-datasets"
NSMC = "https://raw.githubusercontent.com/e9t/nsmc/master"


class Published(NamedTuple):
    """A file as its authors publish it, and the sample that stands in for it."""

    url: str
    digest: str
    sample: str


# A corpus's files are taken from one place together: word ids of one index mean nothing in another.
CORPORA: tuple[dict[str, Published], ...] = (
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
