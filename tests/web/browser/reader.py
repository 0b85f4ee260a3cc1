"""A reader at a browser: opens pages of a site, and remembers whatever goes wrong meanwhile."""

from __future__ import annotations

import contextlib
import os
import shutil
import urllib.request
from collections.abc import Generator
from pathlib import Path
from typing import Any, Final, Literal, cast
from urllib.parse import urljoin

from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from lxml import html
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, sync_playwright

from counterclaim.commands import ingest
from counterclaim.web.app import application
from counterclaim.web.door import Door
from counterclaim.web.ledgers import Ledgers
from tests.commands.ledger_of import run
from tests.web.running import serving

Theme = Literal["light", "dark"]

DEMO: Final = Path(__file__).parents[2] / "cases" / "demo"
WIDE: Final = 1280
NARROW: Final = 375
"""Widths of a laptop's window and of a phone, in CSS pixels."""
_HEIGHT: Final = 900
_ARGUMENTS: Final = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-lcd-text"
).split()
_LEFT: Final = "net::ERR_ABORTED"
"""How a request ends whose answer is no longer wanted: the reader went on."""
_GRAVE: Final = ("serious", "critical")


def chromium() -> str | None:
    """Return where chromium is, None where there is none; the environment may name one: COUNTERCLAIM_CHROMIUM."""
    return os.environ.get("COUNTERCLAIM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextlib.contextmanager
def browser_at(path: str) -> Generator[Browser, None, None]:
    """Run a browser for the time of a block; it asks nobody for anything by itself."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield running
        running.close()


@contextlib.contextmanager
def demo_site(folder: Path) -> Generator[str, None, None]:
    """Serve a ledger of the demo set for the time of a block, and yield its address without a slash."""
    path = folder / "demo.db"
    assert run(ingest, "--ledger", str(path), *map(str, sorted(DEMO.glob("*.txt")))) == 0
    told: list[str] = []
    door = Door(Ledgers(str(path), public=False), say=told.append)
    with serving(application(door), closing=door.outlook.close) as port:
        yield f"http://127.0.0.1:{port}"


class Reader:
    """One reader: every page is opened in a context of its own.

    ``faults``: errors of scripts and of the console, requests that failed or went elsewhere, violations of axe.
    """

    def __init__(self, browser: Browser, base: str) -> None:
        self.base = base
        self.faults: list[str] = []
        self.weight = 0
        """Bytes of the bodies that were sent to the reader."""
        self._browser = browser
        self._checking = False
        self._contexts: list[BrowserContext] = []

    def open(
        self,
        path: str,
        *,
        width: int = WIDE,
        theme: Theme = "light",
        script: bool = True,
        refused: bool = False,
    ) -> Page:
        """Open a page and wait until it is there whole, with its live map; ``refused``: the answer is an error."""
        context = self._browser.new_context(
            viewport={"width": width, "height": _HEIGHT},
            color_scheme=theme,
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: self._said(message, refused=refused))
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("request", self._asked)
        page.on("requestfailed", self._failed)
        page.on("response", lambda response: self._answered(response, refused=refused))
        page.on("requestfinished", self._weighed)
        answer = page.goto(self.base + path, wait_until="load")
        assert answer is not None
        if script and page.locator("#map[data-cells]").count():
            page.locator("button.take").wait_for()  # the last that the live map adds
        return page

    def check(self, page: Page) -> None:
        """Run axe on a page: what it holds to be serious is a fault."""
        self._checking = True  # what axe itself tries is none of the page's faults
        found = cast(Any, Axe()).run(page).response
        self._checking = False
        for violation in found["violations"]:
            if violation["impact"] in _GRAVE:
                first = violation["nodes"][0]
                self.faults.append(f"{page.url}: {violation['id']}: {first['html'][:200]} {first['failureSummary']}")

    def close(self) -> None:
        """Leave all pages."""
        while self._contexts:
            self._contexts.pop().close()

    def _said(self, message: ConsoleMessage, *, refused: bool) -> None:
        if (
            message.type in ("error", "warning")
            and not self._checking
            and not (refused and "Failed to load resource" in message.text)
        ):
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", "data:", "blob:")):
            self.faults.append(f"asked elsewhere: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != _LEFT:
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response, *, refused: bool) -> None:
        if response.status >= 400 and not (refused and response.request.is_navigation_request()):
            self.faults.append(f"{response.status}: {response.url}")

    def _weighed(self, request: Request) -> None:
        self.weight += request.sizes()["responseBodySize"]


def tree(url: str) -> Any:
    """Return a page as it is sent, as a tree."""
    with urllib.request.urlopen(url) as answer:
        return html.fromstring(answer.read())


def kinds(base: str) -> dict[str, str]:
    """Return a page (path) of each kind, found by following links as a reader would."""

    def first(on: str, start: str) -> str:
        [found, *_] = [str(href) for href in tree(base + on).xpath("//main//a/@href") if str(href).startswith(start)]
        return urljoin(on, found.partition("#")[0])

    incident = first("/?contested=true&order=toll", "/incidents/")
    return {
        "overview": "/",
        "filtered overview": "/?kind=air_strike&contested=true&order=toll",
        "nothing found": "/?text=nowhere",
        "incident": incident,
        "report": first(incident, "/reports/"),
        "place": first(incident, "/places/"),
        "all series": "/series",
        "series": first("/series", "/series/"),
        "parties": "/parties",
        "party": first("/parties", "/parties/"),
        "sources": "/sources",
        "source": first("/sources", "/sources/"),
        "method": "/method",
        "interface": "/api",
        "not found": "/incidents/i100000000000000000000000000000000",
        "bad filter": "/?kind=strike",
    }


REFUSED: Final = frozenset(("not found", "bad filter"))
"""Kinds of pages that are answers to what cannot be met."""
