"""Case is restored without moving anything."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterclaim.claims.recase import recase, shouted

WRITTEN = (
    "Lima, 4 May 88 -- [Text] The army said that two farmers were killed near Ayacucho on Tuesday. "
    "President Alan Garcia condemned the attack. The U.S. Embassy and the United Nations [UN] said nothing."
)


def test_mixed_case_is_left_alone() -> None:
    """A text whose case says something is returned as it is, capitals of a headline included."""
    text = "ARMY SHELLS TOWN\nThe army shelled the town of Harim on Monday, residents said."
    assert recase(text) == text


def test_short_texts_are_left_alone() -> None:
    """A bare acronym is no shouted text."""
    assert recase("UNHCR") == "UNHCR"


def test_written_text_comes_back() -> None:
    """Names, sentence starts, datelines, titles and acronyms get their capitals back; the rest loses them."""
    assert recase(WRITTEN.upper()) == WRITTEN


def test_words_that_brackets_spell() -> None:
    """An acronym in brackets makes the words whose initials it spells a name, and stays in capitals elsewhere."""
    text = "FIGHTERS OF THE RED VALLEY PEOPLE'S FRONT [RVPF] LEFT. THE RVPF DENIED IT WHEN ASKED BY OUR REPORTER."
    made = recase(text)
    assert "Red Valley People's Front [RVPF]" in made
    assert "The RVPF denied it when asked by our reporter." in made


def test_words_before_a_foreign_acronym() -> None:
    """An acronym of another language still shows that the words before it are an institution's name."""
    assert "the Northern Workers Liberation Army [EOLN]" in recase(
        "MEMBERS OF THE NORTHERN WORKERS LIBERATION ARMY [EOLN]."
    )


@pytest.mark.parametrize(
    "text", ["İSTANBUL'DA BÜYÜK BİR PATLAMA OLDU, DEDİLER", "DIE STRAẞE UND DER GROẞE PLATZ SIND LEER"]
)
def test_letters_whose_lower_case_is_longer(text: str) -> None:
    """A letter that would grow keeps its shape, so that no offset moves."""
    assert len(recase(text)) == len(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("ABCDEFGİẞÄÖ ŉǰ.,'’\"[]()-\n1290’S ΣİΐΆ"), max_size=200))
def test_law_of_length(text: str) -> None:
    """Whatever the text, the result has its length, and differs from it in nothing but case."""
    made = recase(text)
    assert len(made) == len(text)
    assert all(a == b or a.lower() == b.lower() or a == b.upper() for a, b in zip(text, made, strict=True))


def test_shouted_needs_nearly_all_letters() -> None:
    """One word in lower case among twenty in capitals does not hide that a text is shouted; half does."""
    assert shouted("THE ARMY TOOK THE VILLAGES OF THE NORTHERN PLAIN AND THE FOOTHILLS of")
    assert not shouted("THE ARMY TOOK THE VILLAGES and then it left them again in the night")
