"""Find, hash and decode gold data; load its reference scorers.  Nothing of it is ever copied into the repository."""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")
HOME: Final = Path(__file__).resolve().parents[2].parent / "shared" / "gold"
"""Where the gold data lies beside a checkout: ``../shared/gold``."""
NOT_DATA: Final = ("README.md", ".py")
SCORERS: Final = {"score_claims": "claims/score_claims.py", "scoring": "scoring.py"}


class MissingGoldError(Exception):
    """A set, or the scorer it needs, is not there; the text says what was looked for."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a measurement needs to know: where the data lies, which maker reads, and with how many processes.

    ``misses`` is the number of misses to print for a person who develops the reader; 0 prints none.
    """

    gold: Path
    maker: str = "default"
    jobs: int = 2
    misses: int = 0


def rows_file(folder: Path) -> Path:
    """Return the one JSON-lines file of a set: ``dev.jsonl``, or whatever name another part of it bears.

    Raises MissingGoldError when there is none, or when it cannot be told which one is meant.
    """
    files = sorted(folder.glob("*.jsonl"))
    if len(files) > 1:
        files = [file for file in files if file.stem in {"dev", "test", "blind"}]
    if len(files) != 1:
        raise MissingGoldError(f"{folder}: expected one .jsonl file, found {len(files)}")
    return files[0]


def decode(path: Path, row: type[T]) -> list[T]:
    """Return the rows of a JSON-lines file.  Raises MissingGoldError when it is not there or a line does not fit."""
    if not path.is_file():
        raise MissingGoldError(f"{path}: no such file")
    decoder = msgspec.json.Decoder(row)
    rows: list[T] = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if line.strip():
            try:
                rows.append(decoder.decode(line))
            except msgspec.DecodeError as fault:
                raise MissingGoldError(f"{path}:{number}: {fault}") from None
    return rows


def sha256(folder: Path) -> str:
    """Return the hash of a set's data: names and bytes of every file but its README and scorers; of a file, its own."""
    if folder.is_file():
        return hashlib.sha256(folder.read_bytes()).hexdigest()
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith(NOT_DATA) and "__pycache__" not in path.parts:
            inner = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()} {inner}\n".encode())
    return digest.hexdigest()


@functools.cache
def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"gold_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise MissingGoldError(f"{path}: cannot be imported")
    module = importlib.util.module_from_spec(spec)
    written, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = written
    return module


def scorer(name: str, gold: Path, homes: Sequence[Path] = (HOME,)) -> ModuleType:
    """Return the reference scorer ``score_claims`` or ``scoring``: the data's copy, else HOME's.

    Raises MissingGoldError when neither exists: a figure by another rule would bear the wrong name.
    """
    for folder in (gold, *homes):
        path = (folder / SCORERS[name]).resolve()
        if path.is_file():
            return _module(path)
    raise MissingGoldError(f"the scorer {SCORERS[name]} is neither in {gold} nor in {' or '.join(map(str, homes))}")
