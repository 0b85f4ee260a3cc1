"""What a person writes for a field: every form is read as it says, and nothing else is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.commands import fields
from counterclaim.errors import UsageError
from counterclaim.records import Interval, PartyName


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """Return a moment, UTC."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2017-04-15", utc(2017, 4, 15), utc(2017, 4, 16)),
        ("2016-02", utc(2016, 2, 1), utc(2016, 3, 1)),
        ("2016", utc(2016, 1, 1), utc(2017, 1, 1)),
        ("2017-04-15/2017-04-17", utc(2017, 4, 15), utc(2017, 4, 18)),
        ("2017-04-15T14:30Z", utc(2017, 4, 15, 14, 30), utc(2017, 4, 15, 14, 31)),
        ("2017-04-15T14:30Z/2017-04-15T16:00Z", utc(2017, 4, 15, 14, 30), utc(2017, 4, 15, 16, 1)),
        ("2017-04-15/", utc(2017, 4, 15), None),
        ("/2017-04", None, utc(2017, 5, 1)),
    ],
)
def test_times(written: str, start: dt.datetime | None, end: dt.datetime | None) -> None:
    """A stretch holds its last day, month or minute; an end left out is not known."""
    assert fields.when(written) == Interval(start=start, end=end)


@pytest.mark.parametrize(
    "written", ["", "/", "2017-4-5", "15.04.2017", "2017-04-15T25:00Z", "9999-12-31", "2017-04-15T14:30"]
)
def test_no_times(written: str) -> None:
    """What is no time, or past the calendar's end, is refused with the forms that are read."""
    with pytest.raises(UsageError, match="expected a time like 2017-04-15"):
        fields.when(written)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 400))
def test_a_stretch_of_days_holds_each(first: dt.date, days: int) -> None:
    """From a day to a day, both are in it."""
    last = first + dt.timedelta(days=days)
    found = fields.when(f"{first}/{last}")
    assert found == Interval(start=Interval.day(first).start, end=Interval.day(last).end)


def test_tolls() -> None:
    """An exact figure, one open at the top, a range; several at once; never a group that nobody said."""
    found = fields.tolls("killed civilians 21; wounded people 43+ ;missing children 12-15")
    assert [(toll.harm, toll.who, toll.low, toll.high, toll.words) for toll in found] == [
        ("killed", "civilians", 21, 21, "21"),
        ("wounded", "people", 43, None, "43+"),
        ("missing", "children", 12, 15, "12-15"),
    ]
    for wrong in (
        "killed 21",
        "slain people 3",
        "killed people",
        "killed people -3",
        "killed people ٣",
        "killed people 5-",
    ):
        with pytest.raises(UsageError, match="expected a toll like"):
            fields.tolls(wrong)


def test_parties() -> None:
    """A name gets the register's id, an id its name; a name that the register lacks stays as it is written."""
    assert fields.parties("SOHR; Nobody At All") == (
        PartyName(name="SOHR", party="sohr"),
        PartyName(name="Nobody At All"),
    )
    assert fields.party("sohr").party == "sohr"
    assert fields.party("sohr").name != "sohr"


def test_places(capsys: pytest.CaptureFixture[str]) -> None:
    """A point is taken as given, a name is looked up; one that several bear is told of, and can be told apart."""
    (given,) = fields.places("Tell Ward@36.5,37.25,1500")
    assert (given.name, given.lat_deg, given.lon_deg, given.radius_m, given.country) == (
        "Tell Ward",
        36.5,
        37.25,
        1500.0,
        None,
    )
    (found,) = fields.places("Aleppo", "SY")
    assert found.country == "SY"
    assert found.gazetteer_id is not None
    capsys.readouterr()
    (tripoli,) = fields.places("Tripoli")
    assert "is taken for Tripoli" in capsys.readouterr().err
    other = next(one for one in tripoli.alternatives if fields.places(f"Tripoli@{one}")[0].country != tripoli.country)
    assert fields.places(f"Tripoli@{other}")[0].gazetteer_id == other
    with pytest.raises(UsageError, match="counterclaim gazetteer find"):
        fields.places("Tripoli@nowhere")


def test_an_unknown_place_keeps_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    """A place that the gazetteer lacks has a name and no point, and that is said."""
    (found,) = fields.places("Qqzzxx")
    assert (found.name, found.lat_deg, found.country) == ("Qqzzxx", None, None)
    assert "knows no Qqzzxx" in capsys.readouterr().err


def test_states() -> None:
    """A state is named by code or name; places of two states have none in common."""
    assert fields.country("sy") == fields.country("Syria") == "SY"
    assert fields.state_of(fields.places("Aleppo@36.2,37.16,9000; Mosul@36.3,43.1,9000")) is None
    assert fields.state_of((*fields.places("Aleppo", "SY"), *fields.places("Mosul", "IQ"))) is None
    assert fields.state_of(fields.places("Mosul", "IQ")) == "IQ"
