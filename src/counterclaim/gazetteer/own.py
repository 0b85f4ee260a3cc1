"""The project's own place files: places/*.toml, regions.toml, points.toml, disputed.toml, read and checked.

A broken line is an error that names file and line.  ``docs/records.md`` is not about these: each file's head says
what its fields mean.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from counterclaim.errors import LexiconError
from counterclaim.gazetteer.entry import Feature
from counterclaim.lexicon.load import read
from counterclaim.records import PlacePrecision

Sort = Literal[
    "village", "town", "neighbourhood", "camp", "base", "airfield", "crossing", "dam", "bridge", "prison", "hospital",
    "plant", "field", "mountain", "island", "river", "lake", "valley", "road", "square", "front", "area", "port",
    "district", "site",
]  # fmt: skip
"""What a place of a places file is: a closed list."""

FEATURE_OF: Final[dict[Sort, Feature]] = {
    "village": "settlement",
    "town": "settlement",
    "neighbourhood": "neighbourhood",
    "camp": "camp",
    "base": "base",
    "airfield": "airfield",
    "crossing": "crossing",
    "dam": "dam",
    "bridge": "bridge",
    "prison": "prison",
    "hospital": "hospital",
    "plant": "plant",
    "field": "field",
    "mountain": "terrain",
    "island": "island",
    "river": "water",
    "lake": "water",
    "valley": "terrain",
    "road": "road",
    "square": "square",
    "front": "front",
    "area": "area",
    "port": "port",
    "district": "district",
    "site": "site",
}

FILES: Final = {
    "syria": "SY",
    "iraq": "IQ",
    "lebanon": "LB",
    "palestine": "PS",
    "ukraine": "UA",
    "yemen": "YE",
    "sudan": "SD",
    "afghanistan": "AF",
}
"""The places files and the state whose places each holds unless an entry says otherwise."""

Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Metres = Annotated[float, msgspec.Meta(gt=0, le=20_100_000)]
Code = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
Words = Annotated[str, msgspec.Meta(pattern=r"^\S(?:.*\S)?$", max_length=120)]
Names = Annotated[tuple[Words, ...], msgspec.Meta(min_length=1)]


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the tables and their lines: an unknown field is an error."""


class OwnPlace(_Table, frozen=True):
    """A line of a places file: degrees WGS84, metres; ``geonames`` is the package's place whose names these are too."""

    id: Annotated[str, msgspec.Meta(pattern="^[a-z]{2}(?:-[a-z0-9]+)+$")]
    names: Names
    sort: Sort
    lat: Latitude
    lon: Longitude
    radius_m: Metres
    precision: PlacePrecision
    source: Words
    division: Words | None = None
    country: Code | None = None
    claimed_by: tuple[Code, ...] = ()
    geonames: int | None = None


class _Places(_Table, frozen=True):
    sources: dict[str, Words]
    place: tuple[OwnPlace, ...]


class Region(_Table, frozen=True):
    """A line of regions.toml: an area that is no state's division, as a centre and a wide radius."""

    id: Annotated[str, msgspec.Meta(pattern="^[a-z0-9]+(?:-[a-z0-9]+)*$")]
    names: Names
    sort: Literal["region", "sea", "river", "lake", "mountains", "desert", "land", "island"]
    lat: Latitude
    lon: Longitude
    radius_m: Metres
    country: Code | None = None


class _Regions(_Table, frozen=True):
    region: tuple[Region, ...]


class Point(_Table, frozen=True):
    """A line of points.toml: where a state or a first-order division lies; ``names`` are more names of a division."""

    lat: Latitude
    lon: Longitude
    iso: Code
    name: Words | None = None
    names: tuple[Words, ...] = ()
    radius_m: Metres | None = None


class Points(_Table, frozen=True):
    """``points.toml``."""

    country: tuple[Point, ...]
    division: tuple[Point, ...]


class Disputed(_Table, frozen=True):
    """A line of disputed.toml: a territory that more than one side claims, told by what it is made of."""

    name: Words
    claimed_by: Annotated[tuple[Words, ...], msgspec.Meta(min_length=2)]
    country: Code | None = None
    countries: tuple[Code, ...] = ()
    divisions: tuple[Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{2}\.\w+$")], ...] = ()
    entries: tuple[Words, ...] = ()
    boxes: tuple[tuple[Latitude, Longitude, Latitude, Longitude], ...] = ()

    def __post_init__(self) -> None:
        if not (self.countries or self.divisions or self.entries or self.boxes):
            raise ValueError(f"{self.name}: name the countries, divisions, entries or boxes that make it up")
        if any("," in claimant for claimant in self.claimed_by):
            raise ValueError(f"{self.name}: a claimant's name holds no comma")


class _DisputedTable(_Table, frozen=True):
    territory: tuple[Disputed, ...]


@functools.cache
def root() -> Traversable:
    """Return the folder of the project's own place files."""
    return resources.files("counterclaim.gazetteer") / "places"


def places(folder: Path | None = None) -> Iterator[tuple[OwnPlace, str, str]]:
    """Yield every place of the places files with its state and what its source is.

    Raises LexiconError, with file and line, for a line that breaks the format, an id that stands twice or that does
    not begin with its state, and a source that the file does not name.
    """
    seen: dict[str, str] = {}
    for stem, iso in FILES.items():
        file = (folder or root()) / f"{stem}.toml"
        if not file.is_file():
            continue
        table = read(file, _Places)
        for place in table.place:
            fault = None
            if place.id in seen:
                fault = f"the id {place.id!r} stands also in {seen[place.id]}"
            elif place.source not in table.sources:
                fault = f"{place.id}: source {place.source!r} is not among the file's [sources]"
            if fault is not None:
                raise LexiconError(f"{file}, line {_line(file, place.id)}: {fault}")
            seen[place.id] = f"{stem}.toml"
            yield place, place.country or iso, table.sources[place.source]


def _line(file: Traversable, id: str) -> int:  # noqa: A002 - the field's own name
    """Return the last line of a file that gives this id."""
    text = file.read_text(encoding="utf-8")
    at = [match.start() for match in re.finditer(rf'id\s*=\s*"{re.escape(id)}"', text)]
    return text.count("\n", 0, at[-1]) + 1


def regions() -> tuple[Region, ...]:
    """Return the world's regions, seas, rivers and ranges."""
    return read(root() / "regions.toml", _Regions).region


def points() -> Points:
    """Return where states and large divisions lie."""
    return read(root() / "points.toml", Points)


def disputed() -> tuple[Disputed, ...]:
    """Return the territories that more than one side claims."""
    return read(root() / "disputed.toml", _DisputedTable).territory
