"""A watch in a process of its own, over servers that do all that servers do wrong; what it should have at the end.

Feed by feed, in turns of ten: honest with validators; gzip; silent every third time; reset every third time; lengths
that are lies; 5 GB; redirects in circles; other encodings; redirected and brotli; JSON Feed that asks for pauses and
lists another feed's pages too.  Pages fail the first time in the way of their feed.
"""

from __future__ import annotations

import gzip
import itertools
import json
import multiprocessing
import os
import random
import signal
import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final

from counterclaim.claims.maker import maker
from tests.pipeline.watched import Desk, Hand, article, counted, rss, source_file
from tests.sources.hostile import Answer, Hostile, Request, brotli, five_gigabytes, page, raw, redirect, reset, silent

EVERY_S: Final = 900.0
SORTS: Final = 10
DEAD: Final = frozenset({5, 6})
"""Sorts of feeds that never give anything."""
ENCODINGS: Final = ("koi8-r", "windows-1251", "utf-16")
TOWNS: Final = """
    Aleppo Homs Hama Idlib Raqqa Palmyra Daraa Latakia Tartus Mosul Tikrit Fallujah Ramadi Kirkuk Baqubah Samarra
    Basra Sanaa Aden Taiz Hodeidah Marib Saada Mukalla Kandahar Kunduz Jalalabad Herat Ghazni Lashkargah Peshawar
    Quetta Karachi Maiduguri Kano Yola Mogadishu Kismayo Baidoa Tripoli Benghazi Sirte Misrata Derna Kharkiv
    Mariupol Donetsk Luhansk
""".split()  # fmt: skip
MONTHS: Final = "January February March April May June July August September October November December".split()
WORDS: Final = """
    autumn baker bread bridge brother candle cattle centre chair cheese church clock cloth coast colour cotton
    country doctor engine evening family farmer father field finger fisher flower forest friend garden glass grain
    harbour harvest honey horse house island journey kitchen ladder lamp leather letter library meadow milk mother
    mountain music needle olive orange orchard paint paper picture plough pocket railway river roof school season
    sheep shore silver sister spring stone storm street summer table teacher thread timber tower valley village
    wagon water weather wheat window winter wood wool
""".split()  # fmt: skip


class World:
    """Feeds and pages; ``publish`` puts one more item into every feed that works."""

    def __init__(self, folder: Path, feeds: int, stack: ExitStack) -> None:
        self.desk = Desk(folder)
        self.servers = [stack.enter_context(Hostile({})) for _ in range(feeds)]
        self.items: list[list[str]] = [[] for _ in range(feeds)]
        hosts = [server.host for server in self.servers]
        for number, server in enumerate(self.servers):
            source_file(self.desk.sources, f"s{number:03}", server.url("/feed"), hosts, every_minutes=15)
            self._feed(number)

    def expected(self) -> list[str]:
        """Return the addresses of all pages that a watch can get."""
        return sorted(url for urls in self.items for url in urls)

    def publish(self) -> None:
        """Put one more item into each feed."""
        for number, server in enumerate(self.servers):
            sort = number % SORTS
            if sort not in DEAD:
                path = f"/p/{len(self.items[number])}"
                self.items[number].append(server.url(path))
                server.answers[path] = self._page(number, len(self.items[number]))
                self._feed(number)

    def forget(self) -> None:
        """Let go of what was asked: it is not the memory of the watch."""
        for server in self.servers:
            server.asked.clear()

    def _page(self, number: int, item: int) -> Answer:
        sort = number % SORTS
        body = article(*text_of(number, item))
        good = page(body, "Content-Type: text/html; charset=utf-8", f'ETag: "{item}"')
        match sort:
            case 1:
                good = page(gzip.compress(body), "Content-Type: text/html", "Content-Encoding: gzip")
            case 7:
                coding = ENCODINGS[number % 3]
                good = page(body.decode().encode(coding), f"Content-Type: text/html; charset={coding}")
            case 8:
                good = page(brotli(body), "Content-Type: text/html", "Content-Encoding: br")
            case _:
                pass
        return turns(bad(sort), good, first=1)

    def _feed(self, number: int) -> None:
        sort, server = number % SORTS, self.servers[number]
        listed = [(url, url) for url in self.items[number]]
        body = rss(listed[-30:])
        answers = server.answers
        match sort:
            case 0:
                answers["/feed"] = validated(body, f'"{len(listed)}"')
            case 1:
                answers["/feed"] = page(gzip.compress(body), "Content-Encoding: gzip")
            case 2 | 3 | 4:
                answers["/feed"] = turns(bad(sort), page(body), every=3)
            case 5:
                answers["/feed"] = five_gigabytes(told=number % 2 == 0)
            case 6:
                answers |= {"/feed": redirect("/circle"), "/circle": redirect("/feed")}
            case 7:
                coding = ENCODINGS[number % 3]
                text = body.decode().replace('version="1.0"', f'version="1.0" encoding="{coding}"', 1)
                answers["/feed"] = page(text.encode(coding))
            case 8:
                answers["/feed"] = redirect("/other", 301)
                answers["/other"] = page(brotli(body), "Content-Encoding: br")
            case _:
                others = self.items[number - SORTS + 1] if number >= SORTS - 1 else []
                items = [{"id": url, "url": url} for url in [*self.items[number][-30:], *others[-30:]]]
                told = {"version": "https://jsonfeed.org/version/1.1", "items": items}
                wait = page(b"", "Retry-After: 1000", status=429)
                answers["/feed"] = turns(wait, page(json.dumps(told).encode()), every=4)


def text_of(number: int, item: int) -> tuple[str, str]:
    """Return what a page tells, on every eighth a happening that few others tell, and sentences that no other has."""
    draw = random.Random(number * 100_000 + item)
    text = f"Note {item} of feed {number}. Рынок."
    if (number + item) % 8 == 0:
        town, month = TOWNS[number // 4 % len(TOWNS)], MONTHS[number % 4 + item // 3 % 9]
        text += f" A bombing in {town} killed {1 + number % 9} people on {1 + item % 28} {month} 2015, the police said."
    nouns = [draw.choices(WORDS, k=5) for _ in range(8)]
    return text, " ".join(f"The {a} of the {b} stood by the {c} and the {d} near a {e}." for a, b, c, d, e in nouns)


def validated(body: bytes, etag: str) -> Answer:
    """Return an answer with a validator, and 304 to who has it."""

    def answer(peer: socket.socket, request: Request) -> None:
        known = request.headers.get("if-none-match") == etag
        page(b"" if known else body, f"ETag: {etag}", status=304 if known else 200)(peer, request)

    return answer


def turns(one: Answer, other: Answer, *, first: int = 0, every: int = 0) -> Answer:
    """Return an answer that is ``one`` for the ``first`` times, or ``every`` so many times, and else the other."""
    count = itertools.count(1)

    def answer(peer: socket.socket, request: Request) -> None:
        number = next(count)
        (one if number <= first or (every and number % every == 0) else other)(peer, request)

    return answer


def bad(sort: int) -> Answer:
    """Return what a feed or page of a sort answers when it fails."""
    match sort:
        case 2:
            return silent()
        case 3:
            return reset(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<rss")
        case 4:
            return raw(b"HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n<html><p>cut")
        case 9:
            return page(b"", "Retry-After: 60", status=503)
        case _:
            return page(b"", status=500)


class Child:
    """A watch in a process; ``go`` lets it do a round, ``kill`` ends it in the midst of one."""

    def __init__(self, folder: Path, round_number: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_watch, args=(folder, round_number, theirs))
        self._process.start()
        theirs.close()
        self._answer(60.0)

    def go(self) -> tuple[dict[str, int], int]:
        """Do a round; return what it did, and the process's memory in KiB."""
        self._connection.send("go")
        found: tuple[dict[str, int], int] = self._answer(120.0)
        return found

    def kill(self, after_s: float) -> None:
        """Begin a round and kill the process so many seconds later."""
        self._connection.send("go")
        time.sleep(after_s)
        assert self._process.pid is not None
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.join()
        self._connection.close()

    def end(self) -> None:
        """Let the process end by itself."""
        self._connection.send("end")
        self._process.join(60.0)
        self._connection.close()

    def _answer(self, within_s: float) -> Any:
        if not self._connection.poll(within_s):
            raise AssertionError(f"no round within {within_s} s")
        return self._connection.recv()


def _watch(folder: Path, round_number: int, connection: Connection) -> None:
    """Do rounds as they are asked for."""
    clock = Hand()
    clock.passed_s = round_number * EVERY_S
    with Desk(folder, clock, min_s=0.0).watching(round_s=EVERY_S, maker=maker("rules")) as (watch, _, _):
        connection.send("ready")
        rounds = watch.rounds()
        while connection.recv() == "go":
            done = next(rounds)
            connection.send((dict(counted(done)), memory_kib()))
        rounds.close()


def memory_kib() -> int:
    """Return how much memory this process has."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def _told_to_nobody(number: int, done: dict[str, int], size: int) -> None:
    """Leave it untold."""


def soak(
    folder: Path, *, feeds: int, rounds: int, publishing: int, every: int, kills: dict[int, float],
    tell: Callable[[int, dict[str, int], int], object] = _told_to_nobody,
) -> tuple[World, list[int]]:  # fmt: skip
    """Watch so many feeds for so many rounds; return the world, and the memory after each round.

    In the first ``publishing`` rounds each ``every``-th brings an item of each feed.  ``kills`` are rounds in which the
    watch is killed, so many seconds after they began, and begun anew.
    """
    sizes: list[int] = []
    with ExitStack() as stack:
        world = World(folder, feeds, stack)
        child = Child(folder, 0)
        for number in range(rounds):
            if number < publishing and number % every == 0:
                world.publish()
            if number in kills:
                child.kill(kills[number])
                child = Child(folder, number)
            done, size = child.go()
            sizes.append(size)
            world.forget()
            tell(number, done, size)
        child.end()
    return world, sizes
