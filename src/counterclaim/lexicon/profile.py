"""The words and measures of the publication profile (``lexicon/profile.toml``)."""

from __future__ import annotations

import functools
from typing import Any, Final

import msgspec

from counterclaim.lexicon.load import load
from counterclaim.records import Kind


class ProfileFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file ``profile.toml``; ``delay_h`` in hours, ``grid_deg`` in degrees, ``step_m`` and ``wide_m`` in metres."""

    delay_h: float
    grid_deg: float
    step_m: float
    wide_m: float
    minors: tuple[str, ...]
    kin: tuple[str, ...]
    private: tuple[str, ...]
    harmed: tuple[str, ...]
    said: tuple[str, ...]
    offices: tuple[str, ...]
    bodies: frozenset[str]
    neutral: frozenset[str]
    joints: frozenset[str]
    before_place: tuple[str, ...]
    kinds: frozenset[Kind]
    sites: tuple[str, ...]
    unless: tuple[str, ...]
    schools: tuple[str, ...]
    sheltering: tuple[str, ...]
    aid: tuple[str, ...]
    aid_words: tuple[str, ...]
    general: frozenset[str]

    def __post_init__(self) -> None:
        if not (self.delay_h >= 0 and 0 < self.grid_deg <= 10 and self.step_m > 0 and self.wide_m > 0):
            raise ValueError("delay_h is 0 or more, grid_deg above 0 and at most 10, step_m and wide_m are above 0")


TABLES: Final[dict[str, Any]] = {"profile": ProfileFile}
"""The lexicon file that the publication profile reads, with its type."""


@functools.cache
def profile() -> ProfileFile:
    """Return the publication profile's words and measures.  Raises LexiconError when the file is broken."""
    return load("profile", ProfileFile)
