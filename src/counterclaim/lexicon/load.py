"""Read the lexicon's TOML files into typed tables: a wrong entry is an error that names file, line and entry."""

from __future__ import annotations

import re
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from counterclaim.errors import LexiconError

T = TypeVar("T")

_PATH: Final = re.compile(r" - at `\$(?:\.([\w-]+)\[(\d+)\])")
_TOML: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*'
    r"|(?P<table>^\[\[\s*(?P<name>[\w-]+)\s*\]\])|(?P<key>^[\w-]+)(?=\s*=)|(?P<mark>[\[\]{}])",
    re.DOTALL | re.MULTILINE,
)
"""Strings and comments, which hide brackets; headers of tables, keys at the start of a line; brackets."""


def root(folder: Path | None = None) -> Traversable:
    """Return the folder of the lexicon's files: ``folder``, or the package's own."""
    return folder or resources.files("counterclaim.lexicon")


def load(name: str, table: type[T], folder: Path | None = None) -> T:
    """Return the lexicon file ``name`` (without ``.toml``) as ``table``.

    ``folder`` reads another copy than the package's own.  Raises LexiconError when the file is missing,
    is not TOML, or holds what ``table`` does not allow.
    """
    return read(root(folder) / f"{name}.toml", table)


def read(source: Traversable, table: type[T]) -> T:
    """Return one TOML file as ``table``.

    Raises LexiconError, which names the file and where it can the line, when the file is missing, is not TOML, or
    holds what ``table`` does not allow.
    """
    try:
        body = source.read_bytes()
    except FileNotFoundError:
        raise LexiconError(f"{source}: no such lexicon file") from None
    try:
        return msgspec.toml.decode(body, type=table)
    except (msgspec.DecodeError, ValueError) as fault:
        line = _line(body.decode("utf-8", "replace"), str(fault))
        raise LexiconError(f"{source}{f', line {line}' if line else ''}: {fault}") from None


def _line(text: str, fault: str) -> int | None:
    """Return the line on which the entry begins that a fault names by key and number, None when it names none.

    ``fault`` ends in msgspec's path ("... - at `$.party[3].kind`"); TOML's own faults tell their line themselves.
    """
    path = _PATH.search(fault)
    if path is None:
        return None
    wanted, number = path.group(1), int(path.group(2))
    found, depth, key = -1, 0, ""
    for match in _TOML.finditer(text):
        if match["table"] and depth == 0:
            found += match["name"] == wanted
            key = ""
        elif match["key"] and depth == 0:
            key = match["key"]
        elif match["mark"] in ("[", "{"):
            depth += 1
            found += key == wanted and depth == 2
        elif match["mark"] in ("]", "}"):
            depth -= 1
        if found == number:
            return text.count("\n", 0, match.start()) + 1
    return None
