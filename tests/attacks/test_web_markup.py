"""Markup, scripts and codes that turn a line, in everything that comes from outside: no page lets one through."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Final

import pytest

from counterclaim import ids
from counterclaim.pipeline import fuse
from counterclaim.records import Claim, Claimant, Event, PartyName, Place, Quote, Report, Toll
from counterclaim.store.opening import open_ledger
from counterclaim.text import BIDI
from tests.publish.derived import day
from tests.web.crawl import crawl, links
from tests.web.held import Shown, shown

HOSTILE: Final = "</title></script><img src=x onerror=alert(1)>'\"{{7*7}}\u202eevil\u2066\x1b[31m\x07 & &lt;b&gt;"
"""What a writer of news who means harm might put anywhere."""
SCRIPT: Final = "<script>alert(2)</script>"


def report(number: int, url: str) -> Report:
    """Return a report of which every part that can be is hostile."""
    words = f"Warplanes hit {HOSTILE} in Harun {SCRIPT} and killed {number + 3} people, {HOSTILE} said."
    shown: dict[str, Any] = {
        "ref": f"{number}{HOSTILE}",
        "url": url,
        "publisher": f"{number} Post {HOSTILE}",
        "title": f"{HOSTILE} {SCRIPT}",
        "text": f"{words}\n{HOSTILE}\n{SCRIPT}",
        "published_at": day(7),
    }
    return Report(id=ids.report_id(**shown), capture=None, language="en", **shown)


def claim(source: Report, number: int) -> Claim:
    """Return a claim of which every part that can be is hostile."""
    event = Event(
        kind="air_strike",
        actors=(PartyName(name=f"Air force {HOSTILE}"),),
        targets=(PartyName(name=SCRIPT),),
        places=(Place(name=f"Harun {HOSTILE}", lat_deg=33.5, lon_deg=36.3, radius_m=900.0, country="SY"),),
        country="SY",
        when=day(6),
        toll=(Toll(harm="killed", who="civilians", low=number + 3, high=number + 3, words=f"{HOSTILE} people"),),
        means=HOSTILE,
    )
    words = source.text.partition("\n")[0]
    claimant = Claimant(voice="named" if number % 2 else "unnamed", name=f"{number} {HOSTILE}")
    place: dict[str, Any] = {"report": source.id, "start": 0, "end": len(words)}
    return Claim(
        id=ids.claim_id(**place, maker="rules@1", claimant=claimant, stance="asserts", event=event),
        report=source.id,
        happening=1,
        claimant=claimant,
        publisher=source.publisher,
        said_at=day(7),
        stance="asserts",
        event=event,
        evidence=Quote(**place, text=words),
        support=(),
        maker="rules@1",
        score=1.0,
    )


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """Show a ledger into which only hostile reports came."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    urls = (
        "javascript:alert(3)",
        'https://x.example/"onmouseover=alert(4)',
        "data:text/html,<script>alert(5)</script>",
    )
    reports = [report(number, url) for number, url in enumerate(urls)]
    with contextlib.closing(open_ledger(str(path))) as ledger:
        ledger.add([*reports, *(claim(each, number) for number, each in enumerate(reports))])
        for _ in fuse(ledger):
            pass
    with shown(path) as found:
        yield found


@pytest.fixture(scope="module")
def walked(held: Shown) -> dict[str, Any]:
    """Walk every page of it."""
    return crawl(held)


def test_markup_stays_text(walked: dict[str, Any]) -> None:
    """No element, handler or script comes out of what a report says; the words themselves are shown."""
    pages = {path: tree for path, tree in walked.items() if tree is not None}
    assert any(path.startswith("/incidents/") for path in pages)
    assert any(path.startswith("/reports/") for path in pages)
    assert any(path.startswith("/sources/") for path in pages)
    for path, tree in pages.items():
        assert not tree.xpath("//img[@src='x'] | //@onerror | //@onmouseover"), path
        assert not tree.xpath("//script[not(@src)][not(@type='application/json')]"), path
        assert all(each.startswith("/static/") for each in tree.xpath("//script/@src")), path
        assert "49" not in tree.xpath("string(//h1)"), path
    whole = "".join(tree.text_content() for tree in pages.values())
    assert "<img src=x onerror=alert(1)>" in whole
    assert SCRIPT in whole


def test_no_code_turns_or_steers_a_line(held: Shown, walked: dict[str, Any]) -> None:
    """Control and bidirectional codes are taken out of every page."""
    for path, tree in walked.items():
        if tree is not None:
            text = held.get(path).text
            assert not set(BIDI) & set(text), path
            assert not {chr(code) for code in range(32) if chr(code) not in "\n\t"} & set(text), path


def test_links_lead_to_pages_only(walked: dict[str, Any]) -> None:
    """An address of a report that is a script or data is no link."""
    for path, tree in walked.items():
        for link in links(tree) if tree is not None else ():
            assert link.startswith(("/", "#", "?", "https://", "http://", "data:,", "mailto:")), f"{path}: {link}"


def test_data_is_data(held: Shown) -> None:
    """The interface hands the words on as they are, as JSON that no browser takes for a page."""
    answer = held.get("/api/v1/incidents")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert any(HOSTILE in name["name"] for one in answer.json()["incidents"] for name in one["actors"])


def test_a_search_for_markup_says_it_back_as_text(held: Shown) -> None:
    """What is searched for stands in the page as text."""
    answer = held.get("/", params={"text": f"{SCRIPT}\u202e"})
    assert answer.status_code == 200
    assert SCRIPT not in answer.text
    assert "\u202e" not in answer.text
