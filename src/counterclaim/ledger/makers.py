"""Whose claims count beside those of the ledger's own maker: a person's, and an organisation's out of its table."""

from __future__ import annotations

from typing import Final

PERSON: Final = "person:"
"""How the makers of claims begin that a person entered by hand."""
TABLE: Final = "table:"
"""How the makers of claims begin that an organisation coded ("table:acled@1")."""


def is_persons(maker: str) -> bool:
    """Tell whether a person entered the claim."""
    return maker.startswith(PERSON)


def is_coded(maker: str) -> bool:
    """Tell whether an organisation coded the claim in a table of its own."""
    return maker.startswith(TABLE)


def stands_beside(maker: str) -> bool:
    """Tell whether claims of a maker are live whatever the ledger's own maker is, and never make it that."""
    return maker.startswith((PERSON, TABLE))
