"""ISAF press releases, Afghanistan 2009-2013: one operation each, its day, kind, province, enemy and toll.

Scored as the set's README says: exact day, killed and captured (at least so many), micro F1 of the sets of event types,
provinces and groups.  Its coders read "several" as 3 and "numerous" as 4; ours are compared as they are read.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from counterclaim.records import Claim, Harm, Reading
from tests.eval import gold as golds
from tests.eval.figures import Figure, f1, figures_of, ratio
from tests.eval.gold import Context
from tests.eval.reading import readings, report

FORCE: Final = frozenset(
    {"air_strike", "battle", "killing", "arrest", "shelling", "destruction", "abduction", "bombing"}
)
"""Kinds that an operation is told as."""
NAMES: Final = Path(__file__).with_name("isaf.toml")
SEAT: Final = "kabul"
"""Every release is given out there, so that any other province named is the scene."""
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MORE: Final = re.compile(r"\b(?:additional|another)\b", re.IGNORECASE)
DATELINE: Final = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2})(?:, ?(\d{4}))?")


class Operation(msgspec.Struct, frozen=True):
    """What the coder wrote of the release's operation."""

    start_date: str
    event_type: tuple[str, ...]
    province: tuple[str, ...]
    target_group: tuple[str, ...]
    min_killed: int
    min_captured: int


class Release(msgspec.Struct, frozen=True):
    """A press release with its one coded operation."""

    id: str
    text: str
    events: tuple[Operation, ...]
    ref: str | None = None
    dateline: str | None = None


def published(release: Release) -> str | None:
    """Return the release's day from its dateline; the year, where it is left out, from its reference number."""
    for place in (release.dateline or "", *re.findall(r"\(([^()]{4,20})\)", release.text[:1500])):
        found = DATELINE.search(place)
        if found is None or found[1][:3].lower() not in MONTHS:
            continue
        year = found[3] or (release.ref or "")[:4]
        if re.fullmatch(r"(?:19|20)\d\d", year) and 1 <= int(found[2]) <= 31:
            return f"{year}-{MONTHS.index(found[1][:3].lower()) + 1:02d}-{int(found[2]):02d}"
    return None


def _total(claims: Sequence[Claim], harm: Harm, kinds: Sequence[str]) -> int:
    """Return an operation's whole count: the highest of its claims, and those that others say come on top of it."""
    counts = [_count(claim, harm, kinds) for claim in claims]
    more = [any(MORE.search(toll.words) for toll in claim.event.toll if toll.harm == harm) for claim in claims]
    base = max((n for n, extra in zip(counts, more, strict=True) if not extra), default=0)
    return base + sum(n for n, extra in zip(counts, more, strict=True) if extra)


def _count(claim: Claim, harm: Harm, kinds: Sequence[str]) -> int:
    """Return how many one claim counts; a deed with no figure done to named or single persons counts those."""
    items = [toll.low for toll in claim.event.toll if toll.harm == harm and toll.who != "civilians"]
    if items:
        return sum(items)
    if claim.event.kind not in kinds or claim.stance != "asserts":
        return 0
    return sum(not target.name.lower().endswith("s") for target in claim.event.targets)


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Spellings of the coder's names, as regular expressions."""

    province: dict[str, str]
    group: dict[str, str]


@functools.cache
def names() -> Names:
    """Return the names file.  Raises msgspec.DecodeError when it is not what it should be."""
    return msgspec.toml.decode(NAMES.read_bytes(), type=Names)


def named(spellings: Mapping[str, str], claims: Sequence[Claim]) -> list[str]:
    """Return which names the claims' places, parties and words hold, in order.

    Never the whole text's: one province and one enemy stand in nearly every release, so that any search finds them,
    read or not.
    """
    said = [place.name for claim in claims for place in claim.event.places]
    said += [party.name for claim in claims for party in (*claim.event.actors, *claim.event.targets)]
    said += [claim.evidence.text for claim in claims]
    hits = {n: re.search(rf"\b(?:{spelt})\b", "\n".join(said), re.IGNORECASE) for n, spelt in spellings.items()}
    return [name for _, name in sorted((hit.start(), name) for name, hit in hits.items() if hit)]


def province(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return the province of an operation, at most one."""
    found = named(names().province, claims)
    return tuple([name for name in found if name != SEAT][:1] or found[:1])


def read(release: Release, reading: Reading) -> Operation:
    """Return the operation that the reader's claims amount to."""
    claims = [claim for claim in reading.claims if claim.event.kind in FORCE and claim.stance == "asserts"]
    told = [claim for claim in claims if claim.event.scope in {"event", "part"}] or claims
    killed = _total(told, "killed", ("killing",))
    captured = _total(told, "captured", ("arrest",))
    days = [claim.event.when.start for claim in told if claim.event.when and claim.event.when.start]
    kinds: set[str] = set()
    if captured:
        kinds.add("captureandkill" if killed else "detention")
    elif any(claim.event.kind == "air_strike" for claim in told):
        kinds.add("airstrike")
    elif killed:
        kinds.add("insurgentskilled")
    elif any(claim.event.kind == "arrest" for claim in told):
        kinds.add("detention")
    return Operation(
        start_date=days[0].date().isoformat() if days else (published(release) if told else None) or "",
        event_type=tuple(kinds),
        province=province(told),
        target_group=tuple(named(names().group, told)),
        min_killed=killed,
        min_captured=captured,
    )


def _labels(values: Sequence[str]) -> set[str]:
    return {label.strip() for value in values for label in value.split(";") if label.strip()}


def count(gold: Operation, made: Operation) -> dict[str, float]:
    """Return one release's hits, as sums that can be added up."""
    counts: dict[str, float] = {"releases": 1.0}
    for name in ("start_date", "min_killed", "min_captured"):
        counts[name] = float(getattr(gold, name) == getattr(made, name))
    for name in ("event_type", "province", "target_group"):
        wanted, found = _labels(getattr(gold, name)), _labels(getattr(made, name))
        counts |= {f"{name}:gold": len(wanted), f"{name}:made": len(found), f"{name}:hits": len(wanted & found)}
    return counts


def _share(name: str) -> Callable[[Mapping[str, float]], float]:
    return lambda sums: ratio(sums.get(name, 0.0), sums.get("releases", 0.0))


def _set_f1(name: str) -> Callable[[Mapping[str, float]], float]:
    return lambda sums: f1(sums.get(f"{name}:hits", 0.0), sums.get(f"{name}:gold", 0.0), sums.get(f"{name}:made", 0.0))


def figures(releases: Sequence[Release], found: Sequence[Reading]) -> list[Figure]:
    """Return every figure of the set."""
    counts = [
        count(one.events[0], read(one, reading)) for one, reading in zip(releases, found, strict=True) if one.events
    ]
    exact = {name: _share(name) for name in ("start_date", "min_killed", "min_captured")}
    sets = {f"{name} F1": _set_f1(name) for name in ("event_type", "province", "target_group")}
    return figures_of("isaf_pr", counts, exact | sets)


def measure(context: Context) -> list[Figure]:
    """Read the releases and return every figure."""
    releases = golds.decode(golds.rows_file(context.gold / "isaf_pr"), Release)
    reports = [report(one.id, one.text, published=published(one), publisher="ISAF") for one in releases]
    return figures(releases, readings(reports, maker_name=context.maker, jobs=context.jobs, label="isaf_pr"))
