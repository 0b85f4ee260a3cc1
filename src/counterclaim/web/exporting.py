"""The interface: incidents as files in the formats that others read, and as GeoJSON page by page."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncGenerator, Iterable
from typing import IO, Any, Final

from litestar import Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response, Stream

from counterclaim.publish.exports import Export, export, formats
from counterclaim.publish.exports.case import Case
from counterclaim.publish.exports.form import clean
from counterclaim.publish.exports.geojson import GEOJSON as EXPORT
from counterclaim.publish.exports.loss import Fate, LossReport
from counterclaim.publish.pages.filters import to_params
from counterclaim.records import Incident
from counterclaim.web import answers, finding, lists
from counterclaim.web.answers import API, GEOJSON, Headers, Made, missing
from counterclaim.web.door import Asked, Door

Call = Request[Any, Any, Any]

_IN_MEMORY: Final = 4 * 1024 * 1024
"""Bytes of an export that are kept in memory; a larger one goes to a temporary file."""
_PART: Final = 64 * 1024
"""Bytes that are sent together."""


def _features(incidents: Iterable[Incident]) -> bytes:
    """Return incidents as a FeatureCollection, each with the properties that the export gives it."""

    def ignored(_fate: Fate, _why: str) -> None:
        """Take no note of what is lost: that is the loss report's."""

    cases = (Case(one, {}, {}) for one in incidents)
    rows = ([clean(column.value(case, ignored), ignored) for column in EXPORT.columns] for case in cases)
    return b"".join(EXPORT.write(rows))


@get(f"{API}/incidents.geojson")
async def geojson(request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return a page of the incidents that the filters meet, as features."""
    given = finding.parameters(request)
    limit = finding.number(given, "limit", default=lists.LISTED, least=1, most=lists.MOST)
    query = finding.filters(given)

    def make(asked: Asked) -> Made:
        _, found, after = lists.page(asked, query, limit)
        on = lists.following(f"{API}/incidents.geojson", query, after, limit)
        return Made(_features(found), GEOJSON, {} if on is None else {"Link": f'<{on}>; rel="next"'})

    return await door.answer(request, make, derived=True)


@get(f"{API}/incidents/{{name:str}}/geojson")
async def feature(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return one incident as a collection of one feature."""

    def make(asked: Asked) -> Made:
        found = finding.derived(asked.view, name, f"{API}/", series=False)
        return Made(_features([found] if isinstance(found, Incident) else []), GEOJSON)

    return await door.answer(request, make, derived=True)


def _asked(name: str, request: Call, door: Door) -> tuple[Export, str]:
    """Return the export that is asked for, and the filters as they are written in addresses."""
    if name not in formats():
        raise missing(f"There is no format {name[:60]!r}: use one of {', '.join(formats())}.")
    given = finding.parameters(request)
    checked = finding.flag(given, "checked_only")
    query = finding.filters(given)
    said = "&".join(filter(None, (to_params(query), "checked_only=true" if checked else "")))
    return export(door.ledgers.masked(), query, name, checked_only=checked), said


@get(f"{API}/export/{{name:str}}")
async def exported(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Stream:
    """Return a file of the incidents that the filters meet; the publication profile is always on."""

    def write() -> tuple[IO[bytes], int, Headers]:
        made, said = _asked(name, request, door)
        # It is written before the first byte is sent: a fault is still told, and no slow reader keeps the ledger.
        with contextlib.ExitStack() as stack:
            file = stack.enter_context(tempfile.SpooledTemporaryFile(_IN_MEMORY))
            file.writelines(made.content)
            stack.pop_all()
        length = file.tell()
        file.seek(0)
        return file, length, {"Link": f'<{API}/export/{name}/loss?{said}>; rel="describedby"'}

    file, length, headers = await door.export(write)
    form = formats()[name]
    headers |= {
        "Content-Length": str(length),
        "Content-Disposition": f'attachment; filename="incidents-{name}{form.suffix}"',
        "Cache-Control": "no-store",
        **door.headers(request.url.path),
    }
    return Stream(_parts(file), media_type=form.media_type.partition(";")[0], headers=headers)


async def _parts(file: IO[bytes]) -> AsyncGenerator[bytes, None]:
    with file:
        while part := file.read(_PART):
            yield part


@get(f"{API}/export/{{name:str}}/loss")
async def loss(name: FromPath[str], request: Call, door: NamedDependency[Door]) -> Response[bytes]:
    """Return what a format cannot hold of the incidents that the filters meet."""

    def gone_through() -> LossReport:
        made, _ = _asked(name, request, door)
        for _ in made.content:
            pass
        return made.loss()

    made = answers.json(await door.export(gone_through))
    return answers.answer(made, door.headers(request.url.path))


ROUTES = (geojson, feature, exported, loss)
"""The routes of files."""
