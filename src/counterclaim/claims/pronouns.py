"""What "he", "it", "they", "the group" and "the ministry" stand for, among those already heard in the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from counterclaim.claims.cues import cues
from counterclaim.claims.mentions import Mention
from counterclaim.claims.noun_phrases import Range, is_time
from counterclaim.claims.speaker_names import Register, strip_title, words
from counterclaim.claims.titles import is_state_like

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
    doc: Doc, pronoun: Token, heard: Sequence[Heard], mentions: Sequence[Mention], known: Register
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
        own = _plural_before(doc, pronoun)
        last = next((h for h in reversed(heard) if h.plural or h.kind == "body"), None)
        if last is not None and (own is None or last.tokens[0] >= _start(doc, pronoun.i)):
            return last
        return own or last or _subject_before(doc, pronoun, mentions)
    return None


def _start(doc: Doc, at: int) -> int:
    """Return where the sentence around a token starts; spaCy's own look-up walks the whole text."""
    while at > 0 and not doc[at].is_sent_start:
        at -= 1
    return at


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


def _body(doc: Doc, pronoun: Token, heard: Sequence[Heard], mentions: Sequence[Mention]) -> Heard | None:
    last = next((h for h in reversed(heard) if h.kind == "body"), None)
    if last is not None and _sentences_apart(doc, last.tokens[1], pronoun.i) <= 1:
        return last
    own = _subject_before(doc, pronoun, mentions)
    if own is not None and (last is None or own.tokens[0] > last.tokens[0]):
        return own
    return last


def _plural_before(doc: Doc, pronoun: Token) -> Heard | None:
    """The plural subject of the same sentence's main clause: "rebels named the bases which they said ..."."""
    for token in doc[_start(doc, pronoun.i) : pronoun.i]:
        if (
            token.dep_ in {"nsubj", "nsubjpass"}
            and token.head.dep_ in {"ROOT", "ccomp", "conj"}
            and token.pos_ in {"NOUN", "PROPN"}
        ):
            tail = next((c for c in token.children if c.dep_ == "conj"), None)
            if token.tag_ in {"NNS", "NNPS"} or tail is not None:
                stop = max(
                    token.i, max((c.right_edge.i for c in token.rights if c.dep_ in {"prep", "conj"}), default=0)
                )
                start = token.left_edge.i
                if doc[start].tag_ == "DT":
                    start += 1
                return Heard(
                    doc[start : min(stop, pronoun.i - 1) + 1].text,
                    "unnamed",
                    None,
                    "words",
                    True,
                    "",
                    (start, stop + 1),
                    frozenset(t.lower_ for t in doc[start : stop + 1]),
                )
    return None


def _subject_before(doc: Doc, pronoun: Token, mentions: Sequence[Mention]) -> Heard | None:
    """The organisation that is subject of the same sentence or the one before, met since."""
    low = _start(doc, pronoun.i)
    floor = _start(doc, low - 1) if low else 0
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


def _names(token: Token) -> bool:
    """Tell whether a word of a phrase is a name that says who is meant; seats, demonyms and days do not."""
    return (
        token.tag_ in {"NNP", "NNPS"}
        and token.lower_ not in _SEATS
        and token.ent_type_ != "NORP"
        and not is_time(token)
    )


def back_reference(doc: Doc, head: Token, span: Range, heard: Sequence[Heard], known: Register) -> Heard | None:
    """Return the speaker a definite phrase without a name goes back to ("the group", "the Britain-based monitor")."""
    table = cues().people
    low = head.lower_
    phrase = [doc[i] for i in range(*span)]
    bodily = {"group", "ngo", "organisation", "organization"}
    watches = low in {"monitor", "watchdog"} or (low in bodily and any(t.lower_ == "monitoring" for t in phrase))
    if watches and not any(_names(t) for t in phrase):
        # "A monitoring group said" before it is named: the one watchdog the report names.
        return _watchdog(heard, known, "monitor")
    if phrase[0].lower_ == "the" and low in table.offices and (titled := _titled(doc, span, known)) is not None:
        return titled
    definite = phrase[0].lower_ in {"the", "this", "that", "its", "his", "their", "her"} or low == "observatory"
    if not definite:
        return None
    if any(_names(t) and t.i != head.i for t in phrase):
        return None
    if phrase[0].lower_ in {"his", "her"} and low in {"office", "spokesman", "spokeswoman", "aide", "team", "campaign"}:
        return _person(doc, phrase[0], heard, known, "f" if phrase[0].lower_ == "her" else "m")
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
        # A government is no "group": one that points back to nobody heard is read as the party it names.
        band = low in {"group", "movement", "militia"}
        return next((h for h in reversed(heard) if h.kind == "body" and not (band and is_state_like(h.name))), None)
    if low in table.offices or low in {"man", "woman", "official", "activist", "president", "spokesman", "director"}:
        titled = _titled(doc, span, known)
        if titled is not None:
            return titled
        return None
    return None


def _watchdog(heard: Sequence[Heard], known: Register, low: str) -> Heard | None:
    """Read "The monitor" is the monitor heard last, or the only one the report names."""
    marks = {"observatory", "network", "watch", "watchdog", "centre", "center"}
    last = next((h for h in reversed(heard) if words(h.name) & marks), None)
    if last is not None:
        return last
    if low in {"monitor", "watchdog", "observatory"}:
        found = next((n for n in known.names if n.words & marks and len(n.words) > 1), None)
        if found is not None:
            return Heard(found.text, "named", None, "body", False, "", found.tokens, found.words)
    return None


def _titled(doc: Doc, span: Range, known: Register) -> Heard | None:
    """Read "The foreign minister" where the report names "Foreign Minister A. B."."""
    own = {doc[i].lower_ for i in range(*span)} - {"the", "this", "that"}
    for name in known.names:
        if not name.person or doc[name.tokens[0]].ent_type_ != "PERSON":
            continue
        before = {doc[i].lower_ for i in range(max(name.tokens[0] - len(own), 0), name.tokens[0])}
        after = {doc[i].lower_ for i in range(name.tokens[1], min(name.tokens[1] + 6, len(doc)))}
        if own <= before or (own <= after and doc[min(name.tokens[1], len(doc) - 1)].text == ","):
            text = strip_title(name.text)
            if words(text) - own:
                body = known.speaks_for.get(text.split()[-1].lower())
                return Heard(
                    body or text, "named", None, "body" if body else "person", False, "", name.tokens, name.words
                )
    return None
