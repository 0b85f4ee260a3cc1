"""Where the index lies, when it is built again, and how several processes come not to stand in each other's way.

The index lies in the user's cache directory, or in the one that the environment's COUNTERCLAIM_CACHE names: the
places of the packages and the project in a folder named by a hash of all they are made of (the packages' versions, the
own place files, the code that builds it), a loaded dump beside it.  What is built is written under another name and
renamed when it is whole; a lock file lets one process at a time build.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Generator, Iterable
from importlib import resources
from pathlib import Path
from typing import Final

import msgspec
import platformdirs

from counterclaim.errors import GazetteerError
from counterclaim.gazetteer import build, packages
from counterclaim.gazetteer.shard import Shard

VARIABLE: Final = "COUNTERCLAIM_CACHE"
_DUMP: Final = "dump"
_ABOUT: Final = "about.json"
_KEPT: Final = 3
"""Indices of other versions that stay, the latest used: older ones are removed when a new one is built."""
_LAYOUT: Final = ("entry.py", "fold.py", "keys.py", "shard.py", "variants.py", "folding.toml")
"""What a loaded dump depends on: with another version of these it has to be loaded again."""


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a loaded dump is: the file, when it was loaded, how many places it holds, the layout it is written in."""

    file: str
    loaded_at: dt.datetime
    places: int
    shards: int
    layout: str


def folder() -> Path:
    """Return the folder of the index: in COUNTERCLAIM_CACHE, or in the user's cache directory."""
    named = os.environ.get(VARIABLE)
    return (Path(named) if named else platformdirs.user_cache_path("counterclaim", appauthor=False)) / "gazetteer"


def _hash(names: Iterable[str] | None = None) -> str:
    made_of = hashlib.blake2b(digest_size=8)
    if names is None:
        made_of.update(repr(packages.versions()).encode())
    here, lexicon = resources.files("counterclaim.gazetteer"), resources.files("counterclaim.lexicon")
    files = [*here.iterdir(), *(here / "places").iterdir(), lexicon / "countries.toml", lexicon / "places.toml"]
    for file in sorted(files, key=lambda file: file.name):
        if file.name.endswith((".toml", ".py")) and (names is None or file.name in names):
            made_of.update(file.name.encode() + b"\0" + file.read_bytes())
    return made_of.hexdigest()


def shards() -> list[Shard]:
    """Return the index's shards, open, the packages' first; built first where it is missing or not whole.

    Raises GazetteerError when it can be neither opened nor built, or when a loaded dump is not whole any more or was
    loaded by another version.
    """
    target = folder() / _hash()
    return [_base(target), *_dump_shards()]


def _base(target: Path) -> Shard:
    try:
        shard = Shard(target)
    except GazetteerError as fault:
        if target.exists():
            # Nobody asked for it, and it takes a while: who waits is told why, on a terminal or not.
            sys.stderr.write(f"counterclaim: {fault}; it is built again\n")
    else:
        with contextlib.suppress(OSError):
            os.utime(target)  # when it was last used
        return shard
    with _locked():
        try:
            return Shard(target)  # another process has built it while this one waited
        except GazetteerError:
            _put(target, lambda part: build.write(part, show))
            tidy(target)
    return Shard(target)


def about_dump() -> About | None:
    """Return what the loaded dump is, None when none is loaded.  Raises GazetteerError when it cannot be used."""
    place = folder() / _DUMP
    if not place.exists():
        return None
    again = "load it again with `counterclaim gazetteer build FILE`, or go back with `counterclaim gazetteer build`"
    try:
        about = msgspec.json.decode((place / _ABOUT).read_bytes(), type=About)
    except (OSError, msgspec.DecodeError) as fault:
        raise GazetteerError(f"the loaded dump in {place} is not whole ({fault}): {again}") from None
    if about.layout != _hash(_LAYOUT):
        raise GazetteerError(f"the dump {about.file} was loaded by another version of the program: {again}")
    return about


def _dump_shards() -> list[Shard]:
    about = about_dump()
    if about is None:
        return []
    try:
        return [Shard(folder() / _DUMP / f"{number:03}") for number in range(about.shards)]
    except GazetteerError as fault:
        raise GazetteerError(
            f"{fault}: load {about.file} again with `counterclaim gazetteer build FILE`, "
            f"or go back with `counterclaim gazetteer build`"
        ) from None


def load_dump(file: Path) -> About:
    """Load a GeoNames dump beside the packages' places, in place of one loaded before; nothing changes on a fault."""
    made: list[About] = []

    def write(part: Path) -> None:
        count, number = build.write_dump(file, part, show)
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        about = About(file=file.name, loaded_at=now, places=count, shards=number, layout=_hash(_LAYOUT))
        (part / _ABOUT).write_bytes(msgspec.json.encode(about))
        made.append(about)

    with _locked():
        _put(folder() / _DUMP, write)
    return made[0]


def drop_dump() -> bool:
    """Forget the loaded dump; return whether there was one."""
    place = folder() / _DUMP
    if not place.exists():
        return False
    with _locked():
        _remove(place)
    return True


def rebuild() -> None:
    """Build the index of the packages and the project's own files again, whether it is whole or not."""
    target = folder() / _hash()
    with _locked():
        _put(target, lambda part: build.write(part, show))
        tidy(target)


def _put(target: Path, write: Callable[[Path], None]) -> None:
    """Write a folder under another name, and put it in the place of ``target`` when it is whole."""
    try:
        part = Path(tempfile.mkdtemp(prefix=".part-", dir=target.parent))
    except OSError as fault:
        raise _unwritable(fault) from None
    try:
        write(part)
        part.chmod(0o755)
        _remove(target)
        part.replace(target)
    except OSError as fault:
        raise _unwritable(fault) from None
    finally:
        _wipe()
        shutil.rmtree(part, ignore_errors=True)


def _remove(place: Path) -> None:
    """Remove a folder at one stroke: renamed first, so that nobody opens half of it."""
    if place.exists():
        gone = Path(tempfile.mkdtemp(prefix=".part-", dir=place.parent))
        place.replace(gone / "gone")
        shutil.rmtree(gone, ignore_errors=True)


def tidy(target: Path) -> None:
    """Remove what older versions and interrupted builds left behind; the lock is held."""
    with contextlib.suppress(OSError):
        for part in target.parent.glob(".part-*"):
            shutil.rmtree(part, ignore_errors=True)
        others = [one for one in target.parent.iterdir() if one.is_dir() and one.name not in (target.name, _DUMP)]
        for old in sorted(others, key=lambda one: one.stat().st_mtime, reverse=True)[_KEPT:]:
            shutil.rmtree(old, ignore_errors=True)


def _unwritable(fault: OSError) -> GazetteerError:
    return GazetteerError(
        f"the gazetteer's index cannot be written to {folder()} ({fault.strerror or fault}): make room there, or name "
        f"another folder by the environment's {VARIABLE}"
    )


@contextlib.contextmanager
def _locked() -> Generator[None, None, None]:
    """Hold the lock of the folder; it is released with the process, whatever becomes of it."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        lock = (folder() / "lock").open("a")
    except OSError as fault:
        raise _unwritable(fault) from None
    with lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def show(text: str) -> None:
    """Show on a terminal's standard error what is being done, on one line that is written over."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[Kbuilding the gazetteer: {text}")
        sys.stderr.flush()


def _wipe() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
