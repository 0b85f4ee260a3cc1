"""Feeds taken apart in a process of its own, which is ended where it takes too long.

The library's time grows with the square of what a hostile feed can put into one element: half a megabyte is enough for
minutes.  Neither the watch nor its memory depends on how that ends.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Final, Self

import msgspec

from counterclaim.records import Reject
from counterclaim.sources.feeds import Feed, feed_of
from counterclaim.sources.streams import rejected

SECONDS: Final = 20.0
"""How long a feed may take: the largest honest ones need three."""
_START_S: Final = 30.0
"""How long the process may take to begin, on a machine that is busy."""
_FEEDS: Final = 2_000
"""Feeds after which the process is ended and begun anew, and with it whatever a library keeps."""


class _Asked(msgspec.Struct):
    body: bytes
    url: str
    content_type: str


_encode: Final = msgspec.msgpack.Encoder().encode
_decode_asked: Final = msgspec.msgpack.Decoder(_Asked).decode


class _Found(msgspec.Struct):
    """What became of a feed: one of the two."""

    feed: Feed | None = None
    reject: Reject | None = None


_decode_found: Final = msgspec.msgpack.Decoder(_Found).decode


class Parser:
    """Takes feeds apart one after the other, for any number of threads; used in a ``with`` block.

    ``seconds`` is how long one may take.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        with self._lock:
            self._end()

    def feed(self, body: bytes, *, url: str, content_type: str = "") -> Feed | Reject:
        """Return what :func:`counterclaim.sources.feeds.feed_of` does, or a ``feed`` reject where that never ends."""
        with self._lock:
            if self._done >= _FEEDS:
                self._end()
            try:
                connection = self._begun()
                connection.send_bytes(_encode(_Asked(body, url, content_type)))
                if not connection.poll(self._seconds):
                    self._end()
                    return rejected(url, "feed", f"it was not taken apart within {self._seconds:g} s")
                found = _decode_found(connection.recv_bytes())
            except (EOFError, OSError):
                self._end()
                return rejected(url, "feed", "the process that takes feeds apart died of it")
            self._done += 1
        answer = found.reject or found.feed
        assert answer is not None
        return answer

    def _begun(self) -> Connection:
        """Return the connection to the process, begun where there is none."""
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs,), name="counterclaim feeds", daemon=True)
            process.start()
            theirs.close()  # else its death would never close the pipe
            self._process, self._connection, self._done = process, ours, 0
            if ours.poll(_START_S):
                ours.recv_bytes()
        return self._connection

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._connection = self._process = None


def _work(connection: Connection) -> None:  # pragma: no cover - runs in the process
    """Answer what is asked until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    with connection, contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        connection.send_bytes(b"ready")
        while True:
            asked = _decode_asked(connection.recv_bytes())
            found = feed_of(asked.body, url=asked.url, content_type=asked.content_type)
            made = _Found(reject=found) if isinstance(found, Reject) else _Found(feed=found)
            connection.send_bytes(_encode(made))
