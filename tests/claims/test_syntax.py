"""Grammar of one sentence: clauses, subjects, agents, passives, objects."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc, Token

from counterclaim.claims import syntax
from counterclaim.claims.nlp import parse


def cut(text: str) -> list[str]:
    """Return the clauses of a text's first sentence."""
    doc = parse(text)
    return [doc[a:b].text for a, b in syntax.clauses(next(doc.sents))]


def word(doc: Doc, text: str) -> Token:
    """Return the token of that text."""
    (token,) = (t for t in doc if t.text == text)
    return token


def named(token: Token | None) -> str | None:
    """Return a token's text."""
    return token.text if token is not None else None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Shells hit the market while a drone struck the bakery.", 2),
        ("Residents fled when the army shelled the port.", 2),
        ("The rebels seized the bridge and the army withdrew.", 2),
        ("Troops entered the town; three people were arrested.", 2),
        ("After the raid, the road was closed.", 1),
        ("The rebels crossed the river and burned two huts.", 1),
        ("The army shelled the port, killing a guard.", 1),
        ("Soldiers left the camp before dawn.", 1),
    ],
)
def test_clauses_have_their_own_subjects(text: str, parts: int) -> None:
    """A conjunction, a semicolon or a verb with its own subject opens a clause; participles and times do not."""
    assert len(cut(text)) == parts


def test_clauses_cover_the_sentence() -> None:
    """The clauses of a sentence together are the sentence."""
    text = (
        "Residents fled when the army shelled the port, while the mayor, who was abroad, said nothing; nobody called."
    )
    doc = parse(text)
    (sent,) = doc.sents
    found = syntax.clauses(sent)
    assert [i for a, b in found for i in range(a, b)] == [t.i for t in sent]


def test_a_coordinated_clause_begins_with_its_conjunction() -> None:
    """The word that joins two clauses belongs to the second."""
    assert cut("The rebels seized the bridge and the army withdrew.") == [
        "The rebels seized the bridge",
        "and the army withdrew.",
    ]


@pytest.mark.parametrize(
    ("text", "verb", "who"),
    [
        ("The army shelled the port, killing a guard.", "killing", "army"),
        ("The guards shot and wounded a smuggler.", "wounded", "guards"),
        ("The militia that shelled the port is unknown.", "shelled", "militia"),
        ("The fighters, who came from the hills, burned two huts.", "came", "fighters"),
        ("Ukraine accused Russia of shelling the port.", "shelling", "Russia"),
        ("The clinic was hit by a mortar.", "hit", "clinic"),
        ("The soldiers tried to storm the station.", "storm", "soldiers"),
        ("Shelling the port is a crime.", "Shelling", None),
    ],
)
def test_subjects_are_sought_up_the_tree(text: str, verb: str, who: str | None) -> None:
    """Participles, coordinated verbs, relative clauses and what one is accused of take the subject they hang on."""
    assert named(syntax.subject(word(parse(text), verb))) == who


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("The clinic was hit by a mortar.", "hit", True),
        ("The clinic was hit and destroyed by two mortars.", "destroyed", True),
        ("A village shelled by the navy burned.", "shelled", True),
        ("A mortar hit the clinic.", "hit", False),
        ("The guards shot and wounded a smuggler.", "wounded", False),
        ("The army has shelled the port.", "shelled", False),
        ("The Saudi-led coalition bombed Hodeidah on Monday.", "bombed", False),
        ("A port bombed on Monday burned.", "bombed", True),
    ],
)
def test_passives(text: str, verb: str, passive: bool) -> None:
    """An auxiliary, a noun described or a passive verb before makes a participle passive."""
    assert syntax.is_passive(word(parse(text), verb)) is passive


@pytest.mark.parametrize(
    ("text", "act", "doer"),
    [
        ("The clinic was hit by a mortar.", "hit", "mortar"),
        ("The clinic was hit and destroyed by two mortars.", "destroyed", "mortars"),
        ("An attack by gunmen closed the road.", "attack", "gunmen"),
        ("The clinic was hit by night.", "clinic", None),
    ],
)
def test_agents_stand_after_by(text: str, act: str, doer: str | None) -> None:
    """A passive verb and a noun of action name their doer after "by"."""
    assert named(syntax.agent(word(parse(text), act))) == doer


def test_objects_include_coordinated_ones() -> None:
    """All of a list of objects are objects."""
    doc = parse("Soldiers burned houses, barns and a mill.")
    assert [t.text for t in syntax.objects(word(doc, "burned"))] == ["houses", "barns", "mill"]


def test_prepositional_nouns_are_those_of_the_words_asked_for() -> None:
    """Only the nouns of the given prepositions are found, lists included."""
    doc = parse("Rebels fought with soldiers and policemen near the dam.")
    found = syntax.prepositional(word(doc, "fought"), frozenset({"with"}))
    assert [t.text for t in found] == ["soldiers", "policemen"]


def test_governors_go_up_the_tree() -> None:
    """The words above a word come nearest first and end at the root."""
    doc = parse("Rebels shelled the port of Aden.")
    assert [t.text for t in syntax.governors(word(doc, "Aden"))] == ["of", "port", "shelled"]
    assert [t.text for t in syntax.governors(word(doc, "Aden"), 1)] == ["of"]


def test_a_word_outside_the_text_is_empty() -> None:
    """Before the first and after the last word stands nothing."""
    doc = parse("Rebels withdrew")
    assert [syntax.doc_lower(doc, i) for i in (-1, 0, 1, 2)] == ["", "rebels", "withdrew", ""]
