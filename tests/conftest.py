"""What every test shares: one hypothesis profile, and where the labelled data lies."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

ROOT: Final = Path(__file__).parent.parent

# In CI the same examples every time: a red build is then the change's fault, never the dice's.  The first call
# that parses loads the language model, which takes longer than hypothesis thinks an example may: no deadline.
settings.register_profile("ci", derandomize=True, database=None, deadline=None, max_examples=100)
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")

# A shell's background job starts with the interrupt ignored, and hands that on to the commands under test.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def gold() -> Path:
    """Return the folder of labelled data; a test that asks for it skips where there is none, except in CI."""
    folder = ROOT.parent / "shared" / "gold"
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("in CI the labelled data has to lie at ../shared/gold")
        pytest.skip("no labelled data at ../shared/gold")
    return folder
