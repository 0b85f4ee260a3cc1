"""Whose names are withheld in a report: victims, minors and witnesses, by what its claims carry and by its words.

There is no parser here: a name is a run of capitalised words, and what stands around it tells what its bearer is.
Where that is not sure the name is withheld, unless an office stands beside it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import Final

from counterclaim.lexicon.profile import profile
from counterclaim.publish.profile.masks import Secrets
from counterclaim.publish.profile.runs import Run, known, parts, runs, sentence, words_pattern
from counterclaim.publish.profile.sites import site_names, tells_site
from counterclaim.records import Claim, Report

_BESIDE: Final = 90
"""Code points before and after a name that are looked at."""
_FEW: Final = r"(?:[\w'’\-]+,?\s+){0,6}?"
_ADULT: Final = 18
_NUMBER: Final = (
    r"(?P<age>\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|[a-z]+teen|[a-z]+ty(?:-[a-z]+)?)"
)
_AGE_AFTER: Final = re.compile(
    rf"\s*(?:,\s*(?:aged?\s+|who\s+was\s+|just\s+|only\s+)?|\(\s*(?:aged?\s+)?|\s+aged?\s+|,?\s+(?:is|was)\s+(?:only\s+)?){_NUMBER}"
    r"(?:\s*(?:years?|months?|days?|weeks?)|\s*\)|\s*[,.;:]|\s+and\b|\s*$|\s*[—–-])",
    re.IGNORECASE,
)
_AGE_APART: Final = re.compile(
    rf"\s*,\s+(?:an?|the|her|his|their)\s+{_NUMBER}[-\s](?:years?|months?|days?|weeks?)[-\s]old", re.IGNORECASE
)
_AGE_BEFORE: Final = re.compile(
    rf"{_NUMBER}[-\s](?:years?|months?|days?|weeks?)[-\s]old\s+(?:[\w'’\-]+\s+){{0,3}}$", re.IGNORECASE
)
_CALLED: Final = re.compile(
    r"\b(?:named|called|identified\s+(?:only\s+)?as|identified\s+himself\s+as|by\s+the\s+name\s+of)\s+$", re.IGNORECASE
)
_CALLING: Final = frozenset(("named", "called", "is", "was", "were", "like", "as"))
_WORD: Final = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_CLAUSE: Final = re.compile(r"[.!?;:](?:\s|$)|\n|[\"“”]")


@functools.cache
def _words(words: tuple[str, ...]) -> frozenset[str]:
    """Return words with their plurals."""
    return frozenset(form for word in words for form in (word, f"{word}s"))


@functools.cache
def _after(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of one of these words in an apposition after a name."""
    return re.compile(
        rf"\s*(?:,|\(|\s[—–-]\s|,?\s(?:who\s+)?(?:is|was)\s)\s*{_FEW}(?P<word>{words_pattern(words)})(?!\w)",
        re.IGNORECASE,
    )


@functools.cache
def _harm() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words_pattern(profile().harmed)}(?!\w)", re.IGNORECASE)


@functools.cache
def _speaking() -> re.Pattern[str]:
    said = "|".join(profile().said)
    return re.compile(rf"\s*,?\s+(?:who\s+|also\s+|had\s+)?(?:{said})(?!\w)", re.IGNORECASE)


class _Near:
    """What stands around a name in its clause; ``last`` are the words before it, lower case, the nearest first."""

    def __init__(self, text: str, run: Run) -> None:
        near = text[max(0, run.start - _BESIDE) : run.start]
        ends = [match.end() for match in _CLAUSE.finditer(near) if not _title_stop(near, match.start())]
        self.before = near[ends[-1] :] if ends else near
        near = text[run.end : run.end + _BESIDE]
        end = _CLAUSE.search(near)
        self.after = near[: end.end()] if end is not None else near
        self.last = tuple(word.casefold() for word in reversed(_WORD.findall(self.before)[-5:]))

    def preceded(self, words: tuple[str, ...]) -> bool:
        """Tell whether one of these words stands right before the name, or before what calls it so."""
        last = self.last
        while last and last[0] in _CALLING:
            last = last[1:]
        known = _words(words)
        return last[:1] != () and (last[0] in known or " ".join(reversed(last[:2])) in known)

    def followed(self, words: tuple[str, ...]) -> bool:
        """Tell whether one of these words stands in an apposition after the name."""
        return _after(words).match(self.after) is not None

    def called(self) -> bool:
        """Tell whether the name is given as what somebody is called, or as a relation's."""
        kin = _words((*profile().kin, *profile().minors))
        return (self.last[:1] == ("of",) and self.last[1:2] != () and self.last[1] in kin) or bool(
            _CALLED.search(self.before)
        )

    def placed(self) -> bool:
        """Tell whether the name stands where a place's stands."""
        last = self.last[1:] if self.last[:1] == ("the",) else self.last
        places = frozenset(profile().before_place)
        return last[:1] != () and (last[0] in places or " ".join(reversed(last[:2])) in places)


class _Text:
    """One text with its names, and what stands around each."""

    def __init__(self, text: str, places: frozenset[str], doers: frozenset[str]) -> None:
        self.text = text
        self.places = places
        self.doers = doers
        self.lower = frozenset(word for word in _WORD.findall(text) if word.islower())
        self._harm: dict[str, bool] = {}
        self.runs = [run for run in runs(text) if self._may_be_person(run)]

    def _may_be_person(self, run: Run) -> bool:
        name = " ".join(run.words).casefold()
        following = re.match(r"\s+(\w+)", self.text[run.end : run.end + 30])
        body = following is not None and following[1].casefold() in profile().bodies and not tells_site(following[1])
        if all(word.isupper() and len(word) <= 5 for word in run.words):
            return False
        return not body and not known(name) and any(next(parts((word,)), None) for word in run.words)

    def sentence(self, run: Run) -> str:
        """Return the sentence in which a name stands."""
        return sentence(self.text, run)

    def minor(self, run: Run, near: _Near) -> bool:
        """Tell whether an age below eighteen or a word for a child stands beside a name."""
        if (age := _age(near)) is not None:
            return age < _ADULT
        if len(run.words) == 1 and self.plain(run):
            return False
        return near.preceded(profile().minors) or near.followed(profile().minors)

    def office(self, near: _Near) -> bool:
        """Tell whether an office or a rank stands beside a name, and nothing of a private person after it."""
        if near.preceded(profile().offices):
            return True
        return near.followed(profile().offices) and not near.followed(_private())

    def private(self, run: Run, near: _Near) -> bool:
        """Tell whether a name is a witness's, a resident's or a relative's, or of one who came to harm or is quoted."""
        if _age(near) is not None or near.called():
            return True
        if self.plain(run):
            return False
        if near.preceded(_private()) or near.followed(_private()):
            return True
        if len(run.words) < 2 or near.placed():
            return False
        return self._harmed(run) or (near.last[:1] != () and near.last[0] in profile().said) or self._speaks(near)

    def plain(self, run: Run) -> bool:
        """Tell a place's name in the report's claims, or a single word that the text has in lower case too."""
        name = " ".join(run.words).casefold()
        return name in self.places or (len(run.words) == 1 and name in self.lower)

    def _harmed(self, run: Run) -> bool:
        if " ".join(run.words).casefold() in self.doers:
            return False
        words = self.sentence(run)
        if words not in self._harm:
            self._harm[words] = _harm().search(words) is not None
        return self._harm[words]

    def _speaks(self, near: _Near) -> bool:
        return _speaking().match(near.after) is not None


@functools.cache
def _private() -> tuple[str, ...]:
    return (*profile().private, *profile().kin)


def _age(near: _Near) -> int | None:
    """Return the age told beside a name, in years; None where none is told."""
    match = _AGE_BEFORE.search(near.before) or _AGE_AFTER.match(near.after) or _AGE_APART.match(near.after)
    if match is None:
        return None
    told = match["age"]
    if not told.isdigit():
        return 30 if told.endswith("ty") or "ty-" in told else 10
    years = re.search(r"month|day|week", match.group(), re.IGNORECASE) is None
    return int(told) if years else 0


def _title_stop(near: str, at: int) -> bool:
    """Tell the full stop of "Dr." or of an initial from the end of a sentence."""
    word = re.search(r"\w+$", near[:at])
    return near[at] == "." and word is not None and len(word.group()) <= 4 and word.group()[:1].isupper()


def _names_in(name: str) -> Iterator[str]:
    """Yield the persons' names inside the name of a party: "nurse Hanan Darwish" gives "Hanan Darwish"."""
    text = _Text(name, frozenset(), frozenset())
    for run in text.runs:
        near = _Near(name, run)
        if not text.office(near) and not near.placed():
            yield " ".join(run.words)


@functools.lru_cache(maxsize=65536)
def persons_in(name: str) -> frozenset[str]:
    """Return the persons' names inside the name of an unlisted party that has no office."""
    return frozenset(_names_in(name))


def in_text(text: str, places: frozenset[str] = frozenset(), doers: frozenset[str] = frozenset()) -> Secrets:
    """Return what is withheld in a text by its own words.

    ``places`` are names of places, ``doers`` of those who are said to have acted, both case folded.
    """
    about = _Text(text, places, doers)
    persons: set[str] = set()
    minors: set[str] = set()
    kept: set[str] = set()
    for run in about.runs:
        name, near = " ".join(run.words), _Near(text, run)
        if about.minor(run, near):
            minors.add(name)
        elif about.office(near):
            kept.add(name)
        elif about.private(run, near):
            persons.add(name)
    persons = {name for name in persons if not any(name in whole for whole in kept)}
    sites = site_names(text, places)
    return Secrets(frozenset(persons | minors), sites.sites, sites.bound, frozenset(kept - minors))


def settled(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the names of places in claims, case folded; those of places of care are left out."""
    return frozenset(_settled(claims))


def doing(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the names of those who acted in claims, case folded."""
    return frozenset(actor.name.casefold() for claim in claims for actor in claim.event.actors)


def in_report(report: Report, places: frozenset[str], doers: frozenset[str]) -> Secrets:
    """Return what is withheld in a report by its own words, its title among them."""
    return in_text(f"{report.title or ''}\n\n{report.text}", places, doers)


def with_told(found: Secrets, claims: Iterable[Claim], places: frozenset[str]) -> Secrets:
    """Return secrets with the names that claims give as harmed or as the source; officials of the report stay."""
    told = frozenset(
        name
        for name in _told(claims)
        if name.casefold() not in places and not any(name in whole for whole in found.kept)
    )
    return found | Secrets(persons=told)


def _settled(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield the names of places in claims, and those at the end of theirs ("hospital in the town of Saraqib")."""
    for claim in claims:
        for place in claim.event.places:
            if not tells_site(place.name):
                yield place.name.casefold()
            for match in re.finditer(r"(?:in|of|near)\s+((?:[^\W\d_a-z][\w'’\-]*\s*)+)", place.name):
                yield match[1].strip().casefold()


def _told(claims: Iterable[Claim]) -> Iterator[str]:
    """Yield the names of persons that claims give as harmed, or as the source of what is said."""
    for claim in claims:
        event = claim.event
        for toll in event.toll:
            yield from persons_in(toll.words)
        if event.kind in profile().kinds:
            for target in event.targets:
                if target.party is None and not tells_site(target.name):
                    yield from persons_in(target.name)
        claimant = claim.claimant
        if claimant.voice == "named" and claimant.party is None and claimant.name is not None:
            yield from (name for name in persons_in(claimant.name) if " " in name)
