"""A small world for tests of the flow: reports in plain sentences, a maker that reads just those, and their ledger.

Nothing here happened; Ardania, Harun, Dumeir and Tamra do not exist.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from counterclaim import ids
from counterclaim.incidents.bind import anchored
from counterclaim.ledger import Ledger
from counterclaim.pipeline import fuse
from counterclaim.records import (
    Act,
    Anchor,
    Capture,
    Claim,
    Claimant,
    Completeness,
    Event,
    Incident,
    Interval,
    Judgement,
    Kind,
    Line,
    Place,
    Quote,
    Reading,
    Report,
    Series,
    Toll,
)
from counterclaim.store.opening import open_ledger

NOW: Final = dt.datetime(2016, 1, 1, tzinfo=dt.UTC)
TOWNS: Final = {"Harun": (35.0, 36.0), "Dumeir": (35.05, 36.05), "Tamra": (33.0, 38.0)}
KINDS: Final[dict[str, Kind]] = {
    "bombing": "bombing", "shelling": "shelling", "air strike": "air_strike", "arrest": "arrest",
}  # fmt: skip
_TELLING: Final = re.compile(
    r"(?:On (?P<day>\d+) October|All in all) (?:an? |the )?(?P<kind>bombing|shelling|air strike|arrest)"
    r" in (?P<town>\w+)(?: killed (?P<killed>\d+) people)?(?:, the (?P<who>Tisa Observatory|Harun Council) said)?"
)


@dataclass(frozen=True, slots=True)
class Telegrams:
    """Reads "On 6 October a bombing in Harun killed 43 people, the Tisa Observatory said" and nothing else.

    "All in all the bombing in Harun killed 900 people" tells a total.
    ``skips`` leaves out so many characters at the begin of each quote; ``stops_at`` is a text it fails on.
    """

    name: str = "telegrams@1"
    skips: int = 0
    stops_at: str = "\0"

    def read(self, report: Report) -> Reading:
        """Read, or fail as the text demands."""
        if self.stops_at in report.text:
            raise ValueError("the line is dead")
        return Reading(claims=tuple(self._claims(report)))

    def _claims(self, report: Report) -> Iterator[Claim]:
        for number, found in enumerate(_TELLING.finditer(report.text), 1):
            start, end = found.start() + self.skips, found.end()
            lat, lon = TOWNS[found["town"]]
            killed = () if found["killed"] is None else (_killed(int(found["killed"])),)
            event = Event(
                kind=KINDS[found["kind"]],
                scope="event" if found["day"] else "total",
                when=day(int(found["day"])) if found["day"] else None,
                country="SY",
                places=(Place(name=found["town"], lat_deg=lat, lon_deg=lon, radius_m=2_000.0, precision="settlement"),),
                toll=killed,
            )
            who = Claimant(voice="named", name=found["who"]) if found["who"] else Claimant(voice="publisher")
            yield Claim(
                id=ids.claim_id(
                    report=report.id, start=start, end=end, maker=self.name, claimant=who, stance="asserts", event=event
                ),
                report=report.id,
                happening=number,
                claimant=who,
                publisher=report.publisher,
                said_at=None,
                stance="asserts",
                event=event,
                evidence=Quote(report=report.id, start=start, end=end, text=report.text[start:end]),
                support=(),
                maker=self.name,
                score=1.0,
            )


def _killed(number: int) -> Toll:
    return Toll(harm="killed", who="people", low=number, high=number, words=str(number))


def day(number: int) -> Interval:
    """Return a day of October 2015."""
    return Interval.day(dt.date(2015, 10, number))


def at(hour: float) -> dt.datetime:
    """Return a moment so many hours after 7 October 2015, 00:00 UTC."""
    return dt.datetime(2015, 10, 7, tzinfo=dt.UTC) + dt.timedelta(hours=hour)


def page(
    text: str,
    *,
    url: str | None = None,
    hour: float = 24,
    published: int | None = 7,
    completeness: Completeness = "full",
    maker: Telegrams | None = None,
) -> list[Line]:
    """Return a page as it was captured so many hours after 7 October 2015, its report, and the claims read in it."""
    body = text.encode()
    address = url or f"https://{hashlib.blake2b(body, digest_size=4).hexdigest()}.example/"
    sha256, source = hashlib.sha256(body).hexdigest(), f"{address} at {hour}"
    when = None if published is None else day(published)
    capture = Capture(
        id=ids.capture_id(sha256=sha256, source=source, url=address),
        sha256=sha256,
        source=source,
        url=address,
        media_type="text/plain",
        fetched_at=at(hour),
        body=body,
    )
    report = Report(
        id=ids.report_id(ref=address, url=address, publisher=None, title=None, text=text, published_at=when),
        ref=address,
        capture=capture.id,
        url=address,
        publisher=None,
        title=None,
        text=text,
        language="en",
        published_at=when,
        completeness=completeness,
    )
    return [capture, report, *(maker or Telegrams()).read(report).claims]


def report_of(lines: Iterable[Line]) -> Report:
    """Return the one report among statements."""
    (found,) = (line for line in lines if isinstance(line, Report))
    return found


def claim_of(lines: Iterable[Line], words: str = "") -> Claim:
    """Return the one claim among statements whose quote has these words."""
    (found,) = (line for line in lines if isinstance(line, Claim) and words in line.evidence.text)
    return found


def anchor(lines: Iterable[Line], words: str = "") -> Anchor:
    """Return the anchor of that claim."""
    return anchored(claim_of(lines, words))


def judged(act: Act, hour: float = 100, *, by: str = "ada", why: str = "read both") -> Judgement:
    """Return a judgement."""
    return Judgement(id=ids.judgement_id(by=by, at=at(hour), why=why, act=act), by=by, at=at(hour), why=why, act=act)


@contextlib.contextmanager
def opened(path: Path | str = ":memory:") -> Generator[Ledger, None, None]:
    """Open a ledger for the time of a block."""
    with contextlib.closing(open_ledger(str(path))) as ledger:
        yield ledger


def told(ledger: Ledger, *pages: Iterable[Line], batch: int = 200) -> None:
    """Add statements, and fuse."""
    ledger.add([line for one in pages for line in one])
    for _ in fuse(ledger, batch=batch):
        pass


def derived(ledger: Ledger) -> list[bytes]:
    """Return all that is derived."""
    return list(ledger.derived_bytes())


def incidents(ledger: Ledger) -> list[Incident]:
    """Return all incidents."""
    return [one for one in ledger.every() if isinstance(one, Incident)]


def holding(ledger: Ledger, claim: Claim) -> Incident:
    """Return the incident that holds a claim."""
    (found,) = (one for one in incidents(ledger) if claim.id in one.claims)
    return found


def all_series(ledger: Ledger) -> list[Series]:
    """Return all series."""
    return [one for one in ledger.every() if isinstance(one, Series)]


def lines_file(folder: Path, texts: Iterable[str], name: str = "reports.jsonl") -> str:
    """Write texts as JSON lines, published on 7 October 2015; return the path."""
    path = folder / name
    rows = [json.dumps({"id": f"n{i}", "text": text, "published": "2015-10-07"}) for i, text in enumerate(texts)]
    path.write_text("\n".join(rows), encoding="utf-8")
    return str(path)
