"""The units of fusion: the claims of one report that tell of one happening.

The reader groups retellings by happening.  Here groups that the report itself shows to be one are put together (the
headline and the story below it, a toll and the words that add up to it), and what cannot be one is taken apart.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from counterclaim.incidents.about import about
from counterclaim.incidents.compare import Verdict, compare, may_be_called
from counterclaim.incidents.facts import Facts, days_of, facts, news_days, party
from counterclaim.incidents.item import Item
from counterclaim.incidents.words import family, fusion_words, stem
from counterclaim.lexicon.names import pieces
from counterclaim.records import Report, Toll

IN_REPORT: Final = 1.0
"""Evidence from which two groups of one report are one happening: less than across reports, for a report seldom tells
of two alike without saying so ("another", "elsewhere")."""
_LEAD: Final = 400
"""Code points from the start within which a report says what it is about."""
_MOST_PARTS: Final = 5
"""Parts that are looked for under one total."""
_WORD: Final = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """Claims of one report about one happening; ``parts`` are claims (ids) about a part of it.

    ``series`` is True where they tell of a total or summary instead.
    """

    items: tuple[Item, ...]
    parts: frozenset[str]
    series: bool
    facts: Facts

    @property
    def withdrawn(self) -> bool:
        """Whether its page no longer carries it: it is told of in the history, and counts for nothing."""
        return self.items[0].carried == "withdrawn"

    @property
    def id(self) -> str:
        """The id of its first claim in the text."""
        return self.items[0].claim.id

    @property
    def report(self) -> str:
        """The report that tells it."""
        return self.items[0].claim.report


def units(
    items: Iterable[Item], report: Report | None = None, apart: AbstractSet[tuple[str, str]] = frozenset()
) -> tuple[Unit, ...]:
    """Return the units of one report's claims, in the order of the text; withdrawn ones stand apart from live ones.

    The main one takes what the ``report`` is about as evidence; None leaves that out.  ``apart`` are pairs of claims
    (ids, the lesser first) that a person judged different.
    """
    ordered = sorted(items, key=_place)
    gone = [item for item in ordered if item.carried == "withdrawn"]
    live = [item for item in ordered if item.carried != "withdrawn"]
    return tuple(
        sorted([*_units(live, report, apart), *_units(gone, report, apart)], key=lambda unit: _place(unit.items[0]))
    )


def _place(item: Item) -> tuple[int, str]:
    return item.claim.evidence.start, item.claim.id


def _units(ordered: Sequence[Item], report: Report | None, apart: AbstractSet[tuple[str, str]]) -> list[Unit]:
    groups: dict[tuple[int, bool, str], list[Item]] = {}
    told_alone = {item.claim.happening for item in ordered if not _sums_up(item)}
    for item in ordered:
        # A count or a sum told of a happening that is also told by itself belongs to it.
        series = item.claim.event.kind == "conflict_toll" or (_sums_up(item) and item.claim.happening not in told_alone)
        groups.setdefault((item.claim.happening, series, family(item.claim.event.kind)), []).append(item)
    single: list[list[Item]] = []
    made: list[Unit] = []
    for (_, series, _), group in groups.items():
        for piece in _by_day(group):
            if series:
                made.append(Unit(tuple(piece), frozenset(), True, facts(piece)))
            else:
                single.append(piece)
    made += [_unit(piece) for group in _put_together(single) for piece in _judged_apart(group, apart)]
    made.sort(key=lambda unit: _place(unit.items[0]))
    chief = main(made)
    # A coded row tells no story in words of its own: its columns are those of every other row.
    if chief is None or report is None or chief.facts.coder is not None:
        return made
    told = replace(chief, facts=replace(chief.facts, about=about(report, _known(ordered))))
    return [told if unit is chief else unit for unit in made]


def _judged_apart(group: list[Item], apart: AbstractSet[tuple[str, str]]) -> list[list[Item]]:
    """Take apart the claims of a group that a person judged different; each stays with the first it may stay with."""
    if not apart:
        return [group]
    pieces: list[list[Item]] = []
    for item in group:
        for piece in pieces:
            if not any(_pair(item, other) in apart for other in piece):
                piece.append(item)
                break
        else:
            pieces.append([item])
    return pieces


def _pair(one: Item, other: Item) -> tuple[str, str]:
    first, second = sorted((one.claim.id, other.claim.id))
    return first, second


def _known(items: Iterable[Item]) -> frozenset[str]:
    """Return the words of the places, registered parties and speakers that a report's claims name."""
    named: set[str] = set()
    for item in items:
        claim = item.claim
        parties = [name.name for name in (*claim.event.actors, *claim.event.targets) if name.party is not None]
        named.update(place.name for place in claim.event.places)
        named.update((*parties, claim.claimant.name or "", claim.publisher or ""))
    return frozenset(stem(word) for name in named for word in pieces(name.casefold()))


def main(among: Sequence[Unit]) -> Unit | None:
    """Return the unit that a report is chiefly about: much told, early, with a toll; None where all sum up."""
    return max((unit for unit in among if not unit.series), key=_prominence, default=None)


def _prominence(unit: Unit) -> tuple[int, int]:
    first = unit.items[0].claim
    weight = len(unit.items) + 2 * bool(unit.facts.figures) + (first.evidence.start < _LEAD)
    weight -= 2 * (first.event.scope == "background") + (unit.facts.family != "attack")
    return weight, -first.evidence.start


def _sums_up(item: Item) -> bool:
    return item.claim.event.scope in ("series", "total")


def _by_day(group: list[Item]) -> list[list[Item]]:
    """Take apart claims whose days cannot be of one happening."""
    pieces: list[tuple[tuple[int, int], list[Item]]] = []
    undated: list[Item] = []
    for item in group:
        days = days_of(item.claim.event.when)
        if days is None:
            undated.append(item)
            continue
        for i, (span, piece) in enumerate(pieces):
            if _meet(days, span):
                pieces[i] = ((max(days[0], span[0]), min(days[1], span[1])), [*piece, item])
                break
        else:
            pieces.append((days, [item]))
    found = [piece for _, piece in pieces]
    if undated:
        # What gives no day is news: it is told of the days of which the report is news, where any is told of.
        news = news_days(undated[0])
        home = next((i for i, (span, _) in enumerate(pieces) if news is None or _meet(span, news)), None)
        if home is None:
            found.append(undated)
        else:
            found[home] = sorted([*found[home], *undated], key=_place)
    return found


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _put_together(groups: list[list[Item]]) -> list[list[Item]]:
    """Join the groups of one report that are one happening; each goes to the earlier one that it fits best."""
    kept: list[tuple[list[Item], Facts]] = []
    for group in sorted(groups, key=lambda group: _place(group[0])):
        said = facts(group, _parts(group))
        fitting = [(verdict, i) for i, (_, known) in enumerate(kept) if (verdict := compare(known, said)).bar is None]
        best = max(fitting, key=lambda found: (found[0].score, -found[1]), default=None)
        whole = next((i for i, (known, _) in enumerate(kept) if _adds_up(known, group)), None)
        if whole is None and best is not None and _told_before(group, said, best[0], rivals=len(fitting) - 1):
            whole = best[1]
        if whole is not None:
            merged = [*kept[whole][0], *group]
            kept[whole] = merged, facts(merged, _parts(merged))
        else:
            kept.append((group, said))
    return [sorted(group, key=_place) for group, _ in kept]


def _adds_up(known: Sequence[Item], group: Sequence[Item]) -> bool:
    """Return whether a figure of a group and one told before add up to a total told before: it is the other part."""
    return any(
        rest.harm == total.harm == part.harm and rest.low + part.low == total.low and rest.low > 1
        for first in known
        for total in first.claim.event.toll
        for second in known
        for part in second.claim.event.toll
        for last in group
        for rest in last.claim.event.toll
        if first is not second and _below(part, total) and _below(rest, total) and _one_teller(first, last)
        if may_be_called(first.claim.event.kind, last.claim.event.kind)
    )


def _told_before(group: Sequence[Item], said: Facts, verdict: Verdict, *, rivals: int) -> bool:
    """Return whether a group retells what an earlier one told.  ``rivals`` are other groups that it might retell."""
    opening = _WORD.findall(group[0].claim.evidence.text.casefold())
    if fusion_words().another & set(opening[:6]):
        return False
    if group[0].claim.event.scope == "background":
        return verdict.joins
    bare = not said.spots and not said.dated and not said.figures
    return verdict.score >= IN_REPORT + (0.5 if rivals else 0.0) + (0.5 if bare else 0.0)


def _unit(group: list[Item]) -> Unit:
    parts = _parts(group)
    return Unit(tuple(group), parts, False, facts(group, parts))


def _parts(group: list[Item]) -> frozenset[str]:
    """Return the claims (ids) that tell of a part: their figures add up to a total that the report gives."""
    parts = {item.claim.id for item in group if item.claim.event.scope == "part"}
    figures = [
        (item, toll)
        for item in group
        for toll in item.claim.event.toll
        if toll.harm in ("killed", "wounded") and toll.low
    ]
    for whole, total in figures:
        under = list(
            {
                (toll.harm, toll.low, item.claim.id): (item, toll) for item, toll in figures if _below(toll, total)
            }.values()
        )
        for size in range(2, min(_MOST_PARTS, len(under)) + 1):
            for some in itertools.combinations(under[:8], size):
                alike = all(_one_teller(whole, item) for item, _ in some)
                if alike and sum(toll.low for _, toll in some) == total.low:
                    parts |= {item.claim.id for item, _ in some if item.claim.id != whole.claim.id}
    whole_ids = {item.claim.id for item in group} - parts
    return frozenset(parts) if whole_ids else frozenset()


def _below(toll: Toll, total: Toll) -> bool:
    same = toll.who == total.who or {toll.who, total.who} <= {"people", "civilians"}
    return toll.harm == total.harm and same and toll.low < total.low


def _one_teller(whole: Item, part: Item) -> bool:
    """Return whether a part may hang under a total: no other party is named as the one who did it."""
    actors = [{party(name) for name in item.claim.event.actors} for item in (whole, part)]
    return not actors[0] or not actors[1] or bool(actors[0] & actors[1])
