"""Who really speaks: attributions with their sources identified within the report.

A spokesman speaks for his body, "it" and "the group" for whoever they stand for, and a chain of carriers ends at the
party the words come from.  Where several speeches cover the same words, the one with the shortest content is the
innermost, and it is the one that speaks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from spacy.tokens import Doc, Token

from counterclaim.claims.cues import cues
from counterclaim.claims.mentions import Mention
from counterclaim.claims.noun_phrases import Range, noun_phrase
from counterclaim.claims.pronouns import Heard, antecedent, back_reference
from counterclaim.claims.quotes import Attribution
from counterclaim.claims.speaker_names import (
    Register,
    body_of,
    covering,
    heading,
    name_run,
    register,
    strip_title,
    words,
)
from counterclaim.claims.titles import alias_in, is_state_like, person_in, speaks_for_the_last


@dataclass(frozen=True, slots=True)
class Speaker:
    """One speaker.  ``name`` is the fullest mention in the report, ``span`` the words as written (code points).

    ``voice`` is "unnamed" for those known by words only ("activists"); ``party`` is the register's id, if known.
    """

    name: str
    span: tuple[int, int]
    voice: Literal["named", "unnamed"]
    party: str | None


@dataclass(frozen=True, slots=True)
class Speech:
    """An attribution and its speakers: several where sources are coordinated, none for the publisher's own voice."""

    attribution: Attribution
    speakers: tuple[Speaker, ...]


@dataclass(slots=True)
class _Desk:
    """What has been read so far; lives only while one report is read."""

    doc: Doc
    text: str
    """``doc.text``, kept because spaCy builds it anew at every look."""
    known: Register
    mentions: Sequence[Mention]
    starts: list[int]
    publisher: frozenset[str]
    heard: list[Heard] = field(default_factory=list[Heard])


def speeches(
    doc: Doc,
    mentions: Sequence[Mention],
    attributions: Sequence[Attribution],
    publisher: str | None = None,
) -> tuple[Speech, ...]:
    """Return one speech for each attribution, in the same order.

    ``mentions`` are in reading order (see ``mentions.mentions``); ``publisher`` names the report's own outlet, whose
    words are nobody else's: its speeches have no speaker.
    """
    desk = _Desk(doc, doc.text, register(doc), mentions, [m.start for m in mentions], words(publisher or ""))
    found: list[Speech] = []
    for one in attributions:
        speakers = _speakers(desk, one, found) if one.source is not None else ()
        found.append(Speech(one, speakers))
    return tuple(_chained(desk, found))


# -- one source -------------------------------------------------------------------------------------------------------


def _speakers(desk: _Desk, one: Attribution, before: Sequence[Speech]) -> tuple[Speaker, ...]:
    assert one.source is not None
    span = desk.doc.char_span(*one.source, alignment_mode="expand")
    if span is None or not len(span):
        return ()
    made: list[Speaker] = []
    for head, (start, end) in _parts(desk.doc, span.root, (span.start, span.end)):
        speaker = _speaker(desk, head, (start, end), one, before)
        if speaker is not None and words(speaker.name) and not _is_publisher(desk, speaker):
            made.append(speaker)
    return tuple(dict.fromkeys(made))


def _is_publisher(desk: _Desk, speaker: Speaker) -> bool:
    own = words(speaker.name)
    return (
        bool(desk.publisher)
        and bool(own)
        and (desk.publisher <= own or own <= desk.publisher)
        and speaker.voice == "named"
    )


def _parts(doc: Doc, root: Token, span: Range) -> list[tuple[Token, Range]]:
    """Split a coordinated source ("rights groups and local activists") into its speakers."""
    heads = [root]
    node = root
    while True:
        following = next((c for c in node.rights if c.dep_ == "conj" and span[0] <= c.i < span[1]), None)
        if following is None or following.pos_ not in {"NOUN", "PROPN", "PRON"}:
            break
        heads.append(following)
        node = following
    if len(heads) == 1 or _one_name(doc, heads):
        return [(root, span)]
    cuts = [h.left_edge.i for h in heads[1:]]
    starts, ends = [span[0], *cuts], [*cuts, span[1]]
    parts: list[tuple[Token, Range]] = []
    for head, start, end in zip(heads, starts, ends, strict=True):
        stop = end
        while stop - 1 > head.i and (doc[stop - 1].dep_ == "cc" or doc[stop - 1].is_punct or doc[stop - 1].is_space):
            stop -= 1
        if start <= head.i < stop:
            parts.append((head, (start, stop)))
    return parts


def _one_name(doc: Doc, heads: list[Token]) -> bool:
    """Read "The Office for Food and Shelter" is one body; so are a person's two offices before his name."""
    first, last = heads[0], heads[-1]
    if first.ent_type_ and first.ent_type_ == last.ent_type_ and all(t.ent_type_ for t in doc[first.i : last.i + 1]):
        return all(t.ent_iob_ == "I" for t in doc[first.i + 1 : last.i + 1])
    return first.lower_ in cues().people.offices and last.ent_type_ == "PERSON"


def _speaker(desk: _Desk, head: Token, span: Range, one: Attribution, before: Sequence[Speech]) -> Speaker | None:
    doc = desk.doc
    chars = (doc[span[0]].idx, doc[span[1] - 1].idx + len(doc[span[1] - 1].text))
    if head.tag_ in {"WP", "WDT"} or head.lower_ in {"who", "which", "that"}:
        verb = head.head
        while (
            verb.dep_ not in {"relcl", "acl"}
            and verb.head is not verb
            and verb.dep_ in {"conj", "xcomp", "ccomp", "aux", "auxpass"}
        ):
            verb = verb.head
        if verb.dep_ not in {"relcl", "acl"} or verb.head.pos_ not in {"NOUN", "PROPN"}:
            return None
        start, end = noun_phrase(verb.head, max(verb.head.i - 12, 0), head.i)
        found = _speaker(desk, verb.head, (start, end), one, before)
        return replace(found, span=chars) if found is not None else None
    if head.pos_ == "PRON" or head.lower_ in {"he", "she", "it", "they", "we", "i", "both"}:
        heard = antecedent(doc, head, desk.heard, desk.mentions, desk.known)
        return _again(desk, heard, chars, span) if heard is not None else None
    table = cues().people
    heard = back_reference(doc, head, span, desk.heard, desk.known)
    if heard is not None:
        return _again(desk, heard, chars, span)
    speaker, kind = _named(desk, head, span, chars)
    if speaker is None:
        return None
    plural = head.tag_ in {"NNS", "NNPS"}
    gender = next(
        (g for g, ws in (("f", table.female), ("m", table.male)) for t in doc[span[0] : span[1]] if t.lower_ in ws), ""
    )
    desk.heard.append(
        Heard(
            speaker.name,
            speaker.voice,
            speaker.party,
            kind,
            plural,
            gender,
            span,
            frozenset(t.lower_ for t in doc[span[0] : span[1]]),
        )
    )
    return speaker


def _again(desk: _Desk, heard: Heard, chars: tuple[int, int], span: Range) -> Speaker:
    """The same speaker again, now the last one heard."""
    desk.heard.append(replace(heard, tokens=span))
    return Speaker(heard.name, chars, "unnamed" if heard.voice == "unnamed" else "named", heard.party)


def _named(desk: _Desk, head: Token, span: Range, chars: tuple[int, int]) -> tuple[Speaker | None, str]:
    """Name a source that stands with a noun: a person, a body, or words."""
    doc, table = desk.doc, cues().people
    start, end = span
    tokens = [doc[i] for i in range(start, end)]
    if head.lower_ in table.documents and head.i + 2 < len(doc) and doc[head.i + 1].lower_ in {"by", "from"}:
        body = body_of(doc, head.i, desk.known)
        if body is not None:
            return _of(desk, body, chars, "body")
    # 1. A spokesman, or the director of a group, is his body.
    for token in tokens:
        if token.lower_ in table.mouthpieces or (token.lower_ in table.heads and person_in(tokens)):
            body = body_of(doc, token.i, desk.known)
            if body is None and token.i + 1 < end and doc[token.i + 1].lower_ in {"for", "of"}:
                body = doc[token.i + 2 : end].text
            if (body is None and token.lower_ in table.mouthpieces and token.i == head.i) or (
                body is None and token.lower_ in {"spokesman", "spokeswoman"}
            ):
                last = next((h for h in reversed(desk.heard) if h.kind == "body"), None)
                if last is not None and speaks_for_the_last(token):
                    return Speaker(last.name, chars, "named", last.party), "body"
            if body is not None and (token.lower_ in table.mouthpieces or not is_state_like(body)):
                if (who := person_in(tokens)) is not None:
                    desk.known.speaks_for.setdefault(doc[who[1] - 1].lower_, body)
                return _of(desk, body, chars, "body")
    # 2. A person by name; a bare surname is one even where the tagger takes it for a noun.
    person = person_in(tokens)
    person = _person(desk, head, span, person)
    alias = alias_in(doc, tokens)
    if alias is not None:
        return _of(desk, alias, chars, "person")
    if person is not None and (
        head.ent_type_ == "PERSON"
        or person[0] <= head.i < person[1]
        or head.lower_ in table.offices
        or person[0] > head.i
    ):
        name = strip_title(doc[person[0] : person[1]].text).removesuffix("'s").removesuffix("’s").strip()
        body = desk.known.speaks_for.get(name.split()[-1].lower())
        if body is not None:
            return _of(desk, body, chars, "body")
        full = strip_title(desk.known.fullest(name, person=True))
        return Speaker(full, chars, "named", None), "person"
    # 3. A body, or words.
    return _body_or_words(desk, head, span, chars)


def _person(desk: _Desk, head: Token, span: Range, found: Range | None) -> Range | None:
    """Return the person named in a source, a bare surname included."""
    if found is None:
        alone = span[1] - span[0] == 1 and head.is_title and _is_surname(desk, head.lower_)
        return span if alone else None
    # "The health ministry in Sanaa": what follows a preposition is where the source sits.
    seat = found[0] > span[0] and desk.doc[found[0] - 1].pos_ == "ADP"
    return None if seat else found


def _is_surname(desk: _Desk, word: str) -> bool:
    return any(n.person and len(n.words) > 1 and n.text.lower().endswith(f" {word}") for n in desk.known.names)


def _of(desk: _Desk, name: str, chars: tuple[int, int], kind: str) -> tuple[Speaker, str]:
    """Give a body its fullest name, from the mentions where they know it."""
    full = desk.known.fullest(name, person=False) if name[:1].isupper() and kind != "person" else name
    party = next((m.party for m in desk.mentions if m.party is not None and words(m.fullest) == words(full)), None)
    if party is None:
        twin = next((m for m in desk.mentions if m.proper and words(desk.text[m.start : m.end]) == words(name)), None)
        if twin is not None and kind != "person":
            full, party = _sound(twin, desk.text), twin.party
    return Speaker(full, chars, "named", party), kind


def _sound(mention: Mention, text: str) -> str:
    """Return a mention's fullest name, unless a common noun heads it ("UN inspectors" for "UN")."""
    written = text[mention.start : mention.end]
    own, head = words(written), heading(mention.fullest)
    if mention.proper and len(own) > 1 and not own & words(mention.fullest) and mention.kind == "armed_group":
        return written  # a faction keeps its own name, though the register knows its umbrella
    if head in own or any(w.lower() == head and w[:1].isupper() for w in re.findall(r"\w+", mention.fullest)):
        return mention.fullest
    return written if mention.proper else mention.fullest


def _body_or_words(desk: _Desk, head: Token, span: Range, chars: tuple[int, int]) -> tuple[Speaker | None, str]:
    doc, table = desk.doc, cues().people
    start, end = span
    text = desk.text
    while start < head.i and (
        doc[start].tag_ in {"DT", "PRP$", "PDT"}
        or doc[start].lower_ in {"so", "called", "-", "one", "some"}
        or doc[start].is_punct
    ):
        start += 1
    if head.is_lower and head.tag_ in {"NNP", "NNPS"}:
        # "The pro-regime website Some News": the parser heads it by its first word.
        head = next((doc[i] for i in range(end - 1, start - 1, -1) if doc[i].tag_ == "NNP" and doc[i].is_title), head)
    cover = covering(desk.mentions, desk.starts, doc[head.i].idx, doc[head.i].idx + len(doc[head.i].text))
    generic = head.lower_ in table.unnamed
    mention = cover[0] if cover else None
    if (
        mention is not None
        and (mention.proper or not generic)
        and mention.kind not in {"civilians", "combatants"}
        and not generic
    ):
        kind = "person" if mention.kind == "person" else "body"
        body = desk.known.speaks_for.get(mention.fullest.split()[-1].lower()) if kind == "person" else None
        if body is not None:
            return _of(desk, body, chars, "body")
        name = _sound(mention, desk.text)
        low, high = name_run(doc, head.i, start, end)
        run = doc[low:high].text
        if kind == "body" and words(name) < words(run) and heading(run) == heading(name):
            name = run  # the demonym before a body's name belongs to it
        return Speaker(name, chars, "named", mention.party), kind
    if head.tag_ in {"NNP", "NNPS"} and not generic:
        low, high = name_run(doc, head.i, start, end)
        name = desk.known.fullest(doc[low:high].text, person=False)
        return Speaker(name, chars, "named", None), "body"
    stop = head.i + 1
    while stop < end and stop - start < 12:
        token = doc[stop]
        if token.text in {",", ";", "("} or (
            token.tag_ in {"WP", "WDT", "VBD", "VBZ", "VBG", "DT"} and doc[stop - 1].pos_ != "ADP"
        ):
            break
        stop += 1
    words_ = text[doc[start].idx : doc[stop - 1].idx + len(doc[stop - 1].text)].strip(" ,\n")
    if head.lower_ in table.mute:
        return None, "mute"
    if mention is not None and mention.kind == "outlet":
        return Speaker(
            _sound(mention, desk.text), chars, "named" if mention.proper else "unnamed", mention.party
        ), "body"
    unnamed = generic or not (head.lower_ in table.bodies or head.lower_ in table.outlets)
    if not unnamed:
        words_ = _fullest_nominal(desk, head, words_)
    return Speaker(words_, chars, "unnamed" if unnamed else "named", None), "words" if unnamed else "body"


def _fullest_nominal(desk: _Desk, head: Token, phrase: str) -> str:
    """Read "The defence ministry" where the report has "the Yemeni defence ministry" elsewhere: the longer words."""
    own, best = words(phrase), phrase
    for other in desk.heard:
        if head.lower_ in other.words and own < words(other.name):
            best = other.name
    return best


# -- chains -----------------------------------------------------------------------------------------------------------


def _chained(desk: _Desk, found: list[Speech]) -> list[Speech]:
    """End chains at the originating party: a carrier that quotes somebody for the same words is not the speaker."""
    carriers = cues().people.outlets
    result: list[Speech] = []
    for speech in found:
        one = speech.attribution
        if speech.speakers and one.source is not None:
            said = desk.text[one.source[0] : one.source[1]].lower().split()
            carrier = any(w.strip(",.()") in carriers for w in said) or any(
                w in carriers for s in speech.speakers for w in s.name.lower().split()
            )
            cover = covering(desk.mentions, desk.starts, *one.source)
            carrier = carrier or any(m.kind in {"agency", "outlet"} for m in cover)
            inner = _origin(found, speech) if carrier and one.lemma not in cues().relay else None
            if inner is not None:
                speech = replace(speech, speakers=inner.speakers)
        result.append(speech)
    return result


def _origin(found: list[Speech], outer: Speech) -> Speech | None:
    """Return the speech that is (most of) the carrier's words, its cue and source taken in, or None."""
    whole = set(_range(outer.attribution.contents))
    for inner in found:
        one = inner.attribution
        if inner is outer or not inner.speakers or abs(one.cue[0] - outer.attribution.cue[0]) > 600:
            continue
        spans = [*one.contents, one.cue, *([one.source] if one.source else [])]
        if any(a <= outer.attribution.cue[0] < b for a, b in one.contents):
            continue
        own = set(_range(spans))
        if len(own & whole) * 10 >= len(whole) * 6:
            return inner
    return None


def _range(contents: Sequence[tuple[int, int]]) -> list[int]:
    return [i for a, b in contents for i in range(a, b)]
