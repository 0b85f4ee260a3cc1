"""Addresses and redirects by an enemy: nobody's own machine or network is reached, only http and https are read."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Iterator, Sequence
from typing import Final

import pytest
import trustme

from counterclaim.errors import REASONS
from counterclaim.records import Reject
from counterclaim.sources.limits import Limits
from counterclaim.sources.net import Fetched, Fetcher
from tests.sources.hostile import Hostile, page, raw, redirect, secured, trusting

OUTSIDE: Final = "paper.example"
"""A host that is allowed in these tests: it plays the public web."""
SECRET: Final = page(b"only for this network")
LIMITS: Final = Limits(connect_s=2, read_s=2, total_s=5)


class Names:
    """A resolver that answers from a list, and counts what it is asked; a name not in it leads to the server."""

    def __init__(self, **answers: Sequence[Sequence[str]]) -> None:
        self._answers = {name.replace("_", "."): list(every) for name, every in answers.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, _: int) -> Sequence[str]:
        """Return the next answer for a host; its last one again and again."""
        self.asked.append(host)
        every = self._answers.get(host, [["127.0.0.1"]])
        return every.pop(0) if len(every) > 1 else every[0]


def refused(fetcher: Fetcher, url: str, *, allow: frozenset[str] = frozenset({OUTSIDE})) -> Reject:
    """Return the reject that an address ends in."""
    found = fetcher.get(url, allow=allow)
    assert isinstance(found, Reject), found
    assert found.stage == "sources"
    assert found.reason in REASONS
    assert found.detail
    return found


@pytest.fixture
def server() -> Iterator[Hostile]:
    """Return a server on this machine that nobody outside is meant to reach."""
    with Hostile({"/": SECRET}) as one:
        yield one


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 localhost LOCALHOST. 127.1 2130706433 0x7f000001 0x7f.0.0.1 017700000001 0177.0.0.1 0 0.0.0.0 [::] [::1]"
    " [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:127.0.0.1] [::127.0.0.1] [64:ff9b::127.0.0.1] [2002:7f00:1::]"
    " 127。0。0。1 １２７.0.0.1 ⑫7.0.0.1 127.0.0.1.".split(),
)
def test_no_form_of_this_machine_is_reached(server: Hostile, host: str) -> None:
    """Names, numbers in any base, IPv6 that means IPv4, other scripts' digits: not one request comes in."""
    with Fetcher(LIMITS) as fetcher:
        assert refused(fetcher, server.url(host=host)).reason in {"address", "url"}
    assert server.asked == []


@pytest.mark.parametrize(
    "address",
    "10.0.0.1 172.16.9.9 192.168.1.1 169.254.169.254 100.100.100.200 fd00:ec2::254 fe80::1 fc00::1 224.0.0.1 ff02::1"
    " 255.255.255.255".split(),
)
def test_no_network_of_ones_own_is_reached(address: str) -> None:
    """By its address or by a name that leads to it: a cloud's own services, routers, printers, groups."""
    with Fetcher(LIMITS, resolve=Names(evil_example=[[address]])) as fetcher:
        literal = f"[{address}]" if ":" in address else address
        assert refused(fetcher, f"http://{literal}/").reason == "address"
        assert refused(fetcher, "https://evil.example/latest/meta-data/").reason == "address"


@pytest.mark.parametrize(
    "mixed", [["9.9.9.9", "127.0.0.1"], ["127.0.0.1", "9.9.9.9"], ["2620:fe::fe", "::ffff:10.0.0.1"]]
)
def test_one_bad_address_among_good_ones_is_enough(mixed: list[str]) -> None:
    """A name whose answers mix the public and the private is not tried at all."""
    with Fetcher(LIMITS, resolve=Names(evil_example=[mixed])) as fetcher:
        assert refused(fetcher, "http://evil.example/").reason == "address"


def test_a_name_cannot_change_between_the_look_and_the_connection(server: Hostile) -> None:
    """A name that is public when it is looked up and this machine a moment later is connected to where it was first."""
    names = Names(evil_example=[["192.0.2.77"], ["127.0.0.1"]])
    with Fetcher(Limits(connect_s=0.3, read_s=1, total_s=2), resolve=names) as fetcher:
        first = refused(fetcher, server.url(host="evil.example"), allow=frozenset({"evil.example"}))
        second = refused(fetcher, server.url(host="evil.example"), allow=frozenset())
    assert first.reason in {"unreachable", "timeout"}
    assert second.reason == "address"
    assert names.asked == ["evil.example"] * 2
    assert server.asked == []


@pytest.mark.parametrize("answer", [["127.0.0.1; rm"], ["paper.example"], [""], []])
def test_an_answer_that_is_no_address_is_refused(answer: list[str]) -> None:
    """Whatever a resolver makes of a name, only addresses in digits are connected to."""
    with Fetcher(LIMITS, resolve=Names(evil_example=[answer])) as fetcher:
        assert refused(fetcher, "http://evil.example/").reason == "unreachable"


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{port}/secret",
        "http://localhost:{port}/secret",
        "//127.0.0.1:{port}/secret",
        "http://[::ffff:127.0.0.1]:{port}/secret",
        "http://2130706433:{port}/secret",
        "http://0x7f.1:{port}/secret",
        "http://inside.example:{port}/secret",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://paper.example@127.0.0.1:{port}/secret",
        "http://127.0.0.1:{port}\\@paper.example/secret",
        "file:///etc/passwd",
        "FILE:/etc/passwd",
        "ftp://127.0.0.1:{port}/secret",
        "gopher://127.0.0.1:{port}/_GET%20/secret",
        "data:text/html,secret",
        "javascript:alert(1)",
        "http://[::1",
    ],
)
@pytest.mark.parametrize("hops", [1, 3])
def test_no_redirect_leads_inside(location: str, hops: int) -> None:
    """At the first step or at a later one: the address is refused as it would be if it were asked for."""
    with Hostile({"/secret": SECRET}) as server:
        for hop in range(1, hops):
            server.answers[f"/{hop}"] = redirect(f"/{hop + 1}")
        server.answers[f"/{hops}"] = redirect(location.format(port=server.port))
        with Fetcher(LIMITS, resolve=Names()) as fetcher:
            found = refused(fetcher, server.url("/1", host=OUTSIDE))
    assert found.reason in {"address", "url"}
    assert "/secret" not in server.paths()


def test_a_redirect_to_an_allowed_host_is_followed_with_its_port_only() -> None:
    """What a source file allows holds for redirects too, and for nothing beside it."""
    with Hostile({"/secret": SECRET}) as inside, Hostile({"/secret": SECRET}) as other:
        answers = {"/1": redirect(inside.url("/secret")), "/2": redirect(other.url("/secret"))}
        with Hostile(answers) as server, Fetcher(LIMITS, resolve=Names()) as fetcher:
            allow = frozenset({OUTSIDE, inside.host})
            found = fetcher.get(server.url("/1", host=OUTSIDE), allow=allow)
            assert isinstance(found, Fetched), found
            assert refused(fetcher, server.url("/2", host=OUTSIDE), allow=allow).reason == "address"
    assert other.asked == []


def test_redirects_in_a_circle_end() -> None:
    """To itself, between two, and to ever new addresses: six requests and no more."""
    answers = {"/self": redirect("/self"), "/a": redirect("/b"), "/b": redirect("/a")}
    answers |= {f"/{step}": redirect(f"/{step + 1}") for step in range(20)}
    with Hostile(answers) as server, Fetcher(LIMITS, frozenset({server.host})) as fetcher:
        for path in ("/self", "/a", "/0"):
            server.asked.clear()
            assert refused(fetcher, server.url(path)).reason == "redirects"
            assert len(server.asked) == 6


@pytest.mark.parametrize(
    "location", ["/\r\nX-Smuggled: yes", "/a\nb", "/\tb", "/\0", "http://paper.example\r\n.evil.example/"]
)
def test_line_breaks_in_addresses_reach_no_server(server: Hostile, location: str) -> None:
    """Neither in what is asked for nor in a Location, which no header can hold; nothing is dropped to make it fit."""
    server.answers["/1"] = raw(f"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n".encode())
    with Fetcher(LIMITS, resolve=Names()) as fetcher:
        base = server.url("", host=OUTSIDE)
        assert refused(fetcher, base + location).reason == "url"
        assert server.asked == []
        fetcher.get(base + "/1", allow=frozenset({OUTSIDE}))
    assert all("x-smuggled" not in one.headers for one in server.asked)
    assert set(server.paths()) <= {"/1", "/"}


@pytest.mark.parametrize("path", ["/%0d%0aX-Smuggled:%20yes", "/a%00b", "/ HTTP/1.1", "/é☃\u202e\u2028"])
def test_what_is_coded_in_a_path_stays_coded(server: Hostile, path: str) -> None:
    """One request with one line comes in, whatever the path spells."""
    with Fetcher(LIMITS, frozenset({server.host})) as fetcher:
        found = fetcher.get(server.url(path))
    assert isinstance(found, Fetched), found
    (asked,) = server.asked
    assert asked.path.isascii()
    assert "x-smuggled" not in asked.headers
    assert asked.headers["host"] == server.host


@pytest.mark.parametrize("who", ["user", "user:secret", ":", "", "user%40paper.example:80", "a@b"])
def test_user_names_in_addresses_are_refused(server: Hostile, who: str) -> None:
    """They hide the host from the reader, and passwords have no place in an address."""
    with Fetcher(LIMITS, frozenset({server.host})) as fetcher:
        assert refused(fetcher, f"http://{who}@{server.host}/").reason == "url"
    assert server.asked == []


@pytest.mark.parametrize("scheme", "file FILE ftp gopher data jar dict ldap unix ws view-source http+unix h".split())
def test_other_schemes_are_refused(scheme: str) -> None:
    """Only http and https are fetched."""
    with Fetcher(LIMITS) as fetcher:
        assert refused(fetcher, f"{scheme}://localhost/etc/passwd").reason == "url"
        assert refused(fetcher, f"{scheme}:/etc/passwd").reason == "url"


@pytest.mark.parametrize("wrong", ["name", "date", "authority", "plain", "old"])
def test_bad_certificates_are_refused(wrong: str) -> None:
    """Another host's, out of date, nobody's, none (the server waits for more, in vain), and too old a protocol."""
    ours, theirs = trustme.CA(), trustme.CA()
    trust = trusting(ours)
    expired = dt.datetime(2020, 1, 1, tzinfo=dt.UTC) if wrong == "date" else None
    name = "other.example" if wrong == "name" else OUTSIDE
    context = secured(theirs if wrong == "authority" else ours, name, ends=expired)
    if wrong == "old":
        trust.minimum_version = ssl.TLSVersion.TLSv1_3
        context.maximum_version = ssl.TLSVersion.TLSv1_2
    with (
        Hostile({"/": SECRET}, tls=None if wrong == "plain" else context) as server,
        Fetcher(LIMITS, resolve=Names(), trust=trust) as fetcher,
    ):
        assert refused(fetcher, f"https://{OUTSIDE}:{server.port}/").reason in {"tls", "timeout"}
    assert server.asked == []


def test_the_certificates_of_the_world_do_not_cover_ours() -> None:
    """The list that is trusted by default is in force: an authority made here is not in it."""
    with (
        Hostile({"/": SECRET}, tls=secured(trustme.CA(), OUTSIDE)) as server,
        Fetcher(LIMITS, resolve=Names()) as fetcher,
    ):
        assert refused(fetcher, server.url(host=OUTSIDE)).reason == "tls"
    assert server.asked == []


def test_no_redirect_gives_up_the_secure_connection() -> None:
    """From https to http, even to the same host."""
    authority = trustme.CA()
    with Hostile({"/": SECRET}) as plain:
        answers = {"/": redirect(plain.url(host=OUTSIDE))}
        with (
            Hostile(answers, tls=secured(authority, OUTSIDE)) as server,
            Fetcher(LIMITS, resolve=Names(), trust=trusting(authority)) as fetcher,
        ):
            assert refused(fetcher, server.url(host=OUTSIDE)).reason == "redirects"
    assert plain.asked == []
