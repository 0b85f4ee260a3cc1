"""Days of the week: "Wednesday", "last Friday", "Friday March 27", "Friday last week", "every Friday"."""

from __future__ import annotations

import dataclasses

from counterclaim.claims.times import days
from counterclaim.claims.times.context import Context
from counterclaim.claims.times.dates import date, numeric
from counterclaim.claims.times.found import Found, dated
from counterclaim.claims.times.stamps import of_day


def weekday(c: Context, at: int) -> Found | None:
    """Read a day of the week: the nearest on or before publication, or after it where the future is spoken of.

    In a narrative it is the next such day on or after the day told last.
    """
    words = c.words
    lead = words.at(at) if words.at(at) in ("last", "this", "next", "past", "coming") else ""
    begin = at + bool(lead)
    word = words.at(begin).rstrip(".")
    weekdays = words.lexicon.weekdays
    plural = word.endswith("s") and word[:-1] in weekdays
    number = weekdays.get(word[:-1] if plural else word)
    if number is None:
        return None
    end = begin + 1
    if plural and (words.at(at - 1) in ("on", "every") or words.pos(end) not in ("NOUN", "ADJ")):
        return Found(at, end, "SET", f"XXXX-WXX-{number + 1}") if words.at(at - 1) in ("on", "every") else None
    if words.at(at - 1) in words.lexicon.words.christened or words.christened(end):
        return None
    comma = words.at(end) in (",", "(")
    for skip in (end + comma, end + comma + 1):
        if skip == end + comma or words.at(skip - 1) in ("the", "on"):
            found = (date(c, skip) or numeric(c, skip)) if skip < len(words) else None
            if found is not None:
                return dataclasses.replace(found, start=at)
    if words.at(at - 1) == "a" and words.pos(end) not in ("NOUN", "PROPN"):
        return Found(at, end, "DATE", f"XXXX-WXX-{number + 1}")
    if c.narrative:
        told = c.told_day.first if c.told_day is not None else None
        return None if told is None else dated(at, end, of_day(days.next_weekday(told - days.ONE, number)))
    if c.anchor is None:
        return None
    week = {"last": -1, "this": 0, "next": 1}.get(words.at(end)) if words.at(end + 1) == "week" else None
    if week is not None:
        monday = days.week(c.anchor, week).first or c.anchor
        return dated(at, end + 2, of_day(monday + number * days.ONE))
    if lead in ("next", "coming"):
        return dated(at, end, of_day(days.next_weekday(c.anchor, number)))
    if lead in ("", "this") and c.tense(at) > 0:
        # what "will be on Friday" in a Friday's paper is that day's
        return dated(at, end, of_day(days.next_weekday(c.anchor - days.ONE, number)))
    return dated(at, end, of_day(days.weekday(c.anchor, number, strictly=lead in ("last", "past"))))
