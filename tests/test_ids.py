"""The laws of ids: content alone makes them, and they never change unnoticed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import ids
from counterclaim.records import Claim, Claimant, Event, Interval, PartyName, Report, Stance, Toll
from tests import strategies as made

DAY = Interval(start=dt.datetime(2023, 4, 15, tzinfo=dt.UTC), end=dt.datetime(2023, 4, 16, tzinfo=dt.UTC))


def _of(claim: Claim) -> str:
    return ids.claim_id(
        report=claim.report,
        start=claim.evidence.start,
        end=claim.evidence.end,
        maker=claim.maker,
        claimant=claim.claimant,
        stance=claim.stance,
        event=claim.event,
    )


def test_pinned() -> None:
    """The ids of one capture, report and claim are these for ever: a change is a breaking change with a new version."""
    report = ids.report_id(
        ref="a-1", url=None, publisher="Nile Wire", title="Shells fall", text="Shells fell.", published_at=DAY
    )
    claim = ids.claim_id(
        report=report,
        start=0,
        end=12,
        maker="rules@1",
        claimant=Claimant(voice="named", name="the army"),
        stance="denies",
        event=Event(
            kind="shelling",
            actors=(PartyName(name="the army"),),
            when=DAY,
            toll=(Toll(harm="killed", who="children", low=2, high=None, words="at least two children"),),
        ),
    )
    assert ids.capture_id(sha256="00", source="folder", url=None) == "b1ec98c7e8d8f46d2b51fe9f457c3234fe"
    assert report == "r15f4c819e511ffcfd6a07cbe6e6331e6b"
    assert claim == "c1ba2c6dbb3c1db1d3934a8c04e19def48"


@given(made.claims)
def test_shape(claim: Claim) -> None:
    """An id is a letter, the version digit and 32 hexadecimal digits."""
    assert re.fullmatch(r"c1[0-9a-f]{32}", _of(claim))


@given(made.claims, st.floats(0, 1), st.integers(1, 99))
def test_score_and_happening_do_not_count(claim: Claim, score: float, happening: int) -> None:
    """A claim's id says nothing of how sure its maker was, nor of how retellings were grouped."""
    assert _of(msgspec.structs.replace(claim, score=score, happening=happening)) == _of(claim)


@given(made.claims)
def test_stable_through_json(claim: Claim) -> None:
    """A claim read back from JSON has the id that it had."""
    assert _of(msgspec.json.decode(msgspec.json.encode(claim), type=Claim)) == _of(claim)


@given(made.claims, made.claims)
def test_content_counts(one: Claim, other: Claim) -> None:
    """Two claims have one id exactly when report, span, maker, claimant, stance and event are the same."""

    def content(claim: Claim) -> bytes:
        span = (claim.evidence.start, claim.evidence.end)
        return ids.canonical((claim.report, *span, claim.maker, claim.claimant, claim.stance, claim.event))

    assert (_of(one) == _of(other)) == (content(one) == content(other))


def test_two_claimants_of_one_sentence() -> None:
    """Two parties that say the same in the same words make two claims, and so do saying and denying."""
    event = Event(kind="air_strike")
    voices = (
        Claimant(voice="named", name="Ankara"),
        Claimant(voice="named", name="Tehran"),
        Claimant(voice="publisher"),
    )
    stances: tuple[Stance, ...] = ("asserts", "denies", "intends")
    found = {
        ids.claim_id(report="r", start=0, end=9, maker="rules@1", claimant=voice, stance=stance, event=event)
        for voice in voices
        for stance in stances
    }
    assert len(found) == len(voices) * len(stances)


@given(made.reports, made.words)
def test_report_id_counts_what_a_reader_sees(report: Report, other: str) -> None:
    """A report's id changes with its text, and not with what was derived from it."""

    def of(text: str) -> str:
        return ids.report_id(
            ref=report.ref,
            url=report.url,
            publisher=report.publisher,
            title=report.title,
            text=text,
            published_at=report.published_at,
        )

    assert (of(report.text) == of(other)) == (report.text == other)


@given(st.dictionaries(made.words, st.integers(), min_size=2, max_size=5))
def test_canonical_ignores_order(table: dict[str, Any]) -> None:
    """Canonical bytes do not depend on the order in which a table was filled."""
    assert ids.canonical(dict(reversed(table.items()))) == ids.canonical(table)
