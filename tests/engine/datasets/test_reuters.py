"""Newswires: what Keras's own loader returns, and nothing that a pickle could run."""

import json
import os
import pickle
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from rnnlab.datasets import REUTERS_TOPICS, SAMPLES, DataError, load_reuters, reuters_word_index


def keras_load(path, monkeypatch, **options):
    """Run Keras's own loader on ``path``; only its download is left out."""
    from keras.src.datasets import reuters

    monkeypatch.setattr(reuters, "get_file", lambda **_: str(path))
    return reuters.load_data(**options)


def assert_same_split(ours, keras):
    for (x, y), (keras_x, keras_y) in zip(ours, keras, strict=True):
        assert x.dtype == keras_x.dtype == object
        assert [list(ids) for ids in x] == [list(ids) for ids in keras_x]
        np.testing.assert_array_equal(y, keras_y)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"num_words": 1000},
        {"num_words": 300, "skip_top": 20, "maxlen": 80, "test_split": 0.35, "seed": 7},
        {"num_words": 300, "oov_char": None},
        {"start_char": None, "index_from": 0},
        {"start_char": None, "index_from": 5, "num_words": 50},
        {"start_char": 9, "oov_char": 7, "index_from": 11, "maxlen": 40},
    ],
)
def test_load_reuters_equals_keras(monkeypatch, options):
    ours = load_reuters(**options, source="sample")
    assert_same_split(ours, keras_load(SAMPLES / "reuters_sample.npz", monkeypatch, **options))


def test_topics_are_those_of_keras():
    import keras

    assert keras.datasets.reuters.get_label_names() == REUTERS_TOPICS


def test_word_index_decodes_the_documents():
    words = {i + 3: word for word, i in reuters_word_index(source="sample").items()}
    (x, y), _ = load_reuters(num_words=1000, source="sample")
    documents = [[words.get(i, "?") for i in ids] for ids in x]
    assert "dividend" in np.concatenate(
        [d for d, topic in zip(documents, y, strict=True) if topic == 3]
    )
    assert "dividend" not in np.concatenate(
        [d for d, topic in zip(documents, y, strict=True) if topic == 8]
    )


class Payload:
    def __reduce__(self):
        return os.system, ("true",)


def test_a_pickle_that_would_run_code_is_refused(tmp_path):
    evil = np.empty(1, dtype=object)
    evil[0] = Payload()
    np.savez(tmp_path / "reuters.npz", x=evil, y=np.zeros(1, int))
    with pytest.raises(DataError, match="system is not allowed"):
        load_reuters(source=tmp_path)


@pytest.mark.parametrize("content", [b"", b"no zip", pickle.dumps({})])
def test_a_broken_npz_is_one_line(tmp_path, content):
    (tmp_path / "reuters.npz").write_bytes(content)
    with pytest.raises(DataError, match=r"reuters.npz cannot be read .* fetch it again"):
        load_reuters(source=tmp_path)


def test_npz_whose_columns_differ_is_refused(tmp_path):
    documents = np.empty(3, dtype=object)
    documents[:] = [[1], [2, 3], [4]]
    np.savez(tmp_path / "reuters.npz", x=documents, y=np.zeros(2, int))
    with pytest.raises(DataError, match="3 x, 2 y"):
        load_reuters(source=tmp_path)


def test_a_broken_word_index_is_one_line(tmp_path):
    (tmp_path / "reuters_word_index.json").write_text('{"the": 1,')
    with pytest.raises(DataError, match=r"reuters_word_index.json cannot be read"):
        reuters_word_index(source=tmp_path)


def test_word_index_is_plain_json():
    text = (SAMPLES / "reuters_sample_word_index.json").read_text(encoding="utf-8")
    assert json.loads(text) == reuters_word_index(source="sample")


def test_real_reuters(monkeypatch, real_data):
    options = {"num_words": 1000, "source": real_data}
    (x, y), (x_test, _) = ours = load_reuters(**options)
    assert (len(x), len(x_test)) == (8982, 2246)
    assert len(set(y.tolist())) == len(REUTERS_TOPICS)
    assert Counter(y.tolist()).most_common(2) == [(3, 3159), (4, 1949)]
    assert len(reuters_word_index(source=real_data)) == 30_979
    keras = keras_load(Path(real_data) / "reuters.npz", monkeypatch, num_words=1000)
    assert_same_split(ours, keras)
