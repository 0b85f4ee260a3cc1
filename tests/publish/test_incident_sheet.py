"""The sheet of one incident or series: positions, toll, grades, sources, joins, history."""

from __future__ import annotations

import dataclasses
import unicodedata
from typing import Any, TypeVar, cast

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from counterclaim.publish import incident_sheet, series_sheet
from counterclaim.publish.told import Told
from counterclaim.records import Incident, Tombstone
from counterclaim.text import BIDI
from tests.publish.derived import (
    BODIES,
    COPIED,
    DEPOT,
    FIRST,
    MIRROR,
    OPPOSED,
    RISEN,
    SERIES,
    STATE,
    TOLD,
    WIRE,
    WOUNDED,
    moment,
)
from tests.publish.screen import printed, told

GRAVE = Tombstone(id=MIRROR.id, sha256="0" * 64, reason_class="privacy", at=moment(10, 8), judgement="j1")


def shown(about: Incident = OPPOSED, behind: Told = TOLD, **options: Any) -> str:
    """Return the sheet on one line, as wide as it likes."""
    return told(incident_sheet.sheet(about, behind, asked=about.id, width=400, **options), 400)


def lines(about: Incident = OPPOSED, behind: Told = TOLD, width: int = 100) -> list[str]:
    """Return the sheet's lines."""
    return printed(incident_sheet.sheet(about, behind, asked=about.id, width=width), width).splitlines()


def test_positions_stand_side_by_side() -> None:
    """Of a contested field each position has a column: value, voices, carriers, quotes with their report."""
    page = lines()
    start = page.index("Contested: to whom")
    assert page[start + 1] == "  “bakery”                                          “terrorists”"
    assert page[start + 2].split("  ")[1:] == [
        "2 voices: Tisa Observatory, Harun Clinic", "", "", "", "", "1 voice: Ardanian defence ministry",
    ]  # fmt: skip
    assert page[start + 3].split() == "2 origins, 3 carriers 1 origin, 1 carrier".split()
    assert f"Ardanian defence ministry in Ardania Today, 8 Oct 2015 · {DEPOT.id[:10]}" in shown()


def test_a_copied_quote_is_shown_once() -> None:
    """The same words in a copy are no second quote; the copy counts as a carrier."""
    [at] = [nth for nth, line in enumerate(lines()) if line == "Contested: to whom"]
    column = " ".join(line[:50].strip() for line in lines()[at : at + 20])
    assert column.count("Ardanian warplanes hit a bakery") == 1


def test_more_quotes_are_counted_and_shown_when_asked_for() -> None:
    """Three quotes a position stand at once, the others are counted, and --all shows them."""
    assert "1 other quote: --all" in shown()
    assert "other quote" not in shown(every_quote=True)


def test_agreed_fields_say_who_agrees() -> None:
    """A field without a dispute is one line: its value and who says it."""
    assert "who did it “Ardania” voices agree: Tisa Observatory, Ardanian defence ministry" in shown()


def test_the_toll_over_time() -> None:
    """Figures stand in the order in which they were said, each with voice, standing, words, report and claim."""
    page = shown()
    first, copied, bodies, risen = (claim.id[:10] for claim in (FIRST, COPIED, BODIES, RISEN))
    post = "Example Post, 7 Oct 2015"
    words, copy = "“at least 43 people”", "copy: counted where its words begin: at least 43"
    rows = [
        f"7 Oct 2015 Tisa Observatory at least 43 superseded by the same voice: 70 {words} {post} · {first}",
        f"8 Oct 2015 Tisa Observatory at least 43 {copy} {words} Coast Wire, 8 Oct 2015 · {copied}",
        f"8 Oct 2015 Harun Clinic at least 126 stands “126 bodies or more” Harun Mirror, 8 Oct 2015 · {bodies}",
        f"8 Oct 2015 Tisa Observatory 70 stands “risen to 70” Harun Mirror, 8 Oct 2015 · {risen}",
    ]
    assert "Toll: killed, people 70–126+ " + " ".join(sorted(rows, key=page.find)) in page
    assert page.find(rows[0]) < page.find(rows[1])
    assert "12 the accused side's: stands beside the range “12 of them”" in page
    assert (
        f"unnamed “residents” at least 24 stands “dozens of wounded” Example Post, 7 Oct 2015 · {WOUNDED.id[:10]}"
        in page
    )


def test_no_figure_without_its_claim() -> None:
    """Where a claim is gone, its figure and its words are not shown either, and the sheet says so."""
    claims = {name: claim for name, claim in TOLD.claims.items() if claim.report != MIRROR.id}
    behind = dataclasses.replace(TOLD, claims=claims, reports={**TOLD.reports, MIRROR.id: GRAVE})
    page = shown(replace(OPPOSED, findings=()), behind)
    sheet = page[page.index("Toll: killed, people") :]
    assert "126 bodies" not in page
    assert "risen to 70" not in page
    assert sheet.count("figure not shown: a claim that the ledger no longer shows") == 3
    assert "2 claims are no longer shown" in sheet
    assert f"{MIRROR.id[:10]}: taken down on 2015-10-10: a private person's data; only its id and hash stay" in sheet


def test_grades_come_with_reasons() -> None:
    """Grade, strike status and the two-part grade are told with their reasons and the claims they rest on."""
    page = shown()
    assert "fair: “Ardania” strike status declared – two voices lay" in page
    assert f"– two voices lay the harm at its door [{FIRST.id[:10]} {BODIES.id[:10]}]" in page
    assert "F3: source F, information 3" in page
    ungraded = replace(OPPOSED, grades=tuple(replace(grade, grade=None) for grade in OPPOSED.grades))
    assert "no grade: “Ardania” (no harm to civilians claimed)" in shown(ungraded)
    assert "nobody is accused" in shown(replace(OPPOSED, grades=()))


def test_sources_say_who_copies_whom() -> None:
    """Origins come first with their claims; a copy says whose words it has and shows none of them again."""
    page = shown()
    sources = page[page.index("Sources: 4 reports") : page.index("Why each telling")]
    assert "Example Post, 7 Oct 2015 Bakery hit in Harun origin: words of its own" in sources
    assert "Coast Wire, 8 Oct 2015 Dozens die in Harun copies Example Post, 7 Oct 2015 (91 % of its text)" in sources
    assert sources.count("Ardanian warplanes hit a bakery") == 1
    assert "It denied that a bakery had been hit” Ardanian defence ministry · denies" in sources


def test_joins_and_history() -> None:
    """Each telling says why it belongs here, each change when and why, and a person's decision who and why."""
    page = shown()
    assert "matched: same kind, same day, same place" in page
    assert "judged by a person: a person holds it to be the same happening (ann, 2015-10-09: “Read both" in page
    assert "2015-10-08 06:00 UTC figure: killed: 43 becomes 70" in page
    assert "time not known judged by a person: joined by a person (ann, 2015-10-09" in page


def test_unchecked_says_machine() -> None:
    """What no person checked is called the machine's, what one checked is called that."""
    assert "machine: no person has checked" in shown()
    assert "checked: a person has checked each claim" in shown(replace(OPPOSED, review="checked"))


def test_an_id_that_leads_elsewhere() -> None:
    """An id issued earlier says where it leads now; the beginning of the id's own does not."""
    assert "i1old: this id now leads to" in told(incident_sheet.sheet(OPPOSED, TOLD, asked="i1old", width=100), 100)
    assert "leads to" not in told(incident_sheet.sheet(OPPOSED, TOLD, asked=OPPOSED.id[:8], width=100), 100)


def test_parts_are_not_added() -> None:
    """A claim about a part stands apart, with who says it."""
    page = shown(replace(OPPOSED, parts=(BODIES.id,)))
    assert "Parts: claims about a part of it, never added to the whole Harun Clinic: killed at least 126 people" in page


def test_a_translation_is_marked() -> None:
    """A person's translation stands below the quote and is called one."""
    claims = {**TOLD.claims, DEPOT.id: replace(DEPOT, translation="Our aviators ...")}
    assert "translated: “Our aviators ...”" in shown(behind=dataclasses.replace(TOLD, claims=claims))


def test_a_series() -> None:
    """A series says what it is, how many happenings by whose word, what lies within it, and its sources."""
    page = told(series_sheet.sheet(SERIES, TOLD, [OPPOSED], asked=SERIES.id, width=120), 120)
    assert "a series: several happenings told together" in page
    assert "How many 57 times: Tisa Observatory Example Post, 7 Oct 2015" in page
    assert "“Ardania has flown 57 strikes in the area since September, it added”" in page
    assert f"Incidents within it, never added up {OPPOSED.id[:10]}" in page
    assert "Sources: 1 report" in page
    gone = told(series_sheet.sheet(SERIES, TOLD, [], asked=SERIES.id, width=120), 120)
    assert "1 incident no longer in the ledger" in gone


R = TypeVar("R", bound=msgspec.Struct)
SPOILT = "\x1b[31m\u202eevil\u2066\x07 of\r\nlines\u2028\u200b 漢字é\u0301😀 " + "x" * 90


def _spoil(value: object, key: str = "") -> object:
    """Return a record's plain data with its free words spoilt; ids and closed lists stay."""
    if isinstance(value, dict):
        return {name: _spoil(item, name) for name, item in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_spoil(item, key) for item in cast("list[object]", value)]
    free = {"name", "value", "voices", "names", "words", "text", "reason", "voice", "publisher", "title", "ref"}
    return (
        SPOILT if key in free and isinstance(value, str) and value not in {"named", "unnamed", "publisher"} else value
    )


@given(st.integers(30, 160))
def test_nothing_breaks_the_layout(width: int) -> None:
    """Whatever the fields hold: no control or direction codes, and no line wider than the terminal."""
    claims = {name: _spoilt(claim) for name, claim in TOLD.claims.items()}
    reports = {name: _spoilt(report) for name, report in TOLD.reports.items()}
    behind = dataclasses.replace(TOLD, claims=claims, reports=reports)
    for sheet in (
        incident_sheet.sheet(_spoilt(OPPOSED), behind, asked=SPOILT, width=width),
        series_sheet.sheet(_spoilt(SERIES), behind, [_spoilt(OPPOSED)], asked=SPOILT, width=width),
    ):
        for line in printed(sheet, width).split("\n"):
            assert not any(letter in BIDI or unicodedata.category(letter) in {"Cc", "Cs"} for letter in line)
            assert cell_len(line) <= width
            assert line == line.rstrip()


def _spoilt(record: R) -> R:
    return msgspec.convert(_spoil(msgspec.to_builtins(record)), type(record))


@pytest.mark.parametrize("report", [WIRE, STATE])
def test_a_report_that_is_gone_from_the_ledger(report: Any) -> None:
    """A report that is neither there nor taken down is named by its id."""
    behind = dataclasses.replace(TOLD, reports={n: r for n, r in TOLD.reports.items() if n != report.id})
    assert f"{report.id[:10]}: not in the ledger any more" in shown(behind=behind)
