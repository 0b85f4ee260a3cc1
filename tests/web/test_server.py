"""The server: its limits on those who are slow, and its end."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Generator
from typing import Any

import pytest

from counterclaim.web import server as served
from tests.web.running import serving

BIG = b"x" * (16 * 1024 * 1024)
"""More than the kernel keeps for a reader."""


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Answer every request with a body that a slow reader does not take at once."""
    if scope["type"] == "lifespan":
        while (message := await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        assert message["type"] == "lifespan.shutdown"
        await send({"type": "lifespan.shutdown.complete"})
        return
    body = BIG if scope["path"] == "/big" else b"hello"
    headers = [(b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


@contextlib.contextmanager
def asking(port: int) -> Generator[socket.socket, None, None]:
    """Connect to the server for the time of a block."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        yield connection


def received(connection: socket.socket) -> bytes:
    """Return what the server sends until it hangs up."""
    parts: list[bytes] = []
    with contextlib.suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_half_a_request_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does not finish a request is hung up on, though a letter comes from time to time."""
    monkeypatch.setattr(served, "HEADER_S", 0.5)
    with serving(app) as port, asking(port) as connection:
        began = time.monotonic()
        connection.sendall(b"GET / HTTP/1.1\r\n")
        with contextlib.suppress(OSError):
            for _ in range(20):
                time.sleep(0.1)
                connection.sendall(b"X")
                if time.monotonic() - began > 1.5:
                    break
        assert received(connection) == b""
        assert time.monotonic() - began < 4


def test_a_connection_that_asks_nothing_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who connects and says nothing is hung up on."""
    monkeypatch.setattr(served, "HEADER_S", 0.3)
    with serving(app) as port, asking(port) as connection:
        assert received(connection) == b""


def test_a_second_request_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept connection is asked on for longer than one request may take."""
    monkeypatch.setattr(served, "HEADER_S", 0.5)
    with serving(app) as port, asking(port) as connection:
        for _ in range(4):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while not answer.endswith(b"hello"):
                answer += connection.recv(65536)
            time.sleep(0.3)


def test_a_reader_that_takes_nothing_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for much and does not read it is hung up on; what it did not take is given up."""
    monkeypatch.setattr(served, "STALL_S", 0.4)
    with serving(app) as port, asking(port) as connection:
        connection.sendall(b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(1.5)
        assert len(received(connection)) < len(BIG)


def test_a_reader_that_is_slow_but_reads_gets_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads slowly, but goes on reading, gets the whole answer."""
    monkeypatch.setattr(served, "STALL_S", 0.4)
    with serving(app) as port, asking(port) as connection:
        connection.sendall(b"GET /big HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        taken = 0
        for _ in range(8):
            taken += len(connection.recv(1024 * 1024))
            time.sleep(0.1)
        assert taken + len(received(connection)) > len(BIG)


def test_what_is_no_request_gets_a_sentence() -> None:
    """Bytes that are no HTTP, and a head that is too long, are told so."""
    with serving(app) as port:
        for sent in (b"\x16\x03\x01 nonsense\r\n\r\n", b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n"):
            with asking(port) as connection:
                with contextlib.suppress(OSError):
                    connection.sendall(sent)
                answer = received(connection)
                assert answer.startswith(b"HTTP/1.1 400"), answer
                assert b"no HTTP request that can be read" in answer


def test_the_end_closes_what_is_open() -> None:
    """The end of the server is told to the application before it waits for what is open."""
    closed = threading.Event()
    done: list[Any] = []

    async def streaming(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        while not closed.is_set():
            await send({"type": "http.response.body", "body": b".", "more_body": True})
            await asyncio.sleep(0.05)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        done.append(True)

    with serving(streaming, closing=closed.set) as port:
        connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(100)
        began = time.monotonic()
    assert time.monotonic() - began < 3
    assert done == [True]
    connection.close()


def test_a_small_answer_comes_at_once() -> None:
    """The body does not wait until the head was received (Nagle's algorithm and late receipts: 40 ms together)."""
    with serving(app) as port, asking(port) as connection:
        took: list[float] = []
        for _ in range(10):
            began = time.monotonic()
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while not answer.endswith(b"hello"):
                answer += connection.recv(65536)
            took.append(time.monotonic() - began)
        assert min(took[2:]) < 0.03
