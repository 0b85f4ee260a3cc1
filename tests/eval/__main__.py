"""Measure the reader on labelled data: ``./run eval [GOLD_DIR]``.

Exit codes: 0 every floor holds, 1 a floor is broken, 2 the command cannot be carried out as given.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from counterclaim.claims.maker import maker
from tests.eval import floors as guards
from tests.eval.figures import Figure
from tests.eval.gold import HOME, Context
from tests.eval.sets import SETS, Measured, Set, measure

COLUMNS: Final = ("set", "figure", "value", "n", "95 % interval", "floor", "best")


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(prog="./run eval", description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("gold", nargs="?", type=Path, default=HOME, metavar="GOLD_DIR", help="default: ../shared/gold")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there too")
    parser.add_argument("--sets", metavar="A,B", help=f"only these of: {', '.join(one.name for one in SETS)}")
    parser.add_argument("--maker", default="default", help="who reads (default: the rules)")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes (default: 2)")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print up to N misses of each sort (claims)")
    parser.add_argument("--raise-floors", action="store_true", help="lift the guarded floors to what is measured now")
    return parser.parse_args(argv)


def chosen(names: str | None) -> list[Set]:
    """Return the sets asked for, in the table's order.  Raises ValueError for a name that no set has."""
    if names is None:
        return [one for one in SETS if one.usual]
    asked = {name.strip() for name in names.split(",") if name.strip()}
    unknown = sorted(asked - {one.name for one in SETS})
    if unknown:
        raise ValueError(f"no set is called {', '.join(unknown)}; there are: {', '.join(one.name for one in SETS)}")
    return [one for one in SETS if one.name in asked]


def rows(measured: Sequence[Measured], floors: guards.Floors) -> list[dict[str, Any]]:
    """Return one plain row a figure, and one a skipped set, as ``--json`` writes them."""
    made: list[dict[str, Any]] = []
    for one in measured:
        if one.skipped is not None:
            empty = dict.fromkeys(("figure", "value", "n", "low", "high", "floor", "best", "higher_is_better"))
            made.append({"set": one.set, **empty, "skipped": one.skipped})
        for figure in one.figures:
            floor = guards.floor_of(floors, figure, one.sha256 or "")
            made.append({**row(figure), "floor": floor, "best": figure.best})
            made[-1] |= {"higher_is_better": figure.higher_is_better, "skipped": None}
    return made


def row(figure: Figure) -> dict[str, Any]:
    """Return the measured part of a figure's row, rounded to what the interval can bear."""
    value = {"value": round(figure.value, 4), "n": figure.n, "low": round(figure.low, 4), "high": round(figure.high, 4)}
    return {"set": figure.set, "figure": figure.figure, **value}


def data_sha256(measured: Sequence[Measured]) -> str:
    """Return one hash for all the data that was measured on."""
    lines = [f"{one.set} {one.sha256}\n" for one in measured if one.sha256]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def table(lines: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the rows as lines of text with aligned columns."""

    def number(value: float | None) -> str:
        return "" if value is None else f"{value:.3f}"

    cells: list[tuple[str, ...]] = [COLUMNS]
    for line in lines:
        if line["skipped"] is not None:
            cells.append((line["set"], f"skipped: {line['skipped']}", "", "", "", "", ""))
            continue
        interval = f"{number(line['low'])} to {number(line['high'])}"
        sense = "" if line["higher_is_better"] else " (less is better)"
        floor, best = number(line["floor"]), number(line["best"])
        cells.append(
            (line["set"], line["figure"] + sense, number(line["value"]), str(line["n"]), interval, floor, best)
        )
    shown = [row for row in cells if not row[1].startswith("skipped")]
    widths = [max(len(row[at]) for row in shown) for at in range(len(COLUMNS))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, print the table, check the floors; return the exit code."""
    args = arguments(argv)
    try:
        sets = chosen(args.sets)
    except ValueError as fault:
        print(f"./run eval: {fault}", file=sys.stderr)
        return 2
    if not args.gold.is_dir():
        print(f"./run eval: no labelled data at {args.gold}", file=sys.stderr)
        return 2
    context = Context(args.gold, args.maker, args.jobs, args.misses)
    floors = guards.load()
    measured: list[Measured] = []
    for one in sets:
        begun = time.monotonic()
        measured.append(measure(one, context))
        print(f"{one.name}: {time.monotonic() - begun:.1f} s", file=sys.stderr)
    lines = rows(measured, floors)
    print("\n".join(table(lines)))
    if args.json:
        result = {"data_sha256": data_sha256(measured), "maker": maker(args.maker).name, "rows": lines}
        args.json.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n")
    hashes = {one.set: one.sha256 for one in measured if one.sha256}
    for name, digest in hashes.items():
        if name in floors and floors[name].sha256 != digest:
            print(f"{name}: no floors: this is not the data they were measured on (sha256 {digest})", file=sys.stderr)
    figures = [figure for one in measured for figure in one.figures]
    if args.raise_floors:
        guards.save(guards.raised(floors, figures, hashes))
    fallen = [f for f in figures if guards.broken(f, guards.floor_of(floors, f, hashes.get(f.set, "")))]
    for figure in fallen:
        floor = guards.floor_of(floors, figure, hashes[figure.set])
        print(f"floor broken: {figure.set}, {figure.figure}: {figure.value:.4f}, floor {floor}", file=sys.stderr)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
