"""The measures measure what they say, on tiny made-up data, and the floors only rise."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.records import Claim, Claimant, Event, Interval, Kind, PartyName, Place, Quote, Reading, Toll
from tests.eval import __main__ as door
from tests.eval import case21, centcom, claims, floors, isaf, muc4, roles
from tests.eval import gold as golds
from tests.eval.figures import Figure, bootstrap, figures_of, ratio
from tests.eval.sets import SETS, Measured

TEXT = (
    "Two shells hit the market of Qarn on Monday, killing four traders, the Vale Monitor said. "
    "The army denied that it had fired. Gunmen held a driver on the coast road."
)
GOLD: list[dict[str, Any]] = [
    {
        "kind": "shelling", "stance": "asserts", "claimant": "Vale Monitor", "actor": [], "target": ["market of Qarn"],
        "place": ["Qarn"], "country": "XK", "date": ["2019-03-04", "2019-03-04"], "count": 2, "means": "shells",
        "toll": [{"harm": "killed", "who": "civilians", "min": 4, "max": 4}], "incident": 1,
        "evidence": "Two shells hit the market of Qarn on Monday, killing four traders, the Vale Monitor said.",
    },
    {
        "kind": "shelling", "stance": "denies", "claimant": "army", "actor": ["army"], "target": [], "place": ["Qarn"],
        "country": "XK", "date": ["2019-03-04", "2019-03-04"], "count": None, "means": "", "toll": [], "incident": 1,
        "evidence": "The army denied that it had fired.",
    },
    {
        "kind": "abduction", "stance": "asserts", "claimant": "", "actor": ["Gunmen"], "target": ["driver"],
        "place": [], "country": "XK", "date": ["", ""], "count": None, "means": "", "toll": [], "incident": 2,
        "evidence": "Gunmen held a driver on the coast road.",
    },
]  # fmt: skip
needs_gold = pytest.mark.skipif(not golds.HOME.is_dir(), reason="no labelled data at ../shared/gold")


def claim(kind: Kind, quote: str, **event: Any) -> Claim:
    """Return a claim in the publisher's own voice, for the adapters that read claims."""
    return Claim(
        id="c1",
        report="r1",
        happening=event.pop("happening", 1),
        claimant=event.pop("claimant", Claimant(voice="publisher")),
        publisher=None,
        said_at=None,
        stance="asserts",
        event=Event(kind=kind, **event),
        evidence=Quote(report="r1", start=0, end=len(quote), text=quote),
        support=(),
        maker="rules@2",
        score=1.0,
    )


def figures_by_name(made: list[Figure]) -> dict[str, Figure]:
    """Return figures by their names."""
    return {figure.figure: figure for figure in made}


def score(predicted: list[dict[str, Any]]) -> dict[str, Figure]:
    """Return the claims figures of predictions for the one made-up document."""
    scorer = golds.scorer("score_claims", golds.HOME)
    document = claims.Document("d", TEXT)
    return figures_by_name(claims.figures("claims", scorer, {"d": document}, {"d": GOLD}, {"d": predicted}))


@needs_gold
def test_gold_as_prediction_is_perfect() -> None:
    """Every figure of a reader that says exactly what the coder says is 1 (macro needs ten of a kind and stays 0)."""
    assert {figure.value for name, figure in score(GOLD).items() if name != "macro"} == {1.0}


@needs_gold
def test_no_prediction_is_nothing_right() -> None:
    """A reader that finds nothing is given nothing."""
    assert {figure.value for figure in score([]).values()} == {0.0}


@needs_gold
def test_wrong_fields_cost_fields_only() -> None:
    """A claim with a wrong toll and country is found, but neither complete nor right in those fields."""
    made = [dict(one) for one in GOLD]
    made[0] |= {"country": "AL", "toll": [{"harm": "killed", "who": "people", "min": 4, "max": None}]}
    figures = score(made)
    assert figures["found"].value == 1
    assert figures["country"].value == pytest.approx(2 / 3)
    assert figures["toll_items"].value == 0
    assert figures["complete"].value == pytest.approx(2 / 3)


@needs_gold
def test_pairs_are_the_scorers_pairs() -> None:
    """Our list of pairs has as many pairs, as right, as the scorer counts."""
    scorer = golds.scorer("score_claims", golds.HOME)
    made: list[dict[str, Any]] = [GOLD[2], GOLD[1] | {"stance": "asserts"}, GOLD[0], GOLD[0] | {"target": []}]
    totals, _, _ = scorer.score({"d": {"claims": GOLD}}, {"d": {"claims": made}}, {"d": TEXT})
    pairs = claims.pairs(scorer, GOLD, made, TEXT)
    assert len(pairs) == totals["pairs"]
    assert sum(pair.right["stance"] for pair in pairs) == totals["stance"]
    assert [(pair.gold, pair.predicted) for pair in sorted(pairs, key=lambda p: p.gold)] == [(0, 2), (1, 1), (2, 0)]


@needs_gold
def test_misses_name_what_is_wrong() -> None:
    """A developer is shown the missed claim, the spurious one and the wrong field with both values."""
    scorer = golds.scorer("score_claims", golds.HOME)
    made: list[dict[str, Any]] = [GOLD[0] | {"place": ["Doon"]}, GOLD[2] | {"kind": "arrest"}]
    lines = list(claims.misses(scorer, {"d": claims.Document("d", TEXT)}, {"d": GOLD}, {"d": made}, 5))
    assert [line.split()[0] for line in lines] == ["missed", "missed", "spurious", "wrong"]
    assert "['Qarn']" in lines[-1]
    assert "['Doon']" in lines[-1]


def test_copied_lines_are_found_in_the_text() -> None:
    """A long line said again is a repeat at its second place; a short one ("Photos") is not."""
    line = "The bridge over the Sarn was closed to all traffic."
    text = f"Photos\n{line}\nPhotos\n{line}"
    assert claims.repeats(text) == [(len(text) - len(line), len(text))]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_interval_is_stable_and_inside_the_range(values: list[float]) -> None:
    """The same units give the same interval, which lies within what was seen."""
    low, high = bootstrap(values, lambda units: sum(units) / len(units), rounds=50)
    assert (low, high) == bootstrap(values, lambda units: sum(units) / len(units), rounds=50)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


def test_interval_resamples_documents() -> None:
    """Two documents of unlike quality give a wide interval however many claims each has."""
    counts = [{"hit": 100.0, "all": 100.0}, {"hit": 0.0, "all": 100.0}]
    (figure,) = figures_of("x", counts, {"share": lambda sums: ratio(sums["hit"], sums["all"])})
    assert (figure.value, figure.low, figure.high) == (0.5, 0.0, 1.0)


HELD = {"x": floors.SetFloors(sha256="aa", figures={"found": 0.5, "wrong": 0.2})}


def at(found: float, wrong: float) -> list[Figure]:
    """Return the two guarded figures of a set x, the second of which is better the lower it is."""
    return [Figure("x", "found", found, 1, 0, 1), Figure("x", "wrong", wrong, 1, 0, 1, higher_is_better=False)]


@given(st.floats(0, 1), st.floats(0, 1))
def test_floors_never_fall(found: float, wrong: float) -> None:
    """Whatever is measured, a raised floor is at least as strict as it was, and the measure does not break it."""
    new = floors.raised(HELD, at(found, wrong), {"x": "aa"})["x"].figures
    assert new["found"] >= 0.5
    assert new["wrong"] <= 0.2
    if found >= 0.5:
        assert not floors.broken(at(found, wrong)[0], new["found"])
    if wrong <= 0.2:
        assert not floors.broken(at(found, wrong)[1], new["wrong"])


def test_floors_know_both_senses() -> None:
    """A figure below its floor is broken; one that is better when lower is broken above it."""
    assert [floors.broken(f, HELD["x"].figures[f.figure]) for f in at(0.4, 0.1)] == [True, False]
    assert [floors.broken(f, HELD["x"].figures[f.figure]) for f in at(0.6, 0.3)] == [False, True]


def test_other_data_has_no_floor() -> None:
    """Floors bind only the data they were measured on, and other data raises none."""
    low, _ = at(0.1, 0.9)
    assert floors.floor_of(HELD, low, "bb") is None
    assert not floors.broken(low, floors.floor_of(HELD, low, "bb"))
    assert floors.raised(HELD, at(0.9, 0.0), {"x": "bb"}) == HELD


def test_floors_file_names_sets_and_figures() -> None:
    """The floors that are kept load, and each belongs to a set that can be measured."""
    assert set(floors.load()) <= {one.name for one in SETS}


def test_rows_have_the_fixed_keys() -> None:
    """Every row of ``--json``, a skipped set's too, has the keys that DESIGN.md fixes, and travels as JSON."""
    measured = [Measured("x", tuple(at(0.6, 0.1)), "aa"), Measured("y", skipped="no data")]
    rows = door.rows(measured, HELD)
    keys = {"set", "figure", "value", "n", "low", "high", "floor", "best", "higher_is_better", "skipped"}
    assert [set(row) for row in rows] == [keys] * 3
    assert [row["floor"] for row in rows] == [0.5, 0.2, None]
    assert json.loads(msgspec.json.encode(rows)) == rows
    assert any("skipped: no data" in line for line in door.table(rows))


def test_missing_data_is_skipped_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without a set skips it by name, writes the JSON all the same, and breaks no floor."""
    out = tmp_path / "out.json"
    assert door.main([str(tmp_path), "--sets", "claims,muc4", "--json", str(out)]) == 0
    written = json.loads(out.read_bytes())
    assert set(written) == {"data_sha256", "maker", "rows"}
    assert [(row["set"], row["value"]) for row in written["rows"]] == [("claims", None), ("muc4", None)]
    assert "skipped: no data at" in capsys.readouterr().out


def test_other_data_is_measured_without_floors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A set of the same layout and another hash is measured, breaks no floor, and the reason is said."""
    (tmp_path / "centcom_strikes").mkdir()
    gold = {"location_as_written": "Qarn", "location_normalised": "Qarn", "n_strikes": 3}
    line = {"id": "x", "release_date": "2015-01-02", "text": "The harbour was quiet.", "gold": gold}
    (tmp_path / "centcom_strikes" / "blind.jsonl").write_text(json.dumps(line))
    assert door.main([str(tmp_path), "--sets", "centcom_strikes"]) == 0
    shown = capsys.readouterr()
    assert "centcom_strikes: no floors: this is not the data they were measured on" in shown.err
    assert "n_strikes" in shown.out


@pytest.mark.parametrize("arguments", [["--sets", "clams"], ["no-such-folder"]])
def test_wrong_arguments_end_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown set or a missing folder is an error of use, and says what was wrong."""
    assert door.main(arguments) == 2
    assert "./run eval:" in capsys.readouterr().err


def test_missing_scorer_is_no_other_scorer(tmp_path: Path) -> None:
    """Without a reference scorer nothing is scored by another rule."""
    with pytest.raises(golds.MissingGoldError, match=r"scoring\.py"):
        golds.scorer("scoring", tmp_path, homes=(tmp_path,))


def test_hash_is_of_data_only(tmp_path: Path) -> None:
    """A README or a scorer beside the data changes no hash; a row does."""
    (tmp_path / "dev.jsonl").write_text("{}\n")
    before = golds.sha256(tmp_path)
    (tmp_path / "README.md").write_text("read me")
    (tmp_path / "score.py").write_text("pass")
    assert golds.sha256(tmp_path) == before
    (tmp_path / "dev.jsonl").write_text("{}\n{}\n")
    assert golds.sha256(tmp_path) != before


def filler(*values: str, optional: bool = False) -> muc4.Filler:
    """Return a slot's filler with these alternatives."""
    return muc4.Filler(optional, tuple(muc4.Alternative(value) for value in values))


def template(**slots: Any) -> muc4.Template:
    """Return an answer key's template with these slots filled."""
    names = [name for name in muc4.Template.__struct_fields__ if name not in {"optional", "casualties_derived"}]
    every: dict[str, Any] = dict.fromkeys(names, ())
    every |= {"optional": False, "casualties_derived": muc4.Casualties(None, None, False)}
    return muc4.Template(**(every | slots))


def test_optional_entities_cost_nothing() -> None:
    """A filler that the key calls optional is neither reward nor error, and is not spent where another is needed."""
    gold = muc4.entities(
        [template(perp_org_id=(filler("RED FRONT", "RF"), filler("BLUE UNION", optional=True)))], "perp_org"
    )
    assert muc4.matched(["blue union", "rf"], gold) == {0: 1, 1: 0}
    assert [optional for _, optional in gold] == [False, True]


def test_entities_that_share_a_mention_are_one() -> None:
    """Two templates that name the same body by different names and a common one name one entity."""
    templates = [template(perp_org_id=(filler("RED FRONT", "RF"),)), template(perp_org_id=(filler("RF", "THE FRONT"),))]
    assert muc4.entities(templates, "perp_org") == [(frozenset({"red front", "rf", "front"}), False)]


def test_tolls_are_taken_from_the_incident_that_the_key_means() -> None:
    """A template gets the toll of the incident that shares its words, and none where nothing was read."""
    said = [
        claim("bombing", "A bomb wrecked the mill of Doon.", happening=1, places=(Place(name="Doon"),), means="bomb"),
        claim(
            "killing", "Gunmen shot six farmers dead at Qarn.", happening=2, places=(Place(name="Qarn"),),
            targets=(PartyName(name="farmers"),),
            toll=(Toll(harm="killed", who="civilians", low=6, high=6, words="six farmers"),),
        ),
    ]  # fmt: skip
    key = template(
        type=(filler("ATTACK"),), location=(filler("X: QARN"),), casualties_derived=muc4.Casualties(6, 0, True)
    )
    document = muc4.Document("d", "train", "", True, (key,))
    assert muc4.tolls(document, roles.incidents(Reading(claims=tuple(said)))) == [((6, 6), (6, 6))]
    assert muc4.tolls(document, []) == [(None, (6, 6))]


def test_war_is_not_an_incident_there() -> None:
    """Battles, and attacks whose only dead are fighters, are none of MUC-4's incidents."""
    fighters = Toll(harm="killed", who="combatants", low=3, high=3, words="three soldiers")
    assert not roles.relevant(claim("battle", "They fought at Qarn."))
    assert not roles.relevant(claim("killing", "Three soldiers were shot.", toll=(fighters,)))
    taken = {"actors": (PartyName(name="gunmen"),), "targets": (PartyName(name="a priest"),)}
    assert roles.relevant(claim("abduction", "Gunmen took a priest.", **taken))
    assert not roles.relevant(claim("abduction", "There are too many kidnappings."))


def test_a_body_within_the_name_of_its_people() -> None:
    """The organisation is found in its people's name; plain individuals have none."""
    assert roles.body("Red Front rebels") == "red front"
    assert roles.body("members of the FRN") == "frn"
    assert roles.body("masked men") is None


def test_who_accuses_tells_how_firmly() -> None:
    """The doer's own word is an admission, an authority's an accusation by authorities, the report's a fact."""
    told = claim("bombing", "The Red Front bombed the mill.", actors=(PartyName(name="Red Front"),))
    by = {name: Claimant(voice="named", name=name) for name in ("Red Front", "army spokesman", "a shopkeeper")}
    ties = [roles.confidence(msgspec.structs.replace(told, claimant=who), "red front") for who in by.values()]
    assert ties == ["CLAIMED OR ADMITTED", "SUSPECTED OR ACCUSED BY AUTHORITIES", "SUSPECTED OR ACCUSED"]
    assert roles.confidence(told, "red front") == "REPORTED AS FACT"


def test_every_kind_has_a_type() -> None:
    """The mapping to CASE 2021's types knows every kind, and every label it gives is one of theirs."""
    mapping = case21.mapping()
    assert set(mapping.kinds) == set(get_args(Kind))
    known = {*mapping.acled, "ORG_CRIME", "NATURAL_DISASTER", "MAN_MADE_DISASTER", "DIPLO", "ATTRIB"}
    assert {rule.label for rule in mapping.rule} | set(mapping.kinds.values()) == known
    assert len(known) == 30


def test_a_snippet_without_a_find_is_not_left_out() -> None:
    """Where neither words nor reader find anything the label is the mapping's, and with a kind it is the kind's."""
    assert case21.label("The council met.", []) == case21.mapping().nothing
    assert case21.label("It went on all night.", ["battle"]) == "ARMED_CLASH"


def test_spellings_of_one_place() -> None:
    """Transliterations of one name meet; different names do not."""
    assert centcom.key("Ar Raqqah") == centcom.key("Raqqa")
    assert centcom.key("Dayr az-Zawr") == centcom.key("Deir ez Zor")
    assert centcom.key("Mosul") != centcom.key("Manbij")


def test_operations_are_counted_from_claims() -> None:
    """A release's day, kinds, province, enemy and toll come from what was read, and from nothing else."""
    day = Interval(start=dt.datetime(2011, 5, 2, tzinfo=dt.UTC), end=dt.datetime(2011, 5, 3, tzinfo=dt.UTC))
    quote = "Troops detained a Taliban courier and two helpers in Khowst province."
    captured = Toll(harm="captured", who="combatants", low=3, high=3, words="a courier and two helpers")
    read = Reading(claims=(claim("arrest", quote, toll=(captured,), when=day),))
    release = isaf.Release("i", quote, (), "2011-05-S-001", "May 3, 2011")
    expected = isaf.Operation("2011-05-02", ("detention",), ("khost",), ("taliban",), 0, 3)
    assert isaf.read(release, read) == expected
    assert isaf.read(release, Reading(claims=())) == isaf.Operation("", (), (), (), 0, 0)
    assert isaf.published(release) == "2011-05-03"
