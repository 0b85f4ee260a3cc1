"""How much of the network's time and bytes one fetch may take, and the account that holds it to that."""

from __future__ import annotations

import time
from typing import Final

import msgspec

from counterclaim.sources.streams import FILE_LIMIT

MIB: Final = 1024 * 1024


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one fetch may take, all its redirects together.  Seconds; bytes; every one is above 0.

    ``read_s`` is the longest silence.  ``wire_bytes`` counts what is read of the connection, headers with it;
    ``body_bytes`` what a body decodes to.  ``ratio`` is how many times larger than the bytes read a decoded body may
    be, once it is larger than ``ratio_from_bytes``: small ones that repeat themselves are common.
    """

    connect_s: float = 10.0
    read_s: float = 20.0
    total_s: float = 60.0
    header_bytes: int = 64 * 1024
    wire_bytes: int = 16 * MIB
    body_bytes: int = 32 * MIB
    ratio: float = 200.0
    ratio_from_bytes: int = MIB
    redirects: int = 5

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            if not getattr(self, name) > 0:
                raise ValueError(f"limits: {name} must be above 0")
        if self.body_bytes > FILE_LIMIT:
            raise ValueError(f"limits: body_bytes must be at most {FILE_LIMIT}, as for any one capture")


class FetchError(Exception):
    """A fetch cannot go on: ``reason`` is a key of ``errors.REASONS``, the text says in words why."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Account:
    """What one fetch has taken so far.  Its methods raise FetchError where a limit is reached."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._until = time.monotonic() + limits.total_s
        self._wire = 0
        self._header = 0
        self._in_header = True
        self._redirects = 0

    def left_s(self, most: float) -> float:
        """Return the seconds that a step may take: ``most``, or what is left of the whole."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise FetchError("timeout", f"it took longer than {self._limits.total_s:g} s")
        return min(most, left)

    def readable(self, most: int) -> int:
        """Return how many bytes may be read next, at most ``most``."""
        limits = self._limits
        if self._in_header:
            if self._header >= limits.header_bytes:
                raise FetchError("response", f"its headers are longer than {limits.header_bytes} bytes")
            most = min(most, limits.header_bytes - self._header)
        if self._wire >= limits.wire_bytes:
            raise FetchError("too_large", f"more than {limits.wire_bytes} bytes were sent")
        return min(most, limits.wire_bytes - self._wire)

    def read(self, size: int) -> None:
        """Note that bytes were read."""
        self._wire += size
        if self._in_header:
            self._header += size

    def redirect(self) -> None:
        """Note that a redirect is about to be followed."""
        self._redirects += 1
        if self._redirects > self._limits.redirects:
            raise FetchError("redirects", f"more than {self._limits.redirects} redirects")

    def header(self) -> None:
        """Note that a response begins: what is read from now on is its header."""
        self._in_header = True
        self._header = 0

    def body(self, declared: str | None) -> None:
        """Note that the header has ended; ``declared`` is the length of the body that it names, None if it does not."""
        self._in_header = False
        most = self._limits.wire_bytes
        if declared is not None and declared.isdecimal() and int(declared) > most:
            raise FetchError("too_large", f"{declared} bytes are announced; at most {most} are read")

    def unpacked(self, size: int, taken: int) -> None:
        """Note that a body has unpacked to ``size`` bytes so far, from ``taken`` coded ones."""
        limits = self._limits
        most = min(limits.body_bytes, max(limits.ratio_from_bytes, int(limits.ratio * taken)))
        if size > most:
            raise FetchError("too_large", f"{taken} bytes unpack to more than {most}")
