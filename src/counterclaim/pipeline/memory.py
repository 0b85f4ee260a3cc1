"""Memory that nobody uses goes back to the system: a watch runs for months.

The C library keeps what was freed, for the next that asks, in as many places as threads asked at once; what lives on in
between keeps it from being used again, and a process that never grew by an object grew by half over 300 rounds.
"""

from __future__ import annotations

import ctypes
import gc
import os


def give_back() -> None:
    """Free what only cycles hold, and give the freed back to the system where the C library can (glibc)."""
    gc.collect()
    # Elsewhere (musl, macOS, Windows) freed memory goes back unasked, or not at all.
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)
