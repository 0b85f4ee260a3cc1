"""On which side of a word of harm its victims stand, and which they are."""

from __future__ import annotations

from typing import Final, Literal

from spacy.tokens import Doc

from counterclaim.claims.clusters import BE, HAVE, NEGATIONS, REACH, Cluster, Joined
from counterclaim.claims.harms import harms

_MODAL: Final = frozenset("to will would could can might should must shall may 'll".split())
_BEFORE_OBJECT: Final = frozenset("\" “ ” ' ‘ ’ off down dead up out some about also more and the lives of".split())


_CHAIN: Final = 4
"""Verbs in a row ("was ambushed, shot and killed") that are followed back to their subject."""


class Sided(Joined):
    """Finds the victims of a word of harm to its left or right."""

    def __init__(self, doc: Doc) -> None:
        super().__init__(doc)
        self.inside = {at: i for i, p in enumerate(self.phrases) for at in range(p.start, p.end)}
        self.voices: dict[int, Literal["left", "right"]] = {}
        """The side found for each verb so far; texts are read from left to right."""

    def _negated(self, at: int) -> bool:
        return any(self.words[i] in NEGATIONS for i in range(max(self.first[at], at - 3), at))

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
        return any(self.words[i] in BE for i in range(max(self.first[at], at - 5), at)) or self.doc[at].tag_ == "VBN"

    def _coordinated(self, at: int) -> int | None:
        """Return the verb of harm that ``at`` is joined to: "killed" for the last of "killed, maimed and wounded"."""
        back = at - 1
        while back > 0 and self.words[back] in ("and", "or", ",", "/", "then", "and/or"):
            back -= 1
        joined = at - back - 1 > 0 and back >= 0 and (self.verbs[back] is not None or self.words[back] == "dead")
        return back if joined else None

    def _voice(self, at: int) -> Literal["left", "right"]:
        """Tell on which side the victims of a past form stand."""
        back = at - 1
        while (
            back >= self.first[at] and self._hedge(back) and self.words[back] not in BE and back + 1 not in self.ending
        ):
            back -= 1
        if back >= self.first[at] and self.words[back] in BE:
            return "left"
        if self._struck(back):
            return "left"
        lead = self._coordinated(at)
        if lead is not None and self.verbs[lead] is not None:
            return "right" if self.voices.get(lead) != "left" or self._starts(at + 1) is not None else "left"
        if back >= self.first[at] and self.words[back] in HAVE:
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
        return any(self.words[i] in BE for i in range(max(self.first[back], back - 4), back - 1))

    def _starts(self, at: int) -> int | None:
        """Return the phrase that starts at ``at`` and is an object there, not the subject of what follows."""
        index = self.starting.get(at)
        if index is None:
            return None
        phrase = self.phrases[index]
        if phrase.way == "elided":
            after = phrase.end
            while after < len(self.words) and (self.words[after] in BE or self._hedge(after)):
                after += 1
            verb = self.verbs[after] if after < len(self.words) else None
            owned = verb is not None and verb.form in ("past", "participle") and after + 1 not in self.starting
            dead = after < len(self.words) and self.words[after] in harms().adjectives
            return None if owned or dead else index
        return None if self._subject(phrase.end) and phrase.way == "counted" else index

    def _right(self, at: int) -> Cluster | None:
        """Return the phrases that a verb before ``at`` harms."""
        end = min(at + 6, len(self.words))
        while at < end:
            index = self._starts(at)
            if index is not None:
                cluster = self.clusters[index]
                mains = [p for p in cluster.mains if p.start >= at]
                return Cluster(mains, [p for p in cluster.parts if p.start >= at]) if mains else None
            joined = self.verbs[at] is not None and self._coordinated(at) is not None
            if not (joined or self.words[at] in _BEFORE_OBJECT or self.words[at] == "," or self.doc[at].pos_ == "ADV"):
                return None
            if self.words[at] in ("and", ",") and not (at + 1 < end and self.verbs[at + 1] is not None):
                return None
            at += 1
        return None

    def _left(self, at: int, *, near: bool) -> Cluster | None:
        """Return the phrases before ``at`` that the word of harm at ``at`` tells of; ``near``: adjacent ones only."""
        back = at
        while back > self.first[at]:
            index = self.ending.get(back)
            if index is not None:
                return self._whole(index)
            word = self.words[back - 1]
            if not (
                word in BE
                or word in HAVE
                or word in _MODAL
                or self._hedge(back - 1)
                or word in ('"', ",", "’", "”", ")")
            ):
                break
            back -= 1
        return None if near else self._far(at, back)

    def _whole(self, index: int) -> Cluster | None:
        """Return the cluster of phrase ``index``, cut to what stands before its end."""
        cluster = self.clusters[index]
        end = self.phrases[index].end
        mains = [p for p in cluster.mains if p.end <= end]
        return Cluster(mains, [p for p in cluster.parts if p.end <= end]) if mains else None

    def _far(self, at: int, back: int) -> Cluster | None:
        """Return the subject of a verb that stands away from it: the parse's, else the nearest that can be one."""
        token = self.doc[at]
        heads = [token]
        while token.dep_ == "conj" and token.head.i < token.i and len(heads) < _CHAIN:
            token = token.head
            heads.append(token)
        for child in (c for head in heads for c in head.children):
            subject = self.inside.get(child.i) if child.dep_ in ("nsubjpass", "nsubj") else None
            if subject is not None and 0 < at - child.i <= 3 * REACH:
                return self._whole(subject)
        while back > max(self.first[at], at - REACH):
            token = self.doc[back - 1]
            if token.tag_ in ("VBD", "VBZ", "VBP") and token.lower_ not in BE and token.lower_ not in HAVE:
                return None
            if self.verbs[back - 1] is not None or token.lower_ in (";", ":"):
                return None
            nearest = self.ending.get(back)
            if nearest is not None:
                phrase = self.phrases[nearest]
                before = self.doc[phrase.start - 1].pos_ if phrase.start else "X"
                if before != "ADP" or self.words[phrase.start - 1] in ("of", "that", "as", "after", "while"):
                    return self._whole(nearest)
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
