"""Incidents as a table for a terminal: a row each on a wide one, a few lines each on a narrow one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.text import Text

from counterclaim.publish import derived_words, words
from counterclaim.publish.layout import GAP, Cell, Columns, cell
from counterclaim.records import Grade, Incident, Review, Series
from counterclaim.text import one_line

_WIDE: Final = 132
"""Columns from which a row stands in a table."""
_FIXED: Final = {"toll": 19, "voices": 23, "contested": 13, "grade": 17, "id": 10}
"""Columns of the cells whose words are short; where, when, who and whom share the rest."""
_GRADE_STYLES: Final = {"confirmed": "bold red", "fair": "red", "weak": "yellow", "contested": "magenta"}
REVIEW_STYLES: Final[dict[Review, str]] = {"machine": "yellow", "checked": "green"}


def grade_text(grade: Grade) -> Text:
    """Return a grade with its belligerent, coloured by the grade."""
    return Text(one_line(derived_words.grade(grade)), _GRADE_STYLES.get(grade.grade or "", "dim"))


def _grades(about: Incident | Series) -> list[Text]:
    return [grade_text(grade) for grade in derived_words.by_grade(about.grades)] if isinstance(about, Incident) else []


def _contested(about: Incident | Series) -> str:
    return ", ".join(derived_words.FIELDS[field] for field in derived_words.contested(about))


def toll_text(about: Incident | Series) -> Text:
    """Return the ranges of harm on one line."""
    ranges = derived_words.toll(about.toll)
    if not ranges:
        return Text("no toll claimed", "dim")
    return Text(" · ".join(f"{harm} {', '.join(groups)}" for harm, groups in ranges.items()), "bold")


def _toll_lines(about: Incident) -> list[tuple[int, Text]]:
    """Return the ranges of harm below each other: a group under its harm."""
    ranges = derived_words.toll(about.toll)
    if not ranges:
        return [(0, Text("no toll claimed", "dim"))]
    return [
        (2 if nth else 0, Text(group if nth else f"{harm} {group}", "bold"))
        for harm, groups in ranges.items()
        for nth, group in enumerate(groups)
    ]


def _shares(width: int) -> tuple[int, int]:
    rest = width - sum(_FIXED.values()) - GAP * (len(_FIXED) + 1)
    return rest * 4 // 9, rest - rest * 4 // 9


def _wide(about: Incident, width: int) -> RenderableType:
    first, second = _shares(width)
    return Columns(
        [
            cell(
                first,
                Text(one_line(derived_words.when(about)), "bold"),
                Text(one_line(derived_words.where(about))),
            ),
            cell(
                second,
                Text(derived_words.kind(about), "cyan"),
                Text(one_line(derived_words.party_to_party(about))),
            ),
            Cell(_FIXED["toll"], _toll_lines(about)),
            cell(
                _FIXED["voices"],
                Text(derived_words.voices(about.voices)),
                Text(derived_words.spread(about.spread), "dim"),
            ),
            cell(_FIXED["contested"], Text(_contested(about) or "–", "magenta" if _contested(about) else "dim")),
            cell(_FIXED["grade"], *(_grades(about) or [Text("–", "dim")])),
            cell(
                _FIXED["id"],
                Text(derived_words.short(about.id), "dim"),
                Text(about.review, REVIEW_STYLES[about.review]),
            ),
        ]
    )


def narrow_lines(about: Incident | Series) -> list[Text]:
    """Return an incident or series as lines: what and who, toll with voices and spread, disputes and grades."""
    who = one_line(derived_words.party_to_party(about))
    what = Text.assemble((derived_words.kind(about), "cyan"), f" · {who}" if who else "")
    stands = Text.assemble(
        toll_text(about),
        Text(f" · {derived_words.voices(about.voices)}", "not bold"),
        Text(f" · {derived_words.spread(about.spread)}", "not bold dim"),
    )
    contested = _contested(about)
    dispute = Text(" · ").join(
        [*([Text(f"contested: {contested}", "magenta")] if contested else []), *_grades(about)],
    )
    return [what, stands, *([dispute] if dispute else [])]


def narrow_row(about: Incident | Series) -> RenderableType:
    """Return an incident or series with its id on the left, as few lines as its words need."""
    place = Text.assemble((one_line(derived_words.when(about)), "bold"), f" · {one_line(derived_words.where(about))}")
    left = cell(
        derived_words.SHORT,
        Text(derived_words.short(about.id), "dim"),
        Text(about.review, REVIEW_STYLES[about.review]),
    )
    return Columns([left, Cell(None, [(0, line) for line in (place, *narrow_lines(about))])])


def _heads(width: int) -> RenderableType:
    first, second = _shares(width)
    names = ("when, where", "what, who → whom", "toll", "voices, spread", "contested", "grade", "id, review")
    widths = (first, second, *_FIXED.values())
    return Columns([cell(room, Text(name, "dim")) for room, name in zip(widths, names, strict=True)])


def table(incidents: Sequence[Incident], *, width: int) -> RenderableType:
    """Return the table of incidents for a terminal of ``width`` columns; no figure, voice or dispute is cut off."""
    wide = width >= _WIDE
    parts: list[RenderableType] = [_heads(width), Text()] if wide else []
    for about in incidents:
        parts += [_wide(about, width) if wide else narrow_row(about), Text()]
    return Group(*parts)


def foot(incidents: Sequence[Incident], *, more_after: str | None) -> Text:
    """Return the last line: how many were shown, how many a person has checked, and how to see what follows."""
    checked = sum(about.review == "checked" for about in incidents)
    parts = [
        words.counted(len(incidents), "incident", "incidents"),
        f"{checked:,} checked by a person, the rest as the machine read them"
        if checked
        else "none checked by a person",
    ]
    if more_after is not None:
        parts.append(f"more: --after {more_after}")
    return Text(" · ".join(parts), "dim")
