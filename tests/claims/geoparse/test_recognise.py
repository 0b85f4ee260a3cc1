"""Which words are place names, and how far a name goes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.claims.geoparse.known import known_names
from counterclaim.claims.geoparse.recognise import toponyms
from counterclaim.claims.nlp import parse


def names(text: str) -> list[str]:
    """Return the place names of a text."""
    return [name.text for name in toponyms(parse(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shells fell on Idlib province and on the town of Saraqib.", ["Idlib", "Saraqib"]),
        ("Troops left northern Syria for Deir ez-Zor on Monday.", ["Syria", "Deir ez-Zor"]),
        ("Deputies of Cook County met in Springfield, Ill., on Friday.", ["Cook County", "Springfield", "Ill."]),
        ("Fire crews came from Sand Creek Township.", ["Sand Creek Township"]),
        ("A man of Wood County, W. Va., was held.", ["Wood County", "W. Va."]),
        ("Councillors of San Fernando City Council met.", ["San Fernando"]),
        ("Turkish jets crossed into Syria.", ["Turkish", "Syria"]),
        (
            "Officials of the U.S. and the United Arab Emirates met in Geneva.",
            ["U.S.", "United Arab Emirates", "Geneva"],
        ),
        ("KYIV, Ukraine — Two people died in Kharkiv.", ["KYIV", "Ukraine", "Kharkiv"]),
        ("The U.S.-led coalition bombed al-Bukamal.", ["U.S.", "al-Bukamal"]),
    ],
)
def test_names(text: str, found: list[str]) -> None:
    """Names stand without article, direction and province; counties, states' short forms and adjectives count."""
    assert names(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "But the Front said nothing.",
        "Hit by a MIG, the depot burnt.",
        "Of the dead, four were children.",
        "Aid reached the camp.",
        "Reading the letter took an hour.",
        "Mobile phones were taken away.",
        "The White House declined to comment.",
        "Pupils of St. Mary's School sang.",
        "My friend T.R. called.",
        "They asked Madison Keys about it.",
        "On Sunday in March the Federal Police arrived.",
    ],
)
def test_words_that_are_also_towns(text: str) -> None:
    """Words that open a sentence, bodies and persons are no towns."""
    assert names(text) == []


def test_a_surname_is_a_person_throughout() -> None:
    """Who was named in full is a person by the last name alone too."""
    assert names("Boris Johnson resigned. Later Johnson left London.") == ["London"]


def test_once_a_place_always_a_place() -> None:
    """A name that is a place in one sentence is one where it stands alone, as before a noun."""
    found = names("A barn burnt in Bicester on Monday. Bicester firemen came late.")
    assert found == ["Bicester", "Bicester"]


def test_literal_or_not() -> None:
    """A government that speaks and an adjective do not say where; a town with a preposition does."""
    found = {name.text: name.literal for name in toponyms(parse("Moscow said that Russian jets had struck near Homs."))}
    assert found["Homs"]
    assert not found["Russian"]
    assert not found["Moscow"]


@given(st.text(max_size=120))
@settings(max_examples=100, deadline=None)
def test_known_names_of_any_text(text: str) -> None:
    """Spans lie in the text in order, none overlapping another, whatever the text."""
    at = 0
    for start, end in known_names(text):
        assert at <= start < end <= len(text)
        at = end


@given(
    st.lists(
        st.sampled_from("Paris Hama , . said in the U.S. - Львів حلب River of New York ( ) ' St. \n".split(" ")),
        max_size=15,
    )
)
@settings(max_examples=40, deadline=None)
def test_spans_fit_the_text(words: list[str]) -> None:
    """Every name is the text at its span, in order, and the same text gives the same names."""
    doc = parse(" ".join(words))
    found = toponyms(doc)
    assert found == toponyms(doc)
    assert all(doc.text[name.start : name.end] == name.text for name in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
