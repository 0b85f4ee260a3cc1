"""What "he", "it", "they", "the group" and "the ministry" stand for, among those already heard in the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from counterclaim.claims.cues import cues
from counterclaim.claims.noun_phrases import Range, is_time
from counterclaim.claims.speaker_names import PartyMention, Register, strip_title, words

_COLLECTIVES: Final = frozenset(
    {
        "state",
        "government",
        "state_forces",
        "armed_group",
        "coalition",
        "monitor",
        "agency",
        "outlet",
        "body",
        "organisation",
    }
)

_SEATS: Final = frozenset(
    {"britain", "uk", "u.k.", "london", "coventry", "geneva", "u.s.", "us", "york", "new", "washington"}
)
"""Where watchdogs sit: "the Britain-based monitor" has a capital, but no name."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A speaker already met.  ``kind`` is person, body or words; ``words`` are those of the phrase, lower case."""

    name: str
    voice: str
    party: str | None
    kind: str
    plural: bool
    gender: str
    tokens: Range
    words: frozenset[str]


def antecedent(
    doc: Doc, pronoun: Token, heard: Sequence[Heard], mentions: Sequence[PartyMention], known: Register
) -> Heard | None:
    """Return whom a pronoun that speaks stands for, or None: "we" and "I" are nobody until somebody quotes them."""
    low = pronoun.lower_
    if low in {"we", "i", "you", "us"}:
        return None
    if low in {"he", "she"}:
        return _person(doc, pronoun, heard, known, "f" if low == "she" else "m")
    if low == "it":
        return _body(doc, pronoun, heard, mentions)
    if low in {"they", "both", "these", "those"}:
        own = _subject_before(doc, pronoun, mentions)
        last = next((h for h in reversed(heard) if h.plural or h.kind == "body"), None)
        return last or own
    return None


def _sentences_apart(doc: Doc, start: int, end: int) -> int:
    return sum(1 for i in range(start, end) if doc[i].is_sent_start)


def _person(doc: Doc, pronoun: Token, heard: Sequence[Heard], known: Register, gender: str) -> Heard | None:
    """The last person heard, unless a person named since is the subject of a sentence."""
    other = {"m": "f", "f": "m"}[gender]
    last = next(
        (h for h in reversed(heard) if (h.kind == "person" or not h.plural) and h.gender != other and _human(h)), None
    )
    reach = last.tokens[1] if last is not None else max(0, pronoun.i - 120)
    for name in reversed(known.names):
        if not name.person or name.tokens[0] >= pronoun.i or name.tokens[0] < reach:
            continue
        head = doc[name.tokens[1] - 1]
        if head.dep_ in {"nsubj", "nsubjpass"} and _sentences_apart(doc, head.i, pronoun.i) <= 2:
            text = strip_title(name.text)
            body = known.speaks_for.get(text.split()[-1].lower())
            full = body or strip_title(known.fullest(text, person=True))
            return Heard(full, "named", None, "body" if body else "person", False, gender, name.tokens, name.words)
    return last


def _human(one: Heard) -> bool:
    """A person, or words for one, or a body whose spokesman spoke."""
    people = cues().people
    return one.kind in {"person", "words"} or bool(one.words & (people.mouthpieces | people.heads | people.offices))


def _body(doc: Doc, pronoun: Token, heard: Sequence[Heard], mentions: Sequence[PartyMention]) -> Heard | None:
    own = _subject_before(doc, pronoun, mentions)
    last = next((h for h in reversed(heard) if h.kind == "body"), None)
    if own is not None and (last is None or own.tokens[0] > last.tokens[0]):
        return own
    return last


def _subject_before(doc: Doc, pronoun: Token, mentions: Sequence[PartyMention]) -> Heard | None:
    """The organisation that is subject of the same sentence or the one before, met since."""
    low = pronoun.sent.start
    floor = doc[low - 1].sent.start if low else 0
    best: Heard | None = None
    for mention in mentions:
        if mention.start >= pronoun.idx:
            break
        if mention.end < doc[floor].idx or mention.kind not in _COLLECTIVES:
            continue
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is not None and len(span) and span.root.dep_ in {"nsubj", "nsubjpass"}:
            best = Heard(
                mention.fullest,
                "named",
                mention.party,
                "body",
                False,
                "",
                (span.start, span.end),
                words(mention.fullest),
            )
    return best


def back_reference(doc: Doc, head: Token, span: Range, heard: Sequence[Heard], known: Register) -> Heard | None:
    """Return the speaker a definite phrase without a name goes back to ("the group", "the Britain-based monitor")."""
    table = cues().people
    low = head.lower_
    phrase = [doc[i] for i in range(*span)]
    if low in {"monitor", "watchdog"} or (
        low in {"group", "ngo", "organisation", "organization"} and any(t.lower_ == "monitoring" for t in phrase)
    ):
        # "A monitoring group said" before it is named: the one watchdog the report names.
        if not any(t.tag_ in {"NNP", "NNPS"} and t.lower_ not in _SEATS for t in phrase):
            return _watchdog(heard, known, "monitor")
    definite = phrase[0].lower_ in {"the", "this", "that", "its", "his", "their", "her"} or low in {"observatory"}
    if not definite:
        return None
    if any(t.tag_ in {"NNP", "NNPS"} and t.lower_ not in _SEATS and not is_time(t) and t.i != head.i for t in phrase):
        return None
    if phrase[0].lower_ in {"its", "his", "their", "her"}:
        return (
            next((h for h in reversed(heard) if h.kind == "body"), None)
            if low in table.heads | table.mouthpieces
            else None
        )
    same = next((h for h in reversed(heard) if low in h.words or low in words(h.name)), None)
    if same is not None and len(words(same.name)) >= 1:
        return same
    if low in {"monitor", "watchdog", "observatory", "group", "organisation", "organization", "ngo", "network"}:
        full = _watchdog(heard, known, low)
        if full is not None:
            return full
    if low in {
        "group",
        "organisation",
        "organization",
        "body",
        "agency",
        "outlet",
        "channel",
        "movement",
        "militia",
        "ngo",
        "paper",
        "newspaper",
        "charity",
        "statement",
        "report",
        "spokesman",
        "spokeswoman",
        "spokesperson",
    }:
        return next((h for h in reversed(heard) if h.kind == "body"), None)
    if low in table.offices or low in {"man", "woman", "official", "activist", "president", "spokesman", "director"}:
        titled = _titled(doc, low, span, known)
        if titled is not None:
            return titled
        return None
    return None


def _watchdog(heard: Sequence[Heard], known: Register, low: str) -> Heard | None:
    """ "The monitor" is the monitor heard last, or the only one the report names."""
    marks = {"observatory", "monitor", "network", "monitoring", "watch", "watchdog", "centre", "center"}
    last = next((h for h in reversed(heard) if words(h.name) & marks), None)
    if last is not None:
        return last
    if low in {"monitor", "watchdog", "observatory"}:
        found = next((n for n in known.names if n.words & marks and len(n.words) > 1), None)
        if found is not None:
            return Heard(found.text, "named", None, "body", False, "", found.tokens, found.words)
    return None


def _titled(doc: Doc, title: str, span: Range, known: Register) -> Heard | None:
    """ "The foreign minister" where the report names "Foreign Minister A. B."."""
    own = {doc[i].lower_ for i in range(*span)} - {"the", "this", "that"}
    for name in known.names:
        if not name.person:
            continue
        before = {doc[i].lower_ for i in range(max(name.tokens[0] - 5, 0), name.tokens[1])}
        after = {doc[i].lower_ for i in range(name.tokens[1], min(name.tokens[1] + 6, len(doc)))}
        if own <= before or (own <= after and doc[min(name.tokens[1], len(doc) - 1)].text == ","):
            text = strip_title(name.text)
            if words(text) - own:
                body = known.speaks_for.get(text.split()[-1].lower())
                return Heard(
                    body or text, "named", None, "body" if body else "person", False, "", name.tokens, name.words
                )
    return None
