"""What was made is kept for as long as the snapshot holds, made once for many, and failures are not kept."""

from __future__ import annotations

import asyncio

import pytest

from counterclaim.web import kept
from counterclaim.web.answers import Made
from counterclaim.web.kept import Kept


class Maker:
    """Makes bodies, slowly, and counts how many."""

    def __init__(self, size: int = 10) -> None:
        self.made = 0
        self.size = size
        self.fails = False

    async def __call__(self) -> Made:
        """Make a body."""
        await asyncio.sleep(0.01)
        self.made += 1
        if self.fails:
            raise ValueError("not now")
        return Made(b"x" * self.size, "text/plain")


def test_many_who_ask_at_once_wait_for_one() -> None:
    """Twenty who ask the same get one and the same answer; who leaves takes it from nobody."""

    async def ask() -> None:
        kept_, maker, snapshot = Kept(), Maker(), object()
        asking = [asyncio.create_task(kept_.get(snapshot, "a", maker)) for _ in range(20)]
        await asyncio.sleep(0)
        asking[0].cancel()
        found = await asyncio.gather(*asking, return_exceptions=True)
        assert isinstance(found[0], asyncio.CancelledError)
        assert len({id(one) for one in found[1:]}) == 1
        assert maker.made == 1
        await kept_.get(snapshot, "b", maker)
        assert maker.made == 2

    asyncio.run(ask())


def test_another_snapshot_begins_anew() -> None:
    """What was made of an earlier snapshot is made again, and what is asked meanwhile keeps its own."""

    async def ask() -> None:
        kept_, maker = Kept(), Maker()
        first, second = object(), object()
        early = asyncio.create_task(kept_.get(first, "a", maker))
        await asyncio.sleep(0)
        await kept_.get(second, "a", maker)
        await early
        assert maker.made == 2
        await kept_.get(second, "a", maker)
        assert maker.made == 2

    asyncio.run(ask())


def test_a_failure_is_told_to_all_and_not_kept() -> None:
    """When making fails, each who waited is told, and the next tries again."""

    async def ask() -> None:
        kept_, maker, snapshot = Kept(), Maker(), object()
        maker.fails = True
        found = await asyncio.gather(*(kept_.get(snapshot, "a", maker) for _ in range(3)), return_exceptions=True)
        assert all(isinstance(one, ValueError) for one in found)
        maker.fails = False
        assert (await kept_.get(snapshot, "a", maker)).body

    asyncio.run(ask())


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest gives way when there are too many, and what is too large is not kept."""
    monkeypatch.setattr(kept, "MOST", 3)
    monkeypatch.setattr(kept, "LARGEST", 100)

    async def ask() -> None:
        kept_, maker, snapshot = Kept(), Maker(), object()
        for question in "abcd":
            await kept_.get(snapshot, question, maker)
        await kept_.get(snapshot, "d", maker)
        assert maker.made == 4
        await kept_.get(snapshot, "a", maker)
        assert maker.made == 5
        large = Maker(size=101)
        for _ in range(2):
            await kept_.get(snapshot, "large", large)
        assert large.made == 2

    asyncio.run(ask())
