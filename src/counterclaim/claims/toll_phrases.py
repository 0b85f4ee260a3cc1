"""Set phrases that state a toll: "the deaths of", "the toll rose to", "were among the dead", "lost their lives"."""

from __future__ import annotations

import dataclasses
from typing import Final

from spacy.tokens import Doc

from counterclaim.claims.clusters import REACH, verbs
from counterclaim.claims.harms import harms, person
from counterclaim.claims.numbers import Number, dated, number_at
from counterclaim.claims.sides import Sided
from counterclaim.claims.victims import Victims
from counterclaim.records import Group, Harm, Toll

_ANY: Final = ("counted", "elided", "single", "name", "bare")
TOLL_WORDS: Final = frozenset(("toll", "number", "count", "tally"))
_REACHES: Final = frozenset(
    "to at of reached reaches hit hits is was stood stands exceeded exceeds passed surpassed topped become became than "
    "with estimated : total totalled totaled totaling".split()
)
CAPTIVES: Final = frozenset(("prisoner", "prisoners", "hostage", "hostages", "captive", "captives", "refugees"))
_TAKEN: Final = frozenset("take takes took taken taking hold holds held holding".split())
FLED: Final = frozenset(("evacuees", "refugees", "deportees", "displaced"))
"""Nouns for persons that say by themselves that they were displaced."""
CASES: Final = frozenset(("asphyxiation", "suffocation", "choking", "poisoning", "asphyxia"))
_UNTOLD: Final = frozenset(
    "report reports word information details news further more other additional reported known".split()
)
_OTHERS: Final = frozenset(("others", "more"))
_TAKERS: Final = frozenset("claim claims claimed claiming take takes took taken taking cost costs costing cut".split())


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


class Phrased(Sided):
    """Reads set phrases and keeps what is said."""

    def __init__(self, doc: Doc) -> None:
        super().__init__(doc)
        self.said: dict[tuple[int, Harm], Group] = {}
        self.found: list[TollMention] = []

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

    def _of(self, at: int, harm: Harm) -> None:
        """Read "the deaths of two women and a child", "the lives of eight people", "injuries to a woman"."""
        index = next((i for k in (2, 3) if (i := self.starting.get(at + k)) is not None), None)
        if index is None or (self.words[at + 1] == "to" and harm != "wounded"):
            return
        if self.words[at] in ("life", "lives") and not _TAKERS.intersection(self.words[max(0, at - 3) : at]):
            return
        cluster = self.clusters[index]
        # "numerous deaths among civilians and soldiers": the number is of deaths
        number = self._number_before(at) if self.words[at + 1] != "of" else None
        wanted = {"killed": _ANY, "displaced": _ANY[:2]}.get(harm, _ANY[:4])
        for phrase in (*(p for p in cluster.mains if p.start > at), *cluster.parts):
            if number is not None and phrase.way == "bare":
                self._say(dataclasses.replace(phrase, low=number.low, high=number.high, way="counted"), harm, at)
            elif phrase.way in wanted and phrase.harm in (None, harm):
                self._say(phrase, harm, at)

    def _counted(self, at: int, harm: Harm) -> None:
        """Read "nine fatalities", "10 civilian deaths", "dozens of wounded", "no casualties"."""
        number = self._number_before(at)
        among = self.words[at + 1 : at + 2] in (["among"], ["amongst"]) and at + 1 < len(self.words)
        if number is None or (among and self.taken(number.start)) or (among and self._among_said(at)):
            return
        who: Group = "people"
        sick = self.words[at + 4 : at + 6] if self.words[at + 3 : at + 4] in (["among"], ["amongst"]) else []
        for word in self.words[number.end : at] + sick:
            said = person(word)
            who = said[0] if said is not None else who
        if number.low == 0 and not _UNTOLD.isdisjoint(self.words[number.end : at]):
            # "no reports of casualties", "no further casualties": that there were none is not said
            return
        if self.words[at] in ("casualties", "casualty") and number.low == 0:
            self._none(at)
            return
        phrase = Victims(number.start, at + 1, at, number.low, number.high, who, "counted")
        self._say(phrase, harm, at)

    def _among_said(self, at: int) -> bool:
        """Tell whether "among" behind a noun of harm has already named whom its number counts."""
        return any(self.taken(at + k) for k in (2, 3))

    def _number_before(self, at: int) -> Number | None:
        """Return the number that counts the noun at ``at``: the 10 of "10 civilian deaths"."""
        for begin in range(max(self.first[at], at - 7), at):
            read = None if dated(self.words, begin) else number_at(self.words, begin)
            if read is not None and read.end <= at and read.form != "article" and self._plain(read.end, at):
                return read
        return None

    def _plain(self, begin: int, end: int) -> bool:
        """Tell whether only adjectives and "of" stand between a number and its noun."""
        return all(
            self.words[i] in ("of", "the", "other", "more", "confirmed", "reported")
            or self.doc[i].pos_ in ("ADJ", "NOUN", "PROPN")
            for i in range(begin, end)
        ) and not any(self.verbs[i] is not None for i in range(begin, end))

    def _none(self, at: int) -> None:
        """Read "no casualties": nobody killed, nobody wounded."""
        both: tuple[Harm, ...] = ("killed", "wounded")
        for harm in both:
            self._say(Victims(at - 1, at + 1, at, 0, 0, "people", "counted"), harm, at)

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

    def _passage(self, at: int) -> None:
        """Read "2,000 people were granted safe passage"."""
        back = at - 1
        while back > self.first[at] and self.words[back - 1] in (
            "granted",
            "given",
            "promised",
            "offered",
            "a",
            "safe",
        ):
            back -= 1
        cluster = self._left(back, near=True)
        for phrase in () if cluster is None else (*cluster.mains, *cluster.parts):
            self._say(phrase, "displaced", at)

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

    def _dead_are(self, at: int) -> None:
        """Read "those killed included two medics", "the rest of the dead were fighters"."""
        first = self.first[at]
        harm: Harm | None
        if self.words[at] in ("rest", "remainder"):
            harm = self._dead_after(at + 1) if self.words[at + 1 : at + 2] == ["of"] else None
            ends = (i for i in range(at + 2, min(at + 2 * REACH, len(self.words))) if self.words[i] in ("were", "are"))
            begin = next(ends, None)
        else:
            heads = (i for i in range(max(first, at - 2 * REACH), at) if self.words[i] in ("the", "those", "victims"))
            harm = next((h for i in heads if (h := self._dead_after(i)) is not None), None)
            begin = at
        if harm is None or begin is None or self.first[begin] != first:
            return
        index = next((i for k in (1, 2) if (i := self.starting.get(begin + k)) is not None), None)
        for phrase in () if index is None else self.clusters[index].mains:
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
        counts: tuple[Harm, Group] | None = ("killed", "people") if self._death_toll(at) else self._number_of(at)
        if counts is None:
            return
        harm, who = counts
        for i in range(at + 1, min(at + 32, len(self.words))):
            if self.first[i] != self.first[at]:
                return
            index = self.starting.get(i)
            if index is None or not _REACHES.intersection(self.words[i - 1 : i] or self.words[i - 2 : i]):
                continue
            phrase = self.phrases[index]
            if phrase.way not in ("counted", "elided") or self.words[i - 1] == "from" or self.taken(phrase.start):
                continue
            for told in self.clusters[index].mains + self.clusters[index].parts:
                if told.start >= phrase.start:
                    self._say(dataclasses.replace(told, who=who) if told.way == "elided" else told, harm, at, keep=True)
            self._listed(self.clusters[index].end, harm, at)
            return

    def _death_toll(self, at: int) -> bool:
        return self.words[at] == "toll" or (at > 0 and self.words[at - 1] in ("death", "casualty"))

    def _number_of(self, at: int) -> tuple[Harm, Group] | None:
        """Return what "number" at ``at`` counts: "the number of civilians killed"."""
        if self.words[at + 1 : at + 2] != ["of"] or (at and self.words[at - 1] in ("a", "large", "unknown", "any")):
            return None
        harm: Harm | None = None
        who: Group | None = None
        for i, word in enumerate(self.words[at + 2 : at + 14]):
            verb, said = verbs().get(word), person(word)
            harm = harm or harms().counted.get(word) or (verb.harm if verb is not None else None)
            who = who or (said[0] if said is not None and i < REACH // 3 else None)
        if harm is None and "victims" in self.words[at + 2 : at + 5]:
            harm = "killed"
        return None if harm is None else (harm, who or "people")

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

    def taken(self, start: int) -> bool:
        """Tell whether the phrase at ``start`` has been said to be harmed."""
        return any(begin == start for begin, _ in self.said)

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
