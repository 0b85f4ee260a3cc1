"""Measured figures: what is printed and written of them."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

KIB_A_RSS: Final = 1 if sys.platform != "darwin" else 1024
"""Units of ``ru_maxrss`` in a KiB: macOS counts bytes."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; ``wanted`` says what it should reach, in words."""

    name: str
    value: float
    unit: str
    wanted: str = ""


def show(figures: Sequence[Figure]) -> None:
    """Print a table."""
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        wanted = f"   wanted: {figure.wanted}" if figure.wanted else ""
        print(f"{figure.name:<{width}}  {figure.value:>8,.2f} {figure.unit:<10}{wanted}".rstrip())


def write(path: Path, figures: Sequence[Figure]) -> None:
    """Write figures as JSON, with the machine that they were measured on."""
    machine = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}
    rows = [{"figure": f.name, "value": f.value, "unit": f.unit, "wanted": f.wanted} for f in figures]
    path.write_text(json.dumps({"machine": machine, "figures": rows}, indent=2) + "\n", encoding="utf-8")
