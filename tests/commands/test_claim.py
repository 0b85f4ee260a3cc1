"""``counterclaim claim add``: a claim that a person enters stands on exact words, in any language."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from pathlib import Path
from typing import Final

import pytest

from counterclaim.errors import UsageError
from counterclaim.pipeline import fuse
from counterclaim.records import Claim, Claimant, Event, Incident, Interval, PartyName, Quote, Report, Toll
from tests.commands.ledgers import BAKERY, REPORTS, SHELLS, fill, opened, run

ARABIC: Final = "قصفت طائرات حربية مخبزا في قرية تل الورد وقتلت ٤٣ مدنيا، قال المرصد. وقتلت ٤٣ مدنيا."
BY: Final = ("--by", "ada")
SAID: Final = ("--kind", "shelling", "--own-voice")


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return where a fused ledger lies that the commands work on."""
    where = fill(tmp_path / "ledger.db")
    with opened(where) as made:
        list(fuse(made))
    monkeypatch.setenv("COUNTERCLAIM_LEDGER", where)
    return where


def entered(where: str) -> list[tuple[Claim, Report]]:
    """Return what persons entered, with the reports."""
    with opened(where) as ledger:
        reports = {report.id: report for report in ledger.reports()}
        claims = list(ledger.claims_of(reports))
    return [(claim, reports[claim.report]) for claim in claims if claim.maker.startswith("person:")]


def test_a_claim_in_a_known_report(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    """All that is said here is in the record, with the words that carry it and the rule that says who filled it."""
    filled = ("--kind", "shelling", "--claimant", "SOHR", "--stance", "denies", "--actor", "Syrian army; rebels")
    more = (
        "--target",
        "civilians",
        "--place",
        "Dumayr",
        "--when",
        "2015-10-06/2015-10-07",
        "--toll",
        "killed people 3-4",
    )
    words = ("--quote", "fell on the market", "--means", "mortar shells", "--said", "2015-10-07", "--scope", "part")
    assert run("claim", "add", "--report", SHELLS.report[:10], *words, *filled, *more, *BY, "--json") == 0
    ((claim, report),) = entered(ledger)
    assert json.loads(capsys.readouterr().out)["id"] == claim.id
    assert report == REPORTS[2]
    assert claim.evidence == Quote(report=report.id, start=7, end=25, text="fell on the market")
    assert (claim.maker, claim.stance, claim.score, claim.publisher) == ("person:ada", "denies", 1.0, "Example Post")
    assert claim.claimant == Claimant(voice="named", name="SOHR", party="sohr")
    event = claim.event
    assert [(one.name, one.party is None) for one in event.actors] == [("Syrian army", False), ("rebels", True)]
    assert event.targets == (PartyName(name="civilians"),)
    assert [(place.name, place.country, place.gazetteer_id is None) for place in event.places] == [
        ("Dumayr", "SY", False)
    ]
    assert event.when == Interval(
        start=dt.datetime(2015, 10, 6, tzinfo=dt.UTC), end=dt.datetime(2015, 10, 8, tzinfo=dt.UTC)
    )
    assert event.toll == (Toll(harm="killed", who="people", low=3, high=4, words="3-4"),)
    assert (event.kind, event.means, event.country, event.scope) == ("shelling", "mortar shells", "SY", "part")
    assert claim.said_at == Interval.day(dt.date(2015, 10, 7))
    assert {one.rule for one in claim.support} == {"entered by a person"}
    fields = {
        "kind",
        "stance",
        "claimant",
        "said_at",
        "actors",
        "targets",
        "places",
        "country",
        "when",
        "toll",
        "means",
    }
    assert {one.field for one in claim.support} == fields | {"scope"}


def test_unsaid_stays_unsaid(ledger: str) -> None:
    """What is not said here is None: no time, no place, no state, no speaker but the publisher."""
    assert run("claim", "add", "--report", SHELLS.report, "--quote", "Shells fell", *SAID, *BY) == 0
    ((claim, _),) = entered(ledger)
    assert claim.event == Event(kind="shelling")
    assert (claim.said_at, claim.translation) == (None, None)
    assert claim.claimant == Claimant(voice="publisher")
    assert {one.field for one in claim.support} == {"kind", "stance", "claimant", "scope"}


def test_it_is_in_an_incident(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What a person entered counts at once, apart from the maker's happenings; entered twice it is there once."""
    arguments = ("claim", "add", "--report", BAKERY.report, "--quote", "Warplanes", *SAID, *BY)
    assert run(*arguments) == run(*arguments) == 0
    assert "has this claim already" in capsys.readouterr().err
    run("claim", "add", "--report", BAKERY.report, "--quote", "Observatory", "--kind", "talks", "--own-voice", *BY)
    found = [claim for claim, _ in entered(ledger)]
    assert sorted(claim.happening for claim in found) == [-2, -1]
    with opened(ledger) as made:
        inside = {claim for about in made.every() if isinstance(about, Incident) for claim in about.claims}
        assert {claim.id for claim in found} <= inside
        assert made.maker() == BAKERY.maker


def test_a_text_in_any_language(tmp_path: Path) -> None:
    """A text that no maker reads becomes a report with its capture; the quote stays, its translation beside it."""
    where, source = str(tmp_path / "new.db"), tmp_path / "page.txt"
    source.write_text(ARABIC, encoding="utf-8")
    quote = "قصفت طائرات حربية مخبزا"
    about = (
        "--publisher",
        "Example Post",
        "--title",
        "قصف",
        "--url",
        "https://ar.example/",
        "--published",
        "2015-10-07",
    )
    claim = ("--quote", quote, "--translation", "warplanes hit a bakery", "--kind", "air_strike", "--unnamed", "المرصد")
    assert run("claim", "add", "--text", str(source), *about, *claim, *BY, "--ledger", where) == 0
    ((found, report),) = entered(where)
    assert (report.text, report.language, report.title, report.url) == (ARABIC, "ar", "قصف", "https://ar.example/")
    assert (report.publisher, report.published_at) == ("Example Post", Interval.day(dt.date(2015, 10, 7)))
    assert (found.evidence.text, found.translation) == (quote, "warplanes hit a bakery")
    assert found.claimant == Claimant(voice="unnamed", name="المرصد")
    with opened(where) as made:
        assert report.capture is not None
        capture = made.capture(report.capture)
        assert capture is not None
        assert capture.body == source.read_bytes()
        assert made.maker() is None


def test_a_text_from_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text can be piped in, with its header, and its language said."""
    where = str(tmp_path / "new.db")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"publisher: Example Post\n\n{ARABIC}".encode())))
    assert (
        run("claim", "add", "--text", "-", "--language", "apc", "--quote", "قال المرصد", *SAID, *BY, "--ledger", where)
        == 0
    )
    ((_, report),) = entered(where)
    assert (report.publisher, report.text, report.language) == ("Example Post", ARABIC, "apc")


def test_one_of_several_places(tmp_path: Path) -> None:
    """Words that stand twice need to be said which; --nth says it."""
    where, source = str(tmp_path / "new.db"), tmp_path / "page.txt"
    source.write_text(ARABIC, encoding="utf-8")
    quote = "وقتلت ٤٣ مدنيا"
    arguments = ("claim", "add", "--text", str(source), "--quote", quote, *SAID, *BY, "--ledger", where)
    with pytest.raises(UsageError, match="2 times: quote more of it, or say which with --nth 1 to --nth 2"):
        run(*arguments)
    with pytest.raises(UsageError, match="2 times only"):
        run(*arguments, "--nth", "3")
    assert run(*arguments, "--nth", "2") == 0
    ((claim, _),) = entered(where)
    assert claim.evidence.start == ARABIC.rindex(quote)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--report", SHELLS.report, "--quote", "mortars fell"), "is not in the text of report"),
        (("--report", SHELLS.report, "--quote", "shells  FELL"), "it has 'Shells fell': quote that"),
        (("--report", SHELLS.report, "--quote", "  "), "the quote is empty"),
        (("--report", "r1nothing00", "--quote", "Shells"), "expected a report's id"),
        (("--report", SHELLS.report, "--quote", "Shells", "--url", "https://a.example/"), "go with --text"),
        (("--report", SHELLS.report, "--quote", "Shells", "--when", "2015-02-31"), "no date of the calendar"),
        (("--report", SHELLS.report, "--quote", "Shells", "--toll", "many"), "expected a toll like"),
        (("--report", SHELLS.report, "--quote", "Shells", "--place", "X@1,2"), "expected a place like"),
        (("--report", SHELLS.report, "--quote", "Shells", "--country", "Ardania"), "ISO code like SY"),
        (("--report", SHELLS.report, "--quote", "Shells", "--translation", " "), "--translation is empty"),
        (("--text", "nothing-there.txt", "--quote", "Shells"), "could not be opened"),
    ],
)
def test_wrong_input_is_told(ledger: str, arguments: tuple[str, ...], message: str) -> None:
    """What cannot be entered so is refused with what was expected, and nothing is stored."""
    with pytest.raises(UsageError, match=message):
        run("claim", "add", *arguments, *SAID, *BY)
    assert entered(ledger) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "there is no text to read"),
        (b"\x89PNG\r\n\x1a\n", "not text, HTML or JSON lines"),
        (b'{"text": "Shells fell."}\n{"text": "Shells fell."}\n', "is not one text or page"),
        (b"published: 2015-02-31\n\nShells fell.", "is not in the calendar"),
    ],
)
def test_a_text_that_is_none(tmp_path: Path, body: bytes, message: str) -> None:
    """A file that holds no one text, or an impossible date, is refused by name."""
    source = tmp_path / "page.txt"
    source.write_bytes(body)
    with pytest.raises(UsageError, match=message):
        run(
            "claim",
            "add",
            "--text",
            str(source),
            "--quote",
            "Shells fell",
            *SAID,
            *BY,
            "--ledger",
            str(tmp_path / "new.db"),
        )


@pytest.mark.usefixtures("ledger")
def test_a_report_taken_down_takes_no_claims() -> None:
    """There are no words left to stand on."""
    run("judge", "takedown", SHELLS.report, "--reason", "rights", "--why", "asked to", *BY)
    with pytest.raises(UsageError, match=r"was taken down on .*: its text is gone"):
        run("claim", "add", "--report", SHELLS.report, "--quote", "Shells", *SAID, *BY)


def test_arguments_are_checked(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A language, a number or a handle that is none is an error of the arguments."""
    wrong = [("--language", "Arabic"), ("--nth", "0"), ("--by", "a:b"), ("--kind", "skirmish")]
    for arguments in wrong:
        with pytest.raises(SystemExit) as ended:
            run("claim", "add", "--report", SHELLS.report, "--quote", "Shells", *SAID, *BY, *arguments)
        assert ended.value.code == 2
        assert arguments[0] in capsys.readouterr().err
    assert entered(ledger) == []
