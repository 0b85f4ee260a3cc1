"""Captures out of a ledger, as a web archive that travels."""

from __future__ import annotations

from typing import BinaryIO

from counterclaim.ledger import View
from counterclaim.sources import warc_out


def export_captures(view: View, out: BinaryIO) -> int:
    """Write every capture of a ledger as one web archive; return how many.  Raises OSError as writing does."""
    return warc_out.write(view.captures(), out)
