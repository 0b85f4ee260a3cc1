"""A small ledger for tests of commands: three reports of made-up strikes, claims entered by hand.

Nothing here happened; Ardania and Harun do not exist.
"""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Generator
from pathlib import Path
from typing import Final

from counterclaim.commands import claim, judge
from counterclaim.incidents.bind import anchored
from counterclaim.ledger import Ledger
from counterclaim.records import Anchor, Claim
from counterclaim.store.opening import open_ledger
from tests.incidents.pages import read, version

TEXTS: Final = (
    "Warplanes hit a bakery in Harun and killed 43 people, the Tisa Observatory said.",
    "A strike on a bakery of Harun left 70 people dead, the Tisa Observatory said on Thursday.",
    "Shells fell on the market of Dumeir at noon, residents told us.",
)
REPORTS: Final = [version(text, url=f"https://post-{i}.example/", ref=f"post-{i}") for i, text in enumerate(TEXTS)]
BAKERY: Final = read(REPORTS[0], "hit a bakery in Harun and killed 43 people")
RISEN: Final = read(REPORTS[1], "left 70 people dead")
SHELLS: Final = read(REPORTS[2], "Shells fell on the market of Dumeir", "shelling")
CLAIMS: Final = (BAKERY, RISEN, SHELLS)


def run(*arguments: str) -> int:
    """Run a command in this process and return its exit code; what it refuses is raised."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for command in (judge, claim):
        command.add(commands)
    given = parser.parse_args(list(arguments))
    code: int = given.run(given)
    return code


def fill(path: Path) -> str:
    """Make a ledger that holds the reports and their claims; return where it lies."""
    with opened(path) as ledger:
        ledger.add([*REPORTS, *CLAIMS])
    return str(path)


@contextlib.contextmanager
def opened(path: Path | str) -> Generator[Ledger, None, None]:
    """Open a ledger for the time of a block."""
    with contextlib.closing(open_ledger(str(path))) as ledger:
        yield ledger


def anchors(*claims: Claim) -> tuple[Anchor, ...]:
    """Return the anchors of claims as judgements hold them: ordered."""
    return tuple(sorted(map(anchored, claims), key=lambda at: (at.report, at.start, at.end, at.kind, at.claim or "")))
