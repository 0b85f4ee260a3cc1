"""Masking: what is withheld, and how it is taken out of words without moving any other.

Each code point of what is withheld becomes one :data:`MASK`, so that spans of a text hold as they are.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeGuard, TypeVar, cast

import msgspec

from counterclaim.lexicon.profile import profile
from counterclaim.publish.profile.runs import parts, words_pattern

MASK: Final = "█"
"""Stands for one code point of what is withheld; no letter, so that no search for words meets it."""
WITHHELD: Final = "name withheld"
"""What to say in words of a run of :data:`MASK`."""

T = TypeVar("T")
_WORD: Final = re.compile(r"\w+")
_CAPITAL: Final = re.compile(r"(?<!\w)[^\W\d_a-z]\w*")
MANY_NAMES: Final = 1000
"""Names from which on every word with a capital is masked: to look for each would take too long."""


@dataclasses.dataclass(frozen=True, slots=True)
class Secrets:
    """What is withheld in a report: names of persons and of places of care; ``kept`` are names that stay.

    ``bound`` are names of such places that are masked only beside the word for the place: they are also a town's.
    """

    persons: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    kept: frozenset[str] = frozenset()

    def __or__(self, other: Secrets) -> Secrets:
        return Secrets(
            self.persons | other.persons, self.sites | other.sites, self.bound | other.bound, self.kept | other.kept
        )


NOTHING: Final = Secrets()


def blocks(text: str) -> str:
    """Return as many :data:`MASK` as ``text`` has code points; line breaks stay."""
    return re.sub(r"[^\n]", MASK, text)


def _spaced(name: str) -> str:
    return r"\s+".join(map(re.escape, name.split()))


@dataclasses.dataclass(frozen=True, slots=True)
class Masker:
    """Takes what is withheld out of words.  ``hidden`` are its words, case folded: no search may meet them."""

    pattern: re.Pattern[str] | None
    hidden: frozenset[str]
    beside: re.Pattern[str] | None = None

    def __call__(self, text: str) -> str:
        """Return ``text`` with everything that is withheld masked, as long as before."""
        if self.beside is not None:
            text = self.beside.sub(_masked_name, text)
        return self.pattern.sub(_masked, text) if self.pattern is not None else text

    def folded(self, text: str) -> str:
        """Return :meth:`__call__`, words in lower case masked too: for words that were compared case folded."""
        text = self(text)
        return self.pattern.sub(_masked_folded, text) if self.pattern is not None else text

    def tells(self, key: str) -> bool:
        """Tell whether an address or a folded name holds a word that is withheld."""
        return not self.hidden.isdisjoint(word.casefold() for part in _WORD.findall(key) for word in part.split("_"))

    def url(self, address: str | None) -> str | None:
        """Return an address, None where it tells what is withheld."""
        return None if address is not None and self.tells(address) else address


def _masked(match: re.Match[str]) -> str:
    if match.lastgroup == "kept":
        return match.group()
    return blocks(match.group()) if match.group()[0].isupper() or not match.group().islower() else match.group()


def _masked_folded(match: re.Match[str]) -> str:
    return match.group() if match.lastgroup == "kept" else blocks(match.group())


def _masked_name(match: re.Match[str]) -> str:
    whole, start = match.group(), match.start()
    first, last = match.span("name") if match["name"] is not None else match.span("name2")
    return whole[: first - start] + blocks(whole[first - start : last - start]) + whole[last - start :]


@functools.cache
def site_head() -> str:
    """Return the pattern of a word for a place of care or shelter, with what may qualify it."""
    words = profile()
    general = words_pattern(words.general)
    return rf"(?:{general}\s+){{0,3}}{words_pattern((*words.sites, *words.schools))}(?!\w)"


@functools.lru_cache(maxsize=4096)
def _beside_site(names: str) -> re.Pattern[str]:
    """Return the pattern of names (alternatives) at the word for such a place, before it or after "of"."""
    return re.compile(
        rf"(?<!\w)(?P<name>{names})\s+(?={site_head()})|{site_head()}\s+(?:of|called|named)\s+(?:the\s+)?(?P<name2>{names})(?!\w)",
        re.IGNORECASE,
    )


@functools.lru_cache(maxsize=4096)
def masker(secrets: Secrets) -> Masker:
    """Return what masks these secrets."""
    wholes = {name.casefold(): name for name in (*secrets.persons, *secrets.sites)}
    singles = {word.casefold(): word for name in wholes.values() for word in parts(name.split())}
    kept = {name.casefold(): name for name in secrets.kept if name.casefold() not in wholes and " " in name}
    hidden = frozenset(piece for word in singles for piece in _WORD.findall(word) if len(piece) > 2)
    single_names = frozenset(piece for name in wholes if " " not in name for piece in _WORD.findall(name))
    masked = "|".join(_spaced(name) for name in _longest({**wholes, **singles}))
    stays = "|".join(_spaced(name) for name in _longest(kept))
    pattern = None
    if len(wholes) > MANY_NAMES:
        pattern = _CAPITAL
    elif masked:
        keeping = rf"(?P<kept>\b(?:{stays})\b)|" if stays else ""
        pattern = re.compile(rf"{keeping}(?P<withheld>(?<!\w)(?:{masked})(?!\w))", re.IGNORECASE)
    return Masker(pattern, hidden | single_names, _beside(secrets.bound))


def _beside(bound: frozenset[str]) -> re.Pattern[str] | None:
    if not bound:
        return None
    return _beside_site("|".join(_spaced(name) for name in _longest({name: name for name in bound})))


def _longest(names: dict[str, str]) -> list[str]:
    return sorted(names.values(), key=lambda name: (-len(name), name))


def changed(value: T, change: Callable[[str], str]) -> T:
    """Return a record with every string in it changed; the record itself where nothing changes."""
    return cast("T", _changed(value, change))


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        now = change(value)
        return value if now == value else now
    if isinstance(value, msgspec.Struct):
        fields: dict[str, Any] = {}
        for name in value.__struct_fields__:
            was = getattr(value, name)
            if was is None or isinstance(was, int | float):
                continue
            if (now := _changed(was, change)) is not was:
                fields[name] = now
        return msgspec.structs.replace(value, **fields) if fields else value
    if _is_tuple(value):
        items = tuple(_changed(item, change) for item in value)
        return items if any(now is not was for now, was in zip(items, value, strict=True)) else value
    return value


def _is_tuple(value: Any) -> TypeGuard[tuple[Any, ...]]:
    return isinstance(value, tuple)


def union(secrets: Iterable[Secrets]) -> Secrets:
    """Return all secrets together."""
    found = NOTHING
    for one in secrets:
        if one != NOTHING:
            found = found | one
    return found
