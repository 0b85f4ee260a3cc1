"""Answers by an enemy: each ends as a reject within seconds and little memory, and the next fetch goes on."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.errors import REASONS
from counterclaim.records import Reject
from counterclaim.sources.limits import Limits
from counterclaim.sources.net import Fetched, Fetcher
from tests.sources.hostile import (
    Answer,
    Hostile,
    bomb,
    feed_of,
    five_gigabytes,
    page,
    raw,
    redirect,
    reset,
    silent,
)

LIMITS: Final = Limits(
    connect_s=1, read_s=0.5, total_s=1.5, header_bytes=16_384, wire_bytes=1_000_000, body_bytes=2_000_000
)
SECONDS: Final = 4.0
"""The whole limit, and what a busy machine may add."""
MOST_BYTES: Final = 20_000_000
"""Memory that a fetch may take with these limits: a body, its pieces, and room."""
OK: Final = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def server() -> Iterator[Hostile]:
    """Return a server with one good page."""
    with Hostile({"/good": page(b"good")}) as one:
        yield one


def attacked(server: Hostile, answer: Answer) -> Fetched | Reject:
    """Return what a fetch ends in: in time, in little memory, and with the fetcher as good as before."""
    server.answers["/"] = answer
    with Fetcher(LIMITS, frozenset({server.host})) as fetcher:
        began = time.monotonic()
        tracemalloc.start()
        found = fetcher.get(server.url())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        took = time.monotonic() - began
        after = fetcher.get(server.url("/good"))
    assert took < SECONDS
    assert peak < MOST_BYTES
    assert isinstance(after, Fetched), after
    assert after.body == b"good"
    return found


def reason(server: Hostile, answer: Answer) -> str:
    """Return the reason of the reject that an answer ends in."""
    found = attacked(server, answer)
    assert isinstance(found, Reject), found
    assert found.reason in REASONS
    assert found.ref == server.url()
    return found.reason


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw-deflate", "br"])
def test_bombs(server: Hostile, coding: str) -> None:
    """A few bytes that unpack to 64 MB: the first two are unpacked, never the rest."""
    made = bomb(coding)
    assert len(made) < 70_000
    assert reason(server, page(made, f"Content-Encoding: {coding.removeprefix('raw-')}")) == "too_large"


def test_a_bomb_within_a_bomb(server: Hostile) -> None:
    """Two codings, one in the other, are more than was asked for; one that hides another is unpacked once."""
    twice = gzip.compress(bomb("gzip"), 9)
    assert reason(server, page(twice, "Content-Encoding: gzip, gzip")) == "coding"
    assert reason(server, page(twice, "Content-Encoding: gzip", "Content-Encoding: gzip")) == "coding"
    found = attacked(server, page(twice, "Content-Encoding: gzip"))
    assert isinstance(found, Fetched), found
    assert found.body == bomb("gzip")


def test_a_gzip_of_many_nothings(server: Hostile) -> None:
    """Members that hold nothing, as many as the limit lets through: no hang."""
    found = attacked(server, page(gzip.compress(b"") * 40_000, "Content-Encoding: gzip"))
    assert isinstance(found, Fetched), found
    assert found.body == b""


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
@pytest.mark.parametrize("body", [b"<p>plain</p>", b"\x1f\x8b" + bytes(40), gzip.compress(b"page" * 99)[:-9]])
def test_codings_that_lie(server: Hostile, coding: str, body: bytes) -> None:
    """Plain text called coded, headers without sense, a body cut short: told, never half a page."""
    assert reason(server, page(body, f"Content-Encoding: {coding}")) == "coding"


@pytest.mark.parametrize("coding", ["zstd", "compress", "sdch", "aes128gcm", "x" * 5000, "gzip;q=1"])
def test_codings_that_nobody_asked_for(server: Hostile, coding: str) -> None:
    """What was not offered is not guessed at."""
    assert reason(server, page(b"page", f"Content-Encoding: {coding}")) == "coding"


@pytest.mark.parametrize(
    "answer",
    [
        feed_of(b"a" * 65_536),
        feed_of(b"10000\r\n" + b"a" * 65_536 + b"\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n"),
        feed_of(b"1\r\na\r\n" * 5000, OK + b"Transfer-Encoding: chunked\r\n\r\n"),
        feed_of(b"1;" + b"x" * 9000 + b"\r\na\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n"),
        five_gigabytes(told=True),
        five_gigabytes(told=False),
        page(b"", "Content-Length: 99999999999999999999"),
    ],
    ids=["plain", "chunked", "tiny-chunks", "chunk-extensions", "5-gb-told", "5-gb-untold", "huge-length"],
)
def test_endless_bodies(server: Hostile, answer: Answer) -> None:
    """As much as the limit is read, and nothing at all of what is announced to be more."""
    assert reason(server, answer) in {"too_large", "timeout", "response"}


def test_five_gigabytes_that_are_announced_are_not_begun(server: Hostile) -> None:
    """The length in the header is enough to refuse it."""
    began = time.monotonic()
    assert reason(server, five_gigabytes(told=True)) == "too_large"
    assert time.monotonic() - began < LIMITS.read_s


@pytest.mark.parametrize(
    "answer",
    [
        silent(),
        silent(b"HTTP/1.1 200"),
        silent(OK + b"Content-Length: 100\r\n\r\nbegun"),
        silent(OK + b"Transfer-Encoding: chunked\r\n\r\n64\r\nbegun"),
        feed_of(b"H", b"", every_s=0.1),
        feed_of(b"X: y\r\n", OK, every_s=0.1),
        feed_of(b"a", OK + b"Content-Length: 1000\r\n\r\n", every_s=0.1),
        feed_of(b"1\r\na\r\n", OK + b"Transfer-Encoding: chunked\r\n\r\n", every_s=0.1),
        feed_of(b"HTTP/1.1 100 Continue\r\n\r\n", b"", every_s=0.1),
    ],
    ids="silence half-line half-body half-chunk drip-line drip-headers drip-body drip-chunks drip-100".split(),
)
def test_slow_answers(server: Hostile, answer: Answer) -> None:
    """Silence, and a byte now and then that keeps the connection just alive: the whole has an end."""
    assert reason(server, answer) in {"timeout", "response"}


@pytest.mark.parametrize("said", [b"", b"\x16\x03\x03\x40\x00" + bytes(100)], ids=["silent", "drip"])
def test_slow_handshakes(said: bytes) -> None:
    """A server that never ends its side of TLS."""
    listening = socket.create_server(("127.0.0.1", 0))
    port: int = listening.getsockname()[1]

    def serve() -> None:
        peer, _ = listening.accept()
        with peer:
            try:
                for byte in said:
                    peer.sendall(bytes([byte]))
                    time.sleep(0.05)
                while peer.recv(65_536):
                    pass
            except OSError:
                return

    serving = threading.Thread(target=serve)
    serving.start()
    with listening, Fetcher(LIMITS, frozenset({"127.0.0.1"})) as fetcher:
        began = time.monotonic()
        found = fetcher.get(f"https://127.0.0.1:{port}/")
        took = time.monotonic() - began
        serving.join()
    assert isinstance(found, Reject), found
    assert found.reason in {"timeout", "tls"}
    assert took < SECONDS


def test_a_slow_name(server: Hostile) -> None:
    """A resolver that does not come back is not waited for longer than a connection."""
    stuck = threading.Event()

    def resolve(_: str, __: int) -> list[str]:
        stuck.wait()
        return ["127.0.0.1"]

    with Fetcher(LIMITS, frozenset({"slow.example"}), resolve=resolve) as fetcher:
        began = time.monotonic()
        found = fetcher.get(server.url(host="slow.example"))
        took = time.monotonic() - began
        stuck.set()
    assert isinstance(found, Reject), found
    assert found.reason == "timeout"
    assert took < SECONDS


def test_redirects_that_each_take_their_time(server: Hostile) -> None:
    """The limit is for all of them together."""

    def slow(peer: socket.socket, _: object) -> None:
        time.sleep(0.4)
        peer.sendall(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")

    assert reason(server, slow) == "timeout"


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 2",
        OK + b"Content-Length: 100\r\n\r\nbegun",
        OK + b"Transfer-Encoding: chunked\r\n\r\n64\r\nbegun",
        OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08",
    ],
)
@pytest.mark.parametrize("how", [reset, raw])
def test_answers_that_break_off(server: Hostile, head: bytes, how: Callable[[bytes], Answer]) -> None:
    """By a reset or by an early end, at any point: never taken for a whole page."""
    assert reason(server, how(head)) in {"unreachable", "response", "coding"}


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 4000\r\n",
        b"Content-Length: -1\r\n",
        b"Content-Length: 4, 5\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Content-Length: four\r\n",
        b"Content-Length: 0x4\r\n",
        b"Content-Length: " + b"9" * 5000 + b"\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
    ],
)
def test_lengths_that_lie(server: Hostile, headers: bytes) -> None:
    """More than comes, less than nothing, two at once, no number: not half a page, and not two in one."""
    assert reason(server, raw(OK + headers + b"\r\nbody")) in {"response", "too_large"}


@pytest.mark.parametrize(
    "answer",
    [
        feed_of(b"X-Header: yes\r\n", OK),
        feed_of(b"x" * 4096, OK + b"X-Header: "),
        feed_of(b"HTTP/1.1 100 Continue\r\n\r\n", b""),
        feed_of(b" folded\r\n", OK + b"X-Header: \r\n"),
        feed_of(b"\r\n", b""),
        raw(OK + b"Set-Cookie: a=b\r\n" * 5000 + b"\r\nbody"),
        raw(OK + b"X: " + b"y" * 60_000 + b"\r\n\r\nbody"),
    ],
    ids=["many", "long", "early", "folded", "empty-lines", "cookies", "one-large"],
)
def test_floods_of_headers(server: Hostile, answer: Answer) -> None:
    """Without end, or longer than any server needs."""
    assert reason(server, answer) == "response"


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>no HTTP at all</html>",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"220 mail.example ESMTP\r\n\r\n",
        b"HTTP/1.1 99999 What\r\n\r\nbody",
        b"HTTP/1.1 OK\r\n\r\nbody",
        b"\x16\x03\x01\x00\x00" * 20,
        OK + b"No colon\r\n\r\nbody",
        OK + b"Space : before\r\n\r\nbody",
        OK + b"X: a\0b\r\n\r\nbody",
        OK + b"X: a\rY: b\r\n\r\nbody",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\nbody",
        bytes(5000),
    ],
)
def test_what_is_no_answer(server: Hostile, answer: bytes) -> None:
    """Other protocols, broken lines, control characters."""
    assert reason(server, raw(answer)) == "response"


@pytest.mark.parametrize("charset", ["utf-16", "no-such-charset", "utf-7", "x" * 5000, '"', "idna", "rot13", "zip"])
def test_charsets_that_lie(server: Hostile, charset: str) -> None:
    """No codec is chosen by what a server says: bytes stay bytes."""
    body = "Снаряды".encode("cp1251") + b"\xff\xfe\0"
    found = attacked(server, page(body, f"Content-Type: text/html; charset={charset}"))
    assert isinstance(found, Fetched), found
    assert found.body == body


def test_headers_that_would_steer_us(server: Hostile) -> None:
    """Cookies are not kept, refreshes not followed, names of files not used."""
    answer = page(
        b"body", "Set-Cookie: a=b", "Refresh: 0; url=/next", "Content-Disposition: attachment; filename=../../etc/x"
    )
    for _ in range(2):
        assert isinstance(attacked(server, answer), Fetched)
    assert set(server.paths()) == {"/", "/good"}
    assert not any("cookie" in one.headers for one in server.asked)


def test_bodies_of_redirects_and_errors_are_not_read(server: Hostile) -> None:
    """However long they are."""
    server.answers["/on"] = feed_of(b"a" * 65_536, b"HTTP/1.1 302 Found\r\nLocation: /good\r\n\r\n")
    found = attacked(server, redirect("/on"))
    assert isinstance(found, Fetched), found
    assert found.body == b"good"
    gone = attacked(server, feed_of(b"a" * 65_536, b"HTTP/1.1 410 Gone\r\nContent-Encoding: gzip\r\n\r\n"))
    assert isinstance(gone, Fetched), gone
    assert (gone.status, gone.body) == (410, b"")


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=200).map(OK.__add__),
        st.lists(
            st.sampled_from([b"\r\n", b"HTTP/1.1 ", b"302 ", b"200 ", b"Location: ", b"/", b":", b"\xff", b"1"])
        ).map(lambda parts: b"HTTP/1.1 302 F\r\n" + b"".join(parts) + b"\r\n\r\n"),
    )
)
def test_random_bytes(answer: bytes) -> None:
    """Whatever comes is an answer or a reject, in nothing else."""
    with Hostile({"/": raw(answer)}) as server, Fetcher(LIMITS, frozenset({server.host})) as fetcher:
        found = fetcher.get(server.url())
    assert isinstance(found, Fetched) or found.reason in REASONS
