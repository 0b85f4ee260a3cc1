"""The words of harm and of persons, as ``lexicon/harms.toml`` holds them."""

from __future__ import annotations

import functools

import msgspec

from counterclaim.lexicon.load import load
from counterclaim.records import Group, Harm


class Verbs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Verbs of one harm: see the comments in ``lexicon/harms.toml``."""

    harm: Harm
    forms: tuple[str, ...]
    strict: bool = False
    intransitive: bool = False
    counted: bool = False


class Qualified(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Heads that belong to ``who`` when one of ``words`` and none of ``unless`` stands beside them."""

    heads: frozenset[str]
    who: Group
    words: frozenset[str]
    unless: frozenset[str]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plain list of words."""

    words: frozenset[str]


class Links(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words between a total and a part of it."""

    including: frozenset[str]
    mostly: frozenset[str]
    some: dict[str, int]


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``lexicon/harms.toml``: see the comments there."""

    groups: dict[Group, tuple[str, ...]]
    qualified: tuple[Qualified, ...]
    irregular: dict[str, str]
    links: Links
    things: Words
    verbs: tuple[Verbs, ...]
    adjectives: dict[str, Harm]
    nouns: dict[str, Harm]
    counted: dict[str, Harm]


@functools.cache
def harms() -> Lexicon:
    """Return the words of harm, loaded once a process.  Raises LexiconError when the file breaks its rules."""
    return load("harms", Lexicon)


@functools.cache
def groups() -> dict[str, Group]:
    """Return each singular person word's group."""
    return {word: who for who, words in harms().groups.items() for word in words}


@functools.cache
def participles() -> dict[str, Harm]:
    """Return the adjectives and participles that say a harm inside a phrase: "injured", "missing"."""
    said: dict[str, Harm] = {form.split()[-2]: v.harm for v in harms().verbs for form in v.forms if not v.intransitive}
    return {**said, **harms().adjectives}


@functools.cache
def harm_forms() -> frozenset[str]:
    """Return every form of every verb of harm: no phrase for persons runs across one."""
    return frozenset(word for v in harms().verbs for forms in v.forms for word in forms.split())


def singular(word: str) -> str:
    """Return the singular of a lower-case English noun, as far as person words need it."""
    if (irregular := harms().irregular.get(word)) is not None:
        return irregular
    if word.endswith("men"):
        return word[:-3] + "man"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@functools.lru_cache(maxsize=4096)
def person(word: str) -> tuple[Group, bool] | None:
    """Return the group of a lower-case person word and whether it is plural, or None for any other word."""
    if word == "force":
        # only the plural counts persons: "30 regime forces", never "the force"
        return None
    one = singular(word)
    who = groups().get(one) or groups().get(word)
    return None if who is None else (who, one != word or word in harms().irregular or word == "people")
