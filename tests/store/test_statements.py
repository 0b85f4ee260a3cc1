"""Adding statements: once, in any order, whole or not at all; and what a takedown takes."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from counterclaim import ids
from counterclaim.errors import LedgerError
from counterclaim.ledger import Added, Counts, Ledger
from counterclaim.records import (
    Anchor,
    Capture,
    Claim,
    Interval,
    Judgement,
    Line,
    Quote,
    RateSource,
    Reject,
    Report,
    Retract,
    Same,
    Support,
    Takedown,
    Tombstone,
    Undo,
)
from counterclaim.store.opening import open_ledger
from tests.incidents.pages import at, judged, read, version
from tests.store.made import anchor, capture, many, seen_in, state, voice

FIRST = version("Warplanes hit the mill of Harun, killing four, the Tisa Observatory said.")
LATER = version("Warplanes hit the mill of Harun, killing six, the Tisa Observatory said.")
OTHER = version("The army denied that it had hit a mill.", url="https://example.net/denial", ref="denial")
FOUR = read(FIRST, "hit the mill of Harun, killing four")
SIX = read(LATER, "hit the mill of Harun, killing six")
DENIED = read(OTHER, "had hit a mill", claimant=voice("Army"))
EARLY = capture("<p>killing four</p>", 1)
LATE = capture("<p>killing six</p>", 5)
SAME = judged(Same(anchors=(anchor(FOUR), anchor(DENIED))), 3)
DOWN = judged(Takedown(report=OTHER.id, reason_class="legal"), 8)
STATEMENTS: Sequence[Line] = (
    EARLY,
    LATE,
    capture("<p>killing six</p>", 9),
    seen_in(FIRST, EARLY),
    seen_in(FIRST, capture("never handed in", 2), "lead_only"),
    seen_in(LATER, LATE),
    OTHER,
    FOUR,
    SIX,
    DENIED,
    SAME,
    judged(RateSource(source="Army", rating="C"), 4),
    judged(Undo(judgement=SAME.id), 2),
    Reject(stage="reports", ref="a.bin", reason="binary", detail="no text"),
)


def _needs(line: Line) -> list[str]:
    """Return what has to be there before a statement (ids)."""
    if isinstance(line, Claim):
        return [line.report]
    if isinstance(line, Judgement):
        match line.act:
            case Undo(judgement=other):
                return [other]
            case Same(anchors=found):
                return [one.report for one in found]
            case Takedown(report=report):
                return [report]
            case _:
                return []
    return []


def _batches(lines: Sequence[Line], dice: random.Random) -> list[list[Line]]:
    """Return the statements in batches at random, none before what it needs."""
    batch: dict[str, int] = {}
    made: list[list[Line]] = [[] for _ in range(4)]
    # What others need is placed first: reports, then judgements in the order in which they name each other.
    for line in sorted(lines, key=lambda one: (bool(_needs(one)), isinstance(one, Judgement) and _undoes(one))):
        at_least = max((batch[name] for name in _needs(line)), default=0)
        chosen = dice.randrange(at_least, 4)
        if not isinstance(line, Reject):
            batch[line.id] = min(chosen, batch.get(line.id, chosen))
        made[chosen].append(line)
    for some in made:
        dice.shuffle(some)
    return made


def _undoes(line: Judgement) -> bool:
    return isinstance(line.act, Undo)


def test_adding_twice_is_adding_once(ledger: Ledger) -> None:
    """What is there already is counted as known and changes nothing."""
    assert ledger.add(STATEMENTS) == Added(captures=2, reports=3, claims=3, judgements=3, rejects=1, known=2)
    before = state(ledger)
    assert ledger.add(STATEMENTS) == Added(known=len(STATEMENTS))
    assert state(ledger) == before
    ledger.rest()
    assert state(ledger) == before
    assert before["counts"] == Counts(
        captures=2,
        reports=3,
        claims=3,
        judgements=3,
        rejects=1,
        incidents=0,
        series=0,
        copies=0,
        tombstones=0,
        pending=3,
    )


@pytest.mark.parametrize("taken", [False, True])
def test_order_and_batches_mean_nothing(ledgers: Callable[[], Ledger], taken: bool) -> None:
    """The same statements in any order and any batches give the same state, with a takedown or without."""
    again = judged(Takedown(report=OTHER.id, reason_class="privacy"), 7)
    lines = [*STATEMENTS, *([DOWN, again] if taken else [])]
    expected = None
    for seed in range(8):
        ledger = ledgers()
        for batch in _batches([*lines, *lines], random.Random(seed)):
            ledger.add(batch)
        found = state(ledger)
        expected = expected or found
        assert found == expected
    assert expected is not None
    assert expected["stones"] == ([_stone(again)] if taken else [])


def _stone(down: Judgement) -> Tombstone:
    assert isinstance(down.act, Takedown)
    return Tombstone(
        id=OTHER.id,
        sha256=hashlib.sha256(OTHER.text.encode()).hexdigest(),
        reason_class=down.act.reason_class,
        at=down.at,
        judgement=down.id,
    )


def test_sightings_whenever_the_capture_comes(ledger: Ledger) -> None:
    """A report's capture may come later: the sighting then gets its time, and the whole page is marked again."""
    ledger.add([seen_in(FIRST, EARLY), LATER])
    with ledger.deriving() as derivation:
        derivation.settle(derivation.pending(9))
    assert {one.fetched_at for one in ledger.sightings([FIRST.id])} == {None}
    ledger.add([EARLY])
    found = list(ledger.sightings([LATER.id]))
    assert {one.report: one.fetched_at for one in found} == {FIRST.id: at(1), LATER.id: None}
    assert {one.capture for one in found} == {EARLY.id, None}
    assert {one.url for one in found} == {FIRST.url}
    with ledger.deriving() as derivation:
        assert set(derivation.pending(9)) == {FIRST.id, LATER.id}
    assert ledger.capture(EARLY.id) == EARLY
    assert ledger.capture(LATE.id) is None


def test_a_report_seen_again_is_marked_again(ledger: Ledger) -> None:
    """The same text in another capture adds a sighting, and the lesser record is kept."""
    ledger.add([seen_in(FIRST, EARLY, "lead_only")])
    with ledger.deriving() as derivation:
        derivation.settle(derivation.pending(9))
    ledger.add([EARLY, LATE, seen_in(FIRST, LATE)])
    assert [(one.capture, one.completeness) for one in ledger.sightings([FIRST.id])] == sorted(
        [(EARLY.id, "lead_only"), (LATE.id, "full")]
    )
    assert ledger.counts().pending == 1
    assert ledger.counts().reports == 1


def test_the_makers_name_is_kept(ledger: Ledger) -> None:
    """The first machine that claims is the ledger's maker; a person's claims name none; another is chosen by hand."""
    assert ledger.maker() is None
    by_hand = read(FIRST, "hit the mill", maker="person:ada")
    ledger.add([FIRST, by_hand])
    assert ledger.maker() is None
    ledger.add([FOUR])
    ledger.add([read(FIRST, "hit the mill", maker="rules@2")])
    assert ledger.maker() == "rules@1"
    with ledger.deriving() as derivation:
        derivation.settle(derivation.pending(9))
    ledger.use_maker("rules@2")
    assert ledger.maker() == "rules@2"
    assert ledger.counts().pending == 1
    assert [claim.maker for claim in ledger.claims_of([FIRST.id], maker="rules@2")] == ["rules@2"]
    assert len(list(ledger.claims_of([FIRST.id]))) == 3


def _moved(claim: Claim) -> Claim:
    quote = claim.evidence
    return msgspec.structs.replace(
        claim, evidence=Quote(report=quote.report, start=quote.start + 1, end=quote.end + 1, text=quote.text)
    )


_NUL = version("There was a \0 in it.", ref="nul")
_HALF = version("A whole text.", ref="half")
_UNKNOWN = Anchor(report="r1" + "0" * 32, start=0, end=3, kind="battle")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (msgspec.structs.replace(FIRST, text="Another text."), "its text is not the one that was read"),
        (msgspec.structs.replace(EARLY, body=b"other bytes"), "its bytes have"),
        (msgspec.structs.replace(EARLY, url="https://example.com/"), "was changed after it was made"),
        (_moved(FOUR), "read the report again"),
        (
            msgspec.structs.replace(
                FOUR,
                support=(Support(field="kind", evidence=Quote(report=FIRST.id, start=0, end=4, text="tank")),),
            ),
            "its quote 'tank' is not in report",
        ),
        (msgspec.structs.replace(FOUR, stance="denies"), "was changed after it was made"),
        (SIX, "which the ledger does not have: add it too"),
        (_NUL, "holds the character U+0000: take it out"),
        (msgspec.structs.replace(FOUR, translation="\0"), "U+0000"),
        (msgspec.structs.replace(FOUR, translation="\ud800"), "half a surrogate pair"),
        (
            Reject(stage="reports", ref="a", reason="binary", detail="\0"),
            "the reject of 'a' holds the character U+0000",
        ),
        (msgspec.structs.replace(_HALF, language="\udc80"), "half a surrogate pair"),
        (judged(Retract(anchors=(_UNKNOWN,))), "which the ledger does not have: add it first"),
        (
            judged(Takedown(report=_UNKNOWN.report, reason_class="legal")),
            "which the ledger does not have: add it first",
        ),
        (judged(Undo(judgement="j1" + "0" * 32)), "to undo: 'counterclaim judge list' lists them"),
        (msgspec.structs.replace(SAME, why="another reason"), "was changed after it was made"),
    ],
)
def test_a_wrong_statement_stores_nothing(ledger: Ledger, wrong: Line, says: str) -> None:
    """A statement that is not what it says is refused, and with it all that came in the same call."""
    with pytest.raises(LedgerError, match=re.escape(says)):
        ledger.add([EARLY, FIRST, OTHER, FOUR, SAME, wrong, STATEMENTS[-1]])
    assert not any(msgspec.structs.astuple(ledger.counts()))


def test_backslashes_are_not_u0000(ledger: Ledger) -> None:
    """Text that only spells the escape of U+0000 is kept."""
    spelt = version(r"He wrote \u0000 and \\u0000.", ref="spelt")
    ledger.add([spelt])
    assert ledger.report(spelt.id) == spelt


def test_what_a_takedown_leaves(ledger: Ledger) -> None:
    """Text, claims, sightings and captures are gone, a tombstone stays, and nothing of it comes back."""
    shared = capture("both were read out of this", 2)
    read_out = [seen_in(OTHER, EARLY), seen_in(OTHER, shared), seen_in(LATER, shared)]
    ledger.add([EARLY, shared, FIRST, *read_out, FOUR, DENIED, SAME])
    ledger.take_down(DOWN)
    assert ledger.report(OTHER.id) == _stone(DOWN)
    assert list(ledger.tombstones()) == [_stone(DOWN)]
    assert [report.id for report in ledger.reports()] == sorted([FIRST.id, LATER.id])
    assert list(ledger.claims([DENIED.id])) == []
    assert ledger.capture(EARLY.id) is None
    assert ledger.capture(shared.id) == shared
    assert [one.report for one in ledger.sightings([OTHER.id, LATER.id, FIRST.id])] == sorted([FIRST.id, LATER.id])
    before = ledger.counts()
    assert ledger.add([EARLY, *read_out, DENIED, DOWN]) == Added(known=6)
    assert ledger.counts() == before
    with ledger.deriving() as derivation:
        assert derivation.reports_naming("army") == frozenset()
        assert OTHER.id in derivation.pending(9)
    # It is named by the judgement still, and another may name it.
    ledger.add([judged(Retract(anchors=(anchor(DENIED),)), 9)])
    assert len(list(ledger.judgements([OTHER.id]))) == 3


def test_a_capture_that_came_alone_goes_with_its_report(ledger: Ledger) -> None:
    """Bytes that come in again before the report that was read out of them do not stay either."""
    ledger.add([EARLY, seen_in(OTHER, EARLY), DOWN])
    assert ledger.counts().captures == 0
    late = capture("the same article, fetched anew", 20)
    ledger.add([late])
    assert ledger.capture(late.id) == late
    ledger.add([seen_in(OTHER, late)])
    assert ledger.capture(late.id) is None
    ledger.add([late])
    assert ledger.capture(late.id) is None


def test_only_a_takedown_takes_down(ledger: Ledger) -> None:
    """Another judgement is refused."""
    ledger.add([FIRST, OTHER, FOUR, DENIED])
    with pytest.raises(LedgerError, match="takes nothing down"):
        ledger.take_down(SAME)
    with pytest.raises(LedgerError, match="does not have"):
        ledger.take_down(judged(Takedown(report=LATER.id, reason_class="legal")))


def _raw(path: Path) -> bytes:
    return b"".join(file.read_bytes().lower() for file in path.parent.glob(f"{path.name}*"))


def test_a_takedown_takes_the_bytes(tmp_path: Path) -> None:
    """Nothing of the text, the title, the quotes, the names or the captured page is left in the file or its log."""
    path = tmp_path / "ledger.db"
    ledger = open_ledger(str(path))
    words = ("Zorvathian", "Qumberlo", "Yxtapan", "Wolbrechtine", "Jurmaqqa")
    report = _titled(f"{words[0]} troops shelled the market of Harun, {words[1]} said.", title=words[2])
    page = capture(f"<p>{words[0]} troops, {words[3]}</p>", 1)
    claim = read(report, f"{words[0]} troops shelled the market", "shelling", claimant=voice(words[1]), means=words[4])
    ledger.add([*many(50), page, seen_in(report, page), claim])
    assert [word for word in words if word.lower().encode() not in _raw(path)] == []
    ledger.take_down(judged(Takedown(report=report.id, reason_class="privacy")))
    assert [word for word in words if word.lower().encode() in _raw(path)] == []
    ledger.close()
    assert [word for word in words if word.lower().encode() in _raw(path)] == []


def _titled(text: str, title: str) -> Report:
    bare = version(text, ref="titled")
    made = msgspec.structs.replace(bare, title=title)
    own = ids.report_id(ref=made.ref, url=made.url, publisher=made.publisher, title=title, text=text, published_at=None)
    return msgspec.structs.replace(made, id=own)


def test_very_long_words_and_addresses(ledger: Ledger) -> None:
    """Names, addresses and words longer than an index may hold are kept and found."""
    long = "x" * 20_000
    report = version(f"Then {long} fell.", url=f"https://example.org/{long}", ref="long")
    other = version("Then it fell.", url=f"https://example.org/{long}", ref="long")
    claim = read(report, "fell", claimant=voice(long))
    ledger.add([report, other, claim])
    assert {one.report for one in ledger.sightings([report.id])} == {report.id, other.id}
    with ledger.deriving() as derivation:
        assert derivation.reports_naming(long.upper()) == {report.id}


def test_judgements_come_in_the_order_of_their_time(ledger: Ledger) -> None:
    """They are ordered by when they were made, to the microsecond, not by when they came in."""
    ledger.add([FIRST, FOUR])
    times = [at(1), at(1) + dt.timedelta(microseconds=1), at(1) + dt.timedelta(seconds=1), at(2)]
    made = [judged(Retract(anchors=(anchor(FOUR),)), (time - at(0)) / dt.timedelta(hours=1)) for time in times]
    for judgement in reversed(made):
        ledger.add([judgement])
    assert list(ledger.judgements()) == list(ledger.judgements([FIRST.id])) == made
    assert list(ledger.judgements([LATER.id])) == []


def test_every_time_of_a_capture_is_kept(ledger: Ledger) -> None:
    """Bytes that were fetched again from the same address are one capture, seen at each time, in whatever order."""
    ledger.add([capture("<p>killing four</p>", 7), seen_in(FIRST, EARLY)])
    assert [one.fetched_at for one in ledger.sightings([FIRST.id])] == [at(7)]
    assert ledger.add([EARLY]) == Added(known=1)
    assert [one.fetched_at for one in ledger.sightings([FIRST.id])] == [at(1), at(7)]
    with ledger.deriving() as derivation:
        derivation.settle(derivation.pending(9))
    assert ledger.add([capture("<p>killing four</p>", 9)]) == Added(known=1)
    assert [one.fetched_at for one in ledger.sightings([FIRST.id])] == [at(1), at(7), at(9)]
    assert ledger.waiting() == 1
    with ledger.deriving() as derivation:
        derivation.settle(derivation.pending(9))
    assert ledger.add([EARLY]) == Added(known=1)
    assert ledger.waiting() == 0
    found = ledger.capture(EARLY.id)
    assert isinstance(found, Capture)
    assert found.fetched_at == at(1)


def test_published_intervals_are_kept(ledger: Ledger) -> None:
    """A report comes back as it was handed in."""
    report = version("It was published on a day.", published=Interval.day(dt.date(2015, 10, 7)))
    ledger.add([report])
    assert ledger.report(report.id) == report
    assert list(ledger.reports([report.id, "unknown"])) == [report]
    assert ledger.report("unknown") is None


def test_headers_of_an_answer_are_kept(ledger: Ledger) -> None:
    """What the server said with the bytes comes back as it was, and the bytes of later answers change nothing of it."""
    headers = (("content-type", "text/html; charset=koi8-r"), ("x-served-by", "a"), ("x-served-by", "é"))
    first = msgspec.structs.replace(EARLY, headers=headers)
    later = msgspec.structs.replace(capture("<p>killing four</p>", 9), headers=(("x-served-by", "z"),))
    ledger.add([later, first])
    assert ledger.capture(EARLY.id) == first
    assert list(ledger.captures()) == [first]
