"""Where the index lies, when it is built again, and how several processes come not to stand in each other's way.

The index lies in the user's cache directory, or in the one that the environment's COUNTERCLAIM_CACHE names, in a
folder named by a hash of all it is made of: the packages' versions, the own place files, the code that builds it.
It is written under another name and renamed when it is whole; a lock file lets one process at a time build.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Generator
from importlib import resources
from pathlib import Path
from typing import Final

import platformdirs

from counterclaim.errors import GazetteerError
from counterclaim.gazetteer import build, packages
from counterclaim.gazetteer.shard import Shard

VARIABLE: Final = "COUNTERCLAIM_CACHE"


def folder() -> Path:
    """Return the folder of the index: COUNTERCLAIM_CACHE, or the user's cache directory."""
    named = os.environ.get(VARIABLE)
    return (Path(named) if named else platformdirs.user_cache_path("counterclaim", appauthor=False)) / "gazetteer"


def key() -> str:
    """Return the hash of all that the index is made of, 16 hexadecimal digits."""
    made_of = hashlib.blake2b(digest_size=8)
    for name, version in packages.versions().items():
        made_of.update(f"{name} {version}\n".encode())
    here, lexicon = resources.files("counterclaim.gazetteer"), resources.files("counterclaim.lexicon")
    files = [*here.iterdir(), *(here / "places").iterdir(), lexicon / "countries.toml", lexicon / "places.toml"]
    for file in sorted(files, key=lambda file: file.name):
        if file.name.endswith((".toml", ".py")):
            made_of.update(file.name.encode() + b"\0" + file.read_bytes())
    return made_of.hexdigest()


def shards() -> list[Shard]:
    """Return the index's shards, open; built first where they are missing or not whole."""
    target = folder() / key()
    try:
        return [Shard(target)]
    except GazetteerError as fault:
        if target.exists():
            tell(f"{fault}; it is built again")
    with _locked(folder()):
        try:
            return [Shard(target)]  # another process has built it while this one waited
        except GazetteerError:
            _build(target)
    return [Shard(target)]


def _build(target: Path) -> None:
    part = Path(tempfile.mkdtemp(prefix=".part-", dir=target.parent))
    try:
        build.write(part, tell)
        if target.exists():
            shutil.rmtree(target)
        part.replace(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


@contextlib.contextmanager
def _locked(parent: Path) -> Generator[None, None, None]:
    """Hold the lock of a folder; it is released with the process, whatever becomes of it."""
    try:
        parent.mkdir(parents=True, exist_ok=True)
        lock = (parent / "lock").open("a")
    except OSError as fault:
        raise GazetteerError(
            f"the gazetteer's index cannot be written to {parent} ({fault.strerror}): "
            f"name a folder that can be written by the environment's {VARIABLE}"
        ) from None
    with lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def tell(text: str) -> None:
    """Say on a terminal's standard error what is being done."""
    if sys.stderr.isatty():
        sys.stderr.write(f"counterclaim: gazetteer: {text}\n")
