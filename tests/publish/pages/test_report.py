"""The page of a report: highlighted claims, copied and repeated ranges, versions, what stays after a takedown."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from counterclaim import ids
from counterclaim.ledger import Ledger, Query
from counterclaim.publish.pages.report import compared, report_page
from counterclaim.publish.pages.site import Ask
from counterclaim.records import Capture, Report, Takedown
from tests.publish.derived import BODIES, FIRST, MIRROR, OPPOSED, POST, RISEN, SERIES, decided
from tests.publish.pages.walk import figures, loose, parsed


def shown(view: Ledger, report: str) -> Any:
    """Return the page of a report as a tree."""
    text = report_page(view, report, Ask(path=f"/reports/{report}"))
    assert text is not None
    return parsed(text)


def told(page: Any) -> str:
    """Return the words of a page's main part."""
    return " ".join(page.get_element_by_id("main").text_content().split())


def test_claims_are_highlighted_and_lead_to_their_incident(made: Ledger) -> None:
    """The words of a claim are marked under its id, and lead to the incident that holds it."""
    page = shown(made, MIRROR.id)
    [mark] = page.xpath("//mark[@id=$at]", at=f"claim-{RISEN.id}")
    assert mark.text_content() == RISEN.evidence.text
    assert mark.xpath("./a/@href") == [f"/incidents/{OPPOSED.id}#claim-{RISEN.id}"]
    [beside] = page.xpath("//*[@id=$at]", at=f"beside-{BODIES.id}")
    assert "killed at least 126 people, 60 children" in beside.text_content()


def test_a_claim_of_a_series_leads_to_the_series(made: Ledger) -> None:
    """What counts in a series leads to its page."""
    assert any(str(href).startswith(f"/series/{SERIES.id}#") for href in shown(made, POST.id).xpath("//mark/a/@href"))


def test_every_claim_of_the_demo_set_is_marked_once(demo: Ledger) -> None:
    """On every report of the demo set each claim has its mark, the text is whole, and figures lead to claims."""
    for report in demo.reports():
        page = shown(demo, report.id)
        claims = list(demo.claims_of([report.id]))
        for claim in claims:
            assert len(page.xpath("//*[@id=$at]", at=f"claim-{claim.id}")) == 1
        [text] = page.find_class("text")
        for number in text.xpath(".//sup"):
            number.drop_tree()
        assert text.text_content() == report.text
        figures(page, demo)


def test_copied_words_say_who_was_first(demo: Ledger) -> None:
    """A report of the demo set that copies the wire says from where, and leads there."""
    copies = list(demo.copies(report.id for report in demo.reports()))
    assert copies
    copy = copies[0]
    page = shown(demo, copy.report)
    [link] = page.xpath("//h2[@id='copies']/..//li[1]/a[2]")
    assert link.get("href") == f"/reports/{copy.origin}"
    assert page.xpath("//*[@id='copy-1']")
    assert page.find_class("copied")


def test_versions_are_compared_sentence_by_sentence(made: Ledger) -> None:
    """A later version shows what is new and what is gone, with the hash and time of its capture."""
    captures: list[Capture] = []
    for hour, body in ((9, b"one"), (12, b"two")):
        seen: dict[str, Any] = {"source": "folder", "url": "https://a.example/x"}
        seen |= {"sha256": hashlib.sha256(body).hexdigest()}
        at = dt.datetime(2015, 10, 7, hour, tzinfo=dt.UTC)
        captures.append(Capture(id=ids.capture_id(**seen), media_type="text/plain", body=body, fetched_at=at, **seen))
    about: dict[str, Any] = {"ref": "x", "url": "https://a.example/x", "publisher": "Example Post", "title": "X"}
    about |= {"published_at": None}
    texts = ("Nine died. Nobody claimed it.", "Twelve died. Nobody claimed it.")
    reports = [
        Report(id=ids.report_id(**about, text=text), capture=capture.id, language="en", text=text, **about)
        for text, capture in zip(texts, captures, strict=True)
    ]
    made.add((*captures, *reports))
    page = shown(made, reports[1].id)
    assert [(node.get("class"), node.text_content()) for node in page.xpath("//ul[@class='diff']/li")] == [
        ("gone", "Gone: Nine died."),
        ("new", "New: Twelve died."),
        ("same", "Nobody claimed it."),
    ]
    assert "2015-10-07 12:00 UTC: this text" in told(page)
    assert captures[1].sha256 in told(page)
    assert "No earlier version" in told(shown(made, reports[0].id))


def test_a_taken_down_report_leaves_a_tombstone(made: Ledger) -> None:
    """Nothing of the text stays; id, reason class and day do."""
    made.take_down(decided(Takedown(report=POST.id, reason_class="privacy"), "ann", 10, "A private person"))
    words = told(shown(made, POST.id))
    assert "taken down on 2015-10-10: a private person's data" in words
    assert POST.id in words
    assert "bakery" not in words


def test_no_report_no_page(made: Ledger) -> None:
    """An id that no report has gives no page."""
    assert report_page(made, "r1nothing", Ask()) is None


def test_hostile_text_stays_text(made: Ledger) -> None:
    """Markup and direction codes in title, text and publisher reach the page as words only."""
    bad = "<script>alert(1)</script> \u202eevil <img src=x onerror=y> & more"
    about: dict[str, Any] = {
        "ref": "x",
        "url": "javascript:alert(1)",
        "publisher": bad,
        "title": bad,
        "published_at": None,
    }
    made.add([report := Report(id=ids.report_id(**about, text=bad), capture=None, language="en", text=bad, **about)])
    page = shown(made, report.id)
    assert not page.xpath("//img")
    assert not page.xpath("//a[starts-with(@href, 'javascript')]")
    assert "<script>alert(1)</script>" in told(page)


def test_two_texts_compared() -> None:
    """The same text has only sentences that stay."""
    assert {line.what for line in compared("First was said. Second followed.", "First was said. Second followed.")} == {
        "same"
    }
    lines = compared("First was said. Second followed.", "Second followed. Third came.")
    assert [(line.what, line.text) for line in lines] == [
        ("gone", "First was said."),
        ("same", "Second followed."),
        ("new", "Third came."),
    ]


def test_figures_beside_the_text_lead_to_it(made: Ledger) -> None:
    """Tolls beside the text lead to the words that carry them."""
    page = shown(made, POST.id)
    assert figures(page, made) >= 3
    assert page.xpath("//*[@id=$at]//a[@class='figure']/@href", at=f"beside-{FIRST.id}") == [f"#claim-{FIRST.id}"]
    incident = next(made.incidents(Query()))
    text = page.find_class("text")[0]
    text.drop_tree()
    assert not loose(page, incident.toll)
