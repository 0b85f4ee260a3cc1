"""The golden cases as they stand in the files: articles with the claims expected, and single sentences.

    articles/NAME.txt   header block (title, publisher, published), blank line, the article
    articles/NAME.toml  what a careful person reads in it
    demo/               the same; twelve articles that tell two incidents from opposed sides
    realis.toml         sentences of denied, intended, supposed and past happenings, and controls

docs/cases.md says how to add one.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import msgspec

from counterclaim.records import Group, Harm, Kind, Stance

HERE: Final = Path(__file__).parent
FOLDERS: Final = (HERE / "articles", HERE / "demo")
REALIS: Final = HERE / "realis.toml"


class CaseError(ValueError):
    """A case file is not as docs/cases.md says; the text names the file and the fault."""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a case file: a misspelt key is an error."""


class ExpectedToll(Row, frozen=True):
    """One figure of harm; ``max`` left out leaves the top open ("at least 12")."""

    harm: Harm
    who: Group
    min: int
    max: int | None = None


class Expected(Row, frozen=True):
    """A claim that has to be read.  A field left out (None) is not checked; an empty one has to be empty."""

    kind: Kind
    evidence: str
    stance: Stance | None = None
    claimant: str | None = None
    actor: tuple[str, ...] | None = None
    target: tuple[str, ...] | None = None
    place: tuple[str, ...] | None = None
    country: str | None = None
    date: tuple[str, str] | None = None
    count: int | None = None
    toll: tuple[ExpectedToll, ...] | None = None
    means: str | None = None
    incident: int | None = None


class _Table(Row, frozen=True):
    claims: tuple[Expected, ...]
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """An article beside its expected claims.  ``gaps`` are the faults known not to be mended yet."""

    name: str
    article: Path
    table: Path
    text: str
    claims: tuple[Expected, ...]
    gaps: tuple[str, ...]


class Sentence(Row, frozen=True):
    """One sentence, and what it says of the happening of ``kind`` ("any": of every kind) in it."""

    text: str
    published: dt.date
    expect: Literal["asserted", "denied", "intended", "none"]
    kind: Kind | Literal["any"]
    note: str
    background: bool = False


class _Sentences(Row, frozen=True):
    sentences: tuple[Sentence, ...]


def body(article: str) -> str:
    """Return what stands below the header block of an article file."""
    return article.partition("\n\n")[2]


def names() -> tuple[str, ...]:
    """Return the names of all article files, in order; a name is used once in all folders."""
    return tuple(sorted(path.stem for folder in FOLDERS for path in folder.glob("*.txt")))


def load(name: str) -> Case:
    """Return the case of that name.  Raises CaseError when there is none or a file is not as it should be."""
    articles = [path for folder in FOLDERS if (path := folder / f"{name}.txt").is_file()]
    if len(articles) != 1:
        raise CaseError(f"{name}: {len(articles)} articles have this name; the names are in {', '.join(_shown())}")
    article, table = articles[0], articles[0].with_suffix(".toml")
    if not table.is_file():
        raise CaseError(f"{table.name}: missing beside {article.name}")
    try:
        expected = msgspec.toml.decode(table.read_bytes(), type=_Table)
    except (msgspec.DecodeError, ValueError) as fault:
        raise CaseError(f"{table.name}: {fault}") from None
    return Case(
        name=name,
        article=article,
        table=table,
        text=body(article.read_text(encoding="utf-8")),
        claims=expected.claims,
        gaps=expected.gaps,
    )


def _shown() -> list[str]:
    return [f"tests/cases/{folder.name}/" for folder in FOLDERS]


def sentences() -> tuple[Sentence, ...]:
    """Return the sentences of realis.toml.  Raises CaseError when the file is not as it should be."""
    try:
        return msgspec.toml.decode(REALIS.read_bytes(), type=_Sentences).sentences
    except (msgspec.DecodeError, ValueError) as fault:
        raise CaseError(f"{REALIS.name}: {fault}") from None
