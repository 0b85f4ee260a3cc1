"""Content codings of HTTP, undone a block at a time: gzip, deflate and brotli, never past what an account allows."""

from __future__ import annotations

import importlib
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final, Protocol

from counterclaim.sources.limits import Account, FetchError

ACCEPTED: Final = "gzip, deflate, br"
"""What a request says it can undo."""

_NONE: Final = frozenset({"", "identity", "none"})
_GZIP: Final = zlib.MAX_WBITS | 16
_MAGIC: Final = b"\x1f\x8b"
_BLOCK: Final = 256 * 1024
"""Bytes that one step may unpack to: far under every limit, so that the account is asked in time."""


class _Coding(Protocol):
    """Undoes one coding."""

    def blocks(self, part: bytes) -> Iterator[bytes]:
        """Yield what the next part unpacks to, in blocks."""
        ...

    def ended(self) -> bool:
        """Return whether the coded bytes are whole."""
        ...


class _Zlib:
    """gzip, of one member or several, and deflate with or without its header."""

    def __init__(self, *, gzip: bool) -> None:
        self._members = gzip
        self._undoing = zlib.decompressobj(_GZIP) if gzip else None
        self._left = b""

    def blocks(self, part: bytes) -> Iterator[bytes]:
        data, self._left = self._left + part, b""
        if self._undoing is None:
            if len(data) < len(_MAGIC):
                self._left = data
                return
            # Many servers leave the header of zlib out, though the standard asks for it.
            headed = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2]) % 31 == 0
            self._undoing = zlib.decompressobj(zlib.MAX_WBITS if headed else -zlib.MAX_WBITS)
        block = b""
        while data or len(block) == _BLOCK:
            if self._undoing.eof:
                if len(data) < len(_MAGIC):
                    self._left = data
                    return
                self._members = self._members and data.startswith(_MAGIC)
                if not self._members:
                    return
                self._undoing = zlib.decompressobj(_GZIP)
            block = self._undoing.decompress(data, _BLOCK)
            yield block
            data = self._undoing.unused_data or self._undoing.unconsumed_tail

    def ended(self) -> bool:
        return self._undoing is not None and self._undoing.eof


class _Brotli:
    def __init__(self) -> None:
        # The library has no annotations.
        library: Any = importlib.import_module("brotli")
        self._undoing = library.Decompressor()
        self._fault: type[Exception] = library.error

    def blocks(self, part: bytes) -> Iterator[bytes]:
        data = part
        while not self._undoing.is_finished():
            try:
                block: bytes = self._undoing.process(data, output_buffer_limit=_BLOCK)
            except self._fault as fault:
                raise ValueError(str(fault)) from None
            if not block and self._undoing.can_accept_more_data():
                return
            yield block
            data = b""

    def ended(self) -> bool:
        return bool(self._undoing.is_finished())


def decoded(parts: Iterable[bytes], coding: str, account: Account) -> Iterator[bytes]:
    """Yield a body without its content coding, within what the account allows.

    Raises FetchError: ``coding`` where the bytes are not coded so, are cut short, or the coding is not one of
    ``ACCEPTED``; ``too_large`` past a limit.
    """
    name = coding.strip().lower()
    if name in _NONE:
        yield from parts
        return
    undoing = _undoing(name)
    done = taken = 0
    for part in parts:
        taken += len(part)
        try:
            for block in undoing.blocks(part):
                done += len(block)
                account.unpacked(done, taken)
                yield block
        except (zlib.error, ValueError) as fault:
            raise FetchError("coding", f"its {name} coding cannot be undone ({fault})") from None
    # A response without a body may name a coding all the same.
    if taken and not undoing.ended():
        raise FetchError("coding", f"its {name} coding is cut short")


def _undoing(name: str) -> _Coding:
    if name in {"gzip", "x-gzip"}:
        return _Zlib(gzip=True)
    if name == "deflate":
        return _Zlib(gzip=False)
    if name == "br":
        return _Brotli()
    raise FetchError("coding", f"its content coding is {name[:80]!r}; {ACCEPTED} were asked for")
