"""Restore the case of texts written all in capitals (wires of the telex age), so that names can be told from words.

Three witnesses decide, cheapest first: lists of words that are always capitalised; a dictionary of common words (the
lemmatizer's own), which makes every unknown word a name; and the tagger's reading of the text in lower case, whose
"proper noun" decides for words that are both ("brown", "march").  No offset ever moves.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec
from spacy.tokens import Doc

from counterclaim.claims.nlp import BLOCK
from counterclaim.claims.nlp import load as language
from counterclaim.lexicon.countries import countries
from counterclaim.lexicon.load import load

SHOUTED: Final = 0.95
"""Share of letters in capitals from which a text's case is taken to say nothing."""
FEW: Final = 20
"""A text of fewer letters may be an acronym or a name: it is left alone."""
WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
END: Final = re.compile(r"[.!?][\"”’')\]]*\s|\n|--\s|:\s+[\"“]")
"""What stands between two sentences."""
DATELINE: Final = re.compile(r"--\s*(?:\[[^\[\]\n]{1,80}\]\s*)+")
"""Wires write the dateline, ``--``, bracketed notes, then the first sentence."""
BRACKETED: Final = re.compile(r"[\[(]([^\W\d_]+(?:-[^\W\d_]+)?)[\])]")
PHRASE: Final = re.compile(r"([^\W\d_]+) ?[\[(]([^\W\d_]+(?:[ '’-][^\W\d_]+){1,9})[\])]")
SMALL: Final = frozenset({"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"})
INITIAL: Final = re.compile(r"(?<![^\W\d_])([^\W\d_])\.(?=[\s,]|[^\W\d_]\b)")
MONTH: Final = re.compile(
    r"(?<=\d )(?:may|march|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b|\b(?:may|march)(?= \d)"
)
"""Months that are common words, or cut short: a figure beside them tells."""
ORDINAL: Final = re.compile(r"\d$")
CONTRACTED: Final = re.compile(r"['’](?:t|re|ve|ll|d|m)$")
NOT_NAMES: Final = frozenset({"IN", "DT", "PRP", "PRP$", "CC", "MD", "TO", "WDT", "WP", "WRB", "EX", "CD"})
LONGEST_ACRONYM: Final = 6
TAGGER: Final = ("tok2vec", "tagger")


class Lists(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``recase.toml``: words that are written with capitals, by sort."""

    acronyms: str
    titles: str
    institutions: str
    common: str
    plain: str
    particles: str
    names: str


@dataclass(frozen=True, slots=True)
class _Words:
    """Everything the decision looks up, in lower case."""

    acronyms: frozenset[str]
    titles: frozenset[str]
    institutions: frozenset[str]
    names: frozenset[str]
    common: frozenset[str]
    plain: frozenset[str]
    particles: frozenset[str]
    endings: tuple[tuple[str, str], ...]

    def is_common(self, word: str) -> bool:
        """Tell whether a dictionary knows the word, as it stands or as a plural or verb form of a known one."""
        if word in self.common:
            return True
        return any(
            word.endswith(ending) and word.removesuffix(ending) + stem in self.common for ending, stem in self.endings
        )


@functools.cache
def _words() -> _Words:
    lists = load("recase", Lists)
    nlp = language()
    lookups = getattr(nlp.get_pipe("lemmatizer"), "lookups")  # noqa: B009 - spaCy types every component as a callable
    common = set(lists.common.split()) | set(nlp.Defaults.stop_words) | {"didn", "doesn", "isn", "wasn", "weren", "ain"}
    endings: set[tuple[str, str]] = set()
    for part in ("noun", "verb", "adj", "adv"):
        common |= set(lookups.get_table("lemma_index")[part]) | set(lookups.get_table("lemma_exc").get(part, {}))
        endings |= {(ending, stem) for ending, stem in lookups.get_table("lemma_rules").get(part, []) if ending}
    names = set(lists.names.lower().split())
    for state in countries().values():
        for name in (*state.names, *state.demonyms, *state.capitals):
            names |= {word for word in WORD.findall(name.lower()) if len(word) > 3}
    names |= {f"{name}s" for name in names}
    return _Words(
        acronyms=frozenset(lists.acronyms.lower().split()),
        titles=frozenset(lists.titles.lower().split()),
        institutions=frozenset(lists.institutions.lower().split()),
        names=frozenset(names),
        common=frozenset(common),
        plain=frozenset(lists.plain.split()),
        particles=frozenset(lists.particles.split()),
        endings=tuple(sorted(endings)),
    )


def shouted(text: str) -> bool:
    """Tell whether the text is written all in capitals, so that its case says nothing."""
    upper = sum(map(str.isupper, text))
    lower = sum(map(str.islower, text))
    return upper + lower >= FEW and upper >= SHOUTED * (upper + lower)


def _lower(text: str) -> str:
    """Return the text in lower case at the same length: a letter whose lower case is longer stays as it is."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _blocks(text: str) -> Iterator[str]:
    """Cut the text at line breaks, and a line beyond BLOCK code points anywhere: memory stays bounded."""
    for line in text.splitlines(keepends=True):
        for at in range(0, len(line), BLOCK):
            yield line[at : at + BLOCK]


def _tags(low: str) -> dict[int, str]:
    """Return the part of speech of each token by its offset, as the tagger reads the text in lower case."""
    nlp = language()
    tags: dict[int, str] = {}
    at = 0
    doc: Doc
    for doc in nlp.pipe(_blocks(low), disable=[name for name in nlp.pipe_names if name not in TAGGER]):
        for token in doc:
            tags[at + token.idx] = token.tag_
        at += len(doc.text)
    return tags


def _institution(low: str, end: int, before: list[re.Match[str]], words: _Words) -> set[int]:
    """Return the offsets of the words of an institution's name that ends at ``end``, back to its article.

    An acronym of the name in its own language ("... liberation front [fnl]") does not spell the English words.
    """
    if not before or before[-1][0] not in words.institutions:
        return set()
    starts: set[int] = set()
    for word in reversed(before[-LONGEST_ACRONYM:]):
        if low[word.end() : end].strip(" [("):
            break
        starts.add(word.start())
        end = word.start()
    return starts


def _witnessed(low: str, words: _Words) -> tuple[set[str], set[int]]:
    """Return acronyms that brackets give away, and the offsets of words that such an acronym stands for.

    ``national front [nf]`` and ``nf [national front]``: the words whose initials make the acronym are a name.
    """
    acronyms: set[str] = set()
    starts: set[int] = set()
    for found in BRACKETED.finditer(low):
        short = found[1]
        if len(short) > LONGEST_ACRONYM:
            continue
        before = [w for w in WORD.finditer(low, max(0, found.start() - 120), found.start()) if w[0] not in SMALL]
        spelt = before[-len(short) :]
        if len(short) > 1 and "".join(w[0][0] for w in spelt) == short:
            acronyms.add(short)
            starts |= {w.start() for w in spelt}
        elif len(short) > 1 and not words.is_common(short) and short not in words.names:
            acronyms.add(short)
            starts |= _institution(low, found.start(), before, words)
    for found in PHRASE.finditer(low):
        short = found[1]
        inside = [w for w in WORD.finditer(low, found.start(2), found.end(2)) if w[0] not in SMALL]
        spells = "".join(w[0][0] for w in inside) == short
        if spells or (1 < len(short) <= LONGEST_ACRONYM and not words.is_common(short) and short not in words.names):
            acronyms.add(short)
            starts |= {w.start() for w in inside}
    return acronyms, starts


def _is_name(word: str, tag: str, words: _Words) -> bool:
    stem = re.sub(r"['’]s?$", "", word)
    if stem in SMALL or stem in words.particles or CONTRACTED.search(stem):
        return False
    if stem in words.names:
        return True
    if tag in NOT_NAMES or stem in words.plain:
        return False
    unknown = len(stem) > 1 and not words.is_common(stem)
    return unknown or tag.startswith("NNP")


def recase(text: str) -> str:
    """Return a text in capitals with the case it would have had; any other text as it is.

    The result has the same length, so that every offset into one is an offset into the other.
    """
    if not shouted(text):
        return text
    words, low = _words(), _lower(text)
    tags = _tags(low)
    acronyms, spelt = _witnessed(low, words)
    made = list(low)
    found = list(WORD.finditer(low))
    named = [m.start() in spelt or _is_name(m[0], tags.get(m.start(), ""), words) for m in found]
    for i, m in enumerate(found):
        word = re.sub(r"['’]s$", "", m[0])
        after = i + 1 < len(found) and low[m.end() : found[i + 1].start()] in {" ", ". "} and named[i + 1]
        before = i > 0 and low[found[i - 1].end() : m.start()] == " " and named[i - 1]
        named[i] = named[i] or (word in words.titles and after) or (word in words.institutions and before)
    opening = {m.end() for m in DATELINE.finditer(low)}
    last = 0
    for m, name in zip(found, named, strict=True):
        word = re.sub(r"['’]s$", "", m[0])
        vowelless = (
            1 < len(word) <= LONGEST_ACRONYM and word not in words.titles and not re.search("[aeiouyäöüáéíóú]", word)
        )
        common = word in words.common
        gap = low[last : m.start()]
        if ORDINAL.search(gap):  # "3rd", "19th", "10km"
            last = m.end()
            continue
        if word in acronyms or (word in words.acronyms and (name or not common)) or (vowelless and name):
            made[m.start() : m.start() + len(word)] = word.upper() if len(word.upper()) == len(word) else word
        elif name or last == 0 or word == "i" or m.start() in opening or END.search(gap):
            made[m.start()] = word[0].upper() if len(word[0].upper()) == 1 else word[0]
        last = m.end()
    for m in MONTH.finditer(low):
        made[m.start()] = m[0][0].upper()
    for m in INITIAL.finditer(low):
        made[m.start(1)] = m[1].upper() if len(m[1].upper()) == 1 else m[1]
    return "".join(made)
