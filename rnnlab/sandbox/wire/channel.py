"""Frames over a stream socket."""

from __future__ import annotations

import socket
import time

from rnnlab.sandbox.wire.frames import PREFIX, lengths, pack, unpack


class Channel:
    """Frames over a stream socket, each with a deadline on the ``time.monotonic`` clock."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    def send(self, message: object, deadline: float | None = None) -> None:
        """Send ``message``; raises Unsupported, TimeoutError, or EOFError when the peer is gone."""
        self.send_frame(pack(message), deadline)

    def send_frame(self, frame: bytes, deadline: float | None = None) -> None:
        """Send what :func:`pack` returned; raises as :meth:`send` does."""
        self._wait(deadline)
        try:
            self._sock.sendall(frame)
        except ConnectionError:
            raise EOFError from None

    def receive(self, deadline: float | None = None) -> object:
        """Return the next message; raises WireError, TimeoutError or EOFError."""
        return unpack(self.receive_frame(deadline))

    def receive_frame(self, deadline: float | None = None) -> bytes:
        """Return the next frame for :func:`unpack`; raises as :meth:`receive` does."""
        prefix = self._read(PREFIX.size, deadline)
        return bytes(prefix + self._read(sum(lengths(prefix)), deadline))

    def close(self) -> None:
        self._sock.close()

    def _read(self, size: int, deadline: float | None) -> bytearray:
        data = bytearray(size)
        rest = memoryview(data)
        while rest:
            self._wait(deadline)
            try:
                n = self._sock.recv_into(rest)
            except ConnectionError:
                n = 0
            if n == 0:
                raise EOFError
            rest = rest[n:]
        return data

    def _wait(self, deadline: float | None) -> None:
        seconds = None if deadline is None else deadline - time.monotonic()
        if seconds is not None and seconds <= 0:
            raise TimeoutError
        self._sock.settimeout(seconds)
