"""Read the lexicon's TOML files into typed tables: a wrong entry is an error that names file and entry."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TypeVar

import msgspec

from counterclaim.errors import LexiconError

T = TypeVar("T")


def load(name: str, table: type[T], folder: Path | None = None) -> T:
    """Return the lexicon file ``name`` (without ``.toml``) as ``table``.

    ``folder`` reads another copy than the package's own.  Raises LexiconError when the file is missing,
    is not TOML, or holds what ``table`` does not allow.
    """
    source = (folder or resources.files("counterclaim.lexicon")) / f"{name}.toml"
    try:
        return msgspec.toml.decode(source.read_bytes(), type=table)
    except FileNotFoundError:
        raise LexiconError(f"{source}: no such lexicon file") from None
    except (msgspec.DecodeError, ValueError) as fault:
        raise LexiconError(f"{source}: {fault}") from None
