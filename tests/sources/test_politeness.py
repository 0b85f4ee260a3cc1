"""Politeness: who is asked when, what robots.txt forbids, and how long a failure keeps us away."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import REASONS
from counterclaim.records import Reject
from counterclaim.sources.limits import Limits
from counterclaim.sources.net import Fetched, Fetcher
from counterclaim.sources.politeness import DAY_S, Pauses, Polite
from tests.sources.hostile import Answer, Hostile, Request, page, raw, redirect, reset, silent

LIMITS: Final = Limits(connect_s=1, read_s=0.3, total_s=1)
MIN_S: Final = 5.0
PAGES: Final = {"/": page(b"front"), "/a": page(b"a"), "/b": page(b"b")}


class Road:
    """A polite fetcher on a clock of its own, which moves only when it is told to."""

    def __init__(self, fetcher: Fetcher, draw: float = 0.0) -> None:
        self.now = 1000.0
        self.polite = Polite(fetcher, min_s=MIN_S, clock=lambda: self.now, draw=lambda: draw)

    def status(self, url: str) -> int | str:
        """Return the status that a fetch ends in, or the reason of its reject."""
        found = self.polite.get(url)
        if isinstance(found, Reject):
            assert found.reason in REASONS
            return found.reason
        return found.status

    def waited(self, url: str) -> float:
        """Wait as long as is asked for, and return how long that was."""
        seconds = self.polite.wait_s(url)
        self.now += seconds
        assert self.polite.wait_s(url) == 0
        return seconds


@contextmanager
def road(answers: Mapping[str, Answer], draw: float = 0.0) -> Generator[tuple[Hostile, Road], None, None]:
    """Yield a server and a polite fetcher that may reach it."""
    with (
        Hostile(answers) as server,
        Fetcher(LIMITS, frozenset({"127.0.0.1"}), user_agent="Counterclaim/9 (desk@paper.example)") as fetcher,
    ):
        yield server, Road(fetcher, draw)


def robots(text: str) -> Answer:
    """Return a robots.txt."""
    return page(text.encode(), "Content-Type: text/plain")


def test_a_host_has_its_pause() -> None:
    """A call before its time asks nothing of the server; one in time does; another host's time is its own."""
    with road(PAGES) as (server, it), Hostile(PAGES) as other:
        assert it.polite.wait_s(server.url("/a")) == 0
        assert it.status(server.url("/a")) == 200
        assert it.status(server.url("/b")) == "not_yet"
        assert it.status(other.url("/b")) == 200
        assert server.paths() == ["/a"]
        assert it.waited(server.url("/b")) == MIN_S
        assert it.status(server.url("/b")) == 200
    assert server.paths() == ["/a", "/b"]


def test_threads_take_turns() -> None:
    """Of twelve that come at once one is let through."""

    def slow(peer: object, request: Request) -> None:
        time.sleep(0.1)
        page(b"slow")(peer, request)  # type: ignore[arg-type]

    with road(dict.fromkeys(PAGES, slow)) as (server, it), ThreadPoolExecutor(12) as pool:
        found = list(pool.map(it.status, [server.url("/a")] * 12))
    assert sorted(map(str, found)) == ["200"] + ["not_yet"] * 11
    assert server.paths() == ["/a"]


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("User-agent: *\nDisallow: /a", "b"),
        ("User-agent: *\nDisallow: /", ""),
        ("User-agent: *\nDisallow: /\nAllow: /a$", "a"),
        ("User-agent: *\nDisallow:", "ab"),
        ("User-agent: counterclaim\nDisallow: /a\n\nUser-agent: *\nDisallow: /b", "b"),
        ("USERAGENT counterclaim # us\nAllow: /\n\nUser-agent: *\nDisallow: /", "ab"),
        ("User-agent: other\nUser-agent: Counterclaim\nUser-agent: third\nDisallow: /b", "a"),
        ("User-agent: other\nDisallow: /", "ab"),
        ("User-agent: otherbot\nDisallow: /\nUser-agent:\nDisallow: /a", "ab"),
        ("\ufeffUser-agent: *\r\nDisallow: /b\r\n", "a"),
        ("Disallow: /", "ab"),
        ("<html>not found</html>", "ab"),
        ("", "ab"),
    ],
)
def test_what_a_site_asks_to_be_left_alone_is(text: str, allowed: str) -> None:
    """Rules for us, for all, for others; the site is asked for them once."""
    with road(PAGES | {"/robots.txt": robots(text)}) as (server, it):
        for path in "ab":
            it.waited(server.url(f"/{path}"))
            assert it.status(server.url(f"/{path}")) == (200 if path in allowed else "robots")
    assert server.paths() == [f"/{path}" for path in allowed]
    assert [one.path for one in server.asked].count("/robots.txt") == 1


@pytest.mark.parametrize("answer", [page(b"", status=404), page(b"", status=403), redirect("/robots.txt")])
def test_a_site_without_rules_is_fetched(answer: Answer) -> None:
    """None, none for us, or one that only leads to itself."""
    with road(PAGES | {"/robots.txt": answer}) as (server, it):
        assert it.status(server.url("/a")) == 200


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (page(b"", status=503), "robots"),
        (page(b"", status=500), "robots"),
        (page(b"", status=429), "robots"),
        (silent(), "timeout"),
        (reset(), "unreachable"),
        (raw(b"?\r\n\r\n"), "response"),
        (redirect("http://10.0.0.1/robots.txt"), "address"),
    ],
)
def test_a_site_whose_rules_cannot_be_known_is_left_alone(answer: Answer, reason: str) -> None:
    """For a minute at first; when the rules can be had again, it is fetched."""
    with road(PAGES | {"/robots.txt": answer}) as (server, it):
        assert it.status(server.url("/a")) == reason
        assert it.polite.wait_s(server.url("/b")) >= 60
        assert it.waited(server.url("/a")) >= 60
        assert it.status(server.url("/a")) == reason
        assert it.waited(server.url("/b")) >= 120
        server.answers["/robots.txt"] = robots("")
        it.waited(server.url("/a"))
        assert it.status(server.url("/a")) == 200
    assert server.paths() == ["/a"]


def test_rules_are_believed_for_a_day() -> None:
    """Then they are asked for again."""
    with road(PAGES | {"/robots.txt": robots("User-agent: *\nDisallow: /a")}) as (server, it):
        assert it.status(server.url("/a")) == "robots"
        server.answers["/robots.txt"] = robots("")
        it.now += DAY_S - 1
        assert it.status(server.url("/a")) == "robots"
        it.now += MIN_S
        assert it.status(server.url("/a")) == 200


@pytest.mark.parametrize(
    ("told", "seconds"), [("30", 30.0), ("0.5", MIN_S), ("1e9", DAY_S), ("nan", MIN_S), ("-9", MIN_S)]
)
def test_a_site_may_ask_for_a_longer_pause(told: str, seconds: float) -> None:
    """Crawl-delay, between our own least and a day."""
    with road(PAGES | {"/robots.txt": robots(f"User-agent: *\nCrawl-delay: {told}")}) as (server, it):
        for _ in range(2):
            assert it.status(server.url("/a")) == 200
            assert it.waited(server.url("/b")) == seconds


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("told", "seconds"), [("600", 600.0), ("9999999999", DAY_S), ("1", MIN_S)])
def test_a_pause_that_is_asked_for_is_kept(status: int, told: str, seconds: float) -> None:
    """For every address of the host, a day at most; the address that failed has its own pause too."""
    with road(PAGES | {"/a": page(b"", f"Retry-After: {told}", status=status)}) as (server, it):
        assert it.status(server.url("/a")) == status
        assert it.polite.wait_s(server.url("/b")) == seconds
        assert it.polite.wait_s(server.url("/a")) == max(seconds, 60.0)


def test_failures_keep_us_away_for_longer_and_longer() -> None:
    """Twice as long each time, six hours at most; a good answer ends it; the host's other addresses go on."""
    with road(PAGES | {"/a": page(b"", status=500)}) as (server, it):
        waits: list[float] = []
        for _ in range(11):
            assert it.status(server.url("/a")) == 500
            assert it.polite.wait_s(server.url("/b")) == MIN_S
            waits.append(it.waited(server.url("/a")))
        assert waits == [60.0 * 2**n for n in range(9)] + [21_600.0] * 2
        server.answers["/a"] = page(b"well again")
        it.now += DAY_S
        assert it.status(server.url("/a")) == 200
        assert it.waited(server.url("/a")) == MIN_S
        server.answers["/a"] = reset()
        assert it.status(server.url("/a")) == "unreachable"
        assert it.waited(server.url("/a")) == 60.0


@pytest.mark.parametrize(("draw", "seconds"), [(0.0, 60.0), (0.5, 45.0), (0.999, 30.03)])
def test_those_who_failed_together_do_not_come_back_together(draw: float, seconds: float) -> None:
    """A random part of up to half is taken off."""
    with road({"/a": page(b"", status=502)}, draw) as (server, it):
        assert it.status(server.url("/a")) == 502
        assert it.waited(server.url("/a")) == pytest.approx(seconds)


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_page_that_is_gone_is_no_failure_of_the_site(status: int) -> None:
    """It is for the caller to stop asking."""
    with road({"/a": page(b"", status=status)}) as (server, it):
        assert it.status(server.url("/a")) == status
        assert it.waited(server.url("/a")) == MIN_S


def test_a_redirect_is_held_to_the_other_host_s_rules() -> None:
    """Its robots.txt, its pause, and its turn; on the same host the turn is one."""
    with Hostile(PAGES | {"/robots.txt": robots("User-agent: *\nDisallow: /b")}) as other:
        answers = {"/1": redirect(other.url("/a")), "/2": redirect(other.url("/b")), "/3": redirect("/a")}
        with road(PAGES | answers) as (server, it):
            assert it.status(server.url("/1")) == 200
            it.now += MIN_S - 1
            assert it.status(other.url("/a")) == "not_yet"
            it.now += MIN_S
            assert it.status(server.url("/2")) == "robots"
            it.waited(server.url("/3"))
            assert it.status(server.url("/3")) == 200
    assert other.paths() == ["/a"]


def test_a_redirect_to_a_host_that_needs_a_pause_waits_for_it() -> None:
    """The wait of the address is then the other host's: nobody comes back at once, again and again."""
    with Hostile(PAGES) as other, road({"/1": redirect(other.url("/a"))}) as (server, it):
        assert it.status(other.url("/b")) == 200
        it.now += 1
        assert it.status(server.url("/1")) == "not_yet"
        assert it.waited(server.url("/1")) == MIN_S
        assert it.status(server.url("/1")) == 200


def test_what_cannot_be_fetched_is_told_as_ever() -> None:
    """No address at all is no reason to wait."""
    with road(PAGES) as (_, it):
        assert it.status("file:///etc/passwd") == "url"
        assert it.polite.wait_s("file:///etc/passwd") == 0
        assert it.status("http://10.0.0.1/") == "address"


def test_a_site_that_is_not_allowed_for_this_call_is_refused() -> None:
    """Although its robots.txt is known from a call that was allowed to ask."""
    with Hostile(PAGES) as server, Fetcher(LIMITS) as fetcher:
        polite = Polite(fetcher, min_s=0)
        first = polite.get(server.url("/a"), allow=frozenset({server.host}))
        second = polite.get(server.url("/a"))
    assert isinstance(first, Fetched), first
    assert isinstance(second, Reject), second
    assert second.reason == "address"
    assert server.paths() == ["/a"]


def test_marks_of_an_earlier_answer_are_passed_on() -> None:
    """Those for the page, and none for its robots.txt."""
    with road({"/a": page(b"", status=304)}) as (server, it):
        found = it.polite.get(server.url("/a"), etag='"1"', modified="Mon, 03 Jun 2024 08:00:00 GMT")
    assert isinstance(found, Fetched), found
    assert found.status == 304
    first, second = server.asked
    assert "if-none-match" not in first.headers
    assert second.headers["if-none-match"] == '"1"'


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: agent-{n}\n" for n in range(12_000))
        + "".join(f"Disallow: /{n}\n" for n in range(12_000)),
        "".join(f"useragent agent-{n}\n" for n in range(12_000)) + "".join(f"Disallow: /{n}\n" for n in range(12_000)),
        "User-agent: *\n" + "".join(f"Disallow: /*{n}*a*a*a*a*a*a*a*b$\n" for n in range(15_000)),
        "User-agent: *\nDisallow: /" + "*a" * 250_000 + "$",
        "User-agent: *\nDisallow: /" + "%" * 500_000,
        "User-agent: " + "*" * 500_000,
    ],
    ids=["many-names", "many-names-otherwise", "many-stars", "one-of-stars", "escapes", "long-name"],
)
def test_rules_without_end(text: str) -> None:
    """Half a megabyte of them is read in little time and memory."""
    with road({"/" + "a" * 4000: page(b"a"), "/robots.txt": robots(text)}) as (server, it):
        url = server.url("/" + "a" * 4000)
        began = time.monotonic()
        tracemalloc.start()
        assert it.status(url) in {200, "robots"}
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert time.monotonic() - began < 10
    assert peak < 60_000_000


@given(st.one_of(st.binary(max_size=300), st.text("uUser-agnt: *\r\n\0Disalow/$#%éA", max_size=200).map(str.encode)))
def test_any_bytes_are_rules(text: bytes) -> None:
    """Whatever stands in a robots.txt, the page is fetched or it is not."""
    with road(PAGES | {"/robots.txt": page(text)}) as (server, it):
        assert it.status(server.url("/a")) in {200, "robots"}


def test_memory_has_an_end() -> None:
    """Of very many that fail the oldest are forgotten; the newest, and who is being asked right now, are not."""
    pauses = Pauses(lambda: 0.0, lambda: 0.0, least_s=1.0)
    pauses.begin("asked")
    for number in range(24_000):
        pauses.fail(f"http://paper.example/{number}", 0.0)
        assert len(pauses) <= 10_000
    assert pauses.left_s("http://paper.example/0") == 0
    assert pauses.left_s("http://paper.example/23999") == 60
    assert pauses.left_s("asked") == 1
