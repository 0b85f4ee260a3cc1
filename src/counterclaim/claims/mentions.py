"""Parties as written: every mention of a party, victim or thing hit, with its fullest name in the report.

Names come from the register and the states' lexicon, unknown names from capitals and spaCy's entities, the rest
from head nouns.  Then mentions of one party are joined: acronyms, surnames, capitals that stand for governments,
and nouns that point back ("the group", "the coalition").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from counterclaim.claims.aliases import Hit, Name, PartyKind, fold, matcher, parties, words_of
from counterclaim.claims.metonyms import PLACE_PREPOSITIONS, governs
from counterclaim.claims.nominals import Nominal, branch_of, nominals, nouns


@dataclass(frozen=True, slots=True)
class Mention:
    """A party named or described: ``text == doc.text[start:end]``, offsets in code points.

    ``head`` is the index of its head token; ``fullest`` the fullest mention of the same party anywhere in the
    report; ``party`` the register's id (states: "ru", their forces "ru-forces", their government "ru-government");
    ``proper`` is true when a name is part of it.
    """

    start: int
    end: int
    text: str
    head: int
    fullest: str
    kind: PartyKind
    party: str | None
    proper: bool


@dataclass(frozen=True, slots=True)
class _Draft:
    """A mention in tokens, before it is joined with others."""

    start: int
    end: int
    head: int
    kind: PartyKind
    party: str | None
    proper: bool
    is_party: bool
    """The phrase is the party itself, not its members or things ("IS" against "IS fighters")."""
    rank: int = 2
    """Which form of a state's name is fuller: its name 2, its demonym 1, its capital 0."""


_HYPHENS: Final = frozenset("-‐‑–")
_ACRONYM: Final = re.compile(r"[A-Z][A-Za-z.\-–]{1,11}")
_INITIALS: Final = re.compile(r"[A-Z]{2,}s?")
_MEMBERS: Final = frozenset(
    ("fighters", "fighter", "militants", "militant", "terrorists", "terrorist", "members", "member", "jihadists")
    + ("insurgents", "extremists", "operatives", "gunmen", "forces", "troops", "soldiers", "commander", "commanders")
    + (
        "militiamen",
        "elements",
        "remnants",
        "leader",
        "leaders",
        "cell",
        "cells",
        "supporters",
        "loyalists",
        "guerrillas",
    )
)
_OWNED: Final = frozenset(("government", "state_forces", "armed_group", "civilians", "organisation"))


def mentions(doc: Doc) -> tuple[Mention, ...]:
    """Return the parties the text names or describes, in reading order, none overlapping another."""
    hits = [hit for hit in matcher().find(words_of(doc)) if _is_name(doc, hit)]
    by_token = {i: hit for hit in hits for i in range(hit.start, hit.end)}
    drafts = [d for n in nominals(doc, by_token) if (d := _from_nominal(doc, n, by_token)) is not None]
    taken = {i for d in drafts for i in range(d.start, d.end)}
    for hit in hits:
        if taken.isdisjoint(range(hit.start, hit.end)) and (d := _from_name(doc, hit, by_token)) is not None:
            drafts.append(d)
            taken.update(range(d.start, d.end))
    for d in _from_entities(doc, by_token):
        drafts = _add(drafts, d, taken)
    drafts.sort(key=lambda d: (d.start, -d.end))
    return _join(doc, _apart(drafts))


def _apart(drafts: list[_Draft]) -> list[_Draft]:
    kept: list[_Draft] = []
    for d in drafts:
        if kept and d.start < kept[-1].end:
            if d.end - d.start > kept[-1].end - kept[-1].start:
                kept[-1] = d
            continue
        kept.append(d)
    return kept


def _add(drafts: list[_Draft], new: _Draft, taken: set[int]) -> list[_Draft]:
    """Add a draft unless a longer one stands there; a person takes in the titles before him."""
    if taken.isdisjoint(range(new.start, new.end)):
        taken.update(range(new.start, new.end))
        return [*drafts, new]
    inside = [d for d in drafts if d.start >= new.start and d.end <= new.end]
    crossing = [d for d in drafts if d.start < new.end and new.start < d.end and d not in inside]
    if crossing or (new.kind != "person" and any(d.proper for d in inside)):
        return drafts
    taken.update(range(new.start, new.end))
    return [*(d for d in drafts if d not in inside), new]


def _is_name(doc: Doc, hit: Hit[Name]) -> bool:
    """Sort out names that are a word or part of another name here."""
    name, first, last = hit.value, doc[hit.start], doc[hit.end - 1]
    before = first.nbor(-1) if hit.start > 0 else None
    after = last.nbor() if hit.end < len(doc) else None
    if hit.end - hit.start == 1 and first.text == "IS":
        lone = before is not None and after is not None and before.is_upper and after.is_upper and len(after) > 2
        return not lone  # a headline in capitals: "is"
    if name.kind == "person" and hit.end - hit.start <= 3 and " " not in doc[hit.start : hit.end].text:
        if before is not None and before.pos_ == "PROPN" and before.ent_type_ == "PERSON" and before.text[0].isupper():
            return before.lower_ in nouns().titles
        return not (
            after is not None and after.ent_type_ == "PERSON" and after.ent_iob_ == "I" and after.pos_ == "PROPN"
        )
    if name.sort in ("country", "capital") and first.ent_type_ == "PERSON":
        alone = (before is None or before.ent_type_ != "PERSON") and (after is None or after.ent_type_ != "PERSON")
        return alone or hit.possessive
    return True


def _bound(doc: Doc, hit: Hit[Name]) -> bool:
    """Say whether the name only qualifies through a hyphen ("US-backed"): then it is not the party meant."""
    if not hit.whole:
        tail = fold(doc[hit.end - 1].text).lower().rpartition("-")[2]
        return tail in nouns().backed
    return (hit.end + 1 < len(doc) and doc[hit.end].text in _HYPHENS and doc[hit.end + 1].lower_ in nouns().backed) or (
        hit.end < len(doc) and doc[hit.end].lower_ in nouns().backed and doc[hit.end].tag_ == "VBN"
    )


def _from_nominal(doc: Doc, noun: Nominal, by_token: dict[int, Hit[Name]]) -> _Draft | None:
    names: list[Hit[Name]] = []
    for i in range(noun.start, noun.end):
        hit = by_token.get(i)
        if hit is not None and (not names or names[-1] is not hit):
            names.append(hit)
    start = min([noun.start, *(h.start for h in names)])
    bare = noun.head - start == 0
    proper = bool(names) or any(t.pos_ == "PROPN" for t in doc[start : noun.head])
    if noun.weak and bare and doc[noun.head].lower_ not in nouns().back:
        return None
    owners = [h for h in names if not _bound(doc, h) and h.value.sort != "people"]
    kind, party, is_party = noun.kind, None, True
    low = doc[noun.head].lower_
    if kind == "things":
        return _Draft(start, noun.end, noun.head, kind, None, proper, False)
    if owners:
        owner = owners[-1].value
        if owner.sort == "party" and owner.kind != "person":
            party = owner.id
            is_party = low not in _MEMBERS and kind != "civilians"
            kind = owner.kind if kind not in ("civilians", "combatants") else kind
        elif owner.sort == "party":
            party = f"{owner.country.lower()}-government" if owner.country and kind == "government" else None
        elif owner.country is not None and kind in ("state_forces", "government"):
            pair = f"{doc[noun.head - 1].lower_} {low}" if noun.head else low
            branch = branch_of().get(pair) or branch_of().get(low) or ("forces" if kind == "state_forces" else "")
            party = f"{owner.country.lower()}-{branch or low}"
    end = _of_owner(doc, noun.end, by_token) if kind in _OWNED else noun.end
    return _Draft(start, end, noun.head, kind, party, proper or end > noun.end, is_party)


def _of_owner(doc: Doc, end: int, by_token: dict[int, Hit[Name]]) -> int:
    """Return where "of President Assad", "loyal to Hadi" ends after a head noun, or ``end`` when none follows."""
    n, at = len(doc), end
    if at + 2 < n and doc[at].lower_ == "loyal" and doc[at + 1].lower_ == "to":
        at += 2
    elif at + 1 < n and doc[at].lower_ == "of":
        at += 1
    else:
        return end
    begin = at
    while at < n and (doc[at].pos_ == "DET" or doc[at].lower_ in ("the", "former", "ousted", "exiled")):
        at += 1
    named = False
    while at < n and at - begin < 9:
        hit = by_token.get(at)
        token = doc[at]
        if hit is not None:
            at, named = hit.end, True
            if hit.value.sort == "party" and hit.value.kind != "person":
                break
            continue
        if token.pos_ == "PROPN" and token.text[0].isupper():
            named = True
        elif token.text not in ("'s", "’s", "-") and token.lower_ not in nouns().titles:
            break
        at += 1
    while at > begin and doc[at - 1].text in ("'s", "’s", "-"):
        at -= 1
    return at if named else end


def _from_name(doc: Doc, hit: Hit[Name], by_token: dict[int, Hit[Name]]) -> _Draft | None:
    name, start, end = hit.value, hit.start, hit.end
    if not hit.whole or _bound(doc, hit):
        return None
    before = doc[start - 1].lower_ if start > 0 else ""
    if name.sort == "party":
        if name.kind == "person":
            start = _titles_before(doc, start, by_token)
        else:
            start = _led_before(doc, start, by_token)
            end = _bracket_after(doc, end)
        return _Draft(start, end, hit.end - 1, name.kind, name.id, True, True)
    if name.sort == "people":
        return _Draft(start, end, end - 1, "civilians", None, True, True)
    state = name.id.lower()
    if name.sort == "country":
        if before in PLACE_PREPOSITIONS or (before == "," and not governs(doc, start, end)):
            return None
        return _Draft(start, end, end - 1, "state", state, True, True)
    if name.sort == "capital":
        return _Draft(start, end, end - 1, "state", state, True, True, 0) if governs(doc, start, end) else None
    return _Draft(start, end, end - 1, "state", state, True, True, 1) if _acting_demonym(doc, hit, before) else None


def _acting_demonym(doc: Doc, hit: Hit[Name], before: str) -> bool:
    """Say whether a demonym names its state as the one who acts: "Russian air strikes", "the French said"."""
    n, at = len(doc), hit.end
    while at < n and at - hit.end < 3 and doc[at].pos_ in ("ADJ", "NOUN", "PROPN"):
        if doc[at].lower_ in nouns().strikes:
            return True
        at += 1
    if hit.end < n and doc[hit.end].lower_ in nouns().strikes:
        return True
    return before == "the" and at == hit.end and at < n and doc[at].pos_ in ("VERB", "AUX")


def _led_before(doc: Doc, start: int, by_token: dict[int, Hit[Name]]) -> int:
    """Take in "Kurdish-led", "al-Qaeda-linked" before a name."""
    at = start
    if at >= 3 and doc[at - 1].lower_ in nouns().backed and doc[at - 2].text in _HYPHENS:
        owner = by_token.get(at - 3)
        return owner.start if owner is not None else at - 3
    if at >= 1 and "-" in doc[at - 1].text and doc[at - 1].lower_.rpartition("-")[2] in nouns().backed:
        return at - 1
    return at


def _bracket_after(doc: Doc, end: int) -> int:
    if end + 2 < len(doc) and doc[end].text in "([" and doc[end + 2].text in ")]":
        if _ACRONYM.fullmatch(doc[end + 1].text):
            return end + 3
    return end


def _is_title(token: Token) -> bool:
    low = token.lower_
    table = nouns()
    return (
        low in table.titles or low.rstrip(".") + "." in table.titles or "-" in low and low.split("-")[0] in table.titles
    )


def _titles_before(doc: Doc, start: int, by_token: dict[int, Hit[Name]]) -> int:
    """Return where a person's mention begins: titles, offices and the bodies they belong to, joined to the name."""
    at = best = start
    while at > 0 and start - at < 9:
        before = doc[at - 1]
        if before.text == "," and best == at and at >= 2 and _is_title(doc[at - 2]) and doc[at - 2].text[0].isupper():
            at -= 1  # "Foreign Secretary, Boris Johnson"
            continue
        hit = by_token.get(at - 1)
        if hit is not None:
            if hit.value.kind == "person" or best == start:
                break
            at = best = hit.start
            continue
        if _is_title(before):
            at -= 1
            best = at
            continue
        linked = before.lower_ in nouns().title_links or before.text in ("-", "–", "'s", "’s")
        named = before.pos_ == "PROPN" and before.text[0].isupper() and best < start
        modifier = before.pos_ in ("ADJ", "NOUN") and best < start and before.lower_ not in nouns().skip
        if not (linked or named or modifier) or before.is_sent_start and before.lower_ in ("the", "and", "for"):
            break
        at -= 1
        if (
            named
            or modifier
            or before.lower_ in ("prime", "foreign", "defence", "defense", "vice", "deputy", "secretary")
        ):
            best = at if best < start else best
    while best < start and (
        doc[best].lower_ in ("the", "and", "for", "of", "a", "an")
        or doc[best].is_punct
        or doc[best].text in ("'s", "’s")
    ):
        best += 1
    return best


def _from_entities(doc: Doc, by_token: dict[int, Hit[Name]]) -> list[_Draft]:
    """Return persons and bodies the register does not know, as spaCy and capital letters show them."""
    table = nouns()
    drafts: list[_Draft] = []
    for ent in doc.ents:
        start, end = ent.start, ent.end
        while end > start and doc[end - 1].text in ("'s", "’s", "'", "’"):
            end -= 1
        while start < end and (doc[start].pos_ in ("DET", "PUNCT") or doc[start].lower_ == "the"):
            start += 1
        if start >= end or "\n" in doc[start:end].text or not doc[start:end].text[0].isalnum():
            continue
        covered = [by_token[i] for i in range(start, end) if i in by_token]
        if ent.label_ == "PERSON" and not any(h.value.kind != "person" for h in covered):
            if doc[end - 1].pos_ in ("VERB", "ADV", "AUX"):
                continue
            begin = _titles_before(doc, start, by_token)
            drafts.append(_Draft(begin, end, end - 1, "person", None, True, True))
        elif (
            ent.label_ == "NORP" and not covered and (end >= len(doc) or doc[end].pos_ not in ("NOUN", "PROPN", "ADJ"))
        ):
            if doc[end - 1].text.endswith("s"):
                drafts.append(_Draft(start, end, end - 1, "civilians", None, True, True))
        elif ent.label_ == "ORG" and not covered and not (end < len(doc) and doc[end].text == "-"):
            if doc[start].text[0].isupper() and (end - start > 1 or _INITIALS.fullmatch(doc[start].text)):
                drafts.append(_Draft(start, _bracket_after(doc, end), end - 1, "organisation", None, True, True))
    drafts.extend(_units(doc, by_token, table.unit_heads, table.unit_starts))
    return drafts


def _units(doc: Doc, by_token: dict[int, Hit[Name]], heads: frozenset[str], starts: frozenset[str]) -> list[_Draft]:
    """Return capitalised names that end in a unit word ("Sultan Murad Division") or begin with one ("Liwa ...")."""
    drafts: list[_Draft] = []
    n = len(doc)
    for token in doc:
        i, text = token.i, token.text
        if text in starts and i not in by_token:
            end = i + 1
            while (
                end < n
                and end - i < 6
                and (doc[end].text[0].isupper() or doc[end].lower_ in ("al", "-", "wal", "ul", "e", "i"))
            ):
                end += 1
            if end - i > 1:
                drafts.append(_Draft(i, end, i, "armed_group", None, True, True))
        elif text in heads and i and i not in by_token:
            start = i
            while start > 0 and i - start < 7:
                before = doc[start - 1]
                if (
                    before.is_space
                    or before.lower_ == "the"
                    or not (
                        (before.text[0].isupper() and before.pos_ in ("PROPN", "ADJ", "NOUN"))
                        or before.text in ("-", "'s", "’s")
                        or before.lower_ in ("al", "of", "for", "th", "st", "nd", "rd")
                    )
                ):
                    break
                start -= 1
            while start < i and (not doc[start].text[0].isupper()) and not doc[start].text[0].isdigit():
                start += 1
            if start < i:
                armed = text in (
                    "Brigade",
                    "Brigades",
                    "Battalion",
                    "Battalions",
                    "Front",
                    "Militia",
                    "Movement",
                    "Legion",
                )
                kind: PartyKind = "armed_group" if armed else "organisation"
                drafts.append(_Draft(start, _bracket_after(doc, i + 1), i, kind, None, True, True))
    return drafts


_STOP: Final = frozenset(("the", "a", "an", "of", "in", "s", "and", "for"))


def _content(text: str) -> frozenset[str]:
    low = fold(text.replace("'s", "").replace("’s", "")).lower()
    return frozenset(w for w in re.findall(r"\w+", low) if w not in _STOP)


_BACK_KINDS: Final[dict[str, tuple[PartyKind, ...]]] = {
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
}
_FIGHTERS: Final = frozenset(("militants", "extremists", "jihadists", "terrorists", "insurgents"))


def _join(doc: Doc, drafts: list[_Draft]) -> tuple[Mention, ...]:
    """Give each mention its fullest form in the report and point back what points back."""
    texts = [doc[d.start : d.end].text for d in drafts]
    contents = [_content(t) for t in texts]
    keys: list[str | None] = []
    acronyms = _acronyms(doc, drafts)
    surnames: dict[str, str] = {}
    for d, text in zip(drafts, texts, strict=True):
        if d.kind == "person":
            last = doc[d.end - 1].lower_
            keys.append(surnames.setdefault(last, f"person {d.party or last}"))
        elif d.party is not None and d.is_party and (d.kind == "state" or d.party in parties()):
            keys.append(d.party)
        else:
            keys.append(acronyms.get(text))
    groups: dict[str, list[int]] = {}
    for i, key in enumerate(keys):
        if key is not None:
            groups.setdefault(key, []).append(i)
    fullest = list(texts)
    for members in groups.values():
        best = max(members, key=lambda i: (drafts[i].rank, min(len(contents[i]), 14), -i))
        for i in members:
            fullest[i] = texts[best]
    for i, d in enumerate(drafts):
        if keys[i] is None and d.kind != "things":
            fullest[i] = _superset(i, drafts, texts, contents)
    out: list[Mention] = []
    for i, d in enumerate(drafts):
        lead = doc[d.start].idx
        final = doc[d.end - 1]
        party, full, kind = d.party, fullest[i], d.kind
        back = _points_back(doc, i, drafts, keys)
        if back is not None:
            party, full, kind = drafts[back].party, fullest[back], drafts[back].kind
        out.append(Mention(lead, final.idx + len(final), texts[i], d.head, full, kind, party, d.proper))
    return tuple(out)


def _acronyms(doc: Doc, drafts: list[_Draft]) -> dict[str, str]:
    """Return a key for each unknown name that the text itself gives an acronym, and for the acronym."""
    table: dict[str, str] = {}
    for d in drafts:
        if d.party is None and doc[d.end - 1].text in ")]" and d.end - d.start > 3:
            long, short = doc[d.start : d.end - 3].text, doc[d.end - 2].text
            key = f"acronym {short}"
            table.update({short: key, long: key, doc[d.start : d.end].text: key})
    return table


def _superset(i: int, drafts: list[_Draft], texts: list[str], contents: list[frozenset[str]]) -> str:
    """Return the fullest phrase with the same head that says all this one says, if only one party fits."""
    own, head = contents[i], texts[i].rpartition(" ")[2].lower()
    fits = [
        j
        for j, d in enumerate(drafts)
        if contents[j] > own
        and d.kind == drafts[i].kind
        and texts[j].rpartition(" ")[2].lower() == head
        and len(contents[j]) <= 8
    ]
    if not fits or len({drafts[j].party for j in fits}) > 1:
        return texts[i]
    return texts[max(fits, key=lambda j: (len(contents[j]), -j))]


def _points_back(doc: Doc, i: int, drafts: list[_Draft], keys: list[str | None]) -> int | None:
    """Return the earlier mention that "the group", "the Observatory", "the coalition" means, or None."""
    d = drafts[i]
    if keys[i] is not None or d.party is not None or d.start == 0:
        return None
    low = doc[d.head].lower_
    definite = doc[d.start - 1].lower_ in ("the", "this", "that")
    for j in range(i - 1, -1, -1):
        register = parties().get(drafts[j].party or "")
        if register is not None and doc[d.start : d.end].text in register.short:
            return j
    if not definite:
        return None
    premodifiers = {t.lower_ for t in doc[d.start : d.head]}
    kinds = _BACK_KINDS.get(low)
    if low in _FIGHTERS and d.head == d.start:
        groups = {x.party for x in drafts if x.kind == "armed_group" and x.party is not None}
        if len(groups) != 1:
            return None
        kinds = ("armed_group",)
    if kinds is None or d.end - d.start > 3:
        return None
    if premodifiers & {"monitoring", "rights", "watchdog", "activist"}:
        kinds = ("monitor", "organisation")
    elif premodifiers & {
        "militant",
        "terrorist",
        "jihadist",
        "jihadi",
        "extremist",
        "armed",
        "rebel",
        "islamist",
        "takfiri",
    }:
        kinds = ("armed_group",)
    elif premodifiers - {
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
    }:
        return None
    for j in range(i - 1, -1, -1):
        if drafts[j].kind in kinds and drafts[j].proper and drafts[j].is_party:
            return j
    return None
