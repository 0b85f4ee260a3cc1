"""Matching and resolving place names alone, spaCy's parse left out: ``python -m bench.places_alone [ARTICLES]``.

Prints articles of about 300 words a second in one process.  The made-up places of the bench's articles are replaced by
real ones, so that there is something to find and to tell apart: towns, provinces, names that many places bear.
"""

from __future__ import annotations

import re
import sys
import time
from typing import Final

from bench.articles import article
from counterclaim.claims.geoparse.recognise import toponyms
from counterclaim.claims.geoparse.resolve import resolve
from counterclaim.claims.geoparse.setting import Setting
from counterclaim.claims.nlp import load

ARTICLES: Final = 200
REAL: Final = {
    "Harun": "Tripoli",
    "Tell Mazra": "Tal Rifaat",
    "Ain Sarrat": "Ain Issa",
    "Qadessa": "Idlib",
    "Burhan": "Kharkiv",
    "Wadi Selm": "Wadi Halfa",
    "Deir Nahra": "Deir ez-Zor",
    "Karfan": "Alexandria",
    "Ushmal": "Mosul",
    "Bab Zeit": "Al Bab",
    "Rasmeen": "Springfield",
    "Tal Abra": "Tel Abyad",
    "Jisr Hamad": "Jisr ash-Shughur",
    "Omreya": "Khartoum",
    "Sanjaf": "San José",
    "Kuweil": "Kherson",
    "Kessab": "Aleppo",
    "Marneh": "Anbar",
    "North Ulan": "North Darfur",
    "Deyrat": "Hama",
    "Orbat": "Donetsk",
    "Lower Tisa": "Helmand",
    "Gharbia": "Latakia",
    "Ardania": "Syria",
    "Veshtia": "Russia",
    "Costara": "Turkey",
    "Lumeria": "Ukraine",
    "Northern Maris": "South Sudan",
}
_INVENTED: Final = re.compile("|".join(sorted(map(re.escape, REAL), key=len, reverse=True)))


def real(text: str) -> str:
    """Return a text of the bench with real places in it."""
    return _INVENTED.sub(lambda match: REAL[match.group()], text)


def rate(articles: int) -> float:
    """Return articles a second, after a tenth of them to warm up."""
    pipeline = load()
    made = [article(number) for number in range(articles)]
    docs = [(pipeline(real(one.text)), Setting(title=real(one.title), publisher=one.publisher)) for one in made]
    for doc, setting in docs[: max(1, articles // 10)]:
        resolve(doc.text, toponyms(doc), setting)
    began = time.perf_counter()
    for doc, setting in docs:
        resolve(doc.text, toponyms(doc), setting)
    return len(docs) / (time.perf_counter() - began)


if __name__ == "__main__":
    print(rate(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES))
