"""The whole road: HTML pages in a web archive to incidents in SQLite: ``python -m bench.road``.

    an archive of made-up pages, one in twenty on conflict (bench/articles.py), the others general news put together
    from training/general.txt, all with the furniture of a news site around them
    -> ingest with the gate, with one worker and with two, each in a process of its own, loading of models included

Pages a second are pages of the archive, not reports read.  ``--html DIR`` takes the general pages from a folder of real
ones (``*.html``, ``*.html.gz``).  CPU seconds are those of all processes: on a machine that others use too they tell
more than the clock.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import gzip
import html
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bench.articles import article
from bench.figures import Figure, show, write
from counterclaim.claims.maker import NAMES
from counterclaim.pipeline import fuse, ingest
from counterclaim.store.opening import open_ledger

PAGES: Final = 6000
"""Enough that loading the models, three seconds of each process, weighs little."""
EVERY: Final = 20
"""One page of so many is on conflict."""
SEED: Final = 20151007
PARAGRAPHS: Final = 7
MENU: Final = 40
TEASERS: Final = 25
SCRIPT_BYTES: Final = 90_000
"""Menu entries, teasers and script around an article: pages of 266 news sites measure 150 KiB in the mean."""
_GENERAL: Final = Path(__file__).parents[1] / "training" / "general.txt"


def pages(count: int, folder: Path | None) -> Iterator[tuple[str, bytes]]:
    """Yield addresses and bytes of pages, the same for the same count."""
    draw = random.Random(SEED)
    real = sorted([*folder.rglob("*.html"), *folder.rglob("*.html.gz")]) if folder else []
    for number in range(count):
        url = f"https://courier.example/news/{number}"
        if number % EVERY == 0:
            made = article(number)
            yield url, page(made.title, made.text.split("\n\n"), made.published, draw)
        elif real:
            path = real[number % len(real)]
            yield url, gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        else:
            chosen = draw.sample(_told(), PARAGRAPHS)
            yield url, page(chosen[0].split(".")[0], chosen, f"2015-{number % 12 + 1:02}-{number % 28 + 1:02}", draw)


def page(title: str, paragraphs: list[str], published: str, draw: random.Random) -> bytes:
    """Return a page with the furniture of a news site around an article."""
    menu = "".join(
        f'<li class="menu-item"><a href="/s/{draw.getrandbits(40)}">Topic {at}</a></li>' for at in range(MENU)
    )
    teasers = "".join(
        f'<div class="teaser" data-track="{draw.getrandbits(900):x}"><a href="/n/{draw.getrandbits(40)}">'
        f'<img src="/i/{draw.getrandbits(64):x}.jpg" alt=""><h3>{_headline(draw)}</h3></a></div>'
        for _ in range(TEASERS)
    )
    script = "".join(f"window.q{draw.getrandbits(30)}={draw.getrandbits(90)};" for _ in range(SCRIPT_BYTES // 45))
    prose = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta property="article:published_time" content="{published}T08:00:00Z"><meta property="og:site_name" '
        f'content="Bench Courier"><script>{script}</script></head><body><nav class="menu"><ul>{menu}</ul></nav>'
        f'<main><article><h1>{html.escape(title)}</h1>{prose}</article></main><aside class="related"><h2>Related</h2>'
        f"{teasers}</aside><footer><p>All rights reserved.</p></footer></body></html>"
    ).encode()


def _headline(draw: random.Random) -> str:
    return html.escape(draw.choice(_told()).split(".")[0])


@functools.cache
def _told() -> tuple[str, ...]:
    return tuple(_GENERAL.read_text("utf-8").split("\n\n"))


def written(path: Path, count: int, folder: Path | None) -> float:
    """Write an archive of so many pages; return its size in MiB."""
    with path.open("wb") as out:
        for url, body in pages(count, folder):
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            head = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            out.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0))
    return path.stat().st_size / 2**20


def travel(archive: str, jobs: int, maker: str, engine: str, gate: float) -> dict[str, float]:
    """Carry an archive to incidents in a new ledger; return seconds, CPU seconds and what came out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "road.db"
        began = time.perf_counter()
        with contextlib.closing(open_ledger(str(path))) as ledger:
            *_, last = ingest(ledger, [archive], maker=maker, jobs=jobs, engine=engine, gate=gate, fuse=False)
            stored, used = time.perf_counter(), time.process_time()
            for _ in fuse(ledger):
                pass
            fused = time.process_time() - used
            counts = ledger.counts()
        wall = time.perf_counter() - began
        size = path.stat().st_size
    # Worker processes have ended by now, and are counted with the children.
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "wall": wall,
        "stored": stored - began,
        "fused": fused,
        "cpu": sum(one.ru_utime + one.ru_stime for one in spent),
        "parent": spent[0].ru_utime + spent[0].ru_stime,
        "reports": last.reports,
        "away": last.turned_away,
        "claims": last.claims,
        "incidents": counts.incidents,
        "bytes": size,
    }


def measure(options: argparse.Namespace) -> list[Figure]:
    """Return all figures: one worker, then two, on the same archive."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "road.warc.gz"
        size = written(archive, options.pages, options.html)
        made = {jobs: _child(str(archive), jobs, options) for jobs in options.workers}
    figures = [Figure(f"archive of {options.pages:,} pages", size, "MiB")]
    for jobs, found in made.items():
        name = f"{options.engine}, {jobs} worker{'s' * (jobs > 1)}, maker {options.maker}"
        figures += [
            Figure(f"{name}: the whole road", options.pages / found["wall"], "pages/s"),
            Figure(f"{name}: CPU", 1000 * found["cpu"] / options.pages, "ms/page"),
            Figure(f"{name}: of it in the parent", 1000 * found["parent"] / options.pages, "ms/page"),
            Figure(f"{name}: of it fusing", 1000 * found["fused"] / max(1, found["claims"]), "ms/claim"),
            Figure(f"{name}: reports read", found["reports"], ""),
            Figure(f"{name}: claims", found["claims"], ""),
            Figure(f"{name}: ledger", found["bytes"] / 2**20, "MiB"),
        ]
    if len(made) > 1:
        one, more = min(made), max(made)
        figures.append(Figure(f"{more} workers over {one}", made[one]["wall"] / made[more]["wall"], "times", "1.7"))
    return figures


def _child(archive: str, jobs: int, options: argparse.Namespace) -> dict[str, float]:
    given = [archive, str(jobs), options.maker, options.engine, str(options.gate)]
    ran = subprocess.run([sys.executable, "-m", "bench.road", "--child", *given], check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    print(f"{jobs} workers: {found}, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    return found


def options(argv: list[str] | None = None) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m bench.road", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES, help=f"pages of the archive (default: {PAGES})")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="runs, by their number of workers")
    parser.add_argument("--maker", choices=NAMES, default="default")
    parser.add_argument("--engine", default="processes")
    parser.add_argument("--gate", type=float, default=0.0)
    parser.add_argument("--html", type=Path, help="a folder of real pages to take the general ones from")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    return parser.parse_args(argv)


def main() -> None:
    """Measure and print, or be the process that is measured."""
    if sys.argv[1:2] == ["--child"]:
        archive, jobs, maker, engine, gate = sys.argv[2:]
        made: dict[str, Any] = travel(archive, int(jobs), maker, engine, float(gate))
        print(json.dumps(made))
        return
    asked = options()
    figures = measure(asked)
    show(figures)
    if asked.json:
        write(asked.json, figures)


if __name__ == "__main__":
    main()
