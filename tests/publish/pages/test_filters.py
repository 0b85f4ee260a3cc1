"""Filters of a URL: one spelling each, read back as they were written, and told what is wrong when they cannot be."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, get_args
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.ledger import Box, Query
from counterclaim.publish.pages.filters import NAMES, BadFilter, box_of, country_of, parse, to_params, written
from counterclaim.records import GradeName, Harm, Kind, Review

_DAYS: Final = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).map(
    lambda day: dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
)
_LATITUDES: Final = st.lists(st.integers(-90_000_000, 90_000_000), min_size=2, max_size=2).map(sorted)
_LONGITUDES: Final = st.integers(-180_000_000, 180_000_000)
_TEXTS: Final = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=200)


@st.composite
def _boxes(draw: st.DrawFn) -> Box:
    """Return a box whose edges have six decimals, as a URL writes them."""
    south, north = draw(_LATITUDES)
    west, east = draw(_LONGITUDES), draw(_LONGITUDES)
    return Box(west=west / 1e6, south=south / 1e6, east=east / 1e6, north=north / 1e6)


@st.composite
def _queries(draw: st.DrawFn) -> Query:
    """Return any query that a URL can hold."""
    days = sorted(draw(st.lists(_DAYS, min_size=2, max_size=2, unique=True)))
    said: dict[str, Any] = {
        "since": days[0],
        "until": days[1],
        "box": draw(_boxes()),
        "country": draw(st.sampled_from(("SY", "TR", "XK"))),
        "kind": draw(st.sampled_from(get_args(Kind))),
        "party": draw(_TEXTS.map(str.strip).filter(bool)),
        "grade": draw(st.sampled_from(get_args(GradeName))),
        "harm": draw(st.sampled_from(get_args(Harm))),
        "contested": draw(st.booleans()),
        "review": draw(st.sampled_from(get_args(Review))),
        "text": draw(_TEXTS.map(str.strip).filter(bool)),
        "order": draw(st.sampled_from(("when", "toll", "spread", "review"))),
        "after": draw(st.integers(0, 16**32 - 1).map("i1{:032x}".format)),
    }
    kept = draw(st.sets(st.sampled_from(sorted(said))))
    return Query(**{name: value for name, value in said.items() if name in kept})


@given(_queries())
def test_what_is_written_is_read_back(query: Query) -> None:
    """Every query has one spelling, and that spelling means this query again."""
    params = to_params(query)
    again = parse(parse_qs(params, strict_parsing=bool(params)))
    assert again == query
    assert to_params(again) == params


def test_a_query_says_each_filter_in_a_fixed_order() -> None:
    """The spelling follows the order of the list of filters, and says until as the last day inclusive."""
    query = parse({"text": ["market"], "until": ["2015-10-07"], "since": ["2015-10-01"], "order": ["when"]})
    assert to_params(query) == "since=2015-10-01&until=2015-10-07&text=market"
    assert query.until == dt.datetime(2015, 10, 8, tzinfo=dt.UTC)
    assert to_params(Query(limit=5)) == ""


def test_empty_filters_are_not_given() -> None:
    """A form sends every field: those left empty filter nothing, and blanks around words do not count."""
    assert parse({name: ["", ""] for name in NAMES}) == Query()
    assert parse({"text": ["", " market "], "party": [" "]}) == Query(text="market")


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"colour": ["red"]}, "'colour' is no filter: the filters are since, until"),
        ({"kind": ["air_strike", "battle"]}, "kind is given 2 times: give it once"),
        ({"kind": ["strike"]}, "kind is one of battle, territory_change"),
        ({"grade": ["A"]}, "grade is one of confirmed, fair"),
        ({"harm": ["hurt"]}, "harm is one of killed, wounded"),
        ({"review": ["yes"]}, "review is one of machine, checked"),
        ({"contested": ["1"]}, "contested is one of true, false"),
        ({"order": ["date"]}, "order is one of when, toll"),
        ({"since": ["7.10.2015"]}, "since is a day like 2015-10-07"),
        ({"since": ["2015-02-30"]}, "since is a day like 2015-10-07"),
        ({"since": ["٢٠١٥-10-07"]}, "since is a day like 2015-10-07"),
        ({"until": ["9999-12-31"]}, "until is a day like 2015-10-07"),
        ({"since": ["2015-10-08"], "until": ["2015-10-07"]}, "since lies after until"),
        ({"box": ["1,2,3"]}, "expected four degrees W,S,E,N"),
        ({"box": ["a,b,c,d"]}, "expected four degrees W,S,E,N"),
        ({"box": ["35,37,42,32"]}, "SOUTH not above NORTH"),
        ({"box": ["nan,nan,nan,nan"]}, "a box is WEST,SOUTH,EAST,NORTH"),
        ({"box": ["-181,0,0,inf"]}, "a box is WEST,SOUTH,EAST,NORTH"),
        ({"country": ["Atlantis"]}, "expected a state's name or its ISO code like SY"),
        ({"text": ["x" * 201]}, "text has 201 characters: give at most 200"),
        ({"party": ["a\0b"]}, "party holds U+0000: leave it out"),
        ({"after": ["i1xyz"]}, "after is the id of an incident"),
    ],
)
def test_what_cannot_be_met_is_told(params: dict[str, list[str]], words: str) -> None:
    """A bad filter gives a sentence that says what was expected."""
    with pytest.raises(BadFilter) as told:
        parse(params)
    assert words in str(told.value)


def test_an_endless_value_is_not_repeated_whole() -> None:
    """What was given is quoted in the sentence, cut where it is long, and its control characters are escaped."""
    with pytest.raises(BadFilter) as told:
        parse({"box": ["\u202e" + "9" * 5000]})
    assert len(str(told.value)) < 300
    assert "\u202e" not in str(told.value)


def test_a_state_is_known_by_code_and_name() -> None:
    """A country may be written as its code in either case, or as one of its names."""
    assert country_of("sy") == country_of("SY") == country_of("Syria") == country_of("syria") == "SY"


def test_a_box_is_written_without_needless_digits() -> None:
    """Degrees are written with six decimals at most."""
    assert written(Box(west=35.5, south=-10, east=42.1234567, north=0)) == "35.5,-10,42.123457,0"
    assert box_of("170,-10,-170,10") == Box(west=170, south=-10, east=-170, north=10)
