"""History: from recorded times alone, in their order."""

from __future__ import annotations

import datetime as dt

from counterclaim.incidents.history import history
from counterclaim.incidents.voices import tell
from counterclaim.records import Anchor, Check, Judgement
from tests.incidents.telling import OBSERVATORY, at, said


def test_history_tells_what_changed_when_and_why() -> None:
    """First telling, each new figure of a voice, what its page dropped, and what a person decided."""
    first = said("activists", "9 people killed", unnamed=True, report="r0", captured="15 06")
    low = said(OBSERVATORY, "43+ people killed", report="r1", captured="15 09")
    again = said(OBSERVATORY, "43+ people killed", report="r2", captured="15 12")
    high = said(OBSERVATORY, "126+ people killed", report="r3", published="16", judgements=("j1",))
    gone = said("SANA", "20 people killed", report="r4", captured="17", carried="withdrawn", left="19")
    kept = said("White Helmets", report="r5", captured="17", carried="no_longer_carried", left="18")
    check = Check(anchors=(Anchor(report="r3", start=0, end=5, kind="bombing"),))
    judged = Judgement(id="j1", by="mara", at=at("20"), why="Read in full.", act=check)
    found = history(tell([kept, gone, high, again, low, first]), [judged])
    assert [(change.what, change.at, change.claims) for change in found] == [
        ("reported", at("15 06"), (first.claim.id,)),
        ("figure", at("15 09"), (low.claim.id,)),
        ("figure", at("16"), (high.claim.id,)),
        ("figure", at("17"), (gone.claim.id,)),
        ("no_longer_carried", at("18"), (kept.claim.id,)),
        ("withdrawn", at("19"), (gone.claim.id,)),
        ("judged", at("20"), (high.claim.id,)),
    ]
    assert found[2].reason == f"{OBSERVATORY}: at least 126 people killed, before at least 43"
    assert (found[-1].reason, found[-1].judgement) == ("check, by mara: Read in full.", "j1")


def test_without_times_things_stand_last() -> None:
    """What has no recorded time is told, after all that has one."""
    dated = said(OBSERVATORY, report="r1", captured="16")
    undated = said("White Helmets", "3 people killed", report="r2", published=None)
    found = history(tell([undated, dated]), ())
    assert [(change.what, change.at) for change in found] == [
        ("reported", dt.datetime(2017, 4, 16, tzinfo=dt.UTC)),
        ("figure", None),
    ]
