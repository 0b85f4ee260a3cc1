"""Look-ups in what is known of a report: tokens by offset, words of a class, trimmed ranges."""

from __future__ import annotations

import pytest

from counterclaim.claims.context import Context, context
from counterclaim.claims.nlp import parse
from tests.claims.reading import PUBLISHED

TEXT = "Rebels shelled  Aden.\nA drone fell."


@pytest.fixture(scope="module")
def ctx() -> Context:
    """Return a small text, marked up."""
    return context(parse(TEXT), PUBLISHED)


@pytest.mark.parametrize(
    ("offset", "word"),
    [(0, "Rebels"), (5, "Rebels"), (6, "shelled"), (7, "shelled"), (16, "Aden"), (20, "."), (33, "fell"), (999, ".")],
)
def test_a_token_covers_or_follows_its_offset(ctx: Context, offset: int, word: str) -> None:
    """An offset inside a word gives the word, one between words the next, one past the end the last."""
    assert ctx.doc[ctx.token_at(offset)].text == word


def test_every_token_is_found_by_each_of_its_letters(ctx: Context) -> None:
    """Every offset of a token leads back to it."""
    assert all(ctx.token_at(i) == t.i for t in ctx.doc for i in range(t.idx, t.idx + len(t)))


def test_classes_are_found_within_their_range_only(ctx: Context) -> None:
    """A word of a class counts from its own token on and not beyond the range's end."""
    (drone,) = ctx.classes["aircraft"]
    assert ctx.doc[drone].text == "drone"
    assert ctx.has_class("aircraft", drone, drone + 1)
    assert not ctx.has_class("aircraft", 0, drone)
    assert not ctx.has_class("aircraft", drone + 1, len(ctx.doc))
    assert not ctx.has_class("no such class", 0, len(ctx.doc))


def test_ranges_are_trimmed(ctx: Context) -> None:
    """White space at the ends of a range of tokens is no part of its words."""
    starts = {t.text: t.i for t in ctx.doc}
    low, high = ctx.chars(starts["Aden"] - 1, starts["A"])
    assert TEXT[low:high] == "Aden."


def test_mentions_are_found_by_each_of_their_tokens() -> None:
    """All words of a party's name lead to the same mention."""
    ctx = context(parse("On Friday the Rapid Support Forces left the dam."), None)
    found = {ctx.at[t.i].fullest for t in ctx.doc if t.text in {"Rapid", "Support", "Forces"}}
    assert found == {"Rapid Support Forces"}
    assert not any(t.i in ctx.at for t in ctx.doc if t.text in {"On", "Friday", "left", "."})


@pytest.mark.parametrize("text", ["", " ", "\n", ".", "\u202e", "\u0000"])
def test_texts_that_say_nothing_are_marked_up(text: str) -> None:
    """A text without words has a context with nothing in it."""
    ctx = context(parse(text), PUBLISHED)
    assert (ctx.triggers, ctx.mentions, ctx.places, ctx.times, ctx.tolls, ctx.speeches) == ([], (), (), (), (), ())
    assert ctx.country is None
