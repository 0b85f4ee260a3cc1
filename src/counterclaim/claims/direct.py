"""Direct speech beyond the cue's own sentence: quotations that go on, statements printed without marks."""

from __future__ import annotations

from counterclaim.claims.cues import cues
from counterclaim.claims.noun_phrases import Range, overlap
from counterclaim.claims.page import Draft, Page
from counterclaim.claims.said_by import said_by


def adjoin_quotes(sheet: Page, drafts: list[Draft]) -> list[Draft]:
    """Give every quotation that stands as a sentence of its own to the speaker quoted just before it.

    A cue that brought no words of its own takes the quotation next to it.  A quotation after narrative is nobody's.
    """
    drafts = sorted(drafts, key=lambda d: d.cue)
    extended: dict[int, list[Range]] = {}
    for quote in sheet.quotes:
        if quote[1] - quote[0] < 4 or any(overlap(quote, r) for d in drafts for r in d.contents):
            continue
        if any(quote[0] <= d.cue[0] < quote[1] for d in drafts) or not _own_sentence(sheet, quote):
            continue
        at = max((i for i, d in enumerate(drafts) if d.cue[0] < quote[0]), default=None)
        if at is None:
            continue
        draft = drafts[at]
        reach = max([draft.cue[1], *(r[1] for r in [*draft.contents, *extended.get(at, [])] if r[1] <= quote[0])])
        spoken = any(sheet.quoted(r[0]) or sheet.quote_in(*r) for r in draft.contents)
        if draft.source is not None and spoken and _near(sheet, reach, quote[0]):
            extended.setdefault(at, []).append(quote)
    return [
        Draft(d.cue, d.lemma, d.source, [*d.contents, *extended[i]], d.manner) if i in extended else d
        for i, d in enumerate(drafts)
    ]


def _own_sentence(sheet: Page, quote: Range) -> bool:
    """Tell whether nothing but a sentence's end or a line break stands before the quotation."""
    before = quote[0] - 1
    while before >= 0 and sheet.doc[before].is_space and "\n" not in sheet.doc[before].text:
        before -= 1
    return before < 0 or sheet.doc[before].is_space or sheet.doc[before].text[-1:] in '.!?”"’'


def _near(sheet: Page, start: int, end: int) -> bool:
    """Tell whether no other sentence begins between two tokens."""
    doc = sheet.doc
    crossed = 0
    for i in range(start, end):
        if doc[i].text in {".", "!", "?"} and i + 1 < end:
            crossed += sum(not t.is_space for t in doc[i + 1 : end]) > 0
    return crossed == 0 and end - start < 40


def run_on_statements(sheet: Page, drafts: list[Draft]) -> list[Draft]:
    """Read statements that follow a line that ends with a colon ("X said:", "X released the following statement:").

    In quotation marks they are the paragraphs that begin with one.  Without marks they end at the text's end, at the
    next such line, or at a section that no speech contains ("Notes to editors").
    """
    doc = sheet.doc
    lines = [i for i, t in enumerate(doc) if t.is_space and "\n" in t.text]
    starts = [(verb, at + 1) for at in lines if (verb := _leads_in(sheet, at, lines)) is not None]
    made: list[Draft] = []
    for n, (verb, start) in enumerate(starts):
        if start >= len(doc):
            break
        stop = len(doc)
        if n + 1 < len(starts):
            stop = max((i for i in lines if i < starts[n + 1][0]), default=starts[n + 1][0])
        contents = _quoted_paragraphs(sheet, start, stop) or [(start, _section_end(sheet, start, stop))]
        source = said_by(sheet, doc[verb], None)
        if source is not None and all(a < b for a, b in contents):
            made.append(Draft((verb, verb + 1), doc[verb].lemma_.lower(), source, contents, "says"))
    taken = {d.cue for d in made}
    drafts[:] = [d for d in drafts if d.cue not in taken]
    return made


def _leads_in(sheet: Page, at: int, lines: list[int]) -> int | None:
    """Return the verb of the line before ``at`` if the line ends with a colon and somebody says something in it."""
    doc, table = sheet.doc, cues()
    before = at - 1
    while before >= 0 and doc[before].is_space:
        before -= 1
    if before < 1 or doc[before].text != ":":
        return None
    low = max((i + 1 for i in lines if i < before), default=0)
    said = range(before - 1, max(low, before - 60) - 1, -1)
    verb = next((i for i in said if doc[i].lemma_.lower() in table.verbs and doc[i].pos_ == "VERB"), None)
    if verb is None and any(doc[i].lower_ in {"statement", "remarks", "comments"} for i in said):
        verb = next((i for i in said if doc[i].pos_ == "VERB" and doc[i].dep_ == "ROOT"), None)
    return verb


def _quoted_paragraphs(sheet: Page, start: int, stop: int) -> list[Range]:
    """Return the quotations that begin paragraphs from ``start`` on, until a paragraph begins without one."""
    doc, at = sheet.doc, start
    found: list[Range] = []
    while at < stop and (quote := sheet.quote_at(at)) is not None and quote[0] == at:
        found.append(quote)
        at = quote[1]
        while at < stop and doc[at].is_space:
            at += 1
    return found


def _section_end(sheet: Page, start: int, stop: int) -> int:
    doc = sheet.doc
    for i in range(start, stop):
        if i == start or "\n" in doc[i - 1].text:
            head = doc[i : min(i + 6, stop)].text.lower()
            if head.startswith(cues().around.endings):
                return i
    return stop
