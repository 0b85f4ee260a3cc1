"""A watch for tests: local servers, source files for them, and a clock that is put forward by hand."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
from collections.abc import Generator, Iterable, Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from counterclaim.ledger import Ledger
from counterclaim.pipeline.watching import Round, Watch
from counterclaim.records import Capture
from counterclaim.sources.limits import Limits
from counterclaim.sources.net import Fetcher
from counterclaim.sources.parsing import Parser
from counterclaim.sources.politeness import Polite
from counterclaim.sources.watching import State
from counterclaim.store.opening import open_ledger
from tests.pipeline.world import Telegrams
from tests.sources.hostile import Hostile, Request

BEGAN: Final = dt.datetime(2016, 1, 1, tzinfo=dt.UTC)
LIMITS: Final = Limits(connect_s=1.0, read_s=0.3, total_s=0.6, wire_bytes=4 * 1024 * 1024, body_bytes=8 * 1024 * 1024)


class Hand:
    """A clock that stands still until it is put forward; waiting puts it forward, and ends after ``most`` rounds."""

    def __init__(self) -> None:
        self.passed_s = 0.0
        self.stopped = False

    def now(self) -> dt.datetime:
        """Return the time of day."""
        return BEGAN + dt.timedelta(seconds=self.passed_s)

    def seconds(self) -> float:
        """Return the seconds since the beginning."""
        return self.passed_s

    def wait(self, seconds: float) -> None:
        """Put the clock forward."""
        self.passed_s += seconds


def rss(items: Iterable[tuple[str, str]]) -> bytes:
    """Return a feed of titles and addresses."""
    entries = "".join(f"<item><title>{escape(t)}</title><link>{escape(u)}</link></item>" for t, u in items)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{entries}</channel></rss>'.encode()


MORE: Final = "The market was open when it happened, and the road to the north stayed closed until the evening. " * 4


def article(text: str, more: str = MORE) -> bytes:
    """Return a page with a text in it; ``more`` makes it long enough to be told from its furniture."""
    return (
        f"<!doctype html><html lang=en><head><title>News</title></head><body><article><h1>News</h1>"
        f"<p>{text}</p><p>{more}</p></article></body></html>"
    ).encode()


def source_file(folder: Path, name: str, url: str, hosts: Iterable[str], **more: object) -> Path:
    """Write a source file (JSON is YAML)."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(json.dumps({"kind": "feed", "url": url, "allow_hosts": list(hosts), **more}))
    return path


class Desk:
    """A folder with sources, a ledger and a state, and a watch over them; it can be closed and opened again."""

    def __init__(self, folder: Path, clock: Hand | None = None, *, min_s: float = 0.01) -> None:
        self.folder = folder
        self.sources = folder / "sources"
        self.sources.mkdir(exist_ok=True)
        self.clock = clock or Hand()
        self._min_s = min_s

    @contextlib.contextmanager
    def watching(self, **settings: object) -> Generator[tuple[Watch, Ledger, State], None, None]:
        """Open all that a watch needs for the time of a block."""
        with contextlib.ExitStack() as stack:
            ledger = stack.enter_context(contextlib.closing(open_ledger(str(self.folder / "desk.db"))))
            state = stack.enter_context(contextlib.closing(State(self.folder / "desk.watch.db")))
            fetcher = stack.enter_context(Fetcher(LIMITS))
            parser = stack.enter_context(Parser(5.0))
            polite = Polite(fetcher, min_s=self._min_s, clock=self.clock.seconds, draw=lambda: 0.0)
            given = {"maker": Telegrams(), **settings}
            watch = stack.enter_context(
                Watch(ledger, state, self.sources, polite=polite, parser=parser, clock=self.clock, **given)  # type: ignore[arg-type]
            )
            yield watch, ledger, state

    def rounds(self, many: int = 1, *, every_s: float = 1800.0) -> list[Round]:
        """Run so many rounds, the clock put forward after each."""
        found: list[Round] = []
        with self.watching(round_s=every_s) as (watch, _, _):
            for one in watch.rounds():
                found.append(one)
                if len(found) == many:
                    self.clock.passed_s += every_s
                    return found
        return found

    def captures(self) -> list[Capture]:
        """Return what was captured."""
        with contextlib.closing(open_ledger(str(self.folder / "desk.db"))) as ledger:
            return list(ledger.captures())


def asked(server: Hostile, path: str) -> list[Request]:
    """Return the requests for a path."""
    return [one for one in server.asked if one.path == path]


def counted(one: Round) -> Mapping[str, int]:
    """Return what a round did, without what it did nothing of."""
    names = "visited failed new changed kept unchanged missed lost waiting reports claims fused".split()
    return {name: getattr(one, name) for name in names if getattr(one, name)}
