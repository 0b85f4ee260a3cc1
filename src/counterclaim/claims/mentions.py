"""Parties as written: every mention of a party, victim or thing hit, with its fullest name in the report.

Names come from the register and the states' lexicon, unknown names from capitals and spaCy's entities, the rest
from head nouns.  Then mentions of one party are joined: acronyms, surnames, capitals that stand for governments,
and nouns that point back ("the group", "the coalition").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from counterclaim.claims.aliases import Hit, MentionKind, Name, names_in
from counterclaim.claims.gazetteer import is_known_place
from counterclaim.claims.joining import Draft, join
from counterclaim.claims.metonyms import governs
from counterclaim.claims.nominals import Nominal, branch_of, nominals, nouns, owns
from counterclaim.claims.scene_words import scene_words
from counterclaim.claims.unlisted import bracket_after, titles_before, unlisted
from counterclaim.lexicon.names import fold
from counterclaim.lexicon.register import register


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
    kind: MentionKind
    party: str | None
    proper: bool


_LABEL: Final = "Tags"
"""What a site writes before its keywords: "Tags Homs Syria Regime" names nobody."""
_HYPHENS: Final = frozenset("-‐‑–")
_SELVES: Final = frozenset(
    (
        "group",
        "network",
        "movement",
        "front",
        "organisation",
        "organization",
        "agency",
        "coalition",
        "alliance",
        "militia",
    )
    + ("party", "regime", "government", "junta", "television", "tv", "channel", "newspaper", "administration", "rebels")
)
"""Heads that name the party itself beside its name ("Islamic State group"), not its members or its men."""
_OWNED: Final = frozenset(("government", "state_forces", "armed_group", "civilians", "organisation"))


def mentions(doc: Doc) -> tuple[Mention, ...]:
    """Return the parties the text names or describes, in reading order, none overlapping another."""
    hits: list[Hit[Name]] = []
    for hit in names_in(doc)[1]:
        # States listed without their commas: "Saudi Arabia Turkey and Qatar".
        listed = bool(hits) and hits[-1].end == hit.start and hits[-1].value.sort == hit.value.sort == "country"
        if listed or _is_name(doc, hit):
            hits.append(hit)
    by_token = {i: hit for hit in hits for i in range(hit.start, hit.end)}
    drafts = [
        d
        for n in nominals(doc, by_token)
        if doc[n.start].text != _LABEL and (d := _from_nominal(doc, n, by_token)) is not None
    ]
    taken = {i for d in drafts for i in range(d.start, d.end)}
    for hit in hits:
        if taken.isdisjoint(range(hit.start, hit.end)) and (d := _from_name(doc, hit, by_token)) is not None:
            drafts.append(d)
            taken.update(range(d.start, d.end))
    for d in unlisted(doc, by_token):
        drafts = _add(drafts, d, taken)
    drafts.sort(key=lambda d: (d.start, -d.end))
    drafts = _apart(drafts)
    out: list[Mention] = []
    for d, j in zip(drafts, join(doc, drafts), strict=True):
        start = doc[d.start].idx
        out.append(Mention(start, start + len(j.text), j.text, d.head, j.fullest, j.kind, j.party, d.proper))
    return tuple(out)


def _apart(drafts: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for d in drafts:
        if kept and d.start < kept[-1].end:
            if d.end - d.start > kept[-1].end - kept[-1].start:
                kept[-1] = d
            continue
        kept.append(d)
    return kept


def _add(drafts: list[Draft], new: Draft, taken: set[int]) -> list[Draft]:
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
    joined = name.sort == "country" and before is not None and before.text[0].isupper() and before.pos_ == "PROPN"
    if joined and before is not None:
        longer = first.ent_type_ in ("GPE", "LOC") and first.ent_iob_ == "I"
        if longer or is_known_place(f"{before.text} {first.text}"):
            return False  # "New England", "Port Sudan"
    if name.sort in ("country", "capital") and first.ent_type_ == "PERSON":
        alone = (before is None or before.ent_type_ != "PERSON") and (after is None or after.ent_type_ != "PERSON")
        return alone or hit.possessive
    return True


def _bound(doc: Doc, hit: Hit[Name]) -> bool:
    """Say whether the name only qualifies through a hyphen ("US-backed"): then it is not the party meant."""
    if not hit.whole:
        tail = fold(doc[hit.end - 1].text).lower().rpartition("-")[2]
        return tail in nouns().backed
    n, at = len(doc), hit.end
    if at + 1 < n and doc[at].text in _HYPHENS and not doc[at - 1].whitespace_:
        return doc[at + 1].lower_ in nouns().backed
    # "US backed fighters", but not "the Observatory based in Britain"
    participle = at + 1 < n and doc[at].lower_ in nouns().backed and doc[at].tag_ == "VBN"
    return participle and doc[at + 1].pos_ in ("NOUN", "ADJ", "PROPN")


def _from_nominal(doc: Doc, noun: Nominal, by_token: dict[int, Hit[Name]]) -> Draft | None:
    names: list[Hit[Name]] = []
    for i in range(noun.start, noun.end):
        hit = by_token.get(i)
        if hit is not None and (not names or names[-1] is not hit):
            names.append(hit)
    start = min([noun.start, *(h.start for h in names)])
    bare = noun.head - start == 0
    proper = bool(names) or any(t.pos_ == "PROPN" for t in doc[start : noun.head])
    if noun.weak and bare:
        before = doc[start - 1].lower_ if start else ""
        if before == "all":
            start -= 1  # "all parties" is a party of its own
        elif doc[noun.head].lower_ not in nouns().back:
            return None
    owners = [h for h in names if not _bound(doc, h) and h.value.sort != "people"]
    proper = proper and not (names and not owners and all(_bound(doc, h) for h in names))
    kind, party, is_party = noun.kind, None, True
    low = doc[noun.head].lower_
    if kind == "things":
        return Draft(start, noun.end, noun.head, kind, None, proper, False)
    if owners:
        owner = owners[-1].value
        if owner.sort == "party" and owner.kind != "person":
            party = owner.id
            is_party = low in _SELVES
            kind = owner.kind if kind not in ("civilians", "combatants") else kind
        elif owner.sort == "party":
            party = _of_person(owner, kind)
            is_party = kind == "government"
        elif owner.country is not None and kind in ("state_forces", "government"):
            pair = f"{doc[noun.head - 1].lower_} {low}" if noun.head else low
            branch = branch_of().get(pair) or branch_of().get(low) or ("forces" if kind == "state_forces" else "")
            party = f"{owner.country.lower()}-{branch}" if branch else None
            is_party = low in ("government", "regime")
    if owns(doc, noun.head):
        return Draft(start, noun.end, noun.head, kind, party, proper, True, cut=1)
    end = _of_owner(doc, noun.end, by_token) if kind in _OWNED else noun.end
    if end == noun.end and proper and doc[noun.head].text in nouns().unit_heads:
        end = bracket_after(doc, end)
        kind = "armed_group" if kind == "state_forces" and not owners else kind
    return Draft(start, end, noun.head, kind, party, proper or end > noun.end, is_party)


def _of_person(person: Name, kind: MentionKind) -> str | None:
    """Return whose "Assad's forces", "the Hadi government" are: the state's that the person heads, or his party's."""
    entry, state = register().parties[person.id], (person.country or "").lower()
    sides = [tie.party for tie in entry.side]
    if state and (not sides or {state, f"{state}-government", f"{state}-forces"} & set(sides)):
        if kind == "government":
            return f"{state}-government"
        return f"{state}-forces" if kind == "state_forces" and sides else None
    return sides[0] if sides and kind in ("armed_group", "state_forces") else None


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
            if hit.value.sort == "party" and hit.value.kind != "person":
                return end  # "fighters of the Free Syrian Army": the army is a mention of its own
            at, named = hit.end, True
            continue
        if token.pos_ == "PROPN" and token.text[0].isupper():
            named = True
        elif token.text not in ("'s", "’s", "-") and token.lower_ not in nouns().titles:
            break
        at += 1
    while at > begin and doc[at - 1].text in ("'s", "’s", "-"):
        at -= 1
    return at if named else end


def _from_name(doc: Doc, hit: Hit[Name], by_token: dict[int, Hit[Name]]) -> Draft | None:
    name, start, end = hit.value, hit.start, hit.end
    if not hit.whole or _bound(doc, hit):
        return None
    before = doc[start - 1].lower_ if start > 0 else ""
    if name.sort == "party":
        if name.kind == "person":
            begin = titles_before(doc, start, by_token)
            cut = int(hit.possessive)
            return Draft(begin, end, end - 1, "person", name.id, name=start, cut=cut)
        start = _led_before(doc, start, by_token)
        end = bracket_after(doc, end)
        return Draft(start, end, hit.end - 1, name.kind, name.id, cut=int(hit.possessive and end == hit.end))
    if name.sort == "people":
        return Draft(start, end, end - 1, "civilians")
    state = name.id.lower()
    if name.sort == "country":
        if before in scene_words().put or (before == "," and not governs(doc, start, end)):
            return None
        return Draft(start, end, end - 1, "state", state, cut=int(hit.possessive))
    if name.sort == "capital":
        return (
            Draft(start, end, end - 1, "state", state, rank=0, cut=int(hit.possessive))
            if governs(doc, start, end)
            else None
        )
    return Draft(start, end, end - 1, "state", state, rank=1) if _acting_demonym(doc, hit, before) else None


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
