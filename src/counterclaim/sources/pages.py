"""An item's page: by which name it is known, and its capture.

An item seen in five feeds is one page: whether its address is written with ``http`` or ``https``, with the marks by
which outlets count where readers come from, or with a place within the page.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from counterclaim import ids
from counterclaim.records import Capture, Reject
from counterclaim.sources.addresses import target
from counterclaim.sources.files import media_type
from counterclaim.sources.net import Fetched
from counterclaim.sources.streams import HEAD, rejected
from counterclaim.text import HTML, PDF, TEXT

_COUNTING: Final = re.compile(
    r"(?:utm_[a-z_]+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|at_(?:medium|campaign)"
    r"|ns_(?:mchannel|source|campaign|linkname|fee)|cmpid|ocid|ftcamp|smid|__twitter_impression)",
    re.IGNORECASE,
)
"""Names in a query that count readers and change no page."""
_READ: Final = frozenset({HTML, TEXT, PDF})


def address(url: str) -> str:
    """Return an address as it is fetched and kept: its parts in plain form, without what counts readers.

    >>> address("HTTPS://Post.example:443/a?id=7&utm_source=rss#top")
    'https://post.example/a?id=7'

    Raises ValueError where it is none that can be fetched.
    """
    plain = target(url).url
    path, mark, query = plain.partition("?")
    if not mark:
        return plain
    kept = [part for part in query.split("&") if not _COUNTING.fullmatch(part.partition("=")[0])]
    return f"{path}?{'&'.join(kept)}" if kept else path


def key(url: str) -> str:
    """Return by what a page is known, of its address: that, without the scheme.

    >>> key("http://post.example/a") == key("https://post.example/a#top")
    True
    """
    return address(url).partition("://")[2]


def captured(found: Fetched) -> Capture | Reject:
    """Return a fetched page as a capture, its address the last that led there; a reject where it is no page."""
    ref = address(found.url)
    if found.status != 200:
        return rejected(ref, "status", f"the server answered {found.status}")
    told = (found.header("content-type") or "").partition(";")[0].strip().lower()
    kind = media_type(found.body[:HEAD], ".html" if "html" in told else ".txt")
    # Scripts, tables and style sheets are text to anybody who only looks at the bytes.
    if kind not in _READ or (kind == TEXT and told not in {"", TEXT}):
        return rejected(ref, "not_a_page", f"{told[:80] or 'a type that it does not name'}; expected HTML, text or PDF")
    digest = hashlib.sha256(found.body).hexdigest()
    url = address(found.final_url)
    return Capture(
        id=ids.capture_id(sha256=digest, source=url, url=url),
        sha256=digest,
        source=url,
        url=url,
        media_type=kind,
        fetched_at=found.fetched_at,
        body=found.body,
        headers=found.headers,
    )
