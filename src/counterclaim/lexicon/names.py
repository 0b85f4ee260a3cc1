"""How names are compared: accents, dots, hyphens and apostrophes never tell two names apart."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_PIECES: Final = re.compile(r"\w+|[^\w\s\-‐‑–—]")
_DROPPED: Final = str.maketrans("", "", ".'’‘ʼ`´")


def fold(word: str) -> str:
    """Return a word without accents, dots and apostrophes, its case kept."""
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.translate(_DROPPED)


def pieces(text: str) -> list[str]:
    """Return the words of a name as the matcher compares them."""
    return _PIECES.findall(fold(text))


def key(name: str) -> str:
    """Return a name as a person who looks it up may write it: case and a leading article are left out too."""
    words = [word.casefold() for word in pieces(name) if word[0].isalnum()]
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)
