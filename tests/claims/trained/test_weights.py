"""The weights that are read are the ones that were trained, or the reader says what to do: it never reads without."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import pytest

from counterclaim.claims.trained.reader import Trained
from counterclaim.claims.trained.weights import CARD, ENCODER, HEADS, TOKENIZER, folder, load, settings
from counterclaim.errors import ModelError
from tests.claims.reading import report

FILES: Final = (ENCODER, HEADS, TOKENIZER, CARD)
MOST: Final = 90 * 1024 * 1024
"""Bytes that all weights together may have."""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Return a folder of the same weights, its files links that a test may replace."""
    for name in FILES:
        os.link(folder() / name, tmp_path / name)
    return tmp_path


def _replace(path: Path, data: bytes) -> None:
    path.unlink()
    path.write_bytes(data)


FAULTS: Final[dict[str, Callable[[Path], None]]] = {
    "missing": lambda path: path.unlink(),
    "cut short": lambda path: _replace(path, path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: _replace(path, b""),
    "another's": lambda path: _replace(
        path, (folder() / (HEADS if path.name == TOKENIZER else TOKENIZER)).read_bytes()
    ),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("fault", FAULTS)
def test_weights_that_are_not_whole_are_refused(copied: Path, name: str, fault: str) -> None:
    """A file that is missing, cut short or swapped stops the reading, with its name and what to do."""
    FAULTS[fault](copied / name)
    with pytest.raises(ModelError, match=rf"{name}.*install Counterclaim anew, or read with --maker rules"):
        Trained(rules=True, weights=copied).read(report("Two shells killed a man in Taiz on Monday."))


def test_files_that_do_not_belong_together_are_refused(copied: Path) -> None:
    """Settings that name the hash of another file's bytes do not let it pass for weights."""
    _replace(copied / HEADS, (copied / TOKENIZER).read_bytes())
    own = settings(copied)
    hashes = own.sha256 | {HEADS: own.sha256[TOKENIZER]}
    _replace(copied / CARD, msgspec.json.encode(msgspec.structs.replace(own, sha256=hashes)))
    with pytest.raises(ModelError, match="cannot be run here"):
        load(copied)


def test_a_changed_byte_is_refused(copied: Path) -> None:
    """One byte of the encoder turned round is enough."""
    data = bytearray((copied / ENCODER).read_bytes())
    data[len(data) // 2] ^= 1
    _replace(copied / ENCODER, bytes(data))
    with pytest.raises(ModelError, match="SHA-256 differs"):
        load(copied)


def test_the_weights_are_small_enough() -> None:
    """All that is shipped stays under the limit."""
    assert sum((folder() / name).stat().st_size for name in FILES) < MOST


def test_products_cannot_overflow_on_old_processors() -> None:
    """The weights keep seven bits: two products of eight overflow where a processor has no VNNI."""
    tensors = _int8_tensors((folder() / ENCODER).read_bytes())
    assert len(tensors) >= 36  # six layers of four projections and two products
    assert max(int(np.abs(one.astype(np.int16)).max()) for one in tensors) <= 64


def _int8_tensors(model: bytes) -> list[np.ndarray[tuple[int], np.dtype[np.int8]]]:
    """Return the large int8 tensors of an ONNX file, found through the field tags of its initialisers."""
    found: list[np.ndarray[tuple[int], np.dtype[np.int8]]] = []
    for field, body in _fields(model):
        if field != 7:  # graph
            continue
        for inner, tensor in _fields(body):
            if inner != 5:  # initializer
                continue
            parts = dict(_fields(tensor))
            if parts.get(2) == b"\x03" and len(parts.get(9, b"")) > 10_000:  # data type INT8, raw data
                found.append(np.frombuffer(parts[9], np.int8))
    return found


def _fields(data: bytes) -> list[tuple[int, bytes]]:
    """Return the fields of a protocol-buffer message: number and bytes (of a number, its varint)."""
    found: list[tuple[int, bytes]] = []
    at = 0

    def varint(start: int) -> tuple[int, int]:
        value = shift = 0
        while True:
            byte = data[start]
            value |= (byte & 127) << shift
            start, shift = start + 1, shift + 7
            if byte < 128:
                return value, start

    while at < len(data):
        tag, at = varint(at)
        begun = at
        if tag & 7 == 0:
            _, at = varint(at)
        elif tag & 7 == 2:
            size, begun = varint(at)
            at = begun + size
        else:
            at += 8 if tag & 7 == 1 else 4
        found.append((tag >> 3, data[begun:at]))
    return found


def test_the_command_says_so_and_reads_nothing(tmp_path: Path) -> None:
    """Without its weights the command ends with exit code 3 and one line; the rules do not step in unasked."""
    code = (
        "import sys, pathlib, counterclaim.claims.trained.reader as reader, counterclaim.cli as cli\n"
        f"reader.folder = lambda: pathlib.Path({str(tmp_path)!r})\n"
        "sys.exit(cli.main())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "read", "-", "--json", "--maker", "both"],
        input=b"Two shells killed a man in Taiz on Monday, police said.",
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert b'"claim"' not in done.stdout
    (line,) = done.stderr.decode().splitlines()
    assert "read with --maker rules" in line


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """Where the extra is not installed, the error says which library is missing and how to get it."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ModelError, match=rf"needs {library}: pip install 'counterclaim\[model\]'"):
        load.__wrapped__(folder())
