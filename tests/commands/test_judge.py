"""``counterclaim judge``: what a person decides is stored, is in effect, and says what is wrong with wrong input."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from counterclaim.commands.naming import judgement_named
from counterclaim.errors import UsageError
from counterclaim.pipeline import fuse
from counterclaim.pipeline.deciding import decisions
from counterclaim.records import (
    Act,
    Check,
    Different,
    Discount,
    Incident,
    Judgement,
    RateSource,
    Retract,
    Same,
    SetField,
    Takedown,
    Tombstone,
    Undo,
)
from tests.commands.ledgers import BAKERY, CLAIMS, REPORTS, RISEN, SHELLS, anchors, fill, opened, run
from tests.incidents.pages import at

SIGNED: Final = ("--by", "ada", "--why", "both name the bakery")


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return where a fused ledger lies that the commands work on."""
    where = fill(tmp_path / "ledger.db")
    with opened(where) as made:
        list(fuse(made))
    monkeypatch.setenv("COUNTERCLAIM_LEDGER", where)
    return where


def judged(where: str) -> list[Judgement]:
    """Return all judgements of the ledger."""
    with opened(where) as ledger:
        return list(ledger.judgements())


def incidents(where: str) -> dict[str, Incident]:
    """Return the incident of each claim."""
    with opened(where) as ledger:
        every = [about for about in ledger.every() if isinstance(about, Incident)]
    return {claim: about for about in every for claim in about.claims}


@pytest.mark.parametrize(
    ("arguments", "act"),
    [
        (("same", BAKERY.id, SHELLS.id), Same(anchors=anchors(BAKERY, SHELLS))),
        (("different", BAKERY.id, RISEN.id[:12]), Different(anchors=anchors(BAKERY), others=anchors(RISEN))),
        (("discount", BAKERY.id, "Ardania"), Discount(anchors=anchors(BAKERY), belligerent="Ardania")),
        (("discount", BAKERY.id), Discount(anchors=anchors(BAKERY))),
        (("retract", BAKERY.id, RISEN.id), Retract(anchors=anchors(BAKERY, RISEN))),
        (("check", SHELLS.id[:8]), Check(anchors=anchors(SHELLS))),
        (("rate", "SOHR", "B"), RateSource(source="sohr", rating="B")),
        (("rate", "Tisa Observatory", "C"), RateSource(source="Tisa Observatory", rating="C")),
        (("takedown", REPORTS[2].id, "--reason", "privacy"), Takedown(report=REPORTS[2].id, reason_class="privacy")),
    ],
)
def test_a_judgement_is_stored(ledger: str, arguments: tuple[str, ...], act: Act) -> None:
    """Each act is stored with who made it and why, and all it touched is fused again."""
    assert run("judge", *arguments, *SIGNED) == 0
    (found,) = judged(ledger)
    assert (found.act, found.by, found.why) == (act, "ada", "both name the bakery")
    with opened(ledger) as made:
        assert made.counts().pending == 0


def test_same_and_different_move_claims(ledger: str) -> None:
    """Claims judged the same come into one incident; judged different after that, they part again."""
    assert run("judge", "same", BAKERY.id, SHELLS.id, *SIGNED) == 0
    together = incidents(ledger)
    assert together[BAKERY.id].id == together[SHELLS.id].id
    assert run("judge", "different", SHELLS.id, together[SHELLS.id].id, *SIGNED) == 0
    apart = incidents(ledger)
    assert apart[BAKERY.id].id != apart[SHELLS.id].id
    last = judged(ledger)[-1].act
    assert isinstance(last, Different)
    assert last.anchors == anchors(SHELLS)
    assert not set(last.others) & set(last.anchors)


def test_an_incident_names_all_its_claims(ledger: str) -> None:
    """The id of an incident stands for the anchors of its claims, an id that it had before for the same."""
    before = incidents(ledger)[SHELLS.id].id
    run("judge", "same", BAKERY.id, RISEN.id, SHELLS.id, *SIGNED)
    assert run("judge", "check", before, *SIGNED) == 0
    assert judged(ledger)[-1].act == Check(anchors=anchors(*CLAIMS))
    assert {about.review for about in incidents(ledger).values()} == {"checked"}


def test_retracted_claims_count_nowhere_until_that_is_undone(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A retracted claim is in no incident; the undo, by the beginning of its id, brings it back."""
    assert run("judge", "retract", SHELLS.id, *SIGNED, "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert SHELLS.id not in incidents(ledger)
    assert run("judge", "undo", record["id"][:10], *SIGNED) == 0
    assert SHELLS.id in incidents(ledger)
    assert judged(ledger)[-1].act == Undo(judgement=record["id"])
    with pytest.raises(UsageError, match="undone already, by j1"):
        run("judge", "undo", record["id"], *SIGNED)


def test_a_retracted_claim_is_found_by_the_beginning_of_its_id(ledger: str) -> None:
    """A claim that is in no incident can still be named shortly."""
    run("judge", "retract", SHELLS.id, *SIGNED)
    assert SHELLS.id not in incidents(ledger)
    assert run("judge", "check", SHELLS.id[:9], *SIGNED) == 0
    assert SHELLS.id in incidents(ledger)


def test_set_corrects_a_field(ledger: str) -> None:
    """A correction holds the field that was named, and the state with a place; none says that nothing is said."""
    assert run("judge", "set", BAKERY.id, "when", "2015-10-06", *SIGNED) == 0
    assert run("judge", "set", BAKERY.id, "place", "Harun@33.5,36.3,2000", *SIGNED) == 0
    assert run("judge", "set", BAKERY.id, "toll", "killed civilians 43+", *SIGNED) == 0
    assert run("judge", "set", BAKERY.id, "when", "none", *SIGNED) == 0
    acts = [each.act for each in judged(ledger)]
    assert [act.fields for act in acts if isinstance(act, SetField)] == [("when",), ("places",), ("toll",), ("when",)]
    with opened(ledger) as made:
        event = decisions(made).corrected[BAKERY.id].event
    assert event.when is None
    assert [(place.name, place.radius_m) for place in event.places] == [("Harun", 2000.0)]
    assert [(toll.who, toll.low, toll.high) for toll in event.toll] == [("civilians", 43, None)]
    tally = incidents(ledger)[BAKERY.id].toll
    assert [(one.who, one.low, one.high) for one in tally] == [("civilians", 43, None)]


def test_a_place_brings_its_state(ledger: str) -> None:
    """A place that the gazetteer knows sets the country too."""
    assert run("judge", "set", SHELLS.id, "place", "Dumayr", *SIGNED) == 0
    (found,) = judged(ledger)
    assert isinstance(found.act, SetField)
    assert found.act.fields == ("places", "country")
    assert found.act.event.country == "SY"


def test_a_takedown_says_what_goes(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A takedown says what it removed and that this is for good; it can be neither undone nor repeated."""
    assert run("judge", "takedown", REPORTS[0].id[:9], "--reason", "safety", *SIGNED) == 0
    told = capsys.readouterr()
    assert "its claims (1) with their quotes" in told.err
    assert "This cannot be undone" in told.err
    assert BAKERY.id not in incidents(ledger)
    with opened(ledger) as made:
        assert isinstance(made.report(REPORTS[0].id), Tombstone)
    with pytest.raises(UsageError, match="was taken down on"):
        run("judge", "takedown", REPORTS[0].id, "--reason", "safety", *SIGNED)
    with pytest.raises(UsageError, match="a takedown, which cannot be undone"):
        run("judge", "undo", judged(ledger)[0].id, *SIGNED)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("check", "i1nothing00"),
            "has the id 'i1nothing00': expected an incident or claim's id",
        ),
        (("check", BAKERY.id[:7]), "nothing in the ledger has the id .*first 8 characters"),
        (("undo", "j1nothing00"), "expected a judgement's id.*'counterclaim judge list' shows them"),
        (("takedown", "r1nothing00", "--reason", "legal"), "expected a report's id"),
        (("same", BAKERY.id), "two claims or more"),
        (("same", BAKERY.id, BAKERY.id), "two claims or more"),
        (("different", BAKERY.id, BAKERY.id), "share claims"),
        (("set", BAKERY.id, "kind", "skirmish"), "expected a kind, one of battle, .*not 'skirmish'"),
        (("set", BAKERY.id, "kind", "none"), "every claim has a kind"),
        (("set", BAKERY.id, "when", "2015-02-31"), "'2015-02-31' is no date of the calendar; expected a time like"),
        (("set", BAKERY.id, "when", "2015-10-07/2015-10-01"), "start < end.*expected a time like"),
        (("set", BAKERY.id, "when", "yesterday"), "expected a time like .*not 'yesterday'"),
        (("set", BAKERY.id, "toll", "killed 21"), "expected a toll like"),
        (("set", BAKERY.id, "toll", "killed people 9-3"), "the lower figure first"),
        (("set", BAKERY.id, "place", "Harun@99,0,5"), "expected a place like"),
        (("set", BAKERY.id, "country", "Ardania"), "expected a state's name or its ISO code"),
        (("set", BAKERY.id, "means", "  "), "the means is empty"),
        (("set", BAKERY.id, "actor", " ; "), "not an empty value"),
    ],
)
def test_wrong_input_is_told(ledger: str, arguments: tuple[str, ...], message: str) -> None:
    """What cannot be judged so is refused with what was expected, and nothing is stored."""
    with pytest.raises(UsageError, match=message):
        run("judge", *arguments, *SIGNED)
    assert judged(ledger) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--by", "ada", "--why", "  "), "the reason (--why) is empty"),
        (("--by", "ada", "--why", "bytes \udcff"), "is not in UTF-8"),
        (("--by", "a b", "--why", "x"), "expected a handle without white space"),
        (("--by", "ada"), "--why"),
        (("--by", "ada", "--why", "x", "--at", "2015-10-07"), "expected a moment like 2017-04-15T14:30Z"),
        (("--by", "ada", "--why", "x", "--at", "2015-13-07T10:00Z"), "expected a moment like"),
        (("--by", "ada", "--why", "x", "--at", "9015-10-07T10:00Z"), "lies in the future"),
    ],
)
def test_who_and_why_are_needed(
    ledger: str, arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A judgement without a person, a reason or a true time is an error of the arguments."""
    with pytest.raises(SystemExit) as ended:
        run("judge", "check", BAKERY.id, *arguments)
    assert ended.value.code == 2
    assert message in " ".join(capsys.readouterr().err.split())
    assert judged(ledger) == []


def test_a_beginning_of_several_ids() -> None:
    """The beginning of more than one id is refused, with the ids that begin so."""
    alike = [Judgement(id=f"j1aaaaaa{i}", by="ada", at=at(i), why="x", act=Undo(judgement="j1")) for i in range(2)]
    with pytest.raises(UsageError, match="2 ids begin with 'j1aaaaaa': j1aaaaaa0, j1aaaaaa1"):
        judgement_named(alike, "j1aaaaaa")
    assert judgement_named(alike, "j1aaaaaa1") is alike[1]


def test_no_ledger(tmp_path: Path) -> None:
    """A judgement on a ledger that is not there makes none."""
    with pytest.raises(UsageError, match=r"there is no ledger at .*counterclaim ingest makes one"):
        run("judge", "check", BAKERY.id, *SIGNED, "--ledger", str(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()


def test_the_time_of_an_import(ledger: str) -> None:
    """A judgement of an earlier time is older than one of now, whenever it is brought in."""
    run("judge", "check", SHELLS.id, *SIGNED)
    run("judge", "retract", SHELLS.id, *SIGNED, "--at", "2016-01-02T03:04Z")
    assert [type(each.act) for each in judged(ledger)] == [Retract, Check]
    assert judged(ledger)[0].at == dt.datetime(2016, 1, 2, 3, 4, tzinfo=dt.UTC)
    assert incidents(ledger)[SHELLS.id].review == "checked"


def test_two_people_at_once(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Two processes that judge oppositely at once both get through: the newer counts, and the list tells of both."""
    code = "import sys; from tests.commands.ledgers import run; sys.exit(run(*sys.argv[1:]))"
    ways = [("same", "ada"), ("different", "ben")]
    both = [
        subprocess.Popen(
            [sys.executable, "-c", code, "judge", act, BAKERY.id, SHELLS.id, "--by", by, "--why", "seen"],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
        )
        for act, by in ways
    ]
    assert [each.wait(timeout=120) for each in both] == [0, 0]
    stored = judged(ledger)
    assert {each.by for each in stored} == {"ada", "ben"}
    found = incidents(ledger)
    assert (found[BAKERY.id].id == found[SHELLS.id].id) == isinstance(stored[-1].act, Same)
    assert run("judge", "list") == 0
    told = capsys.readouterr()
    assert "conflict on one happening or two" in told.err
    assert all(each.id in told.out and each.id in told.err for each in stored)


def test_the_list(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The list shows each judgement with its reason and what became of it, or the records."""
    assert run("judge", "list") == 1
    assert "nobody has judged anything" in capsys.readouterr().err
    run("judge", "check", BAKERY.id, *SIGNED)
    run("judge", "undo", judged(ledger)[0].id, "--by", "ben", "--why", "not yet")
    capsys.readouterr()
    assert run("judge", "list") == 0
    shown = capsys.readouterr().out
    first, undo = judged(ledger)
    for words in ("ada judged read rightly: 1 claim of 1 report", "why: not yet", f"undone by {undo.id}"):
        assert words in shown
    assert run("judge", "list", "--json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["record"], row["id"]) for row in rows] == [("judgement", first.id), ("judgement", undo.id)]
