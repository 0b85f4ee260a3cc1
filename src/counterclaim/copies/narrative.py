"""The sentences in which a report tells its story in words of its own: what is compared to tell a reprint.

    paragraphs (lines; some archives part them by "###")   menus, headings and lists hold no sentence, and go
    words outside quotation marks                          what a speaker said is the speaker's, whoever quotes it
    sentences, each once                                   short ones go: another may write the same

What is left is the reporter's own, and reporters who do not copy hardly ever choose the same words.

(Tried and dropped: a list of words by which captions and notices are known; each counts once, and weighs little.)
"""

from __future__ import annotations

import re
import sys
from typing import Final

from counterclaim.text import words

LEAST: Final = 8
"""Words of its own that a sentence has at least."""

Sentence = tuple[str, ...]

_BLOCK: Final = re.compile(r"\n|#{2,}")
# A quotation runs to its end or, where a paragraph leaves it open, to the paragraph's.
_QUOTE: Final = re.compile(
    "|".join(rf"{first}([^{first}{last}]{{0,1000}})(?:{last}|$)" for first, last in ("“”", '""', "«»"))
    + "|‘‘([^‘’]{0,1000})(?:’’|$)|''([^']{0,1000})(?:''|$)"
)
_END: Final = re.compile(r"(?<!\b[A-Z])[.!?…][)\]]*(?=\s|$)")


def narrative(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text that tell its story, each as its words outside quotation marks, each once.

    A text that has none (a list, a quotation and nothing else) gives all its lines of LEAST words or more.
    """
    found: dict[Sentence, None] = {}
    for block in _BLOCK.split(text):
        told = _QUOTE.sub(_end_of_quote, block)
        ends = [end.end() for end in _END.finditer(told)]
        # Where a page was cut off, the last sentence of a paragraph has no end.
        for start, end in zip([0, *ends], [*ends, len(told)], strict=True) if ends else ():
            said = _said(told[start:end])
            if len(said) >= LEAST:
                found[said] = None
    if found:
        return tuple(found)
    return tuple(dict.fromkeys(said for line in _BLOCK.split(text) if len(said := _said(line)) >= LEAST))


def _said(text: str) -> Sentence:
    return tuple(sys.intern(word) for word, _, _ in words(text))  # one copy of each word, however many reports


def _end_of_quote(quote: re.Match[str]) -> str:
    """Return what stands for a quotation: the full stop that ended the sentence within it, or nothing."""
    said = quote[quote.lastindex or 0].rstrip()
    return ". " if said.endswith((".", "!", "?", "…")) else " "
