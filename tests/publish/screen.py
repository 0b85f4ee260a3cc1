"""What a terminal of a width gets of a sheet."""

from __future__ import annotations

import io

from rich.console import Console, RenderableType


def printed(sheet: RenderableType, width: int) -> str:
    """Return the text of a sheet, without colours."""
    out = io.StringIO()
    Console(file=out, width=width, highlight=False, markup=False, emoji=False).print(sheet)
    return out.getvalue()


def told(sheet: RenderableType, width: int) -> str:
    """Return the text of a sheet on one line, whatever the terminal broke."""
    return " ".join(printed(sheet, width).split())
