"""Copied words: which claim of the original a claim with copied words repeats."""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.incidents.copied import Copied, copied
from counterclaim.incidents.item import Item
from counterclaim.records import Copy, Span
from tests.incidents.telling import said

QUOTE = "Shells struck the grain market of Sarhum and killed eleven."


def _copy(start: int, end: int, *, origin: str = "r0", shift: int = 0) -> Copy:
    return Copy(
        report="r1", span=Span(start=start, end=end), origin=origin,
        origin_span=Span(start=start + shift, end=end + shift),
    )  # fmt: skip


def _copied(item: Item, copies: Sequence[Copy], originals: Sequence[Item] = ()) -> Copied | None:
    return copied([item.claim], copies, {"r0": [one.claim for one in originals]}).get(item.claim.id)


def test_copied_words_bind_to_the_claim_of_their_kind() -> None:
    """Of the origin's claims in the copied range the one of the same kind is meant."""
    mine = said(None, quote=QUOTE, kind="shelling")
    shells = said(None, report="r0", quote=QUOTE, kind="shelling")
    blast = said(None, report="r0", quote=QUOTE, kind="bombing")
    assert _copied(mine, [_copy(0, 100)], [blast, shells]) == ("r0", shells.claim.id)


def test_the_likest_sentence_by_the_same_claimant_wins() -> None:
    """Among several of the kind the words decide, then who says it."""
    mine = said("Tisa Observatory", quote=QUOTE)
    other = said(
        "Tisa Observatory", report="r0", quote="Shells struck a school of Dall and nobody was hurt.", start=300
    )
    ours = said("Tisa Observatory", report="r0", quote=QUOTE, start=90)
    theirs = said("White Helmets", report="r0", quote=QUOTE, start=90)
    for originals in ([other, theirs, ours], [ours, theirs, other]):
        assert _copied(mine, [_copy(0, 500)], originals) == ("r0", ours.claim.id)


def test_copied_words_without_a_claim_there_keep_their_origin() -> None:
    """Where the origin was read otherwise, or does not say so within the copied range, only the origin is known."""
    mine = said(None, quote=QUOTE)
    unlike = said(None, report="r0", quote="Nobody could say from which hill rounds had come.")
    beside = said(None, report="r0", quote=QUOTE, start=900)
    assert _copied(mine, [_copy(0, 100)]) == ("r0", None)
    assert _copied(mine, [_copy(0, 100)], [unlike, beside]) == ("r0", None)


def test_own_words_copy_nothing() -> None:
    """A quote of which a fifth or more lies outside the copied range is the report's own."""
    mine = said(None, quote=QUOTE, start=0)
    original = said(None, report="r0", quote=QUOTE)
    most = int(len(QUOTE) * 0.9)
    assert _copied(mine, [_copy(len(QUOTE) // 2, 200)], [original]) is None
    assert _copied(mine, [], [original]) is None
    assert _copied(mine, [_copy(0, most)], [original]) == ("r0", original.claim.id)


def test_the_first_copied_range_that_covers_counts() -> None:
    """A report copied from two takes each claim's origin from the range that holds it."""
    mine = said(None, quote=QUOTE, start=400)
    assert _copied(mine, [_copy(0, 300), _copy(390, 600, origin="r7")]) == ("r7", None)
