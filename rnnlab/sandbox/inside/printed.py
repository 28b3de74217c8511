"""What a call prints: its beginning is kept, the rest is dropped, nothing ever blocks."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator

LIMIT = 2_000  # characters


class _Nowhere(io.RawIOBase):
    """Takes the bytes that are written past the text layer (``sys.stdout.buffer``)."""

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        return memoryview(data).nbytes  # type: ignore[arg-type]  # bytes, or a buffer of them


class Printed(io.TextIOWrapper):
    """A standard output of which ``text`` is the beginning."""

    def __init__(self) -> None:
        super().__init__(io.BufferedWriter(_Nowhere()), encoding="utf-8")
        self.text = ""

    def write(self, text: str, /) -> int:
        """Keep what still fits."""
        self.text += text[: LIMIT - len(self.text)]
        return len(text)


@contextlib.contextmanager
def capture() -> Iterator[Printed]:
    """Replace ``sys.stdout`` inside the block."""
    with Printed() as printed, contextlib.redirect_stdout(printed):
        yield printed
