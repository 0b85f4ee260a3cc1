"""The files that pages need: style, scripts and the map's library, from a fixed list of names."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Response

from counterclaim.web.answers import etag, known, missing, takes_gzip, unchanged

_MEDIA: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".json": "application/json",
}
_PACKED: Final = frozenset({".css", ".js", ".svg", ".json"})
_LEAFLET: Final = ("leaflet.css", "leaflet.js")


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is sent."""

    body: bytes
    packed: bytes | None
    media: str
    tag: str


def _file(found: Traversable) -> File:
    body = found.read_bytes()
    ending = "." + found.name.rpartition(".")[2]
    packed = gzip.compress(body, mtime=0) if ending in _PACKED else None
    return File(body, packed, _MEDIA[ending], etag(body))


def static_files() -> dict[str, File]:
    """Return the files that are served, by their path below ``/static/``."""
    own = [found for found in (files("counterclaim.web") / "static").iterdir() if found.is_file()]
    served = {found.name: _file(found) for found in own if "." + found.name.rpartition(".")[2] in _MEDIA}
    served["basemap.json"] = _file(files("counterclaim.publish") / "basemap" / "fine.json")
    leaflet = files("xstatic.pkg.leaflet") / "data"
    served |= {f"leaflet/{name}": _file(leaflet / name) for name in _LEAFLET}
    images = [found for found in (leaflet / "images").iterdir() if found.name.endswith(".png")]
    return served | {f"leaflet/images/{found.name}": _file(found) for found in images}


SERVED: Final = static_files()
"""Every file that is served."""


@get("/static/{name:path}", sync_to_thread=False)
def static(name: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return one of the files of the fixed list."""
    found = SERVED.get(name.lstrip("/"))
    if found is None:
        raise missing("There is no such file.")
    if known(request.headers.get("if-none-match"), found.tag):
        return unchanged(found.tag, {})
    headers = {"ETag": found.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    body = found.body
    if found.packed is not None and takes_gzip(request.headers.get("accept-encoding")):
        body = found.packed
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type=found.media, headers=headers)
