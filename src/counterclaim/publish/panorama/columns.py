"""Columns of incidents: one number a row for what is single, pairs of value and row for what may be several."""

from __future__ import annotations

import bisect
import datetime as dt
import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from counterclaim.ledger import Brief
from counterclaim.lexicon.lookup import named
from counterclaim.publish.panorama.places import NOWHERE, Places

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]

EVER: Final = np.iinfo(np.int64).min
"""The start of an interval that has none: before all others."""
NEVER: Final = np.iinfo(np.int64).max
"""The end of an interval that has none."""
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_MOST: Final = 2**63 - 1
"""The greatest number that a column holds: a figure may be nonsense, and is ordered all the same."""
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Brief).decode


def micros(moment: dt.datetime) -> int:
    """Return a moment as microseconds since 1970, UTC.  Raises TypeError for one without a time zone."""
    return (moment - _EPOCH) // _MICROSECOND


class Many:
    """A column of which a row may have several values: pairs (value, row), values as numbers of a list of names."""

    def __init__(self, names: Sequence[str], codes: NDArray[np.int32], rows: Rows) -> None:
        self.names = names
        self._codes = codes
        self._rows = rows
        self._code = {name: code for code, name in enumerate(names)}

    @classmethod
    def of(cls, values: Sequence[Iterable[str]], known: Sequence[str] = ()) -> Many:
        """Return the column of these rows; ``known`` are the names that have their numbers already."""
        code = {name: number for number, name in enumerate(known)}
        pairs = [
            (code.setdefault(name, len(code)), row) for row, names in enumerate(values) for name in dict.fromkeys(names)
        ]
        numbers = np.array(pairs, dtype=np.intp).reshape(-1, 2)
        return cls(list(code), numbers[:, 0].astype(np.int32), numbers[:, 1])

    def meeting(self, value: str, count: int) -> Mask:
        """Return which of so many rows have a value."""
        found = np.zeros(count, dtype=np.bool_)
        if (code := self._code.get(value)) is not None:
            found[self._rows[self._codes == code]] = True
        return found

    def counted(self, among: Mask) -> NDArray[np.intp]:
        """Return for each name how many of the rows that are ``among`` have it."""
        return np.bincount(self._codes[among[self._rows]], minlength=len(self.names))

    def then(self, fresh: Many, keep: Mask, moved: Rows) -> Many:
        """Return the column of the rows that stay, then the fresh ones; ``moved``: where each comes to stand."""
        stay = keep[self._rows]
        place = np.cumsum(keep) - 1
        kept = int(np.count_nonzero(keep))
        codes = np.concatenate([self._codes[stay], fresh._codes])
        rows = np.concatenate([place[self._rows[stay]], fresh._rows + kept])
        return Many(fresh.names, codes, moved[rows])


@dataclass(frozen=True, slots=True)
class Columns:
    """Incidents in the order of ids; none of it is ever changed.

    ``starts``, ``ends``: microseconds since 1970; ``place``: numbers of ``places``; ``several``: by the name of the
    filter, ``told`` being the parties that are counted: one name a party.
    """

    packed: NDArray[np.object_]
    ids: Sequence[str]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    killed: NDArray[np.int64]
    contested: NDArray[np.int64]
    carriers: NDArray[np.int64]
    checked: NDArray[np.int64]
    place: NDArray[np.int64]
    places: Places
    several: Mapping[str, Many]

    def __len__(self) -> int:
        """Return how many incidents there are."""
        return len(self.ids)

    def row(self, name: str) -> int | None:
        """Return the row of an incident (id), None where it is not among them."""
        at = self.first_from(name)
        return at if at < len(self.ids) and self.ids[at] == name else None

    def first_from(self, name: str) -> int:
        """Return the first row whose id is not less."""
        return bisect.bisect_left(self.ids, name)

    def briefs(self, rows: Iterable[int]) -> list[Brief]:
        """Return the incidents of these rows."""
        return [_decode(self.packed[row]) for row in rows]


def columns(briefs: Iterable[Brief], before: Columns | None = None) -> Columns:
    """Return the columns of incidents; values that ``before`` knows have the same numbers as there."""
    listed = sorted(briefs, key=lambda one: one.id)
    packed = np.empty(len(listed), dtype=np.object_)
    packed[:] = [_encode(one) for one in listed]
    places, numbers = (before.places if before else NOWHERE).holding([one.place for one in listed])
    several: dict[str, Sequence[Iterable[str]]] = {
        "kind": [one.kinds for one in listed],
        "country": [(one.country,) if one.country is not None else () for one in listed],
        "party": [one.parties for one in listed],
        "told": [_told(one) for one in listed],
        "grade": [one.grades for one in listed],
        "harm": [one.harms for one in listed],
    }
    return Columns(
        packed=packed,
        ids=[one.id for one in listed],
        starts=_numbers(micros(one.starts) if one.starts else EVER for one in listed),
        ends=_numbers(micros(one.ends) if one.ends else NEVER for one in listed),
        killed=_numbers(min((one.killed or (0, None))[0] or 0, _MOST) for one in listed),
        contested=_numbers(len(one.contested) for one in listed),
        carriers=_numbers(one.spread.carriers for one in listed),
        checked=_numbers(one.review == "checked" for one in listed),
        place=_numbers(numbers),
        places=places,
        several={
            name: Many.of(values, before.several[name].names if before else ()) for name, values in several.items()
        },
    )


def renewed(old: Columns, fresh: Columns, gone: Iterable[str]) -> Columns:
    """Return the columns without those that are gone (ids), with the fresh ones in place of their old selves."""
    keep = np.ones(len(old), dtype=np.bool_)
    keep[[row for name in (*gone, *fresh.ids) if (row := old.row(name)) is not None]] = False
    kept = [old.ids[row] for row in np.flatnonzero(keep).tolist()]
    before = np.array([bisect.bisect_left(kept, name) for name in fresh.ids], dtype=np.intp)
    stayed = np.arange(len(kept))
    moved = np.concatenate(
        [stayed + np.searchsorted(before, stayed, side="right"), before + np.arange(len(fresh))], dtype=np.intp
    )

    def joined(name: str) -> NDArray[Any]:
        found: NDArray[Any] = np.insert(getattr(old, name)[keep], before, getattr(fresh, name))
        return found

    return Columns(
        packed=joined("packed"),
        ids=sorted([*kept, *fresh.ids]),
        starts=joined("starts"),
        ends=joined("ends"),
        killed=joined("killed"),
        contested=joined("contested"),
        carriers=joined("carriers"),
        checked=joined("checked"),
        place=joined("place"),
        places=fresh.places,
        several={name: many.then(fresh.several[name], keep, moved) for name, many in old.several.items()},
    )


def _numbers(values: Iterable[int]) -> NDArray[np.int64]:
    return np.fromiter(values, dtype=np.int64)


@functools.lru_cache(maxsize=65536)
def _listed(name: str) -> str | None:
    party = named(name)
    return party.id if party is not None else None


def _told(one: Brief) -> tuple[str, ...]:
    """Return each party once: by its register id where the incident is found by it, else by its name."""
    ids = {party.name.casefold(): party.party for party in (*one.actors, *one.targets) if party.party}
    found = set(one.parties)
    told = (ids.get(name) or _listed(name) or name for name in one.parties)
    return tuple(
        dict.fromkeys(known if known in found else name for known, name in zip(told, one.parties, strict=True))
    )
