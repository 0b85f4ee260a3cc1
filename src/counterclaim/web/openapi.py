"""The interface described as OpenAPI 3.1, made from the table of operations and the types of records."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from counterclaim import __version__
from counterclaim.web.answers import PROBLEM
from counterclaim.web.operations import OPERATIONS, Operation, Parameter
from counterclaim.web.shapes import Problem

_ABOUT: Final = """\
What the ledger's pages show, as data: the same filters, the records exactly as they are kept.

- Times are UTC, intervals half-open, coordinates degrees WGS84, lengths metres, text offsets Unicode code points.
- A field that is missing or null was not said or is not known; nothing is filled in.
- Every figure is a claim's: follow its claim to the words that carry it. `review` says whether a person has checked it.
- Lists go on at the address in `next`. Answers carry an `ETag`: sent as `If-None-Match` it gets 304 if all is the same.
- While reports wait to be fused, `X-Counterclaim-Waiting` says how many: what is derived is not complete then.
- Errors are problem details (RFC 9457); `detail` says what to do.
"""
_ERRORS: Final = {
    "400": "Something asked for cannot be, as the sentence says.",
    "404": "It is not there.",
    "405": "The interface can only be read.",
    "414": "The address is too long.",
    "421": "The server does not go by the name it was asked by.",
    "500": "A fault of the program.",
    "503": "The ledger cannot be read now, or too many ask: `Retry-After` says when to come back.",
}
_HEADERS: Final = {
    "ETag": ("string", "What to send as `If-None-Match` next time."),
    "X-Counterclaim-Waiting": ("integer", "Reports that wait to be fused; missing when there are none."),
    "Link": ("string", "Where a list goes on (`next`), or what an export loses (`describedby`)."),
}


@functools.cache
def document() -> bytes:
    """Return the description."""
    types = [Problem, *(one.type for operation in OPERATIONS for one in operation.parameters)]
    types += [made for operation in OPERATIONS for made in operation.answers.values() if made is not None]
    schemas, components = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    schema_of = _Schemas(types, schemas)
    described = {
        "openapi": "3.1.0",
        "info": {
            "title": "Counterclaim",
            "version": __version__,
            "summary": "A ledger of claims: who says that who did what to whom, in which exact words.",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {one.path: {"get": _operation(one, schema_of)} for one in OPERATIONS},
        "components": {
            "schemas": components,
            "headers": {
                name: {"description": about, "schema": {"type": kind}} for name, (kind, about) in _HEADERS.items()
            },
            "responses": {f"E{status}": _error(about, schema_of(Problem)) for status, about in _ERRORS.items()},
        },
    }
    # The records' own words are written for Python's documentation; here they are read as Markdown.
    return msgspec.json.encode(described).replace(b"``", b"`")


class _Schemas:
    """The schema of each type, as msgspec describes it."""

    def __init__(self, types: Sequence[Any], schemas: Sequence[dict[str, Any]]) -> None:
        self._known = {repr(kind): schema for kind, schema in zip(types, schemas, strict=True)}

    def __call__(self, kind: Any) -> dict[str, Any]:
        return self._known[repr(kind)]


def _error(about: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": about, "content": {PROBLEM: {"schema": schema}}}


def _operation(one: Operation, schema_of: _Schemas) -> dict[str, Any]:
    content = {media: {} if made is None else {"schema": schema_of(made)} for media, made in one.answers.items()}
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in _HEADERS}
    answers: dict[str, Any] = {
        "200": {"description": one.summary, "content": content, "headers": headers},
        "304": {"description": "The same as the asker has."},
    }
    if one.redirects:
        moved = {"description": "The id leads elsewhere now.", "schema": {"type": "string"}}
        answers["308"] = {
            "description": "The id leads elsewhere now: ask there.",
            "headers": {"Location": moved},
            "content": {PROBLEM: {"schema": schema_of(Problem)}},
        }
    answers |= {status: {"$ref": f"#/components/responses/E{status}"} for status in _ERRORS}
    return {
        "operationId": one.id,
        "summary": one.summary,
        "description": one.about,
        "parameters": [_parameter(parameter, schema_of) for parameter in one.parameters],
        "responses": answers,
    }


def _parameter(one: Parameter, schema_of: _Schemas) -> dict[str, Any]:
    schema = _one_list(schema_of(one.type))
    said: dict[str, Any] = {"name": one.name, "in": one.where, "description": one.about, "schema": schema}
    if one.where == "path":
        said["required"] = True
    if one.example:
        integer = schema.get("type") == "integer"
        said["example"] = int(one.example) if integer else one.example
    return said


def _one_list(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of words of which each is one of several lists as that of one list."""
    lists: list[list[str] | None] = [part.get("enum") for part in schema.get("anyOf", ())]
    words = [word for each in lists for word in each or ()]
    return {"type": "string", "enum": words} if words and all(lists) else schema
