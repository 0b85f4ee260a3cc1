"""Figures of harm as written: how many of whom were killed, wounded, captured, displaced or are missing.

Words of harm are found first, each with the side on which its victims stand ("killed 12 people", "12 people were
killed"); then the nearest phrase for persons on that side is taken with all that is joined to it.  The parse is one
witness among others.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator
from typing import Final, Literal

from spacy.tokens import Doc

from counterclaim.claims.numbers import Number, number_at
from counterclaim.claims.victims import Victims, harms, person, victims
from counterclaim.records import Group, Harm, Toll

Form = Literal["base", "third", "past", "participle", "ing"]


@dataclasses.dataclass(frozen=True, slots=True)
class TollMention:
    """One figure of harm: ``toll.words`` stand at ``start`` to ``end`` (code points).

    ``victims`` is the span of the phrase for the persons, None where only a number stands; ``trigger`` is the index of
    the token that says the harm.
    """

    start: int
    end: int
    toll: Toll
    victims: tuple[int, int] | None
    trigger: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Verb:
    """One inflected form of a verb of harm."""

    harm: Harm
    form: Form
    strict: bool
    intransitive: bool
    counted: bool


@dataclasses.dataclass(slots=True)
class _Cluster:
    """Phrases joined by commas and "and", and the parts told of them ("including three children")."""

    mains: list[Victims]
    parts: list[Victims]

    @property
    def start(self) -> int:
        return self.mains[0].start

    @property
    def end(self) -> int:
        return max(p.end for p in (*self.mains, *self.parts))


REACH: Final = 14
"""Tokens that may lie between a verb and its subject when nothing nearer fits."""
_BE: Final = frozenset("was were is are be been being get gets got getting remain remains remained 's 're".split())
_HAVE: Final = frozenset("have has had having".split())
_MODAL: Final = frozenset("to will would could can might should must shall may 'll".split())
_HEDGES: Final = frozenset(
    "reportedly allegedly also been confirmed believed feared thought reported presumed said being as since already "
    "who that which still all to both either subsequently later instantly immediately seriously severely critically "
    "badly slightly lightly not only now then far so".split()
)
_NEGATIONS: Final = frozenset(("not", "n't", "never", "without", "neither", "nor"))
_LINKS: Final = frozenset((",", "and", "&", "or", "as", "well", "plus", "also", "both"))
_BEFORE_OBJECT: Final = frozenset("\" “ ” ' ‘ ’ off down dead up out some about also more and the lives of".split())
_PARTS: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(phrase.split())
    for phrase in (
        "including", "included", "among them", "amongst them", "among whom were", "among whom are", "as well as among them",
        "they include", "which included", "notably", "in particular", "particularly",
    )
)  # fmt: skip
_MOSTLY: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(phrase.split())
    for phrase in (
        "mostly", "mainly", "most of them", "most of whom were", "most of whom are", "most of whom", "the majority of them",
        "the majority of whom were", "a majority of them", "majority of them", "the majority", "primarily", "predominantly",
        "largely", "the most of them", "most", "most of which were",
    )
)  # fmt: skip
_MANY: Final[dict[tuple[str, ...], int]] = {
    tuple(phrase.split()): low
    for phrase, low in (
        ("many of whom were", 3), ("many of whom are", 3), ("many of them", 3), ("several of them", 3), ("some of them", 2),
        ("some of whom were", 2), ("several of whom were", 3), ("among them many", 3), ("many of whom", 3),
    )
}  # fmt: skip
_TOLL_WORDS: Final = frozenset(("toll", "number", "count", "tally"))
_REACHES: Final = frozenset(
    "to at of reached reaches hit hits is was stood stands exceeded exceeds passed surpassed topped become became than "
    "with estimated : total totalled totaled totaling".split()
)


@functools.cache
def _verbs() -> dict[str, _Verb]:
    table: dict[str, _Verb] = {}
    for verb in harms().verbs:
        for forms in verb.forms:
            base, third, past, *rest = forms.split()
            named: list[tuple[str, Form]] = [(base, "base"), (third, "third"), (rest[-1], "ing"), (past, "past")]
            if len(rest) == 2:
                named.append((rest[0], "participle"))
            for word, form in named:
                table.setdefault(word, _Verb(verb.harm, form, verb.strict, verb.intransitive, verb.counted))
    return table


class _Reading:
    """Finds the tolls of one text."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = [token.lower_ for token in doc]
        self.phrases = victims(doc)
        self.starting = {p.start: i for i, p in enumerate(self.phrases)}
        self.ending = {p.end: i for i, p in enumerate(self.phrases)}
        self.verbs = [_verbs().get(word) for word in self.words]
        self.first = [0] * len(self.words)
        for sent in doc.sents:
            self.first[sent.start : sent.end] = [sent.start] * (sent.end - sent.start)
        self.clusters: dict[int, _Cluster] = {}
        self.by_trigger: dict[int, _Cluster] = {}
        self.said: dict[tuple[int, Harm], Group] = {}
        self.found: list[TollMention] = []
        self._join()

    # --- phrases that belong together ---------------------------------------------------------------------------

    def _join(self) -> None:
        at = 0
        while at < len(self.phrases):
            cluster, after = self._cluster(at)
            for i in range(at, after):
                self.clusters[i] = cluster
            at = after

    def _cluster(self, at: int) -> tuple[_Cluster, int]:
        """Return the phrases joined to phrase ``at``, and the index of the first that is not."""
        cluster = _Cluster([self.phrases[at]], [])
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
                # "18 regime forces and allied fighters" is one figure, "mostly women and children" none
                if not mute and not (phrase.way == "bare" and last.way == "counted" and phrase.who == last.who):
                    (cluster.parts if inside else cluster.mains).append(phrase)
            else:
                break
            at += 1
        return cluster, at

    def _sibling(self, cluster: _Cluster, last: Victims, phrase: Victims, between: list[str]) -> bool:
        if phrase.way in ("elided", "pronoun") or last.way in ("elided", "pronoun") or len(between) > 4:
            return False
        if not between:
            return last.way == phrase.way == "counted"
        if not _LINKS.issuperset(between):
            return False
        if cluster.parts and phrase.way == "name":
            return False
        # "killed two soldiers and 12 civilians were wounded": the second is the subject of its own verb
        return not (self._object(cluster.start) and self._subject(phrase.end))

    def _part(self, main: Victims, last: Victims, phrase: Victims, between: list[str]) -> list[Victims] | None:
        """Return what ``phrase`` says of a part of ``main``, or None when it speaks of others."""
        link = tuple(w for w in between if w not in (",", "(", "-", "–", "—", ":", "at", "least"))
        if link in _PARTS:
            return [dataclasses.replace(phrase, who=main.who) if phrase.way == "elided" else phrase]
        if link in _MOSTLY:
            # "mostly women and children" leaves both their numbers open
            after = self.words[phrase.end : phrase.end + 1]
            if phrase.way != "bare" or after in (["and"], [","], ["or"]) or main.low < 3 or phrase.who == main.who:
                return []
            return [dataclasses.replace(phrase, low=main.low // 2 + 1, high=main.high)]
        if link in _MANY:
            return [dataclasses.replace(phrase, low=_MANY[link])] if phrase.way == "bare" else []
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
            self.words[at] in _BE or self.words[at] in _HAVE or self._hedge(at)
        ):
            at += 1
        return (
            at < len(self.words) and at > end and (self.verbs[at] is not None or self.words[at] in harms().adjectives)
        )

    def _hedge(self, at: int) -> bool:
        return self.words[at] in _HEDGES or (self.doc[at].pos_ == "ADV" and self.words[at] not in _NEGATIONS)

    # --- words of harm --------------------------------------------------------------------------------------------

    def read(self) -> tuple[TollMention, ...]:
        """Return every toll of the text, in reading order."""
        for at, word in enumerate(self.words):
            verb = self.verbs[at]
            if verb is not None and self.doc[at].pos_ not in ("ADP",) and not self._compound(at):
                self._verb(at, verb)
            elif word in harms().adjectives:
                self._adjective(at, harms().adjectives[word])
            if word in harms().nouns and self.words[at + 1 : at + 2] in (["of"], ["to"], ["among"], ["amongst"]):
                self._of(at, harms().nouns[word])
            if word in _CASES and self.words[at - 2 : at] == ["cases", "of"]:
                self._counted(at - 2, "wounded")
            if word in harms().counted and (verb is None or self._noun_use(at)):
                self._counted(at, harms().counted[word])
            if word in _CAPTIVES:
                self._captive(at)
            if word in ("driving", "drove", "driven", "forcing", "forced"):
                self._driven(at)
            if word in ("wounds", "injuries", "burns") or word in ("lives", "life"):
                self._sustained(at)
        for phrase in self.phrases:
            if phrase.harm is not None and phrase.way in ("counted", "single") and phrase.high != 0:
                self._say(phrase, phrase.harm, phrase.head)
        self._among()
        for at, word in enumerate(self.words):
            if word in _TOLL_WORDS:
                self._toll(at)
            elif word in ("casualties", "casualty", "victims") and self.words[at - 1 : at] == ["no"] and at:
                self._none(at)
            elif word in ("rubble", "unaccounted") or (word == "debris"):
                self._lost(at)
        return tuple(sorted(self.found, key=lambda m: (m.start, m.end, m.trigger)))

    def _compound(self, at: int) -> bool:
        """Tell a harm word that is part of a compound: "killed-in-action list", "wounded pride"."""
        after = self.words[at + 1 : at + 2]
        return after == ["-"] or self.words[at - 1 : at] == ["-"]

    def _noun_use(self, at: int) -> bool:
        return self.words[at - 1 : at] == ["of"] and at > 0

    def _verb(self, at: int, verb: _Verb) -> None:
        harm = verb.harm
        if self._negated(at) or self._unreal(at):
            return
        lead = self._coordinated(at)
        if verb.intransitive:
            side = "left" if self.words[at + 1 : at + 2] != ["of"] or verb.form != "ing" else "none"
        elif verb.form in ("base", "third", "ing"):
            side = "right"
        else:
            side = self._voice(at)
            if side == "left" and verb.strict and not verb.counted and not self._passive(at):
                return
        if side == "none":
            return
        shared = self.by_trigger.get(lead) if lead is not None and side == "left" else None
        cluster = shared or (self._right(at + 1) if side == "right" else self._left(at, near=False))
        if cluster is None and side == "right" and verb.form in ("past", "participle") and not verb.strict:
            cluster = self._left(at, near=True)
        if cluster is None:
            return
        self.by_trigger[at] = cluster
        modal = verb.form == "base" and self._irrealis(at)
        both = self._both(at, lead)
        for phrase in (*cluster.mains, *cluster.parts):
            if (verb.strict and not self._fits(phrase, verb)) or (
                verb.counted and phrase.way not in ("counted", "elided")
            ):
                continue
            if modal and phrase.way not in ("counted", "elided"):
                continue
            self._say(phrase, harm, at, split=both)
        for phrase in self._later(cluster, max(at + 1, cluster.end)):
            self._say(phrase, harm, at, split=both)

    def _fits(self, phrase: Victims, verb: _Verb) -> bool:
        if phrase.way == "name":
            return False
        if phrase.way == "elided":
            return verb.harm == "displaced" or self.words[phrase.end - 1] in ("others", "them")
        return phrase.known or self.doc[phrase.head].ent_type_ == "NORP"

    def _negated(self, at: int) -> bool:
        return any(self.words[i] in _NEGATIONS for i in range(max(self.first[at], at - 3), at))

    def _unreal(self, at: int) -> bool:
        """Tell "will be killed" and "should be arrested" from what is said to have happened."""
        back = at - 1
        while back > self.first[at] and (
            self.words[back] in ("be", "been", "also", "not", "have") or self._hedge(back)
        ):
            back -= 1
        return back < at - 1 and self.words[back] in ("will", "would", "should", "must", "shall", "'ll")

    def _irrealis(self, at: int) -> bool:
        return any(self.words[i] in _MODAL for i in range(max(self.first[at], at - 3), at))

    def _passive(self, at: int) -> bool:
        """Tell whether a form of "to be" stands before a participle: "rebels captured" harms no rebel."""
        return any(self.words[i] in _BE for i in range(max(self.first[at], at - 5), at)) or self.doc[at].tag_ == "VBN"

    def _coordinated(self, at: int) -> int | None:
        """Return the verb of harm that ``at`` is joined to: "killed" for the last of "killed, maimed and wounded"."""
        back = at - 1
        while back > 0 and self.words[back] in ("and", "or", ",", "/", "then", "and/or"):
            back -= 1
        joined = 0 < at - back - 1 and back >= 0 and (self.verbs[back] is not None or self.words[back] == "dead")
        return back if joined else None

    def _voice(self, at: int) -> Literal["left", "right"]:
        """Tell on which side the victims of a past form stand."""
        back = at - 1
        while back >= self.first[at] and self._hedge(back) and self.words[back] not in _BE:
            back -= 1
        if back >= self.first[at] and self.words[back] in _BE:
            return "left"
        if self._struck(back):
            return "left"
        lead = self._coordinated(at)
        if lead is not None and self.verbs[lead] is not None:
            return "right" if self._voice(lead) == "right" or self._starts(at + 1) is not None else "left"
        if back >= self.first[at] and self.words[back] in _HAVE:
            return "right"
        right = self._right(at + 1)
        if back + 1 in self.ending and right is None:
            return "left"
        if back + 1 in self.ending and self.doc[at].tag_ in ("VBN", "JJ", "NNP"):
            return "right" if right is not None and right.mains[0].way == "counted" else "left"
        return "right"

    def _struck(self, back: int) -> bool:
        """Tell "was bombed and killed" from "ambushed and killed" by the auxiliary of the first verb."""
        if back < 2 or self.words[back] not in ("and", ",") or self.doc[back - 1].tag_ not in ("VBN", "VBD"):
            return False
        return any(self.words[i] in _BE for i in range(max(self.first[back], back - 4), back - 1))

    def _starts(self, at: int) -> int | None:
        """Return the phrase that starts at ``at`` and is an object there, not the subject of what follows."""
        index = self.starting.get(at)
        if index is None:
            return None
        phrase = self.phrases[index]
        if phrase.way == "elided":
            after = phrase.end
            while after < len(self.words) and (self.words[after] in _BE or self._hedge(after)):
                after += 1
            verb = self.verbs[after] if after < len(self.words) else None
            owned = verb is not None and verb.form in ("past", "participle") and after + 1 not in self.starting
            dead = after < len(self.words) and self.words[after] in harms().adjectives
            return None if owned or dead else index
        return None if self._subject(phrase.end) and phrase.way == "counted" else index

    def _right(self, at: int) -> _Cluster | None:
        """Return the phrases that a verb before ``at`` harms."""
        end = min(at + 6, len(self.words))
        while at < end:
            index = self._starts(at)
            if index is not None:
                cluster = self.clusters[index]
                mains = [p for p in cluster.mains if p.start >= at]
                return _Cluster(mains, [p for p in cluster.parts if p.start >= at]) if mains else None
            joined = self.verbs[at] is not None and self._coordinated(at) is not None
            if not (joined or self.words[at] in _BEFORE_OBJECT or self.words[at] == "," or self.doc[at].pos_ == "ADV"):
                return None
            if self.words[at] in ("and", ",") and not (at + 1 < end and self.verbs[at + 1] is not None):
                return None
            at += 1
        return None

    def _left(self, at: int, *, near: bool) -> _Cluster | None:
        """Return the phrases before ``at`` that the word of harm at ``at`` tells of; ``near``: adjacent ones only."""
        back = at
        while back > self.first[at]:
            index = self.ending.get(back)
            if index is not None:
                return self._whole(index)
            cluster = self._of_parts(back)
            if cluster is not None:
                return cluster
            word = self.words[back - 1]
            if not (
                word in _BE
                or word in _HAVE
                or word in _MODAL
                or self._hedge(back - 1)
                or word in ('"', ",", "’", "”", ")")
            ):
                break
            back -= 1
        return None if near else self._far(at, back)

    def _whole(self, index: int) -> _Cluster | None:
        """Return the cluster of phrase ``index``, cut to what stands before its end."""
        cluster = self.clusters[index]
        end = self.phrases[index].end
        mains = [p for p in cluster.mains if p.end <= end]
        return _Cluster(mains, [p for p in cluster.parts if p.end <= end]) if mains else None

    def _of_parts(self, back: int) -> _Cluster | None:
        return next((c for c in (self.clusters[i] for i in (self.ending.get(back),) if i is not None) if c.parts), None)

    def _far(self, at: int, back: int) -> _Cluster | None:
        """Return the subject of a verb that stands away from it: the parse's, else the nearest that can be one."""
        token = self.doc[at]
        heads = [token]
        while token.dep_ == "conj" and token.head.i < token.i:
            token = token.head
            heads.append(token)
        for child in (c for head in heads for c in head.children):
            if child.dep_ in ("nsubjpass", "nsubj") and child.i < at and at - child.i <= 3 * REACH:
                for index, phrase in enumerate(self.phrases):
                    if phrase.start <= child.i < phrase.end:
                        return self._whole(index)
        while back > max(self.first[at], at - REACH):
            token = self.doc[back - 1]
            if token.tag_ in ("VBD", "VBZ", "VBP") and token.lower_ not in _BE and token.lower_ not in _HAVE:
                return None
            if self.verbs[back - 1] is not None or token.lower_ in (";", ":"):
                return None
            index = self.ending.get(back)
            if index is not None:
                phrase = self.phrases[index]
                before = self.doc[phrase.start - 1].pos_ if phrase.start else "X"
                if before != "ADP" or self.words[phrase.start - 1] in ("of", "that", "as", "after", "while"):
                    return self._whole(index)
            back -= 1
        return None

    def _both(self, at: int, lead: int | None) -> bool:
        """Tell "killed and wounded 12", whose figure is the sum of two harms."""
        pair = [v.harm for i in (lead, at) if i is not None and (v := self.verbs[i]) is not None]
        after = self.words[at + 1 : at + 2] in (["and"], ["or"]) and at + 2 < len(self.words)
        follower = self.verbs[at + 2] if after else None
        if follower is not None:
            pair.append(follower.harm)
        return "killed" in pair and "wounded" in pair

    def _adjective(self, at: int, harm: Harm) -> None:
        """Read "12 dead", "left two soldiers dead", "three soldiers are missing", "took five prisoners"."""
        if self._negated(at) or self._compound(at) or any(p.harm and p.start <= at < p.end for p in self._near(at)):
            return
        cluster = self._left(at, near=True)
        if cluster is None or self._object(cluster.start):
            return
        self.by_trigger[at] = cluster
        for phrase in (*cluster.mains, *cluster.parts):
            if phrase.way != "pronoun":
                self._say(phrase, harm, at)
        for phrase in self._later(cluster, at + 1):
            self._say(phrase, harm, at)

    def _later(self, cluster: _Cluster, at: int) -> list[Victims]:
        """Return the parts told behind the verb: "12 were killed on Friday, including two children"."""
        main = cluster.mains[-1]
        if main.way in ("single", "name", "pronoun") or cluster.parts:
            return []
        for i in range(at, min(at + 2 * REACH, len(self.words))):
            if (
                self.first[i] != self.first[at - 1]
                or self.words[i] == ";"
                or (self.verbs[i] is not None and self.verbs[i].harm != "displaced")
            ):
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

    def _near(self, at: int) -> Iterator[Victims]:
        return (p for p in self.phrases if p.start <= at < p.end)

    def _of(self, at: int, harm: Harm) -> None:
        """Read "the deaths of two women and a child", "the lives of eight people", "injuries to a woman"."""
        index = next((i for k in (2, 3) if (i := self.starting.get(at + k)) is not None), None)
        if index is None or (self.words[at + 1] == "to" and harm != "wounded"):
            return
        if self.words[at] in ("life", "lives") and not _TAKERS.intersection(self.words[max(0, at - 3) : at]):
            return
        cluster = self.clusters[index]
        wanted = (
            ("counted", "elided", "single", "name")
            if harm != "killed"
            else ("counted", "elided", "single", "name", "bare")
        )
        for phrase in (*(p for p in cluster.mains if p.start > at), *cluster.parts):
            if (
                phrase.way in wanted
                and phrase.harm in (None, harm)
                and not (harm == "displaced" and phrase.way not in ("counted", "elided"))
            ):
                self._say(phrase, harm, at)

    def _counted(self, at: int, harm: Harm) -> None:
        """Read "nine fatalities", "10 civilian deaths", "dozens of wounded", "no casualties"."""
        number: Number | None = None
        for begin in range(max(self.first[at], at - 7), at):
            read = number_at(self.words, begin)
            if read is not None and read.end <= at and read.form != "article" and self._plain(read.end, at):
                number = read
                break
        if number is None:
            return
        who: Group = "people"
        among = self.words[at + 4 : at + 6] if self.words[at + 3 : at + 4] in (["among"], ["amongst"]) else []
        for word in self.words[number.end : at] + among:
            said = person(word)
            who = said[0] if said is not None else who
        if self.words[at] in ("casualties", "casualty") and number.low == 0:
            self._none(at)
            return
        phrase = Victims(number.start, at + 1, at, number.low, number.high, who, "counted")
        self._say(phrase, harm, at)

    def _plain(self, begin: int, end: int) -> bool:
        """Tell whether only adjectives and "of" stand between a number and its noun."""
        return all(
            self.words[i] in ("of", "the", "other", "more", "confirmed", "reported")
            or self.doc[i].pos_ in ("ADJ", "NOUN", "PROPN")
            for i in range(begin, end)
        ) and not any(self.verbs[i] is not None for i in range(begin, end))

    def _sustained(self, at: int) -> None:
        """Read "three people sustained injuries", "12 soldiers lost their lives"."""
        word = self.words[at]
        cues = (
            ("lost", "lose", "losing", "loses")
            if word in ("lives", "life")
            else ("suffered", "sustained", "suffering", "sustaining")
        )
        for back in range(at - 1, max(self.first[at], at - 5), -1):
            if self.words[back] in cues:
                cluster = self._left(back, near=False)
                for phrase in () if cluster is None else (*cluster.mains, *cluster.parts):
                    self._say(phrase, "killed" if word in ("lives", "life") else "wounded", back)
                return

    def _captive(self, at: int) -> None:
        """Read "took five prisoners", "holding 12 people hostage", "three million have become refugees"."""
        if self.words[at] == "refugees":
            if self.words[at - 1] in ("become", "became", "becoming"):
                cluster = self._left(at - 1, near=True)
                for phrase in () if cluster is None else cluster.mains:
                    if phrase.way in ("counted", "elided"):
                        self._say(phrase, "displaced", at)
            return
        if not _TAKEN.intersection(self.words[max(self.first[at], at - 7) : at]):
            return
        index = self.ending.get(at + 1, self.ending.get(at))
        if index is not None and self.phrases[index].way != "bare":
            self._say(self.phrases[index], "captured", at)

    def _driven(self, at: int) -> None:
        """Read "driving thousands of families from their homes", "forced 5,000 people to flee"."""
        index = self.starting.get(at + 1)
        if index is None or self.phrases[index].way not in ("counted", "elided"):
            return
        tail = " ".join(self.words[self.phrases[index].end : self.phrases[index].end + 2 * REACH // 2])
        if any(cue in tail for cue in ("from their homes", "to flee", "to leave", "out of their", "from their houses")):
            self._say(self.phrases[index], "displaced", at)

    def _among(self) -> None:
        """Read "three children were among the dead" and "among the 39 killed were two women"."""
        for at, word in enumerate(self.words):
            if word not in ("among", "amongst"):
                continue
            harm = self._dead_after(at)
            if harm is None:
                continue
            cluster = self._left(at, near=True)
            if cluster is None:
                begin = next(
                    (i for i in range(at + 1, min(at + 6, len(self.words))) if self.words[i] in ("were", "was", "are")),
                    -2,
                )
                index = next((i for k in range(1, 5) if (i := self.starting.get(begin + k)) is not None), None)
                cluster = self.clusters[index] if index is not None and begin > 0 else None
            for phrase in () if cluster is None else (*cluster.mains, *cluster.parts):
                self._say(phrase, harm, at)

    def _dead_after(self, at: int) -> Harm | None:
        """Return the harm of those that "among" at ``at`` names."""
        for i in range(at + 1, min(at + 4, len(self.words))):
            word = self.words[i]
            if word in ("dead", "killed", "victims", "casualties", "deaths", "died", "fatalities", "martyrs"):
                return "killed"
            if word in ("wounded", "injured"):
                return "wounded"
        index = self.starting.get(at + 1)
        if index is None:
            return None
        start = self.phrases[index].start
        return next((harm for (begin, harm) in self.said if begin == start), None)

    def _toll(self, at: int) -> None:
        """Read "the death toll rose to 70", "the number of civilians killed has reached 20"."""
        harm: Harm = "killed"
        who: Group = "people"
        number_of = self.words[at] != "toll" and self.words[at - 1 : at] not in (["death"], ["casualty"])
        if number_of:
            if self.words[at + 1 : at + 2] != ["of"] or self.words[at - 1 : at] in (
                ["a"],
                ["large"],
                ["unknown"],
                ["any"],
            ):
                return
            window = self.words[at + 2 : at + 14]
            harms_said = [harms().counted.get(w) or (v.harm if (v := _verbs().get(w)) else None) for w in window]
            harm_said = next((h for h in harms_said if h is not None), "killed" if "victims" in window[:3] else None)
            if harm_said is None:
                return
            harm = harm_said
            persons = [said[0] for w in window[:4] if (said := person(w)) is not None]
            who = persons[0] if persons else who
        for i in range(at + 1, min(at + 32, len(self.words))):
            if self.first[i] != self.first[at]:
                return
            index = self.starting.get(i)
            if index is None or not _REACHES.intersection(self.words[i - 1 : i] or self.words[i - 2 : i]):
                continue
            phrase = self.phrases[index]
            if phrase.way not in ("counted", "elided") or self.words[i - 1] == "from" or self._taken(phrase.start):
                continue
            for told in self.clusters[index].mains + self.clusters[index].parts:
                if told.start >= phrase.start:
                    self._say(dataclasses.replace(told, who=who) if told.way == "elided" else told, harm, at, keep=True)
            self._listed(self.clusters[index].end, harm, at)
            return

    def _listed(self, begin: int, harm: Harm, trigger: int) -> None:
        """Read what a sum is made of: "236 victims as follows: 82 gunmen, 154 civilians"."""
        at = begin
        while at < min(begin + 5, len(self.words)) and self.words[at] in (
            "as",
            "follows",
            ":",
            "-",
            "–",
            "(",
            "namely",
        ):
            at += 1
        index = self.starting.get(at)
        if index is not None and at > begin:
            cluster = self.clusters[index]
            for phrase in (*cluster.mains, *cluster.parts):
                self._say(phrase, harm, trigger)

    def _taken(self, start: int) -> bool:
        return any(begin == start for begin, _ in self.said)

    def _none(self, at: int) -> None:
        """Read "no casualties": nobody killed, nobody wounded."""
        for harm in ("killed", "wounded"):
            self._say(Victims(at - 1, at + 1, at, 0, 0, "people", "counted"), harm, at)

    def _lost(self, at: int) -> None:
        """Read "many people remained under the rubble", "many others remain unaccounted for"."""
        cues = ("under", "beneath", "trapped", "buried") if self.words[at] != "unaccounted" else ("unaccounted",)
        back = next((i for i in range(at, max(self.first[at], at - 4), -1) if self.words[i] in cues), None)
        if back is None:
            return
        while back > self.first[at] and self.words[back - 1] in (
            "remained",
            "remain",
            "trapped",
            "buried",
            "still",
            "are",
            "were",
        ):
            back -= 1
        cluster = self._left(back, near=True)
        for phrase in () if cluster is None else cluster.mains:
            self._say(phrase, "missing", at)

    # --- saying it ------------------------------------------------------------------------------------------------

    def _say(self, phrase: Victims, harm: Harm, trigger: int, *, split: bool = False, keep: bool = False) -> None:
        """Keep one figure, unless the same words have said the same harm before."""
        if (phrase.start, harm) in self.said:
            return
        if phrase.way == "bare" and self.words[max(0, phrase.start - 2) : phrase.start] in (
            ["number", "of"],
            ["how", "many"],
        ):
            return
        who = phrase.who if keep or phrase.way != "elided" else self._inherited(phrase)
        self.said[phrase.start, harm] = who
        low, high = phrase.low, phrase.high
        if split and low > 0:
            # the sum is said, not its parts: at least one of each, at most all but one
            low, high = 1, None if high is None else max(high - 1, 1)
        span = self.doc[phrase.start : phrase.end]
        toll = Toll(harm=harm, who=who, low=low, high=high, words=span.text)
        place = (span.start_char, span.end_char)
        self.found.append(TollMention(*place, toll, None if phrase.way == "elided" else place, trigger))

    def _inherited(self, phrase: Victims) -> Group:
        """Return whom a number alone counts: "and three others" after two civilians are civilians too.

        Only sides are handed on: three others after two women need not be women.
        """
        if phrase.who != "people":
            return phrase.who
        index = self.starting.get(phrase.start)
        if not index:
            return "people"
        last = self.clusters[index - 1].mains[-1] if index - 1 in self.clusters else self.phrases[index - 1]
        between = self.words[last.end : phrase.start]
        others = self.words[phrase.end - 1] in _OTHERS
        near = self.first[last.start] == self.first[phrase.start] and len(between) <= 2 * REACH
        if not near or not (others or "and" in between) or "addition" in between:
            return "people"
        who = next((w for (start, _), w in self.said.items() if start == last.start), last.who)
        return who if who in ("civilians", "combatants") else "people"


_CAPTIVES: Final = frozenset(("prisoner", "prisoners", "hostage", "hostages", "captive", "captives", "refugees"))
_TAKEN: Final = frozenset("take takes took taken taking hold holds held holding".split())
_CASES: Final = frozenset(("asphyxiation", "suffocation", "choking", "poisoning", "asphyxia"))
_OTHERS: Final = frozenset(("others", "more"))
_TAKERS: Final = frozenset("claim claims claimed claiming take takes took taken taking cost costs costing cut".split())


def toll_mentions(doc: Doc) -> tuple[TollMention, ...]:
    """Return every figure of harm in ``doc``, in reading order.

    A subset stands beside its total; "no casualties" is nobody killed and nobody wounded; a harm that befalls no
    person ("killed the bill") is none.  Negated harm is left out.
    """
    return _Reading(doc).read()
