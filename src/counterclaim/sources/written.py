"""Files that a user writes, TOML or YAML, as typed values: a wrong one is an error that says what is wrong with it.

They may come with the data from anywhere.  YAML is therefore read by the parser written in Python: the one that is
written in C, and used unasked, overruns its stack where lists are nested some ten thousand deep, and the program
dies.
"""

from __future__ import annotations

import importlib
from typing import Any, Final, TypeVar

import msgspec

SIZE_LIMIT: Final = 64 * 1024
"""Bytes of such a file."""

T = TypeVar("T")


def written(body: bytes, suffix: str, kind: type[T]) -> T:
    """Return the value in a file whose name ends in ``suffix``: ``.toml``, else YAML.

    Raises ValueError, in one line, where the file is too large, is not what its name says, or holds what ``kind`` does
    not allow.
    """
    if len(body) > SIZE_LIMIT:
        raise ValueError(f"larger than {SIZE_LIMIT} bytes")
    try:
        if suffix == ".toml":
            return msgspec.toml.decode(body, type=kind)
        return msgspec.convert(_yaml(body), kind)
    except RecursionError:
        raise ValueError("lists are nested too deep") from None
    except (msgspec.DecodeError, msgspec.ValidationError, ValueError) as fault:
        raise ValueError(" ".join(str(fault).split())) from None


def _yaml(body: bytes) -> object:
    # Without annotations the library gives nothing that could be checked.
    yaml: Any = importlib.import_module("yaml")
    try:
        found: object = yaml.load(body, Loader=yaml.SafeLoader)
    except yaml.YAMLError as fault:
        raise ValueError(str(fault)) from None
    return found
