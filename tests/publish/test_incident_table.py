"""Incidents as a table: nothing is cut off, however narrow the terminal."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from counterclaim.publish.incident_table import foot, narrow_row, table
from tests.publish.derived import OPPOSED, SERIES
from tests.publish.screen import printed, told


def test_a_wide_table() -> None:
    """On a wide terminal each incident is a row under the heads."""
    assert printed(table([OPPOSED], width=140), 140) == (
        "when, where           what, who → whom            toll                 voices, spread           contested     "
        " grade              id, review\n"
        "\n"
        "6 Oct 2015            air strike                  killed 70–126+       2 voices (possibly 3)    to whom,      "
        " fair: “Ardania”    i10188c7bb\n"
        "Harun, Syria          “Ardania” → “bakery”,         60 children        3 origins, 4 carriers    toll, whether "
        "                    machine\n"
        "                      “terrorists”                  12 combatants by                            it happened\n"
        "                                                    the accused side\n"
        "                                                  wounded 24+\n"
        "\n"
    )


def test_a_narrow_table() -> None:
    """On eighty columns an incident is a few lines: no toll, voice or dispute is dropped."""
    assert printed(table([OPPOSED], width=80), 80) == (
        "i10188c7bb  6 Oct 2015 · Harun, Syria\n"
        "machine     air strike · “Ardania” → “bakery”, “terrorists”\n"
        "            killed 70–126+, 60 children, 12 combatants by the accused side ·\n"
        "            wounded 24+ · 2 voices (possibly 3) · 3 origins, 4 carriers\n"
        "            contested: to whom, toll, whether it happened · fair: “Ardania”\n"
        "\n"
    )


@pytest.mark.parametrize("width", [30, 40, 64, 80, 100, 131, 132, 220])
def test_nothing_is_cut_off(width: int) -> None:
    """Every word of toll, voices, dispute, grade and id stands on a terminal of any width."""
    shown = set(told(table([OPPOSED], width=width), width).replace(",", "").split())
    assert set("70–126+ 24+ 60 12 2 3 (possibly 3) carriers whom toll “Ardania” machine".split()) <= shown
    assert OPPOSED.id[:10] in shown


def test_what_is_missing_is_said() -> None:
    """Without a toll, a time or a grade the table says so and shows no number."""
    bare = replace(OPPOSED, toll=(), when=None, place=None, country=None, grades=(), findings=(), review="checked")
    for width in (80, 140):
        shown = told(table([bare], width=width), width)
        assert "no toll claimed" in shown
        assert "time not stated" in shown
        assert "place not stated" in shown
        assert "checked" in shown
        assert re.search(r"killed|contested:|fair", shown) is None


def test_a_series_has_a_row_too() -> None:
    """A series is told in the narrow form, without grades."""
    shown = told(narrow_row(SERIES), 80)
    assert "air strike · “Ardania” no toll claimed · 1 voice · 1 origin, 1 carrier" in shown


def test_the_foot_says_what_is_checked_and_what_follows() -> None:
    """The last line counts, says how many a person checked, and how the list goes on."""
    checked = replace(OPPOSED, review="checked")
    assert foot([OPPOSED], more_after=None).plain == "1 incident · none checked by a person"
    assert foot([OPPOSED, checked], more_after="i1").plain == (
        "2 incidents · 1 checked by a person, the rest as the machine read them · more: --after i1"
    )
