"""The one place that touches marisa-trie: it ships no types, so that what is used of it is written down here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Protocol


class Trie(Protocol):
    """A set of strings, each with a number from 0 on; numbers follow no order."""

    def __len__(self) -> int: ...

    def key_id(self, key: str, /) -> int:
        """Return the number of a key that is there."""
        ...

    def get(self, key: str, /) -> int | None:
        """Return the number of a key, or None."""
        ...

    def prefixes(self, text: str, /) -> list[str]:
        """Return the keys that ``text`` begins with, the shortest first."""
        ...

    def iterkeys(self, prefix: str, /) -> Iterator[str]:
        """Yield the keys that begin with ``prefix``."""
        ...

    def save(self, path: str, /) -> None:
        """Write the trie to a file."""
        ...

    def mmap(self, path: str, /) -> None:
        """Map a file that :meth:`save` wrote into memory."""
        ...


def made(keys: Iterable[str]) -> Trie:
    """Return the trie of some keys."""
    trie: Trie = import_module("marisa_trie").Trie(keys)
    return trie


def mapped(path: Path) -> Trie:
    """Return a trie that was saved, memory-mapped."""
    trie = made(())
    trie.mmap(str(path))
    return trie
