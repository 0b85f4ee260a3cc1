"""A text cut into pieces: spans that overlap, nest, touch or reach beyond the text."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from counterclaim.publish.pages.marks import pieces
from counterclaim.records import Claim, Copy, Quote, Span
from tests.publish.derived import FIRST

TEXT = "The quick brown fox jumps over the lazy dog."


def claim(name: str, start: int, end: int) -> Claim:
    """Return a claim on these characters."""
    return replace(FIRST, id=name, evidence=Quote(report="r1", start=start, end=end, text=TEXT[start:end]))


def copy(start: int, end: int) -> Copy:
    """Return a copied range."""
    return Copy(report="r1", span=Span(start=start, end=end), origin="r2", origin_span=Span(start=start, end=end))


def test_spans_that_overlap_and_nest_share_pieces() -> None:
    """Each piece names the claims over it, the innermost first; each claim begins with just one piece."""
    found = pieces(TEXT, [claim("c1", 4, 19), claim("c2", 10, 25), claim("c3", 10, 15)], (), ())
    assert [(p.text, p.claims, p.begins) for p in found] == [
        ("The ", (), ()),
        ("quick ", ("c1",), ("c1",)),
        ("brown", ("c3", "c1", "c2"), ("c2", "c3")),
        (" fox", ("c1", "c2"), ()),
        (" jumps", ("c2",), ()),
        (" over the lazy dog.", (), ()),
    ]


def test_repeated_and_copied_ranges_are_told() -> None:
    """A piece knows whether it is repeated, and which copied range covers it."""
    found = pieces(TEXT, [claim("c1", 0, 9)], [Span(start=4, end=9)], [copy(0, 3), copy(20, 44)])
    assert [(p.text, p.repeated, p.copy, p.copy_begins) for p in found] == [
        ("The", False, 1, True),
        (" ", False, 0, False),
        ("quick", True, 0, False),
        (" brown fox ", False, 0, False),
        ("jumps over the lazy dog.", False, 2, True),
    ]


def test_a_text_without_spans_is_one_piece() -> None:
    """Nothing marked, nothing cut; an empty text has no piece."""
    assert [p.text for p in pieces(TEXT, (), (), ())] == [TEXT]
    assert pieces("", (), (), ()) == ()


SPANS: Any = st.lists(
    st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(lambda span: span[0] < span[1]),
    max_size=8,
)


@given(SPANS, SPANS)
def test_pieces_are_the_text_and_lose_no_span(claimed: list[tuple[int, int]], copied: list[tuple[int, int]]) -> None:
    """Together the pieces are the text; those of a claim are just its quote."""
    claims = [claim(f"c{n}", *span) for n, span in enumerate(claimed)]
    found = pieces(TEXT, claims, [Span(start=a, end=b) for a, b in copied], [copy(*span) for span in copied])
    assert "".join(piece.text for piece in found) == TEXT
    for each in claims:
        assert "".join(piece.text for piece in found if each.id in piece.claims) == each.evidence.text
        assert sum(each.id in piece.begins for piece in found) == 1
