"""Where a file comes from: a folder, the cache, a download, or the samples."""

import hashlib
import os
import subprocess
import sys

import pytest

from rnnlab.datasets import DataError, load_nsmc, load_reuters, places
from rnnlab.datasets.published import CORPORA, Published


@pytest.fixture
def published(server, monkeypatch, tmp_path):
    """The reviews as a small corpus of our own, published on the local server."""
    texts = {"ratings_train.txt": "갑\t1\n2\t을\t0", "ratings_test.txt": "병\t0"}
    corpus = {}
    for name, rows in texts.items():
        data = f"id\tdocument\tlabel\n1\t{rows}\n".encode()
        server.files[f"/{name}"] = data
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        corpus[name] = Published(server.url(name), digest, name.replace(".txt", "_sample.txt"))
    monkeypatch.setattr(places, "CORPORA", (CORPORA[0], corpus))
    monkeypatch.setenv("RNNLAB_CACHE", str(tmp_path / "cache"))
    return server


def test_published_files_are_fetched_once(published, capsys):
    (documents, labels), (_, test_labels) = load_nsmc()
    assert (documents, labels.tolist(), test_labels.tolist()) == (["갑", "을"], [1, 0], [0])
    places._fill_cache.cache_clear()
    load_nsmc()
    assert len(published.ranges) == 2
    assert "sample" not in capsys.readouterr().err


def test_offline_the_samples_serve_and_it_is_said_once(published, monkeypatch, capsys):
    monkeypatch.setenv("RNNLAB_OFFLINE", "1")
    assert len(load_nsmc()[0][0]) == 800
    load_nsmc()
    message = capsys.readouterr().err
    assert message.count("sample is used instead") == message.count("\n") == 1
    assert published.ranges == []


def test_a_failed_download_falls_back_to_samples_for_the_whole_corpus(published, capsys):
    del published.files["/ratings_test.txt"]
    (train, _), (test, _) = load_nsmc()
    assert (len(train), len(test)) == (800, 200)
    assert "ratings_test.txt could not be downloaded (HTTPError)" in capsys.readouterr().err


def test_the_fall_back_is_said_in_korean_too(published, monkeypatch, capsys):
    monkeypatch.setenv("RNNLAB_LANG", "ko")
    published.shutdown()
    published.server_close()
    load_nsmc()
    assert (
        "파일을 받지 못해서(ConnectionError) 연습용 작은 표본을 씁니다" in capsys.readouterr().err
    )


def test_a_forged_download_is_an_error_not_a_sample(published):
    published.files["/ratings_train.txt"] += b"3\tforged\t1\n"
    with pytest.raises(DataError, match="not the published file"):
        load_nsmc()


def test_an_unwritable_cache_falls_back(published, monkeypatch, tmp_path, capsys):
    (tmp_path / "a file").touch()
    monkeypatch.setenv("RNNLAB_CACHE", str(tmp_path / "a file" / "cache"))
    assert len(load_nsmc()[0][0]) == 800
    assert "sample" in capsys.readouterr().err
    assert published.ranges == []


def test_data_folder_comes_first(published, monkeypatch, tmp_path):
    for name in ("ratings_train.txt", "ratings_test.txt"):
        (tmp_path / name).write_text("id\tdocument\tlabel\n1\t정\t1\n", encoding="utf-8")
    monkeypatch.setenv("RNNLAB_DATA", str(tmp_path))
    assert load_nsmc()[0][0] == ["정"]
    assert load_nsmc(source="sample")[0][0] != ["정"]
    assert published.ranges == []


@pytest.mark.parametrize(
    ("lang", "way_out"), [("ko", "연습용 표본을 쓰세요"), ("en", "unset RNNLAB_DATA")]
)
def test_data_folder_without_the_file_is_an_error(monkeypatch, tmp_path, lang, way_out):
    monkeypatch.setenv("RNNLAB_LANG", lang)
    monkeypatch.setenv("RNNLAB_DATA", str(tmp_path))
    with pytest.raises(DataError) as error:
        load_reuters()
    assert way_out in str(error.value)
    assert "reuters.npz" in str(error.value)
    assert "\n" not in str(error.value)


def test_samples_load_no_downloader():
    code = "import sys; from rnnlab import datasets as d; d.load_nsmc(); d.load_reuters(); "
    code += "assert not {'rnnlab.datasets.download', 'rich.progress'} & set(sys.modules)"
    environment = {**os.environ, "RNNLAB_DATA": "sample"}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


@pytest.mark.parametrize("how", ["argument", "variable"])
def test_samples_can_be_asked_for(published, monkeypatch, capsys, how):
    monkeypatch.setenv("RNNLAB_DATA", "sample" if how == "variable" else "/no/such/folder")
    load_nsmc(source="sample" if how == "argument" else None)
    assert capsys.readouterr().err == ""
    assert published.ranges == []
