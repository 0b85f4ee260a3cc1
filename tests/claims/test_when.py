"""Which time of a sentence is the happening's: not another clause's, not the time of saying."""

from __future__ import annotations

import datetime as dt

import pytest

from counterclaim.records import Claim, Interval
from tests.claims.reading import day, read


def dated(text: str) -> dict[str, Interval | None]:
    """Return when each kind of claim of a text happened; the text has one claim of a kind."""
    claims: tuple[Claim, ...] = read(text)
    found: dict[str, Interval | None] = {claim.event.kind: claim.event.when for claim in claims}
    assert len(found) == len(claims) > 0
    return found


def test_relative_clause_dates_itself() -> None:
    """What rebels did on Tuesday in a town does not date the strike that hit the town."""
    assert dated("Jets bombed the town of Taftanaz, which rebels captured on Tuesday.")["air_strike"] is None


def test_relative_clause_of_the_happening() -> None:
    """A relative clause about the happening itself dates it."""
    assert dated("Nine people were killed in an air strike that took place on Tuesday.")["air_strike"] == day(8)


@pytest.mark.parametrize("link", ["as", "while"])
def test_meanwhile(link: str) -> None:
    """What went on at once shares its time."""
    found = dated(f"A car bomb hit a convoy near Homs {link} families waited on Sunday to leave.")
    assert found["bombing"] == day(6)


def test_since() -> None:
    """What is told between "since" and the year happened then; all else has gone on from then."""
    found = dated(
        "More than 9,000 people have been killed in Yemen since protests against the president broke out in 2014."
    )
    start, end = dt.datetime(2014, 1, 1, tzinfo=dt.UTC), dt.datetime(2022, 3, 11, tzinfo=dt.UTC)
    assert found["conflict_toll"] == Interval(start=start, end=end)
    assert found["protest"] == Interval(start=start, end=dt.datetime(2015, 1, 1, tzinfo=dt.UTC))


def test_time_of_saying() -> None:
    """When it was said is not when it happened."""
    found = dated("The police chief said on Wednesday that a bomb had killed four soldiers in Basra.")
    assert found["bombing"] is None


@pytest.mark.parametrize(
    "ongoing",
    [
        "Army jets often bomb Saraqib.",
        "Army jets have been bombing Saraqib.",
        "Saraqib is regularly bombed by army jets.",
    ],
)
def test_what_goes_on_has_no_day(ongoing: str) -> None:
    """What is told as a habit, or as going on, did not happen on the day told before."""
    first, *others = read(f"Army jets bombed Taftanaz on Tuesday, killing six people. {ongoing}")
    assert first.event.when == day(8)
    assert {claim.event.when for claim in others} == {None}


def test_what_has_happened_keeps_its_day() -> None:
    """The perfect tells of what is done: the day told before is its day."""
    first, *others = read("Army jets bombed Taftanaz on Tuesday. The bombing has killed six people, a doctor said.")
    assert first.event.when == day(8)
    assert {claim.event.when for claim in others} == {day(8)}


def test_a_past_day_dates_no_present() -> None:
    """A relative clause in the present is dated by no past day: the day is the arrest's."""
    found = dated("Police arrested a man who supplies the militia with rockets in Basra on Tuesday.")
    assert found["arrest"] == day(8)
