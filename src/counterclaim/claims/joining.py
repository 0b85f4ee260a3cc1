"""Which mentions mean one party, and its fullest name in the report: a hand-written, conservative coreference.

Names join by the register's id, by an acronym the text gives in brackets, by surname; common nouns join a fuller
phrase with the same head; "the group" points back.  Joining "the militants" to a group named before was tried and
kept out for plain "militants" and "terrorists": writers use them for all sides.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from counterclaim.claims.aliases import MentionKind
from counterclaim.lexicon.names import fold
from counterclaim.lexicon.register import register


@dataclass(frozen=True, slots=True)
class Draft:
    """A mention in tokens [start, end), before it is joined with others."""

    start: int
    end: int
    head: int
    kind: MentionKind
    party: str | None = None
    proper: bool = True
    itself: bool = True
    """The phrase is the party itself, not its members or things ("IS" against "IS fighters")."""
    rank: int = 2
    """Which form of a state's name is fuller: its name 2, its demonym 1, its capital 0."""
    name: int = -1
    """Where a person's own name begins, after the titles."""
    cut: int = 0
    """Code points at the end that are no part of it: the s of a possessive that lost its apostrophe."""


_STOP: Final = frozenset(("the", "a", "an", "of", "in", "s", "and", "for"))
_LONGEST: Final = 14
"""Content words of the longest phrase taken for a name; beyond it NER has run over a clause."""
_BACK_KINDS: Final[dict[str, tuple[MentionKind, ...]]] = {
    "monitor": ("monitor",),
    "observatory": ("monitor",),
    "watchdog": ("monitor",),
    "charity": ("organisation", "monitor"),
    "agency": ("agency",),
    "newspaper": ("outlet",),
    "channel": ("outlet",),
    "station": ("outlet",),
    "outlet": ("outlet",),
    "coalition": ("coalition",),
    "alliance": ("coalition", "armed_group"),
    "militia": ("armed_group",),
    "paramilitary": ("armed_group",),
    "paramilitaries": ("armed_group",),
    "network": ("monitor", "armed_group"),
    "group": ("armed_group", "monitor", "organisation"),
    "movement": ("armed_group",),
    "organisation": ("monitor", "organisation", "armed_group", "body"),
    "organization": ("monitor", "organisation", "armed_group", "body"),
    "body": ("body", "monitor"),
    "extremists": ("armed_group",),
    "jihadists": ("armed_group",),
    "insurgents": ("armed_group",),
}
_FIGHTERS: Final = frozenset(("extremists", "jihadists", "insurgents"))
_INDEFINITE: Final = frozenset(("a", "an", "another", "one", "some", "other"))
_STANDING: Final = frozenset(("state_forces", "armed_group", "coalition", "outlet", "agency", "monitor"))
"""Kinds whose bare noun means the party already told ("government forces"); "residents" are others each time."""
_MONITORS: Final = frozenset(("monitoring", "rights", "watchdog", "activist", "monitor"))
_ARMED: Final = frozenset(
    ("militant", "terrorist", "jihadist", "jihadi", "extremist", "armed", "rebel", "islamist", "takfiri", "insurgent")
)
_SEATS: Final = frozenset(
    (
        "britain",
        "uk",
        "based",
        "-",
        "british",
        "u.k.",
        "london",
        "news",
        "tv",
        "television",
        "us",
        "led",
        "u.s.",
        "syrian",
    )
)


def content(text: str) -> frozenset[str]:
    """Return a phrase's words that tell it from others, lower case."""
    low = fold(text.replace("'s", "").replace("’s", "")).lower()
    return frozenset(w for w in re.findall(r"\w+", low) if w not in _STOP)


@dataclass(frozen=True, slots=True)
class Joined:
    """What a draft turned out to mean."""

    text: str
    fullest: str
    kind: MentionKind
    party: str | None


def written(doc: Doc, d: Draft) -> str:
    """Return the draft's words as they stand in the text."""
    text = doc[d.start : d.end].text
    return text[: len(text) - d.cut]


def join(doc: Doc, drafts: list[Draft]) -> list[Joined]:
    """Return, for each draft in reading order, its fullest form in the report and what it points back to."""
    texts = [written(doc, d) for d in drafts]
    words = [content(t) for t in texts]
    acronyms = _acronyms(doc, drafts)
    keys = [_key(d, text, acronyms) for d, text in zip(drafts, texts, strict=True)]
    fullest = list(texts)
    groups: dict[str, list[int]] = {}
    people: list[int] = []
    for i, (d, key) in enumerate(zip(drafts, keys, strict=True)):
        if d.kind == "person":
            people.append(i)
        elif key is not None:
            groups.setdefault(key, []).append(i)
        elif d.kind != "things":
            before = doc[d.start - 1].lower_ if d.start else ""
            if before not in _INDEFINITE and (before == "the" or d.kind in _STANDING):
                fullest[i] = _fuller_phrase(i, drafts, texts, words)
    for members in groups.values():
        best = max(members, key=lambda i: (drafts[i].rank, min(len(words[i]), _LONGEST), -i))
        for i in members:
            # "Da'esh" beside "ISIS": neither is fuller, so each stands as written.
            same = len(words[i]) == len(words[best]) and drafts[i].kind != "state"
            fullest[i] = texts[i] if same else texts[best]
    _persons(doc, drafts, people, texts, words, fullest)
    known = {fullest[i]: d.party for i, d in enumerate(drafts) if d.kind == "person" and d.party is not None}
    joined: list[Joined] = []
    for i, d in enumerate(drafts):
        back = _points_back(doc, i, drafts, keys)
        if back is None:
            party = d.party or (known.get(fullest[i]) if d.kind == "person" else None)
            joined.append(Joined(texts[i], fullest[i], d.kind, party))
        else:
            joined.append(Joined(texts[i], joined[back].fullest, drafts[back].kind, drafts[back].party))
    return joined


def _key(d: Draft, text: str, acronyms: dict[str, str]) -> str | None:
    if d.party is not None and d.itself and (d.kind == "state" or d.party in register().parties):
        return d.party
    return acronyms.get(text)


def _acronyms(doc: Doc, drafts: list[Draft]) -> dict[str, str]:
    """Return a key for each unknown name that the text itself gives an acronym, and for the acronym."""
    table: dict[str, str] = {}
    for d in drafts:
        if d.party is None and doc[d.end - 1].text in ")]" and d.end - d.start > 3:
            long, short = doc[d.start : d.end - 3].text, doc[d.end - 2].text
            key = f"acronym {short}"
            table.update({short: key, long: key, doc[d.start : d.end].text: key})
    return table


def _persons(
    doc: Doc, drafts: list[Draft], people: list[int], texts: list[str], words: list[frozenset[str]], fullest: list[str]
) -> None:
    """Give each person the longest mention, titles included, of a person so called."""
    names = {i: content(doc[max(drafts[i].name, drafts[i].start) : drafts[i].end].text) for i in people}
    for i in people:
        fits = [j for j in people if names[j] and names[i] and (names[i] <= names[j] or names[j] <= names[i])]
        fits = [j for j in fits if doc[drafts[j].end - 1].lower_ == doc[drafts[i].end - 1].lower_ or j == i]
        if fits:
            fullest[i] = texts[max(fits, key=lambda j: (min(len(words[j]), _LONGEST), len(names[j]), -j))]


def _fuller_phrase(i: int, drafts: list[Draft], texts: list[str], words: list[frozenset[str]]) -> str:
    """Return the fullest phrase with the same head that says all this one says, if only one party fits."""
    own, head = words[i], texts[i].rpartition(" ")[2].lower()
    fits = [
        j
        for j, d in enumerate(drafts)
        if words[j] > own
        and d.kind == drafts[i].kind
        and len(words[j]) - len(own) <= 3
        and texts[j].rpartition(" ")[2].lower() == head
    ]
    if not fits or len({drafts[j].party for j in fits}) > 1:
        return texts[i]
    return texts[max(fits, key=lambda j: (len(words[j]), -j))]


def _points_back(doc: Doc, i: int, drafts: list[Draft], keys: list[str | None]) -> int | None:
    """Return the earlier mention that "the group", "the Observatory", "the coalition" means, or None."""
    d = drafts[i]
    if keys[i] is not None or d.party is not None or d.start == 0 or d.kind == "person":
        return None
    text = written(doc, d)
    for j in range(i - 1, -1, -1):
        entry = register().parties.get(drafts[j].party or "")
        if entry is not None and drafts[j].itself and text in entry.short:
            return j
    kinds = _BACK_KINDS.get(doc[d.head].lower_[: -d.cut] if d.cut else doc[d.head].lower_)
    if kinds is None or d.end - d.start > 6 or doc[d.start - 1].lower_ not in ("the", "this", "that"):
        return None
    if doc[d.head].lower_ in _FIGHTERS:
        groups = {x.party for x in drafts if x.kind == "armed_group" and x.party is not None}
        if len(groups) != 1 or d.head != d.start:
            return None
    before = {t.lower_ for t in doc[d.start : d.head]}
    if before & _MONITORS:
        kinds = ("monitor", "organisation")
    elif before & _ARMED:
        kinds = ("armed_group",)
    elif before - _SEATS:
        return None
    fits = [j for j in range(i - 1, -1, -1) if drafts[j].kind in kinds and drafts[j].proper and drafts[j].itself]
    heads = {drafts[j].head for j in fits}
    return next((j for j in fits if not _aside(doc[drafts[j].head], heads)), None)


def _aside(token: Token, heads: Collection[int]) -> bool:
    """Tell whether a party is only told of to describe another: "X, a group linked to Y" is about X."""
    while token.head != token and token.dep_ != "conj":
        token = token.head
        if token.i in heads:
            return True
    return False
