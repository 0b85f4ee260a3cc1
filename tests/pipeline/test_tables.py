"""Tables of ACLED, UCDP and Airwars come in as claims of that organisation, and join the incidents they match."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest

from counterclaim.ledger import Ledger, Query
from counterclaim.pipeline import ingest, read, reread, verify
from counterclaim.publish.exports import export
from counterclaim.records import Claim, Interval, Reject, Report, Toll
from tests.pipeline.world import NOW, Telegrams, derived, incidents, lines_file, opened

NEWS: Final = (
    "On 6 October a bombing in Harun killed 43 people, the Tisa Observatory said. It was loud.",
    "On 5 October a shelling in Tamra killed 6 people, the Tisa Observatory said.",
)
ACLED: Final = {
    "event_id_cnty": "SYR101", "event_date": "06 October 2015", "year": "2015", "time_precision": "1",
    "disorder_type": "Political violence", "event_type": "Explosions/Remote violence",
    "sub_event_type": "Remote explosive/landmine/IED", "actor1": "Unidentified Armed Group (Syria)",
    "assoc_actor_1": "", "inter1": "Political militia", "actor2": "Civilians (Syria)",
    "assoc_actor_2": "Labor Group (Syria); Women (Syria)", "inter2": "Civilians", "interaction": "", "iso": "760",
    "region": "Middle East", "country": "Syria", "admin1": "Hama", "location": "Harun", "latitude": "35.01",
    "longitude": "36.01", "geo_precision": "1", "source": "Tisa Observatory", "source_scale": "National",
    "notes": "On 6 October 2015, a bomb went off on the market of Harun and killed 40 people.", "fatalities": "40",
    "tags": "", "timestamp": "1444694400",
}  # fmt: skip
UCDP: Final = {
    "id": "98765", "relid": "SYR-2015-1-1-1", "year": "2015", "type_of_violence": "3", "side_a": "Government of Syria",
    "side_b": "Civilians", "source_original": "Tisa Observatory", "where_prec": "2", "where_coordinates": "Harun town",
    "latitude": "35.0", "longitude": "36.0", "country": "Syria", "country_id": "652", "event_clarity": "1",
    "date_prec": "1", "date_start": "2015-10-06 00:00:00.000", "date_end": "2015-10-06 00:00:00.000",
    "deaths_a": "0", "deaths_b": "0", "deaths_civilians": "38", "deaths_unknown": "2", "best": "40", "high": "43",
    "low": "40",
}  # fmt: skip
AIRWARS: Final = {
    "unique_reference_code": "R0101", "country": "Syria", "date": "2015-10-06", "date_end": "", "grading": "Fair",
    "latitude": "35.0", "longitude": "36.0", "geolocation_accuracy": "Village", "strike_status": "Likely strike",
    "civilian_harm_reported": "Yes", "civilians_killed_min": "3", "civilians_killed_max": "5",
    "children_killed_min": "1", "children_killed_max": "", "women_killed_min": "0", "women_killed_max": "0",
    "civilians_injured_min": "10", "civilians_injured_max": "10", "known_belligerents": "Russian Military",
    "suspected_belligerents": "Syrian Regime", "targeted_belligerents": "ISIS",
}  # fmt: skip


def table(folder: Path, *rows: dict[str, str], name: str = "table.csv") -> str:
    """Write a table; return its path."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def lines(path: str, published: Interval | None = None) -> tuple[list[Report], list[Claim], list[Reject]]:
    """Return what a table is read as."""
    all_of = list(read([path], maker=Telegrams(), now=NOW, published=published))
    return (
        [one for one in all_of if isinstance(one, Report)],
        [one for one in all_of if isinstance(one, Claim)],
        [one for one in all_of if isinstance(one, Reject)],
    )


def taken(ledger: Ledger, *paths: str) -> None:
    """Ingest files, one after the other."""
    for hour, path in enumerate(paths):
        for _ in ingest(ledger, [path], maker=Telegrams(), now=NOW + dt.timedelta(hours=hour)):
            pass


def days(first: tuple[int, int, int], last: tuple[int, int, int]) -> Interval:
    """Return the days from one to another, inclusive."""
    return Interval(start=Interval.day(dt.date(*first)).start, end=Interval.day(dt.date(*last)).end)


def figures(tolls: Iterable[Toll]) -> list[tuple[str, str, int, int | None]]:
    """Return figures without their words."""
    return [(one.harm, one.who, one.low, one.high) for one in tolls]


def test_a_row_of_acled_is_a_claim_of_acled(tmp_path: Path) -> None:
    """ACLED says what its row says, in its cells: kind, parties, place, country, day and dead."""
    ((report,), (claim,), rejects) = lines(table(tmp_path, ACLED))
    assert rejects == []
    assert (report.ref, report.url, report.publisher, report.language) == ("SYR101", "acled:SYR101", "ACLED", "zxx")
    assert report.published_at is not None
    assert report.published_at.start == dt.datetime(2015, 10, 13, tzinfo=dt.UTC)
    assert (claim.maker, claim.claimant.name, claim.claimant.party) == ("table:acled@1", "ACLED", "acled")
    event = claim.event
    assert (event.kind, event.country, event.when) == ("bombing", "SY", days((2015, 10, 6), (2015, 10, 6)))
    assert [one.name for one in event.actors] == ["Unidentified Armed Group (Syria)"]
    assert [one.name for one in event.targets] == ["Civilians (Syria)", "Labor Group (Syria)", "Women (Syria)"]
    assert [(one.name, one.lat_deg, one.radius_m, one.precision) for one in event.places] == [
        ("Harun", 35.01, 5000, "settlement")
    ]
    assert figures(event.toll) == [("killed", "people", 40, 40)]


def test_every_field_is_quoted_from_its_cell(tmp_path: Path) -> None:
    """The claim's quote is the row's telling cells; what fills a field stands at its place in the text."""
    ((report,), (claim,), _) = lines(table(tmp_path, ACLED))
    quotes = {one.field: one.evidence.text for one in claim.support if one.evidence is not None}
    assert quotes == {
        "kind": "Remote explosive/landmine/IED", "toll": "40", "country": "760", "actors": ACLED["actor1"],
        "targets": ACLED["actor2"], "places": "Harun", "when": "06 October 2015",
    }  # fmt: skip
    for one in (claim.evidence, *(each.evidence for each in claim.support if each.evidence is not None)):
        assert report.text[one.start : one.end] == one.text
    assert claim.evidence.text.endswith(f"fatalities: 40\nnotes: {ACLED['notes']}")
    assert report.text.endswith("timestamp: 1444694400")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"time_precision": "2"}, days((2015, 10, 3), (2015, 10, 9))),
        ({"time_precision": "3", "event_date": "2015-12-16"}, days((2015, 12, 1), (2015, 12, 31))),
        ({"time_precision": ""}, days((2015, 10, 6), (2015, 10, 6))),
        ({"event_date": ""}, None),
    ],
)
def test_days_are_as_wide_as_the_row_says(tmp_path: Path, changed: dict[str, str], expected: Interval | None) -> None:
    """A week is the seven days round the one that is given, a month is the month, no day is none."""
    (_, (claim,), _) = lines(table(tmp_path, {**ACLED, **changed}))
    assert claim.event.when == expected


@pytest.mark.parametrize(
    ("told", "dead", "kind"),
    [
        ("Attack", "2", "killing"),
        ("Attack", "0", "abuse"),
        ("Armed clash", "0", "battle"),
        ("Air/drone strike", "1", "air_strike"),
        ("Violent demonstration", "0", "riot"),
    ],
)
def test_a_sub_event_type_is_a_kind(tmp_path: Path, told: str, dead: str, kind: str) -> None:
    """ACLED's type says the kind; 0 dead is no figure, for ACLED writes it where nobody tells of any."""
    (_, (claim,), _) = lines(table(tmp_path, {**ACLED, "sub_event_type": told, "fatalities": dead}))
    assert claim.event.kind == kind
    assert len(claim.event.toll) == (dead != "0")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"sub_event_type": "Disrupted weapons use"}, "no_kind"),
        ({"fatalities": "many"}, "malformed_row"),
        ({"fatalities": "-3"}, "malformed_row"),
        ({"latitude": "200"}, "malformed_row"),
        ({"longitude": "nan"}, "malformed_row"),
        ({"event_date": "2015-02-30"}, "malformed_row"),
        ({"event_date": "soon"}, "malformed_row"),
        ({"time_precision": "9"}, "malformed_row"),
        ({"timestamp": "yesterday"}, "bad_date"),
    ],
)
def test_a_row_that_means_nothing_is_listed_and_kept(tmp_path: Path, changed: dict[str, str], reason: str) -> None:
    """Its report stays, a reject says why it makes no claim, and other rows are read."""
    reports, claims, rejects = lines(table(tmp_path, {**ACLED, **changed}, {**ACLED, "event_id_cnty": "SYR102"}))
    assert [one.ref for one in reports] == ["SYR101", "SYR102"]
    assert [one.reason for one in rejects] == [reason]
    assert len(claims) == (2 if reason == "bad_date" else 1)


def test_a_row_without_its_id_is_none(tmp_path: Path) -> None:
    """A row that has no id, or one that this program issued, is no row of the organisation's."""
    _, claims, rejects = lines(
        table(tmp_path, {**ACLED, "event_id_cnty": ""}, {**ACLED, "event_id_cnty": "i1" + "0" * 32})
    )
    assert claims == []
    assert [one.reason for one in rejects] == ["malformed_row", "malformed_row"]


def test_a_row_of_ucdp_is_a_claim_of_ucdp(tmp_path: Path) -> None:
    """UCDP's range is the figure, its civilians another; the country is told by its number; day as the user says."""
    said = Interval.day(dt.date(2015, 12, 1))
    ((report,), (claim,), rejects) = lines(table(tmp_path, UCDP), said)
    assert rejects == []
    assert (report.ref, report.published_at, claim.claimant.party) == ("98765", said, "ucdp")
    event = claim.event
    assert (event.kind, event.scope, event.country) == ("killing", "event", "SY")
    assert event.when == days((2015, 10, 6), (2015, 10, 6))
    assert [(one.name, one.precision, one.radius_m) for one in event.places] == [("Harun town", "near", 25_000)]
    assert figures(event.toll) == [("killed", "people", 40, 43), ("killed", "civilians", 38, 38)]


def test_a_summary_of_ucdp_is_no_event(tmp_path: Path) -> None:
    """What UCDP marks as many events over a time is a series, never counted as one."""
    (_, (claim,), _) = lines(table(tmp_path, {**UCDP, "event_clarity": "2", "date_end": "2015-10-20"}))
    assert (claim.event.scope, claim.event.when) == ("series", days((2015, 10, 6), (2015, 10, 20)))


def test_a_row_of_airwars_is_a_claim_of_airwars(tmp_path: Path) -> None:
    """Ranges stay ranges, one without its end is open above, 0 to 0 is no figure; who struck and who was struck."""
    (_, (claim,), rejects) = lines(table(tmp_path, AIRWARS))
    assert rejects == []
    event = claim.event
    assert (event.kind, event.country, event.places[0].precision) == ("air_strike", "SY", "settlement")
    assert [one.name for one in event.actors] == ["Russian Military", "Syrian Regime"]
    assert [one.name for one in event.targets] == ["ISIS"]
    assert figures(event.toll) == [
        ("killed", "civilians", 3, 5), ("killed", "children", 1, None), ("wounded", "civilians", 10, 10),
    ]  # fmt: skip


def test_an_organisation_stands_beside_the_news(tmp_path: Path) -> None:
    """A row joins the incident that it matches: two voices, two figures, and the news' reader stays the ledger's."""
    with opened() as ledger:
        taken(ledger, table(tmp_path, ACLED), lines_file(tmp_path, NEWS))
        assert ledger.maker() == Telegrams().name
        (bombing,) = (one for one in incidents(ledger) if "bombing" in one.kinds)
        assert len(incidents(ledger)) == 2
        assert len(bombing.claims) == 2
        assert set(bombing.voices.names) == {"ACLED", "Tisa Observatory"}
        (killed,) = (one for one in bombing.toll if one.harm == "killed")
        assert (killed.low, killed.high) == (40, 43)
        assert not list(verify(ledger))


def test_rows_that_share_their_words_stay_apart(tmp_path: Path) -> None:
    """Rows of one table say the same of most columns; none counts as a copy of another."""
    rows = [
        {**ACLED, "event_id_cnty": f"SYR{n}", "event_date": f"2015-0{n}-06", "fatalities": str(n)} for n in range(1, 6)
    ]
    with opened() as ledger:
        taken(ledger, table(tmp_path, *rows))
        assert len(incidents(ledger)) == 5
        assert list(ledger.copies([one.id for one in ledger.reports()])) == []
        assert {one.spread.carriers for one in incidents(ledger)} == {1}


def test_rows_of_one_table_are_never_one_happening(tmp_path: Path) -> None:
    """Its organisation codes each happening once: two rows of one day, place and kind are two incidents, and a report
    that fits both joins one of them.
    """
    rows = [ACLED, {**ACLED, "event_id_cnty": "SYR102", "fatalities": "43"}]
    with opened() as ledger:
        taken(ledger, table(tmp_path, *rows), lines_file(tmp_path, NEWS[:1]))
        assert sorted(len(one.claims) for one in incidents(ledger)) == [1, 2]
        (news,) = (one for one in incidents(ledger) if len(one.claims) == 2)
        assert [(one.low, one.high) for one in news.toll] == [(43, 43)]


def test_a_corrected_row_takes_the_place_of_the_first(tmp_path: Path) -> None:
    """A later table that gives another figure for the same row withdraws the earlier one."""
    first = table(tmp_path, ACLED, name="may.csv")
    second = table(tmp_path, {**ACLED, "fatalities": "44", "timestamp": "1447372800"}, name="june.csv")
    with opened() as ledger:
        taken(ledger, first, second)
        (one,) = incidents(ledger)
        (killed,) = one.toll
        assert (killed.low, killed.high) == (44, 44)


def test_a_reading_anew_reads_rows_as_rows(tmp_path: Path) -> None:
    """Reading all reports anew gives the same claims of rows, and changes nothing that is derived."""
    with opened() as ledger:
        taken(ledger, lines_file(tmp_path, NEWS), table(tmp_path, ACLED))
        before = derived(ledger)
        for _ in reread(ledger, maker=Telegrams()):
            pass
        taken(ledger, lines_file(tmp_path, NEWS))
        assert derived(ledger) == before


@pytest.mark.parametrize("name", ["acled", "ucdp", "airwars"])
def test_our_own_exports_are_no_word_of_theirs(tmp_path: Path, name: str) -> None:
    """A table that this program exported in an organisation's form is not taken for the organisation's."""
    with opened() as ledger:
        taken(ledger, lines_file(tmp_path, NEWS))
        made: Any = export(ledger, Query(), name)
        path = tmp_path / f"{name}.csv"
        path.write_bytes(b"".join(made.content))
    _, claims, rejects = lines(str(path))
    assert claims == []
    assert {one.reason for one in rejects} <= {"malformed_row"}
    assert len(rejects) == made.rows


def test_the_register_knows_parties_as_tables_name_them(tmp_path: Path) -> None:
    """Years and countries in brackets behind a name do not hide whom it means."""
    row = {**ACLED, "actor1": "Military Forces of Syria (2000-2024)", "assoc_actor_1": "Islamic State (Syria)"}
    (_, (claim,), _) = lines(table(tmp_path, row))
    assert all(one.party is not None for one in claim.event.actors), claim.event.actors
