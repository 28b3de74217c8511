"""The bundled samples: what the exercises need of them."""

import csv
import io
import re
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest

from rnnlab.datasets import SAMPLES, load_nsmc, load_reuters, read_nsmc, reuters_word_index

LECTURE = ["와", "진짜", "화날", "정도로", "재밌네요"]


def sample_reviews():
    (train, train_labels), (test, test_labels) = load_nsmc(source="sample")
    return train + test, np.concatenate([train_labels, test_labels])


def test_the_generator_writes_the_committed_samples(tmp_path):
    subprocess.run([sys.executable, SAMPLES / "make_samples.py", tmp_path], check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in SAMPLES.glob("*_sample[._]*")}


def test_sample_reviews_are_balanced_and_apart():
    (train, train_labels), (test, test_labels) = load_nsmc(source="sample")
    assert Counter(train_labels.tolist()) == {0: 400, 1: 400}
    assert Counter(test_labels.tolist()) == {0: 100, 1: 100}
    assert not set(filter(None, train)) & set(filter(None, test))


@pytest.mark.parametrize("part", [0, 1])
def test_sample_reviews_hold_what_real_files_hold(part):
    documents, _ = load_nsmc(source="sample")[part]
    assert documents.count("") >= 2
    assert sum(text.startswith('"') and text.count('"') == 1 for text in documents) >= 2


def test_a_csv_reader_would_lose_rows_of_the_sample():
    text = (SAMPLES / "ratings_train_sample.txt").read_text(encoding="utf-8")
    naive = list(csv.reader(io.StringIO(text), delimiter="\t"))
    assert len(naive) < len(read_nsmc(SAMPLES / "ratings_train_sample.txt")[0])


def test_lecture_words_stand_where_the_gauge_needs_them():
    documents, labels = sample_reviews()
    tokens = [set(re.findall(r"[가-힣]+", text)) for text in documents]

    def praise(word):
        return float(np.mean([label for t, label in zip(tokens, labels, strict=True) if word in t]))

    shares = dict(zip(LECTURE, map(praise, LECTURE), strict=True))
    assert shares["화날"] < 0.2
    assert shares["재밌네요"] > 0.95
    assert all(0.35 < shares[word] < 0.65 for word in ("와", "진짜", "정도로"))
    assert not any("와! 진짜 화날 정도로 재밌네요" in text for text in documents)


def test_sample_newswires_are_unbalanced_and_of_many_lengths():
    (x, y), (x_test, y_test) = load_reuters(source="sample", start_char=None)
    counts = Counter([*y.tolist(), *y_test.tolist()])
    assert counts.most_common(2) == [(3, 306), (4, 198)]
    assert min(counts.values()) >= 10
    assert set(counts) == set(y.tolist()) == set(y_test.tolist())
    lengths = [len(ids) for ids in [*x, *x_test]]
    assert (min(lengths), max(lengths)) == (15, 150)
    assert sum(length > 100 for length in lengths) > 100


def test_a_thousand_words_do_not_cover_the_sample():
    index = reuters_word_index(source="sample")
    assert sorted(index.values()) == list(range(1, len(index) + 1))
    assert len(index) > 1500
    (x, _), _ = load_reuters(num_words=1000, source="sample")
    assert 0.01 < np.mean([i == 2 for ids in x for i in ids]) < 0.1
