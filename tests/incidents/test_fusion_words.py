"""The word lists of fusion: families, what one happening may be called, and words that tell nothing."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.incidents.words import family, fusion_words, quote_words, stem, telling_words
from counterclaim.records import Kind

_words = st.text("abcdefghijklmnopqrstuvwxyz", max_size=8)


def test_what_may_be_called_is_of_one_family() -> None:
    """Two kinds that one happening may be called are compared at all, and hold both ways."""
    for one, other in fusion_words().called:
        assert family(one) == family(other)
        assert one != other
        assert (other, one) in fusion_words().called


def test_a_kind_without_a_family_is_its_own() -> None:
    """Kinds that no family lists are compared only with themselves."""
    assert family("siege") == "siege"
    assert family("bombing") == family("killing") == "attack"
    assert set(fusion_words().family) <= set(get_args(Kind))


def test_telling_words_of_names() -> None:
    """Words of a name that half of all names have, and short ones, tell nothing."""
    assert telling_words("the Dall bakeries in Sarhum town") == {"dall", "bakerie", "sarhum"}
    assert telling_words("residential buildings") == frozenset()


def test_names_and_words_of_a_quote() -> None:
    """Names have a capital inside the sentence; numbers, short and common words are left out."""
    names, words = quote_words("Rockets hit the Dall bakery in Sarhum, killing 43 people.")
    assert names == {"dall", "sarhum"}
    assert words == {"rocket", "bakery"}


@given(_words)
def test_a_plural_is_its_singular(word: str) -> None:
    """A word and its plural have one stem, and a stem is no longer than its word."""
    assert len(stem(word)) <= len(word)
    if len(word) >= 3 and not word.endswith("s"):
        assert stem(f"{word}s") == stem(word)
