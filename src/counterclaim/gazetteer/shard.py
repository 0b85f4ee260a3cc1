"""One shard of the index: a folder with a trie of names, the places they name, and a manifest that can be checked.

A shard is written once and never changed.  ``names.trie`` maps every folded name, every variant key and every id to
a number; ``starts.bin`` and ``postings.bin`` lead from that number to rows of ``places.bin``, the most prominent
first; ``text.bin`` holds the words.  All are memory-mapped: a process pays for the pages it looks at.
"""

from __future__ import annotations

import array
import io
import mmap
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from counterclaim.errors import GazetteerError
from counterclaim.gazetteer.entry import FEATURES, HOWS, PRECISIONS, Entry, How, Match
from counterclaim.gazetteer.raw import PRECISION_OF, Raw
from counterclaim.gazetteer.trie import made, mapped

_PLACE: Final = np.dtype(
    [
        ("id", "<u4"),
        ("name", "<u4"),
        ("lat", "<f8"),
        ("lon", "<f8"),
        ("radius", "<f4"),
        ("population", "<u4"),
        ("country", "<u4"),
        ("division", "<u4"),
        ("claimed", "<u4"),
        ("source", "<u4"),
        ("feature", "<u1"),
        ("precision", "<u1"),
    ]
)
_POSTING: Final = np.dtype([("place", "<u4"), ("name", "<u4"), ("how", "<u1")])
_TYPE_CODES: Final = {"<u4": "I", "<f8": "d", "<f4": "f", "|u1": "B"}
_FILES: Final = ("names.trie", "starts.bin", "postings.bin", "places.bin", "text.bin")
_ID: Final = "\x01"
_OWN_NAME: Final = 0xFFFFFFFF
_MOST_POPULATION: Final = 0xFFFFFFFF
_CHUNK: Final = 1 << 20


class _File(msgspec.Struct, frozen=True):
    size: int
    crc32: int


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a shard holds: its counts, the words its rows point to by number, and the check sums of its files."""

    places: int
    names: int
    labels: tuple[str, ...]
    files: dict[str, _File]


class Writer:
    """Collects places and their names, then writes them as one shard.  Not safe for threads."""

    def __init__(self) -> None:
        self._keys = bytearray()
        self._postings = {"place": array.array("I"), "name": array.array("I"), "how": array.array("B")}
        self._places: dict[str, array.array[Any]] = {
            name: array.array(_TYPE_CODES[_PLACE[name].str]) for name in _PLACE.names or ()
        }
        self._weights = array.array("q")
        self._text = bytearray()
        self._labels: dict[str, int] = {"": 0}

    def __len__(self) -> int:
        return len(self._weights)

    @property
    def names(self) -> int:
        """How many keys have been added, names and ids together."""
        return len(self._postings["place"])

    def _word(self, text: str) -> int:
        at = len(self._text)
        self._text += text.encode("utf-8") + b"\0"
        return at

    def _label(self, text: str | None) -> int:
        return self._labels.setdefault(text or "", len(self._labels))

    def add(self, raw: Raw, keys: Iterator[tuple[str, str, How]]) -> None:
        """Add a place; ``keys`` are (key, name as written, how) for everything it may be found by."""
        row = len(self)
        nan = float("nan")
        place: dict[str, float] = {
            "id": self._word(raw.id),
            "name": self._word(raw.name),
            "lat": nan if raw.lat is None else raw.lat,
            "lon": nan if raw.lon is None else raw.lon,
            "radius": nan if raw.radius_m is None else raw.radius_m,
            "population": min(raw.population, _MOST_POPULATION),
            "country": self._label(raw.country),
            "division": self._label(raw.division),
            "claimed": self._label(",".join(raw.claimed_by)),
            "source": self._label(raw.source),
            "feature": FEATURES.index(raw.feature),
            "precision": PRECISIONS.index(raw.precision or PRECISION_OF.get(raw.feature, "near")),
        }
        for name, value in place.items():
            self._places[name].append(value)
        self._weights.append(raw.weight())
        for one in (raw.id, raw.also):
            if one is not None:
                self._post(_ID + one, row, _OWN_NAME, 0)
        written: dict[str, int] = {raw.name: _OWN_NAME}
        for key, name, how in keys:
            if name not in written:
                written[name] = self._word(name)
            self._post(key, row, written[name], HOWS.index(how))

    def _post(self, key: str, place: int, name: int, how: int) -> None:
        self._keys += key.encode("utf-8") + b"\n"
        self._postings["place"].append(place)
        self._postings["name"].append(name)
        self._postings["how"].append(how)

    def _each_key(self) -> Iterator[str]:
        with io.BytesIO(self._keys) as lines:
            for line in lines:
                yield line[:-1].decode("utf-8")

    def write(self, folder: Path) -> None:
        """Write the shard into ``folder``, which exists and is empty; the manifest comes last."""
        trie = made(self._each_key())
        trie.save(str(folder / "names.trie"))
        numbers = np.fromiter(map(trie.key_id, self._each_key()), dtype=np.int64, count=self.names)
        postings = np.empty(self.names, dtype=_POSTING)
        for name, values in self._postings.items():
            postings[name] = values
        weights = np.frombuffer(self._weights, dtype=np.int64)[postings["place"]]
        order = np.lexsort((postings["place"], -weights, postings["how"] == HOWS.index("variant"), numbers))
        postings[order].tofile(folder / "postings.bin")
        starts = np.searchsorted(numbers[order], np.arange(len(trie) + 1)).astype("<u4")
        starts.tofile(folder / "starts.bin")
        places = np.empty(len(self), dtype=_PLACE)
        for name, values in self._places.items():
            places[name] = values
        places.tofile(folder / "places.bin")
        (folder / "text.bin").write_bytes(self._text)
        manifest = Manifest(
            places=len(self),
            names=len(trie) - len(self),
            labels=tuple(self._labels),
            files={name: _summed(folder / name) for name in _FILES},
        )
        (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))


def _summed(path: Path) -> _File:
    total, size = 0, 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total, size = zlib.crc32(chunk, total), size + len(chunk)
    return _File(size=size, crc32=total)


class Shard:
    """One shard, open for reading."""

    def __init__(self, folder: Path) -> None:
        """Open and check the shard in ``folder``.  Raises GazetteerError when it is not whole."""
        self.manifest = _checked(folder)
        self._trie = mapped(folder / "names.trie")
        self._starts = np.memmap(folder / "starts.bin", dtype="<u4", mode="r")
        self._postings = np.memmap(folder / "postings.bin", dtype=_POSTING, mode="r")
        self._places = np.memmap(folder / "places.bin", dtype=_PLACE, mode="r")
        with (folder / "text.bin").open("rb") as file:
            self._text = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def _word(self, at: int) -> str:
        return self._text[at : self._text.find(b"\0", at)].decode("utf-8")

    def prefixes(self, text: str) -> list[str]:
        """Return the names and keys that ``text`` begins with, the shortest first."""
        return self._trie.prefixes(text)

    def starting(self, prefix: str, most: int) -> list[str]:
        """Return at most ``most`` keys that begin with ``prefix``."""
        found: list[str] = []
        for key in self._trie.iterkeys(prefix):
            if len(found) == most:
                break
            found.append(key)
        return found

    def matches(self, key: str, most: int) -> list[Match]:
        """Return at most ``most`` matches of a key, exact names before variants, the most prominent first."""
        number = self._trie.get(key)
        if number is None:
            return []
        start, end = int(self._starts[number]), int(self._starts[number + 1])
        rows: list[tuple[int, int, int]] = self._postings[start : min(end, start + most)].tolist()
        return [self._match(place, name, HOWS[how]) for place, name, how in rows]

    def entry(self, id: str) -> Entry | None:  # noqa: A002 - the field's own name
        """Return the entry with this id, or None."""
        found = self.matches(_ID + id, 1)
        return found[0].entry if found else None

    def _match(self, place: int, name: int, how: How) -> Match:
        entry = self._entry(place)
        return Match(entry=entry, name=entry.name if name == _OWN_NAME else self._word(name), how=how)

    def _entry(self, row: int) -> Entry:
        place: tuple[int, int, float, float, float, int, int, int, int, int, int, int] = self._places[row].tolist()
        (id_at, name_at, lat, lon, radius, population, country, division, claimed, source, feature, precision) = place
        labels, nowhere = self.manifest.labels, lat != lat
        return Entry(
            id=self._word(id_at),
            name=self._word(name_at),
            feature=FEATURES[feature],
            precision=PRECISIONS[precision],
            lat_deg=None if nowhere else lat,
            lon_deg=None if nowhere else lon,
            radius_m=None if nowhere else radius,
            country=labels[country] or None,
            division=labels[division] or None,
            population=population,
            claimed_by=tuple(labels[claimed].split(",")) if claimed else (),
            source=labels[source],
        )


def _checked(folder: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
        broken = [name for name in _FILES if manifest.files.get(name) != _summed(folder / name)]
    except (OSError, msgspec.DecodeError) as fault:
        raise GazetteerError(f"the gazetteer's index in {folder} is not whole: {fault}") from None
    if broken:
        raise GazetteerError(f"the gazetteer's index in {folder} is not whole: {', '.join(broken)} changed")
    return manifest
