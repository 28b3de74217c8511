"""Downloads from a server that cuts, stalls, fails and forges."""

import contextlib
import hashlib
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from file_server import CONTENT, first_byte

from rnnlab.datasets import DataError
from rnnlab.datasets.download import download, matches

DIGEST = "sha256:" + hashlib.sha256(CONTENT).hexdigest()


def download_in_a_process(url, target):
    code = "import sys, pathlib; from rnnlab.datasets.download import download as d; "
    code += "d(sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), (5, 60))"
    return [sys.executable, "-c", code, url, DIGEST, str(target)]


def test_download_brings_the_file_and_leaves_nothing_else(server, tmp_path):
    download(server.url(), DIGEST, tmp_path / "new folder" / "file")
    assert (tmp_path / "new folder" / "file").read_bytes() == CONTENT
    assert os.listdir(tmp_path / "new folder") == ["file"]


def all_of(descriptor):
    shown = b""
    with contextlib.suppress(OSError):  # so a terminal ends on Linux
        while piece := os.read(descriptor, 1 << 16):
            shown += piece
    return shown


def test_without_a_terminal_a_file_gets_one_plain_line(server, tmp_path, capsys):
    download(server.url(), DIGEST, tmp_path / "file")
    shown = capsys.readouterr().err
    assert shown.startswith("file ")
    assert "100%" in shown
    assert (shown.count("\n"), shown.count("\r"), shown.count("\x1b")) == (1, 0, 0)


def test_a_terminal_gets_a_bar_that_moves(server, tmp_path):
    pty = pytest.importorskip("pty")
    ours, terminal = pty.openpty()
    command = download_in_a_process(server.url(), tmp_path / "file")
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(command, stderr=terminal, env=environment) as process:
        os.close(terminal)
        shown = all_of(ours)
    os.close(ours)
    assert process.returncode == 0
    assert b"100%" in shown
    assert b"\x1b[2K" in shown  # the line is drawn anew


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
    target = tmp_path / "file"
    command = download_in_a_process(server.url(), target)
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
