"""Who really speaks: bodies behind spokesmen, pronouns, chains of carriers, unnamed voices."""

from __future__ import annotations

import pytest

from counterclaim.claims.mentions import mentions
from counterclaim.claims.nlp import parse
from counterclaim.claims.quotes import attributions
from counterclaim.claims.speakers import Speech, speeches


def read(text: str, publisher: str | None = None) -> tuple[Speech, ...]:
    """Read a text."""
    doc = parse(text)
    return speeches(doc, mentions(doc), attributions(doc), publisher)


def names(text: str, lemma: str | None = None, publisher: str | None = None) -> list[str]:
    """Return the names of all speakers, in reading order."""
    found = read(text, publisher)
    return [w.name for s in found if lemma in (None, s.attribution.lemma) for w in s.speakers]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A Pentagon spokesman said two trucks were hit.", "Pentagon"),
        ("Juma Keita, a spokesman for the Malian army, said the town was calm.", "Malian army"),
        ("Ukrainian defence ministry spokesman Oleh Bondar said the bridge fell.", "Ukrainian defence ministry"),
    ],
)
def test_a_spokesman_speaks_for_his_body(text: str, name: str) -> None:
    """The body is the speaker, wherever the spokesman's title names it."""
    assert names(text) == [name]


def test_a_spokesman_by_his_surname_is_still_his_body() -> None:
    """Once introduced as a spokesman, a surname or a pronoun stands for the body."""
    text = "Pentagon spokesman Carl Reyes said a truck was hit. Reyes said nobody died. He said the road was open."
    assert set(names(text)) == {"Pentagon"}


def test_a_head_of_government_speaks_for_himself() -> None:
    """A prime minister is a person with a name, not his government."""
    assert "Amadou Diallo" in names("Prime Minister Amadou Diallo said the truce held.")[0]


@pytest.mark.parametrize(
    "again", ["It said", "The group said", "The Observatory said", "The Britain-based monitor said"]
)
def test_a_monitor_is_found_behind_its_stand_ins(again: str) -> None:
    """The words "it", "the group" and the short name all stand for the monitor named before."""
    text = f"The Yemeni Observatory for Human Rights said nine people died. {again} two of them were children."
    assert names(text) == ["Yemeni Observatory for Human Rights"] * 2


def test_a_government_is_no_group() -> None:
    """The group that speaks after a government is the one that it spoke of."""
    text = "Mali's government blamed Boko Haram. The group denied any part in it."
    assert names(text) == ["Mali's government", "Boko Haram"]


def test_he_is_the_person_heard_last() -> None:
    """A pronoun for a person goes back to the person who spoke last."""
    text = "Governor Tarek Nasser said the dam was safe. He added that engineers were on the way."
    assert all("Tarek Nasser" in n for n in names(text))
    assert len(names(text)) == 2


def test_a_relative_pronoun_is_its_antecedent() -> None:
    """In "Turkey, which accuses ..." the speaker is Turkey."""
    assert "Turkey" in names("Turkey, which accuses Athens of violating its airspace, recalled its envoy.", "accuse")


def test_coordinated_sources_are_several_speakers() -> None:
    """Two sources joined by "and" are two speakers."""
    assert len(names("Rights groups and local activists said the well was poisoned.")) == 2


def test_a_chain_ends_at_the_party_the_words_come_from() -> None:
    """Agency, television, army: the army speaks, for the carriers too."""
    text = "State television quoted the army as saying several rockets fell on the base, Reuters news agency reports."
    assert set(names(text)) == {"army"}


def test_an_agency_that_is_told_something_is_not_the_speaker() -> None:
    """In "X told AFP" the speaker is X."""
    assert names("A doctor told AFP that six people died.") == ["doctor"]


@pytest.mark.parametrize("who", ["Activists", "Witnesses", "Local residents", "A security source"])
def test_unnamed_voices_keep_their_words(who: str) -> None:
    """Those known by words only are marked unnamed, and keep their words."""
    (speech,) = read(f"{who} said the mill was on fire.")
    assert [(s.name.lower(), s.voice) for s in speech.speakers] == [(who.lower().removeprefix("a "), "unnamed")]


def test_the_publishers_own_voice_has_no_speaker() -> None:
    """What a report's own outlet reports is nobody else's words."""
    assert names("Nile Post reported that the bridge was hit.", publisher="Nile Post") == []
    assert names("Nile Post reported that the bridge was hit.", publisher="Delta Times") == ["Nile Post"]


def test_we_is_nobody_until_somebody_is_quoted() -> None:
    """The word "we" in a statement is the publisher's own voice."""
    assert names("We said last week that the border must open.") == []


def test_things_do_not_speak() -> None:
    """An attack that a bad parse makes the subject of a cue is no speaker."""
    assert "attack" not in " ".join(names("The attack said the port was closed.")).lower()


def test_speeches_keep_the_order_of_attributions() -> None:
    """One speech for each attribution, in the same order."""
    text = "The army said a drone fell. Residents denied it. According to Tass, nobody died."
    doc = parse(text)
    found = attributions(doc)
    assert tuple(s.attribution for s in speeches(doc, mentions(doc), found)) == found
