"""A parsed text with its sentences and quotation marks looked up by token."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc

from counterclaim.claims.cues import Manner
from counterclaim.claims.noun_phrases import ABBREVIATED, Range
from counterclaim.claims.quote_marks import quoted_ranges


@dataclass(frozen=True, slots=True)
class Draft:
    """An attribution in the making; all ranges are token indices, half-open."""

    cue: Range
    lemma: str
    source: Range | None
    contents: list[Range]
    manner: Manner


@dataclass(frozen=True, slots=True)
class Page:
    """``quotes`` are token ranges with their marks; ``closed`` says which have both; the rest is by token index."""

    doc: Doc
    quotes: tuple[Range, ...]
    closed: tuple[bool, ...]
    sentences: tuple[Range, ...]
    _quote_of: tuple[int, ...]
    _sentence_of: tuple[int, ...]

    def sentence(self, token: int) -> Range:
        """Return the sentence around a token; within a quotation, the part of it that is quoted."""
        low, high = self.sentences[self._sentence_of[token]]
        at = self._quote_of[token]
        if at >= 0:
            start, end = self.quotes[at]
            return max(low, start), min(high, end)
        if high < len(self.doc) and self._quote_of[high] >= 0 and self._quote_of[high] == self._quote_of[high - 1]:
            high = self.quotes[self._quote_of[high]][1]  # a quotation of several sentences
        return low, high

    def quoted(self, token: int) -> bool:
        """Tell whether a token stands in quotation marks, marks included."""
        return 0 <= token < len(self._quote_of) and self._quote_of[token] >= 0

    def quote_at(self, token: int) -> Range | None:
        """Return the quotation around a token, or None."""
        return self.quotes[self._quote_of[token]] if self.quoted(token) else None

    def opens_quote(self, token: int) -> bool:
        """Tell whether a quotation opens at a token."""
        return self.quoted(token) and self.quotes[self._quote_of[token]][0] == token

    def quote_in(self, start: int, end: int) -> bool:
        """Tell whether a quotation opens within a range."""
        return any(self.opens_quote(i) for i in range(start, min(end, len(self._quote_of))))

    def quote_ending(self, at: int) -> Range | None:
        """Return a quotation of its own that ends right before token ``at``, a comma or line break between allowed."""
        last = at - 1
        while last >= 0 and (self.doc[last].text == "," or self.doc[last].is_space):
            last -= 1
        found = self.quote_at(last) if last >= 0 else None
        if found is None or found[1] - 1 != last:
            return None
        low, _ = self.sentences[self._sentence_of[found[0]]]
        lead = [t for t in self.doc[low : found[0]] if not t.is_space]
        return found if not lead or found[1] - found[0] > 14 else None

    def widened(self, low: int, end: int) -> int:
        """Return where the words before a trailing cue begin: never in the middle of a quotation."""
        found = self.quote_at(low)
        return found[0] if found is not None and found[0] < low and found[1] <= end else low


def _abbreviated(doc: Doc, start: int) -> bool:
    last = doc[start - 1].text
    if last == "." and start > 1:
        last = doc[start - 2].text + "."
    return last.lower() in ABBREVIATED


def page(doc: Doc) -> Page:
    """Index a parsed text.  Linear in its length."""
    text_at: list[int] = []
    sentence_of = [0] * len(doc)
    sentences: list[Range] = []
    for sent in doc.sents:
        for i in range(sent.start, sent.end):
            sentence_of[i] = len(sentences)
        sentences.append((sent.start, sent.end))
        if len(sentences) > 1 and _abbreviated(doc, sent.start):
            # "... director Capt. | A. B. said": the parser took a title's point for a full stop.
            sentences[-2:] = [(sentences[-2][0], sent.end)]
            for i in range(sent.start, sent.end):
                sentence_of[i] = len(sentences) - 1
    text_at = [t.idx for t in doc]
    quote_of = [-1] * len(doc)
    quotes: list[Range] = []
    closed: list[bool] = []
    token = 0
    for quote in quoted_ranges(doc.text):
        while token < len(doc) and text_at[token] + len(doc[token]) <= quote.start:
            token += 1
        start = token
        while token < len(doc) and text_at[token] < quote.end:
            quote_of[token] = len(quotes)
            token += 1
        if token > start:
            quotes.append((start, token))
            closed.append(quote.closed)
        for i in range(start, token):
            quote_of[i] = len(quotes) - 1
    return Page(doc, tuple(quotes), tuple(closed), tuple(sentences), tuple(quote_of), tuple(sentence_of))
