"""The laws of the records: they travel as JSON unchanged, and impossible values cannot be made."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.ids import canonical
from counterclaim.records import (
    Claim,
    Claimant,
    Event,
    Interval,
    Line,
    Ownership,
    Party,
    Place,
    Record,
    Reject,
    Side,
    Span,
    Support,
    Toll,
    stretch,
)
from tests import strategies as made

DAY = dt.datetime(2019, 4, 8, tzinfo=dt.UTC)


@given(made.lines)
def test_line_survives_json(line: Line) -> None:
    """Any line, written as JSON and read as the union of all lines, is the same record again."""
    decoder: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)
    assert decoder.decode(msgspec.json.encode(line)) == line


@given(made.lines)
def test_line_survives_pickling(line: Line) -> None:
    """A record that another process made has the same canonical bytes, and so the same id."""
    assert canonical(pickle.loads(pickle.dumps(line))) == canonical(line)


@given(made.lines)
def test_line_is_one_line(line: Line) -> None:
    """A record's JSON holds no line break, so that a stream of lines can be split at them."""
    assert b"\n" not in canonical(line)


@given(made.lines)
def test_line_names_its_record(line: Line) -> None:
    """A line's key `record` is its type's name in lower case: other tools can tell the lines apart."""
    assert msgspec.json.decode(canonical(line))["record"] == type(line).__name__.lower()


@given(st.dates(max_value=dt.date(9999, 12, 30)))
def test_day_is_its_own_day(day: dt.date) -> None:
    """A day is the 24 hours from its midnight, UTC."""
    found = Interval.day(day)
    assert found.start is not None
    assert found.end is not None
    assert (found.start.date(), found.end - found.start) == (day, dt.timedelta(hours=24))


@given(made.lines, st.sampled_from(["colour", "Record", "id "]))
def test_unknown_field_refused(line: Line, name: str) -> None:
    """A field that the record does not have is an error: nothing is swallowed."""
    fields: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(line))
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(msgspec.json.encode({**fields, name: 1}), type=type(line))


@given(made.claims, st.data())
def test_missing_field_refused(claim: Claim, data: st.DataObject) -> None:
    """A claim without one of its required fields is an error, never a default."""
    required = [f.name for f in msgspec.structs.fields(Claim) if f.required]
    fields: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(claim))
    del fields[data.draw(st.sampled_from(required))]
    with pytest.raises(msgspec.ValidationError, match="missing required field"):
        msgspec.json.decode(msgspec.json.encode(fields), type=Claim)


def test_unknown_kind_refused() -> None:
    """A kind outside the closed list is refused, and never falls to a default."""
    with pytest.raises(msgspec.ValidationError, match="Invalid enum value"):
        msgspec.json.decode(b'{"kind": "mishap"}', type=Event)


def test_unknown_record_refused() -> None:
    """A line whose `record` names no record is refused."""
    with pytest.raises(msgspec.ValidationError, match="record"):
        msgspec.json.decode(b'{"record": "rumour", "id": "x"}', type=Line)


@given(made.lines)
def test_records_are_frozen(line: Record) -> None:
    """A record cannot be changed in place."""
    with pytest.raises(AttributeError, match="immutable"):
        setattr(line, msgspec.structs.fields(type(line))[0].name, "other")


@given(st.integers(-100, 100), st.integers(-100, 100))
def test_span_bounds(start: int, end: int) -> None:
    """A span exists exactly when 0 <= start < end."""
    if 0 <= start < end:
        assert Span(start=start, end=end).end == end
    else:
        with pytest.raises(ValueError, match="a span needs"):
            Span(start=start, end=end)


@given(made.moments, made.moments)
def test_interval_order(start: dt.datetime, end: dt.datetime) -> None:
    """An interval with both ends exists exactly when it has a width."""
    if start < end:
        assert Interval(start=start, end=end).start == start
    else:
        with pytest.raises(ValueError, match="an interval needs"):
            Interval(start=start, end=end)


@pytest.mark.parametrize("edge", [DAY.replace(tzinfo=None), DAY.astimezone(dt.timezone(dt.timedelta(hours=3)))])
def test_interval_is_utc(edge: dt.datetime) -> None:
    """An interval's edge without a zone, or in another zone than UTC, is refused: a zone is never guessed."""
    with pytest.raises(ValueError, match="UTC"):
        Interval(start=edge)


@given(made.intervals)
def test_interval_half_known(interval: Interval) -> None:
    """An end that is not known stays None through JSON."""
    assert msgspec.json.decode(canonical(interval), type=Interval) == interval


@given(*[st.none() | st.floats(-80, 80) for _ in range(3)])
def test_place_resolved_wholly_or_not(lat: float | None, lon: float | None, radius: float | None) -> None:
    """Latitude, longitude and a radius above 0 stand together or not at all: there is no half-known pin."""
    known = [value is not None for value in (lat, lon, radius)]
    if all(known) == any(known) and (radius is None or radius > 0):
        assert Place(name="Port Sudan", lat_deg=lat, lon_deg=lon, radius_m=radius).lat_deg == lat
    else:
        with pytest.raises(ValueError, match="radius_m"):
            Place(name="Port Sudan", lat_deg=lat, lon_deg=lon, radius_m=radius)


@given(st.integers(-5, 50), st.none() | st.integers(-5, 50))
def test_toll_bounds(low: int, high: int | None) -> None:
    """A toll exists exactly when 0 <= low <= high, or its top is open."""
    if low >= 0 and (high is None or high >= low):
        assert Toll(harm="killed", who="people", low=low, high=high, words="some").low == low
    else:
        with pytest.raises(ValueError, match="a toll needs"):
            Toll(harm="killed", who="people", low=low, high=high, words="some")


@pytest.mark.parametrize(("voice", "name"), [("publisher", "Radio Tahar"), ("named", None), ("unnamed", None)])
def test_claimant_has_a_name_unless_publisher(voice: Any, name: str | None) -> None:
    """A claimant without a name, or the publisher's own voice with one, is refused."""
    with pytest.raises(ValueError, match="a claimant has a name"):
        Claimant(voice=voice, name=name)


def test_support_needs_words_or_rule() -> None:
    """A field that is filled by neither words nor a named rule is refused: nothing comes from nowhere."""
    with pytest.raises(ValueError, match="by words or by a named rule"):
        Support(field="when")


def test_broken_rule_in_json_is_a_decoding_error() -> None:
    """A value that breaks a record's rule is refused from JSON too, with the rule in the message."""
    with pytest.raises(msgspec.ValidationError, match="a span needs"):
        msgspec.json.decode(b'{"start": 4, "end": 4}', type=Span)


def test_unsaid_is_left_out() -> None:
    """A field that is None or empty by default does not appear in JSON: no default stands in for it."""
    assert canonical(Event(kind="siege")) == b'{"kind":"siege"}'


def test_reject_stages() -> None:
    """A reject comes from a known stage."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"record": "reject", "stage": "kitchen", "ref": "a", "reason": "b", "detail": "c"}, Reject)


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_a_stretch_holds_its_day(day: dt.date, length: int) -> None:
    """The year, the month and the day of a date each hold it."""
    first, last = stretch(day.isoformat()[:length])
    assert first <= day <= last


@pytest.mark.parametrize("text", ["", "14", "2014-13", "2014-02-30", "2014-9", "0000", "2014-09-21T00:00", "٢٠١٤"])
def test_a_stretch_is_a_date(text: str) -> None:
    """What is no year, month or day of the calendar is refused."""
    with pytest.raises(ValueError, match="date"):
        stretch(text)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (dt.date(2013, 12, 31), False),
        (dt.date(2014, 6, 1), None),
        (dt.date(2014, 12, 31), True),
        (dt.date(2016, 2, 29), True),
        (dt.date(2017, 12, 1), None),
        (dt.date(2017, 12, 31), False),
        (dt.date(2020, 1, 1), False),
    ],
)
def test_a_tie_is_undecided_only_at_its_edges(day: dt.date, holds: bool | None) -> None:
    """From 2014 to December 2017: within the year it began and the month it ended, nobody can tell."""
    tie = Side(party="a", since="2014", until="2017-12", source="own statements")
    assert tie.holds(day) is holds


def test_an_owner_changes_on_its_day() -> None:
    """A sale on a known day leaves no day without an owner and none with two."""
    sold = "2022-12-30"
    owners = (Ownership(by="old", until=sold, source="filing"), Ownership(by="new", since=sold, source="filing"))
    party = Party(id="outlet", names=("Outlet",), kind="outlet", owner=owners)
    days = (dt.date(2022, 12, 29), dt.date(2022, 12, 30))
    assert [[owner.by for owner in party.owner_at(day) or ()] for day in days] == [["old"], ["new"]]
    assert party.side_at(days[0]) is None


@pytest.mark.parametrize(
    ("since", "until", "source", "told"),
    [("2015", "2014", "x", "from before to"), (None, "soon", "x", "a date is"), ("2014", None, " ", "needs a source")],
)
def test_a_tie_that_cannot_be_is_refused(since: str | None, until: str | None, source: str, told: str) -> None:
    """A tie that ends before it began, has no date where one stands, or no source, is refused."""
    with pytest.raises(ValueError, match=told):
        Side(party="a", since=since, until=until, source=source)
