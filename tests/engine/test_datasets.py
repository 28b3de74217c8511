"""The loaders, the downloads behind them, and the bundled samples."""

import csv
import hashlib
import io
import json
import os
import pickle
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from rnnlab import datasets
from rnnlab.datasets import DataError, Published, load_nsmc, load_reuters, read_nsmc
from rnnlab.download import download, matches

DATA = Path(__file__).parents[2] / "data"
CONTENT = bytes(range(256)) * 1500
DIGEST = "sha256:" + hashlib.sha256(CONTENT).hexdigest()
LECTURE = ["와", "진짜", "화날", "정도로", "재밌네요"]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    for name in ("RNNLAB_DATA", "RNNLAB_CACHE", "RNNLAB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RNNLAB_LANG", "en")
    datasets._fill_cache.cache_clear()


# --- a server that serves files well and badly -----------------------------------------------


def first_byte(wanted):
    return int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.ranges.append(self.headers.get("Range"))
        content = server.files.get(self.path)
        behaviour = server.behaviours.pop(0) if server.behaviours else "serve"
        if content is None or behaviour == "fail":
            return self.send_error(404 if content is None else 503)
        if behaviour == "hang":
            return server.released.wait(10)
        start = first_byte(self.headers.get("Range")) if server.knows_ranges else 0
        if start and start >= len(content):
            return self.send_error(416)
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        body = content[start:]
        self.wfile.write(body[: len(body) // 2] if behaviour in ("cut", "stall") else body)
        if behaviour == "stall":
            server.released.wait(10)
        return None

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = {"/file": CONTENT}
        self.behaviours = []  # of the next requests: serve, cut, stall, hang, fail
        self.knows_ranges = True
        self.ranges = []  # that the requests asked for
        self.released = threading.Event()

    def url(self, name="file"):
        return f"http://127.0.0.1:{self.server_port}/{name}"


@pytest.fixture
def server():
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.released.set()
        server.shutdown()
        thread.join()


# --- download --------------------------------------------------------------------------------


def test_download_brings_the_file_and_leaves_nothing_else(server, tmp_path):
    download(server.url(), DIGEST, tmp_path / "new folder" / "file")
    assert (tmp_path / "new folder" / "file").read_bytes() == CONTENT
    assert os.listdir(tmp_path / "new folder") == ["file"]


def test_download_shows_progress(server, tmp_path, capsys):
    download(server.url(), DIGEST, tmp_path / "file")
    assert "100%" in capsys.readouterr().err


@pytest.mark.parametrize("knows_ranges", [True, False])
def test_a_cut_connection_is_resumed_or_restarted(server, tmp_path, knows_ranges):
    server.knows_ranges, server.behaviours = knows_ranges, ["cut"]
    download(server.url(), DIGEST, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert server.ranges[0] is None
    assert 0 < first_byte(server.ranges[1]) <= len(CONTENT) // 2
    assert len(server.ranges) == 2


def test_a_later_call_resumes_what_an_earlier_one_began(server, tmp_path):
    server.behaviours = ["cut", "fail"]
    with pytest.raises(requests.HTTPError):
        download(server.url(), DIGEST, tmp_path / "file")
    assert not (tmp_path / "file").exists()
    download(server.url(), DIGEST, tmp_path / "file")
    assert 0 < first_byte(server.ranges[-1]) <= len(CONTENT) // 2
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize(
    "left_over", [CONTENT, CONTENT + b"more", b"of another version"], ids=["all", "long", "other"]
)
def test_any_left_over_piece_ends_in_the_right_file(server, tmp_path, left_over):
    (tmp_path / "file.part").write_bytes(left_over)
    download(server.url(), DIGEST, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert os.listdir(tmp_path) == ["file"]


def test_a_wrong_file_is_deleted(server, tmp_path):
    server.files["/file"] = CONTENT[:-1] + b"!"
    with pytest.raises(DataError, match=r"not the published file .*RNNLAB_DATA=sample"):
        download(server.url(), DIGEST, tmp_path / "file")
    assert os.listdir(tmp_path) == []


def test_a_missing_file_is_said(server, tmp_path):
    with pytest.raises(requests.HTTPError, match="404"):
        download(server.url("nothing"), DIGEST, tmp_path / "file")
    assert os.listdir(tmp_path) == []


def test_a_silent_server_is_given_up(server, tmp_path):
    server.behaviours = ["hang"]
    with pytest.raises(requests.Timeout):
        download(server.url(), DIGEST, tmp_path / "file", timeout=(1, 0.1))
    assert os.listdir(tmp_path) == []


def test_a_server_that_falls_silent_midway_is_asked_for_the_rest(server, tmp_path):
    server.behaviours = ["stall"]
    download(server.url(), DIGEST, tmp_path / "file", timeout=(1, 0.2))
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_several_at_once_do_not_disturb_each_other(server, tmp_path):
    server.behaviours = ["cut", "serve", "cut", "cut"]
    with ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(download, server.url(), DIGEST, tmp_path / "file") for _ in range(6)]
    assert [call.result() for call in calls] == [None] * 6
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert [name for name in os.listdir(tmp_path) if name.endswith(".tmp")] == []


def test_a_killed_process_leaves_no_half_file(server, tmp_path):
    server.behaviours = ["stall"]
    code = "import sys, pathlib; from rnnlab.download import download as d; "
    code += "d(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), (5, 60))"
    target = tmp_path / "file"
    command = [sys.executable, "-c", code, server.url(), DIGEST, str(target)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        while not any(path.stat().st_size for path in tmp_path.iterdir()):
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    assert not target.exists()
    download(server.url(), DIGEST, target)
    assert target.read_bytes() == CONTENT


def test_digests_are_those_of_the_tools(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"hello\n")
    blob = "ce013625030ba8dba906f756967f9e9ca394464a"  # echo hello | git hash-object --stdin
    assert matches(path, f"git-blob:{blob}")
    assert matches(path, "md5:b1946ac92492d2347c6235b4d2611184")  # echo hello | md5sum
    assert not matches(path, f"sha256:{'0' * 64}")


# --- where a file comes from -----------------------------------------------------------------


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
    monkeypatch.setattr(datasets, "CORPORA", (datasets.CORPORA[0], corpus))
    monkeypatch.setenv("RNNLAB_CACHE", str(tmp_path / "cache"))
    return server


def test_published_files_are_fetched_once(published, capsys):
    (documents, labels), (_, test_labels) = load_nsmc()
    assert (documents, labels.tolist(), test_labels.tolist()) == (["갑", "을"], [1, 0], [0])
    datasets._fill_cache.cache_clear()
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


@pytest.mark.parametrize("how", ["argument", "variable"])
def test_samples_can_be_asked_for(published, monkeypatch, capsys, how):
    monkeypatch.setenv("RNNLAB_DATA", "sample" if how == "variable" else "/no/such/folder")
    load_nsmc(source="sample" if how == "argument" else None)
    assert capsys.readouterr().err == ""
    assert published.ranges == []


# --- Reuters ---------------------------------------------------------------------------------


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
    assert_same_split(ours, keras_load(DATA / "reuters_sample.npz", monkeypatch, **options))


def test_topics_are_those_of_keras():
    import keras

    assert keras.datasets.reuters.get_label_names() == datasets.REUTERS_TOPICS


def test_word_index_decodes_the_documents():
    words = {i + 3: word for word, i in datasets.reuters_word_index(source="sample").items()}
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
        datasets.reuters_word_index(source=tmp_path)


# --- reviews ---------------------------------------------------------------------------------


def write(path, rows, *, end="\n", start=""):
    lines = [
        "id\tdocument\tlabel",
        *(f"{i}\t{text}\t{label}" for i, (text, label) in enumerate(rows)),
    ]
    path.write_bytes((start + "".join(line + end for line in lines)).encode("utf-8"))
    return path


DOCUMENT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\t\n")
) | st.sampled_from(
    [
        '"',
        '""',
        '"재밌다',
        "한\u2028줄",
        "한\x85줄",
        "\x0b\x0c\x1c",
        "\r",
        "",
        " ",
        "\ufeff",
        "\\",
        "'",
    ]
)


@given(
    st.lists(st.tuples(DOCUMENT, st.integers(0, 1))), st.sampled_from(["\n", "\r\n"]), st.booleans()
)
def test_any_text_comes_back_as_written(tmp_path_factory, rows, end, bom):
    path = tmp_path_factory.getbasetemp() / "ratings.txt"
    write(path, rows, end=end, start="\ufeff" if bom else "")
    documents, labels = read_nsmc(path)
    assert list(zip(documents, labels.tolist(), strict=True)) == rows
    assert labels.dtype.kind == "i"


def test_the_last_line_needs_no_end(tmp_path):
    path = tmp_path / "ratings.txt"
    path.write_text("id\tdocument\tlabel\n1\t좋다\t1", encoding="utf-8")
    assert read_nsmc(path)[0] == ["좋다"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("", 1),
        ("1\t좋다\t1\n", 1),
        ("id\tdocument\tlabel\n1\t좋다\t1\n2\t나쁘다\n", 3),
        ("id\tdocument\tlabel\n1\t좋\t다\t1\n", 2),
        ("id\tdocument\tlabel\n1\t좋다\t1\n\n2\t나쁘다\t0\n", 3),
        ("id\tdocument\tlabel\n1\t좋다\t2\n", 2),
        ("id\tdocument\tlabel\n1\t좋다\t1\n2\t좋다\t\n", 3),
    ],
)
def test_a_wrong_row_is_named(tmp_path, content, line):
    path = tmp_path / "ratings.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=rf"^ratings.txt, line {line}: .* mend that line.$"):
        read_nsmc(path)


def test_another_encoding_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("RNNLAB_LANG", "ko")
    path = tmp_path / "ratings.txt"
    path.write_bytes("id\tdocument\tlabel\n1\tok\t1\n2\t좋다\t1\n".encode("cp949"))
    with pytest.raises(DataError, match=r"^ratings.txt 3행을 읽을 수 없습니다\(UTF-8이 아닌"):
        read_nsmc(path)


# --- the samples -----------------------------------------------------------------------------


def sample_reviews():
    (train, train_labels), (test, test_labels) = load_nsmc(source="sample")
    return train + test, np.concatenate([train_labels, test_labels])


def test_the_generator_writes_the_committed_samples(tmp_path):
    subprocess.run([sys.executable, DATA / "make_samples.py", tmp_path], check=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in DATA.glob("*_sample[._]*")}


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
    text = (DATA / "ratings_train_sample.txt").read_text(encoding="utf-8")
    naive = list(csv.reader(io.StringIO(text), delimiter="\t"))
    assert len(naive) < len(read_nsmc(DATA / "ratings_train_sample.txt")[0])


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
    index = datasets.reuters_word_index(source="sample")
    assert sorted(index.values()) == list(range(1, len(index) + 1))
    assert len(index) > 1500
    (x, _), _ = load_reuters(num_words=1000, source="sample")
    assert 0.01 < np.mean([i == 2 for ids in x for i in ids]) < 0.1


# --- the real data ---------------------------------------------------------------------------

REAL = os.environ.get("RNNLAB_DATA", "sample")
needs_real_data = pytest.mark.skipif(
    REAL == "sample", reason="RNNLAB_DATA names no folder with the real data"
)


@needs_real_data
def test_real_reuters(monkeypatch):
    options = {"num_words": 1000, "source": REAL}
    (x, y), (x_test, _) = ours = load_reuters(**options)
    assert (len(x), len(x_test)) == (8982, 2246)
    assert len(set(y.tolist())) == len(datasets.REUTERS_TOPICS)
    assert Counter(y.tolist()).most_common(2) == [(3, 3159), (4, 1949)]
    assert len(datasets.reuters_word_index(source=REAL)) == 30_979
    keras = keras_load(Path(REAL) / "reuters.npz", monkeypatch, num_words=1000)
    assert_same_split(ours, keras)


@needs_real_data
def test_real_reviews():
    (train, train_labels), (test, test_labels) = load_nsmc(source=REAL)
    assert (len(train), len(test)) == (150_000, 50_000)
    assert "" in train
    assert all(abs(labels.mean() - 0.5) < 0.01 for labels in (train_labels, test_labels))


def test_word_index_is_plain_json():
    text = (DATA / "reuters_sample_word_index.json").read_text(encoding="utf-8")
    assert json.loads(text) == datasets.reuters_word_index(source="sample")
