"""A synthetic stream of reports and their claims, the same for the same seed: ``python -m bench.stream CLAIMS [SEED]``.

    60 % of the claims   in bursts of 10 to 300 on one happening: tolls that grow, opposed claimants, wire copies whole
                         and in part, corrections, originals that arrive after their copies, totals beside them
    the rest             single: round-ups of some five happenings that nothing else tells of
    20 % of all          without place or time

It resembles news as far as the cost of fusion goes.  A longer stream covers more days, not denser ones: each has
:data:`CLAIMS_A_DAY`.  Memory does not grow: reports come in the order of their arrival, a few days' at hand.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import heapq
import itertools
import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from bench.sentences import Said, Scene, aside, blame, changed, credit, hurt, part, scene, single, speaker, toll, total
from bench.world import OUTLETS, WIRES, lands
from counterclaim import ids
from counterclaim.records import Capture, Claim, Completeness, Interval, Line, Quote, Report, Support

CLAIMS_A_DAY: Final = 200
CLAIMS_A_REPORT: Final = 5
FIRST_DAY: Final = dt.date(2010, 1, 1)
MAKER: Final = "stream@1"
SEED: Final = 20151007
IN_BURSTS: Final = 0.6
"""Share of the claims that tell of a happening that others tell of too."""
LEAST, MOST = 10, 300
"""Claims of a burst."""


@dataclass(order=True, slots=True)
class Page:
    """A report before it is made, with the moment at which it is captured; ordered by that."""

    arrival: dt.datetime
    number: int
    said: Sequence[Said] = field(compare=False)
    publisher: str = field(compare=False)
    published: dt.datetime | None = field(compare=False)
    title: str = field(compare=False)
    url: str | None = field(compare=False)
    completeness: Completeness = field(compare=False, default="full")


def stream(claims: int, seed: int = SEED) -> Iterator[Line]:
    """Yield captures, reports and claims in the order of arrival: at least so many claims, to the end of a report."""
    if claims < 1:
        raise ValueError(f"a stream has 1 claim at least, not {claims}")
    left = claims
    for page in pages(seed):
        lines = made(page)
        yield from lines
        left -= len(lines) - 2
        if left <= 0:
            return


def pages(seed: int = SEED) -> Iterator[Page]:
    """Yield the pages of a stream in the order of arrival, without end."""
    return _Days(seed).pages()


class _Days:
    """Days one after the other, and what is published on each."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(seed)
        self._lands = lands()
        self._waiting: list[Page] = []
        self._number = itertools.count(1)

    def pages(self) -> Iterator[Page]:
        """Yield pages in the order of arrival, without end."""
        owed = 0.0
        for number in itertools.count():
            day = FIRST_DAY + dt.timedelta(days=number)
            owed += CLAIMS_A_DAY * IN_BURSTS
            while owed > 0:
                owed -= self._burst(day)
            for _ in range(round(CLAIMS_A_DAY * (1 - IN_BURSTS) / CLAIMS_A_REPORT)):
                self._round_up(day)
            midnight = _moment(day + dt.timedelta(days=1), 0.0)
            while self._waiting and self._waiting[0].arrival < midnight:
                yield heapq.heappop(self._waiting)

    def _put(self, said: Sequence[Said], publisher: str, published: dt.datetime, title: str, late: float) -> Page:
        number = next(self._number)
        url = f"https://{publisher.lower().replace(' ', '-')}.example/{number}"
        page = Page(published + dt.timedelta(hours=late), number, said, publisher, published, title, url)
        heapq.heappush(self._waiting, page)
        return page

    def _round_up(self, day: dt.date) -> None:
        """Publish a report on some five happenings of a country that nothing else tells of."""
        draw = self._draw
        land = draw.choice(self._lands)
        said: list[Said] = []
        for happening in range(1, CLAIMS_A_REPORT + 1):
            about = scene(draw, land, day - dt.timedelta(days=draw.randrange(3)), big=False)
            said.append(single(draw, about, happening, speaker(draw, land)))
            if happening % 2:
                said.append(aside(draw, about))
        publisher = draw.choice(OUTLETS)
        self._put(said, publisher, _moment(day, draw.uniform(0.2, 23.5)), _title(said[0]), draw.uniform(0.1, 3.0))

    def _burst(self, day: dt.date) -> int:
        """Publish all reports on one happening; return how many claims of it they carry."""
        draw = self._draw
        land = draw.choice(self._lands)
        about = scene(draw, land, day, big=True)
        size = round(LEAST * math.exp(draw.uniform(0.0, math.log(MOST / LEAST))))
        hours = sorted(min(draw.expovariate(1 / 20), 120.0) for _ in range(math.ceil(size / CLAIMS_A_REPORT)))
        wires: list[Page] = []
        carried = 0
        for hour in hours:
            page = self._told(about, _moment(day, hour), min(1.0, 0.3 + hour / 48), wires)
            carried += _claims(page.said)
            if draw.random() < 0.06:
                carried += self._correct(page)
            if carried >= size:
                break
        return carried

    def _told(self, about: Scene, published: dt.datetime, known: float, wires: list[Page]) -> Page:
        """Publish one report of a burst: a wire's, a copy of one, or a paper's own."""
        draw = self._draw
        how = draw.random()
        late = draw.uniform(0.1, 2.0)
        if wires and how < 0.35:
            wire = draw.choice(wires)
            said = list(wire.said)
            if how < 0.12:  # the first sentences of it, then the paper's own
                said = [*said[: draw.randint(2, 4)], *self._own(about, known, 2)]
            said.append(credit(draw, wire.publisher))
            return self._put(said, draw.choice(OUTLETS), published, wire.title, late)
        said = self._own(about, known, CLAIMS_A_REPORT)
        if how < 0.55:
            # Some originals come in only when their copies have long been read.
            late += draw.uniform(24, 240) if draw.random() < 0.1 else 0.0
            wires.append(self._put(said, draw.choice(WIRES), published, _title(said[0]), late))
            return wires[-1]
        return self._put(said, draw.choice(OUTLETS), published, _title(said[0]), late)

    def _own(self, about: Scene, known: float, claims: int) -> list[Said]:
        """Return sentences of a paper's own on one happening."""
        draw, land = self._draw, about.land
        said = [toll(draw, about, 1, known * draw.uniform(0.85, 1.0), speaker(draw, land))]
        while len(said) < claims:
            what = draw.random()
            if what < 0.35:
                said.append(blame(draw, about, 1))
            elif what < 0.60:
                said.append(hurt(draw, about, 1, known, speaker(draw, land)))
            elif what < 0.80:
                said.append(toll(draw, about, 1, known, speaker(draw, land)))
            elif what < 0.95:
                said.append(part(draw, about, 1, speaker(draw, land)))
            else:
                said.append(total(draw, about, 2, speaker(draw, land)))
        return [said[0], aside(draw, about), *said[1:3], aside(draw, about), *said[3:], aside(draw, about)]

    def _correct(self, page: Page) -> int:
        """Publish a new version of a page that drops a sentence and changes a figure; return its claims."""
        draw = self._draw
        said = [changed(draw, one) if draw.random() < 0.4 else one for one in page.said]
        if len(said) > 2:
            del said[draw.randrange(1, len(said))]
        published = (page.published or page.arrival) + dt.timedelta(hours=draw.uniform(0.5, 30.0))
        arrival = max(published, page.arrival) + dt.timedelta(minutes=draw.uniform(2, 60))
        heapq.heappush(
            self._waiting, Page(arrival, next(self._number), said, page.publisher, published, page.title, page.url)
        )
        return _claims(said)


def made(page: Page) -> list[Line]:
    """Return the capture of a page, its report, and the report's claims."""
    starts: list[int] = []
    text, at = "", 0
    for number, one in enumerate(page.said):
        gap = "" if not number else "\n\n" if number % 3 == 0 else " "
        starts.append(at + len(gap))
        text += gap + one.text
        at = len(text)
    ref = f"stream-{page.number}"
    told = page.published
    when = Interval(start=told, end=told + dt.timedelta(minutes=1)) if told is not None else None
    body = msgspec.json.encode({"id": ref, "url": page.url, "title": page.title, "text": text})
    sha256 = hashlib.sha256(body).hexdigest()
    capture = Capture(
        id=ids.capture_id(sha256=sha256, source="stream", url=page.url),
        sha256=sha256,
        source="stream",
        url=page.url,
        media_type="application/jsonl",
        fetched_at=page.arrival,
        body=body,
    )
    report = Report(
        id=ids.report_id(
            ref=ref, url=page.url, publisher=page.publisher, title=page.title, text=text, published_at=when
        ),
        ref=ref,
        capture=capture.id,
        url=page.url,
        publisher=page.publisher,
        title=page.title,
        text=text,
        language="en",
        published_at=when,
        completeness=page.completeness,
    )
    claims = [
        claim_of(report, start, one) for start, one in zip(starts, page.said, strict=True) if one.event is not None
    ]
    return [capture, report, *claims]


def claim_of(report: Report, start: int, said: Said, maker: str = MAKER) -> Claim:
    """Return the claim of a sentence that begins at ``start`` in a report.  Raises ValueError where it has none."""
    if said.event is None:
        raise ValueError(f"{said.text!r} claims nothing")
    end = start + len(said.text)
    return Claim(
        id=ids.claim_id(
            report=report.id,
            start=start,
            end=end,
            maker=maker,
            claimant=said.claimant,
            stance=said.stance,
            event=said.event,
        ),
        report=report.id,
        happening=said.happening,
        claimant=said.claimant,
        publisher=report.publisher,
        said_at=None,
        stance=said.stance,
        event=said.event,
        evidence=Quote(report=report.id, start=start, end=end, text=said.text),
        support=tuple(
            Support(field=one.field, evidence=_quote(report.id, start, said.text, one.words), rule=one.rule)
            for one in said.filled
        ),
        maker=maker,
        score=0.8,
    )


def _quote(report: str, start: int, sentence: str, words: str | None) -> Quote | None:
    # A sentence that begins with the words has them with a capital letter.
    at = sentence.find(words) if words is not None else -1
    if words is None or at < 0:
        return None
    return Quote(report=report, start=start + at, end=start + at + len(words), text=words)


def _claims(said: Sequence[Said]) -> int:
    return sum(one.event is not None for one in said)


def _title(said: Said) -> str:
    return " ".join(said.text.rstrip(".").split()[:8])


def _moment(day: dt.date, hours: float) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC) + dt.timedelta(minutes=round(hours * 60))


def main() -> None:
    """Write a stream to standard output as tagged JSON lines."""
    encode = msgspec.json.Encoder().encode
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    for line in stream(count, seed):
        sys.stdout.buffer.write(encode(line) + b"\n")


if __name__ == "__main__":
    main()
