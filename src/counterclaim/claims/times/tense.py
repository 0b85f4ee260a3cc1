"""The time of the verb that governs a word: what news tells in the past is before publication, what it plans after."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Token

_WILL: Final = frozenset(("will", "'ll", "wo", "shall", "would"))
_DONE: Final = frozenset(("had", "was", "were", "did", "has", "have", "been"))
_MAY: Final = frozenset(("may", "might", "can", "could", "should", "must"))
_BE: Final = frozenset(("be", "is", "are", "am", "'s", "'re", "being"))
_VERBS: Final = frozenset(("VERB", "AUX"))
_PLANS: Final = frozenset(
    "plan expect schedule slate set due aim hope intend agree want prepare promise vow need seek propose be".split()
)
_SETTING: Final = frozenset(
    "extend delay postpone adjourn reschedule schedule set give grant expire prolong suspend".split()
)
"""Verbs that put something off: the "until Tuesday" of a deadline extended is ahead."""
_LIMITS: Final = frozenset(("until", "till", "to", "for", "by", "through"))
_STEPS: Final = 12
"""Words climbed at most from a word to the verb that governs it."""


def _verb(token: Token) -> Token | None:
    for _ in range(_STEPS):
        if token.pos_ in _VERBS:
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def tense(token: Token) -> int:
    """Return -1 in the past, 1 in the future, 0 where the verb that governs a word tells neither, or there is none."""
    verb = _verb(token)
    if verb is None:
        return 0
    before = token.doc[token.i - 1].lower_ if token.i else ""
    if verb.lemma_ in _SETTING and before in _LIMITS:
        return 1
    return _of(verb)


def pluperfect(token: Token) -> bool:
    """Tell whether the verb that governs a word stands in the pluperfect: a look back from what is told."""
    verb = _verb(token)
    return verb is not None and any(child.lower_ == "had" for child in verb.children if child.dep_ == "aux")


def _of(verb: Token) -> int:
    """Return the time of a verb: of its auxiliaries, its own form, and what governs an infinitive."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if not _WILL.isdisjoint(helpers) or verb.lower_ in _WILL:
        return 1
    if not _MAY.isdisjoint(helpers):
        return 0
    governor = verb.head
    if "to" in helpers and governor.i != verb.i:
        return 1 if governor.lemma_ in _PLANS else 0
    if not _DONE.isdisjoint(helpers):
        return -1
    if verb.tag_ in ("VBD", "VBN"):
        return 0 if verb.tag_ == "VBN" and not _BE.isdisjoint(helpers) else -1
    if verb.tag_ in ("VBG", "VB") and _BE.isdisjoint(helpers) and governor.i != verb.i and governor.pos_ in _VERBS:
        return _of(governor)
    return 0
