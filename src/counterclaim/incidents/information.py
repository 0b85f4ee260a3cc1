"""The two-part grade of an incident: how its sources are rated, and how its information holds; docs/grading.md.

The scale is that of NATO's STANAG 2511 (A to F, 1 to 6).  1, "confirmed by other sources", is never computed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final, Literal

from counterclaim.incidents.findings import Found
from counterclaim.incidents.grade import rating
from counterclaim.incidents.ties import on_one_side
from counterclaim.incidents.voices import Told, distinct, grounds, independent
from counterclaim.records import Field, Rating, Reason, SourceGrade

_Information = Literal[2, 3, 4, 5, 6]
_UNRATED: Final[tuple[Rating, str]] = ("F", "")


def source_grade(
    told: Sequence[Told],
    found: Mapping[Field, Found],
    *,
    accused: frozenset[str],
    ratings: Mapping[str, Rating],
    day: dt.date | None,
) -> SourceGrade:
    """Return the two-part grade; ``accused`` are the ids of the accused, whose bare denial changes nothing."""
    telling = [one for one in told if one.own and one.claim.stance != "denies"]
    voices = distinct(telling)
    rated: list[tuple[Rating, str]] = [(rating(voice, ratings), voice.name) for voice in voices.values()]
    best, name = min(rated, default=_UNRATED)
    if not rated:
        source = Reason(text="F: no voice stands behind it")
    elif best == "F":
        source = Reason(text="F: nobody rated a voice behind it", claims=grounds(telling))
    else:
        source = Reason(text=f"{best}: {name} is the best rated voice behind it", claims=grounds(telling))
    information, reason = _information(told, telling, found, accused, day)
    return SourceGrade(source=best, information=information, reasons=(source, reason))


def _information(
    told: Sequence[Told],
    telling: Sequence[Told],
    found: Mapping[Field, Found],
    accused: frozenset[str],
    day: dt.date | None,
) -> tuple[_Information, Reason]:
    voices = distinct(telling)
    if not voices:
        return 6, Reason(text="6: no voice stands behind it, so that it cannot be judged", claims=grounds(telling))
    denials = [
        one
        for one in told
        if one.own and one.claim.stance == "denies" and one.voice is not None and not _of_side(one, accused, day)
    ]
    fields = [at for at, one in found.items() if one.contested and (at != "stance" or denials)]
    differ = f"voices differ on {', '.join(fields)}"
    single = "no two voices that tell it are known to be independent"
    if independent(voices, day) > 1:
        if fields:
            return 3, Reason(text=f"3: independent voices tell it; {differ}", claims=grounds(telling))
        return 2, Reason(text="2: independent voices tell it, and differ on nothing", claims=grounds(telling))
    if denials:
        return 5, Reason(text=f"5: voices that nobody accuses deny it, and {single}", claims=grounds(denials))
    if fields:
        return 4, Reason(text=f"4: {single}, and {differ}", claims=grounds(telling))
    return 3, Reason(text=f"3: {single}; none differs", claims=grounds(telling))


def _of_side(one: Told, accused: frozenset[str], day: dt.date | None) -> bool:
    return one.speaker is not None and any(on_one_side(one.speaker, side, day) for side in accused)
