"""``counterclaim gazetteer``: what the gazetteer knows of a name, and what it is built from."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counterclaim.commands.terminal import NOTHING_READ, OK, Commands, add_command, console, opened, say
from counterclaim.errors import UsageError
from counterclaim.text import has_surrogates, one_line

if TYPE_CHECKING:
    from counterclaim.gazetteer.entry import Entry, Match
    from counterclaim.gazetteer.index import Index

_LONGEST: Final = 200
_MOST: Final = 10_000
_LIMIT: Final = 20

_FIND: Final = """\
examples:
  counterclaim gazetteer find "Maaret al-Numan"
  counterclaim gazetteer find Салма --country SY --json

"""
_BUILD: Final = """\
FILE is a dump from https://download.geonames.org/export/dump: allCountries.txt, a country's file such as SY.txt, or
the .zip of either.  Its places are added to those of the packages; a dump loaded before is replaced.  A file with a
broken line is refused whole.  Without FILE a loaded dump is forgotten, and the index is built from the packages alone.

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    gazetteer = commands.add_parser(
        "gazetteer", help="look up places", description="Look up places, and look after the index.", allow_abbrev=False
    )
    actions = gazetteer.add_subparsers(dest="action", required=True, metavar="ACTION")
    find = add_command(
        actions,
        "find",
        brief="show the places of a name",
        description="Show the places of a name, the most prominent first, each with how the name is like its own.",
        examples=_FIND,
    )
    find.add_argument("name", metavar="NAME", help="a name in Latin, Arabic, Cyrillic or any other script")
    find.add_argument("--country", type=_country, metavar="CC", help="only places of this state, or claimed by it (SY)")
    find.add_argument("--json", action="store_true", help="one candidate a line")
    find.add_argument("--limit", type=_limit, metavar="N", default=_LIMIT, help=f"at most so many (default {_LIMIT})")
    find.set_defaults(run=_find)
    build = add_command(
        actions,
        "build",
        brief="load a GeoNames dump, or build the index again",
        description="Load a full GeoNames dump, or build the index again.",
        examples=_BUILD,
    )
    build.add_argument("file", nargs="?", metavar="FILE", help="a GeoNames dump (.txt or .zip)")
    build.set_defaults(run=_build)
    info = add_command(
        actions, "info", brief="tell what the index holds", description="Tell what the index holds and where it lies."
    )
    info.set_defaults(run=_info)


def _country(text: str) -> str:
    if not re.fullmatch("[A-Za-z]{2}", text):
        raise argparse.ArgumentTypeError(f"expected an ISO 3166 code of two letters like SY, not {text[:20]!r}")
    return text.upper()


def _limit(text: str) -> int:
    if not (text.isdecimal() and text.isascii()) or len(text) > 6 or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"expected a number from 1 to {_MOST:,}, not {text[:20]!r}")
    return int(text)


def _find(arguments: argparse.Namespace) -> int:
    name: str = arguments.name
    if len(name) > _LONGEST or has_surrogates(name):
        raise UsageError(f"expected a name of at most {_LONGEST} characters, and in UTF-8: this one is no place's")
    if not any(letter.isalnum() for letter in name):
        raise UsageError("expected a name: this one has no letter or digit")
    from counterclaim.gazetteer.index import gazetteer

    index = gazetteer()
    found = list(index.matches(name, _MOST if arguments.country else arguments.limit + 1))
    if arguments.country:
        found = [match for match in found if arguments.country in (match.entry.country, *match.entry.claimed_by)]
    if not found:
        _say_none(index, name, arguments.country)
        return NOTHING_READ
    more = len(found) > arguments.limit
    found = found[: arguments.limit]
    with opened(None, ()) as out:
        if arguments.json:
            import msgspec

            encode = msgspec.json.Encoder().encode
            out.writelines(encode(match).decode("utf-8") + "\n" for match in found)
        elif out.isatty():
            console(out).print(_table(index, found))
        else:
            out.writelines(_line(index, match) + "\n" for match in found)
    if more:
        say(f"more places are so called; --limit N shows up to {_MOST:,}, --country CC those of one state")
    return OK


def _say_none(index: Index, name: str, country: str | None) -> None:
    within = f" in {country}" if country else ""
    say(f"no place is called {name!r}{within} as far as the gazetteer knows")
    others = [match.entry for match in index.matches(name, 3)] if country else []
    if others:
        say("elsewhere: " + "; ".join(_where(index, entry) for entry in others))
    elif alike := index.alike(name):
        say("did you mean: " + ", ".join(alike) + "?")
    else:
        say("villages under 500 people are known where the project names them: `gazetteer build FILE` adds GeoNames'")


def _where(index: Index, entry: Entry) -> str:
    division = index.entry(entry.division) if entry.division else None
    parts = [entry.name, division.name if division else "", _country_of(entry)]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _country_of(entry: Entry) -> str:
    if entry.claimed_by:
        held = f"{entry.country}, " if entry.country else ""
        return f"{held}claimed by {' and '.join(entry.claimed_by)}"
    return entry.country or ""


def _why(match: Match) -> str:
    match match.how:
        case "name":
            return "its name"
        case "other name":
            return f"also called {match.name}"
        case "variant":
            return f"spelt like {match.name}"


def _extent(entry: Entry) -> str:
    if entry.lat_deg is None or entry.lon_deg is None or entry.radius_m is None:
        return "no point known"
    return f"{entry.lat_deg:.3f} {entry.lon_deg:.3f} ± {entry.radius_m / 1000:,.1f} km"


def _fields(index: Index, match: Match) -> tuple[str, ...]:
    entry = match.entry
    what = entry.feature if entry.feature == entry.precision else f"{entry.feature} ({entry.precision})"
    people = f"{entry.population:,}" if entry.population else ""
    fields = (_where(index, entry), _why(match), what, people, _extent(entry), entry.id, entry.source)
    return tuple(one_line(field) for field in fields)


def _line(index: Index, match: Match) -> str:
    return "\t".join(_fields(index, match))


def _table(index: Index, found: list[Match]) -> object:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=False)
    for match in found:
        place, why, what, people, extent, number, source = _fields(index, match)
        whom = f", {people} people" if people else ""
        table.add_row(f"{place}\n{why}", f"{what}{whom}\n{extent}", f"{number}\n{source}", end_section=True)
    return table


def _build(arguments: argparse.Namespace) -> int:
    from counterclaim.gazetteer import cache

    if arguments.file is None:
        gone = cache.drop_dump()
        cache.rebuild()
        sys.stdout.write(f"built from the packages alone{'; the loaded dump is forgotten' if gone else ''}\n")
        return OK
    about = cache.load_dump(Path(arguments.file))
    sys.stdout.write(one_line(f"loaded {about.places:,} places of {about.file}") + "\n")
    return OK


def _info(_arguments: argparse.Namespace) -> int:
    from counterclaim.gazetteer import cache, packages
    from counterclaim.gazetteer.index import gazetteer

    places, names = gazetteer().contents
    versions = ", ".join(f"{name} {version}" for name, version in packages.versions().items())
    about = cache.about_dump()
    dump = "none" if about is None else f"{about.file}, {about.places:,} places, {about.loaded_at:%Y-%m-%d %H:%M} UTC"
    rows = [("places", f"{places:,}"), ("names", f"{names:,}"), ("packages", versions), ("loaded dump", dump)]
    for head, value in (*rows, ("index", str(cache.folder()))):
        sys.stdout.write(f"{head:12} {one_line(value)}\n")
    return OK
