"""Anchor -> claim: which claim of now a judgement is about.

A judgement names words of a report and a kind.  It binds to the claim of that kind whose words overlap those most,
whoever read it; where the page has a later version, to the claim that carries that one on.  Of several that stand on
the same words it binds to the one that was judged, else to the one most like it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from counterclaim.incidents.live import Page, same_words
from counterclaim.records import Act, Anchor, Check, Claim, Different, Discount, Retract, Same, SetField, Takedown


def anchors(act: Act) -> tuple[Anchor, ...]:
    """Return the anchors by which an act names claims, none where it names none."""
    match act:
        case Same() | Discount() | Retract() | Check():
            return act.anchors
        case Different():
            return (*act.anchors, *act.others)
        case SetField():
            return (act.anchor,)
        case _:
            return ()


def reports_named(act: Act) -> frozenset[str]:
    """Return the reports (ids) that an act names."""
    taken = {act.report} if isinstance(act, Takedown) else set[str]()
    return frozenset(taken | {anchor.report for anchor in anchors(act)})


def about_words(act: Act) -> bool:
    """Tell whether an act is about the words of a claim, not about what they tell of: it ends when the words change."""
    return isinstance(act, SetField | Retract | Check)


def anchored(claim: Claim) -> Anchor:
    """Return the anchor that names a claim as it was read."""
    words = claim.evidence
    return Anchor(report=claim.report, start=words.start, end=words.end, kind=claim.event.kind, claim=claim.id)


class Binding:
    """The claims at hand, as anchors find them.

    ``claims`` are those of every version of the pages at hand, by report, as they were read; ``pages`` say which of
    them are kept and which carry others on.
    """

    def __init__(self, claims: Mapping[str, Sequence[Claim]], pages: Iterable[Page]) -> None:
        self._claims = claims
        self._kept: dict[str, Claim] = {}
        self._heirs: dict[str, str] = {}
        for page in pages:
            self._kept |= {one.claim.id: one.claim for one in page.kept}
            self._heirs |= {earlier: later for later, earlier in page.lineage.items()}

    def __contains__(self, report: object) -> bool:
        """Tell whether the claims of a report are at hand."""
        return report in self._claims

    def bind(self, anchor: Anchor, *, words: bool = False) -> Claim | None:
        """Return the claim that an anchor names, None where it names none that is live or was withdrawn.

        Ties go to the claim with fewer words, then to the one judged or most like it, then by id.  With ``words`` a
        claim of a later version is named only while it has the words of the one that was judged.
        """
        best: tuple[int, int, tuple[bool, ...], str] | None = None
        found: Claim | None = None
        there = self._claims.get(anchor.report, ())
        judged = next((claim for claim in there if claim.id == anchor.claim), None)
        for claim in there:
            at = claim.evidence
            shared = min(anchor.end, at.end) - max(anchor.start, at.start)
            if shared <= 0 or claim.event.kind != anchor.kind:
                continue
            now = self._now(claim, words=words)
            order = (-shared, at.end - at.start, _unlike(claim, judged), claim.id)
            if now is not None and (best is None or order < best):
                best, found = order, now
        return found

    def _now(self, claim: Claim, *, words: bool) -> Claim | None:
        """Return the claim that carries one on in the version that counts."""
        last = claim.id
        while last in self._heirs:
            last = self._heirs[last]
        found = self._kept.get(last)
        return None if found is not None and words and not same_words(claim, found) else found


def _unlike(claim: Claim, judged: Claim | None) -> tuple[bool, ...]:
    """Return in what a claim is not the one that was judged, what weighs most first."""
    if judged is None:
        return ()
    differs = (claim.id != judged.id, claim.claimant != judged.claimant, claim.stance != judged.stance)
    return (*differs, claim.event != judged.event)
