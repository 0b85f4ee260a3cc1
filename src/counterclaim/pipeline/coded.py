"""Claims that somebody coded in the flat form -> records, so that they are fused as if they had been read.

    docs.jsonl   documents: what ``counterclaim read`` takes
    gold.jsonl   {id, claims: [...]}, one line a document; the fields are those of ``counterclaim read --flat``

What the flat form does not say is found in the text as the reader finds it: where the evidence stands, where its places
lie.  Parties are looked up in the register by their names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from counterclaim import ids
from counterclaim.claims.cues import cues
from counterclaim.claims.geoparse.recognise import toponyms
from counterclaim.claims.geoparse.resolution import Toponym
from counterclaim.claims.geoparse.resolve import resolve
from counterclaim.claims.geoparse.setting import Setting
from counterclaim.claims.nlp import parse
from counterclaim.claims.places import place_mentions
from counterclaim.claims.recase import recase
from counterclaim.claims.told import headline_end
from counterclaim.errors import UsageError
from counterclaim.lexicon.lookup import named
from counterclaim.lexicon.names import key
from counterclaim.lexicon.register import register
from counterclaim.pipeline.reading import prepared
from counterclaim.records import (
    Claim,
    Claimant,
    Count,
    Event,
    Field,
    Group,
    Harm,
    Interval,
    Kind,
    Line,
    PartyName,
    Place,
    Quote,
    Reject,
    Report,
    Scope,
    Stance,
    Support,
    Toll,
)

MAKER: Final = "gold@1"
"""Who made these claims: a coder, through the first version of this module."""
_RULE: Final = "as coded"
_BACKGROUND: Final = dt.timedelta(days=30)
"""What ended so long before its report was published is told as background: the reader's own rule."""
_BEFORE_DETAILS: Final = frozenset(("of", "for", "in", "from", "at", "on", "with", "near", "who", "to"))


class CodedToll(msgspec.Struct, frozen=True):
    """A figure of harm; ``max`` None leaves the top open."""

    harm: Harm
    who: Group
    min: int
    max: int | None = None


class CodedClaim(msgspec.Struct, frozen=True):
    """A coded claim; what is not said is ``""``, an empty list, or (count) None.

    ``date`` is the first and the last day, inclusive.  ``span`` is where the evidence stands, its first occurrence when
    None.  Other fields of the row are left out.
    """

    kind: Kind
    stance: Stance
    evidence: str
    incident: int
    claimant: str = ""
    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    country: str = ""
    date: tuple[str, str] = ("", "")
    count: int | None = None
    toll: tuple[CodedToll, ...] = ()
    means: str = ""
    span: tuple[int, int] | None = None


class CodedReport(msgspec.Struct, frozen=True):
    """The coded claims of one document, by the document's own id."""

    id: str
    claims: tuple[CodedClaim, ...]


_decode: Final = msgspec.json.Decoder(CodedReport).decode


def coded(path: Path, *, now: dt.datetime) -> Iterator[Line]:
    """Yield the captures and reports of the documents, each with its coded claims, and what was set aside.

    ``path`` is a folder with ``docs.jsonl`` and ``gold.jsonl``, or such a file of claims beside ``docs.jsonl``.

    Raises UsageError where a file is missing, or a line of the claims is not what the flat form says.
    """
    claims = path / "gold.jsonl" if path.is_dir() else path
    documents = claims.parent / "docs.jsonl"
    for file in (claims, documents):
        if not file.is_file():
            raise UsageError(f"{file} is missing: name a folder with docs.jsonl and gold.jsonl, or the file of claims")
    rows = _rows(claims)
    for item in prepared([str(documents)], None, None, now):
        yield item
        if isinstance(item, Report):
            yield from records(item, rows.pop(item.ref, ()))
    for ref in rows:
        yield Reject(
            stage="claims", ref=ref, reason="ungrounded", detail=f"{documents.name} has no document of this id"
        )


def _rows(file: Path) -> dict[str, tuple[CodedClaim, ...]]:
    found: dict[str, tuple[CodedClaim, ...]] = {}
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        if line.strip():
            try:
                row = _decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as fault:
                raise UsageError(
                    f"{file}:{number}: {fault}; a line is {{id, claims}} as 'read --flat' writes it"
                ) from None
            found[row.id] = (*found.get(row.id, ()), *row.claims)
    return found


def records(report: Report, rows: Sequence[CodedClaim]) -> list[Claim | Reject]:
    """Return for each coded claim of a report its record, or why it has none."""
    places = placed(report, dict.fromkeys(name for row in rows for name in row.place))
    return [_record(report, row, places) for row in rows]


def _record(report: Report, row: CodedClaim, places: Mapping[str, Place]) -> Claim | Reject:
    start = row.span[0] if row.span is not None else report.text.find(row.evidence)
    end = start + len(row.evidence)
    if not row.evidence or start < 0 or report.text[start:end] != row.evidence:
        detail = f"{row.kind}: {row.evidence[:80]!r} does not stand in the text"
        return Reject(stage="claims", ref=report.ref, reason="ungrounded", detail=detail)
    try:
        when = _interval(*row.date)
        event = Event(
            kind=row.kind,
            scope=_scope(row, when, report.published_at),
            actors=_parties(row.actor, row.country),
            targets=_parties(row.target, row.country),
            places=tuple(_within(places[name], row.country) for name in row.place),
            country=row.country or None,
            when=when,
            count=Count(low=row.count, high=row.count) if row.count is not None else None,
            toll=tuple(Toll(harm=t.harm, who=t.who, low=t.min, high=t.max, words="") for t in row.toll),
            means=row.means or None,
        )
    except (ValueError, OverflowError) as fault:
        return Reject(stage="claims", ref=report.ref, reason="malformed_line", detail=f"{row.kind}: {fault}")
    claimant = _claimant(row)
    return Claim(
        id=ids.claim_id(
            report=report.id, start=start, end=end, maker=MAKER, claimant=claimant, stance=row.stance, event=event
        ),
        report=report.id,
        happening=row.incident,
        claimant=claimant,
        publisher=report.publisher,
        said_at=report.published_at if claimant.voice == "publisher" else None,
        stance=row.stance,
        event=event,
        evidence=Quote(report=report.id, start=start, end=end, text=row.evidence),
        support=tuple(Support(field=name, rule=_RULE) for name in _filled(row)),
        maker=MAKER,
        score=1.0,
    )


def _filled(row: CodedClaim) -> tuple[Field, ...]:
    said: tuple[tuple[Field, object], ...] = (
        ("kind", row.kind),
        ("stance", row.stance),
        ("claimant", True),
        ("actors", row.actor),
        ("targets", row.target),
        ("places", row.place),
        ("country", row.country),
        ("when", any(row.date)),
        ("count", row.count is not None),
        ("toll", row.toll),
        ("means", row.means),
    )
    return tuple(field for field, value in said if value)


def _interval(first: str, last: str) -> Interval | None:
    start = Interval.day(dt.date.fromisoformat(first)).start if first else None
    end = Interval.day(dt.date.fromisoformat(last)).end if last else None
    return Interval(start=start, end=end) if first or last else None


def _scope(row: CodedClaim, when: Interval | None, published: Interval | None) -> Scope:
    if row.kind == "conflict_toll":
        return "total"
    if row.count is not None and row.count > 1:
        return "series"
    ended, told = when and when.end, published and published.start
    return "background" if ended and told and told - ended > _BACKGROUND else "event"


def _claimant(row: CodedClaim) -> Claimant:
    if not row.claimant:
        return Claimant(voice="publisher")
    known = _party(row.claimant, row.country)
    if known is None and not _proper(row.claimant):
        return Claimant(voice="unnamed", name=row.claimant)
    return Claimant(voice="named", name=row.claimant, party=known)


def _proper(name: str) -> bool:
    """Say whether a claimant is known by a name: "Syrian officials" and "a source in Homs" are not."""
    words = name.split()
    stop = next((at for at, word in enumerate(words) if at and word.lower() in _BEFORE_DETAILS), len(words))
    generic = words[stop - 1].lower() in cues().people.unnamed
    return not generic and any(word[0].isupper() for word in words[:stop])


def _parties(names: Sequence[str], country: str) -> tuple[PartyName, ...]:
    return tuple(PartyName(name=name, party=_party(name, country)) for name in names)


def _party(name: str, country: str) -> str | None:
    """Return the register's id of a name, or of the words that mean one party in the war of a country."""
    found = named(name)
    if found is not None:
        return found.id
    wanted = key(name)
    meant = {e.party for e in register().epithets if e.country == country and wanted in map(key, e.words)}
    return meant.pop() if len(meant) == 1 else None


def placed(report: Report, names: Mapping[str, None]) -> dict[str, Place]:
    """Return where each name lies, as the reader finds it: as a scene of the text, else as a name in it.

    A name that the text does not hold, or that the gazetteer does not know, stays without a point.
    """
    if not names:
        return {}
    setting = Setting(title=report.title, url=report.url, publisher=report.publisher)
    doc = parse(recase(report.text), cut=headline_end(report))
    scenes = place_mentions(doc, setting)
    found: dict[str, Place] = {}
    others: list[Toponym] = []
    for name in names:
        at = report.text.find(name)
        over = [scene for scene in scenes if at >= 0 and scene.start < at + len(name) and at < scene.end]
        same = next((scene for scene in scenes if scene.text == name), None)
        scene = same or next((scene for scene in over if scene.name in name), None)
        if scene is not None:
            found[name] = msgspec.structs.replace(scene.place, name=name)
        elif at >= 0:
            others.append(Toponym(at, at + len(name), name))
    around = [one for one in toponyms(doc) if all(one.end <= own.start or own.end <= one.start for own in others)]
    answers = resolve(doc.text, [*others, *around], setting) if others else ()
    for own, answer in zip(others, answers, strict=False):
        if answer is not None:
            found[own.text] = answer.place(own.text)
    return {name: found.get(name, Place(name=name)) for name in names}


def _within(place: Place, country: str) -> Place:
    """Return a place, without its point where it was found in another country than the one coded."""
    if country and place.country not in (None, country):
        return Place(name=place.name, country=country)
    return place
