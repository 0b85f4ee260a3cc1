"""Lines that stand among an article's paragraphs and are no part of it: told by form and by a list of phrases."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from counterclaim.lexicon.load import load
from counterclaim.text import words

Form = Literal["p", "head", "item", "cell", "quote"]

_MOSTLY_LINK: Final = 0.85
_ADDRESS: Final = re.compile(r"\W*https?://\S+\W*")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table cell or quotation; ``linked`` is the share (0..1) that is link."""

    text: str
    form: Form
    linked: float


class Furniture(msgspec.Struct, forbid_unknown_fields=True):
    """The file ``furniture.toml``: phrases that tell a page's furniture from its article."""

    longest: int
    related: list[str]
    asked: list[str]
    about: list[str]
    alone: list[str]


TABLES: Final[dict[str, Any]] = {"furniture": Furniture}
"""The lexicon files that this stage reads, each with its type, so that a coder's edit can be checked."""


def prune(blocks: Sequence[Block], titles: Iterable[str | None]) -> list[Block]:
    """Return the blocks that are the article's own.

    Out go repetitions of the title, the phrases of ``furniture.toml``, list items that are nothing but a link,
    other lines that are nothing but a link where furniture stands beside them or nothing else follows, and headings
    with nothing below them.  A lone linked line amid the prose stays: it may be a link a writer set.
    """
    names = {same for title in titles if title and len(same := key(title)) > 8}
    fates = [_fate(block, names) for block in blocks]
    last = max((at for at, fate in enumerate(fates) if fate == "keep"), default=-1)
    kept: list[Block] = []
    for at, (block, fate) in enumerate(zip(blocks, fates, strict=True)):
        if fate == "link":
            beside = [fates[near] for near in (at - 1, at + 1) if 0 <= near < len(fates)]
            fate = "drop" if at > last or block.form == "item" or set(beside) & {"link", "drop"} else "keep"
        if fate == "keep":
            kept.append(block)
    while kept and kept[-1].form == "head":
        kept.pop()
    return kept


def key(text: str) -> str:
    """Return the words of ``text`` run together: equal for lines that say the same."""
    return "".join(word for word, _, _ in words(text))


def _fate(block: Block, titles: set[str]) -> Literal["keep", "drop", "link"]:
    pattern, longest = _patterns()
    if _ADDRESS.fullmatch(block.text) or (len(block.text) <= longest and pattern.match(block.text)):
        return "drop"
    if titles and len(block.text) < 400 and key(block.text) in titles:
        return "drop"
    return "link" if block.linked > _MOSTLY_LINK and block.form != "quote" else "keep"


@functools.cache
def _patterns() -> tuple[re.Pattern[str], int]:
    table = load("furniture", Furniture)
    starts = "|".join(_phrase(phrase) for phrase in (*table.related, *table.asked, *table.about))
    alone = "|".join(_phrase(phrase) for phrase in table.alone)
    return re.compile(rf"\W*(?:{starts}|(?:{alone})\W*$)", re.IGNORECASE), table.longest


def _phrase(phrase: str) -> str:
    r"""Return the pattern of one phrase: "..." is up to six words, and a phrase ends where a word does."""
    body = r"(?:\S+\s+){0,6}?".join(re.escape(part.strip()) + r"\s*" for part in phrase.split("..."))
    return body.removesuffix(r"\s*") + (r"\b" if phrase[-1].isalnum() else "")
