"""``counterclaim sources``: the files that say what is watched."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counterclaim.commands.ledgers import add_ledger
from counterclaim.commands.terminal import FAULTY, NOTHING_READ, OK, Commands, add_command, say
from counterclaim.commands.watch import SOURCES, state_of
from counterclaim.errors import UsageError
from counterclaim.text import one_line

if TYPE_CHECKING:
    from counterclaim.pipeline.listing import Source

_FILE: Final = """\
A source is a YAML file; its name is the source's id:

  kind: feed                            feed (RSS, Atom, JSON Feed, sitemap) or page
  url: https://post.example/rss.xml
  publisher: Example Post               whose words its pages are
  language: en
  every_minutes: 15

All keys: docs/gather.md.

"""


def add(commands: Commands) -> None:
    """Add the command to the command line."""
    command = add_command(
        commands,
        "sources",
        brief="check, list and import what is watched",
        description="Work with the files that say what counterclaim watch fetches.",
        examples=_FILE,
    )
    acts = command.add_subparsers(dest="act", required=True, metavar="ACT")
    check = add_command(
        acts,
        "check",
        brief="look whether source files are right",
        description="Look whether source files are right; nothing is fetched.",
        examples="examples:\n  counterclaim sources check\n  counterclaim sources check new/post.yaml\n\n",
    )
    check.add_argument("paths", nargs="*", type=Path, metavar="FILE|DIR", help="what to check (default: ./sources)")
    check.set_defaults(run=_check)
    listing = add_command(
        acts,
        "list",
        brief="list the sources, and which of them fail",
        description="List the sources of a folder, and what is wrong with those whose last visit failed.",
        examples="examples:\n  counterclaim sources list\n  counterclaim sources list --ledger desk.db --json\n\n",
    )
    listing.add_argument("folder", nargs="?", type=Path, default=SOURCES, metavar="DIR", help="default: ./sources")
    add_ledger(listing)
    listing.add_argument("--state", type=Path, metavar="FILE", help="what the watch knows, where it is not the usual")
    listing.add_argument("--json", action="store_true", help="one object a line")
    listing.set_defaults(run=_list)
    bring = add_command(
        acts,
        "import",
        brief="make source files of a feed reader's list (OPML)",
        description="Make a source file of each feed in a list that a feed reader exported (OPML).",
        examples="examples:\n  counterclaim sources import feeds.opml\n\nPublishers are for you to fill in: "
        "a title in such a list may be anything.\n\n",
    )
    bring.add_argument("list", type=Path, metavar="OPML", help="the list")
    bring.add_argument(
        "--into", type=Path, default=SOURCES, metavar="DIR", help="the folder of source files (default: ./sources)"
    )
    bring.set_defaults(run=_import)


def _check(arguments: argparse.Namespace) -> int:
    from counterclaim.pipeline.listing import listed, unregistered

    paths: list[Path] = arguments.paths or [SOURCES]
    for path in paths:
        _there(path)
    found = listed(paths)
    for reject in found.rejects:
        sys.stdout.write(f"{one_line(reject.ref)}: {one_line(reject.detail)}\n")
    if not found.sources and not found.rejects:
        say("there is no source file; counterclaim sources --help shows one")
        return NOTHING_READ
    for note in unregistered(found.sources):
        say(note)
    good, bad = len(found.sources), len(found.rejects)
    sys.stdout.write(f"{good:,} right, {bad:,} wrong\n")
    return FAULTY if bad else OK


def _list(arguments: argparse.Namespace) -> int:
    import msgspec

    from counterclaim.pipeline.listing import failing, listed

    _there(arguments.folder)
    found = listed([arguments.folder])
    faults = failing(state_of(arguments))
    for one in found.sources:
        if arguments.json:
            row = {**msgspec.to_builtins(one), "fault": faults.get(one.id)}
            sys.stdout.write(msgspec.json.encode(row).decode() + "\n")
        else:
            sys.stdout.write(_line(one, faults.get(one.id)) + "\n")
    for reject in found.rejects:
        say(f"{reject.ref}: {reject.detail}")
    return OK if found.sources else NOTHING_READ


def _line(one: Source, fault: str | None) -> str:
    """Return a source in a line or two."""
    parts = [
        one.id,
        one.kind,
        one.publisher or "publisher: each page's own",
        f"every {one.every_minutes:,} min",
        one.language or "",
        *(f"owner {tie.by}" for tie in one.owner),
        *(f"side {tie.party}" for tie in one.side),
        f"rated {one.rating.rating} by {one.rating.by}" if one.rating is not None else "",
        one.url,
    ]
    told = " · ".join(one_line(part) for part in parts if part)
    return told if fault is None else f"{told}\n    fails: {one_line(fault)}"


def _import(arguments: argparse.Namespace) -> int:
    from counterclaim.pipeline.listing import imported

    try:
        made = imported(arguments.list, arguments.into)
    except (OSError, ValueError) as fault:
        raise UsageError(getattr(fault, "strerror", None) or str(fault)) from None
    for path in made.written:
        sys.stdout.write(f"{path}\n")
    for reject in made.rejects:
        say(f"{reject.ref}: {reject.detail}")
    say(f"{len(made.written):,} source files written, {made.known:,} known already, {len(made.rejects):,} set aside")
    return OK if made.written or made.known else NOTHING_READ


def _there(path: Path) -> None:
    if not path.exists():
        raise UsageError(f"there is no {path}: name a source file, or a folder of them")
