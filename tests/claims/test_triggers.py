"""The words of the lexicon: inflected, matched longest first, and only in the role they have."""

from __future__ import annotations

import time
from typing import get_args

import pytest

from counterclaim.claims.nlp import parse
from counterclaim.claims.phrases import Phrases, noun_forms, verb_forms
from counterclaim.claims.triggers import Trigger, lexicon, triggers, word_classes
from counterclaim.records import Kind

IRREGULAR = {"strike": ["strikes", "struck", "striking"]}


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("raid", {"raid", "raids", "raided", "raiding"}),
        ("besiege", {"besiege", "besieges", "besieged", "besieging"}),
        ("ban", {"ban", "bans", "banned", "banning"}),
        ("repel", {"repel", "repels", "repelled", "repelling"}),
        ("deploy", {"deploy", "deploys", "deployed", "deploying"}),
        ("bury", {"bury", "buries", "buried", "burying"}),
        ("clash", {"clash", "clashes", "clashed", "clashing"}),
        ("flee", {"flee", "flees", "fleed", "fleeing"}),
        ("strike", {"strike", "strikes", "struck", "striking"}),
    ],
)
def test_a_verb_is_inflected(base: str, forms: set[str]) -> None:
    """Regular verbs get their four forms, irregular ones those of the lexicon."""
    assert verb_forms(base, IRREGULAR) == forms


@pytest.mark.parametrize(
    ("base", "forms"),
    [("raid", {"raid", "raids"}), ("clash", {"clash", "clashes"}), ("casualty", {"casualty", "casualties"})],
)
def test_a_noun_has_a_plural(base: str, forms: set[str]) -> None:
    """The plural follows English spelling."""
    assert noun_forms(base) == forms


def test_phrases_are_found_in_every_form_and_with_a_gap() -> None:
    """A particle may stand apart from its verb, and a noun phrase bends at its head."""
    phrases: Phrases[str] = Phrases()
    phrases.add_verb("pull out", "withdrawal", {})
    phrases.add_noun("violation of airspace", "violation")
    doc = parse("They pulled their men out after two violations of airspace.")
    assert [(hit.payload, doc[hit.start : hit.end].text) for hit in phrases.find(doc)] == [
        ("withdrawal", "pulled"),
        ("violation", "violations of airspace"),
    ]


def _told(text: str) -> list[tuple[str, str]]:
    doc = parse(text)
    found: list[Trigger] = triggers(doc, word_classes(doc))
    return [(doc[t.start : t.end].text.lower(), t.kind) for t in found]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A suicide car bombing hit Mosul.", [("suicide car bombing", "suicide_attack"), ("hit", "~hit")]),
        ("The navy held a live-fire drill off Crimea.", [("live-fire drill", "deployment")]),
        ("The shell company was dissolved.", []),
        ("The armed forces have a new chief.", []),
        ("Berlin delivered four howitzers to Kyiv.", [("delivered", "arms_supply")]),
        ("Kidnappers freed the hostages.", [("kidnappers", "abduction"), ("freed", "release")]),
    ],
)
def test_the_longest_words_tell_the_kind(text: str, told: list[tuple[str, str]]) -> None:
    """Longer entries win over shorter ones, frames need their object, look-alikes tell nothing."""
    assert _told(text) == told


def test_every_entry_names_a_kind_of_the_closed_list() -> None:
    """A kind is one of the records' kinds, or one that the course of the report decides."""
    open_kinds = {"~attack", "~hit", "~harm", "~none"}
    kinds = {words.kind for words in lexicon().words} | {frame.kind for frame in lexicon().frames}
    assert kinds <= {*get_args(Kind), *open_kinds}


def test_every_class_that_an_entry_names_exists() -> None:
    """A misspelt class would silence its entry."""
    named = {name for frame in lexicon().frames for name in frame.takes}
    named |= {name for entry in lexicon().words for name in entry.unless}
    assert named <= set(lexicon().classes)


def test_the_index_is_built_in_half_a_second() -> None:
    """Spelling out and indexing all words takes half a second at most (twice that on a busy machine)."""
    entries = lexicon().words
    parse("Warm.")
    start = time.process_time()
    phrases: Phrases[str] = Phrases()
    for entry in entries:
        for noun in entry.nouns:
            phrases.add_noun(noun, entry.kind)
        for verb in entry.verbs:
            phrases.add_verb(verb, entry.kind, lexicon().irregular)
    assert time.process_time() - start < 1.0


def test_what_is_loaded_is_no_blast() -> None:
    """A vehicle laden with explosives is a thing; that it blew up is the happening."""
    found = triggers(doc := parse("Guards stopped an explosives-laden vehicle."), word_classes(doc))
    assert [trigger.kind for trigger in found if trigger.kind == "bombing"] == []
