"""Phrases for persons that belong together, and the parts told of them.

"Two women, a child and 12 soldiers" is one cluster of three; in "12 people, including two women and a child" the women
and the child are parts of the 12.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Final, Literal

from spacy.tokens import Doc

from counterclaim.claims.harms import harms
from counterclaim.claims.victims import Victims, victims
from counterclaim.records import Harm

Form = Literal["base", "third", "past", "participle", "ing"]


@dataclasses.dataclass(frozen=True, slots=True)
class Verb:
    """One inflected form of a verb of harm."""

    harm: Harm
    form: Form
    strict: bool
    intransitive: bool
    counted: bool


@dataclasses.dataclass(slots=True)
class Cluster:
    """Phrases joined by commas and "and", and the parts told of them ("including three children")."""

    mains: list[Victims]
    parts: list[Victims]

    @property
    def start(self) -> int:
        """Return the first token."""
        return self.mains[0].start

    @property
    def end(self) -> int:
        """Return the token after the last."""
        return max(p.end for p in (*self.mains, *self.parts))


REACH: Final = 14
"""Tokens that may lie between a verb and its subject when nothing nearer fits."""
BE: Final = frozenset("was were is are be been being get gets got getting remain remains remained 's 're".split())
HAVE: Final = frozenset("have has had having".split())
_HEDGES: Final = frozenset(
    "reportedly allegedly also been confirmed believed feared thought reported presumed said being as since already "
    "who that which still all to both either subsequently later instantly immediately seriously severely critically "
    "badly slightly lightly not only now then far so".split()
)
NEGATIONS: Final = frozenset(("not", "n't", "never", "without", "neither", "nor"))
_LINKS: Final = frozenset((",", "and", "&", "or", "as", "well", "plus", "also", "both"))


@functools.cache
def verbs() -> dict[str, Verb]:
    """Return every form of every verb of harm."""
    table: dict[str, Verb] = {}
    for verb in harms().verbs:
        for forms in verb.forms:
            base, third, past, *rest = forms.split()
            named: list[tuple[str, Form]] = [(past, "past"), (base, "base"), (third, "third"), (rest[-1], "ing")]
            if len(rest) == 2:
                named.append((rest[0], "participle"))
            for word, form in named:
                table.setdefault(word, Verb(verb.harm, form, verb.strict, verb.intransitive, verb.counted))
    return table


class Joined:
    """The phrases for persons of one text, joined; positions are token indices."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = [token.lower_ for token in doc]
        self.phrases = victims(doc)
        self.starting = {p.start: i for i, p in enumerate(self.phrases)}
        self.ending = {p.end: i for i, p in enumerate(self.phrases)}
        self.verbs = [verbs().get(word) for word in self.words]
        self.first = [0] * len(self.words)
        for sent in doc.sents:
            self.first[sent.start : sent.end] = [sent.start] * (sent.end - sent.start)
        self.clusters: dict[int, Cluster] = {}
        self._join()

    def _join(self) -> None:
        at = 0
        while at < len(self.phrases):
            cluster, after = self._cluster(at)
            for i in range(at, after):
                self.clusters[i] = cluster
            at = after

    def _cluster(self, at: int) -> tuple[Cluster, int]:
        """Return the phrases joined to phrase ``at``, and the index of the first that is not."""
        cluster = Cluster([self.phrases[at]], [])
        inside = mute = False
        at += 1
        while at < len(self.phrases):
            last, phrase = self.phrases[at - 1], self.phrases[at]
            between = self.words[last.end : phrase.start]
            part = self._part(cluster.mains[-1], last, phrase, between)
            if part is not None:
                inside, mute = True, not part and phrase.way != "elided"
                cluster.parts.extend(part)
            elif self._sibling(cluster, last, phrase, between):
                if not mute:
                    self._add(cluster.parts if inside else cluster.mains, last, phrase)
            else:
                break
            at += 1
        return cluster, at

    def _add(self, row: list[Victims], last: Victims, phrase: Victims) -> None:
        """Add ``phrase`` to those joined so far; a number before "women and children" counts them together.

        "Many women and children" promises many of each; "40 fighters and allied gunmen" are 40 fighters.
        """
        if phrase.way != "bare" or last.way != "counted" or not row or row[-1] is not last:
            row.append(phrase)
        elif last.high is None and last.low <= 3:
            row.append(dataclasses.replace(phrase, low=last.low, way="counted"))
        elif phrase.who != last.who:
            row[-1] = dataclasses.replace(last, who="people", end=phrase.end, head=phrase.head)

    def _sibling(self, cluster: Cluster, last: Victims, phrase: Victims, between: list[str]) -> bool:
        if phrase.way in ("elided", "pronoun") or last.way in ("elided", "pronoun") or len(between) > 4:
            return False
        if not between:
            return last.way == phrase.way == "counted"
        if not _LINKS.issuperset(between):
            return False
        if cluster.parts and phrase.way == "name":
            return False
        if last.way == "bare" and between == [",", "and"] and self._subject(phrase.end):
            # "five of them were children, and 26 people were wounded"
            return False
        # "killed two soldiers and 12 civilians were wounded": the second is the subject of its own verb
        return not (self._object(cluster.start) and self._subject(phrase.end))

    def _part(self, main: Victims, last: Victims, phrase: Victims, between: list[str]) -> list[Victims] | None:
        """Return what ``phrase`` says of a part of ``main``, or None when it speaks of others."""
        links = harms().links
        link = " ".join(w for w in between if w not in (",", "(", "-", "–", "—", ":", "at", "least"))
        if link in links.including:
            return [dataclasses.replace(phrase, who=main.who) if phrase.way == "elided" else phrase]
        if link in links.mostly:
            # "mostly women and children" leaves both their numbers open
            after = self.words[phrase.end : phrase.end + 1]
            if phrase.way != "bare" or after in (["and"], [","], ["or"]) or main.low < 3 or phrase.who == main.who:
                return []
            return [dataclasses.replace(phrase, low=main.low // 2 + 1, high=main.high)]
        if link in links.some:
            return [dataclasses.replace(phrase, low=links.some[link])] if phrase.way == "bare" else []
        if (
            phrase.way == "elided"
            and self.words[phrase.end - 1] in ("them", "whom")
            and set(between) <= {",", "(", "-", "with"}
        ):
            return []
        told = last.way == "elided" and self.words[last.end - 1] in ("them", "whom")
        if told and set(between) <= {"were", "are", "was", "a", "is"} and last is not main:
            return [dataclasses.replace(phrase, low=last.low, high=last.high)]
        return None

    def _object(self, at: int) -> bool:
        """Tell whether a phrase that starts at ``at`` stands right after a verb that harms it."""
        verb = self.verbs[at - 1] if at else None
        return verb is not None and not verb.intransitive

    def _subject(self, end: int) -> bool:
        """Tell whether a phrase that ends at ``end`` stands right before the words that harm it."""
        at = end
        while at < min(end + 4, len(self.words)) and (
            self.words[at] in BE or self.words[at] in HAVE or self._hedge(at)
        ):
            at += 1
        return (
            at < len(self.words) and at > end and (self.verbs[at] is not None or self.words[at] in harms().adjectives)
        )

    def _hedge(self, at: int) -> bool:
        return self.words[at] in _HEDGES or (self.doc[at].pos_ == "ADV" and self.words[at] not in NEGATIONS)

    def _later(self, cluster: Cluster, at: int) -> list[Victims]:
        """Return the parts told behind the verb: "12 were killed on Friday, including two children"."""
        main = cluster.mains[-1]
        if main.way in ("single", "name", "pronoun") or cluster.parts:
            return []
        for i in range(at, min(at + 2 * REACH, len(self.words))):
            verb = self.verbs[i]
            if self.first[i] != self.first[at - 1] or self.words[i] == ";" or (verb and verb.harm != "displaced"):
                return []
            if (
                i - at < REACH
                and self.words[i] in ("including", "include")
                and (index := self.starting.get(i + 1)) is not None
            ):
                return self._told_parts(main, index)
            if self.words[i] in ("majority", "most") and (index := self._behind(i)) is not None:
                return self._part(main, main, self.phrases[index], self.words[i : self.phrases[index].start]) or []
        return []

    def _behind(self, at: int) -> int | None:
        """Return the phrase after "most of them" or "majority of whom were" at ``at``."""
        if self.words[at + 1 : at + 2] != ["of"]:
            return None
        return next((i for k in (3, 4) if (i := self.starting.get(at + k)) is not None), None)

    def _told_parts(self, main: Victims, index: int) -> list[Victims]:
        """Return what "including" tells at phrase ``index``, unless it belongs to another phrase before it."""
        cluster = self.clusters[index]
        if cluster.start != self.phrases[index].start:
            return []
        return [
            dataclasses.replace(p, who=main.who) if p.way == "elided" else p for p in (*cluster.mains, *cluster.parts)
        ]
