"""Hypothesis strategies: any record that the rules of records.py allow."""

from __future__ import annotations

import datetime as dt
from typing import get_args

from hypothesis import strategies as st

from counterclaim import records
from counterclaim.records import (
    Capture,
    Claim,
    Claimant,
    Count,
    Event,
    Field,
    Group,
    Harm,
    Interval,
    Kind,
    PartyName,
    Place,
    Quote,
    Reject,
    Report,
    Scope,
    Span,
    Stance,
    Support,
    Toll,
)

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
maybe_words = st.none() | words
moments = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001


def _sorted_pair(one: int, other: int) -> tuple[int, int]:
    return (min(one, other), max(one, other))


def _interval(one: dt.datetime, other: dt.datetime, known: tuple[bool, bool]) -> Interval:
    start, end = min(one, other), max(one, other)
    if start == end:
        end += dt.timedelta(days=1)
    return Interval(start=start if known[0] else None, end=end if known[1] else None)


intervals = st.builds(_interval, moments, moments, st.tuples(st.booleans(), st.booleans()))


def _span(start: int, width: int) -> Span:
    return Span(start=start, end=start + width)


def _named(name: str, party: str | None) -> Claimant:
    return Claimant(voice="named", name=name, party=party)


def _quote(report: str, start: int, text: str) -> Quote:
    return Quote(report=report, start=start, end=start + len(text), text=text)


spans = st.builds(_span, st.integers(0, 10**6), st.integers(1, 999))
parties = st.builds(PartyName, name=words, party=maybe_words)
claimants = st.builds(_named, words, maybe_words) | st.just(Claimant(voice="publisher"))
places = st.builds(Place, name=words, country=st.none() | st.just("YE"), alternatives=st.tuples(words)) | st.builds(
    Place,
    name=words,
    lat_deg=st.floats(-90, 90),
    lon_deg=st.floats(-180, 180),
    radius_m=st.floats(1, 1e6),
    precision=st.sampled_from(get_args(records.PlacePrecision)),
)


def _toll(harm: Harm, who: Group, pair: tuple[int, int], open_top: bool, written: str) -> Toll:
    return Toll(harm=harm, who=who, low=pair[0], high=None if open_top else pair[1], words=written)


tolls = st.builds(
    _toll,
    st.sampled_from(get_args(Harm)),
    st.sampled_from(get_args(Group)),
    st.builds(_sorted_pair, st.integers(0, 10**6), st.integers(0, 10**6)),
    st.booleans(),
    words,
)
counts = st.builds(
    Count, low=st.integers(0, 99), high=st.none() | st.integers(99, 999), of=st.none() | st.integers(999)
)
events = st.builds(
    Event,
    kind=st.sampled_from(get_args(Kind)),
    scope=st.sampled_from(get_args(Scope)),
    actors=st.lists(parties, max_size=2).map(tuple),
    targets=st.lists(parties, max_size=2).map(tuple),
    places=st.lists(places, max_size=2).map(tuple),
    country=st.none() | st.just("SD"),
    when=st.none() | intervals,
    count=st.none() | counts,
    toll=st.lists(tolls, max_size=2).map(tuple),
    means=maybe_words,
)
quotes = st.builds(_quote, words, st.integers(0, 10**6), words)
supports = st.builds(Support, field=st.sampled_from(get_args(Field)), evidence=quotes, rule=maybe_words)
claims = st.builds(
    Claim,
    id=words,
    report=words,
    happening=st.integers(1, 99),
    claimant=claimants,
    publisher=maybe_words,
    said_at=st.none() | intervals,
    stance=st.sampled_from(get_args(Stance)),
    event=events,
    evidence=quotes,
    support=st.lists(supports, max_size=2).map(tuple),
    maker=words,
    score=st.floats(0, 1),
)
captures = st.builds(
    Capture,
    id=words,
    sha256=words,
    source=words,
    url=maybe_words,
    media_type=words,
    fetched_at=moments,
    body=st.binary(max_size=50),
)
reports = st.builds(
    Report,
    id=words,
    ref=words,
    capture=maybe_words,
    url=maybe_words,
    publisher=maybe_words,
    title=maybe_words,
    text=words,
    language=words,
    published_at=st.none() | intervals,
    previous=maybe_words,
    completeness=st.sampled_from(get_args(records.Completeness)),
    repeats=st.lists(spans, max_size=2).map(tuple),
)
rejects = st.builds(
    Reject,
    stage=st.sampled_from(("sources", "reports", "claims")),
    ref=words,
    reason=words,
    detail=words,
)
lines = st.one_of(captures, reports, claims, rejects)
