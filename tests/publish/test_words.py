"""Fields in plain words."""

from __future__ import annotations

import datetime as dt

import pytest

from counterclaim.publish import words
from counterclaim.records import Claimant, Count, Event, Group, Harm, Interval, PartyName, Place, Toll


def moment(text: str | None) -> dt.datetime | None:
    """Return a UTC moment from ISO text."""
    return None if text is None else dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2015-10-06", "2015-10-07", "6 Oct 2015"),
        ("2015-10-01", "2015-10-06", "1–5 Oct 2015"),
        ("2015-09-28", "2015-10-03", "28 Sep – 2 Oct 2015"),
        ("2014-12-30", "2015-01-03", "30 Dec 2014 – 2 Jan 2015"),
        ("2015-10-01", "2015-11-01", "Oct 2015"),
        ("2015-10-01", "2016-01-01", "Oct–Dec 2015"),
        ("2015-01-01", "2016-01-01", "2015"),
        ("2016-02-01", "2016-02-29", "1–28 Feb 2016"),
        ("2015-10-06T14:00", "2015-10-06T15:30", "6 Oct 2015 14:00–15:30 UTC"),
        ("2015-10-06T23:00", "2015-10-07T01:00", "6 Oct 2015 23:00–7 Oct 2015 01:00 UTC"),
        ("2015-10-06", None, "from 6 Oct 2015"),
        (None, "2015-10-07", "until 6 Oct 2015"),
        (None, None, ""),
    ],
)
def test_when(start: str | None, end: str | None, shown: str) -> None:
    """A half-open interval is shown with its last day inclusive, as short as it can be said."""
    assert words.when(Interval(start=moment(start), end=moment(end))) == shown


def test_when_not_said() -> None:
    """A time that is not said stays empty."""
    assert not words.when(None)


def figure(harm: Harm, who: Group, low: int, high: int | None) -> Toll:
    """Return a toll whose words do not matter."""
    return Toll(harm=harm, who=who, low=low, high=high, words="")


@pytest.mark.parametrize(
    ("items", "shown"),
    [
        ([("killed", "women", 2, 2), ("killed", "children", 1, 1)], "killed 2 women, 1 child"),
        ([("killed", "men", 1, 1), ("wounded", "people", 12, None)], "killed 1 man · wounded at least 12 people"),
        ([("killed", "civilians", 0, 0)], "killed no civilians"),
        ([("wounded", "combatants", 0, 40)], "wounded up to 40 combatants"),
        ([("displaced", "people", 2000, 3000)], "displaced 2,000–3,000 people"),
        ([("missing", "aid_workers", 1, None)], "missing at least 1 aid worker"),
        ([], ""),
    ],
)
def test_toll(items: list[tuple[Harm, Group, int, int | None]], shown: str) -> None:
    """Figures are said with their bounds, singular where there is one."""
    assert words.toll(figure(*item) for item in items) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (None, ""),
        (Count(low=1, high=1), "once"),
        (Count(low=57, high=57), "57 times"),
        (Count(low=2, high=None), "at least 2 times"),
        (Count(low=2, high=2, of=57), "2 of 57"),
    ],
)
def test_count(number: Count | None, shown: str) -> None:
    """A count of happenings says of how many."""
    assert words.count(number) == shown


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        (Claimant(voice="named", name="Tisa Observatory"), ("Tisa Observatory", "")),
        (Claimant(voice="unnamed", name="residents"), ("residents", "unnamed")),
        (Claimant(voice="publisher"), ("Example Post", "its own voice")),
    ],
)
def test_claimant(who: Claimant, shown: tuple[str, str]) -> None:
    """The publisher's own voice and unnamed sources are marked; a named party needs no mark."""
    assert words.claimant(who, "Example Post") == shown


def test_the_country_is_named_once() -> None:
    """The country follows the places, unless one of them names it."""
    harun, syria = Place(name="Harun"), Place(name="northern Syria")
    assert words.places(Event(kind="battle", places=(harun,), country="SY")) == "Harun, Syria"
    assert words.places(Event(kind="battle", places=(syria,), country="SY")) == "northern Syria"
    assert words.places(Event(kind="battle", country="SY")) == "Syria"
    assert not words.places(Event(kind="battle"))


def test_who_to_whom() -> None:
    """The arrow stands before whom it was done to; without a target the doers stand alone."""
    guard, town = PartyName(name="the Guard"), PartyName(name="residents")
    assert words.party_to_party(Event(kind="battle", actors=(guard,), targets=(town,))) == "the Guard → residents"
    assert words.party_to_party(Event(kind="battle", targets=(town,))) == "→ residents"
    assert words.party_to_party(Event(kind="talks", actors=(guard, town))) == "the Guard, residents"
    assert not words.party_to_party(Event(kind="battle"))


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place(name="Harun", lat_deg=33.512, lon_deg=-36.266, radius_m=2000.0), "Harun (33.51° N, 36.27° W ± 2 km)"),
        (Place(name="Harun", lat_deg=-3.512, lon_deg=36.266, radius_m=50000.0), "Harun (3.5° S, 36.3° E ± 50 km)"),
        (Place(name="Harun", lat_deg=3.5, lon_deg=36.2, radius_m=300.0), "Harun (3.50° N, 36.20° E ± 1 km)"),
        (Place(name="Syria", lat_deg=35.0, lon_deg=38.0, radius_m=2.4e5, precision="country"), "Syria"),
    ],
)
def test_a_point_bears_its_radius(place: Place, shown: str) -> None:
    """A point stands with its radius and no more digits than that bears; a country needs none."""
    assert words.places(Event(kind="battle", places=(place,))) == shown
