"""Ranges in quotation marks: straight, curly, doubled, angled; broken pairs are closed with care."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_MARK: Final = re.compile(r"\"\"|[\"“”„«»]|''|``|(?<!\w)[‘'](?=\w)|[’'](?!\w)")
_LINE: Final = re.compile(r"[^\n]+")
_SENTENCE_END: Final = re.compile(r"[.!?](?=\s|$)")
_OPENERS: Final = frozenset("“„«")
_SINGLES: Final = frozenset("‘’'")
_CLOSING_SINGLE: Final = re.compile(r"[’'](?!\w)")
LONGEST: Final = 1200
"""How far a single-marked quote may run, in code points: farther on, the mark is an apostrophe."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A range in quotation marks, marks included, in code points; ``closed`` if a closing mark was found."""

    start: int
    end: int
    closed: bool


def _opens(line: str, at: int, size: int) -> bool | None:
    """Tell by the blanks around it whether a straight mark opens (True) or closes (False); None if they do not tell."""
    before = line[at - 1] if at else " "
    after = line[at + size] if at + size < len(line) else " "
    left, right = before.isspace() or before in "([{—–-", after.isspace() or after in ".,;:!?)]}—–"
    return None if left == right else left


def _line_quotes(line: str, base: int) -> list[Quoted]:
    found: list[Quoted] = []
    start = -1
    kind = ""
    for mark in _MARK.finditer(line):
        sign, at = mark.group(), mark.start()
        single = sign in _SINGLES
        if single:
            # An apostrophe and a single quotation mark look alike: only a mark before a word that is closed
            # behind punctuation or before a blank is read as a pair, and never inside double marks.
            if start < 0 and sign in "‘'" and (at == 0 or line[at - 1].isspace()) and line[at + 1 : at + 2].isalnum():
                if _single_end(line, at) > 0:
                    start, kind = at, "'"
            elif start >= 0 and kind == "'" and at == _single_end(line, start):
                found.append(Quoted(base + start, base + mark.end(), closed=True))
                start = -1
            continue
        if kind == "'" and start >= 0:
            continue
        opens = True if sign in _OPENERS else False if sign in "”»" else _opens(line, at, len(sign))
        if start < 0:
            if opens is not False:
                start, kind = at, '"'
        elif opens is not True:
            found.append(Quoted(base + start, base + mark.end(), closed=True))
            start = -1
        else:  # a second opening mark: the first was never closed, and ends with its sentence
            found.append(_unclosed(line, start, at, base))
            start = at
    if start >= 0 and kind != "'":
        found.append(_unclosed(line, start, len(line), base))
    return found


def _single_end(line: str, start: int) -> int:
    """Return where a single-marked quote that opens at ``start`` closes, or -1."""
    for mark in _CLOSING_SINGLE.finditer(line, start + 1, start + LONGEST):
        at = mark.start()
        # "the rebels' base": a plural possessive is followed by a word, a closing quote seldom follows a bare s.
        if line[at - 1] in ".,!?…" or line[at - 1] != "s" or line[at + 1 : at + 2] in ("", ",", ".", ";", ":", ")"):
            return at
    return -1


def _unclosed(line: str, start: int, stop: int, base: int) -> Quoted:
    """A quote that continues in the next paragraph runs to the line's end; a lost mark ends with its sentence.

    Lines that begin with the mark are taken for the first kind: newspapers leave such paragraphs open.
    """
    if not line[:start].strip() and stop == len(line):
        return Quoted(base + start, base + len(line.rstrip()), closed=False)
    end = _SENTENCE_END.search(line, start + 2, stop)
    return Quoted(base + start, base + min(stop, end.end() if end else stop), closed=False)


def quoted_ranges(text: str) -> tuple[Quoted, ...]:
    """Return the ranges in quotation marks, in reading order, none inside another, none across a line break."""
    found: list[Quoted] = []
    for line in _LINE.finditer(text):
        found += _line_quotes(line.group(), line.start())
    return tuple(q for q in found if q.end - q.start > 2)
