"""Which claims copy which: a claim whose words a report copied is the claim that the original makes with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from counterclaim.records import Claim, Copy
from counterclaim.text import words

_COVERED: Final = 0.8
"""Share of a quote that must lie in copied words."""
_SAME: Final = 0.6
"""Share of words that two quotes must have in common to be the same sentence, cut differently."""


Copied = tuple[str, str | None]
"""The report in which copied words begin, and the claim that it makes with them (ids); None where none was read."""


def copied(
    claims: Sequence[Claim], copies: Sequence[Copy], originals: Mapping[str, Sequence[Claim]]
) -> dict[str, Copied]:
    """Return what each claim with copied words copies: the report in which they begin, and its claim there if any.

    ``copies`` are the copied ranges of the claims' report; ``originals`` the live claims of the reports they come from.
    Claims in a report's own words are left out.
    """
    found: dict[str, Copied] = {}
    for claim in claims:
        quote = claim.evidence
        for copy in copies:
            covered = min(quote.end, copy.span.end) - max(quote.start, copy.span.start)
            if covered >= _COVERED * (quote.end - quote.start):
                found[claim.id] = copy.origin, _original(claim, copy, originals.get(copy.origin, ()))
                break
    return found


def _original(claim: Claim, copy: Copy, originals: Sequence[Claim]) -> str | None:
    """Return the claim of the same kind in the copied range that says the same; the likest, ties by id."""
    said = frozenset(word for word, _, _ in words(claim.evidence.text))
    best: tuple[float, str] | None = None
    for other in originals:
        quote = other.evidence
        beside = quote.start >= copy.origin_span.end or quote.end <= copy.origin_span.start
        if other.event.kind != claim.event.kind or beside:
            continue
        there = frozenset(word for word, _, _ in words(quote.text))
        alike = len(said & there) / max(1, min(len(said), len(there)))
        if other.claimant == claim.claimant:
            alike += 0.1  # two claims in one sentence: the one by the same claimant
        if alike >= _SAME and (best is None or (-alike, other.id) < best):
            best = (-alike, other.id)
    return best[1] if best else None
