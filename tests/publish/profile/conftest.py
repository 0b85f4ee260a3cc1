"""A ledger of made-up reports, read by the real reader, and fused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterclaim import ids
from counterclaim.ledger import Ledger, View
from counterclaim.pipeline.fusing import fuse
from counterclaim.pipeline.ingesting import ingest
from counterclaim.publish.profile import published
from counterclaim.records import Anchor, Event, Interval, Judgement, PartyName, RateSource, Reject, SetField, Toll
from counterclaim.store.opening import open_ledger
from tests.publish.profile.texts import NOW, PUBLISHED


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """Return the ledger as it is kept: with every name."""
    folder = tmp_path_factory.mktemp("profile")
    ledger = open_ledger(str(folder / "ledger.db"))
    for number, (text, day) in enumerate(PUBLISHED.items()):
        title, body = text.split("\n\n", 1)
        _take(ledger, folder / f"{number}.html", title, body, Interval.day(day))
    first = next(report for report in ledger.reports() if "Yusuf" in report.text)
    claim = next(iter(ledger.claims_of((first.id,))))
    event = Event(
        kind="killing",
        targets=(PartyName(name="Hanan Darwish"), PartyName(name="Mona Zidan")),
        toll=(Toll(harm="killed", who="people", low=1, high=1, words="Hanan Darwish, a nurse"),),
    )
    anchor = Anchor(report=first.id, start=claim.evidence.start, end=claim.evidence.end, kind=claim.event.kind)
    acts = (
        SetField(anchor=anchor, fields=("targets", "toll"), event=event),
        RateSource(source="Yusuf Barakat", rating="C"),
    )
    for act in acts:
        why = "The family of Hanan Darwish, 34, confirmed it to Nabil Fares, a neighbour"
        name = ids.judgement_id(by="checker", at=NOW, why=why, act=act)
        ledger.add([Judgement(id=name, by="checker", at=NOW, why=why, act=act)])
    ledger.add([Reject(stage="claims", ref=first.id, reason="no evidence", detail="Hanan Darwish")])
    for _ in fuse(ledger):
        pass
    yield ledger
    ledger.close()


def _take(ledger: Ledger, path: Path, title: str, body: str, at: Interval) -> None:
    paragraphs = "".join(f"<p>{part}</p>" for part in body.strip().split("\n\n"))
    head = f"<html lang=en><head><title>{title}</title></head>"
    path.write_text(f"{head}<body><article><h1>{title}</h1>{paragraphs}</article></body></html>")
    for _ in ingest(ledger, [str(path)], published=at, publisher="Tisa Courier", now=NOW, fuse=False):
        pass


@pytest.fixture
def view(ledger: Ledger) -> View:
    """Return the ledger as it may be given out."""
    return published(ledger, NOW)
