"""Looking a party up: who is meant by a name, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.lexicon.lookup import find, named
from counterclaim.lexicon.register import register


@pytest.mark.parametrize(
    ("name", "party", "how"),
    [
        ("SOHR", "sohr", "name"),
        ("sohr", "sohr", "id"),
        ("the Syrian observatory for human rights", "sohr", "name"),
        ("the Observatory", "sohr", "short"),
        ("the Britain-based monitoring group", "sohr", "epithet"),
        ("the regime", "sy-government", "epithet"),
        ("Assad's forces", "sy-forces", "epithet"),
        ("Daesh", "islamic-state", "name"),
        ("daesh", "islamic-state", "name"),
        ("Ansar Allah", "houthis", "name"),
        ("Kremlin", "kremlin", "name"),
        ("Moscow", "ru", "capital"),
        ("Turkish", "tr", "demonym"),
        ("Turkish foreign ministry", "tr-foreign-ministry", "rule"),
        ("Turkey's warplanes", "tr-air-force", "rule"),
        ("Ministry of Defence of the United Kingdom", "gb-defence-ministry", "rule"),
        ("Ivorian navy", "ci-navy", "rule"),
        ("Hezbolah", "hezbollah", "spelling"),
        ("Hayat Tahrir", "hts", "words"),
        ("حزب الله", "hezbollah", "name"),
        ("Вагнер", "wagner", "name"),
        ('צה"ל', "il-forces", "name"),
    ],
)
def test_find(name: str, party: str, how: str) -> None:
    """Names, acronyms, epithets, capitals, states' arms and other spellings lead to the party, and say how."""
    first = find(name)[0]
    assert (first.party.id, first.how) == (party, how)


@pytest.mark.parametrize("name", ["", " ", "\x00\x1b[2J", "...", "qwrtzpsd", "the", "x" * 1_000_000, "a " * 500_000])
def test_nobody_is_meant(name: str) -> None:
    """Empty, senseless and endless names mean nobody."""
    assert find(name) == []


@given(st.text(max_size=80))
def test_any_text_is_answered(name: str) -> None:
    """Whatever is asked, the answer is a short list of parties, each once."""
    found = [candidate.party.id for candidate in find(name)]
    assert len(found) == len(set(found)) <= 12


def test_every_name_leads_to_its_party() -> None:
    """Each name of each listed party finds it."""
    lost = [
        (party.id, name)
        for party in register().parties.values()
        for name in party.names
        if party.id not in {candidate.party.id for candidate in find(name)}
    ]
    assert lost == []


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("the Syrian Observatory for Human Rights", "sohr"),
        ("Turkish foreign ministry", "tr-foreign-ministry"),
        ("Syria", "sy"),
        ("Syrian", None),
        ("Damascus", None),
        ("Observatory", None),
        ("Syrian Observatoy for Human Rights", None),
        ("", None),
    ],
)
def test_named_takes_only_the_very_name(name: str, party: str | None) -> None:
    """A name means a party only as it is listed or by rule: no demonym, capital, short word or likeness."""
    found = named(name)
    assert (found.id if found is not None else None) == party
