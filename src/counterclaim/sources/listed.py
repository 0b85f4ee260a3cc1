"""Sources as files: one YAML file a source, so that a desk can review, share and version what it watches.

    kind: feed                            feed: RSS, Atom, JSON Feed or a sitemap, told by its content; page: one page
    url: https://post.example/rss.xml
    publisher: Example Post               whose words its pages are; left out, what each page says of itself

The name of the file is the id of the source.  ``docs/gather.md`` documents every key.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from counterclaim.records import Ownership, Rating, Reject, Side
from counterclaim.sources.addresses import target
from counterclaim.sources.streams import rejected
from counterclaim.sources.written import SIZE_LIMIT, written
from counterclaim.text import has_surrogates

SUFFIXES: Final = (".yaml", ".yml")
EVERY_MINUTES: Final = 30
"""Minutes between two visits where a source does not say."""

_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_HOST: Final = re.compile(r"(?:[a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63}")
_OWN_LABELS: Final = frozenset({"www", "rss", "feed", "feeds", "news"})
"""First parts of hosts' names under which outlets serve feeds of pages that lie beside them."""

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Rated(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person's rating of the source's publisher: who gave it, on which day, and why."""

    rating: Rating
    by: Annotated[str, msgspec.Meta(pattern=r"^[^\s:]{1,60}$")]
    day: dt.date
    why: Name


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a source file says.  ``id`` is the file's name and stands in no file.

    ``hosts`` are those whose pages are the publisher's, subdomains included; by default the host of ``url``.
    ``language`` is ISO 639; ``every_minutes`` the time between two visits; ``pages_a_day`` the least and the most new
    pages that a day brings when all is well.  ``allow_hosts`` may have addresses that are not public.
    """

    kind: Literal["feed", "page"]
    url: Annotated[str, msgspec.Meta(max_length=2000)]
    publisher: Name | None = None
    hosts: tuple[str, ...] = ()
    owner: tuple[Ownership, ...] = ()
    side: tuple[Side, ...] = ()
    language: str | None = None
    rating: Rated | None = None
    every_minutes: Annotated[int, msgspec.Meta(ge=1, le=10_080)] = EVERY_MINUTES
    pages_a_day: tuple[int, int] | None = None
    allow_hosts: tuple[str, ...] = ()
    id: str = ""

    def __post_init__(self) -> None:
        target(self.url)
        for host in self.hosts:
            if not _HOST.fullmatch(host):
                raise ValueError(f"hosts: {host!r} is no host's name in lower case, like post.example")
        if self.language is not None and not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"language: {self.language!r} is no code like en or ar (ISO 639)")
        if self.rating is not None and self.publisher is None:
            raise ValueError("rating: it is the publisher who is rated, and none is named")
        if self.pages_a_day is not None and not 0 <= self.pages_a_day[0] <= self.pages_a_day[1]:
            raise ValueError(f"pages_a_day: expected the least and the most, not {list(self.pages_a_day)}")
        if self.publisher is not None and (not self.publisher.strip() or "\0" in self.publisher):
            raise ValueError("publisher: expected a name")

    @property
    def host(self) -> str:
        """The host of ``url``, with its port where that is not the usual one."""
        return target(self.url).authority

    @property
    def allowed(self) -> frozenset[str]:
        """The hosts that may have addresses that are not public."""
        return frozenset(self.allow_hosts)

    def own_hosts(self) -> tuple[str, ...]:
        """Return the hosts whose pages are the publisher's."""
        host = target(self.url).host
        first, _, rest = host.partition(".")
        return self.hosts or (rest if first in _OWN_LABELS and "." in rest else host,)


class Listed(msgspec.Struct, frozen=True):
    """The sources of files, in the order of their ids, and the files that are none."""

    sources: tuple[Source, ...]
    rejects: tuple[Reject, ...]


def source(path: Path) -> Source:
    """Return the source that a file describes.  Raises ValueError, in one line, where it breaks the rules."""
    if not _ID.fullmatch(path.stem):
        raise ValueError("the file's name is the source's id: small letters, digits, full stop, - and _ only")
    with path.open("rb") as file:
        body = file.read(SIZE_LIMIT + 1)
    found = written(body, ".yaml", Source)
    if found.id:
        raise ValueError("id: it is the file's name, and stands in no file")
    if any(has_surrogates(text) for text in (found.url, found.publisher or "")):
        raise ValueError("it holds half a surrogate pair")
    return msgspec.structs.replace(found, id=path.stem)


def listed(paths: Iterable[Path]) -> Listed:
    """Return the sources of files and folders; a file that is none, or says again what another says, is a reject."""
    found: dict[str, Source] = {}
    urls: dict[str, str] = {}
    rejects: list[Reject] = []
    for path in files(paths):
        try:
            one = source(path)
            address = target(one.url).url
            if one.id in found:
                raise ValueError(f"another file is called {one.id} too")
            if address in urls:
                raise ValueError(f"url: {urls[address]} has the same")
        except OSError as fault:
            rejects.append(rejected(str(path), "unreadable", fault.strerror or str(fault)))
        except ValueError as fault:
            rejects.append(rejected(str(path), "source_file", str(fault)))
        else:
            found[one.id] = one
            urls[address] = one.id
    return Listed(tuple(found[name] for name in sorted(found)), tuple(rejects))


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the source files: those named, and in folders those whose names end in .yaml or .yml, in their order."""
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.suffix in SUFFIXES and not one.name.startswith("."))
            yield from inside
        else:
            yield path


def publishers(sources: Iterable[Source]) -> tuple[tuple[str, str], ...]:
    """Return whose the pages of hosts are: pairs of host and publisher, each host once, the longest hosts first.

    Where two sources name one host, the one of the lesser id counts.
    """
    whose: dict[str, str] = {}
    for one in sorted(sources, key=lambda each: each.id):
        if one.publisher is not None:
            for host in one.own_hosts():
                whose.setdefault(host, one.publisher)
    return tuple(sorted(whose.items(), key=lambda pair: (-len(pair[0]), pair)))
