#!/usr/bin/env bash
# Dask's executor takes equal calls for one: cancel one and the other is cancelled too.
#
# distributed 2026.8.0
#
# Client.get_executor() is described as fully compatible with concurrent.futures. One
# would guess that, as with a ThreadPoolExecutor, each submit() is one run of the
# function, and that cancel() ends the one that it is called on.
#
# Seen: submit() of the same function with the same arguments is given the result of the
# earlier call while that is still held, though the file it reads has changed since. Of
# two such calls that wait, cancelling the first cancels the second, which its owner
# never cancelled. With get_executor(pure=False) both are as guessed.
#
# For those who grade: after a student hands in a corrected file of the same name, the
# old grade comes back; and to give up on one call takes others along. Ask for pure=False.
set -euo pipefail

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet distributed==2026.8.0
cd "$tmp"

cat > compare.py <<'PY'
from concurrent.futures import CancelledError, ThreadPoolExecutor
from pathlib import Path
from time import sleep

from distributed import Client


def hold(gate):
    while not Path(gate).exists():
        sleep(0.05)


def grade(path):
    return Path(path).read_text()


def try_out(executor, gate):
    answer = Path("answer.txt")
    answer.write_text("wrong")
    first = executor.submit(grade, "answer.txt")
    first.result(60)
    answer.write_text("right")
    regraded = executor.submit(grade, "answer.txt").result(60)
    holding = executor.submit(hold, gate)  # takes the only thread
    mine, yours = (executor.submit(grade, answer) for _ in range(2))
    assert mine.cancel() and not holding.done()
    Path(gate).touch()
    try:
        return regraded, yours.result(60)
    except CancelledError:
        return regraded, "cancelled"


if __name__ == "__main__":
    with ThreadPoolExecutor(1) as threads, Client(
            processes=False, n_workers=1, threads_per_worker=1, dashboard_address=None) as client:
        seen = {"threads": try_out(threads, "gate1"),
                "dask": try_out(client.get_executor(), "gate2"),
                "dask, pure=False": try_out(client.get_executor(pure=False), "gate3")}
    for name, (regraded, other) in seen.items():
        print(f"{name}: the file says right, graded as {regraded}; call not cancelled: {other}")
    assert list(seen.values()) == [("right", "right"), ("wrong", "cancelled"), ("right", "right")]
PY
venv/bin/python compare.py
