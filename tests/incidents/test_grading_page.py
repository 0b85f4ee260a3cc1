"""The worked examples of docs/grading.md are computed: each line under a table is what the program finds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, cast

import pytest

from counterclaim.incidents.describe import incident
from counterclaim.incidents.item import Item
from counterclaim.lexicon.lookup import named
from counterclaim.records import Anchor, Discount, Figure, Incident, Judgement, Rating
from tests.incidents.telling import at, said

PAGE: Final = (Path(__file__).parents[2] / "docs" / "grading.md").read_text(encoding="utf-8")
EXAMPLES: Final = [part.strip().split("\n\n", 2)[:2] for part in PAGE.split("<!-- example -->\n")[1:]]
_FIGURE: Final = re.compile(r"(at least |no |dozens of )?(\d+ )?(\w+) (killed|wounded)")


def _figures(says: list[str]) -> str:
    """Return figures as :func:`tests.incidents.telling.toll` reads them."""
    made: list[str] = []
    for piece in says:
        found = _FIGURE.fullmatch(piece)
        if found is not None:
            before, number, who, harm = found.groups()
            figure = {"no ": "0", "dozens of ": "dozens=24+"}.get(before or "", (number or "").strip())
            made.append(f"{figure}{'+' if before == 'at least ' else ''} {who.replace(' ', '_')} {harm}")
    return ", ".join(made)


def _item(row: list[str], before: Mapping[str, Item]) -> Item:
    """Return the claim of a row: claim, published, said by, says."""
    name, published, who, says = row[:4]
    pieces = says.split("; ")
    own, unnamed = " itself" in who, who.endswith(", not named")
    publisher = who.split(" itself")[0] if own else "Daily Northern"
    copied = next((piece.removeprefix("copy of ") for piece in pieces if piece.startswith("copy of ")), None)
    days = next((re.findall(r"\d+", piece) for piece in pieces if piece.startswith("on the ")), ["15"])
    unknown = [
        piece
        for piece in pieces
        if not _FIGURE.fullmatch(piece) and not re.match(r"by |on the |copy of |part$|denies$|withdrawn$", piece)
    ]
    assert unknown == [], f"the page says what this test cannot read: {unknown}"
    return said(
        None if own else who.removesuffix(", not named"),
        _figures(pieces),
        report="r0" if "part" in pieces else f"r{name}" if name != "a" else "r0",
        publisher=publisher,
        published=published,
        unnamed=unnamed,
        stance="denies" if "denies" in pieces else "asserts",
        scope="part" if "part" in pieces else "event",
        actors=next((piece.removeprefix("by ") for piece in pieces if piece.startswith("by ")), ""),
        when="-".join(days),
        quote=f"A driver told {publisher} of it." if "own reporting" in who else "A blast hit the convoy.",
        start=100 * ord(name),
        copy_of=before[copied] if copied is not None else None,
        carried="withdrawn" if "withdrawn" in pieces else "live",
    )


def _result(found: Incident) -> dict[str, str]:
    """Return what the page may say of an incident, by the words before the colon."""
    told = {
        "voices": f"known {found.voices.known}, possibly {found.voices.possibly}",
        "spread": f"{found.spread.origins} in own words, {found.spread.carriers} in all",
        "two-part grade": f"{found.source_grade.source}{found.source_grade.information}",
    }
    for state in ("contested", "agreed"):
        told[state] = ", ".join(finding.field for finding in found.findings if finding.state == state)
    for tally in found.toll:
        high = f"{tally.low} or more" if tally.high is None else f"{tally.low} to {tally.high}"
        told[f"{tally.harm}, {tally.who}"] = str(tally.low) if tally.low == tally.high else high
    for grade in found.grades:
        told[grade.belligerent.name] = f"{grade.status.replace('_', '-')}, {grade.grade}"
    return told


def _standing(figure: Figure, names: Mapping[str, str]) -> str:
    match figure.standing:
        case "superseded":
            return f"replaced by {names[figure.by or '']}"
        case "part":
            return f"part of {names[figure.by or '']}"
        case "accused":
            return "beside"
        case other:
            return other


@pytest.mark.parametrize("example", range(len(EXAMPLES)))
def test_worked_examples_are_what_is_computed(example: int) -> None:
    """Each figure counts for what the table says, and each line under it is found."""
    table, lines = EXAMPLES[example]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    items: dict[str, Item] = {}
    for row in rows:
        items[row[0]] = _item(row, items)
    asked = dict(line.removeprefix("- ").split(": ", 1) for line in lines.splitlines() if line.startswith("- "))
    ratings: dict[str, Rating] = {}
    for rated in filter(None, asked.pop("rated by a person", "").split(", ")):
        entry = named(rated[:-2])
        ratings[entry.id if entry is not None else rated[:-2].casefold()] = cast("Rating", rated[-1])
    discounted = asked.pop("discounted by a person", None)
    anchor = Anchor(report="r0", start=0, end=9, kind="bombing")
    act = Discount(anchors=(anchor,), belligerent=discounted)
    judged = [Judgement(id="j1", by="mara", at=at("20"), why="It was another day.", act=act)] if discounted else []
    found = incident(id="i1", items=list(items.values()), parts=frozenset(), joins=(), ratings=ratings, judged=judged)
    names = {item.claim.id: name for name, item in items.items()}
    standing = {names[figure.claim]: _standing(figure, names) for tally in found.toll for figure in tally.figures}
    assert {row[0]: row[4] for row in rows} == {row[0]: standing.get(row[0], "") for row in rows}
    assert asked, "an example has lines under its table"
    result = _result(found)
    assert {key: result.get(key) for key in asked} == asked


def test_the_page_has_its_examples() -> None:
    """Toll and grade have worked examples, and none is lost to a slip of the mark."""
    assert len(EXAMPLES) == PAGE.count("| claim | published |") >= 12
