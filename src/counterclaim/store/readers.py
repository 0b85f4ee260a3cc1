"""Connections that read: one for each query that is being read, kept for the next when it is through."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar


class _Closes(Protocol):
    def close(self) -> None: ...


C = TypeVar("C", bound=_Closes)


class Readers(Generic[C]):
    """Hands out connections to several threads at once; there are as many as were ever in use together."""

    def __init__(self, connect: Callable[[], C]) -> None:
        self._connect = connect
        self._idle: list[C] | None = []
        self._lock = threading.Lock()

    def take(self) -> C:
        """Return a connection that nobody else uses; a new one where all are in use."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._connect()

    def give_back(self, reader: C, *, usable: bool = True) -> None:
        """Keep a connection for others, or close it: when it broke, or the ledger was closed meanwhile."""
        with self._lock:
            if usable and self._idle is not None:
                self._idle.append(reader)
                return
        reader.close()

    def close(self) -> None:
        """Close those that are not in use; the others are closed when they are given back."""
        with self._lock:
            idle, self._idle = self._idle or [], None
        for reader in idle:
            reader.close()
