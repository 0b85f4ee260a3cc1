"""What a report as a whole is about, and how alike two reports are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.incidents.about import about, likeness
from counterclaim.incidents.keys import keys
from counterclaim.incidents.unit import units
from tests.incidents.telling import said
from tests.incidents.units import told

_texts = st.lists(
    st.sampled_from(("Haydar", "Munif", "Sarhum", "oven", "flour", "41", "19", "the", "Syria", "said")), max_size=12
).map(" ".join)


@given(_texts, _texts)
def test_likeness_is_a_symmetric_share(one: str, other: str) -> None:
    """Likeness lies between 0 and 1, is symmetric, and is 1 of a report with itself where that says anything."""
    first, second = about(told("", one)), about(told("", other))
    assert 0.0 <= likeness(first, second) <= 1.0 + 1e-9
    assert likeness(first, second) == likeness(second, first)
    assert likeness(first, first) == (pytest.approx(1.0) if first.norm else 0.0)


def test_names_numbers_and_words() -> None:
    """Names are never written small; numbers have two signs or more; common words tell nothing."""
    found = about(told("Bakery burns", "Haydar Munif, 41, ran 7 ovens; the bakery of Sarhum burned. Police said so."))
    assert found.names == {"haydar", "munif", "sarhum"}
    assert found.numbers == {"41"}
    assert {"bakery", "burned", "oven"} <= found.words
    assert not found.words & {"police", "said"}


def test_states_and_parties_are_not_telling() -> None:
    """Names that half of all reports share do not help to find a story."""
    report = told("", "Haydar Munif fled from Syria to Damascus as Russia struck.", day=None)
    (made,) = units([said("Tisa Observatory", when=None, published=None)], report)
    assert {"syria", "russia"} <= about(report).names
    assert {key.split("|")[2] for key in keys(made.facts)} == {"haydar", "munif"}


def test_a_name_weighs_more_than_a_word() -> None:
    """Two reports that share a name are more alike than two that share a word."""
    base = about(told("", "Haydar flour"))
    assert likeness(base, about(told("", "Haydar queue"))) > likeness(base, about(told("", "Munif flour")))


def test_nothing_said_is_like_nothing() -> None:
    """A report without a telling word is like none, itself included."""
    empty = about(told("", "They said so."))
    assert likeness(empty, empty) == 0.0


def test_only_the_beginning_counts() -> None:
    """What stands far down is background."""
    found = about(told("", "x " * 2_000 + "Haydar Munif"))
    assert found.names == frozenset()
