"""Parties in claims reach the register, named or not, and their names stay as written."""

from __future__ import annotations

import pytest

from counterclaim.claims.epithets import holder_named, state_named
from tests.claims.reading import read


def parties(text: str) -> dict[str, str | None]:
    """Return the actors and claimants of a text with their ids."""
    found: dict[str, str | None] = {}
    for claim in read(text):
        found |= {actor.name: actor.party for actor in claim.event.actors}
        if claim.claimant.name is not None:
            found[claim.claimant.name] = claim.claimant.party
    return found


@pytest.mark.parametrize(
    ("text", "name", "party"),
    [
        ("The regime shelled Duma, east of Damascus, on Tuesday and killed ten people.", "regime", "sy-government"),
        ("Regime forces shelled Idlib in Syria on Tuesday and killed ten people.", "Regime forces", "sy-forces"),
        ("The army shelled Idlib in Syria on Tuesday and killed ten people.", "army", "sy-forces"),
        ("Assad's forces shelled the Syrian city of Aleppo on Monday.", "Assad's forces", "sy-forces"),
        ("The army shelled a market in Khartoum on Tuesday and killed ten people.", "army", "sd-forces"),
        ("Daesh shelled the Syrian city of Aleppo on Monday.", "Daesh", "islamic-state"),
        ("The US-led coalition carried out air strikes on Raqqa on Monday.", "US-led coalition", "global-coalition"),
        (
            "The Saudi-led coalition carried out air strikes on Sanaa on Monday.",
            "Saudi-led coalition",
            "saudi-led-coalition",
        ),
        ("Russian warplanes bombed Idlib on Monday and killed six people.", "Russia", "ru"),
        ("The Russian air force bombed Idlib on Monday and killed six people.", "Russian air force", "ru-air-force"),
        ("The Turkish military shelled Tal Rifaat on Monday.", "Turkish military", "tr-forces"),
        (
            "Six people were killed in Idlib, the Russian defence ministry said.",
            "Russian defence ministry",
            "ru-defence-ministry",
        ),
        (
            "Air strikes killed six people in Idlib, the Britain-based monitoring group said on Monday.",
            "Britain-based monitoring group",
            "sohr",
        ),
        ("Rebels shelled the Syrian city of Aleppo on Monday.", "Rebels", None),
        ("Gunmen shot dead a judge in the Iraqi city of Mosul on Monday.", "Gunmen", None),
    ],
)
def test_parties_reach_their_entry(text: str, name: str, party: str | None) -> None:
    """A party that is known has its id and keeps the name it is written with; one that is not has none."""
    found = parties(text)
    assert name in found, found
    assert found[name] == party


@pytest.mark.parametrize(
    "text",
    [
        "The army shelled Homs in Syria on Monday. The Turkish army shelled Tal Rifaat and killed four people.",
        "The army shelled a village near Lagos on Monday and killed four people.",
        "A former regime shelled Homs in Syria and killed four people.",
    ],
)
def test_another_party_is_not_taken_for_the_wars(text: str) -> None:
    """Where another army is named, where the war has no entry, or the words speak of one before, nobody is guessed."""
    assert not {"sy-forces", "sy-government"} & {
        party for name, party in parties(text).items() if "Turkish" not in name
    }


def test_a_group_told_by_an_epithet_is_shown_by_its_name() -> None:
    """Where the report names the group elsewhere, its epithet is the same party under the same name."""
    text = (
        "The Syrian Democratic Forces took a village near Raqqa in Syria on Monday. The Kurdish-led alliance captured "
        "the town of Tabqa on Tuesday."
    )
    assert parties(text) == {"Syrian Democratic Forces": "sdf"}


def test_another_monitor_named_leaves_the_epithet_open() -> None:
    """The Britain-based monitor beside Airwars is not taken for the Observatory."""
    text = "Airwars counted six dead in Raqqa in Syria. Ten were killed in Raqqa, the UK-based monitor said on Monday."
    assert "sohr" not in parties(text).values()


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("Secretary of State John Kerry", "kerry"),
        ("Russian Foreign Minister Sergei Lavrov", "lavrov"),
        ("Hussein Assad", None),
        ("farmer John Kerry", None),
        ("", None),
    ],
)
def test_titles_do_not_hide_a_holder_of_office(name: str, party: str | None) -> None:
    """Titles and nationalities may stand before the name, other words make him another person."""
    assert holder_named(name) == party


def test_a_state_is_known_by_its_name_only() -> None:
    """A state's name gives its id; its adjective or capital is somebody else's name too."""
    assert [state_named(name) for name in ("Turkey", "Turkish", "Ankara")] == ["tr", None, None]
