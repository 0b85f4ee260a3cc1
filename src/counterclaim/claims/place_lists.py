"""How far a name of several words goes, and lists of names whose commas were lost ("the towns of Arbin Harasta")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spacy.tokens import Doc

from counterclaim.claims.aliases import country_names
from counterclaim.claims.gazetteer import bare, gazetteer, place_words, precision_after, precision_before
from counterclaim.claims.scene_words import scene_words

_FEW: Final = 100
"""Words to a comma from which on a text is taken to have lost its commas: news has one in twenty or so."""
HYPHENS: Final = frozenset("-‐‑–")
ARTICLES: Final = frozenset({"al", "el"})


def unpunctuated(doc: Doc, masked: set[int]) -> Iterator[tuple[int, int]]:
    """Return the names, as tokens [start, end), of lists after "the towns of" in a text that has lost its commas.

    Two words alone may be one name ("the villages of Beit Jinn and ..."): they are parted where one is known by itself.
    """
    if sum(t.text == "," for t in doc) * _FEW > len(doc):
        return
    for token in doc[:-2]:
        low = token.lower_
        if low not in precision_before() or not low.endswith("s") or doc[token.i + 1].lower_ != "of":
            continue
        at = token.i + 2
        while at < len(doc) and doc[at].lower_ in ("the", *place_words().directions) and doc[at].text[0].islower():
            at += 1
        run: list[tuple[int, int]] = []
        while at < len(doc):
            # A quarter may be called like a newspaper.
            end = _name(doc, at, set() if run and doc[at].lower_ not in country_names() else masked)
            if end > at:
                run.append((at, end))
            elif doc[at].lower_ != "and":
                break
            else:
                yield from _parted(doc, run)
                run = []
            at = max(end, at + 1)
        yield from _parted(doc, run)


def _parted(doc: Doc, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    begins = len(run) == 2 and doc[run[1][0]].text in place_words().prefixes
    if len(run) > 2 or begins or (len(run) == 2 and any(_known(doc, *name) for name in run)):
        return run
    return [(run[0][0], run[-1][1])] if run else []


def _known(doc: Doc, start: int, end: int) -> bool:
    return bare(doc[start:end].text) in gazetteer()


def _name(doc: Doc, start: int, masked: set[int]) -> int:
    """Return where the one name that begins at a token ends, ``start`` where none does."""
    end = _word(doc, start, masked)
    while start < end < len(doc):
        low = doc[end - 1].lower_
        first = doc[end - 1].text in place_words().prefixes or low in scene_words().particles | scene_words().leads
        article = doc[end].lower_ in ARTICLES and doc[start].lower_ not in ARTICLES and not _known(doc, start, end)
        if doc[end].text.isdigit() or (doc[end].text[0].isupper() and doc[end].lower_ in precision_after()):
            return end + 1
        if not (first or article):
            break
        more = _word(doc, end, masked)
        if more == end:
            break
        end = more
    return end


def _word(doc: Doc, start: int, masked: set[int]) -> int:
    """Return the end of a word with a capital, its article and what hyphens join to it; ``start`` where none begins."""
    at = start
    if at + 2 < len(doc) and doc[at].lower_ in ARTICLES and doc[at + 1].text == "-":
        at += 2
    if at >= len(doc) or at in masked or not doc[at].text[0].isupper():
        return start
    at += 1
    while at + 1 < len(doc) and doc[at].text == "-" and not doc[at - 1].whitespace_:
        at += 2
    return at


def name_at(doc: Doc, start: int, masked: set[int]) -> int:
    """Return where a capitalised name that begins at ``start`` ends; ``start`` when none begins there.

    A name with the article ("al-Midan") is one word, since lists lose their commas, unless a type word closes two.
    """
    n, at, end = len(doc), start, start
    article = doc[start].lower_ in ARTICLES and start + 1 < n
    while at < n and at - start < 7 and at not in masked:
        text, low = doc[at].text, doc[at].lower_
        if low in scene_words().particles or text in HYPHENS or text in ("'", "’"):
            if article and end > start:
                break
        elif text[0].isupper():
            if low in precision_after() and end > start:
                break
            if article and end > start and not (at + 1 < n and doc[at + 1].text in precision_after()):
                break
            end = at + 1
        else:
            break
        at += 1
    return end
