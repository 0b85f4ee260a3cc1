"""When a happening took place, as the words that tell it say: which of a sentence's times belongs to it."""

from __future__ import annotations

from typing import Final

from spacy.tokens import Span, Token

from counterclaim.claims.arguments import Filler
from counterclaim.claims.context import Context
from counterclaim.claims.groups import Group
from counterclaim.claims.speakers import Speech
from counterclaim.claims.times import TimeMention
from counterclaim.records import Interval

_OPENING: Final = 25
"""Code points from the start of a sentence within which a time holds for all of it: "On Friday ..."."""
_BESIDE: Final = 12
"""Code points between a word of saying and its time: "said late on Tuesday"."""
_HAVE: Final = frozenset({"have", "has", "'ve", "’ve"})
_PRESENT: Final = frozenset({"VBZ", "VBP"})
_OFTEN: Final = frozenset({"often", "regularly", "frequently", "routinely", "usually", "constantly", "always"})
_MEANWHILE: Final = frozenset({"as", "while", "when"})


def when(ctx: Context, group: Group, low: int, high: int, sent: Span, *, act: bool) -> tuple[Interval, Filler] | None:
    """Return the time of a happening told in ``low`` to ``high`` (code points) of a sentence.

    The time of saying, outside what is said, is left alone; ``act`` is true where saying is the happening itself.
    """
    at, above = ctx.doc[group.head.head].idx, _above(ctx, group)
    said = [] if act else [c for s in ctx.speeches for c in s.attribution.contents if c[0] <= at < c[1]]
    own = [
        t
        for t in ctx.times
        if sent.start_char <= t.start < sent.end_char
        and all(a <= t.start < b for a, b in said)
        and not ctx.is_dateline(t)
    ]
    near = [
        t
        for t in own
        if (low <= t.start < high or (t.start < low and t.start - sent.start_char < _OPENING))
        and not _aside(ctx, above, t)
    ]
    near = [t for t in near if not _overlaid(ctx, above, t, near)]
    near = near or [t for t in own if _meanwhile(ctx, group, t) or _strayed(ctx, group, t)]
    if not near:
        return None
    best = min(near, key=lambda t: abs(t.start - at))
    return best.interval, Filler(best.text, best.start, best.end, "time in the clause")


def goes_on(ctx: Context, group: Group) -> bool:
    """Tell whether a telling speaks of what happens or goes on, so that no day told before is its day.

    "They often shell the city", "the army is pressing an offensive", "the coalition has been bombing the town".
    """
    verb = _verb(ctx.doc[group.head.head])
    if verb is None or (verb.lemma_ == "be" and ctx.doc[group.head.head].i != verb.i):
        return False  # "they deny that there is a siege" says nothing of habit
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    often = any(t.lower_ in _OFTEN for t in verb.children)
    present = any(t.tag_ in _PRESENT for t in (verb, *helpers))
    perfect = any(t.lower_ in _HAVE for t in helpers)
    return often or (present and (not perfect or verb.tag_ == "VBG"))


def _verb(token: Token) -> Token | None:
    while token.pos_ not in ("VERB", "AUX"):
        if token.head.i == token.i:
            return None
        token = token.head
    return token


def _above(ctx: Context, group: Group) -> set[int]:
    """Return the heads of a group's triggers and the tokens that govern them."""
    heads = {t.head for t in group.triggers}
    return heads.union(a.i for head in heads for a in ctx.doc[head].ancestors)


def _aside(ctx: Context, above: set[int], time: TimeMention) -> bool:
    """Tell whether a time belongs to a relative clause that tells of something else.

    "in a town that rebels seized on Friday" dates the seizure; "the fighting that began on Friday" dates the fighting.
    """
    if time.text[:5].lower() == "since":
        return False
    verb = _verb(ctx.doc[ctx.token_at(time.end - 1)])
    while verb is not None and verb.i not in above:
        if verb.dep_ == "relcl" and any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return verb.tag_ not in _PRESENT and all(t.head != verb.head.i for t in ctx.triggers)
        verb = _verb(verb.head) if verb.head.i != verb.i else None
    return False


def _meanwhile(ctx: Context, group: Group, time: TimeMention) -> bool:
    """Tell whether a time dates what went on at once: "hit the convoy as it waited on Saturday"."""
    verb, act = _verb(ctx.doc[ctx.token_at(time.end - 1)]), _verb(ctx.doc[group.head.head])
    if verb is None or act is None:
        return False
    return any(
        inner.dep_ == "advcl"
        and inner.head.i == outer.i
        and any(c.lower_ in _MEANWHILE and c.dep_ in ("mark", "advmod") for c in inner.children)
        for inner, outer in ((verb, act), (act, verb))
    )


def _strayed(ctx: Context, group: Group, time: TimeMention) -> bool:
    """Tell whether a past time hangs in a relative clause in the present: it dates the main clause.

    "Police arrested a man who supplies the militia on Friday."
    """
    verb = _verb(ctx.doc[ctx.token_at(time.end - 1)])
    if verb is None or verb.dep_ != "relcl" or verb.tag_ not in _PRESENT:
        return False
    heads = {t.head for t in group.triggers}
    return any(a.i in heads for a in verb.ancestors)


def _overlaid(ctx: Context, above: set[int], time: TimeMention, times: list[TimeMention]) -> bool:
    """Tell whether a time gives way to another that ends with it: "since the war began in 2011" and "in 2011".

    What the words after "since" tell happened then; all else has gone on from then.
    """
    for other in times:
        if other is not time and other.end == time.end:
            outer, inner = (time, other) if time.start < other.start else (other, time)
            verb = _verb(ctx.doc[ctx.token_at(inner.start)])
            within = verb is not None and verb.i in above and verb.idx >= outer.start
            return time is (outer if within else inner)
    return False


def said(ctx: Context, speech: Speech | None) -> tuple[Interval, Filler] | None:
    """Return the time right beside a word of saying, outside what is said: "said on Tuesday that ..."."""
    if speech is None:
        return None
    low, high = speech.attribution.cue
    beside = [
        t
        for t in ctx.times
        if (0 <= t.start - high < _BESIDE or 0 <= low - t.end < _BESIDE)
        and not any(a <= t.start < b for a, b in speech.attribution.contents)
        and not ctx.is_dateline(t)
    ]
    if not beside:
        return None
    best = min(beside, key=lambda t: min(abs(t.start - high), abs(low - t.end)))
    return best.interval, Filler(best.text, best.start, best.end, "time beside the word of saying")
