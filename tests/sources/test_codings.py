"""Content codings: undone whatever the pieces they come in, and never past a limit."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.sources.codings import decoded
from counterclaim.sources.limits import Account, FetchError, Limits
from tests.sources.hostile import bomb, brotli

LIMITS: Final = Limits(body_bytes=1_000_000, ratio_from_bytes=100_000)


def raw_deflate(body: bytes) -> bytes:
    """Return deflate without the header of zlib."""
    made = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return made.compress(body) + made.flush()


CODERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "gzip": gzip.compress,
    "x-gzip": lambda body: gzip.compress(body[:7]) + gzip.compress(b"") + gzip.compress(body[7:]) + b"\0\0",
    "deflate": zlib.compress,
    " Deflate": raw_deflate,
    "BR": brotli,
    "identity": bytes,
    "": bytes,
}


def undone(coded: bytes, coding: str, size: int = 65_536) -> bytes:
    """Return what coded bytes decode to, coming in pieces of a size."""
    parts = (coded[start : start + size] for start in range(0, len(coded), size))
    return b"".join(decoded(parts, coding, Account(LIMITS)))


@given(st.binary(max_size=3000), st.integers(1, 40), st.sampled_from(sorted(CODERS)), st.integers(1, 40))
def test_what_is_coded_comes_back(body: bytes, times: int, coding: str, size: int) -> None:
    """Any body, in any coding, in pieces of any size."""
    coded = CODERS[coding](body * times)
    assert undone(coded, coding, size) == body * times


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_large_body_comes_back(coding: str) -> None:
    """Many blocks' worth that repeats itself, under the limits."""
    body = b"".join(b"line %d of a page\n" % number for number in range(40_000))
    assert undone(CODERS["BR" if coding == "br" else coding](body), coding) == body


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, gzip", "é" * 200]))
def test_what_is_not_coded_so_is_refused_or_read(body: bytes, coding: str) -> None:
    """Random bytes end in bytes or in a refusal, in nothing else."""
    try:
        reason = "read" if len(undone(body, coding)) < 1_000_000 else "past the limit"
    except FetchError as fault:
        reason = fault.reason
    assert reason in {"read", "coding"}


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_what_is_cut_short_is_refused(coding: str) -> None:
    """Half a body is never taken for a whole one."""
    coded = CODERS["BR" if coding == "br" else coding](bytes(range(256)) * 40)
    with pytest.raises(FetchError, match="cut short"):
        undone(coded[:-5], coding)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "raw-deflate", "br"])
def test_a_bomb_is_refused(coding: str) -> None:
    """However little is sent, no more than the limit is unpacked."""
    with pytest.raises(FetchError) as told:
        undone(bomb(coding), coding.removeprefix("raw-"))
    assert told.value.reason == "too_large"
