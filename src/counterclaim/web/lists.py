"""The interface: lists, counts and cells of the incidents that filters meet."""

from __future__ import annotations

from typing import Any, Final

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Response
from msgspec.structs import replace

from counterclaim.ledger import Box, Query
from counterclaim.publish.pages.filters import to_params
from counterclaim.records import Incident
from counterclaim.web import answers, finding
from counterclaim.web.answers import API, Made
from counterclaim.web.door import Asked, Door
from counterclaim.web.shapes import Counted, Gathered, IncidentList

Call = Request[Any, Any, Any]

LISTED: Final = 50
"""Incidents of a page unless another number is asked for."""
MOST: Final = 500
"""Incidents of a page at most."""
CELLS: Final = (48, 32, 256)
"""Columns and rows of cells unless others are asked for, and the most of either."""
BINS: Final = (60, 400)
"""Bins of time unless another number is asked for, and the most."""
_WORLD: Final = Box(west=-180.0, south=-90.0, east=180.0, north=90.0)


def page(asked: Asked, query: Query, limit: int) -> tuple[int, list[Incident], str | None]:
    """Return how many incidents a query meets, those of its page, and the id after which it goes on."""
    found = finding.selection(asked, replace(query, limit=limit + 1))
    listed = found.page[:limit]
    after = listed[-1].id if len(found.page) > limit else None
    # What was altered since the snapshot may be gone, or be in another by now.
    known = ((brief.id, asked.view.incident(brief.id)) for brief in listed)
    return found.total, [one for name, one in known if isinstance(one, Incident) and one.id == name], after


def following(path: str, query: Query, after: str | None, limit: int) -> str | None:
    """Return the address at which a list goes on, None at its end."""
    return None if after is None else f"{path}?{to_params(replace(query, after=after, limit=None))}&limit={limit}"


@get(f"{API}/incidents")
async def incidents(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return a page of the incidents that the filters meet."""
    given = finding.parameters(request)
    limit = finding.number(given, "limit", default=LISTED, least=1, most=MOST)
    query = finding.filters(given)

    def make(asked: Asked) -> Made:
        total, found, after = page(asked, query, limit)
        on = following(f"{API}/incidents", query, after, limit)
        made = answers.json(
            IncidentList(step=asked.snapshot.panorama.step, total=total, incidents=tuple(found), next=on)
        )
        if on is not None:
            made.headers["Link"] = f'<{on}>; rel="next"'
        return made

    return await door.answer(request, make, derived=True)


@get(f"{API}/facets")
async def facets(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return how many incidents the filters meet, and how many each other value of a filter would."""
    given = finding.parameters(request)
    bins = finding.number(given, "bins", default=BINS[0], least=1, most=BINS[1])
    query = finding.filters(given)

    def make(asked: Asked) -> Made:
        found = finding.selection(asked, replace(query, after=None, limit=0))
        return answers.json(
            Counted(
                step=asked.snapshot.panorama.step,
                total=found.total,
                undated=found.undated,
                unplaced=found.unplaced,
                facets=found.facets,
                bins=found.bins(bins),
            )
        )

    return await door.answer(request, make, derived=True)


@get(f"{API}/cells")
async def cells(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return where the incidents lie that the filters meet, gathered into cells of a grid over the box."""
    given = finding.parameters(request)
    columns = finding.number(given, "columns", default=CELLS[0], least=1, most=CELLS[2])
    rows = finding.number(given, "rows", default=CELLS[1], least=1, most=CELLS[2])
    query = finding.filters(given)

    def make(asked: Asked) -> Made:
        found = finding.selection(asked, replace(query, after=None, limit=0))
        return answers.json(
            Gathered(
                step=asked.snapshot.panorama.step,
                total=found.total,
                unplaced=found.unplaced,
                cells=found.cells(query.box or _WORLD, columns, rows),
            )
        )

    return await door.answer(request, make, derived=True)


ROUTES = (incidents, facets, cells)
"""The routes of lists."""
