"""The checks of two known incidents: they pass on what is whole, and say what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
import pytest

from counterclaim.pipeline import fused
from counterclaim.pipeline.coded import CodedClaim, records
from counterclaim.records import Claim, Line
from tests.eval.known import RASHIDIN, TOKHAR, Known, check
from tests.eval.reading import report

CONVOY = (
    ("2017-04-15", "The Vale Monitor said on Saturday that a bomb beside buses in Qarn had killed 40 people.", 40),
    ("2017-04-16", "Saturday's bomb beside buses in Qarn killed 90 people, the Vale Monitor said.", 90),
)
RAID = (
    ("21 civilians were killed in air raids around Qarn, the Syrian Observatory for Human Rights said.", 21),
    ("It said 15 of them died in the town.", 15),
    ("Six others died in a village near it.", 6),
)


def claim(evidence: str, killed: int, kind: str, claimant: str, day: str, who: str) -> dict[str, Any]:
    """Return a coded claim of one figure."""
    toll = [{"harm": "killed", "who": who, "min": killed, "max": killed}]
    return {
        "kind": kind, "stance": "asserts", "claimant": claimant, "date": [day, day], "country": "SY", "incident": 1,
        "place": ["Qarn"], "target": ["buses"], "toll": toll, "evidence": evidence,
    }  # fmt: skip


def statements(documents: Iterable[tuple[str, str, list[dict[str, Any]]]]) -> list[Line]:
    """Return reports with coded claims, by the text, the day of publication and the rows."""
    lines: list[Line] = []
    for number, (text, published, rows) in enumerate(documents):
        one = report(str(number), text, published=published, publisher=f"Paper {number}")
        lines += [one, *records(one, msgspec.convert(rows, list[CodedClaim]))]
    return lines


def claims(lines: Iterable[Line]) -> list[Claim]:
    """Return the claims among the lines."""
    return [line for line in lines if isinstance(line, Claim)]


def convoy(voice: str = "Vale Monitor") -> list[Line]:
    """Return two reports on one bomb, the later with the higher figure."""
    return statements(
        (text, day, [claim(text, killed, "bombing", voice, "2017-04-15", "people")]) for day, text, killed in CONVOY
    )


def raid(rows: Iterable[tuple[str, int]]) -> list[Line]:
    """Return two reports, in other words, on raids that one voice tells in parts."""
    told = list(rows)
    openings = ("Hundreds fled on Monday as planes came.", "A long line of cars left the valley before dawn.")
    return statements(
        (
            " ".join((opening, *(text for text, _ in RAID))),
            "2016-07-19",
            [
                claim(text, n, "air_strike", "Syrian Observatory for Human Rights", "2016-07-18", "civilians")
                for text, n in told
            ],
        )
        for opening in openings
    )


def values(lines: list[Line], coded: list[Claim], label: str) -> list[float]:
    """Return the values of the checks on what the lines come to."""
    return [figure.value for figure in check("s", "", Known(lines, fused(lines)), {label: coded, "another": coded})]


def test_a_rising_toll() -> None:
    """The convoy is whole when each figure is shown with its voice on its day and the last one stands."""
    assert values(convoy(), claims(convoy()), RASHIDIN) == [1.0]


def test_a_figure_without_its_voice(capsys: pytest.CaptureFixture[str]) -> None:
    """Figures under another voice than the coders' are missing, and are named."""
    assert values(convoy("Vale Council"), claims(convoy()), RASHIDIN) == [0.0]
    assert "40 people by Vale Monitor on 2017-04-15" in capsys.readouterr().err


def test_a_total_and_its_parts(capsys: pytest.CaptureFixture[str]) -> None:
    """The raid is whole when the total stands with its parts under it; a part that nobody tells is named."""
    assert values(raid(RAID), claims(raid(RAID)), TOKHAR) == [1.0]
    assert values(raid(RAID[:2]), claims(raid(RAID)), TOKHAR) == [0.0]
    assert "its 6 is missing" in capsys.readouterr().err
