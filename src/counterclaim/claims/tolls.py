"""Figures of harm as written: how many of whom were killed, wounded, captured, displaced or are missing.

Words of harm are found first, each with the side on which its victims stand ("killed 12 people", "12 people were
killed"); then the nearest phrase for persons on that side is taken with all that is joined to it.  The parse is one
witness among others, asked last: half of the texts read have lost their commas, and the parse with them.
"""

from __future__ import annotations

from spacy.tokens import Doc

from counterclaim.claims.clusters import Cluster, Verb
from counterclaim.claims.harms import harms
from counterclaim.claims.toll_phrases import CAPTIVES, CASES, FLED, TOLL_WORDS, Phrased, TollMention
from counterclaim.claims.victims import Victims
from counterclaim.records import Harm

__all__ = ["TollMention", "toll_mentions"]


class _Reading(Phrased):
    """Finds the tolls of one text."""

    def __init__(self, doc: Doc) -> None:
        super().__init__(doc)
        self.by_trigger: dict[int, Cluster] = {}

    def read(self) -> tuple[TollMention, ...]:
        """Return every toll of the text, in reading order."""
        for at, word in enumerate(self.words):
            verb = self.verbs[at]
            if verb is not None and self.doc[at].pos_ != "ADP" and not self._compound(at):
                self._verb(at, verb)
            elif word in harms().adjectives:
                self._adjective(at, harms().adjectives[word])
            self._noun(at, word)
        for phrase in self.phrases:
            if phrase.harm is not None and phrase.way in ("counted", "single") and phrase.high != 0:
                self._say(phrase, phrase.harm, phrase.head)
            elif phrase.way == "counted" and self.words[phrase.head] in FLED and not self.taken(phrase.start):
                self._say(phrase, "displaced", phrase.head)
        # these take what no verb has claimed, and so come last
        self._among()
        for at, word in enumerate(self.words):
            if word in TOLL_WORDS:
                self._toll(at)
            elif word in ("casualties", "casualty", "victims") and at and self.words[at - 1] == "no":
                self._none(at)
            elif word == "passage" and at and self.words[at - 1] == "safe":
                self._passage(at)
            elif word in ("included", "include", "includes", "rest", "remainder"):
                self._dead_are(at)
            elif word in ("rubble", "unaccounted", "debris"):
                self._lost(at)
        return tuple(sorted(self.found, key=lambda m: (m.start, m.end, m.trigger)))

    def _noun(self, at: int, word: str) -> None:
        """Read what a noun of harm at ``at`` states."""
        after = self.words[at + 1] if at + 1 < len(self.words) else ""
        if word in harms().nouns and after in ("of", "to", "among", "amongst"):
            self._of(at, harms().nouns[word])
        if word in CASES and self.words[max(0, at - 2) : at] == ["cases", "of"]:
            self._counted(at - 2, "wounded")
        if word in harms().counted and (self.verbs[at] is None or self._noun_use(at)):
            self._counted(at, harms().counted[word])
        if word in CAPTIVES:
            self._captive(at)
        if word in ("driving", "drove", "driven", "forcing", "forced"):
            self._driven(at)
        if word in ("wounds", "injuries", "burns", "lives", "life"):
            self._sustained(at)

    def _verb(self, at: int, verb: Verb) -> None:
        harm = verb.harm
        if self._negated(at) or (harm != "displaced" and self._unreal(at)):
            return
        lead = self._coordinated(at)
        if verb.intransitive:
            side = "left" if self.words[at + 1 : at + 2] != ["of"] or verb.form != "ing" else "none"
        elif verb.form in ("base", "third", "ing"):
            side = "right"
        else:
            side = self.voices[at] = self._voice(at)
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

    def _compound(self, at: int) -> bool:
        """Tell a harm word that is part of a compound: "killed-in-action list", "wounded pride"."""
        after = self.words[at + 1 : at + 2]
        return after == ["-"] or self.words[at - 1 : at] == ["-"]

    def _noun_use(self, at: int) -> bool:
        return self.words[at - 1 : at] == ["of"] and at > 0

    def _fits(self, phrase: Victims, verb: Verb) -> bool:
        if phrase.way == "name":
            return False
        if phrase.way == "elided":
            return verb.harm == "displaced" or self.words[phrase.end - 1] in ("others", "them")
        return phrase.known or self.doc[phrase.head].ent_type_ == "NORP"

    def _adjective(self, at: int, harm: Harm) -> None:
        """Read "12 dead", "left two soldiers dead", "three soldiers are missing", "took five prisoners"."""
        if self._negated(at) or self._compound(at) or any(p.harm and p.start <= at < p.end for p in self.phrases):
            return
        shot = self.words[at - 1 : at] == ["shot"]
        if shot and self._voice(at - 1) == "right":
            cluster = self._right(at + 1)  # "shot dead three traders"
        else:
            cluster = self._left(at - 1, near=False) if shot else self._left(at, near=True)
        if cluster is None or (not shot and self._object(cluster.start)):
            return
        self.by_trigger[at] = cluster
        for phrase in (*cluster.mains, *cluster.parts):
            if phrase.way != "pronoun":
                self._say(phrase, harm, at)
        for phrase in self._later(cluster, at + 1):
            self._say(phrase, harm, at)


def toll_mentions(doc: Doc) -> tuple[TollMention, ...]:
    """Return every figure of harm in ``doc``, in reading order.

    A subset stands beside its total; "no casualties" is nobody killed and nobody wounded; a harm that befalls no
    person ("killed the bill") is none.  Negated harm is left out.
    """
    return _Reading(doc).read()
