"""What a format is: columns with the rule of each, who has no row, and how rows become bytes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from counterclaim.publish.exports.case import Case
from counterclaim.publish.exports.cells import lines
from counterclaim.publish.exports.loss import Fate
from counterclaim.text import one_line

Note = Callable[[Fate, str], None]
"""Says what befell the value that is being made."""
Row = Sequence[Any]
"""The values of a row in the order of the columns: text, numbers, None; lists and objects where a format has them."""

CLEANED: Final = "control characters, direction marks or line breaks were taken out of the text"


Kind = Literal["text", "integer", "decimal", "flag", "moment", "day", "list", "object"]
"""What the cells of a column hold: a moment and a day are ISO text, a list is of texts, an object is any JSON value."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the rule that fills it in words, the value of a row, and what values it has."""

    name: str
    rule: str
    value: Callable[[Case, Note], Any]
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: ``outside`` gives the reason why an incident has no row, ``behind`` says that rows need claims.

    ``not_carried`` names the fields of an incident for which there is no place, with the reason of each.
    """

    name: str
    title: str
    media_type: str
    suffix: str
    columns: tuple[Column, ...]
    write: Callable[[Iterable[Row]], Iterator[bytes]]
    outside: Callable[[Case], str | None] = lambda _: None
    behind: bool = True
    text: bool = True
    not_carried: Mapping[str, str] = field(default_factory=dict[str, str])
    remarks: tuple[str, ...] = ()


def empty(name: str, why: str) -> Column:
    """Return a column that is always left empty, and why."""

    def value(_: Case, note: Note) -> None:
        note("left_out", why)

    return Column(name, f"always empty: {why}", value)


def tabular(columns: Sequence[Column], *more: Sequence[str]) -> Callable[[Iterable[Row]], Iterator[bytes]]:
    """Return what writes rows as CSV under the names of the columns; ``more`` are rows that follow the names."""
    head = [tuple(column.name for column in columns), *more]
    return lambda rows: lines(itertools.chain(head, rows))


def clean(value: Any, note: Note) -> Any:
    """Return a value with every text in it fit for one line; that something was taken out is noted."""
    if isinstance(value, str):
        kept = one_line(value)
        if kept != value:
            note("lost", CLEANED)
        # Text that was there stays to be seen: nothing is not the same as nothing that can be shown.
        return kept or ("\N{REPLACEMENT CHARACTER}" if value else "")
    if isinstance(value, list | tuple):
        return [clean(each, note) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: clean(each, note) for key, each in cast("dict[str, Any]", value).items()}
    return value
