"""From a source phrase to the name of who speaks: the fullest name in the report, the body behind a spokesman."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc, Token

from counterclaim.claims.cues import cues
from counterclaim.claims.mentions import Mention
from counterclaim.claims.noun_phrases import ABBREVIATED, Range, is_time

_JOINTS: Final = frozenset(
    {"of", "for", "and", "the", "in", "de", "bin", "ibn", "al", "el", "-", "–", "'s", "’s", "’", "'"}
)
_TITLE: Final = re.compile(
    r"^(?:(?:mr|mrs|ms|dr|sir|lord|gen|col|maj|capt|lt|sgt|cpl|pvt|spc|staff|brig|adm|cmdr|rep|sen|gov|pres|prof|rev|"
    r"former|then|army|air|marshal)\.?\s+)+",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w+")
_STOP: Final = frozenset({"the", "a", "an", "of", "in", "s", "and", "for", "on", "to"})


def words(name: str) -> frozenset[str]:
    """Return a name's words, lower case, articles and possessives aside."""
    return frozenset(_WORD.findall(name.lower().replace("’", "'").replace("'s", ""))) - _STOP


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name in the text, as token range and words."""

    tokens: Range
    text: str
    words: frozenset[str]
    person: bool


@dataclass(frozen=True, slots=True)
class Register:
    """The report's names, and which persons speak for which body (by their last name, lower case)."""

    names: tuple[Name, ...]
    speaks_for: dict[str, str]

    def fullest(self, text: str, *, person: bool) -> str:
        """Return the fullest name in the report that holds all words of ``text``, or ``text``."""
        own = words(text)
        if not own:
            return text
        best = text
        for name in self.names:
            if own < name.words and len(name.words) <= 8 and len(name.words) > len(words(best)):
                if person and not (name.person and name.text.split()[-1].lower() in own):
                    continue
                if not person and (name.person or heading(name.text) not in own):
                    continue
                best = name.text
        letters = text.replace(".", "")
        if best == text and letters.isupper() and 1 < len(letters) < 9:
            for name in self.names:
                initials = "".join(w[0] for w in re.findall(r"[A-Z]\w*", name.text))
                if initials.upper() == letters and len(name.words) > 1:
                    return name.text
        return best


def heading(name: str) -> str:
    """Return the word that heads a body's name: the last before "for", "of" or "on"."""
    head = re.split(r"\s+(?:for|of|on|in|to|and)\s+", name)[0]
    found = _WORD.findall(head.lower())
    return found[-1] if found else ""


def _capital(token: Token) -> bool:
    return token.text[:1].isupper() or token.tag_ in {"NNP", "NNPS"}


def name_run(doc: Doc, at: int, floor: int, ceiling: int) -> Range:
    """Return the run of capitals around token ``at``, with small joints ("for", "of the", "al-") between them."""
    start, end = at, at + 1
    while end < ceiling:
        step = end
        while step < ceiling and step - end < 3 and (doc[step].lower_ in _JOINTS or _titled(doc, step)):
            step += 1
        if step >= ceiling or not _capital(doc[step]) or doc[step].is_space or is_time(doc[step]):
            break
        if any(doc[i].lower_ in {"in", "and"} for i in range(end, step)) and not _inside_name(doc, end, step):
            break
        end = step + 1
    while start > floor:
        step = start - 1
        while step >= floor and start - step < 4 and doc[step].lower_ in _JOINTS:
            step -= 1
        if (
            step < floor
            or not _capital(doc[step])
            or doc[step].is_space
            or is_time(doc[step])
            or doc[step].tag_ in {"DT", "IN"}
        ):
            break
        if any(doc[i].lower_ in {"in", "and", "'s", "’s", "’", "'"} for i in range(step + 1, start)):
            break
        start = step
    return start, end


def _titled(doc: Doc, at: int) -> bool:
    """Tell whether the point at ``at`` is a title's ("Capt. A. B.")."""
    return doc[at].text == "." and at > 0 and f"{doc[at - 1].lower_}." in ABBREVIATED


def _inside_name(doc: Doc, start: int, end: int) -> bool:
    """Read "Doctors and Nurses for Peace" is one name when both sides are no persons or places of their own."""
    before, after = doc[start - 1], doc[min(end, len(doc) - 1)]
    return (
        doc[start].lower_ == "and"
        and before.ent_type_ == after.ent_type_ == "ORG"
        and before.ent_iob_ != ""
        and after.ent_iob_ == "I"
    )


def register(doc: Doc) -> Register:
    """Read the names of a report and who speaks for which body.  Linear in the text's length."""
    names: list[Name] = []
    i = 0
    while i < len(doc):
        token = doc[i]
        if token.tag_ not in {"NNP", "NNPS"} or token.is_space:
            i += 1
            continue
        start, end = name_run(doc, i, max(0, i - 8), min(len(doc), i + 12))
        while start < end and doc[start].lower_ in _JOINTS:
            start += 1
        run = doc[start:end]
        person = any(t.ent_type_ == "PERSON" for t in run) and run[-1].ent_type_ == "PERSON"
        text = run.text
        names.append(Name((start, end), text, words(text), person))
        if person:
            # The name without its titles is a fuller form of the surname too.
            first = next(j for j in range(start, end) if doc[j].ent_type_ == "PERSON")
            if first > start:
                bare = doc[first:end].text
                names.append(Name((first, end), bare, words(bare), person=True))
        i = max(end, i + 1)
    built = Register(tuple(names), {})
    return Register(built.names, _spokesmen(doc, built))


def _spokesmen(doc: Doc, known: Register) -> dict[str, str]:
    """Find "Observatory director A. B.", "A. B., a spokesman for X": who then speaks for X wherever he speaks."""
    table = cues().people
    found: dict[str, str] = {}
    for token in doc:
        if token.lower_ not in table.mouthpieces and token.lower_ not in table.heads:
            continue
        person = _person_near(doc, token.i)
        if person is None:
            continue
        body = body_of(doc, token.i, known)
        if body is not None:
            found.setdefault(person.split()[-1].lower(), body)
    return found


def _person_near(doc: Doc, at: int) -> str | None:
    """Return the person named right before or after the word at ``at`` ("director A. B.", "A. B., a spokesman")."""
    after = at + 1
    while after < len(doc) and doc[after].text in {",", "Col", "Gen"}:
        after += 1
    for i in range(after, min(after + 4, len(doc))):
        if doc[i].ent_type_ == "PERSON" or (doc[i].tag_ == "NNP" and doc[i].dep_ == "compound"):
            if any(is_break(doc[j]) for j in range(at + 1, i)):
                break
            start, end = name_run(doc, i, i, min(i + 6, len(doc)))
            return doc[start:end].text
    for i in range(at - 1, max(at - 10, -1), -1):
        if doc[i].ent_type_ == "PERSON":
            between = [doc[j] for j in range(i + 1, at)]
            if any(t.tag_ in {"VBD", "VBZ", "VBP", "IN"} or t.text in {".", ";", '"'} or t.is_space for t in between):
                return None
            return doc[i].text
    return None


def is_break(token: Token) -> bool:
    """Tell whether a word ends a title: a verb, preposition or full stop."""
    return token.pos_ in {"VERB", "AUX", "ADP"} or token.text in {".", ";", ":", '"', "“"}


def body_of(doc: Doc, at: int, known: Register) -> str | None:
    """Return the body that the spokesman, director or source at token ``at`` stands for, or None."""
    people = cues().people
    after = at + 1
    if after + 1 < len(doc) and doc[after].lower_ in {"for", "of", "at", "from", "by"}:
        body = _phrase_name(doc, after + 1, min(after + 14, len(doc)))
        if body is not None:
            return _full(body, known)
    start = at - 1
    if start >= 0 and doc[start].text in {"'s", "’s", "’", "'"}:
        start -= 1
    end = start + 1
    while start >= 0 and (
        _capital(doc[start])
        or doc[start].lower_ in people.bodies
        or doc[start].lower_ in _JOINTS
        or doc[start].pos_ in {"NOUN", "ADJ"}
    ):
        if doc[start].tag_ in {"DT", "PRP$"} or end - start > 8 or doc[start].is_space:
            break
        if doc[start].lower_ in {"chief", "deputy", "former", "senior", "top", "official", "unnamed"} or is_time(
            doc[start]
        ):
            break
        start -= 1
    start += 1
    while start < end and (doc[start].lower_ in _JOINTS or doc[start].tag_ == "DT"):
        start += 1
    if start >= end:
        return None
    phrase = doc[start:end]
    if not any(t.lower_ in people.bodies or t.tag_ in {"NNP", "NNPS"} for t in phrase):
        return None
    return _full(phrase.text, known)


def _full(body: str, known: Register) -> str:
    return known.fullest(body, person=False) if body[:1].isupper() else body


def _phrase_name(doc: Doc, start: int, stop: int) -> str | None:
    """Return the body named from ``start`` on: its capitals, or its words up to a body noun ("defence ministry")."""
    bodies = cues().people.bodies
    while start < stop and doc[start].tag_ in {"DT", "PRP$"}:
        start += 1
    end = start
    last = start
    while end < stop and not doc[end].is_space:
        token = doc[end]
        if _capital(token) or token.lower_ in bodies:
            last = end + 1
        elif not (token.lower_ in _JOINTS or token.pos_ in {"ADJ", "NOUN"}) or token.text in {",", "'"}:
            break
        end += 1
        if token.lower_ in bodies and not (end < stop and (doc[end].lower_ in {"of", "for"} or _capital(doc[end]))):
            break
    return doc[start:last].text if last > start else None


def strip_title(name: str) -> str:
    """Return a person's name without abbreviated titles and ranks."""
    bare = _TITLE.sub("", name)
    return bare or name


def covering(mentions: Sequence[Mention], starts: Sequence[int], start: int, end: int) -> list[Mention]:
    """Return the mentions that overlap [start, end); ``starts`` are their sorted starts."""
    at = max(bisect_left(starts, start) - 1, 0)
    found: list[Mention] = []
    while at < len(mentions) and mentions[at].start < end:
        if mentions[at].end > start:
            found.append(mentions[at])
        at += 1
    return found
