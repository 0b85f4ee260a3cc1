"""The sets that can be measured, in the order of the table; a set's module is imported only when it is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.eval.figures import Figure
from tests.eval.gold import Context, MissingGoldError, sha256

CASES: Final = Path(__file__).resolve().parents[1] / "cases"
OWN: Final = {"golden": CASES / "realis.toml", "lookalikes": CASES / "lookalikes"}
"""The data of the sets that are the repository's own and need no gold folder."""


@dataclass(frozen=True, slots=True)
class Set:
    """One set: its name, and the function that measures it.

    ``folder`` is its folder in the gold data where that is not called like the set.  ``function`` takes the Context,
    or only the gold folder where ``takes_folder``.  ``usual`` sets are measured when none is asked for by name.
    """

    name: str
    module: str
    function: str = "measure"
    takes_folder: bool = False
    usual: bool = True
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One set's outcome: its figures and the hash of its data, or why it was skipped."""

    set: str
    figures: tuple[Figure, ...] = ()
    sha256: str | None = None
    skipped: str | None = None


SETS: Final = (
    Set("golden", "golden"),
    Set("claims", "claims"),
    Set("claims-train", "claims", "measure_train", usual=False),
    Set("polnear", "polnear", "polnear", takes_folder=True),
    Set("muc4", "muc4"),
    Set("case21_task2", "case21"),
    Set("isaf_pr", "isaf"),
    Set("centcom_strikes", "centcom"),
    Set("time-tempeval3", "times", "tempeval3"),
    Set("time-wikiwars", "times", "wikiwars"),
    Set("extract-aeb", "web", "extract_aeb", takes_folder=True),
    Set("dates-htmldate", "web", "dates_htmldate", takes_folder=True),
    Set("gate", "gate", folder="claims"),
    Set("warc-samples", "warc", "warc_samples", takes_folder=True),
    Set("feeds-feedparser", "feeds", "conformance", takes_folder=True),
    Set("geo-trnews", "geo", "trnews"),
    Set("geo-gwn", "geo", "gwn"),
    Set("geo-lgl", "geo", "lgl"),
    Set("reprints-helsinki", "reprints"),
    Set("lookalikes", "lookalikes"),
    Set("fusion", "fusion", folder="claims"),
    Set("cluster-ecbplus", "ecb"),
    Set("incidents-gva", "incidents_gva", usual=False),
)


def home_of(one: Set, gold: Path) -> Path:
    """Return the folder, or for the golden sentences the file, in which a set's data lies."""
    return OWN.get(one.name) or gold / (one.folder or one.name)


def measure(one: Set, context: Context) -> Measured:
    """Measure one set, or say that its data is missing.  Any other fault is a fault of the code, and is not caught."""
    home = home_of(one, context.gold)
    if not home.exists():
        return Measured(one.name, skipped=f"no data at {home}")
    function: Callable[..., list[Figure]] = getattr(importlib.import_module(f"tests.eval.{one.module}"), one.function)
    try:
        figures = function(context.gold) if one.takes_folder else function(context)
    except MissingGoldError as fault:
        return Measured(one.name, skipped=str(fault))
    return Measured(one.name, tuple(figures), sha256(home))
