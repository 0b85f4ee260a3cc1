"""The word lists of fusion: families, what one happening may be called, and words that tell nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import lexicon
from counterclaim.incidents.words import TABLES, family, fusion_words, quote_words, stem, telling_words
from counterclaim.lexicon.check import check
from counterclaim.records import Kind

FOLDER: Final = Path(lexicon.__file__).parent
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


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('crowd = ["protest"', 'crowd = ["arrest", "protest"', "arrest is in two families: custody and crowd"),
        ('protest = ["riot"]', 'protest = ["arrest"]', "protest may be called arrest, which is not of its family"),
    ],
)
def test_a_bad_family_is_told(tmp_path: Path, before: str, after: str, fault: str) -> None:
    """A kind in two families, and a name from another family, are faults of the file."""
    text = (FOLDER / "fusion.toml").read_text(encoding="utf-8")
    assert text.count(before) == 1
    (tmp_path / "fusion.toml").write_text(text.replace(before, after), encoding="utf-8")
    assert f"fusion: {fault}" in check(TABLES, tmp_path)
