"""Transliteration variants: one key for the spellings of a name that was first written in Arabic or Cyrillic script.

Only names of states where such names are at home get a key (``folding.toml``), so that nothing is guessed over the
whole world.  A key is looser than a fold: what it finds is said to be a variant.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import resources
from itertools import islice
from typing import Final, Literal

import msgspec

from counterclaim.gazetteer.fold import ARTICLES
from counterclaim.lexicon.load import read

Style = Literal["arabic", "slavic"]

_MOST_KEYS: Final = 8
_FEW: Final = 4
"""A name with fewer consonants keeps its vowels in the key: "Hama" and "Homs" must not meet."""

_LEAST: Final = 3
"""A key of fewer letters would join all short names: "Aid" and "Yida", "Of" and "Ufa"."""

# Two letters that write one sound; upper case stands for one consonant from here on.
_ARABIC_SOUNDS: Final = (
    (re.compile(r"kh|ḵ"), "X"),
    (re.compile(r"tch|sch|sh|ch"), "S"),
    (re.compile(r"dj"), "j"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"th"), "t"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"[ck](?![h])"), "k"),
    (re.compile(r"v"), "w"),
    (re.compile(r"p"), "b"),
)
_SLAVIC_SOUNDS: Final = (
    (re.compile(r"shch|sch|sh"), "S"),
    (re.compile(r"tch|ch|cz"), "C"),
    (re.compile(r"kh"), "X"),
    (re.compile(r"zh"), "Z"),
    (re.compile(r"tz|ts|c"), "T"),
    (re.compile(r"g"), "h"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ks|x"), "ks"),
)
_GLIDE_W: Final = re.compile(r"(?:ou|oo|uw|aw|ow|au|u|o)(?=[aeio])")
_GLIDE_Y: Final = re.compile(r"(?:iy|ij|ey|ay|ai|ei|i|y)(?=[aeou])")
_LONG_I: Final = re.compile(r"ay|ey|ai|ei|ee|iy|y")
_LONG_U: Final = re.compile(r"ou|oo|aw|ow|au|uw")
_DOUBLE: Final = re.compile(r"([A-Za-z])\1+")
_ATTACHED: Final = re.compile(r"^[ae]([dnrstzlS])\1")
_VOWELS: Final = re.compile(r"[aeiou]+")
_FEMININE: Final = re.compile(r"(?<=\w{3})[ae]t$")
_ENDING: Final = re.compile(r"(?<=\w\w)(?:[ae]h?|h)$")
_SLAVIC_ENDING: Final = re.compile(r"(?<=\w\w)[aeiouy]+$")


def variant_keys(folded: str, style: Style) -> tuple[str, ...]:
    """Return the loose keys of a folded name in Latin letters: at most 8; none where nothing is left to compare.

    Two names are variants of each other where they share a key.  A name has more than one key where a letter
    stands for more than one sound (dh, q, e).
    """
    if not folded.isascii() or not any(letter.isalpha() for letter in folded):
        return ()
    keys = _arabic(folded) if style == "arabic" else _slavic(folded)
    return tuple(dict.fromkeys(islice(keys, _MOST_KEYS)))


def _arabic(folded: str) -> Iterator[str]:
    words = folded.split()
    words = [word for at, word in enumerate(words) if word not in ARTICLES or at == len(words) - 1]
    for dh in ("d", "z") if "dh" in folded else ("d",):
        for q in ("k", "g") if "q" in folded else ("k",):
            for j in ("j", "g") if "j" in folded else ("j",):
                last = len(words) - 1
                parts = [_arabic_word(w, dh, q, j, last=at == last) for at, w in enumerate(words)]
                yield from _with_vowels(" ".join(parts))


@functools.lru_cache(maxsize=65536)
def _arabic_word(word: str, dh: str, q: str, j: str, *, last: bool) -> str:
    word = _ATTACHED.sub(r"\1", word.replace("dh", dh).replace("q", q))
    for sound, letter in _ARABIC_SOUNDS:
        word = sound.sub(letter, word)
    word = word.replace("j", j)
    word = _GLIDE_W.sub("w", word)
    word = _GLIDE_Y.sub("Y", word)
    word = _LONG_U.sub("u", word).replace("o", "u")
    word = _LONG_I.sub("i", word)
    word = _DOUBLE.sub(r"\1", word)
    if not last:
        word = _FEMININE.sub("", word)
    return _ENDING.sub("", word)


def _slavic(folded: str) -> Iterator[str]:
    yield from _with_vowels(" ".join(_slavic_word(word) for word in folded.split()))


@functools.lru_cache(maxsize=65536)
def _slavic_word(word: str) -> str:
    for sound, letter in _SLAVIC_SOUNDS:
        word = sound.sub(letter, word)
    word = re.sub(r"[yj]", "i", word)
    word = re.sub(r"[ieo]+", "i", re.sub(r"i(?=[aou])", "", word))
    word = re.sub(r"(ZZ|zZ)", "Z", _DOUBLE.sub(r"\1", word))
    return _SLAVIC_ENDING.sub("", word)


def _with_vowels(key: str) -> Iterator[str]:
    bare = _DOUBLE.sub(r"\1", _VOWELS.sub("", key))
    if len(bare.replace(" ", "")) >= _FEW:
        # The first vowel of a name is heard: a name that begins with one differs from one that does not.
        yield ("a" if key[0] in "aeiou" else "") + bare
        return
    if len(key) < _LEAST:
        return
    yield key.replace("e", "i")
    if "e" in key:
        yield key.replace("e", "a")


class _Folding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``folding.toml``: states where names were first written in Arabic or in Cyrillic script."""

    arabic: tuple[str, ...]
    slavic: tuple[str, ...]


@functools.cache
def styles() -> dict[str, Style]:
    """Return the style of variants by state (ISO 3166 alpha-2)."""
    table = read(resources.files("counterclaim.gazetteer") / "places" / "folding.toml", _Folding)
    arabic: Style = "arabic"
    slavic: Style = "slavic"
    return {**dict.fromkeys(table.arabic, arabic), **dict.fromkeys(table.slavic, slavic)}
