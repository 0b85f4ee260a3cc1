"""The rules of ACLED and UCDP for time, place, parties and the dead, row by row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from counterclaim.ledger import Query
from counterclaim.publish.exports import export, reading
from counterclaim.publish.exports.loss import LossReport
from counterclaim.records import Incident, PartyName
from tests.publish import derived
from tests.publish.exports import varied
from tests.publish.exports.varied import ARMED, FIJI, HOUR, MONTH, SYRIA, WEEK, YEARS, figure, tally
from tests.store import made as store_made

Made = tuple[dict[str, Any], LossReport]


@pytest.fixture
def row(tmp_path: Path) -> Callable[..., Made]:
    """Return what makes the one row of an incident in a format, with the loss report."""

    def made(name: str, **fields: Any) -> Made:
        source, claim = varied.told(1)
        known: dict[str, Any] = {"when": derived.day(6), "place": derived.HARUN, "country": "SY", "findings": ()}
        known["kinds"] = ("air_strike",)
        about: Incident = store_made.incident(claim, **known | fields)
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        with varied.ledger(folder, [source, claim], [about]) as held:
            on_its_way = export(held, Query(), name)
            body = b"".join(on_its_way.content)
        (only,) = reading.rows(name, body)
        return only, on_its_way.loss()

    return made


def _whys(report: LossReport, column: str) -> set[str]:
    return {loss.why for each in report.columns if each.column == column for loss in each.losses}


@pytest.mark.parametrize(
    ("when", "date", "precision", "year"),
    [
        (derived.day(6), "2015-10-06", 1, 2015),
        (HOUR, "2015-10-06", 2, 2015),
        (MONTH, "2015-10-16", 3, 2015),
        (WEEK, "2015-12-31", 2, None),
        (YEARS, None, None, None),
        (None, None, None, None),
    ],
)
def test_acled_dates(row: Callable[..., Made], when: Any, date: Any, precision: Any, year: Any) -> None:
    """A day is itself, a week or month its middle day; what is wider or not stated stays empty."""
    made, report = row("acled", when=when)
    assert (made["event_date"], made["time_precision"], made["year"]) == (date, precision, year)
    assert bool(_whys(report, "event_date")) == (precision != 1)


@pytest.mark.parametrize(
    ("when", "start", "end", "precision"),
    [
        (derived.day(6), "2015-10-06", "2015-10-06", 1),
        (WEEK, "2015-12-29", "2016-01-02", 2),
        (MONTH, "2015-10-01", "2015-10-31", 4),
        (YEARS, "2015-06-01", "2016-05-31", 5),
    ],
)
def test_ucdp_dates(row: Callable[..., Made], when: Any, start: str, end: str, precision: int) -> None:
    """The last day is inclusive; the code tells how wide the time is."""
    made, _ = row("ucdp", when=when, toll=(tally("people", figure("c1", 3, 3)),))
    assert (made["date_start"], made["date_end"], made["date_prec"]) == (start, end, precision)


@pytest.mark.parametrize(
    ("words", "low", "number"),
    [
        ("tens of people", 20, 10),
        ("dozens", 24, 12),
        ("Hundreds were killed", 200, 100),
        ("several", 3, 3),
        ("more than 100", 100, 100),
        ("tens of thousands", 20_000, 20_000),
        ("at least two dozen", 24, 24),
    ],
)
def test_acled_recodes_vague_words(row: Callable[..., Made], words: str, low: int, number: int) -> None:
    """A vague word alone becomes ACLED's number for it; words that say more keep the ledger's."""
    made, report = row("acled", toll=(tally("people", figure("c1", low, None, words)),))
    assert made["fatalities"] == number
    assert ("a vague word, recoded by ACLED's rule" in _whys(report, "fatalities")) == (number != low)


def test_acled_takes_the_lowest_that_stands(row: Callable[..., Made]) -> None:
    """Of figures the lowest that stands of a named voice: not the accused side's, nor one that was superseded."""
    dead = tally(
        "people",
        figure("c1", 43, None, standing="superseded"),
        figure("c2", 5, 5, standing="accused", voice="Damascus"),
        figure("c3", 60, 60, voice=None),
        figure("c4", 70, 70),
        figure("c5", 126, None, voice="Harun Clinic"),
    )
    made, report = row("acled", toll=(dead,))
    assert made["fatalities"] == 70
    assert "figures differ: the lowest is given, the notes name the others" in _whys(report, "fatalities")
    assert "Reported dead: 60–126+ (accused side: 5)." in made["notes"]


def test_acled_without_dead(row: Callable[..., Made]) -> None:
    """Where nobody tells of dead it is 0, as ACLED has it, and the report says that this was defaulted."""
    made, report = row("acled")
    assert made["fatalities"] == 0
    (loss,) = next(each.losses for each in report.columns if each.column == "fatalities")
    assert (loss.fate, loss.why) == ("defaulted", "nobody tells of dead: 0, as ACLED has it")


@pytest.mark.parametrize(
    ("actors", "targets", "kind", "told"),
    [
        ((SYRIA,), (ARMED,), "battle", ("State forces", "Rebel group", "State forces-Rebel group")),
        ((ARMED,), (SYRIA,), "battle", ("Rebel group", "State forces", "State forces-Rebel group")),
        ((varied.RUSSIA,), (ARMED,), "air_strike", ("External/Other forces", "Rebel group", None)),
        ((ARMED,), (), "bombing", ("Rebel group", None, "Rebel group only")),
        ((), (), "protest", ("Protesters", None, "Protesters only")),
        ((PartyName(name="gunmen"),), (), "killing", ("Political militia", None, "Political militia only")),
        ((PartyName(name="Abu Nowhere"),), (), "killing", (None, None, None)),
        (
            (varied.RUSSIA,),
            (PartyName(name="Harun villagers"),),
            "air_strike",
            ("External/Other forces", "Civilians", "External/Other forces-Civilians"),
        ),
    ],
)
def test_acled_actor_types(row: Callable[..., Made], actors: Any, targets: Any, kind: str, told: Any) -> None:
    """Types are the codebook's text labels; a pair stands in the order of their codes; the unknown stays empty."""
    made, _ = row("acled", actors=actors, targets=targets, kinds=(kind,))
    pair = "Rebel group-External/Other forces" if told[2] is None and told[0] and told[1] else told[2]
    assert (made["inter1"], made["inter2"], made["interaction"]) == (told[0], told[1], pair)
    assert made["civilian_targeting"] == ("Civilian targeting" if told[1] == "Civilians" or kind == "killing" else None)


def test_acled_sub_event_types(row: Callable[..., Made]) -> None:
    """Who gained ground decides the sub-event type; the killing of combatants only is an armed clash."""
    gained = {"kinds": ("territory_change",)}
    assert row("acled", actors=(SYRIA,), **gained)[0]["sub_event_type"] == "Government regains territory"
    assert row("acled", actors=(ARMED,), **gained)[0]["sub_event_type"] == "Non-state actor overtakes territory"
    assert row("acled", **gained)[0]["sub_event_type"] == "Armed clash"
    fighters = (tally("combatants", figure("c1", 4, 4)),)
    made, _ = row("acled", kinds=("killing",), toll=fighters)
    assert (made["event_type"], made["sub_event_type"]) == ("Battles", "Armed clash")


def test_acled_place_and_country(row: Callable[..., Made]) -> None:
    """A province has precision 3 and is named in admin1; the country has its numeric code and region."""
    made, _ = row("acled", place=FIJI, country="FJ")
    assert (made["geo_precision"], made["admin1"], made["admin2"]) == (3, "Lau", None)
    assert (made["iso"], made["region"], made["country"]) == (242, "Oceania", "Fiji")


@pytest.mark.parametrize(
    ("actors", "targets", "who", "told"),
    [
        ((SYRIA,), (ARMED,), "people", (1, "Syria", "Islamic State", 652, None)),
        ((ARMED,), (SYRIA,), "people", (1, "Syria", "Islamic State", 652, None)),
        ((SYRIA,), (), "civilians", (3, "Syria", "Civilians", 652, None)),
        ((PartyName(name="gunmen"),), (), "people", (None, "“gunmen”", None, None, None)),
    ],
)
def test_ucdp_sides(row: Callable[..., Made], actors: Any, targets: Any, who: Any, told: Any) -> None:
    """The state's side goes first; civilians are side b of one-sided violence; the unknown stays empty."""
    made, _ = row("ucdp", actors=actors, targets=targets, toll=(tally(who, figure("c1", 3, 9)),))
    assert tuple(made[name] for name in ("type_of_violence", "side_a", "side_b", "gwnoa", "gwnob")) == told


def test_ucdp_deaths(row: Callable[..., Made]) -> None:
    """Deaths by side make up the best estimate; what is not said of anybody stays unknown."""
    toll = (
        tally("people", figure("c4", 12, 15)),
        tally("civilians", figure("c1", 7, 7), figure("c2", 3, 9, voice="Harun Clinic")),
        tally("combatants", figure("c3", 4, 4)),
    )
    made, _ = row("ucdp", actors=(SYRIA,), targets=(ARMED,), toll=toll)
    names = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "low", "high")
    assert [made[name] for name in names] == [0, 4, 3, 5, 12, 12, 15]


def test_ucdp_tells_vague_words(row: Callable[..., Made]) -> None:
    """UCDP gets the number that the ledger reads a vague word as, and the loss report says so."""
    made, report = row("ucdp", toll=(tally("people", figure("c1", 24, None, "dozens")),))
    assert (made["low"], made["best"], made["high"]) == (24, 24, 24)
    assert "a vague word: the number that the ledger reads it as is given" in _whys(report, "best")
    assert "the range is open above: the highest number that is named is given" in _whys(report, "high")


def test_ucdp_names_the_claimant(row: Callable[..., Made]) -> None:
    """The claimant stands in source_original, the publisher in source_office: two columns, never one."""
    made, _ = row("ucdp", toll=(tally("people", figure("c1", 3, 3)),))
    assert made["source_original"] == "Tisa Observatory"
    assert made["source_office"] == "Example Post"
    assert made["number_of_sources"] == 1


@pytest.mark.parametrize(("lat", "lon", "cell"), [(-90.0, -180.0, 1), (90.0, 180.0, 259_200), (33.51, 36.27, 178_273)])
def test_priogrid(row: Callable[..., Made], lat: float, lon: float, cell: int) -> None:
    """Cells are counted from the south-west corner of the world, row by row of half a degree."""
    place = replace(derived.HARUN, lat_deg=lat, lon_deg=lon)
    made, _ = row("ucdp", place=place, toll=(tally("people", figure("c1", 3, 3)),))
    assert made["priogrid_gid"] == cell
    assert made["geom_wkt"] == f"POINT ({lon} {lat})"


def test_airwars_ranges(row: Callable[..., Made]) -> None:
    """People are never read as civilians; the accused side's figure is what it concedes."""
    civilians = tally("civilians", figure("c1", 7, None), figure("c2", 2, 3, standing="accused"))
    made, _ = row("airwars", toll=(tally("people", figure("c3", 40, 40)), civilians))
    assert (made["civilians_killed_min"], made["civilians_killed_max"]) == (7, 7)
    assert (made["civilian_deaths_conceded_min"], made["civilian_deaths_conceded_max"]) == (2, 3)
    alone, _ = row("airwars", toll=(tally("people", figure("c3", 40, 40)),))
    assert (alone["civilians_killed_min"], alone["civilian_harm_reported"]) == (None, "No")


def test_plover_event(row: Callable[..., Made]) -> None:
    """An event has PLOVER's type, mode and quad code, entities with sectors, and the words of its first claim."""
    made, _ = row("plover", actors=(SYRIA,), targets=(ARMED,))
    assert (made["event"], made["mode"], made["quad_code"]) == ("ASSAULT", "aerial", 4)
    assert [each["sector"] for each in (*made["actor"], *made["recipient"])] == ["GOV", "REB"]
    assert made["text"].startswith("Strike number 1")
    assert made["text_info"]["end"] - made["text_info"]["start"] == 40
