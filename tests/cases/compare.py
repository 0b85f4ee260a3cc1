"""Does what was read hold what was expected?  The rules of sameness, and the pairing.

The rules are those by which claims are scored everywhere: names by their words, dates by overlap, tolls exactly.
They are written out again here, and not taken from the scorer, so that neither can hide a slip of the other.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from counterclaim.publish.flat import FlatClaim
from tests.cases.cases import Case, Expected

_EMPTY_WORDS: Final = frozenset({"the", "a", "an", "of", "in", "s", "and", "for"})

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as expected.  ``code`` is how ``gaps`` names it; ``words`` tell a person."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A case beside its reading: ``pairs`` are (expected, read) indices."""

    case: Case
    read: tuple[FlatClaim, ...]
    pairs: tuple[tuple[int, int], ...]
    faults: tuple[Fault, ...]

    @property
    def new(self) -> tuple[str, ...]:
        """Faults that the case does not list as gaps."""
        return _without(sorted(fault.code for fault in self.faults), self.case.gaps)

    @property
    def closed(self) -> tuple[str, ...]:
        """Gaps that are listed but are none any more."""
        return _without(sorted(self.case.gaps), [fault.code for fault in self.faults])


def _without(codes: Sequence[str], taken: Sequence[str]) -> tuple[str, ...]:
    rest, left = list(taken), list[str]()
    for code in codes:
        if code in rest:
            rest.remove(code)
        else:
            left.append(code)
    return tuple(left)


def name_words(name: str) -> frozenset[str]:
    """Return the words of a name that count: articles, possessives, case and punctuation aside."""
    plain = name.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("'s", "")
    return frozenset(re.findall(r"\w+", plain)) - _EMPTY_WORDS


def same_name(one: str, other: str) -> bool:
    """Names agree when one's words are all among the other's, or half of all their words are shared."""
    left, right = name_words(one), name_words(other)
    if not left or not right:
        return left == right
    return left <= right or right <= left or 2 * len(left & right) >= len(left | right)


def same_names(expected: Sequence[str], read: Sequence[str]) -> bool:
    """Lists agree when their names pair off one to one, in any order."""
    rest = list(read)
    for name in expected:
        found = next((other for other in rest if same_name(name, other)), None)
        if found is None:
            return False
        rest.remove(found)
    return not rest


def _days(dates: tuple[str, str]) -> Span | None:
    first, last = dates[0] or dates[1], dates[1] or dates[0]
    if not first:
        return None
    return dt.date.fromisoformat(first).toordinal(), dt.date.fromisoformat(last).toordinal() + 1


def same_dates(expected: tuple[str, str], read: tuple[str, str]) -> bool:
    """Dates agree when the days they share are at least half of all their days; an open end is the other end."""
    one, other = _days(expected), _days(read)
    if one is None or other is None:
        return one == other
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0 and 2 * shared >= max(one[1], other[1]) - min(one[0], other[0])


def _toll(expected: Expected, read: FlatClaim) -> bool:
    wanted = [(item.harm, item.who, item.min, item.max) for item in expected.toll or ()]
    given = [(item.harm, item.who, item.min, item.max) for item in read.toll]
    rest = list(given)
    for item in wanted:
        if item not in rest:
            return False
        rest.remove(item)
    return not rest


_HOLDS: Final[dict[str, Callable[[Expected, FlatClaim], bool]]] = {
    "stance": lambda expected, read: expected.stance == read.stance,
    "claimant": lambda expected, read: same_name(expected.claimant or "", read.claimant),
    "actor": lambda expected, read: same_names(expected.actor or (), read.actor),
    "target": lambda expected, read: same_names(expected.target or (), read.target),
    "place": lambda expected, read: same_names(expected.place or (), read.place),
    "country": lambda expected, read: expected.country == read.country,
    "date": lambda expected, read: same_dates(expected.date or ("", ""), read.date),
    "count": lambda expected, read: expected.count == read.count,
    "toll": _toll,
    "means": lambda expected, read: same_name(expected.means or "", read.means),
}


def fields(expected: Expected, read: FlatClaim) -> dict[str, bool]:
    """Return for each field that ``expected`` gives whether ``read`` holds it; ``incident`` needs the whole case."""
    return {name: holds(expected, read) for name, holds in _HOLDS.items() if getattr(expected, name) is not None}


def occurrences(quote: str, text: str) -> tuple[Span, ...]:
    """Return every place in ``text`` where ``quote`` stands; a repeated paragraph has several."""
    starts = [match.start() for match in re.finditer(f"(?={re.escape(quote)})", text)]
    return tuple((start, start + len(quote)) for start in starts)


def _pairs(case: Case, read: Sequence[FlatClaim]) -> tuple[tuple[int, int], ...]:
    """Pair expected with read claims of the same kind in the same words, those with the most fields right first."""
    likely = sorted(
        (-sum(fields(expected, claim).values()), i, j)
        for i, expected in enumerate(case.claims)
        for j, claim in enumerate(read)
        if expected.kind == claim.kind
        and any(
            start < claim.span[1] and claim.span[0] < end for start, end in occurrences(expected.evidence, case.text)
        )
    )
    pairs = dict[int, int]()
    for _, i, j in likely:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return tuple(sorted(pairs.items()))


def _incidents(case: Case, read: Sequence[FlatClaim], pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Return the expected claims that were put with another incident than an earlier claim of their own."""
    wrong, seen = set[int](), list[tuple[int, int]]()
    for i, j in pairs:
        number = case.claims[i].incident
        if number is None:
            continue
        if any((number == other) != (read[j].incident == happening) for other, happening in seen):
            wrong.add(i)
        else:
            seen.append((number, read[j].incident))
    return wrong


def _list(items: Sequence[str]) -> str:
    return "; ".join(item for item in items if item) or "nothing"


def _range(dates: Sequence[str]) -> str:
    return " to ".join(dict.fromkeys(day for day in dates if day)) or "nothing"


def _figure(low: int, top: int | None) -> str:
    if top is None:
        return f"{low} or more"
    return str(low) if low == top else f"{low} to {top}"


def _harm(items: Sequence[tuple[str, str, int, int | None]]) -> str:
    return _list([f"{_figure(low, top)} {who} {harm}" for harm, who, low, top in items])


def _told(name: str, claim: Expected | FlatClaim) -> str:
    match name:
        case "actor" | "target" | "place":
            return _list({"actor": claim.actor, "target": claim.target, "place": claim.place}[name] or ())
        case "date":
            return _range(claim.date or ())
        case "toll":
            return _harm([(item.harm, item.who, item.min, item.max) for item in claim.toll or ()])
        case _:
            value: str | int | None = getattr(claim, name)
            return "nothing" if value in ("", None) else str(value)


def _by(claimant: str | None) -> str:
    return f" by {claimant}" if claimant else ""


def compare(case: Case, read: Sequence[FlatClaim]) -> Comparison:
    """Return where ``read`` differs from what the case expects; claims are numbered from 1, as they stand."""
    pairs = _pairs(case, read)
    misplaced = _incidents(case, read, pairs)
    faults = list[Fault]()
    paired = dict(pairs)
    for i, expected in enumerate(case.claims):
        if i not in paired:
            told = f"missing   {i + 1}: {expected.kind}{_by(expected.claimant)}: {expected.evidence!r}"
            faults.append(Fault(f"missing:{i + 1}", told))
            continue
        claim = read[paired[i]]
        for name, right in fields(expected, claim).items():
            if not right:
                told = (
                    f"wrong     {i + 1}: {name} of {expected.kind}: {_told(name, claim)}, not {_told(name, expected)}"
                )
                faults.append(Fault(f"field:{i + 1}:{name}", told))
        if i in misplaced:
            told = f"wrong     {i + 1}: incident of {expected.kind}: not told together with what it belongs to"
            faults.append(Fault(f"field:{i + 1}:incident", told))
    for j, claim in enumerate(read):
        if j not in paired.values():
            stance = "" if claim.stance == "asserts" else f" ({claim.stance})"
            told = f"too many   : {claim.kind}{stance}{_by(claim.claimant)}: {claim.evidence!r}"
            faults.append(Fault(f"spurious:{claim.kind}", told))
    return Comparison(case=case, read=tuple(read), pairs=pairs, faults=tuple(faults))
