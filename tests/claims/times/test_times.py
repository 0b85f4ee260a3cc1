"""Times: what an expression comes to on a day of publication."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.claims import nlp
from counterclaim.claims.times import days, time_mentions
from counterclaim.records import Interval

PUBLISHED = dt.date(2021, 9, 15)
"""A Wednesday."""


def day(value: dt.date) -> Interval:
    """Return the interval of one day."""
    return days.one(value).interval()


def read(text: str, published: dt.date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    """Return the times of a text as (words, first day, last day), "" where an end is open."""
    found: list[tuple[str, str, str]] = []
    for mention in time_mentions(nlp.parse(text), None if published is None else day(published)):
        assert text[mention.start : mention.end] == mention.text
        start, end = mention.interval.start, mention.interval.end
        last = (end - dt.timedelta(days=1)).date().isoformat() if end else ""
        found.append((mention.text, start.date().isoformat() if start else "", last))
    return found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("The convoy was hit on Monday.", "2021-09-13", "2021-09-13"),
        ("The convoy was hit on Wednesday morning.", "2021-09-15", "2021-09-15"),
        ("The convoy was hit on Thursday.", "2021-09-09", "2021-09-09"),
        ("The convoy was hit last Wednesday.", "2021-09-08", "2021-09-08"),
        ("The convoy was hit on Friday last week.", "2021-09-10", "2021-09-10"),
        ("The convoy was hit today.", "2021-09-15", "2021-09-15"),
        ("The convoy was hit yesterday.", "2021-09-14", "2021-09-14"),
        ("The convoy was hit overnight.", "2021-09-14", "2021-09-15"),
        ("The convoy was hit this morning.", "2021-09-15", "2021-09-15"),
        ("The convoy was hit on August 30.", "2021-08-30", "2021-08-30"),
        ("The convoy was hit on 30 November.", "2020-11-30", "2020-11-30"),
        ("The convoy was hit on the 5th of May.", "2021-05-05", "2021-05-05"),
        ("The convoy was hit on Sept. 2.", "2021-09-02", "2021-09-02"),
        ("The convoy was hit on 2019-07-18.", "2019-07-18", "2019-07-18"),
        ("The convoy was hit on 18-07-2019.", "2019-07-18", "2019-07-18"),
        ("The convoy was hit on 18.07.2019.", "2019-07-18", "2019-07-18"),
        ("The convoy was hit on 7/18/2019.", "2019-07-18", "2019-07-18"),
        ("The convoy was hit on Friday, July 19, 2019.", "2019-07-19", "2019-07-19"),
        ("The convoy was hit in March.", "2021-03-01", "2021-03-31"),
        ("The convoy was hit in December.", "2020-12-01", "2020-12-31"),
        ("The convoy was hit last September.", "2020-09-01", "2020-09-30"),
        ("The convoy was hit in June last year.", "2020-06-01", "2020-06-30"),
        ("The convoy was hit in late 2014.", "2014-10-01", "2014-12-31"),
        ("The convoy was hit in late December 2016.", "2016-12-21", "2016-12-31"),
        ("The convoy was hit in mid-August.", "2021-08-11", "2021-08-20"),
        ("The convoy was hit in early July.", "2021-07-01", "2021-07-10"),
        ("The convoy was hit in the summer of 2018.", "2018-06-01", "2018-08-31"),
        ("The convoy was hit last week.", "2021-09-06", "2021-09-12"),
        ("The convoy was hit earlier this week.", "2021-09-13", "2021-09-15"),
        ("The convoy was hit last month.", "2021-08-01", "2021-08-31"),
        ("The convoy was hit last year.", "2020-01-01", "2020-12-31"),
        ("The convoy was hit in 2011.", "2011-01-01", "2011-12-31"),
        ("The convoy was hit in the 1990s.", "1990-01-01", "1999-12-31"),
        ("The convoy was hit between 2011 and 2014.", "2011-01-01", "2014-12-31"),
        ("The convoy was hit from 3 to 5 May.", "2021-05-03", "2021-05-05"),
        ("The convoy was hit on May 3-5, 2020.", "2020-05-03", "2020-05-05"),
        ("The convoy was hit on Saturday and Sunday.", "2021-09-11", "2021-09-12"),
        ("Fighting has raged since Friday.", "2021-09-10", "2021-09-15"),
        ("Fighting has raged since March 2019.", "2019-03-01", "2021-09-15"),
        ("The road stayed shut until Friday.", "", "2021-09-10"),
        ("It began more than a year ago.", "", "2020-09-15"),
        ("It happened a week ago.", "2021-09-08", "2021-09-08"),
        ("It came more than a month after talks failed.", "", "2021-08-15"),
        ("It happened two days ago.", "2021-09-13", "2021-09-13"),
        ("Raids grew over the past month.", "2021-08-15", "2021-09-15"),
        ("Raids grew in the last 24 hours.", "2021-09-14", "2021-09-15"),
        ("The siege has lasted for two years.", "2019-09-15", "2021-09-15"),
        ("Talks are due on Friday.", "2021-09-17", "2021-09-17"),
        ("Talks begin next week.", "2021-09-20", "2021-09-26"),
        ("Talks begin tomorrow.", "2021-09-16", "2021-09-16"),
        ("The road was cut from Sunday to Thursday.", "2021-09-05", "2021-09-09"),
        ("Fighting has raged since at least 2012.", "2012-01-01", "2021-09-15"),
        ("The town must be empty by Friday.", "", "2021-09-10"),
        ("The last convoy came before March 2020.", "", "2020-02-29"),
        ("It came in the first three months of 2019.", "2019-01-01", "2019-03-31"),
        ("It came in the last ten days of May 2019.", "2019-05-22", "2019-05-31"),
        ("The fighting of April-May 2015 ended it.", "2015-04-01", "2015-05-31"),
        ("They fought from 27 December to 2 January 2015.", "2014-12-27", "2015-01-02"),
        ("It began this week.", "2021-09-13", "2021-09-15"),
        ("Raids grew in the past year.", "2020-09-15", "2021-09-15"),
        ("Raids grew in recent weeks.", "2021-08-16", "2021-09-15"),
        ("A strike a day after the vote killed ten.", "2021-09-14", "2021-09-14"),
        ("The army took it less than two weeks ago.", "2021-09-01", "2021-09-15"),
        ("They met at 9 a.m. on Sunday morning.", "2021-09-12", "2021-09-12"),
        ("They met later in the day.", "2021-09-15", "2021-09-15"),
        ("They met on the second of May.", "2021-05-02", "2021-05-02"),
        ("They met on the 5th.", "2021-09-05", "2021-09-05"),
        ("Tuesday's attack was the third.", "2021-09-14", "2021-09-14"),
        ("Tuesdays attack was the third.", "2021-09-14", "2021-09-14"),
    ],
)
def test_expressions(text: str, first: str, last: str) -> None:
    """Each way of saying a time gives the days the guide's conventions give it."""
    assert [found[1:] for found in read(text)] == [(first, last)]


@pytest.mark.parametrize(
    "text",
    [
        "The convoy may march on Sunshine Road.",
        "It was the second attack of its kind.",
        "They met at the Friday Market in Kuwait.",
        "The October 7 Brigade claimed the attack.",
        "The convoy was hit on 31 February.",
        "About 2000 people fled.",
        "The siege lasted two years.",
        "He is 30 years old.",
        "Black Friday sales rose.",
    ],
)
def test_no_times(text: str) -> None:
    """Modal verbs, names, durations, counts and impossible days are no times."""
    assert read(text) == []


def test_counted_from_what_was_told() -> None:
    """The words "two days earlier" count from the day told last, not from publication."""
    assert read("The town fell on Sunday. Two days earlier the road was cut.")[1][1:] == ("2021-09-10", "2021-09-10")
    assert read("The war began in 2015. The year before, talks had failed.")[1][1:] == ("2014-01-01", "2014-12-31")
    assert read("The war began in 2015. Since then it has spread.")[1][1:] == ("2015-01-01", "2021-09-15")


def test_since_a_clause() -> None:
    """A clause after "since" gives its stretch up to publication beside the point it names."""
    assert read("Thousands have died since the war began in March 2018.") == [
        ("since the war began in March 2018", "2018-03-01", "2021-09-15"),
        ("March 2018", "2018-03-01", "2018-03-31"),
    ]


def test_without_publication_day() -> None:
    """Without a publication day only what names its own year resolves, unless a full date stands at the head."""
    assert read("It was hit on Monday, and before that on 4 May 2018.", None) == [
        ("4 May 2018", "2018-05-04", "2018-05-04")
    ]
    assert read("4 May 2018\nThe bridge was hit on Monday.", None)[1][1:] == ("2018-04-30", "2018-04-30")
    assert read("The bridge was hit on Monday.", None) == []


def test_lost_commas() -> None:
    """A date followed by a noun for persons is still a date where commas were lost."""
    assert read("The shells fell on June 23 officials said.") == [("June 23", "2021-06-23", "2021-06-23")]


@given(st.dates(dt.date(1950, 1, 1), dt.date(2050, 1, 1)), st.integers(0, 6))
def test_weekdays_are_the_nearest_on_or_before(anchor: dt.date, number: int) -> None:
    """A weekday is at most six days back and never ahead; strictly before, it is one to seven days back."""
    assert 0 <= (anchor - days.weekday(anchor, number)).days <= 6
    assert 1 <= (anchor - days.weekday(anchor, number, strictly=True)).days <= 7
    assert 1 <= (days.next_weekday(anchor, number) - anchor).days <= 7
    assert days.weekday(anchor, number).weekday() == days.next_weekday(anchor, number).weekday() == number


@given(
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.integers(-400, 400),
    st.sampled_from(["day", "week", "month", "year"]),
)
def test_shifts_keep_their_direction(anchor: dt.date, count: int, unit: days.Unit) -> None:
    """Shifting forward never goes back, shifting by nothing stays, and a stretch around a shift holds it."""
    moved = days.shifted(anchor, count, unit)
    assert (moved > anchor) == (count > 0)
    assert (moved == anchor) == (count == 0)
    stretch = days.around(anchor, count, unit)
    assert stretch.first is not None
    assert stretch.last is not None
    assert stretch.first <= moved <= stretch.last


def test_stretches_refuse_nonsense() -> None:
    """A stretch without ends, or with its ends crossed, is refused; so is a day no year has."""
    with pytest.raises(ValueError, match="needs an end"):
        days.Days(None, None)
    with pytest.raises(ValueError, match="first <= last"):
        days.Days(dt.date(2020, 2, 1), dt.date(2020, 1, 1))
    with pytest.raises(ValueError, match="no year has"):
        days.dated(PUBLISHED, 2, 31)
    assert days.dated(PUBLISHED, 2, 29) == dt.date(2020, 2, 29)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "since",
        "the",
        "on the",
        "May",
        "late",
        "between",
        "last",
        "9999-12-31 until",
        "5000 years ago",
        "9 9 9 " * 300,
        "since since May " * 200,
    ],
)
def test_odd_texts(text: str) -> None:
    """Fragments, far-off years and endless repetitions are read without fault."""
    for mention in time_mentions(nlp.parse(text), day(PUBLISHED)):
        assert text[mention.start : mention.end] == mention.text


def test_reference_numbers_are_no_dates() -> None:
    """The figures of a release's number name no year; a day written with a month's letters does."""
    assert read("RELEASE 2014-04-S-044 FOR MEDIA. The patrol left the base.") == []
    assert [first for _, first, _ in read("Signed 07-OCT-2013 in Juba.")] == ["2013-10-07"]
