"""Feeds by an enemy: what would take for ever is ended, and the next feed is taken apart all the same."""

from __future__ import annotations

import multiprocessing
import time
from typing import Final

import pytest

from counterclaim.records import Reject
from counterclaim.sources.feeds import Feed
from counterclaim.sources.parsing import Parser

HEAD: Final = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>'
HONEST: Final = HEAD + b"<item><title>a</title><link>https://a.example/1</link></item></channel></rss>"
BOMB: Final = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12)).encode()


def taken(parser: Parser, body: bytes) -> Feed | Reject:
    """Return what a feed is taken for."""
    return parser.feed(body, url="https://a.example/feed")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY b0 "x">' + BOMB + b"]>" + HEAD[21:] + b"&b11;", id="entities"
        ),
        pytest.param(
            b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY b0 "x">' + BOMB + b"]><urlset><url><loc>&b11;</loc></url>",
            id="entities of a sitemap",
        ),
        pytest.param(HEAD + b"<a>" * 50_000 + b"</a>" * 50_000 + b"</channel></rss>", id="depth"),
        pytest.param(b"<urlset>" + b"<url>" * 50_000 + b"</url>" * 50_000 + b"</urlset>", id="depth of a sitemap"),
        pytest.param(HEAD + b"<item><description>" + b"&lt;b&gt;" * 30_000, id="depth within"),
        pytest.param(HEAD + b'<item a="' + b"x" * 2_000_000 + b'"><title>a</title></item></channel></rss>', id="value"),
        pytest.param(b'{"version": "jsonfeed.org/version/1", "items": ' + b"[" * 100_000, id="JSON"),
        pytest.param(HEAD + b"<" * 50_000, id="brackets"),
        pytest.param(HEAD + b"<item><pubDate>" + b"9" * 50_000 + b"</pubDate></item></channel></rss>", id="date"),
    ],
)
def test_bombs_do_nothing(body: bytes) -> None:
    """Entities, depth, lengths: read or refused within seconds, and no address comes out of it."""
    with Parser(15.0) as parser:
        found = taken(parser, body)
        assert isinstance(found, Reject) or found.items == ()
        assert taken(parser, HONEST) == taken(parser, HONEST)


def test_a_feed_that_takes_for_ever_is_ended() -> None:
    """Half a megabyte of attributes would take minutes: the process ends, and another takes the next feed."""
    names = b" ".join(b'a%d="1"' % number for number in range(50_000))
    with Parser(1.0) as parser:
        assert isinstance(taken(parser, HONEST), Feed)
        began = time.monotonic()
        found = taken(parser, HEAD + b"<item " + names + b"><title>a</title></item></channel></rss>")
        assert time.monotonic() - began < 5.0
        assert isinstance(found, Reject)
        assert (found.reason, "within 1 s" in found.detail) == ("feed", True)
        assert isinstance(taken(parser, HONEST), Feed)


def test_the_death_of_the_process_is_told_once() -> None:
    """Where it is killed, the feed at hand is a reject and the next one is read."""
    with Parser() as parser:
        assert isinstance(taken(parser, HONEST), Feed)
        (process,) = multiprocessing.active_children()
        process.kill()
        process.join()
        found = taken(parser, HONEST)
        assert isinstance(found, Reject)
        assert (found.reason, "died" in found.detail) == ("feed", True)
        assert isinstance(taken(parser, HONEST), Feed)
