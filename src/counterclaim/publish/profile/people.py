"""Whose names are withheld in a report: victims, minors and witnesses, by what its claims carry and by its words.

There is no parser here: a name is a run of capitalised words, and what stands around it tells what its bearer is.
Where that is not sure the name is withheld, unless an office stands beside it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from counterclaim.lexicon.profile import profile
from counterclaim.publish.profile.masks import Secrets
from counterclaim.publish.profile.runs import Run, known, parts, runs, words_pattern
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
_CLAUSE: Final = re.compile(r"[.!?;:](?:\s|$)|\n|[\"“”]")


@functools.cache
def _before(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of one of these words right before a name."""
    return re.compile(
        rf"(?<!\w)(?P<word>{words_pattern(words)})(?:\.|['’])?,?\s+(?:(?:named|called|is|was|were|like|as|,)\s+)?$",
        re.IGNORECASE,
    )


@functools.cache
def _after(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of one of these words in an apposition after a name."""
    return re.compile(
        rf"\s*(?:,|\(|\s[—–-]\s|,?\s(?:who\s+)?(?:is|was)\s)\s*{_FEW}(?P<word>{words_pattern(words)})(?!\w)",
        re.IGNORECASE,
    )


@functools.cache
def _plain(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words_pattern(words)}(?!\w)", re.IGNORECASE)


@functools.cache
def _kin_of() -> re.Pattern[str]:
    words = profile()
    return re.compile(rf"(?<!\w){words_pattern((*words.kin, *words.minors))}\s+of\s+$", re.IGNORECASE)


@functools.cache
def _speaking() -> tuple[re.Pattern[str], re.Pattern[str]]:
    said = "|".join(profile().said)
    return re.compile(rf"(?<!\w)(?:{said})\s+$", re.IGNORECASE), re.compile(
        rf"\s*,?\s+(?:who\s+|also\s+|had\s+)?(?:{said})(?!\w)", re.IGNORECASE
    )


@functools.cache
def _placed() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words_pattern(profile().before_place)}\s+(?:the\s+)?$", re.IGNORECASE)


class _Text:
    """One text with its names, and what stands around each."""

    def __init__(self, text: str, places: frozenset[str], doers: frozenset[str]) -> None:
        self.text = text
        self.places = places
        self.doers = doers
        self.runs = [run for run in runs(text) if self._may_be_person(run)]

    def _may_be_person(self, run: Run) -> bool:
        name = " ".join(run.words).casefold()
        following = re.match(r"\s+(\w+)", self.text[run.end : run.end + 30])
        body = following is not None and following[1].casefold() in profile().bodies and not tells_site(following[1])
        if all(word.isupper() and len(word) <= 5 for word in run.words):
            return False
        return not body and not known(name) and any(next(parts((word,)), None) for word in run.words)

    def behind(self, run: Run) -> str:
        """Return the words of the clause before a name, its titles among them."""
        near = self.text[max(0, run.start - _BESIDE) : run.start]
        ends = [match.end() for match in _CLAUSE.finditer(near) if not _title_stop(near, match.start())]
        return near[ends[-1] :] if ends else near

    def ahead(self, run: Run) -> str:
        """Return the words of the clause after a name."""
        near = self.text[run.end : run.end + _BESIDE]
        end = _CLAUSE.search(near)
        return near[: end.end()] if end is not None else near

    def sentence(self, run: Run) -> str:
        """Return the sentence in which a name stands."""
        start = max(self.text.rfind(". ", 0, run.start), self.text.rfind("\n", 0, run.start)) + 1
        ends = [at for at in (self.text.find(". ", run.end), self.text.find("\n", run.end)) if at >= 0]
        return self.text[start : min(ends, default=len(self.text))]

    def minor(self, run: Run) -> bool:
        """Tell whether an age below eighteen or a word for a child stands beside a name."""
        behind, ahead = self.behind(run), self.ahead(run)
        age = self.age(run)
        if age is not None:
            return age < _ADULT
        minors = profile().minors
        return _before(minors).search(behind) is not None or _after(minors).match(ahead) is not None

    def age(self, run: Run) -> int | None:
        """Return the age told beside a name, in years; None where none is told."""
        found = _AGE_BEFORE.search(self.behind(run))
        after = self.ahead(run)
        match = found or _AGE_AFTER.match(after) or _AGE_APART.match(after)
        if match is None:
            return None
        told = match["age"]
        if not told.isdigit():
            return 30 if told.endswith("ty") or "ty-" in told else 10
        years = re.search(r"month|day|week", match.group(), re.IGNORECASE) is None
        return int(told) if years else 0

    def private(self, run: Run) -> bool:
        """Tell whether words beside a name tell a witness, a resident, a relative, somebody who tends others."""
        behind, ahead = self.behind(run), self.ahead(run)
        if _CALLED.search(behind) is not None or _kin_of().search(behind) is not None:
            return True
        words = (*profile().private, *profile().kin)
        return _before(words).search(behind) is not None or _after(words).match(ahead) is not None

    def office(self, run: Run) -> bool:
        """Tell whether an office or a rank stands beside a name, or a body that it speaks for."""
        return (
            _before(profile().offices).search(self.behind(run)) is not None
            or _after(profile().offices).match(self.ahead(run)) is not None
        )

    def titled(self, run: Run) -> bool:
        """Tell whether an office or a rank stands right before a name."""
        return _before(profile().offices).search(self.behind(run)) is not None

    def harmed(self, run: Run) -> bool:
        """Tell whether a name of two words stands in a sentence of harm, and is no place's."""
        if len(run.words) < 2 or self.placed(run) or " ".join(run.words).casefold() in self.doers:
            return False
        return _plain(profile().harmed).search(self.sentence(run)) is not None

    def speaks(self, run: Run) -> bool:
        """Tell whether somebody of two names is quoted."""
        before, after = _speaking()
        if len(run.words) < 2 or self.placed(run):
            return False
        return before.search(self.behind(run)) is not None or after.match(self.ahead(run)) is not None

    def placed(self, run: Run) -> bool:
        if " ".join(run.words).casefold() in self.places:
            return True
        return _placed().search(self.behind(run)) is not None


def _title_stop(near: str, at: int) -> bool:
    """Tell the full stop of "Dr." or of an initial from the end of a sentence."""
    word = re.search(r"\w+$", near[:at])
    return near[at] == "." and word is not None and len(word.group()) <= 4 and word.group()[:1].isupper()


def person_like(name: str, party: str | None) -> bool:
    """Tell whether a party's name may be a private person's: capitalised, in no register, without an office."""
    return party is None and bool(persons_in(name))


def _names_in(name: str) -> Iterator[str]:
    """Yield the persons' names inside the name of a party: "nurse Hanan Darwish" gives "Hanan Darwish"."""
    text = _Text(name, frozenset(), frozenset())
    for run in text.runs:
        if not text.office(run) and not text.placed(run):
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
        name = " ".join(run.words)
        if about.minor(run):
            minors.add(name)
        elif about.titled(run) or (about.office(run) and not about.private(run)):
            kept.add(name)
        elif about.private(run) or about.age(run) is not None or about.harmed(run) or about.speaks(run):
            persons.add(name)
    sites = site_names(text, places)
    return Secrets(frozenset(persons - kept | minors), sites.sites, sites.bound, frozenset(kept - minors))


def secrets(report: Report, claims: Sequence[Claim]) -> Secrets:
    """Return what is withheld in a report, by its own words and by its claims."""
    places = frozenset(_settled(claims))
    doers = frozenset(actor.name.casefold() for claim in claims for actor in claim.event.actors)
    found = in_text(f"{report.title or ''}\n\n{report.text}", places, doers)
    told = frozenset(name for name in _told(claims) if name.casefold() not in places) - found.kept
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
