"""Fetching from an honest server: what was asked, and what comes back."""

from __future__ import annotations

import datetime as dt
import gzip
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
import trustme

from counterclaim.records import Reject
from counterclaim.sources.limits import Limits
from counterclaim.sources.net import USER_AGENT, Fetched, Fetcher
from tests.sources.hostile import Answer, Hostile, Request, brotli, page, raw, redirect, secured, trusting

BODY: Final = "<p>Снаряды упали на рынок.</p>".encode("koi8-r")
NAME: Final = "paper.example"


def here(_: str, __: int) -> list[str]:
    """Return this machine, whatever name is looked up."""
    return ["127.0.0.1"]


def fetched(server: Hostile, path: str = "/", etag: str | None = None, modified: str | None = None) -> Fetched:
    """Return what the server answers, this machine being allowed."""
    with Fetcher(allow_hosts=frozenset({server.host})) as fetcher:
        found = fetcher.get(server.url(path), etag=etag, modified=modified)
    assert isinstance(found, Fetched), found
    return found


def test_a_page_comes_as_it_is() -> None:
    """Bytes in an encoding that the header lies about, its headers in order, and when it was."""
    before = dt.datetime.now(dt.UTC)
    with Hostile({"/": page(BODY, "Content-Type: text/html; charset=utf-8", "X-A: 1", "X-a: \xe92")}) as server:
        found = fetched(server)
    assert found.body == BODY
    assert found.status == 200
    assert found.headers[1:] == (("content-type", "text/html; charset=utf-8"), ("x-a", "1"), ("x-a", "é2"))
    assert found.header("x-a") == "1"
    assert found.header("etag") is None
    assert (found.url, found.final_url, found.retry_after_s) == (server.url(), server.url(), None)
    assert before <= found.fetched_at <= dt.datetime.now(dt.UTC)


def test_a_request_says_who_asks_and_what_is_known() -> None:
    """The Host header, our name, the codings, and the marks of the earlier answer; no cookies, nothing else."""
    with Hostile({"/": page(b"", status=304)}) as server:
        found = fetched(server, etag='W/"é-1"', modified="Mon, 03 Jun 2024 08:00:00 GMT")
    assert (found.status, found.body) == (304, b"")
    (asked,) = server.asked
    assert asked.headers == {
        "host": server.host,
        "user-agent": USER_AGENT,
        "accept": "*/*",
        "accept-encoding": "gzip, deflate, br",
        "connection": "close",
        "if-none-match": 'W/"\xe9-1"',
        "if-modified-since": "Mon, 03 Jun 2024 08:00:00 GMT",
    }


@pytest.mark.parametrize(("coding", "coded"), [("gzip", gzip.compress(BODY)), ("br", brotli(BODY))])
def test_a_coded_page_is_decoded(coding: str, coded: bytes) -> None:
    """Its header still names the coding that it came in."""
    with Hostile({"/": page(coded, f"Content-Encoding: {coding}")}) as server:
        found = fetched(server)
    assert found.body == BODY
    assert found.header("content-encoding") == coding


@pytest.mark.parametrize(
    "answer",
    [
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nTrailer: x\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\n\r\nbody"),
        raw(b"HTTP/1.0 200\r\n\r\nbody"),
        raw(b"HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\nbody"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody, and more than it says"),
        raw(b"HTTP/1.1 203 Otherwise\nContent-Length: 4\n\nbody"),
    ],
    ids=["chunked", "to-the-end", "old", "early", "longer", "bare-lines"],
)
def test_a_body_ends_where_the_answer_says(answer: Answer) -> None:
    """By chunks, by the end of the connection, or by its length."""
    with Hostile({"/": answer}) as server:
        assert fetched(server).body == b"body"


@pytest.mark.parametrize("status", [304, 400, 404, 410, 429, 500, 503])
def test_any_status_is_an_answer(status: int) -> None:
    """Its body is of no use to anyone, and is not read."""
    with Hostile({"/": page(b"" if status == 304 else b"an error page", status=status)}) as server:
        found = fetched(server)
    assert (found.status, found.body) == (status, b"")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(status: int) -> None:
    """Relative, in another script, to another path: what was asked and where it ended are both kept."""
    with Hostile(
        {"/": redirect("/خبر".encode().decode("latin-1"), status), "/%D8%AE%D8%A8%D8%B1": page(b"news")}
    ) as server:
        found = fetched(server)
    assert found.body == b"news"
    assert (found.url, found.final_url) == (server.url(), server.url("/%D8%AE%D8%A8%D8%B1"))


def test_a_redirect_that_leads_nowhere_is_an_answer() -> None:
    """Without a Location, and 300, which leaves the choice to a person."""
    with Hostile({"/": page(b"", status=302), "/many": page(b"", "Location: /", status=300)}) as server:
        assert [fetched(server, path).status for path in ("/", "/many")] == [302, 300]


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("120", 120.0), (" 0 ", 0.0), ("9" * 40, 999_999_999_999.0), ("Mon, 03 Jun 2024 08:00:00 GMT", 0.0)]
    + [(said, None) for said in ("soon", "-5", "1.5", "", "Mon, 99 Jun 2024", "²", "inf")],
)
def test_how_long_to_stay_away(told: str, seconds: float | None) -> None:
    """Retry-After in seconds or as a date; what is neither says nothing."""
    with Hostile({"/": page(b"", f"Retry-After: {told}", status=503)}) as server:
        assert fetched(server).retry_after_s == seconds


def test_a_date_to_come_back_at() -> None:
    """It is so many seconds from now."""
    at = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
    with Hostile({"/": page(b"", f"Retry-After: {at:%a, %d %b %Y %H:%M:%S} GMT", status=429)}) as server:
        seconds = fetched(server).retry_after_s
    assert seconds is not None
    assert 3590 < seconds <= 3600


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Return an authority that signs certificates for tests."""
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA) -> Iterator[Hostile]:
    """Return a server that speaks TLS under a name of the documentation's."""
    with Hostile({"/": page(b"safe")}, tls=secured(authority, NAME)) as server:
        yield server


def test_a_name_is_connected_to_at_the_address_that_was_checked(authority: trustme.CA, secure: Hostile) -> None:
    """Its name goes into the handshake and the Host header; the name is looked up once."""
    looked: list[str] = []

    def resolve(host: str, _: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"] if len(looked) == 1 else ["192.0.2.1"]

    with Fetcher(allow_hosts=frozenset({NAME}), resolve=resolve, trust=trusting(authority)) as fetcher:
        found = fetcher.get(secure.url(host=NAME))
    assert isinstance(found, Fetched), found
    assert found.body == b"safe"
    assert secure.asked[0].headers["host"] == f"{NAME}:{secure.port}"
    assert looked == [NAME]


def test_the_next_address_is_tried() -> None:
    """A host with several addresses of which the first does not answer."""
    with (
        Hostile({"/": page(b"here")}) as server,
        Fetcher(allow_hosts=frozenset({NAME}), resolve=lambda _, __: ["127.9.9.9", "127.0.0.1"]) as fetcher,
    ):
        found = fetcher.get(server.url(host=NAME))
    assert isinstance(found, Fetched), found
    assert found.body == b"here"


@pytest.mark.parametrize("allowed", ["{name}", "{name}:{port}"])
def test_a_host_is_allowed_for_one_call(allowed: str) -> None:
    """Alone or with its port; the next call does not have it."""
    with Hostile({"/": page(b"here")}) as server, Fetcher(resolve=here) as fetcher:
        hosts = frozenset({allowed.format(name=NAME, port=server.port)})
        first = fetcher.get(server.url(host=NAME), allow=hosts)
        second = fetcher.get(server.url(host=NAME))
    assert isinstance(first, Fetched), first
    assert isinstance(second, Reject), second
    assert second.reason == "address"


def test_an_ipv6_address_is_connected_to() -> None:
    """In brackets, in the address and in the Host header."""
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    try:
        listening = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6 address of its own")
    asked: list[bytes] = []

    def serve() -> None:
        peer, _ = listening.accept()
        with peer:
            asked.append(peer.recv(65_536))
            peer.sendall(b"HTTP/1.1 200 OK\r\n\r\nsix")

    port = listening.getsockname()[1]
    serving = threading.Thread(target=serve)
    serving.start()
    with listening, Fetcher() as fetcher:
        found = fetcher.get(f"http://[0:0::1]:{port}/", allow=frozenset({"::1"}))
        serving.join()
    assert isinstance(found, Fetched), found
    assert found.body == b"six"
    assert f"Host: [::1]:{port}\r\n".encode() in asked[0]


def test_many_threads_share_one_fetcher() -> None:
    """Each gets its own answer."""

    def echo(peer: socket.socket, request: Request) -> None:
        page(request.path.encode())(peer, request)

    paths = [f"/{number}" for number in range(60)]
    with (
        Hostile(dict.fromkeys(paths, echo)) as server,
        Fetcher(allow_hosts=frozenset({server.host})) as fetcher,
        ThreadPoolExecutor(12) as pool,
    ):
        found = list(pool.map(fetcher.get, map(server.url, paths)))
    assert [one.body if isinstance(one, Fetched) else one for one in found] == [path.encode() for path in paths]


@pytest.mark.parametrize("name", ["", "two\r\nlines", " spaced", "☃"])
def test_a_name_of_ours_that_cannot_stand_in_a_header_is_refused(name: str) -> None:
    """At once, and not at the first request."""
    with pytest.raises(ValueError, match="user agent"):
        Fetcher(user_agent=name)


@pytest.mark.parametrize("wrong", [{"total_s": 0}, {"wire_bytes": -1}, {"ratio": float("nan")}, {"body_bytes": 10**12}])
def test_limits_that_are_none_are_refused(wrong: dict[str, float]) -> None:
    """Nothing may be without an end."""
    with pytest.raises(ValueError, match="limits: "):
        Limits(**wrong)  # type: ignore[arg-type]


def test_a_mark_that_cannot_stand_in_a_header_is_left_out() -> None:
    """The page is then fetched whole."""
    with Hostile({"/": page(b"whole")}) as server:
        assert fetched(server, etag='"1"\r\nX-Smuggled: y', modified="☃").body == b"whole"
    assert not {"if-none-match", "if-modified-since", "x-smuggled"} & set(server.asked[0].headers)
