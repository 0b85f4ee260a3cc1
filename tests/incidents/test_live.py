"""Live claims: what the latest full capture carries, and what shortened captures cannot take away."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.incidents.item import Carried
from counterclaim.incidents.live import Page, pages
from counterclaim.ledger import Sighting
from counterclaim.records import Claim, Completeness, Interval, Report
from tests.incidents.pages import MAKER, at, page, read, seen, version

STRIKE: Final = "Warplanes hit a bakery in Harun and killed 43 people, the Tisa Observatory said."
RISEN: Final = "Warplanes hit a bakery in Harun and killed 70 people, the Tisa Observatory said."
SHELLS: Final = "Shells fell on the market of Dumeir at noon, residents told us."
WHOLE: Final = "The whole story, with all that was said."
OTHER: Final = "A convoy left the northern crossing with flour and tents."


def said(found: Page) -> dict[str, tuple[Carried, dt.datetime | None]]:
    """Return what is kept by its words."""
    return {kept.claim.evidence.text: (kept.carried, kept.left_at) for kept in found.kept}


def told(*sentences: str) -> tuple[Report, list[Claim]]:
    """Return a version of the page that says these sentences, a claim each."""
    report = version(" ".join(sentences))
    return report, [read(report, sentence) for sentence in sentences]


def test_the_latest_full_capture_is_live() -> None:
    """A claim that a full later version no longer carries is withdrawn, at the time of that capture."""
    first, old = told(STRIKE, SHELLS)
    second, new = told(SHELLS)
    found = page([seen(first, 1), seen(second, 5)], (first, second), old + new)
    assert said(found) == {STRIKE: ("withdrawn", at(5)), SHELLS: ("live", None)}
    assert {kept.claim.report for kept in found.kept if kept.carried == "live"} == {second.id}
    assert found.lineage == {new[0].id: old[1].id}


def test_a_reworded_claim_is_carried_on() -> None:
    """A figure that a later version puts in the same sentence withdraws nothing: the new claim follows the old."""
    first, old = told(STRIKE, SHELLS)
    second, new = told(RISEN, SHELLS)
    found = page([seen(first, 1), seen(second, 5)], (first, second), old + new)
    assert said(found) == {RISEN: ("live", None), SHELLS: ("live", None)}
    assert found.lineage == {new[0].id: old[0].id, new[1].id: old[1].id}


def test_one_claim_follows_one() -> None:
    """Of two like claims of a version a later one that has only one of them carries on the likelier; one is gone."""
    other = STRIKE.replace("Harun", "Dumeir")
    first, old = told(STRIKE, other)
    second, new = told(other)
    found = page([seen(first, 1), seen(second, 5)], (first, second), old + new)
    assert said(found) == {STRIKE: ("withdrawn", at(5)), other: ("live", None)}


def test_an_earlier_text_captured_again_is_the_latest() -> None:
    """A, B, then A again: A is live, and what only B said was withdrawn when A came back."""
    first, old = told(STRIKE)
    second, new = told(SHELLS)
    found = page([seen(first, 1), seen(second, 2), seen(first, 3)], (first, second), old + new)
    assert said(found) == {STRIKE: ("live", None), SHELLS: ("withdrawn", at(3))}


def test_a_claim_that_comes_back_was_not_withdrawn() -> None:
    """A claim that a version leaves out and a later one has again is live, and follows the one before the gap."""
    first, one = told(STRIKE)
    second, two = told(SHELLS)
    third, three = told(STRIKE, OTHER)
    captures = [seen(first, 1), seen(second, 2), seen(third, 3)]
    found = page(captures, (first, second, third), one + two + three)
    assert said(found) == {STRIKE: ("live", None), SHELLS: ("withdrawn", at(3)), OTHER: ("live", None)}
    assert found.lineage == {three[0].id: one[0].id}


def test_withdrawn_by_the_first_capture_without_it() -> None:
    """A version seen twice withdraws at its first capture, not at its last."""
    first, old = told(STRIKE)
    second, new = told(SHELLS)
    found = page([seen(second, 9), seen(first, 1), seen(second, 4)], (first, second), old + new)
    assert said(found)[STRIKE] == ("withdrawn", at(4))


def test_shortened_captures_only_mark() -> None:
    """A paywalled capture marks what it does not show; what it shows, in like words too, stays as it is."""
    first, old = told(STRIKE, SHELLS)
    lead = version(RISEN)
    found = page([seen(first, 1), seen(lead, 5, "lead_only")], (first, lead), [*old, read(lead, RISEN)])
    assert said(found) == {STRIKE: ("live", None), SHELLS: ("no_longer_carried", at(5))}


def test_no_longer_carried_since_the_last_that_showed_it() -> None:
    """The mark has the time of the first shortened capture after which none shows the claim."""
    first, old = told(STRIKE, SHELLS)
    lead, gone = version(SHELLS), version("Log in to read on.")
    captures = [seen(first, 1), seen(gone, 2, "failed"), seen(lead, 3, "lead_only"), seen(gone, 4, "failed")]
    found = page(captures, (first, lead, gone), old)
    assert said(found) == {STRIKE: ("no_longer_carried", at(2)), SHELLS: ("no_longer_carried", at(4))}


def test_a_live_blog_takes_nothing_away() -> None:
    """An entry that scrolled out of a live blog is live, and marked; an entry that stays counts once."""
    first, old = told(STRIKE, SHELLS)
    second, new = told(OTHER, SHELLS)
    captures = [seen(first, 1, "live_blog"), seen(second, 2, "live_blog")]
    found = page(captures, (first, second), old + new)
    assert said(found) == {STRIKE: ("no_longer_carried", at(2)), SHELLS: ("live", None), OTHER: ("live", None)}
    assert found.lineage == {new[1].id: old[1].id}


def test_only_a_full_version_says_it_in_other_words() -> None:
    """A live blog that tells like things carries on only the very words: whether the rest is new, it does not show."""
    first, old = told(STRIKE, SHELLS)
    blog, new = told(RISEN, SHELLS)
    found = page([seen(first, 1), seen(blog, 2, "live_blog")], (first, blog), old + new)
    assert said(found) == {STRIKE: ("live", None), SHELLS: ("live", None), RISEN: ("live", None)}
    assert found.lineage == {new[1].id: old[1].id}


def test_an_entry_of_a_live_blog_is_withdrawn_by_the_next_full_version() -> None:
    """What a live blog told between two full versions leaves at the second of them."""
    first, old = told(SHELLS)
    blog, told_live = told(STRIKE)
    last, new = told(SHELLS, OTHER)
    captures = [seen(first, 1), seen(blog, 2, "live_blog"), seen(last, 3)]
    assert said(page(captures, (first, blog, last), old + told_live + new))[STRIKE] == ("withdrawn", at(3))


def test_a_lead_counts_until_the_whole_is_known() -> None:
    """A page seen only as a lead has live claims; a full version then carries them on, or withdraws them."""
    lead, old = told(STRIKE, OTHER)
    assert said(page([seen(lead, 1, "lead_only")], (lead,), old)) == {STRIKE: ("live", None), OTHER: ("live", None)}
    whole, new = told(RISEN, SHELLS)
    found = page([seen(lead, 1, "lead_only"), seen(whole, 2)], (lead, whole), old + new)
    assert said(found) == {OTHER: ("withdrawn", at(2)), RISEN: ("live", None), SHELLS: ("live", None)}


def test_the_best_seen_counts() -> None:
    """Beside a lead, a failed capture of a page that was never seen whole says nothing."""
    lead, old = told(STRIKE)
    failed, new = told(SHELLS)
    found = page([seen(failed, 1, "failed"), seen(lead, 2, "lead_only")], (lead, failed), old + new)
    assert said(found) == {STRIKE: ("live", None)}


def test_ties_go_by_publication() -> None:
    """Of two captures of one moment, or of unknown time, the version that was published later is the latest."""
    days = [Interval.day(dt.date(2015, 10, day)) for day in (7, 8)]
    first, second = version(STRIKE, published=days[0]), version(SHELLS, published=days[1])
    claims = [read(first, STRIKE), read(second, SHELLS)]
    for hour in (1, None):
        found = page([seen(second, hour), seen(first, hour)], (first, second), claims)
        assert said(found)[SHELLS] == ("live", None)
        assert said(found)[STRIKE][0] == "withdrawn"
    assert said(page([seen(first, 1), seen(second, None)], (first, second), claims))[STRIKE] == ("live", None)


def test_clocks_out_of_order() -> None:
    """A capture from before its report was published is taken as it was recorded."""
    report = version(STRIKE, published=Interval.day(dt.date(2016, 1, 1)))
    assert said(page([seen(report, 1)], (report,), [read(report, STRIKE)])) == {STRIKE: ("live", None)}


def test_only_the_ledgers_maker_and_persons() -> None:
    """Claims of another maker are not live; what a person entered is, beside the maker's."""
    report = version(f"{STRIKE} {SHELLS} {OTHER}")
    claims = [read(report, STRIKE), read(report, SHELLS, maker="model@3"), read(report, OTHER, maker="person:ada")]
    assert set(said(page([seen(report, 1)], (report,), claims))) == {STRIKE, OTHER}


def test_what_a_person_entered_lasts_as_long_as_its_words() -> None:
    """A person reads a version once: the claim is live while the page has its words, and withdrawn when it has not."""
    first, second, third = version(f"{STRIKE} {SHELLS}"), version(f"{OTHER} {STRIKE}"), version(OTHER)
    claims = [read(first, STRIKE, maker="person:ada")]
    assert said(page([seen(first, 1), seen(second, 2)], (first, second), claims)) == {STRIKE: ("live", None)}
    found = page([seen(first, 1), seen(second, 2), seen(third, 3)], (first, second, third), claims)
    assert said(found) == {STRIKE: ("withdrawn", at(3))}


def test_what_a_person_entered_counts_wherever_it_was_entered() -> None:
    """A person's claim from a shortened capture after the full one is live; what the maker read there is not."""
    first, old = told(SHELLS)
    lead = version(f"{STRIKE} {OTHER}")
    claims = [*old, read(lead, STRIKE, maker="person:ada"), read(lead, OTHER)]
    found = page([seen(first, 1), seen(lead, 2, "lead_only")], (first, lead), claims)
    assert said(found) == {SHELLS: ("no_longer_carried", at(2)), STRIKE: ("live", None)}


def test_read_otherwise_is_not_withdrawn() -> None:
    """Where the live version still has the words but the maker reads them otherwise, the page withdrew nothing."""
    first, second = version(STRIKE), version(f"{STRIKE} {OTHER}")
    claims = [read(first, STRIKE, "air_strike"), read(second, STRIKE, "bombing")]
    found = page([seen(first, 1), seen(second, 2)], (first, second), claims)
    assert [(kept.claim.event.kind, kept.carried) for kept in found.kept] == [("bombing", "live")]


def test_a_report_taken_down_says_nothing() -> None:
    """A version whose text is gone neither carries nor withdraws."""
    first, old = told(STRIKE)
    second, _ = told(SHELLS)
    assert said(page([seen(first, 1), seen(second, 2)], (first,), old)) == {STRIKE: ("live", None)}


def test_pages_by_address() -> None:
    """Reports of one address are one page; a report without one is its own."""
    first, second = version(STRIKE), version(SHELLS)
    alone, other = version(STRIKE, url=None), version(SHELLS, url=None)
    grouped = pages([seen(report, 1) for report in (first, alone, second, other)])
    assert {frozenset(s.report for s in one) for one in grouped} == {
        frozenset({first.id, second.id}),
        frozenset({alone.id}),
        frozenset({other.id}),
    }


SENTENCES: Final = (STRIKE, RISEN, SHELLS, OTHER)
COMPLETENESS: Final[tuple[Completeness, ...]] = ("full", "lead_only", "live_blog", "failed")
VERSIONS: Final = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True)
CAPTURES: Final = st.lists(
    st.tuples(VERSIONS, st.one_of(st.none(), st.integers(0, 6)), st.sampled_from(COMPLETENESS)), min_size=1, max_size=6
)


def made(
    captures: Sequence[tuple[list[str], float | None, Completeness]],
) -> tuple[list[Sighting], list[Report], list[Claim]]:
    """Return sightings, reports and claims of versions; one text is shown as completely whenever it is captured."""
    complete: dict[str, Completeness] = {}
    sightings: list[Sighting] = []
    claims: dict[str, Claim] = {}
    reports: dict[str, Report] = {}
    for sentences, hour, completeness in captures:
        report, read_out = told(*sentences)
        reports[report.id] = report
        claims |= {claim.id: claim for claim in read_out}
        sightings.append(seen(report, hour, complete.setdefault(report.id, completeness)))
    return sightings, list(reports.values()), list(claims.values())


@given(CAPTURES, st.randoms(use_true_random=False))
def test_order_of_arrival_does_not_matter(
    captures: list[tuple[list[str], int | None, Completeness]], dice: random.Random
) -> None:
    """Captures and claims in any order give the same page."""
    sightings, reports, claims = made(captures)
    found = page(sightings, reports, claims)
    for some in (sightings, reports, claims):
        dice.shuffle(some)
    assert page(sightings, reports, claims) == found


@given(CAPTURES, VERSIONS, st.sampled_from(COMPLETENESS[1:]))
def test_what_is_no_full_capture_withdraws_nothing(
    captures: list[tuple[list[str], int | None, Completeness]], last: list[str], completeness: Completeness
) -> None:
    """After a shortened, failed or live-blog capture all that a page seen whole had counts on, or its very words do."""
    before, reports, claims = made([*captures, ([OTHER, WHOLE], 7, "full")])
    counted = {k.claim.evidence.text for k in page(before, reports, claims).kept if k.carried != "withdrawn"}
    withdrawn = {k.claim.id for k in page(before, reports, claims).kept if k.carried == "withdrawn"}
    after, reports, claims = made([*captures, ([OTHER, WHOLE], 7, "full"), ([*last, "Read on."], 8, completeness)])
    found = page(after, reports, claims)
    assert counted <= {k.claim.evidence.text for k in found.kept if k.carried != "withdrawn"}
    assert {k.claim.id for k in found.kept if k.carried == "withdrawn"} <= withdrawn


@given(CAPTURES)
def test_every_kept_claim_is_kept_once_and_the_lineage_is_a_forest(
    captures: list[tuple[list[str], int | None, Completeness]],
) -> None:
    """No claim is kept twice, none that is carried on is kept, each has one follower at most, and time has no loops."""
    sightings, reports, claims = made(captures)
    found = page(sightings, reports, claims)
    kept = [one.claim.id for one in found.kept]
    earlier = list(found.lineage.values())
    assert len(kept) == len(set(kept))
    assert len(earlier) == len(set(earlier))
    assert not set(kept) & set(earlier)
    for claim in found.lineage:
        steps = [claim]
        while steps[-1] in found.lineage:
            steps.append(found.lineage[steps[-1]])
            assert len(steps) <= len(claims)
    assert all(one.claim.maker == MAKER for one in found.kept)
