"""A watch over real servers on this machine: what is fetched, when again, what of it is in the ledger."""

from __future__ import annotations

import datetime as dt
import itertools
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from counterclaim.records import RateSource, Report
from counterclaim.sources.visits import NEW_AT_ONCE
from counterclaim.sources.watching import RECHECKS_S, RETRIES_S
from tests.pipeline.watched import Desk, article, asked, counted, rss, source_file
from tests.pipeline.world import Telegrams
from tests.sources.hostile import Hostile, Request, page, redirect

HARUN: Final = "On 6 October a bombing in Harun killed 43 people, the Tisa Observatory said"
FEWER: Final = "On 6 October a bombing in Harun killed 41 people, the Tisa Observatory said"
TAMRA: Final = "On 5 October a shelling in Tamra killed 5 people, the Harun Council said"
HOUR: Final = 3600.0


@pytest.fixture
def server() -> Iterator[Hostile]:
    """A server that answers what a test gives it."""
    with Hostile({}) as one:
        yield one


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk without sources."""
    return Desk(tmp_path)


def reports(desk: Desk) -> list[Report]:
    """Return the reports in the ledger."""
    with desk.watching() as (_, ledger, _):
        return list(ledger.reports())


def rejects(desk: Desk) -> list[tuple[str, str]]:
    """Return reason and reference of what was set aside."""
    with desk.watching() as (_, ledger, _):
        return sorted((one.reason, one.ref) for one in ledger.rejects())


def test_an_item_in_five_feeds_is_one_page(desk: Desk, server: Hostile) -> None:
    """Listed with marks, with another place, by redirects and in every sort of feed: one capture, one report."""
    item, other = server.url("/a"), server.url("/moved")
    server.answers |= {
        "/a": page(article(HARUN)),
        "/moved": redirect("/a?utm_source=wire"),
        "/a?utm_source=wire": page(article(HARUN)),
        "/1": page(rss([("A", item)])),
        "/2": page(rss([("A", f"{item}?utm_source=two#top")])),
        "/3": page(f'{{"version": "https://jsonfeed.org/version/1", "items": [{{"url": "{item}"}}]}}'.encode()),
        "/4": page(f"<urlset><url><loc>{item}</loc></url></urlset>".encode()),
        "/5": page(rss([("A", other)])),
    }
    for number in range(1, 6):
        source_file(desk.sources, f"s{number}", server.url(f"/{number}"), [server.host])
    done = desk.rounds(2, every_s=HOUR)
    assert counted(done[0]) == {"visited": 5, "new": 2, "kept": 2, "reports": 1, "claims": 1, "fused": 1}
    assert counted(done[1]) == {"visited": 5}
    assert [one.path for one in server.asked].count("/a") == 1
    (capture,) = desk.captures()
    assert (capture.url, len(reports(desk))) == (item, 1)


def test_a_changed_page_becomes_a_new_version(desk: Desk, server: Hostile) -> None:
    """When its feed says so, or at one of the later looks; what it no longer says is withdrawn, both texts are kept."""
    item = server.url("/a")
    server.answers |= {"/feed": page(rss([("A", item)])), "/a": page(article(HARUN))}
    source_file(desk.sources, "post", server.url("/feed"), [server.host], every_minutes=10)
    desk.rounds(1, every_s=HOUR / 2)
    server.answers |= {"/feed": page(rss([("A, corrected", item)])), "/a": page(article(FEWER))}
    (told,) = desk.rounds(1, every_s=HOUR / 2 + 1)
    assert counted(told) == {"visited": 1, "changed": 1}  # not before an hour has passed
    (again,) = desk.rounds(1)
    assert (again.kept, again.reports) == (1, 1)
    assert {HARUN in one.text for one in reports(desk)} == {True, False}
    with desk.watching() as (_, ledger, _):
        (incident,) = ledger.every()
        claims = list(ledger.claims(incident.claims))
    assert [claim.evidence.text for claim in claims] == [FEWER]
    assert len(desk.captures()) == 2


def test_what_did_not_change_is_not_sent_again(desk: Desk, server: Hostile) -> None:
    """Feed and page are asked for by the validators of their last answers; 304 is an answer."""
    item = server.url("/a")

    def answer(body: bytes, etag: str) -> None:
        def send(peer: socket.socket, request: Request) -> None:
            known = request.headers.get("if-none-match") == etag
            one = page(b"" if known else body, f"ETag: {etag}", "Last-Modified: Tue, 06 Oct 2015 10:00:00 GMT",
                       status=304 if known else 200)  # fmt: skip
            one(peer, request)

        server.answers["/feed" if b"<rss" in body else "/a"] = send

    answer(rss([("A", item)]), '"f1"')
    answer(article(HARUN), '"p1"')
    source_file(desk.sources, "post", server.url("/feed"), [server.host])
    done = desk.rounds(4, every_s=HOUR + 1)
    assert [counted(one) for one in done[1:3]] == [{"visited": 1, "unchanged": 1}, {"visited": 1}]
    assert [one.headers.get("if-none-match") for one in asked(server, "/feed")] == [None, '"f1"', '"f1"', '"f1"']
    assert asked(server, "/a")[1].headers["if-modified-since"] == "Tue, 06 Oct 2015 10:00:00 GMT"
    assert len(desk.captures()) == 1


def test_pages_are_looked_at_again_for_a_week(desk: Desk, server: Hostile) -> None:
    """An hour, six hours, one day, three and seven days after each other; then no more."""
    server.answers |= {"/feed": page(rss([("A", server.url("/a"))])), "/a": page(article(HARUN))}
    source_file(desk.sources, "post", server.url("/feed"), [server.host], every_minutes=10_000)
    looked: list[float] = []
    for _ in range(13 * 24):
        before = len(asked(server, "/a"))
        at = desk.clock.passed_s
        desk.rounds(1, every_s=HOUR)
        looked += [at] * (len(asked(server, "/a")) - before)
    gaps = [later - earlier for earlier, later in itertools.pairwise(looked)]
    assert gaps == pytest.approx(RECHECKS_S, abs=HOUR)


def test_a_page_that_fails_is_tried_again_and_then_told(desk: Desk, server: Hostile) -> None:
    """It comes when it is there; one that never comes is a reject after the last try, and not before."""
    server.answers |= {
        "/feed": page(rss([("A", server.url("/late")), ("B", server.url("/never"))])),
        "/never": page(b"", status=500),
    }
    source_file(desk.sources, "post", server.url("/feed"), [server.host], every_minutes=60)
    assert counted(desk.rounds(1)[0]) == {"visited": 1, "new": 2, "missed": 2}
    server.answers["/late"] = page(article(HARUN))
    later = desk.rounds(1)
    assert later[0].kept == 1
    assert rejects(desk) == []
    desk.rounds(200, every_s=HOUR)
    assert len(asked(server, "/never")) == len(RETRIES_S) + 1
    assert rejects(desk) == [("status", server.url("/never"))]


def test_what_will_not_pass_is_told_at_once(desk: Desk, server: Hostile) -> None:
    """Pictures, scripts, other schemes, redirects in circles and pages that are gone are not tried again."""
    urls = ["ftp://a.example/x", server.url("/p"), server.url("/c"), server.url("/g"), "mailto:a@b.example"]
    server.answers |= {
        "/feed": page(rss([(url, url) for url in urls])),
        "/p": page(b"\x89PNG\r\n\x1a\n\x00", "Content-Type: image/png"),
        "/c": redirect("/c"),
        "/g": page(b"", status=410),
    }
    source_file(desk.sources, "post", server.url("/feed"), [server.host])
    done = desk.rounds(3)
    assert (done[0].lost, done[1].lost, done[2].missed) == (3, 0, 0)
    assert rejects(desk) == [
        ("not_a_page", server.url("/p")),
        ("redirects", server.url("/c")),
        ("status", server.url("/g")),
        ("url", "ftp://a.example/x"),
        ("url", "mailto:a@b.example"),
    ]


def test_a_page_that_is_gone_keeps_what_it_said(desk: Desk, server: Hostile) -> None:
    """404 at a later look is told, and takes nothing back."""
    server.answers |= {"/feed": page(rss([("A", server.url("/a"))])), "/a": page(article(HARUN))}
    source_file(desk.sources, "post", server.url("/feed"), [server.host])
    desk.rounds(1, every_s=HOUR)
    del server.answers["/a"]
    assert desk.rounds(1)[0].lost == 1
    assert rejects(desk) == [("status", server.url("/a"))]
    with desk.watching() as (_, ledger, _):
        assert ledger.counts().incidents == 1


def test_only_the_source_that_allows_a_host_reaches_it(desk: Desk, server: Hostile) -> None:
    """A feed that lists a machine of this network is refused; one whose file allows the host gets the page."""
    with Hostile({}) as inner:
        inner.answers["/a"] = page(article(HARUN))
        server.answers["/feed"] = page(rss([("A", inner.url("/a"))]))
        server.answers["/own"] = page(rss([("A", inner.url("/a"))]))
        source_file(desk.sources, "enemy", server.url("/feed"), [server.host])
        assert desk.rounds(1)[0].lost == 1
        assert (rejects(desk), inner.asked) == ([("address", inner.url("/a"))], [])
        source_file(desk.sources, "own", server.url("/own"), [server.host, inner.host])
        assert desk.rounds(1)[0].kept == 1


def test_pages_are_their_publishers(desk: Desk, server: Hostile) -> None:
    """A page on the source's own host is its publisher's; one on another host says itself whose it is."""
    with Hostile({"/b": page(article(TAMRA))}, address="127.0.0.2") as other:
        server.answers |= {
            "/feed": page(rss([("A", server.url("/a")), ("B", other.url("/b"))])),
            "/a": page(article(HARUN)),
        }
        allowed = [server.host, other.host]
        rating = {"rating": "B", "by": "ada", "day": "2015-12-01", "why": "borne out"}
        source_file(desk.sources, "post", server.url("/feed"), allowed, publisher="Example Post", rating=rating)
        desk.rounds(2)
    assert {one.url: one.publisher for one in reports(desk)} == {
        server.url("/a"): "Example Post",
        other.url("/b"): None,
    }
    with desk.watching() as (_, ledger, _):
        (judgement,) = ledger.judgements()
    assert judgement.act == RateSource(source="Example Post", rating="B")
    assert (judgement.by, judgement.at) == ("ada", dt.datetime(2015, 12, 1, tzinfo=dt.UTC))


def test_source_files_count_from_the_next_round_on(desk: Desk, server: Hostile) -> None:
    """One that is added is watched, one that is removed is not, a wrong one is told once."""
    server.answers |= {"/1": page(rss([])), "/2": page(rss([]))}
    source_file(desk.sources, "one", server.url("/1"), [server.host])
    with desk.watching(round_s=HOUR) as (watch, _, _):
        rounds = watch.rounds()
        assert (next(rounds).visited, next(rounds).visited) == (1, 1)
        source_file(desk.sources, "two", server.url("/2"), [server.host])
        (desk.sources / "bad.yaml").write_text("kind: feed")
        third = next(rounds)
        assert (third.sources, third.visited) == (2, 2)
        (note,) = third.notes
        assert "bad.yaml" in note
        (desk.sources / "one.yaml").unlink()
        fourth = next(rounds)
        assert (fourth.sources, fourth.visited, len(fourth.notes)) == (1, 1, 1)
        (desk.sources / "bad.yaml").unlink()
        assert next(rounds).notes == ()


def test_a_source_that_fails_is_told_when_it_begins_and_ends(desk: Desk, server: Hostile) -> None:
    """It is visited at growing intervals meanwhile, Retry-After kept to, and every interval again once it is well."""
    server.answers["/feed"] = page(b"", "Retry-After: 7000", status=503)
    source_file(desk.sources, "post", server.url("/feed"), [server.host], every_minutes=30)
    done = desk.rounds(4, every_s=HOUR / 2)
    assert [one.failed for one in done] == [1, 0, 0, 0]
    assert done[0].notes == ("post fails: status, the server answered 503",)
    server.answers["/feed"] = page(rss([]))
    done = desk.rounds(3, every_s=HOUR / 2)
    assert ([one.visited for one in done], done[0].notes) == ([1, 1, 1], ("post is well again",))


def test_what_a_day_brings_is_compared_with_what_is_expected(desk: Desk, server: Hostile) -> None:
    """Too few and too many new pages are told once, on the day after; the first day is not told."""
    server.answers |= {
        "/few": page(rss([])),
        "/many": page(rss([(str(n), server.url(f"/{n}")) for n in range(3)])),
        "/right": page(rss([("A", server.url("/a"))])),
    }
    for name in ("few", "many", "right"):
        source_file(desk.sources, name, server.url(f"/{name}"), [server.host], pages_a_day=[1, 2], every_minutes=600)
    done = desk.rounds(3, every_s=12 * HOUR)
    notes = [one for one in done[2].notes if "yesterday" in one]
    assert [one.notes for one in done[:2]] == [(), ()]
    assert notes == [
        "few brought 0 new pages yesterday; expected 1 to 2",
        "many brought 3 new pages yesterday; expected 1 to 2",
    ]


def test_a_page_can_be_a_source(desk: Desk, server: Hostile) -> None:
    """A page that is named itself is fetched each time, and each other text of it is a version."""
    server.answers["/live"] = page(article(HARUN))
    source_file(desk.sources, "live", server.url("/live"), [server.host], kind="page", every_minutes=10)
    desk.rounds(2, every_s=600)
    server.answers["/live"] = page(article(TAMRA))
    desk.rounds(1)
    assert len(asked(server, "/live")) == 3
    assert len(reports(desk)) == len(desk.captures()) == 2


def test_a_feed_without_end_does_not_fill_the_memory(desk: Desk, server: Hostile) -> None:
    """So many new pages are taken at a visit; the feed is asked again without validators until all were."""
    items = [(f"{n}", server.url(f"/p{n}")) for n in range(NEW_AT_ONCE + 5)]
    server.answers["/feed"] = page(rss(items), 'ETag: "1"')
    source_file(desk.sources, "post", server.url("/feed"), [server.host])
    done = desk.rounds(3, every_s=1800)
    assert [one.new for one in done] == [NEW_AT_ONCE, 5, 0]
    assert [one.headers.get("if-none-match") for one in asked(server, "/feed")] == [None, None, '"1"']


def test_a_page_on_which_the_reader_fails_stops_nothing(desk: Desk, server: Hostile) -> None:
    """Its capture is kept and the fault told; the pages beside it are read."""
    server.answers |= {
        "/feed": page(rss([("A", server.url("/a")), ("B", server.url("/b"))])),
        "/a": page(article(f"The line is cut. {HARUN}")),
        "/b": page(article(TAMRA)),
    }
    source_file(desk.sources, "post", server.url("/feed"), [server.host])
    with desk.watching(maker=Telegrams(stops_at="line is cut")) as (watch, ledger, _):
        done = next(iter(watch.rounds()))
        assert (done.kept, done.reports, done.claims) == (2, 1, 1)
        assert [one.reason for one in ledger.rejects()] == ["fault"]
        assert len(list(ledger.captures())) == 2
    assert "the line is dead" in done.notes[0]


def test_the_gate_stands_before_the_reader(desk: Desk, server: Hostile) -> None:
    """A page without a sign of conflict is turned away, and not fetched anew for it."""
    server.answers |= {"/feed": page(rss([("A", server.url("/a"))])), "/a": page(article("The choir sang two songs."))}
    source_file(desk.sources, "post", server.url("/feed"), [server.host])
    with desk.watching(gate=50.0) as (watch, _, _):
        done = next(iter(watch.rounds()))
    assert (done.kept, done.turned_away, done.reports) == (1, 1, 0)
    assert rejects(desk) == [("not_relevant", server.url("/a"))]
    assert counted(desk.rounds(1)[0]) == {}
