"""From a report to claims: who says it, in which words, and nothing that is not said."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import Final

import msgspec
import pytest

from counterclaim.claims.maker import maker
from counterclaim.claims.rules import Rules
from counterclaim.claims.told import headline_end
from counterclaim.records import Claim, Span
from tests.claims.reading import day, only, read, report, rules
from tests.conftest import ROOT

SECONDS: Final = 20.0
"""Far above what any of these takes (under four), far below a hang."""
BOMB: Final = "A bomb exploded in a market in Quetta on Friday, killing six people."
ARTICLE: Final = (
    "An air strike killed nine people in Derna on Monday, doctors and residents said.\n"
    "The army denied that its jets had bombed Derna. "
    "Rebels accused the army of shelling a clinic in Zintan, wounding four nurses.\n"
    "“We demand an end to the siege of Zintan,” the African Union said. In Sabha, police arrested 20 people."
)


def claimants(text: str) -> list[tuple[str | None, str, str]]:
    """Return claimant, stance and kind of each claim."""
    return [(c.claimant.name, c.stance, c.event.kind) for c in read(text)]


def names(claim: Claim) -> tuple[list[str], list[str], list[str]]:
    """Return actors, targets and places as written."""
    event = claim.event
    return [p.name for p in event.actors], [p.name for p in event.targets], [p.name for p in event.places]


def test_all_fields_of_a_plain_sentence() -> None:
    """Who did what to whom, where, when, with what and with which harm is read from one sentence."""
    claim = only("Rebels shelled a hospital in Taiz with mortars on Sunday, killing at least six patients.")
    assert claim.claimant.voice == "publisher"
    assert (claim.event.kind, claim.stance, claim.event.scope) == ("shelling", "asserts", "event")
    assert (names(claim)[0], names(claim)[2]) == (["Rebels"], ["Taiz"])
    assert (claim.event.country, claim.event.when, claim.event.means) == ("YE", day(6), "mortars")
    assert [(t.harm, t.low, t.high, t.words) for t in claim.event.toll] == [
        ("killed", 6, None, "at least six patients")
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("An explosion was heard.", "bombing"), ("Shelling was reported in the night.", "shelling")],
)
def test_what_is_not_said_stays_unsaid(text: str, kind: str) -> None:
    """A field that no words fill is None or empty."""
    (claim,) = rules().read(report(text, published=None)).claims
    event = claim.event
    assert event.kind == kind
    assert (event.country, event.count, event.means, claim.said_at, claim.publisher) == (None,) * 5
    assert (event.actors, event.targets, event.places, event.toll) == ((), (), (), ())


@pytest.mark.parametrize(
    ("text", "said", "happened"),
    [
        ("Rebels shelled Taiz on Tuesday.", 10, 8),
        ("The mayor said on Wednesday that rebels shelled Taiz on Tuesday.", 9, 8),
        ("Rebels shelled Taiz on Tuesday, the mayor said.", None, 8),
    ],
)
def test_when_it_was_said_is_not_when_it_happened(text: str, said: int | None, happened: int) -> None:
    """The publisher speaks on the day of publication; others when they say so, or on no day told."""
    claim = only(text)
    assert claim.said_at == (None if said is None else day(said))
    assert claim.event.when == day(happened)


@pytest.mark.parametrize("text", ["", " \n ", "The market reopened.", "Prices rose by a tenth in May.", "。。。"])
def test_a_report_without_happenings_has_no_claims(text: str) -> None:
    """Silence is a reading."""
    assert read(text) == ()


def test_a_headline_run_into_the_body_is_no_claim_of_its_own() -> None:
    """What a title at the head of the text tells is told once: by the body, which says more."""
    title = "Blast kills six in Quetta market"
    for gap in (" ", "\n", "\n\n"):
        (claim,) = read(f"{title}{gap}{BOMB}", title=title)
        assert claim.evidence.text == BOMB


def test_a_headline_that_says_more_is_kept() -> None:
    """A figure that stands in the headline only is claimed."""
    title = "Blast kills seven in Quetta market"
    claims = read(f"{title}\n{BOMB}", title=title)
    assert [[t.low for t in c.event.toll] for c in claims] == [[7], [6]]


@pytest.mark.parametrize(
    ("title", "text", "end"),
    [
        ("Blast in Quetta", "Blast in Quetta A bomb went off.", 15),
        ("Blast in Quetta", "BLAST IN QUETTA - a bomb went off.", 15),
        ("Blast in Quetta", "Quetta, Friday. Blast in Quetta A bomb went off.", 31),
        ("Blast in Quetta", "A bomb went off in Quetta.", 0),
        ("Two dead", "Two dead after a blast.", 0),
        ("Blast in Quetta", "", 0),
        (None, "Blast in Quetta A bomb went off.", 0),
    ],
)
def test_where_a_headline_ends(title: str | None, text: str, end: int) -> None:
    """A title is found at the head of a text by its words; one of two words could be the body's own."""
    assert headline_end(report(text, title=title)) == end


def test_a_repeated_half_brings_nothing() -> None:
    """What stands in a range that says again what was said is not read twice."""
    again = BOMB.replace("six", "seven")
    text = f"{BOMB} {again}"
    assert len(read(text)) == 2
    assert [c.evidence.text for c in read(text, repeats=(Span(start=len(BOMB) + 1, end=len(text)),))] == [BOMB]


def test_a_repeat_by_a_new_claimant_is_a_claim() -> None:
    """Where only the words are repeated and another says them now, that is a claim."""
    text = f"{BOMB} “{BOMB}” said the governor."
    start = text.index(BOMB, 1)
    claims = read(text, repeats=(Span(start=start, end=start + len(BOMB)),))
    assert [c.claimant.name for c in claims] == [None, "governor"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Doctors and residents said an air strike killed nine people in Derna.", ["Doctors", "residents"]),
        ("The army and the rebels both said that shells had hit the market in Taiz.", ["army", "rebels"]),
        ("NATO and the Kremlin said a drone had crossed into Polish airspace on Tuesday.", ["NATO", "Kremlin"]),
    ],
)
def test_coordinated_claimants_are_two_claims(text: str, who: list[str]) -> None:
    """Two who say the same thing make two claims of one happening, alike but for the claimant."""
    claims = read(text)
    assert [c.claimant.name for c in claims] == who
    assert claims[0].event == claims[1].event
    assert [c.happening for c in claims] == [1, 1]
    assert claims[0].id != claims[1].id


@pytest.mark.parametrize(
    ("text", "who", "kind"),
    [
        ("The Taliban claimed responsibility for the bombing in Kabul on Sunday.", "Taliban", "bombing"),
        (
            "Islamic State claimed responsibility for a car bomb that killed eleven people in Baghdad.",
            "Islamic State",
            "bombing",
        ),
    ],
)
def test_responsibility_claimed(text: str, who: str, kind: str) -> None:
    """Who claims responsibility asserts the act and is its actor."""
    claim = only(text)
    assert (claim.claimant.name, claim.stance, claim.event.kind) == (who, "asserts", kind)
    assert names(claim)[0] == [who]


@pytest.mark.parametrize(
    ("text", "who", "kind"),
    [
        ("The rebels denied shelling the port of Hodeidah.", "rebels", "shelling"),
        ("Russia denied that its forces had shelled the hospital in Bakhmut.", "Russia", "shelling"),
        ("“We did not shell the port of Hodeidah,” the coalition said.", "coalition", "shelling"),
    ],
)
def test_denials(text: str, who: str, kind: str) -> None:
    """A denial is a claim of the same act with the stance "denies"."""
    assert claimants(text) == [(who, "denies", kind)]


@pytest.mark.parametrize(
    ("text", "who", "actor", "kind"),
    [
        ("Ukraine accused Russia of shelling a hospital in Bakhmut.", "Ukraine", "Russia", "shelling"),
        ("The army blamed the rebels for the shelling of the airport in Goma.", "army", "rebels", "shelling"),
        ("Mali accused France of violating its airspace on Tuesday.", "Mali", "France", "airspace_violation"),
    ],
)
def test_accusations(text: str, who: str, actor: str, kind: str) -> None:
    """Who accuses is the claimant, who is accused the actor."""
    claim = only(text)
    assert (claim.claimant.name, claim.stance, claim.event.kind) == (who, "asserts", kind)
    assert names(claim)[0] == [actor]


def test_a_contradiction_is_two_claims_of_one_happening() -> None:
    """One party asserts and another denies the same: two claims, one happening, opposite stances."""
    text = "The army said it had retaken the town of Bor. The rebels denied that the army had retaken the town of Bor."
    assert [(c.happening, c.claimant.name, c.stance) for c in read(text)] == [
        (1, "army", "asserts"),
        (1, "rebels", "denies"),
    ]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The United Nations demanded an immediate ceasefire in Sudan.", "United Nations"),
        ("Egypt demanded that Israel withdraw its troops from Rafah.", "Egypt"),
        ("The African Union called on both sides to cease fire.", "African Union"),
    ],
)
def test_a_demand_is_done_by_its_speaker(text: str, who: str) -> None:
    """Who demands is claimant and actor of the demand; what is demanded has not happened."""
    claim = only(text)
    assert (claim.claimant.name, claim.stance, claim.event.kind) == (who, "asserts", "demand")
    assert names(claim)[0] == [who]


def test_text_in_capitals_is_read() -> None:
    """A text in capitals is read like any other, and its quotes are the capitals as they stand."""
    text = "THE ARMY SHELLED A MARKET IN TAIZ ON SUNDAY, KILLING SIX PEOPLE, THE MAYOR SAID."
    claim = only(text)
    assert claim.evidence.text == text
    assert (claim.event.kind, claim.event.country, claim.event.when) == ("shelling", "YE", day(6))
    quoted = {s.field: s.evidence.text for s in claim.support if s.evidence}
    assert (quoted["places"], quoted["when"], quoted["toll"]) == ("TAIZ", "SUNDAY", "SIX PEOPLE")
    assert quoted["claimant"].upper() == quoted["claimant"]


def test_quotes_are_found_in_the_text() -> None:
    """All words that a claim quotes stand at their place in the report, curly quotes and line breaks around them."""
    source = report(ARTICLE)
    claims = rules().read(source).claims
    quotes = [q for c in claims for q in (c.evidence, *(s.evidence for s in c.support if s.evidence))]
    assert len(quotes) > 3 * len(claims)
    assert [source.text[q.start : q.end] for q in quotes] == [q.text for q in quotes]


def test_claims_of_an_article() -> None:
    """Claims come in reading order, each with claimant and stance, and every id once."""
    claims = read(ARTICLE)
    assert [(c.claimant.name, c.stance, c.event.kind) for c in claims] == [
        ("doctors", "asserts", "air_strike"),
        ("residents", "asserts", "air_strike"),
        ("army", "denies", "air_strike"),
        ("Rebels", "asserts", "shelling"),
        ("African Union", "asserts", "demand"),
        (None, "asserts", "arrest"),
    ]
    assert len({c.id for c in claims}) == len(claims)
    assert [c.evidence.start for c in claims] == sorted(c.evidence.start for c in claims)


def test_a_second_read_is_the_same() -> None:
    """The same report gives the same reading by a new maker, after other reports too."""
    first = Rules().read(report(ARTICLE))
    rules().read(report(BOMB + " The Sabha Brigade shelled Derna.", title="Blast in Quetta"))
    assert rules().read(report(ARTICLE)) == first


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "killed attack shelling bombed wounded ",
        "the army said rebels shelled the town of Sirte killing four people ",
        "shelling, ",
        "(killed ",
        "12 killed 13 wounded ",
        "Shells hit Aden\n",
    ],
)
def test_lists_without_full_stops_take_seconds(unit: str) -> None:
    """However many words of war follow each other without an end, reading them does not hang."""
    began = time.monotonic()
    read(unit * (6_000 // len(unit)))
    assert time.monotonic() - began < SECONDS


@pytest.mark.slow
def test_another_process_reads_the_same() -> None:
    """Readings do not hang on the order in which a process happens to hash its words."""
    code = (
        "import msgspec, sys\n"
        "from tests.claims.reading import report, rules\n"
        "sys.stdout.buffer.write(msgspec.json.encode(rules().read(report(sys.argv[1]))))\n"
    )
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, ARTICLE],
            env={**os.environ, "PYTHONPATH": paths, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
        )
        for seed in ("1", "2")
    ]
    printed = [process.communicate(timeout=60)[0] for process in started]
    assert printed == [msgspec.json.encode(rules().read(report(ARTICLE)))] * 2


def test_the_maker_names_itself() -> None:
    """Claims carry the name and version of their maker, whichever name it was asked for by."""
    assert only(BOMB).maker == maker("rules").name == "rules@3"


def test_reports_of_other_publishers_share_no_ids() -> None:
    """The same sentence in another report is another claim."""
    (one,), (other,) = rules().read(report(BOMB)).claims, rules().read(report(BOMB, published=None)).claims
    assert one.report != other.report
    assert one.id != other.id


def test_scope_tells_history_and_series_from_news() -> None:
    """What happened months ago is background, several happenings at once a series, with their number."""
    old = only("In June 2021 a bomb killed six people in Quetta.")
    several = only("Five raids by the coalition hit the city of Marib on Monday, killing 30 people.")
    assert (old.event.scope, several.event.scope) == ("background", "series")
    assert several.event.count is not None
    assert (several.event.count.low, several.event.count.of) == (5, None)


def test_more_of_its_own_words_raise_the_score() -> None:
    """A claim that says more by itself is trusted more."""
    assert only("Shells fell.").score < only("Rebels shelled Taiz on Sunday, killing six people.").score <= 1


def test_source_is_no_victim() -> None:
    """Who says it is not hit, though a list of victims seems to run on: "killing nine people, medics said"."""
    claim = only("Israeli warplanes bombed Gaza City overnight, killing nine people, medics said.")
    assert claim.claimant.name == "medics"
    assert "medics" not in [target.name for target in claim.event.targets]


def test_who_inflicts_acts() -> None:
    """Who inflicts a bombardment carries it out."""
    claim = only("Government forces are inflicting a heavy bombardment on Aleppo.")
    assert [actor.name for actor in claim.event.actors] == ["Government forces"]


def test_a_noise_is_the_attack_told_before() -> None:
    """A blast that hit what a suicide bomber is said to have hit is his, whoever tells of it."""
    first, *others = read(
        "A suicide bomber hit a bus convoy near Homs, a medic said. "
        "An explosion damaged the bus convoy early in the day."
    )
    assert first.event.kind == "suicide_attack"
    assert {claim.event.kind for claim in others} <= {"suicide_attack"}


def test_fighting_that_goes_on_is_no_blast() -> None:
    """The blast points back to an attack, not to fighting that goes on: its fighters did not set it off."""
    claims = read(
        "A bomb exploded in Azaz on Monday. The Cedar Brigade has been fighting Islamic State for years. "
        "The blast killed a judge, residents said."
    )
    blasts = [claim for claim in claims if claim.event.kind == "bombing"]
    assert blasts
    assert "Cedar Brigade" not in [actor.name for claim in blasts for actor in claim.event.actors]


def test_fighting_with_both_sides_is_its_own() -> None:
    """Fighting between two named sides is not the murder told of before, nor are its dead."""
    claims = read(
        "Six priests were murdered in the capital, the bishop said. "
        "The fighting between the army and the Cedar Brigade has left 900 people dead in the north."
    )
    assert len({claim.happening for claim in claims}) == len(claims) == 2
