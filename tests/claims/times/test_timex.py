"""TIMEX3: what each way of saying a time is worth, in news and in narratives."""

from __future__ import annotations

import datetime as dt

import pytest

from counterclaim.claims import nlp
from counterclaim.claims.times import days, timexes

PUBLISHED = dt.date(2016, 5, 18)
"""A Wednesday."""
CHRONICLE = """The border war began on 3 April 1911. Both sides had built forts since 1897, and a truce of 1899 failed.
In 1902 a first raid came, another in 1904, a third in 1905 and the last in 1907.
"""
"""Tells enough years far from any publication to be a narrative; the year told last is 1907."""


def read(text: str, published: dt.date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    """Return the expressions of a text as (words, type, value)."""
    found = timexes(nlp.parse(text), None if published is None else days.one(published).interval())
    assert all(text[one.start : one.end] == one.text for one in found)
    return [(one.text, one.type, one.value) for one in found]


@pytest.mark.parametrize(
    ("text", "words", "kind", "value"),
    [
        ("The bridge was shelled on Monday.", "Monday", "DATE", "2016-05-16"),
        ("The bridge will reopen on Monday.", "Monday", "DATE", "2016-05-23"),
        ("The envoy is to return on Monday.", "Monday", "DATE", "2016-05-23"),
        ("The bridge was shelled on Monday night.", "Monday night", "TIME", "2016-05-16TNI"),
        ("The bridge was shelled in March.", "March", "DATE", "2016-03"),
        ("The bridge was shelled in November.", "November", "DATE", "2015-11"),
        ("The bridge will reopen in November.", "November", "DATE", "2016-11"),
        ("The truce was extended to June 5.", "June 5", "DATE", "2016-06-05"),
        ("The bridge was shelled on 04-Mar-2015.", "04-Mar-2015", "DATE", "2015-03-04"),
        ("It opened in the 18th century.", "the 18th century", "DATE", "17XX"),
        ("It opened in the late 1980s.", "the late 1980s", "DATE", "198X"),
        ("It opened in the eighties.", "the eighties", "DATE", "198X"),
        ("It was razed in 490 BC.", "490 BC", "DATE", "BC0490"),
        ("It was razed in AD 79.", "AD 79", "DATE", "0079"),
        ("It opened in mid-2014.", "mid-2014", "DATE", "2014"),
        ("It opened in nineteen ninety-six.", "nineteen ninety-six", "DATE", "1996"),
        ("Output fell in the third quarter.", "the third quarter", "DATE", "2015-Q3"),
        ("Output fell in the first quarter.", "the first quarter", "DATE", "2016-Q1"),
        ("Output fell in Q4 2014.", "Q4 2014", "DATE", "2014-Q4"),
        ("Output fell in the second half of 2013.", "the second half of 2013", "DATE", "2013-H2"),
        ("Output fell in fiscal 2015.", "fiscal 2015", "DATE", "2015"),
        ("Output fell last summer.", "last summer", "DATE", "2015-SU"),
        ("Output fell in the winter of 2012.", "the winter of 2012", "DATE", "2012-WI"),
        ("Output fell last week.", "last week", "DATE", "2016-W19"),
        ("Output fell over the weekend.", "the weekend", "DATE", "2016-W19-WE"),
        ("Output fell this year.", "this year", "DATE", "2016"),
        ("Output fell two weeks ago.", "two weeks ago", "DATE", "2016-W18"),
        ("Output fell five years ago.", "five years ago", "DATE", "2011"),
        ("It was years ago.", "years ago", "DATE", "PAST_REF"),
        ("Output is now falling.", "now", "DATE", "PRESENT_REF"),
        ("Output fell recently.", "recently", "DATE", "PAST_REF"),
        ("That is for the future.", "the future", "DATE", "FUTURE_REF"),
        ("The talks lasted two and a half hours.", "two and a half hours", "DURATION", "PT2H30M"),
        ("The talks lasted half an hour.", "half an hour", "DURATION", "PT30M"),
        ("It was a three-week siege.", "three-week", "DURATION", "P3W"),
        ("It took several months.", "several months", "DURATION", "PXM"),
        ("Output fell over the past three months.", "the past three months", "DURATION", "P3M"),
        ("It took decades.", "decades", "DURATION", "PXDE"),
        ("They pray there every Friday.", "every Friday", "SET", "XXXX-WXX-5"),
        ("They meet every two weeks.", "every two weeks", "SET", "P2W"),
        ("The town is shelled daily.", "daily", "SET", "P1D"),
        ("The raid came at 9:30 p.m. on Tuesday.", "9:30 p.m. on Tuesday", "TIME", "2016-05-17T21:30"),
        ("The raid came at 0530 GMT.", "0530 GMT", "TIME", "2016-05-18T05:30"),
        ("The raid came at noon on Sunday.", "noon on Sunday", "TIME", "2016-05-15T12:00"),
        ("The raid came last night.", "last night", "TIME", "2016-05-17TNI"),
        ("The raid came on the night of 3 May.", "the night of 3 May", "TIME", "2016-05-03TNI"),
        ("The raid came on Christmas Eve.", "Christmas Eve", "DATE", "2015-12-24"),
        ("The raid came on Easter Monday.", "Easter Monday", "DATE", "2016-03-28"),
        ("The raid came on Good Friday 2014.", "Good Friday 2014", "DATE", "2014-04-18"),
        ("It fell on 12 Ramadan 1436.", "12 Ramadan 1436", "DATE", "2015-06-29"),
        ("It fell on 22 Bahman 1357.", "22 Bahman 1357", "DATE", "1979-02-11"),
        ("It fell in the 3 years' war.", "the 3 years", "DURATION", "P3Y"),
        ("It fell within two years and nine.", "within two years", "DURATION", "P2Y"),
        ("It was a thirty-year-long war.", "thirty-year-long", "DURATION", "P30Y"),
        ("It was a year-long war.", "a year-long", "DURATION", "P1Y"),
        ("It took 2½ years.", "2½ years", "DURATION", "P2Y6M"),
        ("It took a year and a half.", "a year and a half", "DURATION", "P1Y6M"),
        ("It took two to three weeks.", "two to three weeks", "DURATION", "P2W"),
        ("It took another month.", "another month", "DURATION", "P1M"),
        ("It will be over in two days from now.", "two days from now", "DATE", "2016-05-20"),
        ("They met on a Friday.", "Friday", "DATE", "XXXX-WXX-5"),
        ("They meet every Friday night or so.", "every Friday", "SET", "XXXX-WXX-5"),
        ("They meet each morning.", "each morning", "SET", "XXXX-XX-XXTMO"),
        ("They meet every January.", "every January", "SET", "XXXX-01"),
        ("They march by night.", "night", "TIME", "XXXX-XX-XXTNI"),
        ("They met at year-end.", "year-end", "DATE", "2016"),
        ("They met late in the week.", "late in the week", "DATE", "2016-W20"),
        ("They talked for the rest of the month.", "the month", "DATE", "2016-05"),
        ("They met in 10/31/15 form.", "10/31/15", "DATE", "2015-10-31"),
        ("They met in 1450 BCE.", "1450 BCE", "DATE", "BC1450"),
        ("They met last May.", "last May", "DATE", "2015-05"),
        ("They meet next May.", "next May", "DATE", "2017-05"),
        ("They met on 9/11.", "9/11", "DATE", "2001-09-11"),
        ("They will meet at Christmas.", "Christmas", "DATE", "2016-12-25"),
        ("They met the day before yesterday.", "the day before yesterday", "DATE", "2016-05-16"),
        ("They will meet in the spring of next year.", "the spring of next year", "DATE", "2017-SP"),
        ("It fell on the second Sunday of April.", "the second Sunday of April", "DATE", "2016-04-10"),
        ("It fell in the first week of March.", "the first week of March", "DATE", "2016-03"),
    ],
)
def test_news(text: str, words: str, kind: str, value: str) -> None:
    """News counts from the day of publication, and the tense tells before from after."""
    assert read(text) == [(words, kind, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He left last weekend.", "2016-W19-WE"),
        ("He leaves next weekend.", "2016-W20-WE"),
        ("He will leave at the weekend.", "2016-W20-WE"),
        ("He left at year-end 2014.", "2014"),
        ("He left in the first half of this year.", "2016-H1"),
        ("He left in the third quarter of fiscal 2014.", "2014-Q3"),
        ("He left in the 2014 third quarter.", "2014-Q3"),
        ("He left in last year's fourth quarter.", "2015-Q4"),
        ("He leaves next summer.", "2016-SU"),
        ("He left this spring.", "2016-SP"),
        ("He left in the fall.", "2015-FA"),
        ("He left in the winter of 2012-13.", "2012-WI"),
        ("He left in the spring and summer of 2013.", "2013-SP"),
        ("He left half a century ago.", "1966"),
        ("He left two and a half years ago.", "2013-11"),
        ("He left 30 minutes ago.", "2016-05-18"),
        ("He left a century ago.", "19XX"),
        ("He left over a fortnight ago.", "2016-W18"),
        ("He left a few minutes ago.", "PAST_REF"),
        ("He left in the '80s.", "198X"),
        ("He left in 1936-39.", "1936"),
        ("He left on Friday last week.", "2016-05-13"),
        ("He leaves on Friday next week.", "2016-05-27"),
        ("He left at 5 o'clock.", None),
        ("The next Ramadan will be quiet.", "2016-06-06/P30D"),
        ("He left on the first day of Ramadan 2014.", "2014-06-28"),
        ("He left in January 2014, and later that month she did.", "2014-01"),
        ("He left on 3 May. The next day she did.", "2016-05-03"),
    ],
)
def test_more_news(text: str, value: str | None) -> None:
    """Weekends, quarters, seasons and what is counted back; an hour that may be of two halves of the day is no time."""
    assert [one[2] for one in read(text)][:1] == ([] if value is None else [value])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The fort fell on 16 October.", "1907-10-16"),
        ("The fort fell in March.", "1907-03"),
        ("The fort fell in the winter.", "1907-WI"),
        ("The fort fell that year.", "1907"),
        ("The fort fell the following year.", "1908"),
        ("The fort fell two years later.", "1909"),
        ("The fort fell this year.", "1907"),
        ("The fort fell late that year.", "1907"),
        ("The fort fell on Christmas Day.", "1907-12-25"),
    ],
)
def test_narrative(text: str, value: str) -> None:
    """A chronicle counts from the year told last, whenever it was published."""
    assert read(CHRONICLE + text)[-1][2] == value


def test_narrative_steps() -> None:
    """Within a chronicle, days count from the day told last, and the turn of a year is seen."""
    values = [value for _, _, value in read(CHRONICLE + "On 28 December 1909 it fell. Two days later it burnt.")]
    assert values[-2:] == ["1909-12-28", "1909-12-30"]
    values = [value for _, _, value in read(CHRONICLE + "It fell in December 1909. In January peace came.")]
    assert values[-2:] == ["1909-12", "1910-01"]
    values = [
        value for _, _, value in read(CHRONICLE + "In 1909 it fell; the siege had begun in 1905. In May all fled.")
    ]
    assert values[-1] == "1909-05"


def test_headings_tell_the_year() -> None:
    """A year at the head of a line dates the months under it."""
    text = CHRONICLE + "\n1909\n\nIn May the army rose.\n\n1910: the return\n\nOn 4 June it came back."
    assert [value for _, _, value in read(text)][-4:] == ["1909", "1909-05", "1910", "1910-06-04"]


def test_quarters_compare() -> None:
    """Business news compares with the same quarter a year before."""
    found = read("In the third quarter, profit rose. A year earlier, it fell. The quarter's sales were flat.")
    assert [value for _, _, value in found] == ["2015-Q3", "2014-Q3", "2015-Q3"]
    assert read("Profit rose in the third quarter from the year-ago period.")[1][2] == "2014-Q3"


@pytest.mark.parametrize(
    "text",
    [
        "It opened on 31 February.",
        "It opened on 29 February 2015.",
        "It opened on 30 Ramadan 1436.",
        "It opened on 31 Mehr 1390.",
        "A quarter of them fled in seconds flat to some quarters.",
        "He is a 40-year-old and the other is ten years old.",
        "The second may march in the fall of the city.",
    ],
)
def test_no_times(text: str) -> None:
    """Impossible days, ages, fractions and homographs have no value."""
    assert read(text) == []


@pytest.mark.parametrize("published", [None, dt.date(1066, 10, 14), dt.date(1916, 5, 18), dt.date(2190, 5, 18)])
def test_an_absurd_publication_moves_nothing(published: dt.date | None) -> None:
    """Without a publication day, or with one that the text belies, only what names its own year resolves."""
    text = (
        "The truce of 3 May 2014 failed on 9 June 2014. It ended yesterday. Talks begin next week. He left on Monday."
    )
    found = read(text, published)
    assert [value for _, _, value in found][:2] == ["2014-05-03", "2014-06-09"]
    assert all(value.startswith("2014-") for _, _, value in found)


def test_feasts_are_as_wide_as_the_moon_leaves_them() -> None:
    """A day of Eid may fall a day earlier or later where the moon is watched for."""
    text = "He was shot on the third day of Eid al-Fitr."
    found = timexes(nlp.parse(text), days.one(dt.date(2016, 7, 12)).interval())
    assert [(one.text, one.value) for one in found] == [("the third day of Eid al-Fitr", "2016-07-08")]
    interval = found[0].interval
    assert interval is not None
    assert interval.start == dt.datetime(2016, 7, 7, tzinfo=dt.UTC)
    assert interval.end == dt.datetime(2016, 7, 10, tzinfo=dt.UTC)
    assert read("He was shot on the second day of Eid.", dt.date(2016, 9, 20))[0][2] == "2016-09-12"


def test_modifiers() -> None:
    """Parts and bounds are told beside the value."""
    text = "It began in late June, more than two years ago, in early 2013, and took at least a week."
    found = timexes(nlp.parse(text), days.one(PUBLISHED).interval())
    assert [(one.value, one.mod) for one in found] == [
        ("2015-06", "END"),
        ("2014", "MORE_THAN"),
        ("2013", "START"),
        ("P1W", "EQUAL_OR_MORE"),
    ]
