"""The routes of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from counterclaim.publish.pages.incident import incident_page
from counterclaim.publish.pages.method import method_page
from counterclaim.publish.pages.overview import overview
from counterclaim.publish.pages.parties import parties_page, party_page
from counterclaim.publish.pages.place import place_page
from counterclaim.publish.pages.report import report_page
from counterclaim.publish.pages.series import series_list, series_page
from counterclaim.publish.pages.sources import source_page, sources_page
from counterclaim.records import Incident, Series
from counterclaim.web import answers, finding
from counterclaim.web.answers import Made, missing
from counterclaim.web.door import Asked, Door

Call = Request[Any, Any, Any]


@get("/")
async def front(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the overview of the incidents that the filters meet."""
    query = finding.filters(finding.parameters(request))

    def make(asked: Asked) -> Made:
        return answers.page(overview(asked.view, asked.snapshot.panorama, query, asked.ask))

    return await door.answer(request, make, derived=True)


@get("/incidents/{name:str}")
async def incident(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the page of an incident; an id that leads elsewhere now is sent there."""
    was = request.query_params.get("was")

    def make(asked: Asked) -> Made:
        found = finding.derived(asked.view, name, "/", series=False)
        assert isinstance(found, Incident)
        led = was if was and (former := asked.view.incident(was)) is not None and former.id == found.id else name
        return answers.page(incident_page(asked.view, found, asked.ask, led))

    return await door.answer(request, make, derived=True)


@get("/series/{name:str}")
async def series(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the page of a series; an id that leads elsewhere now is sent there."""

    def make(asked: Asked) -> Made:
        found = finding.derived(asked.view, name, "/", series=True)
        assert isinstance(found, Series)
        return answers.page(series_page(asked.view, found, asked.ask))

    return await door.answer(request, make, derived=True)


@get("/series")
async def all_series(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the list of series."""
    return await door.answer(request, lambda asked: answers.page(series_list(asked.view, asked.ask)), derived=True)


@get("/reports/{name:str}")
async def report(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the page of a report."""

    def make(asked: Asked) -> Made:
        finding.report(asked.view, name)
        return _found(report_page(asked.view, name, asked.ask), "report", name)

    return await door.answer(request, make)


def _found(page: str | None, what: str, name: str) -> Made:
    if page is None:
        raise missing(f"The ledger knows no {what} {name[:60]!r}.")
    return answers.page(page)


Named = Callable[[Asked, str], str | None]


async def _named(request: Call, door: Door, what: str, name: str, make: Named, *, derived: bool) -> Response[bytes]:
    """Answer with the page of what goes by a name, which may hold slashes."""
    plain = name.removeprefix("/")
    return await door.answer(request, lambda asked: _found(make(asked, plain), what, plain), derived=derived)


@get("/parties")
async def parties(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the list of parties."""

    def make(asked: Asked) -> Made:
        return answers.page(parties_page(asked.view, asked.snapshot.panorama, asked.ask))

    return await door.answer(request, make, derived=True)


@get("/parties/{name:path}")
async def party(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the page of a party."""

    def make(asked: Asked, plain: str) -> str | None:
        return party_page(asked.view, asked.snapshot.panorama, plain, asked.ask)

    return await _named(request, door, "party", name, make, derived=True)


@get("/places/{name:path}")
async def place(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the page of a place."""

    def make(asked: Asked, plain: str) -> str | None:
        return place_page(asked.view, asked.snapshot.panorama, plain, asked.ask)

    return await _named(request, door, "place", name, make, derived=True)


@get("/sources")
async def sources(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the list of sources."""

    def make(asked: Asked) -> Made:
        return answers.page(sources_page(asked.view, asked.snapshot.panorama, asked.ask))

    return await door.answer(request, make)


@get("/sources/{name:path}")
async def source(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the page of a source."""

    def make(asked: Asked, plain: str) -> str | None:
        return source_page(asked.view, plain, asked.ask)

    return await _named(request, door, "source", name, make, derived=False)


@get("/method")
async def method(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the page that says how all this is made."""
    return await door.answer(request, lambda asked: answers.page(method_page(asked.ask)), derived=True)


ROUTES = (front, incident, series, all_series, report, parties, party, place, sources, source, method)
"""The routes of pages."""
