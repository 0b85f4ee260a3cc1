"""Names of places made comparable: case, accents and punctuation away, the scripts' own variants made one.

:func:`fold` keeps what tells names apart and may be trusted; :mod:`counterclaim.gazetteer.variants` goes further.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_DROPPED: Final = "'’‘`´ʻʼʽʾʿˈ′‛ʹʺ\"“”„.·\u0640\u200b\u200c\u200d\u200e\u200f\u061c\ufeff\u00ad\u0621"
"""Apostrophes, ayn and hamza in every writing, full stops, tatweel, invisible characters."""

_LETTERS: Final = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ə": "a",
    "ħ": "h",
    "ŋ": "n",
    "ɓ": "b",
    "ɗ": "d",
    "ƙ": "k",
    # Arabic script: feminine ending, final yeh, and the Persian and Urdu shapes of yeh, kaf and heh.
    "ة": "ه",
    "ى": "ي",
    "ی": "ي",
    "ے": "ي",
    "ک": "ك",
    "ہ": "ه",
    "ە": "ه",
    "ھ": "ه",
    "ґ": "г",
}
_ASCII: Final = str.maketrans(
    {
        **{chr(code): " " for code in range(0x80) if not chr(code).isalnum()},
        **{letter: None for letter in _DROPPED if letter.isascii()},
    }
)
_COMBINING: Final = [chr(code) for code in range(0x10000) if unicodedata.combining(chr(code))]
_OTHER: Final = str.maketrans({**dict.fromkeys([*_DROPPED, *_COMBINING]), **_LETTERS})
_NOT_WORD: Final = re.compile(r"[\W_]+")
_ARABIC_ARTICLE: Final = re.compile(r"\b(?:ال)+(?=\w{2})")

_LONGEST: Final = 200
"""Characters of the longest name: no place has a longer one, and hostile input may be a megabyte."""


def fold(name: str) -> str:
    """Return ``name`` as names are compared: lower case, no accents, words parted by one space.

    Hyphens part words; apostrophes, ayn, hamza and full stops vanish.  In Arabic script alef forms, final yeh, teh
    marbuta, vowel signs, tatweel and the article are made one.  What is longer than 200 characters is no name: the
    answer is empty.
    """
    if len(name) > _LONGEST:
        return ""
    if name.isascii():
        return " ".join(name.translate(_ASCII).lower().split())
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_OTHER)
    return _ARABIC_ARTICLE.sub("", _NOT_WORD.sub(" ", plain).strip())


ARTICLES: Final = frozenset("al ar as ad at az an ash adh ath el er es ed et ez en esh ul".split())
"""The Arabic article in Latin letters, with the consonants it takes on before the sun letters."""


def without_article(folded: str) -> str:
    """Return a folded name without a leading Arabic article; a name that is nothing else stays as it is."""
    lead, _, rest = folded.partition(" ")
    return rest if rest and lead in ARTICLES else folded
