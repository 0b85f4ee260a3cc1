"""Runs of capitalised words: what may be a person's name, and what certainly is none."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Collection, Iterator
from typing import Final

from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.lookup import named
from counterclaim.lexicon.profile import profile

_TOKEN: Final = re.compile(r"[^\W_]+(?:['’‘ʼ`\-‐‑][^\W_]+)*")
_HYPHENS: Final = re.compile(r"[\-‐‑]")
_BETWEEN: Final = re.compile(r"\.?[ \t\u00a0]{1,2}\n?|\n|[\-‐‑]")
_CAPITALS: Final = re.compile(
    r"(?:(?:al|el|ad|ar|as|ash|an|at|az)[\-‐‑ ])?[^\W\d_a-z][\w'’‘ʼ`]*(?:[\-‐‑][\w'’‘ʼ`]+)*"
    r"(?:[ \u00a0]+(?:(?:al|el|bin|abu|ibn|umm)[\-‐‑ ])?[^\W\d_a-z][\w'’‘ʼ`]*(?:[\-‐‑][\w'’‘ʼ`]+)*)*"
)
_BACKED: Final = re.compile(
    r"[\-‐‑](?:[a-z]+ed|held|led|run|based|born|made|affiliated|old|year)$|^(?:non|anti|pro|ex|co|mid)[\-‐‑]"
)
_LETTERS: Final = 60
"""Letters of the longest word that may be a part of a name."""
_NEAR: Final = 400
"""Code points before and after a run in which its sentence is looked for."""
_LONGEST: Final = 7
"""Words of the longest name; a longer run of capitals is a headline."""


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words, ``text[start:end]``; ``lead``: the words left out before it, lower case."""

    start: int
    end: int
    words: tuple[str, ...]
    lead: tuple[str, ...] = ()


def words_pattern(words: Collection[str]) -> str:
    """Return a pattern that meets any of these words or their plurals, the longest first."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    return r"(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest) + r")s?"


@functools.cache
def demonyms() -> frozenset[str]:
    """Return the names and demonyms of states as lower-case words: "syrian", "turkey"."""
    found: set[str] = set()
    for state in countries().values():
        for name in (*state.names, *state.demonyms, *state.capitals):
            if " " not in name:
                found.add(name.casefold())
    return frozenset(found)


def capital(token: str) -> bool:
    """Tell a word with a capital, also after a small first part: "Darwish", "al-Masri"."""
    return token[0].isupper() or any(part[:1].isupper() for part in _HYPHENS.split(token)[1:])


def _bare(token: str) -> str:
    """Return a word without a genitive ending."""
    for ending in ("'s", "’s"):
        token = token.removesuffix(ending)
    return token


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of capitalised words of a text in reading order, without forms of address and titles.

    Small joints ("bin", "abu") count inside a run.  Runs that name an organisation, a state or a party of
    the register are left out.
    """
    tokens = list(_TOKEN.finditer(text))
    at = 0
    while at < len(tokens):
        if not capital(tokens[at].group()):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and _BETWEEN.fullmatch(text, tokens[end - 1].end(), tokens[end].start()):
            if tokens[end - 1].group() != _bare(tokens[end - 1].group()):
                break
            word = tokens[end].group()
            joint = word.casefold() in profile().joints and end + 1 < len(tokens) and capital(tokens[end + 1].group())
            if not (capital(word) or joint) or _sentence_ends(text, tokens[end - 1], tokens[end].start()):
                break
            end += 1
        yield from _cut(tokens[at:end])
        at = end


def runs_of_any(text: str) -> Iterator[Run]:
    """Yield the runs of capitalised words of a text that may name anything, cut at words of no name."""
    for match in _CAPITALS.finditer(text):
        words = match.group().split()
        at = match.start()
        while words and words[0].casefold() in profile().neutral:
            at = text.index(words[0], at) + len(words[0])
            words = words[1:]
        while words and (words[-1].casefold() in profile().bodies or words[-1].casefold() in profile().general):
            words = words[:-1]
        if words and max(map(len, words)) <= _LETTERS and len(words) <= _LONGEST:
            start = text.index(words[0], at)
            end = text.index(words[-1], start + sum(map(len, words[:-1]))) + len(words[-1])
            yield Run(start, end, tuple(words))


def sentence(text: str, run: Run) -> str:
    """Return the sentence in which a run stands, as far as it is near."""
    begin, stop = max(0, run.start - _NEAR), min(len(text), run.end + _NEAR)
    start = max(text.rfind(". ", begin, run.start), text.rfind("\n", begin, run.start)) + 1
    ends = [at for at in (text.find(". ", run.end, stop), text.find("\n", run.end, stop)) if at >= 0]
    return text[max(start, begin) : min(ends, default=stop)]


def _sentence_ends(text: str, token: re.Match[str], after: int) -> bool:
    """Tell a full stop that ends a sentence from one after an initial or a short title ("Dr.", "A.")."""
    between = text[token.end() : after]
    return "\n" in between.strip(" \t") * 2 or ("." in between and len(token.group()) > 4)


def _cut(tokens: list[re.Match[str]]) -> Iterator[Run]:
    """Yield what may be a name of persons in a run: its parts between words that belong to no name."""
    lead: list[str] = []
    part: list[re.Match[str]] = []
    for token in [*tokens, None]:
        word = _bare(token.group()).casefold() if token is not None else ""
        if token is not None and not _is_apart(word) and not _abbreviates(token.group()):
            part.append(token)
            continue
        if part:
            body = word in profile().bodies
            found = None if body else _run(part, lead)
            if found is not None:
                yield found
            part, lead = [], []
        lead.append(word)


def _abbreviates(token: str) -> bool:
    """Tell an abbreviation that the register knows."""
    return token.isupper() and known(token)


@functools.lru_cache(maxsize=65536)
def _is_apart(word: str) -> bool:
    """Tell a word, lower case, that is no part of a person's name: in the lists, a demonym's plural, "IS-held"."""
    return word in _apart() or (word[-1:] == "s" and word[:-1] in _apart()) or backed(word)


def backed(word: str) -> bool:
    """Tell a compound that qualifies what follows: "IS-held", "UN-run", "pro-government"."""
    return _BACKED.search(word.casefold()) is not None


@functools.cache
def _apart() -> frozenset[str]:
    """Return the words that are no part of a person's name."""
    words = profile()
    titles = {
        word
        for office in (*words.offices, *words.private, *words.minors, *words.kin)
        for word in (office, f"{office}s")
    }
    return words.bodies | words.neutral | demonyms() | titles | words.general


def _run(part: list[re.Match[str]], lead: list[str]) -> Run | None:
    words = tuple(_bare(token.group()) for token in part)
    while words and words[-1].casefold() in profile().joints:
        words, part = words[:-1], part[:-1]
    if not words or len(words) > _LONGEST or any(len(word) > _LETTERS for word in words):
        return None
    if any(word in profile().bodies for word in lead[-1:]):
        return None
    if known(" ".join(words)):
        return None
    return Run(part[0].start(), part[-1].start() + len(words[-1]), words, tuple(lead))


@functools.lru_cache(maxsize=65536)
def known(name: str) -> bool:
    """Tell a name that the register has: a party, never a private person."""
    return len(name) <= _LETTERS * _LONGEST and named(name) is not None


def telling(word: str) -> bool:
    """Tell a part of a name that is masked also where it stands alone."""
    return len(word) >= 3 and word.casefold() not in profile().joints and not _is_apart(word.casefold())


def parts(words: Collection[str]) -> Iterator[str]:
    """Yield the parts of a name that are masked also where they stand alone: "al-Masri" gives "Masri" too."""
    for word in words:
        if telling(word):
            yield word
        pieces = _HYPHENS.split(word)
        if len(pieces) > 1 and pieces[0].casefold() in profile().joints:
            yield from (piece for piece in pieces[1:] if telling(piece))
