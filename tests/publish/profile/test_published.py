"""What comes out of a view that is published: no name that is withheld, every span as it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec
import pytest

from counterclaim.ledger import Box, Ledger, Query, View
from counterclaim.publish import incident_sheet
from counterclaim.publish.profile import MASK, published
from counterclaim.publish.told import told
from counterclaim.records import Incident, Report
from tests.publish.profile.texts import NOW, OPEN, SECRET
from tests.publish.screen import told as shown

LATER: Final = NOW + dt.timedelta(days=30)


def _ids(ledger: View) -> list[str]:
    return sorted(report.id for report in ledger.reports())


def _claims(ledger: View) -> list[str]:
    return [claim.id for claim in ledger.claims_of(_ids(ledger))]


def _made(ledger: View) -> list[str]:
    return [one.id for one in ledger.every()]


CALLS: Final[dict[str, Callable[[View, Ledger], Any]]] = {
    "maker": lambda view, _: view.maker(),
    "report": lambda view, ledger: [view.report(name) for name in _ids(ledger)],
    "reports": lambda view, ledger: [*view.reports(), *view.reports(_ids(ledger))],
    "capture": lambda view, ledger: [view.capture(report.capture) for report in ledger.reports() if report.capture],
    "captures": lambda view, _: list(view.captures()),
    "mark": lambda view, _: view.mark("archive"),
    "sightings": lambda view, ledger: list(view.sightings(_ids(ledger))),
    "claims": lambda view, ledger: list(view.claims(_claims(ledger))),
    "claims_of": lambda view, ledger: list(view.claims_of(_ids(ledger))),
    "judgements": lambda view, ledger: [*view.judgements(), *view.judgements(_ids(ledger))],
    "rejects": lambda view, _: list(view.rejects()),
    "tombstones": lambda view, _: list(view.tombstones()),
    "incident": lambda view, ledger: [view.incident(name) for name in _made(ledger)],
    "holding": lambda view, ledger: view.holding(_claims(ledger)),
    "find": lambda view, _: [view.find(letter, 1000) for letter in "icrjs"],
    "incidents": lambda view, _: list(view.incidents(Query())),
    "briefs": lambda view, ledger: [*view.briefs(), *view.briefs(_made(ledger))],
    "matching": lambda view, _: view.matching("killed"),
    "step": lambda view, _: view.step(),
    "altered": lambda view, _: list(view.altered(0)),
    "published_by": lambda view, _: list(view.published_by("Tisa Courier")),
    "publishers": lambda view, _: list(view.publishers()),
    "series": lambda view, _: list(view.series()),
    "every": lambda view, _: list(view.every()),
    "copies": lambda view, ledger: list(view.copies(_ids(ledger))),
    "waiting": lambda view, _: view.waiting(),
    "counts": lambda view, _: view.counts(),
}
"""A call of every method of a view, which asks it for all there is."""


def _leaks(value: Any) -> list[str]:
    out = msgspec.json.encode(value).decode().casefold()
    return [word for word in SECRET if word.casefold() in out]


def test_every_method_is_walked() -> None:
    """The table of calls holds each method of the protocol, so that none can leak unseen."""
    assert {name for name in vars(View) if not name.startswith("_")} == set(CALLS)


@pytest.mark.parametrize("method", CALLS)
@pytest.mark.parametrize("now", [NOW, LATER], ids=["now", "later"])
def test_no_method_gives_a_name_that_is_withheld(ledger: Ledger, method: str, now: dt.datetime) -> None:
    """None of the names of victims, minors, witnesses and places of care stands in anything a method returns."""
    assert _leaks(CALLS[method](published(ledger, now), ledger)) == []


def test_the_ledger_itself_holds_every_name(ledger: Ledger) -> None:
    """What is withheld is in the ledger, and read as claims: the walk above would find it."""
    assert _leaks([CALLS[method](ledger, ledger) for method in ("reports", "judgements")]) == list(SECRET)
    assert _leaks(list(ledger.briefs()))
    assert {"Mona", "Nabil", "Hanan"} <= set(_leaks(list(ledger.every())))


def test_officials_commanders_bodies_and_towns_stay(ledger: Ledger) -> None:
    """Who acts or speaks in public is named still, and so are towns."""
    out = " ".join(report.text for report in published(ledger, LATER).reports())
    assert [name for name in OPEN if name not in out] == []


def test_spans_of_claims_match_the_masked_report(ledger: Ledger) -> None:
    """Every quote is the range of the masked text that it names, and as long as it was."""
    for now in (NOW, LATER):
        view = published(ledger, now)
        texts = {report.id: report.text for report in view.reports()}
        before = {claim.id: claim for claim in ledger.claims_of(texts)}
        for claim in view.claims_of(texts):
            quotes = [claim.evidence, *(one.evidence for one in claim.support if one.evidence is not None)]
            assert all(texts[quote.report][quote.start : quote.end] == quote.text for quote in quotes)
            assert len(claim.evidence.text) == len(before[claim.id].evidence.text)


def test_texts_and_titles_keep_their_length(ledger: Ledger, view: View) -> None:
    """A report is as long as it was, in code points, line by line."""
    for before, after in zip(ledger.reports(), view.reports(), strict=True):
        assert list(map(len, before.text.split("\n"))) == list(map(len, after.text.split("\n")))
        assert len(before.title or "") == len(after.title or "")


def test_the_terminal_sheet_of_a_published_incident_names_nobody(ledger: Ledger) -> None:
    """The sheet that is rendered from the view holds none of the names."""
    view = published(ledger, LATER)
    found = list(view.incidents(Query()))
    assert found
    for about in found:
        page = shown(incident_sheet.sheet(about, told(view, about), asked=about.id, width=200, every_quote=True), 200)
        assert [word for word in SECRET if word in page] == []
    assert any(MASK in shown(incident_sheet.sheet(one, told(view, one), asked=one.id, width=200), 200) for one in found)


@pytest.mark.parametrize("name", [*SECRET, "Hanan Darwish", "yusuf barakat", "AL-NOUR HOSPITAL", "Rima Sabbagh killed"])
def test_no_search_meets_a_name_that_is_withheld(ledger: Ledger, name: str) -> None:
    """Neither words nor a party filter nor the search of lists reveals that a name is there."""
    view = published(ledger, LATER)
    assert view.matching(name) == ()
    assert list(view.incidents(Query(text=name))) == []
    assert list(view.incidents(Query(party=name.casefold()))) == []
    assert not any(name.casefold() in brief.parties for brief in view.briefs())


def test_a_search_for_other_words_finds_what_it_did(ledger: Ledger) -> None:
    """Words that are not withheld find every incident that they did before, once nothing is held back."""
    view = published(ledger, LATER)
    assert view.matching("Saraqib killed") == ledger.matching("Saraqib killed") != ()
    query = Query(text="Ariha", party="sohr")
    assert [one.id for one in view.incidents(query)] == [one.id for one in ledger.incidents(query)] != []


def _held(ledger: Ledger, now: dt.datetime) -> set[str]:
    view = published(ledger, now)
    gone = {one.id for one in ledger.incidents(Query())} - {one.id for one in view.incidents(Query())}
    for name in gone:
        assert view.incident(name) is None
        assert name not in view.find(name)
        assert name not in view.matching("killed") + view.matching("aid convoy")
        assert name not in {one.id for one in view.altered(0)}
        assert not list(view.briefs((name,)))
        assert name not in view.holding(_claims(ledger)).values()
        told = ledger.incident(name)
        assert isinstance(told, Incident)
        assert not list(view.claims(told.claims))
    assert gone.isdisjoint(one.id for one in view.every())
    assert gone.isdisjoint(one.id for one in view.briefs())
    return gone


def _sites(ledger: Ledger, word: str) -> Iterator[str]:
    for about in ledger.incidents(Query()):
        if any(word in claim.evidence.text for claim in ledger.claims(about.claims)):
            yield about.id


def test_young_news_of_a_shelter_and_of_a_convoy_is_held_back_everywhere(ledger: Ledger) -> None:
    """For 72 hours what happens at a shelter or to an aid convoy is in no list, no search, no direct look-up."""
    young = {*_sites(ledger, "sheltering"), *_sites(ledger, "aid convoy")}
    assert young
    assert _held(ledger, NOW) == young
    assert _held(ledger, LATER) == set()


def test_a_report_held_back_shows_neither_sentence_nor_claim(ledger: Ledger) -> None:
    """Until then the sentences about the place are masked too, in the title as well, and their claims left out."""
    view = published(ledger, NOW)
    young = next(report for report in ledger.reports() if "sheltering" in report.text)
    told_now, told_later = view.report(young.id), published(ledger, LATER).report(young.id)
    assert isinstance(told_now, Report)
    assert isinstance(told_later, Report)
    assert "Kafr Nabl" not in f"{told_now.title} {told_now.text}"
    assert "Jisr al-Shughur" in told_now.text
    assert "Kafr Nabl" in told_later.text
    assert all("sheltering" not in claim.evidence.text for claim in view.claims_of((young.id,)))
    assert any("sheltering" in claim.evidence.text for claim in published(ledger, LATER).claims_of((young.id,)))


def test_a_person_masked_in_one_report_is_masked_in_all_of_the_incident(ledger: Ledger, view: View) -> None:
    """A report that names a victim without saying so is masked by what another report of the incident says."""
    again = next(report for report in ledger.reports() if "laid flowers" in report.text)
    masked = view.report(again.id)
    assert isinstance(masked, Report)
    assert "laid flowers for █████████████ on Friday" in masked.text
    assert "Little █████ had" in masked.text


def test_places_of_care_are_coarse_in_incidents_lists_and_claims(ledger: Ledger) -> None:
    """The circle of a hospital's incident lies within a wider one on a grid, with no id that tells it exactly."""
    view = published(ledger, LATER)
    found = [about for name in _sites(ledger, "Al-Nour hospital") if isinstance(about := view.incident(name), Incident)]
    assert found
    for about in found:
        before = ledger.incident(about.id)
        assert isinstance(before, Incident)
        assert before.place is not None
        assert before.place.radius_m is not None
        brief = next(iter(view.briefs((about.id,))))
        for place in (about.place, brief.place, *(p for c in view.claims(about.claims) for p in c.event.places)):
            assert place is not None
            if place.radius_m is not None:
                assert place.radius_m >= 10_000
                assert place.precision == "district"
                assert place.gazetteer_id is None
                assert place.area_id is None
        assert about.place is not None
        assert "Saraqib" in about.place.name


def test_a_box_meets_the_coarse_circle_only(ledger: Ledger) -> None:
    """A narrow box cannot find out where in the wide circle a hospital is: every box that touches it gives the same."""
    view = published(ledger, LATER)
    about = view.incident(next(_sites(ledger, "Al-Nour hospital")))
    assert isinstance(about, Incident)
    place = about.place
    assert place is not None
    assert place.lat_deg is not None
    assert place.lon_deg is not None
    for north in (-0.06, -0.02, 0.0, 0.03, 0.06):
        box = Box(
            west=place.lon_deg,
            east=place.lon_deg + 0.001,
            south=place.lat_deg + north,
            north=place.lat_deg + north + 0.001,
        )
        assert about.id in {one.id for one in view.incidents(Query(box=box))}
    far = Box(west=place.lon_deg + 1, east=place.lon_deg + 2, south=place.lat_deg, north=place.lat_deg + 1)
    assert about.id not in {one.id for one in view.incidents(Query(box=far))}


def test_limits_and_pages_count_what_is_given(view: View) -> None:
    """A page holds as many incidents as were asked for, held back ones not counted, and goes on after the last."""
    whole = [one.id for one in view.incidents(Query())]
    first = [one.id for one in view.incidents(Query(limit=2))]
    rest = [one.id for one in view.incidents(Query(after=first[-1], limit=100))]
    assert first + rest == whole
    assert [one.id for one in view.altered(0, 3)] == [one.id for one in view.altered(0)][:3]


def test_a_capture_keeps_its_hash_and_loses_its_bytes(ledger: Ledger, view: View) -> None:
    """The bytes as they came are not given out: they hold every name; the hash says still what they were."""
    name = next(report.capture for report in ledger.reports() if report.capture)
    before, after = ledger.capture(name), view.capture(name)
    assert before is not None
    assert after is not None
    assert (after.body, after.sha256, after.fetched_at) == (b"", before.sha256, before.fetched_at)
    assert view.capture("b0") is None


def test_publishing_twice_is_publishing_once(view: View) -> None:
    """A view that is published already is not masked again."""
    assert list(published(view, NOW).reports()) == list(view.reports())
    assert list(published(view, NOW).every()) == list(view.every())


def test_a_time_without_a_zone_is_refused(ledger: Ledger) -> None:
    """What is held back depends on the hour: a time that may be any hour is no time."""
    with pytest.raises(ValueError, match="with its zone"):
        published(ledger, NOW.replace(tzinfo=None))
