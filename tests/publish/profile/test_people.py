"""Who is masked in a text by its words alone, and who is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.publish.profile.masks import MANY_NAMES, MASK, Secrets, changed, masker
from counterclaim.publish.profile.people import in_text, persons_in
from counterclaim.records import PartyName


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sami Nasser, 12, was hit by shrapnel.", "Sami Nasser"),
        ("Sami Nasser (12) was hit by shrapnel.", "Sami Nasser"),
        ("The shrapnel hit Sami, a 12-year-old boy.", "Sami"),
        ("The shrapnel hit 12-year-old Sami Nasser.", "Sami Nasser"),
        ("It hit eight-month-old Sami.", "Sami"),
        ("A boy named Sami Nasser was hit.", "Sami Nasser"),
        ("He carried his son Sami out of the house.", "Sami"),
        ("Sami Nasser, her nephew, is in a coma.", "Sami Nasser"),
        ("Resident Sami Nasser heard the jets.", "Sami Nasser"),
        ("The mother of Sami Nasser wept.", "Sami Nasser"),
        ("A doctor, Sami Nasser, treated them.", "Sami Nasser"),
        ("Dr. Sami Nasser treated them.", "Sami Nasser"),
        ("Sami Nasser, an eyewitness, heard the jets.", "Sami Nasser"),
        ("Sami Nasser, who survived the attack as a patient, heard the jets.", "Sami Nasser"),
        ("Troops arrested Sami al-Nasser on Monday.", "Sami al-Nasser"),
        ("The dead were Sami Nasser, Huda Nasser and Ali bin Nasser.", "Ali bin Nasser"),
        ("“They shot at us,” Sami Nasser said.", "Sami Nasser"),
        ("“They shot at us,” said Sami Nasser.", "Sami Nasser"),
        ("Brigadier Adel Nasser was there. His daughter Sami Nasser was killed.", "Sami Nasser"),
        ("Sami Nasser, 16, a militia commander, was killed.", "Sami Nasser"),
    ],
)
def test_names_of_victims_minors_and_witnesses_are_withheld(text: str, name: str) -> None:
    """An age, a word for a child, a relation, a private person's role, harm or a quote withholds the name."""
    found = in_text(text)
    assert name in found.persons
    assert name not in masker(found)(text)


@pytest.mark.parametrize(
    "text",
    [
        "President Adel Nasser said that nobody was killed.",
        "Brigadier Adel Nasser was killed in the shelling.",
        "Adel Nasser, a spokesman for the army, said that two men were killed.",
        "Rebel commander Adel Nasser, 45, was arrested.",
        "Foreign Minister Adel Nasser told Reuters that a boy was dead.",
        "The Syrian Observatory for Human Rights said that three were killed in Tel Rifaat.",
        "Amnesty International said that they were tortured.",
        "Human Rights Watch reported four deaths near Khan Shaykhun on Monday.",
        "Soldiers of the Sultan Murad Brigade killed two men in Ras al-Ayn.",
        "More were wounded on the road to Deir Hafir.",
    ],
)
def test_officials_commanders_bodies_and_places_are_not(text: str) -> None:
    """Who holds an office or a command, a body, and a place after its preposition stay as they are."""
    assert masker(in_text(text))(text) == text


def test_a_surname_and_a_first_name_alone_are_withheld_too() -> None:
    """Once withheld, each part of a name is: with a genitive, in capitals, after a hyphen; joints are not."""
    text = "Sami al-Nasser, 12, died. SAMI was small. Nasser's mother wept. The abu and al stay, so does sami."
    assert masker(in_text(text))(text) == (
        "██████████████, 12, died. ████ was small. ██████'s mother wept. The abu and al stay, so does sami."
    )


def test_an_official_who_shares_a_surname_keeps_the_full_name() -> None:
    """The official's full name stays; the surname alone may be either's and is withheld."""
    text = "Huda Nasser, 12, was killed. Brigadier Adel Nasser denied it. Nasser left."
    assert masker(in_text(text))(text) == "███████████, 12, was killed. Brigadier Adel Nasser denied it. ██████ left."


@pytest.mark.parametrize(
    ("name", "persons"),
    [
        ("Hanan Darwish", {"Hanan Darwish"}),
        ("nurse Hanan Darwish", {"Hanan Darwish"}),
        ("civilians", set[str]()),
        ("Kurdish fighters", set[str]()),
        ("Interior Minister Walid Tamim", set[str]()),
        ("Damascus Opera House", set[str]()),
    ],
)
def test_a_party_that_may_be_a_private_person(name: str, persons: set[str]) -> None:
    """A capitalised name that no register has and that bears no office may be a private person's."""
    assert persons_in(name) == persons


WORDS = st.sampled_from(
    ["\n", *"Sami Nasser al-Nasser Huda said killed , 12 . resident President army in Idlib the “ █ Dr. son of".split()]
)
TEXTS = st.lists(WORDS | st.text(max_size=6), max_size=40).map(" ".join)


@given(TEXTS)
def test_masking_keeps_the_length_of_any_text(text: str) -> None:
    """A masked text has as many code points, line breaks where they were, and the rest unchanged."""
    out = masker(in_text(text))(text)
    assert len(out) == len(text)
    assert all(now in (was, MASK) for was, now in zip(text, out, strict=True))
    assert out.count("\n") == text.count("\n")


@given(TEXTS)
def test_masking_twice_is_masking_once(text: str) -> None:
    """What is masked stays as it is."""
    mask = masker(in_text(text))
    assert mask(mask(text)) == mask(text)


def test_a_record_without_secrets_is_the_record_itself() -> None:
    """Nothing is made anew where nothing is withheld."""
    party = PartyName(name="civilians")
    assert changed(party, masker(Secrets())) is party


def test_more_names_than_can_be_looked_for_mask_every_capital() -> None:
    """A text that is stuffed with names cannot get past the mask: every word with a capital is masked then."""
    mask = masker(Secrets(persons=frozenset(f"Sami Nasser{number}" for number in range(MANY_NAMES + 1))))
    assert mask("Sami Nasser7 and Huda left the town.") == "████ ███████ and ████ left the town."


def test_a_word_of_any_length_is_read_in_time() -> None:
    """Endless words, runs and rows of capitals are no names, and are read all the same."""
    for text in ("A-" * 20_000, "Al " * 20_000, "Dr. " * 20_000, "Sami hospital in " * 5_000):
        assert len(masker(in_text(text))(text)) == len(text)
