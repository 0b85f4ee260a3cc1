"""Memory that nobody uses goes back to the system."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from counterclaim.pipeline.memory import give_back
from tests.pipeline.soak import memory_kib

MIB_KIB = 1024


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library gives nothing back when it is asked")
def test_freed_memory_goes_back() -> None:
    """What was freed below something that lives on is given back all the same."""
    kept = [bytearray(20_000) for _ in range(8_000)]
    top = bytearray(20_000)
    full = memory_kib()
    kept.clear()
    give_back()
    assert memory_kib() < full - 100 * MIB_KIB
    assert top


def test_a_cycle_is_freed(tmp_path: Path) -> None:
    """What only a cycle holds is let go of."""

    class Held:
        def __init__(self) -> None:
            self.itself = self

        def __del__(self) -> None:
            (tmp_path / "freed").touch()

    Held()
    give_back()
    assert (tmp_path / "freed").exists()
