"""Who is said to have said what, as written: a report's attributions, before anybody is identified.

Three witnesses are heard for every cue: the parse, the quotation marks, and the order of the words, because half of
the texts to be read have lost their commas and with them good parses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from counterclaim.claims.constructions import (
    according_draft,
    headline_draft,
    noun_draft,
    phrasal_draft,
    relay_draft,
)
from counterclaim.claims.cues import Manner, cues
from counterclaim.claims.direct import adjoin_quotes, run_on_statements
from counterclaim.claims.noun_phrases import trim
from counterclaim.claims.page import Draft, Page, page
from counterclaim.claims.reported import is_cue, takes_lives, verb_draft

__all__ = ["Attribution", "Manner", "attributions"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One saying as written.  All spans are half-open code points of the text.

    ``cue`` are the words that report it ("said", "according to"), ``lemma`` their lemma; ``source`` the phrase that
    names the speaker, None where none is named ("is reported to have ..."); ``contents`` the words reported, in
    reading order, at least one span.
    """

    cue: tuple[int, int]
    lemma: str
    source: tuple[int, int] | None
    contents: tuple[tuple[int, int], ...]
    manner: Manner


def attributions(doc: Doc) -> tuple[Attribution, ...]:
    """Return who is said to have said what, ordered by cue.  Empty texts have none."""
    sheet = page(doc)
    drafts = [d for d in _drafts(sheet) if d.contents]
    drafts = adjoin_quotes(sheet, [_clipped(d, drafts) for d in drafts])
    drafts += run_on_statements(sheet, drafts)
    found: dict[tuple[int, int], Attribution] = {}
    for draft in sorted(drafts, key=lambda d: d.cue):
        made = _freeze(sheet, draft)
        if made is not None:
            found.setdefault(made.cue, made)
    return tuple(found.values())


def _clipped(draft: Draft, drafts: list[Draft]) -> Draft:
    """End what is reported where a carrier's tail begins: "the army said ..., the agency reported"."""
    for other in drafts:
        if not draft.cue[0] < other.cue[0] < draft.cue[0] + 120:
            continue
        over = next((r for r in other.contents if r[0] <= draft.cue[0] and r[1] <= other.cue[0]), None)
        if over is not None and other.source is not None and other.source != draft.source:
            stop = min(other.source[0], other.cue[0])
            kept = [(a, min(b, stop)) for a, b in draft.contents if a < stop]
            if kept:
                return replace(draft, contents=kept)
    return draft


def _freeze(sheet: Page, draft: Draft) -> Attribution | None:
    doc = sheet.doc
    spans = [s for r in draft.contents if (s := _chars(doc, *r)) is not None]
    source = _chars(doc, *draft.source) if draft.source else None
    if not spans:
        return None
    last = doc[draft.cue[1] - 1]  # a colon may be the cue: nothing is trimmed off it
    cue = doc[draft.cue[0]].idx, last.idx + len(last.text)
    return Attribution(cue, draft.lemma, source, tuple(sorted(set(spans))), draft.manner)


def _chars(doc: Doc, start: int, end: int) -> tuple[int, int] | None:
    kept = trim(doc, start, end)
    if kept is None:
        return None
    return doc[kept[0]].idx, doc[kept[1] - 1].idx + len(doc[kept[1] - 1].text)


def _drafts(sheet: Page) -> Iterator[Draft]:
    table = cues()
    before: Draft | None = None
    for token in sheet.doc:
        lemma = token.lemma_.lower()
        draft: Draft | None = None
        if before is not None and before.cue[0] < token.i < before.cue[1]:
            continue
        if token.lower_ == "according":
            draft = according_draft(sheet, token)
        elif lemma in table.relay and token.pos_ == "VERB":
            draft = relay_draft(sheet, token, before)
        elif lemma in {"call", "appeal", "press", "push", "hold", "put", "claim", "take"} and token.pos_ == "VERB":
            draft = phrasal_draft(sheet, token, before)
        if draft is None and lemma in table.verbs and is_cue(token) and not takes_lives(token):
            manner, frames = table.verbs[lemma]
            draft = verb_draft(sheet, token, manner, frames, before)
        elif lemma in table.nouns and token.pos_ == "NOUN":
            draft = noun_draft(sheet, token, table.nouns[lemma])
            if (
                draft is not None
                and draft.source is None
                and before is not None
                and before.cue[0] >= sheet.sentence(token.i)[0]
            ):
                draft = None  # "said in a report that": the report is the speaker's own
        elif token.text in {":", "-", "–", "—"}:
            draft = headline_draft(sheet, token)
        if draft is not None:
            yield draft
            before = draft
