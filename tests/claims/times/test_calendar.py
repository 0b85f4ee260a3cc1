"""The calendar beneath: units, feasts, the Islamic and the Persian year."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.claims import nlp
from counterclaim.claims.times import days, feasts, hijri, stamps, time_mentions, timexes
from counterclaim.claims.times.feasts import Feast
from counterclaim.claims.times.stamps import Stamp

DAYS = st.dates(dt.date(1000, 1, 1), dt.date(2900, 1, 1))
GRAINS = st.sampled_from(["century", "decade", "year", "half", "quarter", "season", "month", "week", "weekend", "day"])
WORDS = st.sampled_from(
    "the a of in on since until last next this past two third 31 30 29 February May 2015 1999 BC week weeks years ago "
    "later earlier quarter half - , 's Monday night morning 9 p.m. every Eid Ramadan 1436 Christmas early late mid end "
    "year decade century day before after 190 XII 99999999999 1/2 ’ ' \n".split(" ")
)


@given(DAYS, GRAINS)
def test_a_unit_holds_its_day(day: dt.date, grain: stamps.Grain) -> None:
    """The unit in which a day lies holds that day; weekends hold a day of the same week."""
    own = stamps.holding(day, grain).days()
    assert own is not None
    assert own.first is not None
    assert own.last is not None
    if grain == "weekend":
        assert abs((own.last - day).days) <= 6
    else:
        assert own.first <= day <= own.last


@given(DAYS, st.sampled_from(["week", "month", "quarter", "year"]), st.integers(-50, 50))
def test_steps_come_back(day: dt.date, step: stamps.Step, count: int) -> None:
    """So many steps there and back is where one was."""
    unit = stamps.holding(day, stamps.GRAIN[step])
    there = stamps.shifted(unit, count, step)
    assert there is not None
    assert stamps.shifted(there, -count, step) == unit


def test_years_without_a_year_nought() -> None:
    """The year after 1 BC is AD 1, and no days are given before it."""
    assert stamps.shifted(Stamp("year", -1), 1, "year") == Stamp("year", 1)
    assert stamps.shifted(Stamp("year", 2), -2, "year") == Stamp("year", -1)
    assert Stamp("year", -490).value == "BC0490"
    assert Stamp("year", -490).days() is None
    assert stamps.shifted(Stamp("year", 1975), 2, "day") is None


@pytest.mark.parametrize(
    ("grain", "year", "number", "day"),
    [("day", 2015, 2, 29), ("day", 2016, 4, 31), ("month", 2015, 13, 0), ("year", 0, 0, 0), ("week", 2015, 54, 0)],
)
def test_the_calendar_refuses(grain: stamps.Grain, year: int, number: int, day: int) -> None:
    """What no calendar has is refused."""
    with pytest.raises(ValueError, match=r"day|no month|no year|no week|week"):
        Stamp(grain, year, number, day)


@pytest.mark.parametrize(
    ("year", "western", "eastern", "passover"),
    [
        (2000, dt.date(2000, 4, 23), dt.date(2000, 4, 30), dt.date(2000, 4, 20)),
        (2014, dt.date(2014, 4, 20), dt.date(2014, 4, 20), dt.date(2014, 4, 15)),
        (2024, dt.date(2024, 3, 31), dt.date(2024, 5, 5), dt.date(2024, 4, 23)),
    ],
)
def test_movable_feasts(year: int, western: dt.date, eastern: dt.date, passover: dt.date) -> None:
    """Easter and Passover fall where almanacs have them."""
    assert (feasts.easter(year), feasts.orthodox_easter(year), feasts.passover(year)) == (western, eastern, passover)


def test_islamic_and_persian_days() -> None:
    """Known days: Eid al-Fitr 2015 and 2023, the 22nd of Bahman 1357, Nowruz of leap and common years."""
    assert hijri.islamic(1436, 10, 1) == dt.date(2015, 7, 17)
    assert hijri.islamic(1444, 10, 1) == dt.date(2023, 4, 21)
    assert hijri.persian(1357, 11, 22) == dt.date(1979, 2, 11)
    assert hijri.nowruz(1388) == dt.date(2009, 3, 21)
    assert hijri.nowruz(1403) == dt.date(2024, 3, 20)
    for wrong in ((1300, 1, 1), (1436, 13, 1), (1436, 9, 31)):
        with pytest.raises(ValueError, match="AH"):
            hijri.islamic(*wrong)
    with pytest.raises(ValueError, match="AP"):
        hijri.persian(1390, 7, 31)
    with pytest.raises(ValueError, match="AP"):
        hijri.nowruz(1100)


def test_a_feast_of_islam_may_fall_twice() -> None:
    """The year 2000 had two feasts of the breaking of the fast; 1900 is before what is known."""
    fitr = Feast("islamic", month=10, day=1)
    assert feasts.falls(fitr, 2000) == (dt.date(2000, 1, 8), dt.date(2000, 12, 27))
    assert feasts.falls(fitr, 1900) == ()
    assert feasts.falls(Feast("weekday", month=11, nth=4, weekday=3), 2016) == (dt.date(2016, 11, 24),)
    assert feasts.falls(Feast("weekday", month=5, nth=-1, weekday=0), 2016) == (dt.date(2016, 5, 30),)
    assert feasts.falls(Feast("fixed", month=2, day=29), 2015) == ()


@given(st.lists(WORDS, max_size=25).map(" ".join), st.none() | DAYS)
def test_any_words(text: str, published: dt.date | None) -> None:
    """Whatever the words, spans are of the text, expressions do not overlap, and intervals are whole days in order."""
    doc = nlp.parse(text)
    interval = days.one(published).interval() if published is not None else None
    found = timexes(doc, interval)
    for one, after in itertools.pairwise(found):
        assert one.end <= after.start
    for mention in time_mentions(doc, interval):
        assert text[mention.start : mention.end] == mention.text
    for own in (*(one.interval for one in found), *(one.interval for one in time_mentions(doc, interval))):
        if own is not None:
            edges = [edge for edge in (own.start, own.end) if edge is not None]
            assert edges
            assert all(edge.time() == dt.time(0) and edge.tzinfo is dt.UTC for edge in edges)


@given(st.sampled_from([("February", 30), ("February", 31), ("April", 31), ("June", 31), ("November", 31)]), DAYS)
def test_impossible_days_never_resolve(day: tuple[str, int], published: dt.date) -> None:
    """A day that its month lacks is not resolved on any day of publication, written either way."""
    for written in (f"{day[1]} {day[0]}", f"{day[0]} {day[1]}"):
        text = f"The bridge was hit on {written}."
        assert timexes(nlp.parse(text), days.one(published).interval()) == ()
