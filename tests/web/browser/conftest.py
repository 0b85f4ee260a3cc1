"""A browser, a site of the demo set, and a reader who has noticed no fault when a test ends.

``COUNTERCLAIM_BROWSERS=all`` looks at every page in both themes at both widths, not at one of each kind.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.web.browser.reader import Reader, browser_at, chromium, demo_site, kinds


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Run chromium; without it the tests are skipped, but in CI they fail."""
    path = chromium()
    if path is None:
        said = "no chromium: install it (apt-get install chromium) or name one in COUNTERCLAIM_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(said)
        pytest.skip(said)
    with browser_at(path) as running:
        yield running


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demo set, and return the address."""
    with demo_site(tmp_path_factory.mktemp("site")) as base:
        yield base


@pytest.fixture(scope="package")
def paths(site: str) -> dict[str, str]:
    """Return a page of each kind."""
    return kinds(site)


@pytest.fixture
def reader(browser: Browser, site: str) -> Iterator[Reader]:
    """Return a reader; whatever went wrong while it read fails the test."""
    found = Reader(browser, site)
    yield found
    found.close()
    assert not found.faults, "\n".join(dict.fromkeys(found.faults))
