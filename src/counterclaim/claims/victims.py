"""Persons as they are counted in a text: "at least 12 civilians", "two women", "a soldier", "three others".

A token reader: it looks for a number, the words that may stand between it and a noun, and a noun for persons.
It does not trust the parse, because half of the texts read have lost their commas and the parse with them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Final, Literal

from spacy.tokens import Doc, Token

from counterclaim.claims.harms import harm_forms, harms, participles, person, singular
from counterclaim.claims.numbers import Number, dated, number_at
from counterclaim.records import Group, Harm

Way = Literal["counted", "bare", "single", "elided", "name", "pronoun"]
"""How persons are put: with a number and a noun, as a plural alone, as one person, as a number alone, by name."""


@dataclasses.dataclass(frozen=True, slots=True)
class Victims:
    """One phrase for persons: the tokens ``start`` to ``end`` (half-open), its noun at ``head`` (the last token).

    ``low`` to ``high`` persons (None: open).  ``known``: the noun is a word for persons in the lexicon.
    ``harm``: what an adjective inside the phrase says befell them ("several injured civilians").
    """

    start: int
    end: int
    head: int
    low: int
    high: int | None
    who: Group
    way: Way
    known: bool = True
    harm: Harm | None = None


RUN: Final = 8
"""Words that may stand between a number and its noun."""
_DETERMINERS: Final = frozenset("the its his her their these those our my this that".split())
_DAYS: Final = frozenset(
    "today yesterday tonight overnight early late so monday tuesday wednesday thursday friday saturday sunday".split()
)
_SELF: Final = frozenset("he she him himself herself".split())
_MORE: Final = frozenset("others other more".split())
_BREAKS: Final = frozenset(
    "of in on at by to from for with as and or , . ; : ( ) [ ] \" ' “ ” – — when after while who".split()
)
_NEVER_INSIDE: Final = frozenset(
    "including included excluding involving targeting leaving causing following containing carrying according using "
    "having being accusing saying led fired carried said reported".split()
)
_OPEN_POS: Final = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "PART"))


def _qualify(head: str, who: Group, around: Sequence[str]) -> Group:
    """Return the group of ``head`` given the lower-case words beside it."""
    one = singular(head)
    if who == "people" and ("civilian" in around or "civilians" in around):
        return "civilians"
    for rule in harms().qualified:
        if one in rule.heads and not rule.words.isdisjoint(around) and rule.unless.isdisjoint(around):
            return rule.who
    return who


class Reader:
    """Reads the phrases for persons of one text, each at most once."""

    __slots__ = ("doc", "people", "words")

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = [token.lower_ for token in doc]
        self.people = [person(word) for word in self.words]

    def phrases(self) -> tuple[Victims, ...]:
        """Return every phrase for persons in reading order, none overlapping another."""
        found: list[Victims] = []
        names = {ent.start: ent.end for ent in self.doc.ents if ent.label_ == "PERSON"}
        at = 0
        while at < len(self.words):
            phrase = self._numbered(at) or self._bare(at, found[-1].end if found else 0)
            if phrase is None and at in names:
                phrase = self._named(at, names[at])
            if phrase is None and self.words[at] in _SELF:
                phrase = Victims(at, at + 1, at, 1, 1, "people", "pronoun")
            if phrase is not None:
                found.append(phrase)
            at = max(at + 1, phrase.end) if phrase is not None else at + 1
        return tuple(found)

    def _glued(self, at: int) -> bool:
        """Tell a number that is a part of a name: the 29 of "MiG-29"."""
        doc = self.doc
        return at > 1 and self.words[at - 1] in "-–" and not doc[at - 1].whitespace_ and not doc[at - 2].whitespace_

    def _vain(self, at: int) -> bool:
        """Tell a number that counts no persons: part of a name, of a date, of "as many as possible"."""
        if self.words[at] == "many" and at and self.words[at - 1] in ("as", "how", "so", "too"):
            # "as many people remained" is a clause of its own
            return self.words[at - 1] != "as" or "as" in self.words[at + 1 : at + 4]
        return self._glued(at) or dated(self.words, at)

    def _numbered(self, at: int) -> Victims | None:
        number = None if self._vain(at) else number_at(self.words, at)
        if number is None:
            return None
        words, begin = self.words, number.end
        if number.form == "article":
            return self._articled(number)
        of = begin < len(words) and words[begin] == "of"
        if of:
            begin += 1
            while begin < len(words) and words[begin] in _DETERMINERS:
                begin += 1
        if begin < len(words) and words[begin] in _MORE:
            # "three other people" and "dozens more civilians" have a noun; "three others", "dozens more" have none
            noun = self._run(number, begin + 1) if words[begin] != "others" else None
            if noun is not None and noun.known:
                return noun
            return Victims(at, begin + 1, begin, number.low, number.high, "people", "elided")
        noun = self._run(number, begin)
        if noun is not None:
            return noun
        them = begin < len(words) and words[begin] in ("them", "whom", "those")
        if (of and not them and not self._harmed(begin)) or (not of and self._counts_noun(begin)):
            return None
        end = begin + them if of else number.end
        return Victims(at, end, end - 1, number.low, number.high, "people", "elided")

    def _counts_noun(self, at: int) -> bool:
        """Tell "12 trucks" from "12 on Friday": the number has a noun, and it is none for persons."""
        if at >= len(self.words) or self._harmed(at) or self.words[at] in _DAYS:
            return False
        return self.doc[at].pos_ in ("NOUN", "ADJ", "SYM") or self.words[at] in ("-", "%", "/")

    def _articled(self, number: Number) -> Victims | None:
        """Read "a child", "another civilian", "a senior general", "a man": one person, said in the singular."""
        noun = self._run(number, number.end)
        if noun is None or not noun.known:
            return None
        said = self.people[noun.head]
        if said is None or (said[1] and number.low == 1 and self.words[noun.head] != "couple"):
            return None
        return dataclasses.replace(noun, way="single")

    def _harmed(self, at: int) -> bool:
        return at < len(self.words) and (self.words[at] in participles() or self.words[at] in harms().counted)

    def _bracketed(self, at: int) -> int:
        """Return the token after a short name in brackets: "ISIS (Daesh) militants"."""
        if self.words[at] in "([":
            close = next((i for i in range(at + 1, min(at + 4, len(self.words))) if self.words[i] in ")]"), at)
            return close + 1 if close > at else at
        return at

    def _run(self, number: Number, begin: int) -> Victims | None:
        """Read the noun that ``number`` counts, past what may stand before it."""
        head, harm, plural = -1, None, -1
        at = begin
        while at < min(begin + RUN, len(self.words)):
            at = self._bracketed(at)
            if at >= len(self.words):
                break
            word, token = self.words[at], self.doc[at]
            if self.people[at] is not None and not self._modifies(at, counted=True):
                head = at
                break
            if word in participles():
                # "20 injured" ends a phrase, "20 injured men" goes on
                if harm is not None or at > begin or not self._nominal(at + 1):
                    break
                harm = participles()[word]
            elif not self._inside(token):
                break
            if token.tag_ in ("NNS", "NNPS") or (token.ent_type_ == "NORP" and word.endswith("s")):
                plural = at
            at += 1
        if head >= 0:
            return self._noun(number, begin, head, harm)
        if plural >= 0 and plural == at - 1 and harm is None and self._countable(plural):
            return Victims(
                number.start, plural + 1, plural, number.low, number.high, "people", "counted", known=False, harm=harm
            )
        return None

    def _noun(self, number: Number, begin: int, head: int, harm: Harm | None) -> Victims | None:
        said = self.people[head]
        if said is None:
            return None
        end = head + 1
        around = self.words[max(begin, number.end) : head + 1]
        if self.words[end : end + 1] == ["of"]:
            around += self._of_words(end)
        if self.words[end - 2 : end - 1] and self.words[number.end : number.end + 2] == ["of", "its"]:
            around += ["forces"] if self.words[head].startswith("commander") else []
        who = _qualify(self.words[head], said[0], around)
        low, high = number.low, number.high
        return Victims(number.start, end, head, low, high, who, "counted", harm=harm)

    def _of_words(self, at: int) -> list[str]:
        """Return the words of the name after "of" at ``at``: "members of the Islamic State group"."""
        end = at + 1
        while end < min(at + RUN, len(self.words)) and (self.words[end] == "the" or self.words[end] not in _BREAKS):
            if self.doc[end].pos_ in ("VERB", "AUX", "CCONJ"):
                break
            end += 1
        return self.words[at:end]

    def _countable(self, at: int) -> bool:
        word = self.words[at]
        return singular(word) not in harms().things.words and word not in harms().counted and word[:1].isalpha()

    def _inside(self, token: Token) -> bool:
        """Tell whether a word may stand between a number and its noun."""
        word = token.lower_
        if word in harm_forms():
            return word in participles() and token.pos_ == "ADJ"
        if word in _BREAKS:
            return word in ("and", "or") and self._binds(token.i)
        if word == "-" or token.pos_ in _OPEN_POS or word.endswith(("-led", "-backed", "-held", "-linked", "ese")):
            return number_at(self.words, token.i) is None or not word[:1].isdigit()
        return token.tag_ in ("VBN", "VBG") and word not in _NEVER_INSIDE and self._nominal(token.i + 1)

    def _binds(self, at: int) -> bool:
        """Tell "rebel and regime fighters" from "12 soldiers and fighters": the words joined are modifiers."""
        left, right = self.people[at - 1], self.people[at + 1] if at + 1 < len(self.people) else None
        qualifies = right is None or (not right[1] and self._modifies(at + 1))
        return (left is None or not left[1]) and qualifies and self._nominal(at + 1) and self.doc[at - 1].pos_ != "NUM"

    def _nominal(self, at: int) -> bool:
        return at < len(self.words) and (self.people[at] is not None or self.doc[at].pos_ in ("NOUN", "PROPN", "ADJ"))

    def _modifies(self, at: int, *, counted: bool = False) -> bool:
        """Tell a person word that only qualifies the next: "rebel fighters", "police station", "civilians homes".

        After a number a plural is the head ("11 children state media said"), apostrophes lost or not.
        """
        after = at + 1
        if after >= len(self.words):
            return False
        word = self.words[after]
        if word in participles() or word in _BREAKS:
            return False
        said = self.people[at]
        if word == "-" and said is not None and not said[1]:
            return True
        if said is not None and singular(self.words[at]) == self.words[at] and self.words[at] != "people":
            # "two Taliban commanders", "police officers", "a local national child"
            return self.people[after] is not None or self.doc[after].pos_ in ("NOUN", "PROPN", "ADJ")
        if self.people[after] is not None:
            return (said is not None and not said[1]) or word in ("members", "leaders", "commanders", "fighters")
        if said is not None and said[1] and (counted or not self.words[at].endswith("s")):
            return False
        return self.doc[after].pos_ == "NOUN" or (said is not None and not said[1] and self.doc[after].pos_ == "PROPN")

    def _bare(self, at: int, floor: int) -> Victims | None:
        """Read a phrase without a number whose noun is at ``at``: "civilians", "the soldier", "their commander"."""
        said = self.people[at]
        if said is None or self._modifies(at):
            return None
        start, harm = at, None
        while (
            start > floor
            and start > at - RUN
            and self._inside(self.doc[start - 1])
            and self.words[start - 1] not in ("and", "or")
        ):
            if self.words[start - 1] in participles():
                harm = participles()[self.words[start - 1]]
            start -= 1
        around = self.words[start : at + 1]
        if self.words[at + 1 : at + 2] == ["of"]:
            around += self._of_words(at + 1)
        who = _qualify(self.words[at], said[0], around)
        determined = start > floor and self.words[start - 1] in _DETERMINERS
        # "a woman and child": the article is said once
        determined = determined or (start > 2 and floor == start - 1 and self.words[start - 1] == "and")
        if said[1]:
            return Victims(start, at + 1, at, 2, None, who, "bare", harm=harm)
        named = self.doc[at].pos_ == "PROPN" or self._named_next(at)
        if determined or named:
            end = self._name_end(at + 1) if named else at + 1
            return Victims(start, end, at, 1, 1, who, "single", harm=harm)
        return None

    def _named_next(self, at: int) -> bool:
        return at + 1 < len(self.words) and self.doc[at + 1].pos_ == "PROPN"

    def _name_end(self, at: int) -> int:
        while at < len(self.words) and self.doc[at].pos_ == "PROPN" and self.words[at] not in participles():
            at += 1
        return at

    def _named(self, start: int, end: int) -> Victims:
        """Read a person's name; a rank before it or an office after it makes a fighter of him."""
        near = [*self.words[max(0, start - 2) : start], *self.words[end : end + 6]]
        armed = any((said := person(word)) is not None and said[0] == "combatants" and not said[1] for word in near)
        return Victims(start, end, end - 1, 1, 1, "combatants" if armed else "people", "name")


def victims(doc: Doc) -> tuple[Victims, ...]:
    """Return every phrase for persons in ``doc``, in reading order; positions are token indices."""
    return Reader(doc).phrases()
