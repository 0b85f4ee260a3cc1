"""The sheet for a terminal: what it shows, and what it never lets through."""

from __future__ import annotations

import datetime as dt
import io
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType

from counterclaim.publish.sheet import rejects_sheet, report_sheet, summary
from counterclaim.records import (
    Claim,
    Claimant,
    Count,
    Event,
    Interval,
    PartyName,
    Place,
    Quote,
    Reject,
    Report,
    Span,
    Support,
    Toll,
)
from counterclaim.text import BIDI
from tests import strategies

TEXT = (
    "Warplanes hit a bakery in Harun on Tuesday, killing two women and a child, the Tisa Observatory said.\n"
    "Gen. Aldan, a spokesman for Ardania, denied that its jets had flown there. Residents fled."
)


def report(**fields: Any) -> Report:
    """Return a report about the bakery."""
    known: dict[str, Any] = {"title": "Bakery hit in Harun", "publisher": "Example Post", "text": TEXT}
    rest: dict[str, Any] = {"capture": None, "url": None, "language": "en", "published_at": day(7)}
    return Report(id="r1", ref="post-17", **known | rest | fields)


def day(number: int) -> Interval:
    """Return a day of October 2015."""
    return Interval.day(dt.date(2015, 10, number))


def quote(words: str, text: str = TEXT) -> Quote:
    """Return the quote of words that stand in the text."""
    start = text.index(words)
    return Quote(report="r1", start=start, end=start + len(words), text=words)


def claim(words: str, who: Claimant, event: Event, *, fills: Sequence[str] = (), **fields: Any) -> Claim:
    """Return a claim carried by words of the text."""
    known: dict[str, Any] = {
        "id": "c1",
        "report": "r1",
        "happening": 1,
        "publisher": "Example Post",
        "stance": "asserts",
    }
    support = tuple(Support(field="kind", evidence=quote(fill)) for fill in fills)
    rest: dict[str, Any] = {"said_at": None, "maker": "test@1", "score": 1.0, "support": support}
    return Claim(claimant=who, event=event, evidence=quote(words), **known | rest | fields)


def printed(sheet: RenderableType, width: int, *, colours: bool = False) -> str:
    """Return what a terminal of that width gets."""
    out = io.StringIO()
    system: Literal["standard"] | None = "standard" if colours else None
    Console(file=out, width=width, force_terminal=colours, color_system=system, highlight=False).print(sheet)
    return out.getvalue()


STRIKE = claim(
    "Warplanes hit a bakery in Harun on Tuesday, killing two women and a child",
    Claimant(voice="named", name="Tisa Observatory"),
    Event(
        kind="air_strike",
        targets=(PartyName(name="bakery"),),
        places=(Place(name="Harun"),),
        country="SY",
        when=day(6),
        toll=(
            Toll(harm="killed", who="women", low=2, high=2, words="two women"),
            Toll(harm="killed", who="children", low=1, high=1, words="a child"),
        ),
        means="Warplanes",
    ),
    fills=("Warplanes", "two women"),
)
DENIAL = claim(
    "denied that its jets had flown there",
    Claimant(voice="named", name="Ardania"),
    Event(kind="air_strike", scope="series", actors=(PartyName(name="Ardania"),), count=Count(low=2, high=2, of=57)),
    stance="denies",
    happening=2,
)
FLIGHT = claim(
    "Residents fled", Claimant(voice="publisher"), Event(kind="displacement", targets=(PartyName(name="Residents"),))
)


def test_a_sheet_in_eighty_columns() -> None:
    """Number, kind and marks stand left, the claim right, the carrying words in ‹ › inside their sentence."""
    shown = printed(report_sheet(report(), [STRIKE, DENIAL, FLIGHT], width=80, plain=True), 80)
    assert shown == (
        "Bakery hit in Harun\n"
        "Example Post · 7 Oct 2015 · post-17\n"
        "\n"
        "   1  air strike          Tisa Observatory\n"
        "                          → bakery\n"
        "                          Harun, Syria · 6 Oct 2015\n"
        "                          killed 2 women, 1 child · Warplanes\n"
        "                            ‹Warplanes hit a bakery in Harun on Tuesday, killing\n"
        "                            two women and a child›, the Tisa Observatory said.\n"
        "\n"
        "   2  air strike          Ardania\n"
        "      denies              Ardania\n"
        "      series              2 of 57\n"
        "                            Gen. Aldan, a spokesman for Ardania, ‹denied that\n"
        "                            its jets had flown there›.\n"
        "\n"
        "   1  displacement        Example Post  its own voice\n"
        "                          → Residents\n"
        "                            Residents fled.\n"
        "\n"
    )


def test_a_narrow_terminal_puts_the_kind_above() -> None:
    """Below 64 columns the claim takes the width, and the kind stands above it."""
    shown = printed(report_sheet(report(), [DENIAL], width=50, plain=True), 50)
    assert "   2  air strike  denies  series\n      Ardania\n" in shown


def test_colours_replace_the_marks() -> None:
    """On a terminal the words that fill a field are bold, the rest of the sentence dim, and there are no ‹ ›."""
    shown = printed(report_sheet(report(), [STRIKE], width=80, plain=False), 80, colours=True)
    assert "\x1b[1mWarplanes\x1b[0m hit" in shown
    assert "\x1b[2m, the Tisa Observatory said.\x1b[0m" in shown
    assert "‹" not in shown


def test_the_head_tells_what_limits_the_reading() -> None:
    """No date, a lead only, a repeated part: each is told beside the report's name."""
    bare = report(
        title=None, publisher=None, published_at=None, completeness="lead_only", repeats=(Span(start=0, end=9),)
    )
    shown = printed(report_sheet(bare, [], width=120, plain=True), 120)
    assert shown.startswith("post-17\npublisher not known · not dated · lead only · 5 % repeated, read once\n")
    assert "no claim found" in shown


def test_rejects_tell_what_and_why() -> None:
    """What was set aside is listed with its reason, and with that reason's meaning where there is no detail."""
    rejects = [
        Reject(stage="sources", ref="scan.pdf", reason="binary", detail="PDF is not read"),
        Reject(stage="reports", ref="page.html", reason="no_body", detail=""),
    ]
    shown = printed(rejects_sheet(rejects), 80)
    assert "scan.pdf: binary\n        PDF is not read\n" in shown
    assert "page.html: no_body\n        the page has no article body" in shown


@pytest.mark.parametrize(
    ("reports", "claims", "rejects", "shown"),
    [(1, 1, 0, "1 report read · 1 claim"), (1200, 0, 3, "1,200 reports read · 0 claims · 3 set aside")],
)
def test_summary(reports: int, claims: int, rejects: int, shown: str) -> None:
    """One line says how much came in and out."""
    assert summary(reports=reports, claims=claims, rejects=rejects).plain == shown


SPOILT = (
    "\x1b[31m\u202eevil\u2066\x07 and a \u05e9\u05dc\u05d5\u05dd or \u0627\u0644\u0633\u0627\u0645 of\r\nlines\u2028"
)


@given(
    st.text(st.sampled_from("ab .\n\t" + SPOILT + "漢字é\u0301😀"), min_size=4, max_size=300),
    st.data(),
    st.integers(30, 130),
    strategies.claims,
)
def test_nothing_breaks_the_layout(text: str, data: st.DataObject, width: int, any_claim: Claim) -> None:
    """Whatever a text and its fields hold: no control or direction codes, and no line wider than the terminal."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    carrying = Quote(report="r1", start=start, end=end, text=text[start:end])
    fill = data.draw(st.integers(start, end - 1))
    filling = Support(field="kind", evidence=Quote(report="r1", start=fill, end=fill + 1, text=text[fill]))
    spoilt = msgspec.structs.replace(
        any_claim, evidence=carrying, support=(filling,), claimant=Claimant(voice="unnamed", name=SPOILT)
    )
    sheet = report_sheet(report(text=text, title=SPOILT), [spoilt], width=width, plain=True)
    for line in printed(sheet, width).split("\n"):
        assert not any(letter in BIDI or unicodedata.category(letter) in {"Cc", "Cs"} for letter in line)
        assert cell_len(line) <= width
        assert line == line.rstrip()


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 60))
def test_a_quote_is_shown_whole(start: int, length: int) -> None:
    """The carrying words stand in the sheet word for word, wherever they begin."""
    end = min(len(TEXT), start + length)
    carrying = Quote(report="r1", start=start, end=end, text=TEXT[start:end])
    moved = msgspec.structs.replace(FLIGHT, evidence=carrying)
    shown = printed(report_sheet(report(), [moved], width=400, plain=True), 400)
    assert re.sub(r"\s+", " ", carrying.text).strip() in re.sub(r"[‹›]", "", shown)
