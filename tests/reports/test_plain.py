"""Text files: the header block, the text as it stands, dates and encodings."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.records import Interval, Reject, Report
from counterclaim.reports import dates
from counterclaim.reports.decode import decode
from counterclaim.reports.plain import split
from tests.reports.captured import NOW, day, one_reject, one_report, read

BODY = (
    "Gunmen stopped two aid trucks near El Geneina on Sunday.\n\nThe drivers were let go unharmed, their union said.\n"
)
HEADER = (
    "title: Two trucks held\npublisher: Example Wire\npublished: 2024-05-06\nurl: https://example.org/a\nid: ew-1\n\n"
)


def test_the_header_fills_the_report_and_leaves_the_text() -> None:
    """All five header lines are taken up, and the text below is kept to the letter."""
    report = one_report(HEADER + BODY)
    assert (report.title, report.publisher, report.url, report.ref) == (
        "Two trucks held",
        "Example Wire",
        "https://example.org/a",
        "ew-1",
    )
    assert report.published_at == day(2024, 5, 6)
    assert report.text == BODY


def test_bare_text_says_nothing_about_itself() -> None:
    """Without a header nothing is filled in: no title, publisher or date is made up."""
    report = one_report(BODY, source="notes/a.txt")
    assert (report.title, report.publisher, report.url, report.published_at) == (None, None, None, None)
    assert (report.ref, report.text) == ("notes/a.txt", BODY)


def test_a_first_paragraph_that_only_looks_like_a_header_is_text() -> None:
    """One line that is no header line makes the whole paragraph text."""
    text = (
        "title: Two trucks held\nNyala: fighting eased.\n\nThe road to the east was open again on Sunday, drivers said."
    )
    assert one_report(text).text == text
    assert split("Moscow: no comment.\n\nMore.")[0] == {}


def test_what_the_caller_says_stands_in_only_where_the_text_is_silent() -> None:
    """A person's date and publisher fill gaps and do not overrule the header."""
    (silent,) = read(BODY, published=day(2024, 1, 2), publisher="Desk")
    (told,) = read(HEADER + BODY, published=day(2024, 1, 2), publisher="Desk")
    assert isinstance(silent, Report)
    assert isinstance(told, Report)
    assert (silent.published_at, silent.publisher) == (day(2024, 1, 2), "Desk")
    assert (told.published_at, told.publisher) == (day(2024, 5, 6), "Example Wire")


def test_line_ends_are_made_unix_and_nothing_else_changes() -> None:
    """Windows and old Mac line ends become line feeds; spaces and tabs stay."""
    report = one_report(b"The  bridge at\tQara fell on Monday.\r\nTwo guards were hurt there.\rNo one claimed it.")
    assert report.text == "The  bridge at\tQara fell on Monday.\nTwo guards were hurt there.\nNo one claimed it."


@pytest.mark.parametrize("written", ["2031-01-01", "2024-13-40", "yesterday", "1066-10-14", "06/05/2024", "2024-05"])
def test_a_date_that_cannot_be_is_rejected_beside_the_report(written: str) -> None:
    """The report is read without a date, and a reject names what was written: nothing lost, nothing guessed."""
    report, reject = read(f"published: {written}\n\n{BODY}")
    assert isinstance(report, Report)
    assert isinstance(reject, Reject)
    assert report.published_at is None
    assert reject.reason == "bad_date"
    assert written[:4] in reject.detail


def test_a_future_date_given_by_a_person_is_rejected_too() -> None:
    """A date on the command line is held to the same rule."""
    report, reject = read(BODY, published=day(2030, 1, 1))
    assert isinstance(report, Report)
    assert isinstance(reject, Reject)
    assert (report.published_at, reject.reason) == (None, "bad_date")


def test_the_day_that_has_begun_in_the_east_is_no_future() -> None:
    """Noon UTC on the first of June is the second in Kiribati: that day may be a publication date."""
    assert NOW.hour == 12
    assert dates.fault_of(day(2024, 6, 2), NOW) is None
    assert dates.fault_of(day(2024, 6, 3), NOW) is not None


def test_an_instant_is_kept_and_a_time_without_zone_is_only_a_day() -> None:
    """A zone makes a time an instant in UTC; without one it says no more than its day."""
    minute = dt.datetime(2024, 5, 6, 4, 30, tzinfo=dt.UTC)
    assert dates.parse("2024-05-06T07:30+03:00") == Interval(start=minute, end=minute + dt.timedelta(minutes=1))
    assert dates.parse("2024-05-06 07:30") == day(2024, 5, 6)
    assert isinstance(dates.parse("2024-05-06T25:00Z"), str)


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(9000, 1, 1)))
def test_every_day_reads_back(date: dt.date) -> None:
    """A day written in ISO 8601 is that day, midnight to midnight UTC."""
    assert dates.parse(date.isoformat()) == Interval.day(date)


@given(st.text(max_size=40))
def test_no_written_date_crashes(written: str) -> None:
    """Whatever stands for a date becomes an interval or a sentence."""
    assert isinstance(dates.parse(written), Interval | str)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_usual_encodings_are_told(encoding: str) -> None:
    """The same text is read from each of the usual encodings, marked or not."""
    text = "“We heard three blasts,” said a café owner in Mariupol – the doors were blown in and a wall had fallen."
    assert one_report(text.encode(encoding)).text == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_utf8_always_reads_back(text: str) -> None:
    """Decoding UTF-8 loses nothing but a leading byte-order mark."""
    assert decode(text.encode()) == text.removeprefix("\ufeff")


def test_a_page_may_declare_its_encoding() -> None:
    """The charset of a meta tag is believed where the bytes are not UTF-8."""
    page = '<meta charset="windows-1251"><p>Обстрел</p>'
    assert decode(page.encode("cp1251"), page=True) == page
    assert decode(b'<meta charset="no-such-code"><p>ok</p>', page=True) == '<meta charset="no-such-code"><p>ok</p>'


def test_nothing_but_white_space_is_empty() -> None:
    """Spaces and line breaks are no text."""
    assert one_reject(" \n\t\r\n ").reason == "empty"
    assert one_reject("").reason == "empty"
    assert one_reject("title: Only a title\n\n").reason == "empty"


def test_the_same_input_gives_the_same_report() -> None:
    """Reading is pure: the same capture, the same id."""
    assert one_report(HEADER + BODY) == one_report(HEADER + BODY)
