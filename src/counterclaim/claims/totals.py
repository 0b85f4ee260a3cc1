"""Tell the toll of a war, a campaign or a month from the toll of one attack."""

from __future__ import annotations

import re
from typing import Final

from counterclaim.claims.context import Context
from counterclaim.claims.groups import Group
from counterclaim.claims.times import TimeMention

_WAR: Final = re.compile(
    r"\b(?:conflict|war|uprising|revolt|crisis|hostilities|insurgency|violence|offensive)\b"
    r"(?: (?:in|over) \w+(?: \w+)?)?"
    r"(?: that)?(?: has| have)?(?: since)? (?:killed|claimed|left|displaced|cost|forced|uprooted)\b"
    r"|\bdeadliest (?:day|week|month|year)\b"
    r"|\bsince (?:then|(?:\w+ ){0,5}(?:war|conflict|uprising|invasion|revolt|crisis|offensive|campaign|revolution"
    r"|unrest|protests|breakdown|collapse|truce|ceasefire|hostilities|fighting|coup|operation)\b)"
    r"|\b(?:conflict|war|uprising|revolt|crisis|insurgency|unrest|violence)\b[^.]{0,80}"
    r"\b(?:since|began|started|erupted|years?|broke out)\b"
    r"|\b(?:the|this) war killing\b|\bin (?:two|three|four|five|six|seven|eight|nine|ten|\d+) years\b"
    r"|\bover the same period\b|\bso far this (?:year|month)\b",
    re.IGNORECASE,
)
"""A war or a long while as what did the harm."""
_MASSES: Final = re.compile(r"(?:hundreds|thousands|tens of|millions)\b", re.IGNORECASE)
_BRIEF: Final = 13
"""Days from which on harm is summed, when no word of its sentence names an attack."""
_LONG: Final = 25
"""The same, when one does: fighting may go on for weeks and be one battle still."""
_MANY: Final = 500
_SOME: Final = 30
"""The least toll in a war's sum: a sentence that counts fewer speaks of one attack, however it dates it."""
_NATION: Final = 500_000
"""Persons in flight from which on the words speak of the whole war and not of one flight."""
_SUMMED: Final = frozenset(
    {"~harm", "~attack", "~hit", "displacement", "killing", "battle", "air_strike", "shelling", "bombing"}
)


def campaign_toll(ctx: Context, group: Group) -> bool:
    """Tell whether a group's toll is the sum over a war, a campaign, a month or longer, not one attack's."""
    kinds = {t.kind for t in group.triggers}
    if not group.tolls or not kinds <= _SUMMED:
        return False
    most = max(toll.toll.low for toll in group.tolls)
    sent = ctx.doc[group.head.head].sent
    fled = kinds == {"displacement"}
    if fled and most < _NATION and not any(t.toll.words.lower().startswith("million") for t in group.tolls):
        return False
    if (most >= _MANY or any(_MASSES.match(t.toll.words) for t in group.tolls)) and _WAR.search(sent.text):
        return True
    if most < _SOME:
        return False
    days = _LONG if kinds - {"~harm"} and not fled else _BRIEF
    near = [t for t in ctx.times if sent.start_char <= t.start < sent.end_char]
    return any(_lasts(t, days) and _of_the_toll(ctx, group, t) for t in near)


def _lasts(time: TimeMention, days: int) -> bool:
    """Tell whether an expression of time names a while of so many days: "last month", "since April"."""
    text = time.text.lower()
    start, end = time.interval.start, time.interval.end
    if start is None or text.startswith(("on ", "by ", "until ")):
        return False
    return text.startswith("since") if end is None else (end - start).days >= days


def _of_the_toll(ctx: Context, group: Group, time: TimeMention) -> bool:
    """Tell whether a time hangs on the harm itself, and not on some other happening of the sentence."""
    token = ctx.doc[ctx.token_at(time.start)]
    heads = {t.trigger for t in group.tolls} | {t.head for t in group.triggers}
    for _ in range(8):
        if token.i in heads:
            return True
        if token.dep_ in {"ROOT", "relcl", "acl", "advcl"}:
            break
        token = token.head
    return token.dep_ == "ROOT" and token.pos_ != "VERB"
