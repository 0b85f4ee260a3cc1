"""The circles at which incidents lie, each once, and which of them touch a box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from counterclaim.geo import Edges, boxes_around, boxes_of, touches
from counterclaim.ledger import Box
from counterclaim.records import Place

UNPLACED: Final = -1
"""The number of an incident without a point."""
_SLACK_DEG: Final = 1e-7
"""By how much the box around a circle is widened, so that rounding loses none."""
_Circle = tuple[float, float, float]


class Places:
    """Circles by number: the same place of a thousand incidents is compared with a box once."""

    def __init__(
        self,
        circles: dict[_Circle, int],
        held: Sequence[Place],
        edges: NDArray[np.float64],
        points: NDArray[np.float64],
    ) -> None:
        self._circles = circles
        self._held = held
        self._edges = edges
        self.points = points
        """The latitude and longitude of each, in degrees."""

    def holding(self, places: Sequence[Place | None]) -> tuple[Places, list[int]]:
        """Return the places with these too, and the number of each of these."""
        circles, held = dict(self._circles), list(self._held)
        numbers: list[int] = []
        for place in places:
            if place is None or place.lat_deg is None or place.lon_deg is None or place.radius_m is None:
                numbers.append(UNPLACED)
                continue
            circle = (place.lat_deg, place.lon_deg, place.radius_m)
            number = circles.setdefault(circle, len(held))
            if number == len(held):
                held.append(place)
            numbers.append(number)
        fresh = held[len(self._held) :]
        around = np.array([_edges(place) for place in fresh], dtype=np.float64).reshape(-1, 2, 4)
        points = np.array([(place.lat_deg, place.lon_deg) for place in fresh], dtype=np.float64).reshape(-1, 2)
        edges = np.concatenate([self._edges, around])
        return Places(circles, held, edges, np.concatenate([self.points, points])), numbers

    def touching(self, box: Box) -> NDArray[np.bool_]:
        """Return which circles touch a box, the last for what has no point."""
        lat, lon = self.points[:, 0], self.points[:, 1]
        inside = np.zeros(len(self._held), dtype=np.bool_)
        near = np.zeros(len(self._held), dtype=np.bool_)
        for west, south, east, north in boxes_of(box):
            inside |= (west <= lon) & (lon <= east) & (south <= lat) & (lat <= north)
            around = self._edges
            meeting = (around[:, :, 0] <= east) & (around[:, :, 2] >= west)
            meeting &= (around[:, :, 1] <= north) & (around[:, :, 3] >= south)
            near |= meeting.any(axis=1)
        for number in np.flatnonzero(near & ~inside).tolist():
            inside[number] = touches(self._held[number], box)
        return np.append(inside, False)


def _edges(place: Place) -> tuple[Edges, Edges]:
    """Return the boxes around a circle, always two: the same twice where one is enough."""
    found = [
        (west - _SLACK_DEG, south - _SLACK_DEG, east + _SLACK_DEG, north + _SLACK_DEG)
        for west, south, east, north in boxes_around(place)
    ]
    return found[0], found[-1]


NOWHERE: Final = Places({}, (), np.empty((0, 2, 4)), np.empty((0, 2)))
"""No places."""
