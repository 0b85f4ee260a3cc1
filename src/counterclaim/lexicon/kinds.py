"""The closed list of kinds as data: what each is called, what it means, what it becomes in other schemata."""

from __future__ import annotations

import functools

import msgspec

from counterclaim.lexicon.load import load
from counterclaim.records import Kind


class KindEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of ``kinds.toml``; an empty string means that the other schema has no such kind."""

    label: str
    definition: str
    acled_event: str
    acled_sub_event: str
    plover_type: str
    plover_mode: str
    ucdp: str
    colour: str


@functools.cache
def kinds() -> dict[Kind, KindEntry]:
    """Return every kind with its entry.

    Raises LexiconError when the file is broken or names a kind outside the closed list.
    """
    return load("kinds", dict[Kind, KindEntry])
