"""The interface's description, for programs and for people."""

from __future__ import annotations

from typing import Any, get_args

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.response import Response

from counterclaim.publish.pages.site import render
from counterclaim.web import answers
from counterclaim.web.answers import API, Made
from counterclaim.web.door import Asked, Door
from counterclaim.web.openapi import document
from counterclaim.web.operations import FILTERS, OPERATIONS

Call = Request[Any, Any, Any]


@get(f"{API}/openapi.json")
async def description(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the interface's description as OpenAPI."""
    return await door.answer(request, lambda _asked: Made(document(), "application/openapi+json"), derived=True)


@get("/api")
async def reference(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return the page on which people read what the interface can be asked."""

    def make(asked: Asked) -> Made:
        operations = [(one, [each for each in one.parameters if each not in FILTERS]) for one in OPERATIONS]
        values = {parameter.name: choices(parameter.type) for parameter in FILTERS}
        page = render("api.html", ask=asked.ask, operations=operations, filters=FILTERS, values=values, api=API)
        return answers.page(page)

    return await door.answer(request, make, derived=True)


def choices(kind: Any) -> tuple[str, ...]:
    """Return the words that a parameter of this type may be, none where it is free."""
    found = (word for part in get_args(kind) for word in (get_args(part) or (part,)))
    return tuple(word for word in found if isinstance(word, str) and word)


ROUTES = (description, reference)
"""The routes of the description."""
