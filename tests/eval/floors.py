"""Quality has floors that only rise, each beside the hash of the data it was measured on."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from tests.eval.figures import Figure

PATH: Final = Path(__file__).parent / "floors.json"
STEP: Final = 1000
"""Floors are kept to three decimals, rounded to the lenient side, so that a machine's last digit breaks none."""


class SetFloors(msgspec.Struct, frozen=True):
    """The guarded figures of one set; a figure is guarded once a person lists it here."""

    sha256: str
    figures: dict[str, float]


Floors = Mapping[str, SetFloors]


def load(path: Path = PATH) -> dict[str, SetFloors]:
    """Return the floors by set.  Raises msgspec.DecodeError when the file is not what it should be."""
    return msgspec.json.decode(path.read_bytes(), type=dict[str, SetFloors])


def save(floors: Floors, path: Path = PATH) -> None:
    """Write the floors, a figure a line, so that a raised floor is one line of a diff."""
    plain = {name: msgspec.to_builtins(one) for name, one in floors.items()}
    path.write_text(json.dumps(plain, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def floor_of(floors: Floors, figure: Figure, sha256: str) -> float | None:
    """Return the figure's floor, or None when it has none or the data is not the data it was measured on."""
    guarded = floors.get(figure.set)
    if guarded is None or guarded.sha256 != sha256:
        return None
    return guarded.figures.get(figure.figure)


def broken(figure: Figure, floor: float | None) -> bool:
    """Tell whether the figure fell below its floor (rose above it, where less is better)."""
    if floor is None:
        return False
    slack = 1e-9
    return figure.value < floor - slack if figure.higher_is_better else figure.value > floor + slack


def raised(floors: Floors, figures: Sequence[Figure], hashes: Mapping[str, str]) -> dict[str, SetFloors]:
    """Return the floors lifted to what was measured.  None is ever lowered, none is set on other data, none is new."""
    lifted: dict[str, SetFloors] = {}
    for name, guarded in floors.items():
        new = dict(guarded.figures)
        for figure in figures:
            if figure.set != name or guarded.sha256 != hashes.get(name) or figure.figure not in new:
                continue
            old = new[figure.figure]
            if figure.higher_is_better:
                new[figure.figure] = max(old, math.floor(figure.value * STEP + 1e-6) / STEP)
            else:
                new[figure.figure] = min(old, math.ceil(figure.value * STEP - 1e-6) / STEP)
        lifted[name] = SetFloors(sha256=guarded.sha256, figures=new)
    return lifted
