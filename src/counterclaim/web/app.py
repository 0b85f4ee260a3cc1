"""The application: routes put together, errors answered in sentences."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from litestar import Litestar, Request
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.response import Response

from counterclaim.errors import CounterclaimError
from counterclaim.web import api, changes, exporting, files, lists, pages, reference
from counterclaim.web.answers import RefusedError, later, missing
from counterclaim.web.door import UNREADABLE, Door
from counterclaim.web.guard import Guard

Call = Request[Any, Any, Any]

_FAULT = (
    "The page could not be made. The fault was written to the terminal in which the server runs: please report it with "
    "the address of this page."
)


def application(door: Door) -> Guard:
    """Return the application that shows a ledger."""
    routes = (files.static, *pages.ROUTES, *reference.ROUTES, *api.ROUTES, *lists.ROUTES, *exporting.ROUTES)
    app = Litestar(
        [*routes, *changes.ROUTES],
        dependencies={"door": Provide(lambda: door, sync_to_thread=False)},
        exception_handlers=_handlers(door),
        lifespan=[door.watching],
        openapi_config=None,
        logging_config=None,
    )
    return Guard(app, door.hosts, door.refusal)


def _handlers(door: Door) -> dict[int | type[Exception], Callable[[Call, Any], Response[bytes]]]:
    def refused(request: Call, refusal: RefusedError) -> Response[bytes]:
        return door.refusal(refusal, request.url.path)

    def http(request: Call, fault: HTTPException) -> Response[bytes]:
        if fault.status_code == 404:
            return refused(request, missing("No page has such an address."))
        return refused(request, RefusedError(fault.status_code, fault.detail))

    def unreadable(request: Call, fault: CounterclaimError) -> Response[bytes]:
        door.say(str(fault))
        return refused(request, later(UNREADABLE, seconds=5))

    def fault(request: Call, fault: Exception) -> Response[bytes]:
        last = traceback.extract_tb(fault.__traceback__)[-1]
        door.say(f"{request.url.path}: {type(fault).__name__}: {fault} ({last.filename}, line {last.lineno})")
        return refused(request, RefusedError(500, _FAULT))

    return {
        RefusedError: refused,
        HTTPException: http,
        CounterclaimError: unreadable,
        Exception: fault,
    }
