"""A ledger on disk with the made-up statements of ``tests/publish/derived.py``, and the commands run on it."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Final

from counterclaim import ids
from counterclaim.commands.terminal import USAGE
from counterclaim.errors import UsageError
from counterclaim.records import Incident, Line, Series
from counterclaim.store.opening import open_ledger
from tests.publish.derived import CLAIMS, OPPOSED, REPORTS, RISEN, SERIES

MERGED: Final = ids.incident_id(RISEN.id)
"""The id of an incident that was merged into the opposed one: it leads there."""


def ledger(
    folder: Path,
    *,
    lines: Iterable[Line] = (*REPORTS, *CLAIMS),
    made: Iterable[Incident | Series] = (OPPOSED, SERIES),
    fused: bool = True,
) -> Path:
    """Make a ledger in a folder and return its path."""
    path = folder / "made.db"
    with contextlib.closing(open_ledger(str(path))) as held:
        held.add(lines)
        with held.deriving() as derivation:
            derivation.put(made)
            derivation.put_homes({claim: OPPOSED.id for claim in OPPOSED.claims if claim != RISEN.id})
            derivation.put_homes({RISEN.id: MERGED})
            if fused:
                derivation.settle(derivation.pending(len(REPORTS)))
    return path


def run(command: ModuleType, *arguments: str) -> int:
    """Run a command in this process as the command line would, and return its exit code."""
    parser = argparse.ArgumentParser()
    command.add(parser.add_subparsers())
    given = parser.parse_args([command.__name__.rpartition(".")[2], *arguments])
    try:
        code: int = given.run(given)
    except UsageError as fault:
        print(fault)
        return USAGE
    return code
