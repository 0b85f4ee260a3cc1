"""The publication profile holds in every export: no name of a victim, a child or a witness, no exact place of care."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from counterclaim.ledger import Query
from counterclaim.publish.exports import export, formats
from counterclaim.publish.profile import published
from counterclaim.records import Claim, Claimant, Event, Incident, PartyName, Place, Report, Voices
from tests.publish import derived
from tests.publish.exports import varied
from tests.store import made as store_made

NOW: Final = dt.datetime(2016, 1, 1, tzinfo=dt.UTC)
NAMES: Final = ("Amal", "Darwishan", "Karimov", "Haddadin", "Wardat")
"""Words of names of which nothing may leave; nobody is meant."""
EXACT: Final = ("33.512345", "36.291234")
_TEXT: Final = (
    "Shells hit the Wardat hospital in Harun on Tuesday and killed Amal Darwishan, a nine-year-old girl, said a "
    "witness, Yusuf Karimov. Her mother, Rana Haddadin, was wounded in a shelter for displaced families."
)


def _ledger() -> tuple[list[Any], list[Incident]]:
    source = derived.report("ward-1", "Example Post", 7, _TEXT, "Girl Amal Darwishan, 9, killed in Wardat hospital")
    witness = Claimant(voice="named", name="Yusuf Karimov")
    hospital = Place(
        name="Wardat hospital",
        lat_deg=float(EXACT[0]),
        lon_deg=float(EXACT[1]),
        radius_m=150.0,
        precision="exact",
        country="SY",
        gazetteer_id="geonames:99",
    )
    toll = derived.killed(1, 1, "Amal Darwishan, a nine-year-old girl", "children")
    about: dict[str, Any] = {"places": (hospital,), "country": "SY", "when": derived.day(6), "toll": (toll,)}
    event = Event(kind="shelling", targets=(PartyName(name="Amal Darwishan"),), **about)
    first = derived.claim(source, _TEXT[: _TEXT.index(".")], witness, event)
    second = derived.claim(source, "Her mother, Rana Haddadin, was wounded in a shelter", witness, event)
    incident = store_made.incident(
        first,
        second,
        kinds=("shelling",),
        when=derived.day(6),
        place=hospital,
        country="SY",
        targets=(PartyName(name="Amal Darwishan"), PartyName(name="Rana Haddadin")),
        toll=(varied.tally("children", derived.figure(first)),),
        voices=Voices(known=1, possibly=1, names=("Yusuf Karimov",)),
        origins=(source.id,),
    )
    lines: list[Report | Claim] = [source, first, second]
    return lines, [incident]


@pytest.mark.parametrize("name", formats())
def test_no_name_leaves(name: str, tmp_path: Path) -> None:
    """Under the profile neither the file nor its loss report has a word of a name, nor the exact place."""
    with varied.ledger(tmp_path, *_ledger()) as held:
        bare = b"".join(export(held, Query(), name, masked=False).content)
        made = export(published(held, NOW), Query(), name)
        masked = b"".join(made.content) + msgspec.json.encode(made.loss())
    assert made.rows == 1
    text = masked.decode("utf-8", "replace")
    assert [word for word in (*NAMES, *EXACT) if word in text] == []
    if formats()[name].text:
        assert [word for word in (*NAMES, *EXACT) if word.encode() in bare] != []
