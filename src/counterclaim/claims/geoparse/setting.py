"""What is known of a report besides its text, and what that says about where its places lie."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Final

from counterclaim.claims.geoparse.candidates import candidates
from counterclaim.claims.geoparse.known import known_names
from counterclaim.claims.geoparse.words import abbreviations, geo_words, is_adjective
from counterclaim.gazetteer.fold import fold
from counterclaim.lexicon.countries import countries

_HOST: Final = re.compile(r"^(?:[a-z]+://)?(?:[^/@]*@)?([^/:?#]+)([^?#]*)", re.IGNORECASE)
_NOT_STATES: Final = frozenset(
    ("AI", "CO", "FM", "IO", "ME", "TV", "WS", "CC", "LY", "TO", "LA", "BZ", "SH", "ST", "AG", "AM", "GL", "NU")
)
"""Codes of states whose domains anybody may have and many take for their sound."""
_LABEL: Final = 63
"""Characters of a domain's label, by the rules of the domain name system (RFC 1035)."""
_CITY: Final = 5.0
"""The least prior of a place in a headline, where every word may have a capital: 100,000 people."""
_TOWN: Final = 4.0
"""The least prior of a town that a newspaper's domain name may stand for: 10,000 people."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a report comes with: its headline, address and publisher, and the states of the parties it names."""

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """Where headline, address and publisher's name point: the states, and the names of places in it."""

    states: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def home(setting: Setting) -> Home:
    """Return what the headline, the address and the publisher's name say."""
    states: list[str] = []
    title = setting.title or ""
    names = [title[a:b] for a, b in known_names(title) if _placed(title[a:b], _CITY)]
    for address in dict.fromkeys(filter(None, (setting.url, setting.publisher))):
        found = _home(address)
        states.extend(found.states)
        names.extend(found.names)
    return Home(tuple(dict.fromkeys(states)), tuple(dict.fromkeys(names)))


@functools.lru_cache(maxsize=4096)
def _home(address: str) -> Home:
    match = _HOST.match(address.strip())
    if match is None or "." not in match.group(1):
        return Home(names=tuple(_named(address.split())))
    labels = match.group(1).lower().removeprefix("www.").split(".")
    code = {"UK": "GB"}.get(labels[-1].upper(), labels[-1].upper())
    states = (code,) if code in countries() and code not in _NOT_STATES else ()
    names = [name for label in labels[:-1] for name in _masthead(label)]
    sections = [part for part in match.group(2).split("/") if part.replace("-", "").replace("_", "").isalpha()]
    names += [part for part in sections[:-1] if _placed(part.replace("-", " ").replace("_", " "), _CITY)]
    return Home(states, tuple(name.replace("-", " ").replace("_", " ") for name in names))


def _named(words: list[str]) -> list[str]:
    """Return the place in a publisher's name ("The Palm Springs Herald"): what is left without a newspaper's words."""
    left = [word for word in words if word.lower() not in geo_words().mastheads]
    name = " ".join(left)
    return [name] if left and len(left) < len(words) and _placed(name, _TOWN) else []


def _masthead(label: str) -> list[str]:
    """Return the place in a domain's label: "dallasnews" -> "dallas", "torontosun" -> "toronto", "gainesville"."""
    parts = label.split("-")
    if len(parts) > 1:
        return _named([*parts, "news"])
    rest = label
    if rest in geo_words().mastheads or len(rest) > _LABEL:
        return []
    cut = True
    while cut and len(rest) > 3:
        cut = False
        for word in sorted(geo_words().mastheads, key=len, reverse=True):
            if len(word) > 2 and len(rest) - len(word) > 3 and (rest.endswith(word) or rest.startswith(word)):
                rest = rest.removesuffix(word) if rest.endswith(word) else rest.removeprefix(word)
                cut = True
                break
    return [rest] if len(rest) > 3 and _placed(rest, _TOWN) else []


def _placed(name: str, least: float) -> bool:
    if name in abbreviations() or (name.islower() and is_adjective(name)):
        return False  # "SHOT IN DUTY", "/english/"
    found = candidates(name)
    return bool(found) and found[0].how == "name" and found[0].prior >= least and bool(fold(name))
