"""A list of feeds as other readers export it (OPML) into source files."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Final

import msgspec

from counterclaim.records import Reject
from counterclaim.sources.addresses import target
from counterclaim.sources.listed import listed
from counterclaim.sources.markup import local_name, tree
from counterclaim.sources.streams import rejected

SIZE_LIMIT: Final = 4 * 1024 * 1024
"""Bytes of such a list."""
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")
_LONGEST: Final = 60


class Imported(msgspec.Struct, frozen=True):
    """What came of a list: the files that were written, feeds that were there already, and what is no feed."""

    written: tuple[Path, ...]
    known: int
    rejects: tuple[Reject, ...]


def imported(path: Path, into: Path) -> Imported:
    """Write one source file for each feed of a list into a folder, which is made where there is none.

    A feed whose address a file of the folder has already is left alone, and no file is written over.
    Raises ValueError where the list is no OPML, OSError where it cannot be read or the folder not be written.
    """
    outlines = _outlines(path)
    into.mkdir(parents=True, exist_ok=True)
    there = {target(one.url).url for one in listed([into]).sources}
    made: list[Path] = []
    known = 0
    rejects: list[Reject] = []
    for number, (url, title) in enumerate(outlines, 1):
        try:
            at = target(url)
        except ValueError as fault:
            rejects.append(rejected(f"{path}:{number}", "url", str(fault)))
            continue
        if at.url in there:
            known += 1
            continue
        there.add(at.url)
        # What a title says may be a nickname or a section: whose words the pages are is for a person to say.
        told = {"kind": "feed", "url": at.url}
        made.append(_put(into, _slug(title) or _slug(at.host) or "feed", msgspec.yaml.encode(told)))
    return Imported(tuple(made), known, tuple(rejects))


def _outlines(path: Path) -> list[tuple[str, str]]:
    """Return address and title of each feed in a list.  Raises ValueError where it is none."""
    with path.open("rb") as file:
        body = file.read(SIZE_LIMIT + 1)
    if len(body) > SIZE_LIMIT:
        raise ValueError(f"{path} is larger than {SIZE_LIMIT} bytes")
    try:
        root = tree(body)
    except ValueError as fault:
        raise ValueError(f"{path} is no OPML: {fault}") from None
    if local_name(root) != "opml":
        raise ValueError(f"{path} is no OPML: its first element is <{local_name(root)[:40]}>, expected <opml>")
    found: list[tuple[str, str]] = []
    for outline in root.iter("outline"):
        named = {str(name).lower(): str(value) for name, value in outline.attrib.items()}
        if url := named.get("xmlurl", "").strip():
            found.append((url, named.get("title") or named.get("text") or ""))
    return found


def _slug(text: str) -> str:
    """Return a name for a file: letters, digits and hyphens, whatever the text holds."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_IN_A_NAME.sub("-", plain).strip("-")[:_LONGEST].strip("-")


def _put(folder: Path, name: str, body: bytes) -> Path:
    number = 1
    while True:
        path = folder / (f"{name}.yaml" if number == 1 else f"{name}-{number}.yaml")
        try:
            with path.open("xb") as file:
                file.write(body)
        except FileExistsError:
            number += 1
        else:
            return path
