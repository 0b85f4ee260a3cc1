"""With the publication profile no page, data, stream or file tells a name of a victim, a child or a witness."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, Final

import pytest

from counterclaim.pipeline import fuse
from counterclaim.publish.exports import formats
from counterclaim.records import Claimant, Event, PartyName, Place
from counterclaim.store.opening import open_ledger
from tests.publish import derived
from tests.web.crawl import crawl
from tests.web.held import shown

NAMES: Final = ("Darwishan", "Karimov", "Haddadin")
"""Words of names of which nothing may leave; nobody is meant."""
_TEXT: Final = (
    "Shells hit a market of Harun on Tuesday and killed Amal Darwishan, a nine-year-old girl, said a witness, Yusuf "
    "Karimov. Her mother, Rana Haddadin, was wounded."
)
_TITLE: Final = "Girl Amal Darwishan, 9, killed in Harun"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Make a ledger with a child that was killed, her mother and a witness."""
    source = derived.report("market-1", "Example Post", 7, _TEXT, _TITLE)
    witness = Claimant(voice="named", name="Yusuf Karimov")
    harun = Place(name="Harun", lat_deg=33.51, lon_deg=36.27, radius_m=2000.0, country="SY", precision="settlement")
    toll = derived.killed(1, 1, "Amal Darwishan, a nine-year-old girl", "children")
    about: dict[str, Any] = {"places": (harun,), "country": "SY", "when": derived.day(6), "toll": (toll,)}
    first = derived.claim(
        source,
        _TEXT[: _TEXT.index(". Her")],
        witness,
        Event(kind="shelling", targets=(PartyName(name="Amal Darwishan"),), **about),
    )
    made = tmp_path / "victims.db"
    with contextlib.closing(open_ledger(str(made))) as ledger:
        ledger.add([source, first])
        for _ in fuse(ledger):
            pass
    return made


def told(path: Path, *, public: bool) -> dict[str, str]:
    """Return all that a server says of a ledger: the pages that links lead to, the data and the stream."""
    with shown(path, public=public) as held:
        pages = {
            name: held.client.get(name).text for name, tree in crawl(held, dead_ends=True).items() if tree is not None
        }
        one = held.get("/api/v1/incidents").json()["incidents"][0]
        report, claim = one["origins"][0], one["claims"][0]
        ids = [f"incidents/{one['id']}{more}" for more in ("", "/claims", "/judgements", "/geojson")]
        ids += [f"reports/{report}", f"reports/{report}/claims", f"claims/{claim}"]
        data = [*ids, "incidents", "incidents.geojson", "facets", "cells", "changes?wait=0&after=0"]
        return pages | {name: held.get(f"/api/v1/{name}").text for name in data}


def leaks(said: dict[str, str]) -> set[str]:
    """Return what tells a name."""
    return {where for where, text in said.items() if any(name.casefold() in text.casefold() for name in NAMES)}


def test_no_name_leaves_a_public_server(path: Path) -> None:
    """Everything that tells a name on this machine alone tells none with the profile on."""
    assert {"incidents", "incidents.geojson", "facets"} <= leaks(told(path, public=False))
    assert leaks(told(path, public=True)) == set()


def test_a_search_for_a_withheld_name_finds_nothing(path: Path) -> None:
    """A name that is withheld cannot be found out by searching for it."""
    with shown(path, public=True) as held:
        assert held.get("/api/v1/incidents?text=darwishan").json()["total"] == 0
        assert held.get("/api/v1/incidents?party=amal+darwishan").json()["total"] == 0
        assert held.get("/api/v1/incidents?text=market").json()["total"] == 1


@pytest.mark.parametrize("public", [False, True])
def test_files_are_always_masked(path: Path, public: bool) -> None:
    """An export tells no name, whether the server is public or not: a file is made to be handed on."""
    with shown(path, public=public) as held:
        for name in formats():
            said = held.get(f"/api/v1/export/{name}").content + held.get(f"/api/v1/export/{name}/loss").content
            assert not [each for each in NAMES if each.encode() in said], name
